/** What was found in a draft: in the margin beside its line, in the list below the text, and said to who hears the page. */
import { setDiagnostics } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

export interface Problem {
  line: number;
  text: string;
  /** The words of the line it is about, where they stand there as they are. */
  words: string;
  /** Says that it is the same problem as before, although its line moved. */
  key: string;
}

const IS_THAI = document.documentElement.lang.startsWith("th");

/** The place of a problem in the text: its words if they stand on the line, else the line. Null where the line is gone meanwhile. */
export function placeOf(doc: Text, problem: Problem): { from: number; to: number } | null {
  if (problem.line < 1 || problem.line > doc.lines) return null;
  const line = doc.line(problem.line);
  const at = problem.words ? line.text.indexOf(problem.words) : -1;
  return at < 0 ? { from: line.from, to: line.to } : { from: line.from + at, to: line.from + at + problem.words.length };
}

/** What is said when the problems are other ones: those that are new, else how many are left. Nothing where nothing changed. */
export function spoken(before: readonly string[], now: readonly Problem[], isThai: boolean): string {
  const fresh = now.filter((one) => !before.includes(one.key));
  if (fresh.length > 0) {
    const [first] = fresh;
    const more = fresh.length > 1 ? (isThai ? ` และอีก ${fresh.length - 1} แห่ง` : ` and ${fresh.length - 1} more`) : "";
    return `${isThai ? "บรรทัด" : "Line"} ${first!.line}: ${first!.text}${more}`;
  }
  if (now.length === before.length) return "";
  if (now.length === 0) return isThai ? "ไม่มีสิ่งที่ต้องดูในร่างแล้ว" : "Nothing is left to look at in the draft.";
  return isThai ? `เหลือ ${now.length} แห่งที่ต้องดู` : `${now.length} left to look at`;
}

export class Marks {
  private readonly found: HTMLElement | null;
  private readonly list: HTMLElement | null;
  private readonly voice = document.createElement("p");
  /** What was shown last; nothing is said of what the page began with. */
  private last: string[] | undefined;

  constructor(
    desk: HTMLElement,
    private readonly view: EditorView,
    private readonly go: (line: number) => void,
  ) {
    this.found = desk.querySelector<HTMLElement>("[data-draft-found]");
    this.list = desk.querySelector<HTMLElement>("[data-draft-problems]");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    this.voice.dataset.draftVoice = "";
    desk.append(this.voice);
  }

  show(problems: Problem[]): void {
    const { doc } = this.view.state;
    const marks = problems.flatMap((one) => {
      const place = placeOf(doc, one);
      return place ? [{ ...place, severity: "warning" as const, message: one.text }] : [];
    });
    this.view.dispatch(setDiagnostics(this.view.state, marks));
    const words = this.last ? spoken(this.last, problems, IS_THAI) : "";
    if (words) this.voice.textContent = words;
    this.last = problems.map((one) => one.key);
    if (!this.found || !this.list) return;
    this.found.hidden = problems.length === 0;
    this.list.replaceChildren(...problems.map((one) => this.entry(one)));
  }

  private entry(problem: Problem): HTMLElement {
    const item = document.createElement("li");
    const jump = document.createElement("button");
    jump.type = "button";
    jump.className = "draft-desk__jump";
    jump.textContent = `${IS_THAI ? "บรรทัด" : "Line"} ${problem.line}`;
    jump.addEventListener("click", () => this.go(problem.line));
    item.append(jump, ` ${problem.text}`);
    return item;
  }
}
