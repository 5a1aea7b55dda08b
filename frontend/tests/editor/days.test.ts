import { describe, expect, it } from "vitest";
import { inMonth, moved, readDay, weeksOf, writeDay } from "../../src/editor/days";

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

describe("days as officials type them", () => {
  for (const typed of ["31/01/2570 23:59", "31/1/2570 23:59", "๓๑/๑/๒๕๗๐ ๒๓:๕๙", "31/01/2027 23:59", "2027-01-31 23:59", "2570-01-31T23:59", "31.1.2570 23:59"]) {
    it(`${typed} is one moment in either era, with either digits`, () => {
      expect(readDay(typed)).toEqual({ day: day("2027-01-31"), time: "23:59" });
    });
  }
  for (const typed of ["", "พรุ่งนี้", "31/02/2570", "31/13/2570", "1/1/70", "29/02/2570"]) {
    it(`${JSON.stringify(typed)} is no day`, () => expect(readDay(typed)).toBeNull());
  }
  it("the 29th of February of a Buddhist leap year is one", () => {
    expect(readDay("29/02/2571")!.day).toEqual(day("2028-02-29"));
  });
  it("what is written is read again as the same, in both languages", () => {
    for (let at = day("2026-11-30"), n = 0; n < 900; n += 1, at = moved(at, 1)) {
      for (const isThai of [true, false]) {
        expect(readDay(writeDay({ day: at, time: "08:05" }, isThai))).toEqual({ day: at, time: "08:05" });
      }
    }
  });
  it("is written with the Buddhist year in Thai", () => {
    expect(writeDay({ day: day("2027-01-05"), time: "" }, true)).toBe("05/01/2570");
    expect(writeDay({ day: day("2027-01-05"), time: "" }, false)).toBe("05/01/2027");
  });
});

describe("walking in a calendar", () => {
  it("the 31st becomes the last of a shorter month", () => {
    expect(inMonth(day("2027-01-31"), 1)).toEqual(day("2027-02-28"));
    expect(inMonth(day("2028-02-29"), 12)).toEqual(day("2029-02-28"));
    expect(inMonth(day("2027-01-15"), -1)).toEqual(day("2026-12-15"));
  });
  it("six weeks from Sunday hold every day of the month once", () => {
    for (let at = day("2026-01-01"), n = 0; n < 36; n += 1, at = inMonth(at, 1)) {
      const days = weeksOf(at).flat();
      expect(days[0]!.getUTCDay()).toBe(0);
      expect(new Set(days.map(Number)).size).toBe(42);
      expect(days.filter((one) => one.getUTCMonth() === at.getUTCMonth())).toHaveLength(Number(inMonth(at, 1)) / 86_400_000 - Number(at) / 86_400_000);
    }
  });
});
