/** An officer's press on “save” or “publish” and Wagtail's automatic save, one after the other. Sent together, both would make the
 * page, and the second would be told that its address is taken. */
export function saveInTurn(form: HTMLFormElement): void {
  let isSaving = false;
  let pressed: HTMLElement | null = null;
  form.addEventListener("w-autosave:save", (event) => {
    isSaving = !event.defaultPrevented;
  });
  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    form.addEventListener(end, () => {
      isSaving = false;
      const waiting = pressed;
      pressed = null;
      if (waiting) press(form, waiting);
    });
  }
  form.addEventListener(
    "submit",
    (event) => {
      if (isSaving && event.submitter) {
        event.preventDefault();
        event.stopImmediatePropagation();
        pressed = event.submitter;
      } else {
        form.dataset.wAutosaveActiveValue = "false"; // the page is on its way; its next form saves again
      }
    },
    true,
  );
}

/** The same act again. What it is called goes beside the button: Wagtail has put it out of use since, or another one in its place. */
function press(form: HTMLFormElement, button: HTMLElement): void {
  const act = document.createElement("input");
  act.type = "hidden";
  act.name = button.getAttribute("name") ?? "";
  act.value = button.getAttribute("value") ?? "";
  if (act.name) form.append(act);
  form.requestSubmit();
}
