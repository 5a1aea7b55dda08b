/** Days as officials type them: either era, either kind of digits. Nothing here knows a time zone. */
export interface Typed {
  /** Midnight UTC of the day, whatever it is in Bangkok. */
  day: Date;
  /** `23:59`, or nothing. */
  time: string;
}

export const BUDDHIST_ERA = 543;
const FIRST_BUDDHIST_YEAR = 2400;
const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2}))?/;
const DAY_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2}:\d{2}))?/;

function arabic(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
}

/** What stands in the field, or null where it is no day. */
export function readDay(text: string): Typed | null {
  const words = arabic(text).trim();
  const iso = YEAR_FIRST.exec(words);
  const local = DAY_FIRST.exec(words);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!year || !month || !day) return null;
  const common = Number(year) >= FIRST_BUDDHIST_YEAR ? Number(year) - BUDDHIST_ERA : Number(year);
  const found = new Date(Date.UTC(common, Number(month) - 1, Number(day)));
  if (found.getUTCMonth() !== Number(month) - 1) return null;
  return { day: found, time: (iso ?? local)?.[4]?.padStart(5, "0") ?? "" };
}

/** `31/01/2570 23:59` in Thai, with the common era in English. */
export function writeDay({ day, time }: Typed, isThai: boolean): string {
  const year = day.getUTCFullYear() + (isThai ? BUDDHIST_ERA : 0);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${year}${time ? ` ${time}` : ""}`;
}

export function moved(day: Date, days: number): Date {
  return new Date(day.getTime() + days * 86_400_000);
}

/** The same day of another month; of a shorter month the last. */
export function inMonth(day: Date, months: number): Date {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day.getUTCDate(), last)));
}

/** Six weeks around a month, from Sunday on as Thai calendars have them. */
export function weeksOf(day: Date): Date[][] {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1));
  const start = moved(first, -first.getUTCDay());
  return [0, 1, 2, 3, 4, 5].map((week) => [0, 1, 2, 3, 4, 5, 6].map((place) => moved(start, week * 7 + place)));
}
