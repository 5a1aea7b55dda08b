// Controls of this page that are called the same and do something else, as sentences. Runs in the page, beside axe.
() => {
  const does = (element) => {
    if (element.matches("a")) {
      const to = new URL(element.href);
      to.searchParams.delete("next"); // where one goes on after signing in
      return to.href;
    }
    const form = element.form;
    if (element.matches("summary")) return `opens ${[...document.querySelectorAll("summary")].indexOf(element)}`;
    const to = form ? `${form.method} ${form.getAttribute("action")}` : "here";
    return `${to} ${element.name || ""}=${element.matches("button, [type=radio], [type=checkbox]") ? element.value : ""} ${form ? "" : element.id}`;
  };
  // A dot or box to tick is heard with the name of its group.
  const group = (element) => {
    const set = element.matches("[type=radio], [type=checkbox]") && element.closest("fieldset, [role=group]");
    return set ? `${axe.commons.text.accessibleText(set)}: ` : "";
  };
  const known = new Map();
  const faults = [];
  const stage = document.querySelector("dialog[open]") || document;
  axe.setup(document);
  for (const element of stage.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (element.closest("[hidden], [aria-hidden=true], noscript") || !element.checkVisibility()) continue;
    const name = (group(element) + axe.commons.text.accessibleText(element)).trim().replace(/\s+/g, " ");
    const kind = element.matches("a") ? "link" : element.matches("button, summary") ? "button" : element.type;
    const key = `${kind} “${name}”`;
    if (!known.has(key)) known.set(key, does(element));
    else if (known.get(key) !== does(element)) faults.push(`${key}: ${known.get(key)} and ${does(element)}`);
  }
  axe.teardown();
  return [...new Set(faults)];
};
