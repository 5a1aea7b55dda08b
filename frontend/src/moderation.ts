/**
 * Keys for whoever looks at many comments: only inside a comment of the list and outside of fields, so that nothing is done by somebody
 * who types or speaks (WCAG 2.2, 2.1.4).
 */
export function moderateByKeys(root: Document): void {
  const list = root.querySelector<HTMLElement>("[data-moderated]");
  if (!list) return;
  root.querySelectorAll<HTMLElement>("[data-keys]").forEach((hint) => (hint.hidden = false));
  list.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const item = target.closest<HTMLElement>(".comment");
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.matches("select, textarea, input:not([type=checkbox])")) return;
    const done = act(event.code, item);
    if (done) event.preventDefault();
  });
}

/** By the place of the key, so that a Thai layout works too. */
function act(code: string, item: HTMLElement): boolean {
  const tick = item.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (code === "KeyJ") goTo(item.nextElementSibling);
  else if (code === "KeyK") goTo(item.previousElementSibling);
  else if (code === "KeyR") item.querySelector("select")?.focus();
  else if (code === "KeyX" && tick) tick.checked = !tick.checked;
  else return false;
  return true;
}

function goTo(item: Element | null): void {
  if (item instanceof HTMLElement) (item.querySelector<HTMLElement>("input[type=checkbox], select, button") ?? item).focus();
}
