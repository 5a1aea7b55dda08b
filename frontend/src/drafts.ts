/** What somebody is writing survives a reload and a lost connection, in this browser only, until it is sent. */

const KEY = "unsent:";

function keyOf(form: HTMLFormElement): string {
  return `${KEY}${location.pathname}#${form.dataset.draft}`;
}

export function keepUnsentText(root: Document): void {
  const restore = (scope: ParentNode): void => {
    for (const form of scope.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
      const field = form.querySelector("textarea");
      const kept = localStorage.getItem(keyOf(form));
      if (field && kept && !field.value) field.value = kept;
    }
  };
  root.addEventListener("input", (event) => {
    const field = event.target as HTMLTextAreaElement;
    const form = field.closest<HTMLFormElement>("form[data-draft]");
    if (!form || field.tagName !== "TEXTAREA") return;
    if (field.value) localStorage.setItem(keyOf(form), field.value);
    else localStorage.removeItem(keyOf(form));
  });
  for (const sent of root.querySelectorAll<HTMLElement>("[data-sent]")) {
    const form = sent.closest("form") ?? root.querySelector<HTMLFormElement>("form[data-draft]");
    if (form) localStorage.removeItem(keyOf(form));
  }
  root.addEventListener("htmx:after:swap", () => {
    for (const sent of root.querySelectorAll<HTMLElement>("form[data-draft] [data-sent]")) {
      localStorage.removeItem(keyOf(sent.closest("form")!));
    }
  });
  restore(root);
}
