/** The outline stands beside the text where there is room for it, and marks where one reads; on a phone it waits to be asked. */

export function followReading(root: Document): void {
  const outline = root.querySelector<HTMLDetailsElement>("details[data-open-when-wide]");
  if (!outline) return;
  if (matchMedia("(min-width: 60rem)").matches) outline.open = true;
  const links = new Map<string, HTMLAnchorElement>();
  outline.querySelectorAll<HTMLAnchorElement>("a[href^='#section-']").forEach((link) => links.set(link.hash.slice(1), link));
  outline.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a") && !matchMedia("(min-width: 60rem)").matches) outline.open = false;
  });
  const seen = new Set<string>();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target.id);
        else seen.delete(target.id);
      }
      const here = [...links.keys()].find((id) => seen.has(id));
      if (here) mark(here);
    },
    { rootMargin: "-10% 0px -60% 0px" },
  );
  root.querySelectorAll("[data-sections] > .section").forEach((section) => watcher.observe(section));

  function mark(id: string): void {
    for (const [other, link] of links) {
      if (other !== id) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        keepInView(link);
      }
    }
  }
}

/** Scroll the outline, never the page. */
function keepInView(link: HTMLElement): void {
  const box = link.closest<HTMLElement>(".outline__scroll");
  if (!box) return;
  const above = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (above < 0 || above > box.clientHeight - link.clientHeight) box.scrollTop += above - box.clientHeight / 2;
}
