/** Where somebody reads: nothing that stands in the window now may move. */

/** Make a change; when it is above the window, make up for what it moves: the first comment in the window stays where it is. */
export function keepingView(isAbove: boolean, change: () => void): void {
  const comments = [...document.querySelectorAll<HTMLElement>("[data-comments] > *")];
  const read = comments.find((comment) => comment.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top ?? 0;
  change();
  if (isAbove && read?.isConnected) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
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
