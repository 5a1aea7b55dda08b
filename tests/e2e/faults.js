// What a reader would stumble over on this page at this size, as sentences. Runs in the page.
() => {
  const faults = [];
  const words = (element) => (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} “${words(element)}”`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const forEarsOnly = ".visually-hidden, .skip, option";

  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll("main *, header *, footer *")].find((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".table-scroll, .outline__scroll, .crumbs a, .visually-hidden"));
    faults.push(`scrolls sideways: ${wide ? name(wide) : "?"}`);
  }

  // Shortened on purpose: the whole is one step away.
  const shortened = ".card__summary, .site-nav__who *, .brand__name, .crumbs a, .table-scroll, .outline__scroll, .beside__text, textarea, input, select";
  for (const element of document.querySelectorAll("body *")) {
    if (element.matches(shortened) || element.closest(`${forEarsOnly}, svg`) || !shown(element)) continue;
    const style = getComputedStyle(element);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
      if (!["auto", "scroll"].includes(style.overflowY)) faults.push(`text is cut off: ${name(element)}`);
    }
  }

  // Every line of text as a box, as far as the boxes that scroll or cut it let it be seen.
  const cutters = (element) => {
    const found = [];
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.position === "sticky" || style.position === "fixed") return null;
      if (style.overflowX !== "visible" && !one.matches("svg")) found.push(one.getBoundingClientRect());
    }
    return found;
  };
  const seen = (box, cuts) => cuts.reduce(({ left, top, right, bottom }, cut) => ({ left: Math.max(left, cut.left), top: Math.max(top, cut.top), right: Math.min(right, cut.right), bottom: Math.min(bottom, cut.bottom) }), box);
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest(`${forEarsOnly}, textarea, noscript`) || !shown(element)) continue;
    const cuts = cutters(element);
    if (!cuts) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      const line = { element, ...seen({ left: box.left, top: box.top, right: box.right, bottom: box.bottom }, cuts) };
      if (line.right - line.left > 1 && line.bottom - line.top > 1) lines.push(line);
    }
  }
  const most = 3; // px that two lines may share: a line box has air above and below its ink
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, place) => {
    for (let next = place + 1; next < lines.length && lines[next].top < one.bottom - most; next++) {
      const other = lines[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      if (one.element !== other.element && across > most && down > most) faults.push(`texts overlap: ${name(one.element)} and ${name(other.element)}`);
    }
  });
  for (const label of document.querySelectorAll("svg text")) {
    if (!shown(label)) continue;
    const [text, chart] = [label.getBoundingClientRect(), label.ownerSVGElement.getBoundingClientRect()];
    if (text.left < chart.left - 1 || text.right > chart.right + 1 || text.top < chart.top - most || text.bottom > chart.bottom + most) faults.push(`label leaves its chart: ${name(label)}`);
  }

  // Bars that stay while one scrolls leave two thirds of the window to read, above all in a low one. A column beside the text may stay.
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const bars = [...document.querySelectorAll("body *:not(dialog)")].filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position)).map((one) => one.getBoundingClientRect());
  const taken = bars.filter((box) => box.width > innerWidth / 2).reduce((sum, box) => sum + Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)), 0);
  if (taken > innerHeight / 3) faults.push(`bars take ${Math.round(taken)} of ${innerHeight} px`);

  // Nobody reads a sentence in a column of a few letters.
  for (const sentence of document.querySelectorAll("p")) {
    const across = sentence.getBoundingClientRect().width;
    if (across && across < 5 * parseFloat(getComputedStyle(sentence).fontSize) && sentence.textContent.trim().length > 60 && shown(sentence) && !sentence.closest(forEarsOnly)) faults.push(`squeezed: ${name(sentence)} ${Math.round(across)} px`);
  }

  // What one comes to a page to press or fill in. A box or a dot to tick counts with its label.
  const main = `.button, .vote__button, .segment, .chip, .brand, .site-nav a, .language button, .site-footer li a, .digits button, .pagination a, .staff-bar a,
    .section__discuss a, .comment__actions a, .official-edit a, .deck__foot a, .more a, .hero__link, .home__head a, main summary, main textarea, main select, .tick label, .field--check label,
    main input:not([type=hidden], [type=radio], [type=checkbox])`;
  for (const element of document.querySelectorAll(main)) {
    const { width: across, height } = element.getBoundingClientRect();
    if (across && (height < 43.5 || across < 43.5)) faults.push(`smaller than 44 px: ${name(element)} ${across}x${height}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) faults.push(`id used twice: ${id}`);
  return [...new Set(faults)];
};
