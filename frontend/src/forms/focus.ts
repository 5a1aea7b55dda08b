/** After a part of the page was put in place of another one, whoever worked in it goes on there, not at the top of the page. */

const SAID = "[role=alert]:not([data-unsent]), [data-sent], [data-reported], .vote__said:not(:empty)";

export function keepFocus(root: Document): void {
  let place: Element | null = null;
  root.addEventListener("htmx:before:swap", () => {
    const focused = root.activeElement;
    place = focused && focused !== root.body ? (focused.closest("form")?.parentElement ?? null) : null;
  });
  root.addEventListener("htmx:after:swap", () => {
    if (!place?.isConnected || (root.activeElement && root.activeElement !== root.body)) return;
    const said = place.querySelector<HTMLElement>(SAID) ?? place.querySelector<HTMLElement>("form");
    if (!said) return;
    if (!said.hasAttribute("tabindex")) said.tabIndex = -1;
    said.focus({ preventScroll: true });
  });
}
