/** What an answer to a sent form means: show it, go where it says, or leave the form as it is and say why. No page is needed here. */
import { withoutLanguage } from "../address";

export interface Answer {
  status: number;
  /** It carries the mark of this site: no proxy, no sign-in page of a network. */
  isOurs: boolean;
  html: string;
  /** Where the server sends the browser. */
  goTo: string | null;
}

export interface Sent {
  /** The address the form was sent to. */
  action: string;
  /** A person was signed in when the page was made. */
  wasSignedIn: boolean;
}

export type Reason =
  | "refused"
  | "token"
  | "signed-out"
  | "forbidden"
  | "gone"
  | "many"
  | "not-understood"
  | "away"
  | "our-fault"
  | "not-ours"
  | "no-answer"
  | "no-connection";

export type Verdict = { kind: "show" } | { kind: "go"; to: string } | { kind: "keep"; reason: Reason; words?: string };

export const SIGN_IN = "/accounts/login/";
/** What the site stands on is away, or the site itself; a proxy in front of it says the same. */
const AWAY = new Set([502, 503, 504]);
const BY_STATUS: Record<number, Reason> = { 403: "forbidden", 404: "gone", 410: "gone", 429: "many" };

export function judge(answer: Answer, sent: Sent): Verdict {
  if (AWAY.has(answer.status)) return { kind: "keep", reason: "away" };
  if (!answer.isOurs) return { kind: "keep", reason: answer.status >= 500 ? "our-fault" : "not-ours" };
  if (answer.goTo !== null) {
    const isSignIn = pathOf(answer.goTo) === SIGN_IN;
    const left = isSignIn && sent.wasSignedIn && withoutLanguage(sent.action) !== SIGN_IN;
    return left ? { kind: "keep", reason: "signed-out" } : { kind: "go", to: answer.goTo };
  }
  if (answer.status < 300) return { kind: "show" };
  if (answer.status >= 500) return { kind: "keep", reason: "our-fault" };
  const page = new DOMParser().parseFromString(answer.html, "text/html");
  if (page.querySelector("[data-token-refused]")) return { kind: "keep", reason: "token" };
  if (holdsForm(page, sent.action)) return { kind: "show" };
  const words = page.querySelector(".notice--error")?.textContent?.trim();
  if (words) return { kind: "keep", reason: "refused", words };
  return { kind: "keep", reason: BY_STATUS[answer.status] ?? "not-understood" };
}

/** The server gave the same form back, with its errors and everything in it. */
function holdsForm(page: ParentNode, action: string): boolean {
  return [...page.querySelectorAll("form[method=post]")].some((form) => pathOf(form.getAttribute("action") ?? action) === pathOf(action));
}

export function pathOf(address: string): string {
  return withoutLanguage(new URL(address, "https://site.invalid").pathname);
}
