/** Everything a page of the site loads. Pages work without it; this makes them live. */
import "../styles/site.css";
import htmx from "htmx.org";
import { keepUnsentText } from "./drafts";
import { watch } from "./live";
import { showInDialog } from "./dialog";

/** Forms that came as a fragment carry no token of their own, since the fragment is the same for everybody. */
function sendToken(event: Event): void {
  const headers = (event as CustomEvent).detail.ctx.request.headers as Record<string, string>;
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) headers["X-CSRFToken"] = token;
}

/** The outline stands beside the text where there is room for it; on a phone it waits to be asked. */
function openOutline(): void {
  if (!matchMedia("(min-width: 60rem)").matches) return;
  document.querySelectorAll<HTMLDetailsElement>("details[data-open-when-wide]").forEach((outline) => (outline.open = true));
}

htmx.config.includeIndicatorCSS = false;
document.addEventListener("htmx:config:request", sendToken);
openOutline();
keepUnsentText(document);
showInDialog(document);
watch(document);
