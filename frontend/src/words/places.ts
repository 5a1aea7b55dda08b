/**
 * Where words stand in the text of a section, counted as the server counts: code points of the text as it is stored, a line end
 * between paragraphs. What a page adds to the text (numbers of comments) is no text.
 */

export interface Words {
  start: number;
  end: number;
  exact: string;
}

const ADDED = ".spoken__count";

/** The words of this section inside the range, or null where none are. */
export function wordsIn(section: Element, range: Range): Words | null {
  let start = -1;
  let end = -1;
  const exact: string[] = [];
  for (const paragraph of paragraphsOf(section)) {
    if (!range.intersectsNode(paragraph)) continue;
    let place = Number(paragraph.dataset.start);
    let words = "";
    for (const node of textsOf(paragraph)) {
      const [from, to] = inside(node, range);
      if (from < to) {
        if (start < 0) start = place + length(node.data.slice(0, from));
        end = place + length(node.data.slice(0, to));
        words += node.data.slice(from, to);
      }
      place += length(node.data);
    }
    if (words) exact.push(words);
  }
  return exact.join("").trim() ? { start, end, exact: exact.join("\n") } : null;
}

/** The range of these places, to show it as the selection. */
export function rangeOf(section: Element, start: number, end: number): Range {
  const range = document.createRange();
  for (const paragraph of paragraphsOf(section)) {
    let place = Number(paragraph.dataset.start);
    for (const node of textsOf(paragraph)) {
      const behind = place + length(node.data);
      if (place <= start && start < behind) range.setStart(node, units(node.data, start - place));
      if (place < end && end <= behind) range.setEnd(node, units(node.data, end - place));
      place = behind;
    }
  }
  return range;
}

/** The text of a section as it is stored, in the digits that the page shows. */
export function textOf(section: Element): string {
  return paragraphsOf(section)
    .map((paragraph) => textsOf(paragraph).map((node) => node.data).join(""))
    .join("\n");
}

/** Places where a word begins or ends, in code points; a line end parts words too. */
export function wordEdges(text: string): number[] {
  const edges = new Set<number>();
  let place = 0;
  for (const word of cut(text)) {
    const end = place + length(word);
    if (word.trim()) edges.add(place).add(end);
    place = end;
  }
  return [...edges].sort((a, b) => a - b);
}

function cut(text: string): string[] {
  if (!("Segmenter" in Intl)) return text.split(/(\s+)/u);
  return [...new Intl.Segmenter("th", { granularity: "word" }).segment(text)].map((word) => word.segment);
}

function paragraphsOf(section: Element): HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>("p[data-start]")];
}

function textsOf(paragraph: Element): Text[] {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (!node.parentElement?.closest(ADDED)) found.push(node);
  }
  return found;
}

/** The part of a text node inside a range, in the units of a string. */
function inside(node: Text, range: Range): [number, number] {
  const from = node === range.startContainer ? range.startOffset : range.comparePoint(node, 0) < 0 ? node.length : 0;
  const to = node === range.endContainer ? range.endOffset : range.comparePoint(node, node.length) > 0 ? 0 : node.length;
  return [from, to];
}

function length(text: string): number {
  return [...text].length;
}

function units(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}
