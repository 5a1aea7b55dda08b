/**
 * An open page notices the closing: it counts down on the last day, says the last hour, ten minutes and minute aloud, and at
 * the moment itself votes and forms close, with every word still there to copy; so they do when an officer closes early, and they
 * open again when she takes that back. The time is the server's, not this device's.
 */

export type Unit = "hour" | "minute" | "second";
export type Left = { phase: "later" | "closed" } | { phase: "soon"; count: number; unit: Unit };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SAID_AT = [HOUR, 10 * MINUTE, MINUTE];
const LONGEST_SLEEP = 20 * SECOND;

/** How long is left, in the unit people count it in; rounded down, since time that is not there is promised to nobody. */
export function left(milliseconds: number): Left {
  if (milliseconds <= 0) return { phase: "closed" };
  if (milliseconds > DAY) return { phase: "later" };
  if (milliseconds >= 2 * HOUR) return { phase: "soon", count: Math.floor(milliseconds / HOUR), unit: "hour" };
  if (milliseconds >= MINUTE) return { phase: "soon", count: Math.floor(milliseconds / MINUTE), unit: "minute" };
  return { phase: "soon", count: Math.floor(milliseconds / SECOND), unit: "second" };
}

/** The announcement that has become due between two looks at the clock, or null. */
export function saidBetween(before: number, now: number): number | null {
  return SAID_AT.filter((mark) => before > mark && now <= mark).pop() ?? null;
}

export class Closing {
  private closesAt: number;
  private serverTime: number;
  private seenAt = performance.now();
  private before: number;
  private timer = 0;
  private isOver = false;

  constructor(
    private readonly page: ParentNode,
    private readonly clock: HTMLElement,
  ) {
    this.closesAt = Date.parse(clock.dataset.closes!);
    this.serverTime = Date.parse(clock.dataset.now!);
    this.before = this.remaining;
    document.addEventListener("visibilitychange", () => this.look());
    document.addEventListener("submit", (event) => this.stop(event), true);
    this.look();
  }

  /** The server says what time it is: a page out of the history, or a device that slept, is behind. */
  setTime(serverTime: number): void {
    this.serverTime = serverTime;
    this.seenAt = performance.now();
    this.look();
  }

  /** An officer may move the end while the page is open. */
  setEnd(closesAt: number): void {
    if (closesAt === this.closesAt) return;
    this.closesAt = closesAt;
    this.before = this.remaining;
    this.look();
  }

  private get remaining(): number {
    return this.closesAt - this.serverTime - (performance.now() - this.seenAt);
  }

  private look(): void {
    clearTimeout(this.timer);
    const remaining = this.remaining;
    const now = left(remaining);
    this.setOver(now.phase === "closed");
    this.clock.hidden = now.phase !== "soon";
    if (this.isOver) return;
    if (now.phase === "soon") this.show(this.words(now.count, now.unit));
    const said = saidBetween(this.before, remaining);
    if (said !== null) this.say(said);
    this.before = remaining;
    this.timer = window.setTimeout(() => this.look(), remaining > 2 * MINUTE ? Math.min(LONGEST_SLEEP, remaining) : SECOND);
  }

  private words(count: number, unit: Unit): string {
    const language = document.documentElement.lang === "th" ? "th-TH-u-nu-latn" : "en";
    return this.clock.dataset.words!.replace("0", new Intl.RelativeTimeFormat(language).format(count, unit));
  }

  private show(words: string): void {
    if (this.clock.textContent !== words) this.clock.textContent = words;
  }

  private say(remaining: number): void {
    const place = this.page.querySelector<HTMLElement>("[data-closing-said]");
    const minutes = remaining / MINUTE;
    if (place) place.textContent = this.words(minutes, "minute");
  }

  private setOver(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.page.querySelectorAll<HTMLElement>("[data-closed-now]").forEach((words) => (words.hidden = !isOver));
    this.openForms().forEach((form) => {
      form.querySelectorAll("[type=submit]").forEach((button) => {
        if (isOver) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      });
      form.querySelectorAll("textarea").forEach((field) => (field.readOnly = isOver));
    });
  }

  private openForms(): HTMLFormElement[] {
    return [...this.page.querySelectorAll<HTMLFormElement>("form[data-while-open]")];
  }

  /** What is sent after the moment would only be refused. */
  private stop(event: Event): void {
    if (this.remaining > 0 || !(event.target as HTMLElement).matches("form[data-while-open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.page.querySelector("[data-closed-now]")?.scrollIntoView({ block: "nearest" });
  }
}
