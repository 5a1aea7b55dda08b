/** Marks in the text of a section (parts/draft/spoken.html): what a hidden comment spoke of is marked no more. */

export function unmark(page: HTMLElement, comment: number): void {
  page.querySelectorAll<HTMLElement>(`[data-comments~="${comment}"]`).forEach((mark) => {
    const left = mark.dataset.comments!.split(" ").filter((id) => id !== String(comment));
    mark.dataset.comments = left.join(" ");
    const count = mark.querySelector("[data-count-of-words]");
    if (count) count.textContent = String(left.length);
    if (left.length) mark.classList.replace(`spoken--${left.length + 1}`, `spoken--${left.length}`);
    else if (count) mark.remove();
    else mark.replaceWith(...mark.childNodes);
  });
}
