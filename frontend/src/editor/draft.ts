/** The text of a draft law in the officials' editor: outline, folding, search, problems in the margin, and how citizens will read it.
 *  The text area beneath stays the form's field; without this script it is all there is. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { askWhoSaved, offerComparison } from "./beside";
import { foldsTo } from "./folding";
import { Marks, type Problem } from "./marks";
import { later } from "./later";
import { Outline, type Entry } from "./outline";
import { saveInTurn } from "./saving";
import { THAI } from "./phrases";

interface Found {
  sections: number;
  outline: Entry[];
  problems: Problem[];
  preview: string;
  count: string;
}

/** How long typing rests before the form hears of it and the server reads the text; who types on and on is told what was found too. */
const FIELD_MS = 300;
const READ_MS = 1200;
const READ_AT_LEAST_MS = 5000;

export function begin(desk: HTMLElement): void {
  const field = desk.querySelector<HTMLTextAreaElement>("textarea");
  const form = field?.form;
  if (!field || !form) return;
  const isThai = document.documentElement.lang.startsWith("th");
  const place = document.createElement("div");
  place.className = "draft-desk__editor";
  field.before(place);

  let view: EditorView | undefined;
  // The text travels as a file: the editor's own scripts compare and encode every field of the form at each key, and a code has a
  // million letters. Its name changes with it, which is what they compare.
  let edition = 0;
  let written: { edition: number; file: File } | undefined;
  const text = (): File => {
    if (written?.edition !== edition) {
      const words = view?.state.doc.toString() ?? field.value;
      written = { edition, file: new File([words], `draft-${edition}.txt`, { type: "text/plain" }) };
    }
    return written!.file;
  };
  form.addEventListener("formdata", (event) => event.formData.set(field.name, text()));
  const tellForm = later(() => place.dispatchEvent(new Event("change", { bubbles: true })), FIELD_MS);
  const readLater = later(() => void read(), READ_MS, READ_AT_LEAST_MS);
  const label = form.querySelector(`label[for="${field.id}"]`);
  view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        history(),
        search({ top: true }),
        foldService.of((state, from) => foldsTo(state.doc, from)),
        keymap.of([...searchKeymap, ...lintKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          lang: "th",
          spellcheck: "false",
          "aria-label": label?.textContent?.trim() ?? "",
          ...(field.getAttribute("aria-describedby") ? { "aria-describedby": field.getAttribute("aria-describedby")! } : {}),
        }),
        EditorState.phrases.of(isThai ? THAI : {}),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            edition += 1;
            // What is typed before Wagtail first looked at the form would count as what was there: two seconds of a paste lost.
            form.dataset.wUnsavedForceValue = "true";
            tellForm();
          }
          if (update.docChanged || update.selectionSet) readLater();
        }),
      ],
    }),
  });
  const editor = view;
  field.hidden = true;
  field.disabled = true;

  const outline = new Outline(desk.querySelector<HTMLElement>("[data-draft-outline]"), (line) => {
    const at = editor.state.doc.line(Math.min(line, editor.state.doc.lines)).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 8 }) });
    editor.focus();
  });
  const preview = desk.querySelector<HTMLElement>("[data-draft-preview]");
  const marks = new Marks(desk, editor, outline.go);
  const count = desk.querySelector<HTMLElement>("[data-draft-count]");

  let asked: AbortController | undefined;
  async function read(): Promise<void> {
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("text", text());
    body.set("line", String(editor.state.doc.lineAt(editor.state.selection.main.head).number));
    const token = form!.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(desk.dataset.readAddress!, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
        signal: asked.signal,
      });
      if (answer.ok) show((await answer.json()) as Found);
    } catch {
      // Away or overtaken: what was found last stays; nothing typed depends on it.
    }
  }

  function show(read: Found): void {
    marks.show(read.problems);
    outline.show(read.outline);
    if (count) count.textContent = read.count;
    if (preview) {
      preview.hidden = false;
      preview.innerHTML = read.preview;
    }
  }
  if (desk.dataset.compareAddress) offerComparison(form, desk.dataset.compareAddress);
  askWhoSaved(form);
  void read();
}

for (const desk of document.querySelectorAll<HTMLElement>("[data-draft-desk]")) begin(desk);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-controller~="w-autosave"]')) saveInTurn(form);
