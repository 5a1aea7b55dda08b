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
  const hadFocus = noticeOf(form)?.contains(document.activeElement) ?? false;
  takeNotice(form);
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
  if (hadFocus || document.activeElement === document.body) again.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
}

function noticeOf(form: HTMLFormElement): HTMLElement | null {
  return form.querySelector<HTMLElement>(NOTICE);
}

function takeNotice(form: HTMLFormElement): void {
  noticeOf(form)?.remove();
}
