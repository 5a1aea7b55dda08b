/**
 * Nothing typed or ticked leaves the page before the server has it. Every form that writes is sent from here or by htmx, and
 * only an answer of this site that belongs in the form's place is shown; for all others the form stays as it is, the reason is
 * said beside it, and one tap sends it again. Without script the browser sends the same forms to the same addresses.
 */
import htmx from "htmx.org";
import { showNotice } from "./notice";
import { person, renewSession, token } from "./session";
import { judge, pathOf, SIGN_IN, type Reason, type Verdict } from "./verdict";

/** Of every answer of this site; see config/middleware.py. */
const MARK = "X-Rabfang";
const GO_TO = "X-Rabfang-Go-To";
/** Asks the server to say where it would redirect to: a script cannot read that. */
const BY_SCRIPT = { "X-Rabfang-Form": "1" };
const PATIENCE = 30_000;

interface Context {
  sourceElement: HTMLElement;
  request: { action: string; method: string; headers: Record<string, string>; form?: HTMLFormElement; submitter?: HTMLElement };
  response?: { raw: Response; status: number; headers: Headers };
  hx?: { redirect?: string };
  text?: string;
}
const contextOf = (event: Event): Context => (event as CustomEvent<{ ctx: Context }>).detail.ctx;

export function keepForms(root: Document): void {
  htmx.config.defaultTimeout = PATIENCE;
  standAtPlace();
  root.addEventListener("htmx:config:request", (event) => {
    const { headers } = contextOf(event).request;
    if (token()) headers["X-CSRFToken"] = token();
  });
  root.addEventListener("htmx:after:request", (event) => hearHtmx(event));
  root.addEventListener("htmx:error", (event) => {
    const { ctx, error } = (event as CustomEvent<{ ctx?: Context; error: unknown }>).detail;
    const form = ctx && formOf(ctx);
    if (ctx && form && !ctx.response) keep(form, ctx.request.submitter, whyNothingCame(error));
  });
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post" || isOfHtmx(form)) return;
    event.preventDefault();
    void send(form, event.submitter);
  });
}

function hearHtmx(event: Event): void {
  const ctx = contextOf(event);
  const { raw } = ctx.response!;
  const form = formOf(ctx);
  const ledTo = raw.redirected && pathOf(raw.url) === SIGN_IN ? raw.url : null;
  const goesTo = ctx.hx?.redirect ?? ledTo;
  const verdict = judge(
    { status: raw.status, isOurs: raw.headers.has(MARK), html: ctx.text ?? "", goTo: goesTo },
    { action: pathOf(ctx.request.action), wasSignedIn: person() !== "" },
  );
  if (verdict.kind === "show" || ctx.hx?.redirect === goesTo && verdict.kind === "go") return; // htmx does
  event.preventDefault();
  if (verdict.kind === "go") return goTo(verdict.to);
  if (form) void explain(form, ctx.request.submitter, verdict);
}

function formOf(ctx: Context): HTMLFormElement | null {
  return ctx.request.form ?? ctx.sourceElement.closest("form");
}

function isOfHtmx(form: HTMLFormElement): boolean {
  return form.hasAttribute("hx-post");
}

function whyNothingCame(error: unknown): Reason {
  if (!navigator.onLine) return "no-connection";
  const isPatience = error === "timeout" || ["AbortError", "TimeoutError"].includes((error as Error | undefined)?.name ?? "");
  return isPatience ? "no-answer" : "no-connection";
}

/** Send a form that would leave the page, and leave the page only when the server says where to. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort("timeout"), PATIENCE);
  try {
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const body = new URLSearchParams(new FormData(form, submitter) as unknown as Record<string, string>);
    const response = await fetch(address, { method: "POST", body, headers: BY_SCRIPT, signal: patience.signal });
    const answer = {
      status: response.status,
      isOurs: response.headers.has(MARK),
      html: await response.text(),
      goTo: response.headers.get(GO_TO),
    };
    const verdict = judge(answer, { action: pathOf(address), wasSignedIn: person() !== "" });
    if (verdict.kind === "go") goTo(verdict.to);
    else if (verdict.kind === "show") showPage(answer.html);
    else await explain(form, submitter, verdict);
  } catch (error) {
    keep(form, submitter, whyNothingCame(error));
  } finally {
    clearTimeout(timer);
    form.ariaBusy = null;
  }
}

/** Leave the form and say why; a token that is too old is renewed first, so that sending again is enough. */
async function explain(form: HTMLFormElement, submitter: HTMLElement | null | undefined, verdict: Verdict & { kind: "keep" }): Promise<void> {
  if (verdict.reason !== "token") return keep(form, submitter, verdict.reason, verdict.words);
  const session = await renewSession();
  if (session && session.person !== person() && session.person) keep(form, submitter, "other-person", undefined, session.alias);
  else if (session && session.person !== person()) keep(form, submitter, "signed-out");
  else keep(form, submitter, "token");
}

function keep(form: HTMLFormElement, submitter: HTMLElement | null | undefined, reason: Reason | "other-person", words?: string, alias?: string): void {
  showNotice(form, { reason, words, alias }, () => form.requestSubmit(submitter?.isConnected ? submitter : null));
}

/** As a browser goes after a form: the page is loaded anew even where only the place on it differs. */
function goTo(address: string): void {
  const to = new URL(address, location.href);
  if (to.pathname + to.search !== location.pathname + location.search || to.origin !== location.origin) {
    location.assign(to);
    return;
  }
  history.scrollRestoration = to.hash ? "manual" : "auto";
  history.replaceState({ ...(history.state as object | null), standAt: to.hash.slice(1) }, "", to);
  location.reload();
}

/** Whoever follows a link to a place stands there; who comes by loading the same page anew does not, so it is done here. */
function standAtPlace(): void {
  const state = history.state as { standAt?: string } | null;
  if (!state?.standAt) return;
  history.replaceState({ ...state, standAt: "" }, "");
  document.getElementById(state.standAt)?.focus();
}

/** The answer is a page of this site, mostly the same form with its errors: show what it says without losing the rest. */
function showPage(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  const here = document.querySelector("main");
  if (!main || !here) return;
  here.replaceWith(main);
  document.title = page.title;
  htmx.process(main);
  scrollTo(0, 0);
  const said = main.querySelector<HTMLElement>("[role=alert], .errorlist") ?? main;
  said.tabIndex = -1;
  said.focus();
}

