/**
 * Keeps an open page true: tallies, comment counts, new and hidden comments, answers of the agency. Words are the
 * template's: this file only moves numbers and fragments that the server rendered. Nothing that somebody is reading moves:
 * a new comment or answer that would push it aside waits behind a button (parts/hearing/news.html).
 */
import htmx from "htmx.org";
import { Connection } from "./connection";
import type { Frame, Message, Tally } from "./frame";

export function watch(root: Document): void {
  const page = root.querySelector<HTMLElement>("[data-live]");
  if (page) new LivePage(root, page).start();
}

const TICK = 1_200;

class LivePage {
  private seq: number;
  private live = false;
  private readonly waiting: HTMLElement[] = [];
  /** Answers of the agency that wait, as what shall stand in the place of each comment's answer. */
  private readonly answers = new Map<number, HTMLElement>();
  private readonly consultation: string;
  private catchingUp = false;

  constructor(
    private readonly root: Document,
    private readonly page: HTMLElement,
  ) {
    this.consultation = page.dataset.live!;
    this.seq = Number(page.dataset.seq);
  }

  start(): void {
    const connection = new Connection(`/live/${this.consultation}`, () => void this.catchUp(), {
      message: (message) => this.hear(message),
      state: (live) => {
        this.live = live;
        this.showState();
      },
    });
    addEventListener("online", () => this.showState());
    addEventListener("offline", () => this.showState());
    this.page.querySelector("[data-live-waiting] button")?.addEventListener("click", () => this.showWaiting());
    this.page.querySelector("[data-live-answered] button")?.addEventListener("click", () => this.showAnswered());
    this.root.addEventListener("htmx:after:swap", () => void this.showOwnComment());
    connection.start();
  }

  private showState(): void {
    const state = !navigator.onLine ? "offline" : this.live ? "on" : "waiting";
    this.page.querySelectorAll<HTMLElement>("[data-live-state]").forEach((mark) => (mark.dataset.liveState = state));
  }

  private hear(message: Message): void {
    if (message.seq <= this.seq) return;
    if (message.t === "frame" && message.prev === this.seq) this.apply(message);
    else void this.catchUp();
  }

