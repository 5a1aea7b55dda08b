/** Words of the template (parts/hearing/news.html, live_bar.html) that wait until they are true. A "0" in them is the count. */

export function reveal(page: ParentNode, selector: string): void {
  page.querySelectorAll<HTMLElement>(selector).forEach((element) => (element.hidden = false));
}

/** The button that brings what waits, with how much that is; nothing waits: no button. */
export function showWaiting(page: ParentNode, selector: string, count: number): void {
  const news = page.querySelector<HTMLElement>(selector);
  const button = news?.querySelector("button");
  if (!news || !button) return;
  button.dataset.words ??= button.textContent ?? "";
  button.textContent = button.dataset.words.replace("0", String(count));
  news.hidden = count === 0;
}

/** Tell screen readers: ``name`` is the attribute that holds the words. */
export function announce(page: ParentNode, name: string, count: number): void {
  page.querySelectorAll<HTMLElement>(`[${name}]`).forEach((element) => {
    element.textContent = element.getAttribute(name)!.replace("0", String(count));
  });
}
