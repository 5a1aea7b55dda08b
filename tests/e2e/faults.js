// What a reader would stumble over on this page at this size, as sentences. Runs in the page.
() => {
  const faults = [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className || ""} “${(element.textContent || "").trim().slice(0, 40)}”`;
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll("main *, header *, footer *")].find((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".table-scroll, .outline__scroll, .visually-hidden"));
    faults.push(`scrolls sideways: ${wide ? name(wide) : "?"}`);
  }
  const shortened = ".card__summary, .site-nav__who *, .visually-hidden, .table-scroll, .outline__scroll, .beside__text, textarea, input, select, svg *";
  for (const element of document.querySelectorAll("body *")) {
    if (element.matches(shortened) || element.closest(".visually-hidden, svg, dialog:not([open]), [hidden]")) continue;
    const style = getComputedStyle(element);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
      if (!["auto", "scroll"].includes(style.overflowY)) faults.push(`text is cut off: ${name(element)}`);
    }
  }
  for (const element of document.querySelectorAll(".button, .vote__button, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, .segment, .chip")) {
    const { width: across, height } = element.getBoundingClientRect();
    if (across && (height < 43.5 || across < 43.5)) faults.push(`smaller than 44 px: ${name(element)} ${across}x${height}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) faults.push(`id used twice: ${id}`);
  return [...new Set(faults)];
};
