import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Closing, left, saidBetween } from "../../src/live/closing";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("the time that is left", () => {
  it("is counted on the last day, in hours, minutes and seconds, and never more than there is", () => {
    expect(left(25 * HOUR)).toEqual({ phase: "later" });
    expect(left(3 * HOUR - 1)).toEqual({ phase: "soon", count: 2, unit: "hour" });
    expect(left(2 * HOUR - 1)).toEqual({ phase: "soon", count: 119, unit: "minute" });
    expect(left(MINUTE - 1)).toEqual({ phase: "soon", count: 59, unit: "second" });
    expect(left(0)).toEqual({ phase: "closed" });
  });

  it("is said aloud at an hour, ten minutes and a minute, once each, also after a sleep", () => {
    expect(saidBetween(HOUR + 1, HOUR)).toBe(HOUR);
    expect(saidBetween(HOUR, HOUR - 1)).toBeNull();
    expect(saidBetween(2 * HOUR, 5 * MINUTE)).toBe(10 * MINUTE);
  });
});

describe("a page at the closing", () => {
  let sent: number;
  const open = (serverNow: string): Closing => {
    document.body.innerHTML = `<main>
      <p id="clock" data-closes="2026-11-27T17:00:00Z" data-now="${serverNow}" data-words="closes 0" hidden></p>
      <p data-closing-said></p><p data-closed-now hidden>closed</p>
      <form data-while-open><textarea>words</textarea><button type="submit">send</button></form></main>`;
    document.querySelector("form")!.addEventListener("submit", () => (sent += 1));
    return new Closing(document.querySelector("main")!, document.querySelector("#clock")!);
  };
  const send = (): void => void document.querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  const isClosed = (): boolean => !document.querySelector<HTMLElement>("[data-closed-now]")!.hidden;

  beforeEach(() => {
    sent = 0;
    vi.useFakeTimers({ now: Date.parse("2001-01-01T00:00:00Z") }); // this device's clock is wrong by decades
  });
  afterEach(() => void vi.useRealTimers());

  it("closes its forms at the moment by the server's clock, and keeps the words", () => {
    open("2026-11-27T16:59:00Z");
    send();
    vi.advanceTimersByTime(59_000);
    expect([isClosed(), sent]).toEqual([false, 1]);
    vi.advanceTimersByTime(1_000);
    send();
    expect([isClosed(), sent]).toEqual([true, 1]);
    expect(document.querySelector("textarea")!.value).toBe("words");
    expect(document.querySelector("textarea")!.readOnly).toBe(true);
  });

  it("closes when an officer closes early, and opens again when that is taken back", () => {
    const closing = open("2026-11-27T10:00:00Z");
    closing.setEnd(Date.parse("2026-11-27T10:00:00Z"));
    send();
    expect([isClosed(), sent]).toEqual([true, 0]);
    expect(document.querySelector("textarea")!.value).toBe("words");
    expect(document.querySelector("button")!.getAttribute("aria-disabled")).toBe("true");
    closing.setEnd(Date.parse("2026-11-27T17:00:00Z"));
    send();
    expect([isClosed(), sent]).toEqual([false, 1]);
    expect(document.querySelector("textarea")!.readOnly).toBe(false);
    expect(document.querySelector<HTMLElement>("#clock")!.hidden).toBe(false);
  });

  it("follows the server's clock when that says another time", () => {
    const closing = open("2026-11-27T10:00:00Z");
    expect(document.querySelector("#clock")!.textContent).toBe("closes in 7 hours");
    closing.setTime(Date.parse("2026-11-27T16:50:00Z"));
    expect(document.querySelector("[data-closing-said]")!.textContent).toBe("closes in 10 minutes");
    closing.setTime(Date.parse("2026-11-27T17:00:01Z"));
    expect(isClosed()).toBe(true);
  });
});
