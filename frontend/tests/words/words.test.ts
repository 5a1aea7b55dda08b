import { beforeEach, describe, expect, it } from "vitest";
import { unmark } from "../../src/words/marks";
import { rangeOf, textOf, wordEdges, wordsIn } from "../../src/words/places";

let section: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<div data-words-of="1"><p data-start="0">ที่🏠ดิน <mark class="spoken spoken--2" data-comments="5 9">ของ</mark><a
    class="spoken__count" data-comments="5 9"><span data-count-of-words>2</span></a>รัฐ</p>
<p data-start="15">วรรคสอง</p></div>`;
  section = document.querySelector("div")!;
});

const between = (from: Node, start: number, to: Node, end: number): Range => {
  const range = document.createRange();
  range.setStart(from, start);
  range.setEnd(to, end);
  return range;
};

describe("places of words", () => {
  const text = "ที่🏠ดิน ของรัฐ\nวรรคสอง";

  it("are counted in code points, over marks and without the numbers of comments", () => {
    const [first, second] = section.querySelectorAll("p");
    const found = wordsIn(section, between(first!.firstChild!, 5, second!.firstChild!, 4));
    expect(found!.exact).toBe("ดิน ของรัฐ\nวรรค");
    expect([...text].slice(found!.start, found!.end).join("")).toBe(found!.exact);
  });

  it("lead back to the same words", () => {
    for (const [start, end] of [
      [3, 4],
      [4, 9],
      [0, 14],
      [8, 19],
    ] as const) {
      expect(wordsIn(section, rangeOf(section, start, end))).toEqual({ start, end, exact: [...text].slice(start, end).join("") });
    }
  });

  it("are none where only spaces are marked", () => {
    expect(wordsIn(section, rangeOf(section, 7, 8))).toBeNull();
  });

  it("step from word to word, never into an emoji or over a line end unseen", () => {
    expect(textOf(section)).toBe(text);
    const points = [...text];
    const edges = wordEdges(text);
    expect(edges).toContain(14);
    expect(edges).toContain(15);
    expect(edges.every((edge, at) => at === 0 || points.slice(edges[at - 1], edge).join("") !== "")).toBe(true);
  });
});

describe("a comment that is hidden", () => {
  it("takes its mark along, and leaves those of others", () => {
    unmark(document.body, 9);
    expect(section.querySelector("mark")!.className).toBe("spoken spoken--1");
    expect(section.querySelector("[data-count-of-words]")!.textContent).toBe("1");
    unmark(document.body, 5);
    expect(section.querySelector("mark, a")).toBeNull();
    expect(textOf(section)).toBe("ที่🏠ดิน ของรัฐ\nวรรคสอง");
  });
});
