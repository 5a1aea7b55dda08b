/**
 * Keeps an open page true: tallies, comment counts, new and hidden comments. Words are the template's: this file only
 * moves numbers and fragments that the server rendered.
 */
import htmx from "htmx.org";
import { Connection } from "./connection";
import type { Frame, Message, Tally } from "./frame";

export function watch(root: Document): void {
  const page = root.querySelector<HTMLElement>("[data-live]");
  if (page) new LivePage(root, page).start();
}

class LivePage {
  private seq: number;
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
      state: (live) => this.page.querySelectorAll<HTMLElement>("[data-live-state]").forEach((mark) => {
        mark.dataset.liveState = live ? "on" : "off";
      }),
    });
    this.root.addEventListener("htmx:after:swap", () => void this.showOwnComment());
    connection.start();
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
    for (const [anchor, count] of Object.entries(frame.counts)) {
      this.page.querySelectorAll(`[data-count="${anchor}"]`).forEach((element) => {
        element.textContent = count.toLocaleString("th-TH-u-nu-latn");
      });
    }
    for (const id of frame.gone) this.root.getElementById(`comment-${id}`)?.remove();
    void this.showPosted(frame.posted);
  }

  private reveal(selector: string): void {
    this.page.querySelectorAll<HTMLElement>(selector).forEach((element) => (element.hidden = false));
  }

  private showTally(selector: string, tally: Tally): void {
    const total = tally.reduce((sum, count) => sum + count, 0);
    this.page.querySelectorAll<HTMLElement>(selector).forEach((element) => {
      let x = 0;
      (["agree", "unsure", "disagree"] as const).forEach((choice, index) => {
        const count = tally[index]!;
        const share = total ? (100 * count) / total : 0;
        const number = element.querySelector(`[data-votes="${choice}"]`);
        if (number) number.textContent = count.toLocaleString("th-TH-u-nu-latn");
        const bar = element.querySelector(`rect[data-bar="${choice}"]`);
        bar?.setAttribute("x", `${x}%`);
        bar?.setAttribute("width", `${share}%`);
        x += share;
      });
    });
  }

  /** Fetch the comments this page has a place for, all in one request, and put each in its place once. */
  private async showPosted(posted: Frame["posted"]): Promise<void> {
    const wanted = posted.filter(([id, anchor, parent]) => !this.root.getElementById(`comment-${id}`) && this.placeOf(anchor, parent));
    if (!wanted.length) return;
    const ids = wanted.map(([id]) => id).join(",");
    const answer = await fetch(`/consultations/${this.consultation}/comments/new/?ids=${ids}`);
    if (!answer.ok) return;
    const fragment = this.root.createElement("template");
    fragment.innerHTML = await answer.text();
    for (const [id, anchor, parent] of wanted) {
      const item = fragment.content.querySelector<HTMLElement>(`#comment-${id}`);
      const place = this.placeOf(anchor, parent);
      if (!item || !place || this.root.getElementById(item.id)) continue;
      item.classList.add("is-new");
      if (parent) place.append(item);
      else place.prepend(item);
      htmx.process(item);
    }
    this.announce(wanted.length);
  }

  private placeOf(anchor: string, parent: number): HTMLElement | null {
    if (parent) return this.page.querySelector(`[data-replies="${parent}"]`);
    return this.page.querySelector(`[data-comments="${anchor || "whole"}"]`);
  }

  private announce(count: number): void {
    this.reveal("[data-live-news]");
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
    await this.showPosted([[Number(sent.dataset.sent), sent.dataset.anchor ?? "", Number(sent.dataset.parent ?? 0)]]);
  }
}
