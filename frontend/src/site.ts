/** Everything a page of the site loads. Pages work without it; this makes them live. */
import "../styles/site.css";
import htmx from "htmx.org";
import { keepUnsentText } from "./drafts";
import { watch } from "./live/page";
import { showInDialog } from "./dialog";
import { followReading } from "./outline";
import { helpWriting } from "./writing";

/** Forms that came as a fragment carry no token of their own, since the fragment is the same for everybody. */
function sendToken(event: Event): void {
  const headers = (event as CustomEvent).detail.ctx.request.headers as Record<string, string>;
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) headers["X-CSRFToken"] = token;
}

htmx.config.includeIndicatorCSS = false;
document.addEventListener("htmx:config:request", sendToken);
followReading(document);
keepUnsentText(document);
helpWriting(document);
showInDialog(document);
watch(document);
