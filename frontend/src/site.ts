/** Everything a page of the site loads. Pages work without it; this makes them live. */
import "../styles/site.css";
import htmx from "htmx.org";
import { keepUnsentText } from "./forms/drafts";
import { keepFocus } from "./forms/focus";
import { shareOwnActs } from "./forms/own_acts";
import { keepForms } from "./forms/sending";
import { usePasskeys } from "./forms/passkeys";
import { watch } from "./live/page";
import { showInDialog } from "./dialog";
import { pressByKey } from "./keys";
import { moderateByKeys } from "./moderation";
import { followReading } from "./outline";
import { chooseWords } from "./words/choosing";
import { helpWriting } from "./writing";

htmx.config.includeIndicatorCSS = false;
keepForms(document);
keepFocus(document);
usePasskeys(document);
followReading(document);
chooseWords(document);
helpWriting(document);
keepUnsentText(document);
shareOwnActs(document);
moderateByKeys(document);
showInDialog(document);
pressByKey(document);
watch(document);
