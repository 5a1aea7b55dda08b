/**
 * Keeps an open page true: tallies, comment counts, new and hidden comments, official replies. Words are the template's; only
 * numbers and fragments that the server rendered move. Nothing that somebody is reading moves (reading.ts).
 */
import { inThisLanguage } from "../address";
import htmx from "htmx.org";
import { changesOf, orderOf } from "./changes";
import { Closing } from "./closing";
import { Comments } from "./comments";
import { Connection } from "./connection";
import { showAnswers, showCount, showLevels, showTally } from "./figures";
import { fragmentsOf } from "./fragments";
import type { Frame, Message } from "./frame";
import { reveal } from "./notices";
import { OfficialReplies } from "./official_replies";
import { unmark } from "../words/marks";

export function watch(root: Document): void {
  const page = root.querySelector<HTMLElement>("[data-live]");
  const clock = root.querySelector<HTMLElement>("[data-closes]");
  const closing = clock && new Closing(root, clock);
  if (page) new LivePage(page, closing).start();
}

export class LivePage {
  private seq: number;
  private isLive = false;
  private isCatchingUp = false;
  private readonly consultation: string;
  private readonly comments: Comments;
  private readonly officialReplies: OfficialReplies;

  constructor(
    private readonly page: HTMLElement,
    private readonly closing: Closing | null,
  ) {
    this.consultation = page.dataset.live!;
    this.seq = Number(page.dataset.seq);
    const fetchFragments = fragmentsOf(this.consultation);
    this.comments = new Comments(page, fetchFragments, (item) => htmx.process(item));
    this.officialReplies = new OfficialReplies(page, this.comments, fetchFragments);
  }

  start(): void {
    const connection = new Connection((means) => this.address(means), () => void this.catchUp(), {
      message: (message) => this.hear(message),
      state: (isLive) => {
        this.isLive = isLive;
        this.showState();
      },
    });
    addEventListener("online", () => {
      this.showState();
      connection.hurry();
    });
    addEventListener("offline", () => this.showState());
    document.addEventListener("htmx:after:swap", () => void this.comments.showOwn());
    connection.start();
  }

  /** Frames begin after the number this page knows, and bring the comments it shows along. */
  private address(means: string): string {
    const asked = new URLSearchParams({ after: String(this.seq) });
    const anchor = this.page.dataset.liveAnchor;
    if (anchor !== undefined) {
      asked.set("language", document.documentElement.lang);
      asked.set("anchor", anchor);
    }
    return `/live/${this.consultation}/${means}?${asked}`;
  }

  hear(message: Message): void {
    if (message.t === "hello") this.closing?.setTime(message.now);
    const order = orderOf(message, this.seq);
    if (order === "next") this.apply(message as Frame);
    else if (order === "gap") void this.catchUp();
  }

  private showState(): void {
    const state = !navigator.onLine ? "offline" : this.isLive ? "on" : "waiting";
    this.page.querySelectorAll<HTMLElement>("[data-live-state]").forEach((mark) => (mark.dataset.liveState = state));
  }

  /** Ask for everything since the last number seen; used after a gap, a lost connection, or when nothing else works. */
  private async catchUp(): Promise<void> {
    if (this.isCatchingUp) return;
    this.isCatchingUp = true;
    try {
      const response = await fetch(inThisLanguage(`/consultations/${this.consultation}/live/?after=${this.seq}`));
      if (!response.ok) return;
      const frame = (await response.json()) as Frame;
      if (frame.seq > this.seq) this.apply(frame);
    } catch {
      // Offline: the connection tries again, and its first message brings us here.
    } finally {
      this.isCatchingUp = false;
    }
  }

  private apply(frame: Frame): void {
    this.seq = frame.seq;
    this.closing?.setEnd(frame.ends_at);
    const changes = changesOf(frame, {
      hasComment: (id) => this.comments.has(id),
      hasPlaceFor: (anchor, parent) => this.comments.placeFor(anchor, parent) !== null,
      hasPlaceForReplyTo: (id) => this.officialReplies.placeFor(id) !== null,
    });
    if (changes.isOutOfDate) reveal(this.page, "[data-live-changed]");
    for (const [name, tally] of changes.tallies) showTally(this.page, name, tally);
    for (const [name, levels] of changes.levels) showLevels(this.page, name, levels);
    for (const [question, answers] of changes.answers) showAnswers(this.page, question, answers);
    for (const [anchor, count] of changes.counts) showCount(this.page, anchor, count);
    for (const id of changes.gone) {
      this.comments.takeAway(id);
      this.officialReplies.takeAway(id);
      unmark(this.page, id);
    }
    void this.comments.reword(changes.reworded, frame);
    void this.comments.show(changes.posted, frame);
    void this.officialReplies.show(changes.officialReplies, frame);
  }
}
