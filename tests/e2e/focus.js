// Where the focus is, and whether any of it can be seen: not all of it lies under something that sticks to the window.
() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} “${element.textContent.trim().slice(0, 40)}”`;
  const parts = [0.05, 0.5, 0.95];
  const inWindow = ({ left, top, right, bottom }) => ({ left: Math.max(left, 0), top: Math.max(top, 0), right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) });
  const boxes = [...element.getClientRects()].map(inWindow).filter((box) => box.right > box.left && box.bottom > box.top);
  const points = boxes.flatMap((box) => parts.flatMap((x) => parts.map((y) => [box.left + x * (box.right - box.left), box.top + y * (box.bottom - box.top)])));
  const isSeen = points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });
  return { name, isSeen };
};
