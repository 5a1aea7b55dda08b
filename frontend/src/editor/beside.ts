/** In the dialog that tells an officer that somebody else saved meanwhile: a way to see what they typed beside what was saved. The texts
 *  are posted to a page in a tab of its own; this one keeps them. */

const LABEL = document.documentElement.lang.startsWith("th") ? "เปรียบเทียบกับที่อีกคนบันทึก" : "Compare with what the other saved";

/** Wagtail asks every ten seconds whether somebody else saved. An automatic save that was refused means it: asked at once, so that the
 *  next press on “save” opens the dialog. */
export function askWhoSaved(form: HTMLFormElement): void {
  form.addEventListener("w-autosave:error", () => {
    document.querySelector('[data-controller~="w-session"]')?.dispatchEvent(new CustomEvent("w-session:visible"));
  });
}

/** The dialog is put on the page by Wagtail, at the latest when it is first shown. */
export function offerComparison(form: HTMLFormElement, address: string): void {
  document.addEventListener("w-dialog:shown", () => addButton(form, address));
}

function addButton(form: HTMLFormElement, address: string): void {
  const buttons = document.querySelector("#w-save-confirmation-dialog .w-editing-sessions-dialog-buttons");
  if (!buttons || buttons.querySelector("[data-compare]")) return;
  const compare = document.createElement("button");
  compare.type = "button";
  compare.dataset.compare = "";
  compare.className = "button button-secondary";
  compare.textContent = LABEL;
  compare.addEventListener("click", () => void postCopy(form, address));
  buttons.append(compare);
}

/** A copy of the form is sent, so that none of the editor's scripts takes it for a save. */
async function postCopy(form: HTMLFormElement, address: string): Promise<void> {
  const copy = document.createElement("form");
  copy.method = "post";
  copy.action = address;
  copy.target = "_blank";
  copy.hidden = true;
  for (const [name, value] of new FormData(form)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = typeof value === "string" ? value : await value.text();
    copy.append(field);
  }
  document.body.append(copy);
  copy.submit();
  copy.remove();
}
