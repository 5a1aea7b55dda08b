/** New and hidden comments. A new one that would push aside what somebody reads waits behind a button. */
import type { Fetch, News } from "./fragments";
import type { Posted } from "./frame";
import { announce, showWaiting } from "./notices";
import { isBeingRead, keepingView } from "./reading";

export class Comments {
  private readonly waiting: HTMLElement[] = [];
  /** Hidden while they were fetched, perhaps. */
  private readonly gone = new Set<number>();

  constructor(
    private readonly page: HTMLElement,
    private readonly fetch: Fetch,
    /** Makes the forms of a new comment work. */
    private readonly wire: (item: HTMLElement) => void,
  ) {
    page.querySelector("[data-live-waiting] button")?.addEventListener("click", () => this.showWaiting());
  }

  has(id: number): boolean {
    return document.getElementById(`comment-${id}`) !== null || this.waiting.some((item) => item.id === `comment-${id}`);
  }

  placeFor(anchor: string, parent: number): HTMLElement | null {
    if (parent) return this.page.querySelector(`[data-replies="${parent}"]`);
    return this.page.querySelector(`[data-comments="${anchor || "whole"}"]`);
  }

  /** An element inside a comment that still waits. */
  findInWaiting(selector: string): HTMLElement | null {
    for (const item of this.waiting) {
      const found = item.querySelector<HTMLElement>(selector);
      if (found) return found;
    }
    return null;
  }

  /** Put each of these comments in its place once. Without news they are one's own, and not made to wait. */
  async show(posted: Posted[], news?: News): Promise<void> {
    if (!posted.length) return;
    posted.forEach(([id]) => this.gone.delete(id));
    const fragment = await this.fetch(
      posted.map(([id]) => id),
      news,
    );
    if (!fragment) return;
    for (const [id, anchor, parent] of posted) {
      const item = fragment.querySelector<HTMLElement>(`#comment-${id}`);
      const place = this.placeFor(anchor, parent);
      if (!item || !place || this.has(id) || this.gone.has(id)) continue;
      item.classList.add("is-new");
      if (news && !parent && !this.isOwn(id) && isBeingRead(place)) this.waiting.push(item);
      else this.put(item, place, parent);
    }
    this.countWaiting();
    announce(this.page, "data-live-news", posted.length);
    this.page.querySelectorAll<HTMLElement>("[data-empty]").forEach((element) => (element.hidden = true));
  }

  /** A comment of this page's own form appears at once, not with the next tick; if the tick was faster, it waits no more. */
  async showOwn(): Promise<void> {
    const sent = this.page.querySelector<HTMLElement>("form [data-sent]:not([data-shown])");
    if (!sent) return;
    sent.dataset.shown = "";
    const own: Posted = [Number(sent.dataset.sent), sent.dataset.anchor ?? "", Number(sent.dataset.parent ?? 0)];
    const place = this.placeFor(own[1], own[2]);
    if (!place) return;
    const waits = this.waiting.findIndex((item) => item.id === `comment-${own[0]}`);
    if (waits >= 0) this.put(this.waiting.splice(waits, 1)[0]!, place, own[2]);
    else if (!this.has(own[0])) await this.show([own]);
    this.countWaiting();
  }

  /** Whether the page thanks for it: its news and the thanks for it may come in any order. */
  private isOwn(id: number): boolean {
    return this.page.querySelector(`form [data-sent="${id}"]`) !== null;
  }

  /** A hidden comment goes, from among those that wait too. */
  takeAway(id: number): void {
    this.gone.add(id);
    document.getElementById(`comment-${id}`)?.remove();
    const index = this.waiting.findIndex((item) => item.id === `comment-${id}`);
    if (index >= 0) this.waiting.splice(index, 1);
    this.countWaiting();
  }

  /**
   * Put the words that stand now in the place of those that stood; of a withdrawn comment its trace, with the replies that are here. The
   * reader's own vote stays as the page has it.
   */
  async reword(ids: number[], news: News): Promise<void> {
    if (!ids.length) return;
    const fragment = await this.fetch(ids, news);
    if (fragment) for (const id of ids) this.rewordOne(id, fragment.querySelector<HTMLElement>(`#comment-${id}`));
  }

  private rewordOne(id: number, item: HTMLElement | null): void {
    const waits = this.waiting.findIndex((one) => one.id === `comment-${id}`);
    const here = waits >= 0 ? this.waiting[waits]! : document.getElementById(`comment-${id}`);
    if (!item || !here) return;
    if (item.classList.contains("comment--trace")) {
      const replies = here.querySelector(":scope > .replies");
      if (replies) item.querySelector(":scope > .replies")?.replaceWith(replies);
      if (waits >= 0) this.waiting[waits] = item;
      else here.replaceWith(item);
      return;
    }
    const words = item.querySelector(".comment__text");
    if (words) here.querySelector(".comment__text")?.replaceWith(words);
  }

  private showWaiting(): void {
    const place = this.page.querySelector<HTMLElement>("[data-comments]");
    const newest = this.waiting[this.waiting.length - 1];
    if (place) for (const item of this.waiting.splice(0)) this.put(item, place, 0);
    this.countWaiting();
    newest?.scrollIntoView({ block: "center" });
    newest?.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
  }

  /** Replies go last, comments first; what grows above the window is made up for, so that the window shows the same. */
  private put(item: HTMLElement, place: HTMLElement, parent: number): void {
    const { top, bottom } = place.getBoundingClientRect();
    keepingView(parent ? bottom < 0 : top < 0, () => (parent ? place.append(item) : place.prepend(item)));
    this.wire(item);
  }

  private countWaiting(): void {
    showWaiting(this.page, "[data-live-waiting]", this.waiting.length);
  }
}
