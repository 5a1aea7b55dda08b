/**
 * What somebody is writing survives a reload and a lost connection, in this browser and for this person only, until it is sent.
 * Its once-only key is kept with it: sent again it is the same act, and a new text is never sent under an old key.
 */
import { withoutLanguage } from "../address";
import { person } from "./session";

const UNSENT = "unsent:";
const SIGNING_OUT = "signing-out";
const SIGN_OUT = "/accounts/logout/";

interface Draft {
  text: string;
  key: string;
}

export function keepUnsentText(root: Document): void {
  forgetWhoSignedOut();
  root.addEventListener("input", (event) => {
    const field = event.target as HTMLTextAreaElement;
    const form = field.closest<HTMLFormElement>("form[data-draft]");
    if (form && field.tagName === "TEXTAREA") keep(form, field.value);
  });
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (withoutLanguage(form.getAttribute("action") ?? "") === SIGN_OUT) sessionStorage.setItem(SIGNING_OUT, person());
  });
  root.addEventListener("htmx:after:swap", () => forgetSent(root));
  forgetSent(root);
  root.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(restore);
}

/** A page out of the browser's history brings old keys with it. */
export function renewKeys(root: Document): void {
  root.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach((form) => {
    const key = keyField(form);
    if (key && !kept(form)) key.value = newKey();
  });
}

/** What a person wrote who shares this device with others goes with the sign-out. */
function forgetWhoSignedOut(): void {
  const gone = sessionStorage.getItem(SIGNING_OUT);
  if (!gone || gone === person()) return;
  sessionStorage.removeItem(SIGNING_OUT);
  for (const name of Object.keys(localStorage)) if (name.startsWith(`${UNSENT}${gone}:`)) localStorage.removeItem(name);
}

/** Nobody's words end with the tab: the next one at this device is somebody else. */
function storage(): Storage {
  return person() ? localStorage : sessionStorage;
}

function nameOf(form: HTMLFormElement): string {
  return `${UNSENT}${person()}:${withoutLanguage(location.pathname)}#${form.dataset.draft}`;
}

function keyField(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[name=client_key]");
}

function kept(form: HTMLFormElement): Draft | null {
  return JSON.parse(storage().getItem(nameOf(form)) ?? "null") as Draft | null;
}

function keep(form: HTMLFormElement, text: string): void {
  if (text) storage().setItem(nameOf(form), JSON.stringify({ text, key: keyField(form)?.value ?? "" } satisfies Draft));
  else storage().removeItem(nameOf(form));
}

function restore(form: HTMLFormElement): void {
  const draft = kept(form);
  const field = form.querySelector("textarea");
  const key = keyField(form);
  if (!draft || !field || field.value) return;
  field.value = draft.text;
  if (key && draft.key) key.value = draft.key;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function forgetSent(root: Document): void {
  root.querySelectorAll<HTMLElement>("form[data-draft] [data-sent]:not([data-forgotten])").forEach((sent) => {
    sent.dataset.forgotten = "";
    storage().removeItem(nameOf(sent.closest("form")!));
  });
}

function newKey(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
