/** Where somebody reads: nothing that stands in the window now may move. */

/** Make a change; when it is above the window, make up for what it moves. */
export function keepingView(isAbove: boolean, change: () => void): void {
  const page = document.documentElement;
  const before = page.scrollHeight;
  page.style.overflowAnchor = "none"; // some browsers make up for it themselves; once is enough
  change();
  if (isAbove) scrollBy({ top: page.scrollHeight - before, behavior: "instant" });
  page.style.overflowAnchor = "";
}

/** Whether something that grows or shrinks here would move what stands in the window now. */
export function isInWindow(place: HTMLElement): boolean {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Whether a comment put first here would push aside what stands in the window now. */
export function isBeingRead(place: HTMLElement): boolean {
  const { top } = place.getBoundingClientRect();
  return place.childElementCount > 0 && top >= 0 && top < innerHeight;
}