  /** Ask for everything since the last number seen; used after a gap, a lost connection, or when nothing else works. */
  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    try {
      const answer = await fetch(`/consultations/${this.consultation}/live/?after=${this.seq}`);
      if (!answer.ok) return;
      const frame = (await answer.json()) as Frame;
      if (frame.seq > this.seq) this.apply(frame);
    } catch {
      // Offline: the connection tries again, and its first message brings us here.
    } finally {
      this.catchingUp = false;
    }
  }

  private apply(frame: Frame): void {
    this.seq = frame.seq;
    if (frame.reset || frame.changed) this.reveal("[data-live-changed]");
    for (const [id, tally] of Object.entries(frame.section_tallies)) this.showTally(`[data-tally="section-${id}"]`, tally);
    for (const [id, tally] of Object.entries(frame.comment_tallies)) this.showTally(`[data-tally="comment-${id}"]`, tally);
    for (const [id, [people, ...counts]] of Object.entries(frame.answers)) this.showAnswers(id, people, counts);
    for (const [anchor, count] of Object.entries(frame.counts)) {
      this.page.querySelectorAll(`[data-count="${anchor}"]`).forEach((element) => {
        this.tick(element, count);
      });
    }
    for (const id of frame.gone) this.takeAway(id);
    void this.showPosted(frame.posted);
    void this.hearAnswers(frame.answered);
  }

  /** A hidden comment goes, from among those that still wait too, and its answer with it. */
  private takeAway(id: number): void {
    this.root.getElementById(`comment-${id}`)?.remove();
    const place = this.waiting.findIndex((item) => item.id === `comment-${id}`);
    if (place >= 0) this.waiting.splice(place, 1);
    this.answers.delete(id);
    this.announceWaiting();
  }

  private reveal(selector: string): void {
    this.page.querySelectorAll<HTMLElement>(selector).forEach((element) => (element.hidden = false));
  }

  private showTally(selector: string, tally: Tally): void {
    const total = tally.reduce((sum, count) => sum + count, 0);
    this.page.querySelectorAll<HTMLElement>(selector).forEach((element) => {
      element.classList.toggle("tally--none", total === 0);
      let x = 0;
      (["agree", "unsure", "disagree"] as const).forEach((choice, index) => {
        const count = tally[index]!;
        const share = total ? (100 * count) / total : 0;
        const number = element.querySelector(`[data-votes="${choice}"]`);
        if (number) this.tick(number, count);
        const bar = element.querySelector(`rect[data-bar="${choice}"]`);
        bar?.setAttribute("x", `${x}%`);
        bar?.setAttribute("width", `${share}%`);
        x += share;
      });
    });
  }

  /** Only where the template shows figures to this reader. */
  private showAnswers(id: string, people: number, counts: number[]): void {
    this.page.querySelectorAll<HTMLElement>(`[data-answers="${id}"]`).forEach((question) => {
      question.querySelectorAll("[data-people]").forEach((element) => this.tick(element, people));
      question.querySelectorAll("[data-option]").forEach((option, place) => {
        const percent = Math.round((100 * (counts[place] ?? 0)) / (people || 1));
        this.tick(option.querySelector("[data-count-of]")!, counts[place] ?? 0);
        option.querySelector("[data-percent]")!.textContent = `${percent}%`;
        option.querySelector("[data-share]")!.setAttribute("width", `${percent}%`);
      });
    });
  }

  /** Show another number, and that it is another one. */
  private tick(element: Element, count: number): void {
    const words = count.toLocaleString("th-TH-u-nu-latn");
    if (element.textContent === words) return;
    element.textContent = words;
    element.classList.add("is-ticking");
    setTimeout(() => element.classList.remove("is-ticking"), TICK);
  }

  /** Fetch the comments this page has a place for, all in one request, and put each in its place once. */
  private async showPosted(posted: Frame["posted"], own = false): Promise<void> {
    const wanted = posted.filter(([id, anchor, parent]) => !this.isHere(`comment-${id}`) && this.placeOf(anchor, parent));
    if (!wanted.length) return;
    const ids = wanted.map(([id]) => id).join(",");
    const answer = await fetch(`/consultations/${this.consultation}/comments/new/?ids=${ids}`);
    if (!answer.ok) return;
    const fragment = await this.fragmentOf(answer);
    for (const [id, anchor, parent] of wanted) {
      const item = fragment.querySelector<HTMLElement>(`#comment-${id}`);
      const place = this.placeOf(anchor, parent);
      if (!item || !place || this.isHere(item.id)) continue;
      item.classList.add("is-new");
      if (!own && !parent && isBeingRead(place)) this.waiting.push(item);
      else this.put(item, place, parent);
    }
    this.announce(wanted.length);
  }

  private async fragmentOf(answer: Response): Promise<DocumentFragment> {
    const template = this.root.createElement("template");
    template.innerHTML = await answer.text();
    return template.content;
  }

  /** Fetch what the agency answered now to comments of this page; the number of the news keeps old copies out. */
  private async hearAnswers(ids: number[]): Promise<void> {
    const wanted = ids.filter((id) => this.answerPlace(id));
    if (!wanted.length) return;
    const answer = await fetch(`/consultations/${this.consultation}/comments/new/?ids=${wanted.join(",")}&seq=${this.seq}`);
    if (!answer.ok) return;
    const fragment = await this.fragmentOf(answer);
    let news = 0;
    for (const id of wanted) {
      const item = fragment.querySelector<HTMLElement>(`[data-official="${id}"]`);
      const place = this.answerPlace(id);
      this.answers.delete(id);
      if (!item || !place || item.textContent === place.textContent) continue; // an officer's own answer is here already
      if (item.querySelector(".official--withdrawn")) {
        this.takeBack(item, place);
        continue;
      }
      news += 1;
      if (place.isConnected && isInWindow(place)) this.answers.set(id, item);
      else this.putAnswer(item, place);
    }
    this.announceAnswers(news);
  }

  /** Where the answer to a comment stands, on the page or in a comment that still waits. */
  private answerPlace(id: number): HTMLElement | null {
    const selector = `[data-official="${id}"]`;
    const waiting = this.waiting.map((item) => item.querySelector<HTMLElement>(selector)).find((place) => place);
    return this.page.querySelector<HTMLElement>(selector) ?? waiting ?? null;
  }

  private putAnswer(item: HTMLElement, place: HTMLElement): void {
    const isAbove = place.isConnected && place.getBoundingClientRect().bottom <= 0;
    item.querySelector(".official")?.classList.add("is-new");
    this.keepingView(isAbove, () => place.replaceWith(item));
  }

  /** Words the agency no longer stands by go at once; what is left keeps their room where somebody reads. */
  private takeBack(item: HTMLElement, place: HTMLElement): void {
    if (place.isConnected && isInWindow(place)) {
      const room = place.querySelector(".official")?.getBoundingClientRect().height ?? 0;
      item.querySelector<HTMLElement>(".official")!.style.minHeight = `${room}px`;
    }
    this.putAnswer(item, place);
  }

  private showAnswered(): void {
    const shown = [...this.answers];
    this.answers.clear();
    for (const [id, item] of shown) {
      const place = this.answerPlace(id);
      if (place) this.putAnswer(item, place);
    }
    this.announceWaiting();
    const first = shown[0]?.[1].querySelector<HTMLElement>(".official");
    first?.scrollIntoView({ block: "nearest" });
    first?.setAttribute("tabindex", "-1");
    first?.focus({ preventScroll: true });
  }

  private isHere(id: string): boolean {
    return this.root.getElementById(id) !== null || this.waiting.some((item) => item.id === id);
  }

  /** Replies go last, comments first; what grows above the window is made up for, so that the window shows the same. */
  private put(item: HTMLElement, place: HTMLElement, parent: number): void {
    const { top, bottom } = place.getBoundingClientRect();
    this.keepingView(parent ? bottom < 0 : top < 0, () => (parent ? place.append(item) : place.prepend(item)));
    htmx.process(item);
  }

  /** Make a change; when it is above the window, make up for what it moves. */
  private keepingView(isAbove: boolean, change: () => void): void {
    const page = this.root.documentElement;
    const before = page.scrollHeight;
    page.style.overflowAnchor = "none"; // some browsers make up for it themselves; once is enough
    change();
    if (isAbove) scrollBy({ top: page.scrollHeight - before, behavior: "instant" });
    page.style.overflowAnchor = "";
  }

  private showWaiting(): void {
    const place = this.page.querySelector<HTMLElement>("[data-comments]");
    const first = this.waiting[this.waiting.length - 1];
    if (place) for (const item of this.waiting.splice(0)) this.put(item, place, 0);
    this.announceWaiting();
    first?.scrollIntoView({ block: "center" });
    first?.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
  }

  private announceWaiting(): void {
    this.showCount("[data-live-waiting]", this.waiting.length);
    this.showCount("[data-live-answered]", this.answers.size);
  }

  private showCount(selector: string, count: number): void {
    const news = this.page.querySelector<HTMLElement>(selector);
    const button = news?.querySelector("button");
    if (!news || !button) return;
    button.dataset.words ??= button.textContent ?? "";
    button.textContent = button.dataset.words.replace("0", String(count));
    news.hidden = count === 0;
  }

  private announceAnswers(count: number): void {
    this.announceWaiting();
    if (!count) return;
    this.page.querySelectorAll<HTMLElement>("[data-live-answers]").forEach((element) => {
      element.textContent = element.dataset.liveAnswers!.replace("0", String(count));
    });
  }

  private placeOf(anchor: string, parent: number): HTMLElement | null {
    if (parent) return this.page.querySelector(`[data-replies="${parent}"]`);
    return this.page.querySelector(`[data-comments="${anchor || "whole"}"]`);
  }

  private announce(count: number): void {
    this.announceWaiting();
    this.page.querySelectorAll<HTMLElement>("[data-live-news]").forEach((element) => {
      element.textContent = element.dataset.liveNews!.replace("0", String(count));
    });
    this.page.querySelectorAll<HTMLElement>("[data-empty]").forEach((element) => (element.hidden = true));
  }

  /** One's own comment appears at once, not with the next tick. */
  private async showOwnComment(): Promise<void> {
    const sent = this.page.querySelector<HTMLElement>("form [data-sent]:not([data-shown])");
    if (!sent) return;
    sent.dataset.shown = "";
    const posted: Frame["posted"] = [[Number(sent.dataset.sent), sent.dataset.anchor ?? "", Number(sent.dataset.parent ?? 0)]];
    await this.showPosted(posted, true);
  }
}

/** Whether something that grows or shrinks here would move what stands in the window now. */
function isInWindow(place: HTMLElement): boolean {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Whether a comment put first here would push aside what stands in the window now. */
function isBeingRead(place: HTMLElement): boolean {
  const { top } = place.getBoundingClientRect();
  return place.childElementCount > 0 && top >= 0 && top < innerHeight;
}
