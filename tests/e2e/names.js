// Names of things to use and of parts of the page in another language than the page's, as sentences. Runs in the page, beside axe.
() => {
  const faults = [];
  const language = document.documentElement.lang;
  const thai = /[ก-๛]/;
  const tongue = (element) => element.closest("[lang]").getAttribute("lang");
  const described = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ${element.id}`;
  const named = `a[href], button, input:not([type=hidden]), select, textarea, summary, progress, img, svg[role], [role=img], nav, section[aria-labelledby], section[aria-label],
    form[aria-label], [role=region], [role=group], [role=search], fieldset, figure, dialog, article, table`;
  const mayBeNameless = "article, table, figure, fieldset";
  // What people, drafts and machines are called is theirs: public names, addresses, numbers, versions, check sums.
  const theirs = "[translate=no], code, textarea";
  const proper = /^[\s\d#[\]()/.,:%–…·←→+-]*$|@|^https?:/;

  const nameOf = (element) => (element.matches("dialog") && element.ariaLabel) || axe.commons.text.accessibleText(element) || element.labels?.[0]?.textContent || "";

  // A dialog that is open is all there is.
  const stage = document.querySelector("dialog[open]") || document;
  axe.setup(document);
  for (const element of stage.querySelectorAll(named)) {
    if (element.closest("[hidden], [aria-hidden=true], noscript") || (!element.matches("dialog") && !element.checkVisibility())) continue;
    const name = nameOf(element).trim();
    if (!name && !element.matches(mayBeNameless)) faults.push(`has no name: ${described(element)}`);
    if (language === "th" && name && !thai.test(name) && !proper.test(name) && tongue(element) === "th" && !element.closest(theirs)) faults.push(`has no Thai name: ${described(element)} “${name}”`);
  }
  axe.teardown();

  // In English, Thai words say that they are Thai; an attribute has one language, and one that is all Thai was not translated.
  if (language === "en") {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT, (node) => (thai.test(node.data) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (tongue(element) !== "th" && !element.closest(`${theirs}, title, script, style`)) faults.push(`Thai that does not say so: ${described(element)} “${walker.currentNode.data.trim().slice(0, 40)}”`);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      for (const attribute of ["aria-label", "title", "placeholder", "alt"]) {
        const words = element.getAttribute(attribute) || "";
        if (thai.test(words) && !/[a-z]/i.test(words) && tongue(element) !== "th" && !element.closest(theirs)) faults.push(`Thai in ${attribute}: ${described(element)} “${words}”`);
      }
    }
  }
  return [...new Set(faults)];
};
