/**
 * Words of a section that somebody marks, with a mouse, a finger or the keyboard, to comment on them. A bar (parts/draft/choosing.html)
 * says what is marked, makes it longer or shorter by a word, and takes it to the comment form: into its list of words, or, from the
 * draft, to the page of the section. Without script the same list is filled by the server.
 */
import { rangeOf, textOf, wordEdges, wordsIn, type Words } from "./places";

const SECTION = "[data-words-of]";

export function chooseWords(root: Document): void {
  followList(root);
  const bar = root.querySelector<HTMLElement>("[data-choosing]");
  if (bar) new Choosing(root, bar).start();
}

class Choosing {
  private section: HTMLElement | null = null;
  private words: Words | null = null;
  private isHeld = false;

  constructor(
    private readonly root: Document,
    private readonly bar: HTMLElement,
  ) {}

  start(): void {
    this.root.addEventListener("selectionchange", () => this.look());
    this.root.addEventListener("click", (event) => this.tap(event as PointerEvent));
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.bar.hidden) this.close();
    });
    // A button that is pressed takes nothing of what is marked with it.
    this.bar.addEventListener("pointerdown", (event) => {
      this.isHeld = true;
      event.preventDefault();
    });
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.bar.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (button?.dataset.step) this.step(button.dataset.step);
      else if (button?.hasAttribute("data-comment-on")) this.take();
      else if (button) this.close();
      this.isHeld = false;
    });
  }

  private look(): void {
    const selection = this.root.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) {
      if (!this.isHeld && !this.bar.contains(this.root.activeElement)) this.hide();
      return;
    }
    const range = selection.getRangeAt(0);
    const found = [...this.root.querySelectorAll<HTMLElement>(SECTION)]
      .filter((section) => range.intersectsNode(section))
      .map((section) => ({ section, words: wholeWords(section, wordsIn(section, range)) }))
      .filter((one) => one.words);
    if (found.length === 1) this.show(found[0]!.section, found[0]!.words!);
    else if (found.length > 1) this.show(found[0]!.section, null);
    else if (!this.isHeld) this.hide();
  }

  /** A paragraph that is tapped with a finger is marked, where the form is: from there it is made shorter or longer. */
  private tap(event: PointerEvent): void {
    const paragraph = (event.target as Element).closest<HTMLElement>(`${SECTION} p[data-start]`);
    const section = paragraph?.closest<HTMLElement>(SECTION);
    if (event.pointerType !== "touch" || !paragraph || !section || section.dataset.address) return;
    if ((event.target as Element).closest("a") || !this.root.getSelection()?.isCollapsed) return;
    const range = this.root.createRange();
    range.selectNodeContents(paragraph);
    const words = wordsIn(section, range);
    if (words) this.mark(section, words.start, words.end);
  }

  private step(which: string): void {
    if (!this.section || !this.words) return;
    let { start, end } = this.words;
    const edges = wordEdges(textOf(this.section));
    const before = (place: number): number => edges.filter((edge) => edge < place).pop() ?? place;
    const behind = (place: number): number => edges.find((edge) => edge > place) ?? place;
    if (which === "start-out") start = before(start);
    if (which === "start-in") start = behind(start);
    if (which === "end-in") end = before(end);
    if (which === "end-out") end = behind(end);
    if (start < end) this.mark(this.section, start, end);
  }

  private mark(section: HTMLElement, start: number, end: number): void {
    const range = rangeOf(section, start, end);
    const words = wordsIn(section, range);
    if (!words) return;
    this.root.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    this.show(section, words);
  }

  /** Without words: what is marked reaches from one section into another. */
  private show(section: HTMLElement, words: Words | null): void {
    this.section = section;
    this.words = words;
    if (this.bar.previousElementSibling !== section) section.after(this.bar); // the next stop of the keyboard
    this.bar.querySelector("[data-chosen]")!.textContent = words ? `“${words.exact}”` : "";
    this.bar.querySelectorAll<HTMLElement>("[data-in-one]").forEach((part) => (part.hidden = !words));
    this.bar.querySelectorAll<HTMLElement>("[data-in-several]").forEach((part) => (part.hidden = !!words));
    this.bar.hidden = false;
  }

  private hide(): void {
    this.bar.hidden = true;
    this.words = null;
  }

  private close(): void {
    this.root.getSelection()?.removeAllRanges();
    this.hide();
  }

  private take(): void {
    const { section, words } = this;
    if (!section || !words) return;
    const places = `${words.start}-${words.end}`;
    if (section.dataset.address) {
      location.assign(`${section.dataset.address}?words=${places}#words-${section.dataset.wordsOf}`);
      return;
    }
    const list = this.root.querySelector<HTMLSelectElement>("form.comment-form select[name=words]");
    if (!list) return;
    const value = `${places}:${words.exact}`;
    list.querySelectorAll("option[data-marked]").forEach((option) => option.remove());
    const option = new Option(shortened(words.exact), value, false, true);
    option.dataset.marked = "";
    option.lang = "th";
    list.options[0]!.after(option);
    list.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
    const field = list.form?.querySelector("textarea");
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }
}

/** A finger marks half a word easily. */
function wholeWords(section: Element, words: Words | null): Words | null {
  if (!words) return null;
  const edges = wordEdges(textOf(section));
  const start = edges.filter((edge) => edge <= words.start).pop() ?? words.start;
  const end = edges.find((edge) => edge >= words.end) ?? words.end;
  return wordsIn(section, rangeOf(section, start, end));
}

function shortened(words: string): string {
  const points = [...words.replace(/\s+/gu, " ")];
  return points.length <= 70 ? `“${points.join("")}”` : `“${points.slice(0, 35).join("")} … ${points.slice(-35).join("")}”`;
}

/** The words that are chosen in the list stand in full below it. */
function followList(root: Document): void {
  root.addEventListener("change", (event) => {
    const list = event.target as HTMLSelectElement;
    if (list.name !== "words" || !list.form) return;
    const shown = list.form.querySelector<HTMLElement>("[data-words-chosen]");
    const section = root.querySelector<HTMLElement>(SECTION);
    if (!shown || !section) return;
    const [places = "", ...exact] = list.value.split(":");
    const [start = 0, end = 0] = places.split("-").map(Number);
    const words = exact.length ? exact.join(":") : [...textOf(section)].slice(start, end).join("");
    shown.querySelector("span")!.textContent = words;
    shown.hidden = !list.value;
  });
}
