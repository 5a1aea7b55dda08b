/** Official replies of the agency. One that would change what somebody reads waits behind a button; a withdrawn one goes at once. */
import type { Comments } from "./comments";
import type { Fetch, News } from "./fragments";
import { announce, showWaiting } from "./notices";
import { isInWindow, keepingView } from "./reading";

export class OfficialReplies {
  /** By comment: what shall stand in the place of its official reply. */
  private readonly waiting = new Map<number, HTMLElement>();

  constructor(
    private readonly page: HTMLElement,
    private readonly comments: Comments,
    private readonly fetch: Fetch,
  ) {
    page.querySelector("[data-live-official] button")?.addEventListener("click", () => this.showWaiting());
  }

  /** Where the reply to a comment stands, on the page or in a comment that still waits. */
  placeFor(comment: number): HTMLElement | null {
    const selector = `[data-official="${comment}"]`;
    return this.page.querySelector<HTMLElement>(selector) ?? this.comments.findInWaiting(selector);
  }

  async show(ids: number[], news: News): Promise<void> {
    if (!ids.length) return;
    const fragment = await this.fetch(ids, news);
    if (!fragment) return;
    const shown = ids.filter((id) => this.showOne(id, fragment.querySelector<HTMLElement>(`[data-official="${id}"]`)));
    this.countWaiting();
    if (shown.length) announce(this.page, "data-live-official-news", shown.length);
  }

  /** The comment is hidden, and its official reply with it. */
  takeAway(comment: number): void {
    this.waiting.delete(comment);
    this.countWaiting();
  }

  /** Put the reply in its place, now or when it is asked for. Whether it is news to the reader. */
  private showOne(comment: number, item: HTMLElement | null): boolean {
    const place = this.placeFor(comment);
    this.waiting.delete(comment);
    if (!item || !place || item.textContent === place.textContent) return false; // an officer's own reply is here already
    if (item.querySelector(".official--withdrawn")) {
      this.takeBack(item, place);
      return false;
    }
    if (place.isConnected && isInWindow(place)) this.waiting.set(comment, item);
    else this.put(item, place);
    return true;
  }

  private put(item: HTMLElement, place: HTMLElement): void {
    const isAbove = place.isConnected && place.getBoundingClientRect().bottom <= 0;
    item.querySelector(".official")?.classList.add("is-new");
    keepingView(isAbove, () => place.replaceWith(item));
  }

  /** Words the agency no longer stands by go at once; what is left keeps their room where somebody reads. */
  private takeBack(item: HTMLElement, place: HTMLElement): void {
    if (place.isConnected && isInWindow(place)) {
      const room = place.querySelector(".official")?.getBoundingClientRect().height ?? 0;
      item.querySelector<HTMLElement>(".official")!.style.minHeight = `${room}px`;
    }
    this.put(item, place);
  }

  private showWaiting(): void {
    const shown = [...this.waiting];
    this.waiting.clear();
    for (const [comment, item] of shown) {
      const place = this.placeFor(comment);
      if (place) this.put(item, place);
    }
    this.countWaiting();
    const first = shown[0]?.[1].querySelector<HTMLElement>(".official");
    first?.scrollIntoView({ block: "nearest" });
    first?.setAttribute("tabindex", "-1");
    first?.focus({ preventScroll: true });
  }

  private countWaiting(): void {
    showWaiting(this.page, "[data-live-official]", this.waiting.size);
  }
}
