/**
 * Help for somebody writing a comment: how much room is left, whether it holds what looks like personal data, whether there is
 * a connection. The words stand in parts/comment/comment_form.html. What is masked is decided by the server, not here.
 */

const SHOWN_BELOW = 500;

export function helpWriting(root: Document): void {
  root.addEventListener("input", (event) => {
    const field = event.target as HTMLTextAreaElement;
    const form = field.closest<HTMLFormElement>("form.comment-form");
    if (form && field.tagName === "TEXTAREA") {
      const personal = field.dataset.looksPersonal; // the server's own pattern
      reveal(form, "[data-personal-warning]", !!personal && new RegExp(personal).test(field.value));
      countDown(form, field);
    }
  });
  const connection = (): void => reveal(root, "[data-offline]", !navigator.onLine);
  addEventListener("online", connection);
  addEventListener("offline", connection);
  connection();
}

function reveal(scope: ParentNode, selector: string, shown: boolean): void {
  scope.querySelectorAll<HTMLElement>(selector).forEach((element) => {
    if (element.hidden === shown) element.hidden = !shown;
  });
}

/** As the server counts (clean_text): a character is one, however many units it has here. */
function lengthOf(text: string): number {
  return [...text.normalize("NFC").trim()].length;
}

function counted(words: string, count: number): string {
  return words.replace("0", count.toLocaleString("th-TH-u-nu-latn"));
}

function countDown(form: HTMLFormElement, field: HTMLTextAreaElement): void {
  const words = form.querySelector<HTMLElement>("[data-characters-left]");
  const left = Number(field.dataset.mostCharacters) - lengthOf(field.value);
  if (!words || Number.isNaN(left)) return;
  words.hidden = left < 0 || left > SHOWN_BELOW;
  words.textContent = counted(words.dataset.charactersLeft!, left);
  form.querySelectorAll<HTMLElement>("[data-characters-over]").forEach((over) => {
    over.textContent = left < 0 ? counted(over.dataset.charactersOver!, -left) : "";
    over.hidden = left >= 0;
  });
}
