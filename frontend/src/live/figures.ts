/** Figures that change in place: tallies of votes, answers to questions, counts of comments. */
import type { Answers, LevelTally, Tally } from "./frame";

const TICK = 1_200;
const CHOICES = ["agree", "unsure", "disagree"] as const;

export function showTally(page: ParentNode, name: string, tally: Tally): void {
  const total = tally.reduce((sum, count) => sum + count, 0);
  page.querySelectorAll<HTMLElement>(`[data-tally="${name}"]`).forEach((element) => {
    element.classList.toggle("tally--none", total === 0);
    let x = 0;
    CHOICES.forEach((choice, index) => {
      const count = tally[index]!;
      const share = total ? (100 * count) / total : 0;
      const number = element.querySelector(`[data-votes="${choice}"]`);
      if (number) tick(number, count);
      const bar = element.querySelector(`rect[data-bar="${choice}"]`);
      bar?.setAttribute("x", `${x}%`);
      bar?.setAttribute("width", `${share}%`);
      x += share;
    });
  });
}

/** The same votes by how surely people are known, where the template shows that; a level that reaches five is shown from now on. */
export function showLevels(page: ParentNode, name: string, levels: LevelTally[]): void {
  page.querySelectorAll<HTMLElement>(`[data-tally="${name}"] [data-level-of]`).forEach((place) => {
    const [, atLeast = 0, agree = null, disagree = null] = levels.find(([level]) => String(level) === place.dataset.levelOf) ?? [];
    place.hidden = atLeast === 0;
    tick(place.querySelector("[data-at-least]")!, atLeast);
    for (const [how, share] of Object.entries({ agree, disagree })) {
      const told = place.querySelector<HTMLElement>(`[data-share="${how}"]`)!;
      told.hidden = share === null;
      if (share !== null) told.querySelector("b")!.textContent = String(share);
    }
  });
}

/** Only where the template shows figures to this reader. */
export function showAnswers(page: ParentNode, question: string, [people, ...counts]: Answers): void {
  page.querySelectorAll<HTMLElement>(`[data-answers="${question}"]`).forEach((element) => {
    element.querySelectorAll("[data-people]").forEach((place) => tick(place, people));
    element.querySelectorAll("[data-option]").forEach((option, index) => {
      const count = counts[index] ?? 0;
      const percent = Math.round((100 * count) / (people || 1));
      tick(option.querySelector("[data-count-of]")!, count);
      option.querySelector("[data-percent]")!.textContent = `${percent}%`;
      option.querySelector("[data-share]")!.setAttribute("width", `${percent}%`);
    });
  });
}

export function showCount(page: ParentNode, anchor: string, count: number): void {
  page.querySelectorAll(`[data-count="${anchor}"]`).forEach((element) => tick(element, count));
}

/** Show another number, and that it is another one. */
function tick(element: Element, count: number): void {
  const words = count.toLocaleString("th-TH-u-nu-latn");
  if (element.textContent === words) return;
  element.textContent = words;
  element.classList.add("is-ticking");
  setTimeout(() => element.classList.remove("is-ticking"), TICK);
}
