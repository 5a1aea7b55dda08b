/** A calendar of Buddhist years beside every field of a day at the desk: a button opens it, arrow keys walk in it, the field stays one to
 *  type in. After the WAI-ARIA pattern of a date picker dialog (https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/examples/datepicker-dialog/). */
import { BUDDHIST_ERA, inMonth, moved, readDay, weeksOf, writeDay } from "./days";

const isThai = document.documentElement.lang.startsWith("th");
const locale = isThai ? "th-TH-u-ca-gregory-nu-latn" : "en-GB";
const SAID = isThai
  ? { open: "เลือกวันจากปฏิทิน", before: "เดือนก่อน", after: "เดือนถัดไป", yearBefore: "ปีก่อน", yearAfter: "ปีถัดไป", time: "เวลา (น.)", use: "ใช้วันและเวลานี้", close: "ปิดปฏิทิน", keys: "ใช้ปุ่มลูกศรเลือกวัน" }
  : { open: "Choose a day from the calendar", before: "Month before", after: "Next month", yearBefore: "Year before", yearAfter: "Next year", time: "Time", use: "Use this day and time", close: "Close the calendar", keys: "Arrow keys choose a day" };
const MONTH = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
const NARROW = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
const yearOf = (day: Date) => day.getUTCFullYear() + (isThai ? BUDDHIST_ERA : 0);
/** Today in Bangkok. */
const today = () => new Date(Math.floor((Date.now() + 7 * 3_600_000) / 86_400_000) * 86_400_000);

const STEPS: Record<string, (day: Date, shift: boolean) => Date> = {
  ArrowLeft: (day) => moved(day, -1),
  ArrowRight: (day) => moved(day, 1),
  ArrowUp: (day) => moved(day, -7),
  ArrowDown: (day) => moved(day, 7),
  Home: (day) => moved(day, -day.getUTCDay()),
  End: (day) => moved(day, 6 - day.getUTCDay()),
  PageUp: (day, shift) => inMonth(day, shift ? -12 : -1),
  PageDown: (day, shift) => inMonth(day, shift ? 12 : 1),
};

function made<Name extends keyof HTMLElementTagNameMap>(name: Name, className = "", text = ""): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const pressed = made("button", "desk-calendar__step", text);
  pressed.type = "button";
  pressed.setAttribute("aria-label", label);
  pressed.addEventListener("click", press);
  return pressed;
}

/** One open calendar. It is thrown away when it closes. */
class Calendar {
  private readonly dialog = made("dialog", "desk-calendar");
  private readonly heading = made("h2", "desk-calendar__month");
  private readonly grid = made("table", "desk-calendar__days");
  private readonly time = made("input");
  private readonly hasTime: boolean;
  private at: Date;

  constructor(
    private readonly field: HTMLInputElement,
    label: string,
  ) {
    const typed = readDay(field.value);
    this.hasTime = field.dataset.calendar === "moment";
    this.at = typed?.day ?? today();
    this.dialog.setAttribute("aria-label", `${SAID.open}: ${label}`);
    this.heading.id = "desk-calendar-month";
    this.heading.setAttribute("aria-live", "polite");
    this.grid.setAttribute("role", "grid");
    this.grid.setAttribute("aria-labelledby", this.heading.id);
    this.grid.addEventListener("keydown", (event) => this.walk(event));
    const head = made("div", "desk-calendar__head");
    const turn = (months: number) => () => this.show(inMonth(this.at, months), false);
    head.append(button("«", SAID.yearBefore, turn(-12)), button("‹", SAID.before, turn(-1)), this.heading, button("›", SAID.after, turn(1)), button("»", SAID.yearAfter, turn(12)));
    const foot = made("form", "desk-calendar__foot");
    foot.method = "dialog";
    if (this.hasTime) {
      const name = made("label", "", `${SAID.time} `);
      this.time.type = "text"; // a native one shows twelve hours where the system is English
      this.time.pattern = "([01]?[0-9]|2[0-3]):[0-5][0-9]";
      this.time.placeholder = "23:59";
      this.time.required = true;
      this.time.value = typed?.time ?? "";
      name.append(this.time);
      const use = made("button", "button button-small", SAID.use);
      use.type = "submit";
      foot.append(name, use);
      foot.addEventListener("submit", () => this.take());
    }
    const close = made("button", "button button-small button-secondary", SAID.close);
    close.type = "button";
    close.addEventListener("click", () => this.dialog.close());
    foot.append(close);
    this.dialog.append(head, this.grid, made("p", "desk-calendar__keys", SAID.keys), foot);
    this.dialog.addEventListener("close", () => this.dialog.remove());
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.show(this.at, true);
  }

  private show(day: Date, withFocus: boolean): void {
    this.at = day;
    this.heading.textContent = `${MONTH.format(day)} ${yearOf(day)}`;
    const weeks = weeksOf(day);
    const names = made("tr");
    for (const one of weeks[0]!) {
      const name = made("th", "", NARROW.format(one));
      name.scope = "col";
      name.abbr = WEEKDAY.format(one);
      names.append(name);
    }
    this.grid.replaceChildren(names, ...weeks.map((week) => this.week(week)));
    if (withFocus) this.grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  private week(days: Date[]): HTMLTableRowElement {
    const row = made("tr");
    for (const day of days) {
      const cell = made("td");
      const choice = made("button", "desk-calendar__day", String(day.getUTCDate()));
      const isHere = day.getTime() === this.at.getTime();
      choice.type = "button";
      choice.tabIndex = isHere ? 0 : -1;
      choice.setAttribute("aria-label", `${LONG.format(day)} ${yearOf(day)}`);
      if (day.getTime() === today().getTime()) choice.setAttribute("aria-current", "date");
      cell.setAttribute("aria-selected", String(isHere));
      choice.classList.toggle("desk-calendar__day--elsewhere", day.getUTCMonth() !== this.at.getUTCMonth());
      choice.addEventListener("click", () => this.choose(day));
      cell.append(choice);
      row.append(cell);
    }
    return row;
  }

  private walk(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.show(step(this.at, event.shiftKey), true);
  }

  /** Of a moment the day alone says nothing yet: the time is asked for next. */
  private choose(day: Date): void {
    this.show(day, true);
    if (this.hasTime) this.time.focus();
    else {
      this.take();
      this.dialog.close();
    }
  }

  private take(): void {
    this.field.value = writeDay({ day: this.at, time: this.time.value }, isThai);
    for (const name of ["input", "change"]) this.field.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

/** Give every field of a day its button, once. */
export function addCalendars(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-calendar]:not([data-has-calendar])")) {
    field.dataset.hasCalendar = "";
    if (field.disabled || field.readOnly) continue;
    const label = field.labels?.[0]?.textContent?.replace("*", "").trim() ?? field.placeholder;
    const opener = button("", `${SAID.open}: ${label}`, () => new Calendar(field, label));
    opener.className = "desk-calendar__open";
    opener.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#icon-calendar-alt"></use></svg>';
    const place = made("span", "desk-calendar__field");
    field.replaceWith(place);
    place.append(field, opener);
  }
}

addCalendars();
// Dialogs of the editor put their fields on the page when they first open.
document.addEventListener("click", () => setTimeout(addCalendars));
