/**
 * One's own votes and answers are the same in every tab of this browser, and on a page out of its history: that one was made
 * before them, perhaps for somebody else.
 */
import htmx from "htmx.org";
import { renewKeys } from "./drafts";
import { person, renewSession } from "./session";
import { pathOf } from "./verdict";

interface OwnAct {
  person: string;
  action: string;
  html: string;
}
interface Context {
  request?: { method: string; action: string };
  response?: { status: number };
  text: string;
}

const PLACE = ".vote, .question";
const COUNT = "own-acts";

export function shareOwnActs(root: Document): void {
  const tabs = new BroadcastChannel("own-acts");
  let known = actsSoFar();
  root.addEventListener("htmx:after:swap", (event) => {
    const { request, response, text } = (event as CustomEvent<{ ctx: Context }>).detail.ctx;
    if (request?.method !== "POST" || !response || response.status >= 300) return;
    known = String(Number(actsSoFar()) + 1);
    localStorage.setItem(COUNT, known);
    tabs.postMessage({ person: person(), action: pathOf(request.action), html: text } satisfies OwnAct);
  });
  tabs.onmessage = ({ data }: MessageEvent<OwnAct>) => {
    known = actsSoFar();
    if (data.person === person()) root.querySelectorAll<HTMLFormElement>("form[hx-post]").forEach((form) => show(form, data));
  };
  addEventListener("pageshow", ({ persisted }) => {
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const isOld = persisted ? known !== actsSoFar() : visit?.type === "back_forward" && visit.transferSize === 0;
    if (!persisted && visit?.type !== "back_forward") return;
    renewKeys(root);
    void loadAgain(isOld);
  });
}

function actsSoFar(): string {
  return localStorage.getItem(COUNT) ?? "0";
}

function show(form: HTMLFormElement, act: OwnAct): void {
  const place = form.closest<HTMLElement>(PLACE);
  if (!place || pathOf(form.action) !== act.action || isTouched(form)) return;
  void htmx.swap({ text: act.html, target: place, sourceElement: place, swap: "outerMorph" });
}

/** Somebody has ticked something here that was not sent yet. */
function isTouched(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement>("input:is([type=checkbox], [type=radio])")].some((box) => box.checked !== box.defaultChecked);
}

/** Only when the server can be reached: an old page is better than none. */
async function loadAgain(isOld: boolean): Promise<void> {
  const session = await renewSession();
  if (session && (isOld || session.person !== person())) location.reload();
}
