import { beforeEach, describe, expect, it } from "vitest";
import { showAnswers, showCount, showTally } from "../../src/live/figures";

const text = (selector: string): string => document.querySelector(selector)!.textContent!;
const attribute = (selector: string, name: string): string => document.querySelector(selector)!.getAttribute(name)!;

beforeEach(() => {
  document.body.innerHTML = `
    <div class="tally tally--none" data-tally="section-3">
      <svg><rect data-bar="agree" /><rect data-bar="unsure" /><rect data-bar="disagree" /></svg>
      <b data-votes="agree">0</b><b data-votes="unsure">0</b><b data-votes="disagree">0</b>
    </div>
    <div data-tally="comment-3"><b data-votes="agree">9</b></div>
    <div data-answers="7"><b data-people>0</b>
      <p data-option><b data-count-of>0</b><i data-percent>0%</i><rect data-share /></p>
      <p data-option><b data-count-of>0</b><i data-percent>0%</i><rect data-share /></p>
    </div>
    <b data-count="">0</b><b data-count="a">1</b>`;
});

describe("figures", () => {
  it("shows a tally with its bars in one row, and only where it belongs", () => {
    showTally(document, "section-3", [6, 3, 3]);
    expect(["agree", "unsure", "disagree"].map((choice) => text(`[data-tally="section-3"] [data-votes="${choice}"]`))).toEqual(["6", "3", "3"]);
    expect(["x", "width"].map((name) => attribute('[data-bar="disagree"]', name))).toEqual(["75%", "25%"]);
    expect(document.querySelector(".tally--none")).toBeNull();
    expect(text('[data-tally="comment-3"] b')).toBe("9");
  });

  it("takes the bars away when the last vote is taken back", () => {
    showTally(document, "section-3", [1, 0, 0]);
    showTally(document, "section-3", [0, 0, 0]);
    expect(document.querySelector(".tally--none")).not.toBeNull();
    expect(attribute('[data-bar="agree"]', "width")).toBe("0%");
  });

  it("shows shares of the people who answered, not of the choices they made", () => {
    showAnswers(document, "7", [2, 2, 1]);
    expect(text("[data-people]")).toBe("2");
    expect([...document.querySelectorAll("[data-percent]")].map((element) => element.textContent)).toEqual(["100%", "50%"]);
  });

  it("shows the count of the whole draft apart from those of its sections", () => {
    showCount(document, "", 1234);
    expect(text('[data-count=""]')).toBe("1,234");
    expect(text('[data-count="a"]')).toBe("1");
  });

  it("marks a figure that changed, and none that did not", () => {
    showCount(document, "a", 1);
    expect(document.querySelector(".is-ticking")).toBeNull();
    showCount(document, "a", 2);
    expect(document.querySelectorAll(".is-ticking")).toHaveLength(1);
  });
});
