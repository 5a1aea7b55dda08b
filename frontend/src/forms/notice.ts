/** Why a form was not sent, beside it, with one button to send it again. The words stand in parts/form/unsent.html. */
import type { Reason } from "./verdict";

export interface Unsent {
  reason: Reason | "other-person";
  /** The server's own words, in place of those of the template. */
  words?: string;
  alias?: string;
}

const NOTICE = "[data-unsent]";

export function showNotice(form: HTMLFormElement, unsent: Unsent, sendAgain: () => void): void {
  form.querySelector(NOTICE)?.remove();
  const template = document.querySelector<HTMLTemplateElement>("template#unsent");
  const notice = template?.content.querySelector<HTMLElement>(NOTICE)?.cloneNode(true) as HTMLElement | undefined;
  if (!notice) return;
  notice.querySelectorAll<HTMLElement>("[data-reason]").forEach((words) => {
    if (words.dataset.reason !== unsent.reason) words.remove();
  });
  const reason = notice.querySelector<HTMLElement>("[data-reason]");
  if (reason && unsent.words) reason.textContent = unsent.words;
  reason?.querySelectorAll("[data-alias]").forEach((element) => (element.textContent = unsent.alias ?? ""));
  const again = notice.querySelector<HTMLButtonElement>("[data-send-again]")!;
  again.addEventListener("click", sendAgain);
  form.append(notice);
  if (!isElsewhere(form)) again.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
}

/** Whoever went on writing, or to another place of the page, while the answer was waited for stays there. */
function isElsewhere(form: HTMLFormElement): boolean {
  const at = document.activeElement;
  if (!at || at === document.body) return false;
  return !form.contains(at) || at.matches("textarea, input, select");
}
