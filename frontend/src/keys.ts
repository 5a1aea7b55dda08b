/**
 * In a region marked data-keys, while the focus is in it, a digit presses the control that carries it (data-key="1"), on whatever
 * layout the keyboard has. Only there (WCAG 2.1.4), and never while something is written.
 */
export function pressByKey(root: Document): void {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const target = event.target as Element;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const region = target.closest("[data-keys]");
    if (!digit || !region || target.matches("input, textarea, select")) return;
    const control = region.querySelector<HTMLElement>(`[data-key="${digit}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
  });
}
