import { inThisLanguage } from "../address";

/** What a frame brings along: its number, and fragments by comment. */
export interface News {
  seq: number;
  fragments: Record<string, string>;
}

/** Comments with their official replies, as the server renders them for everybody; with ``news`` from the frame that has them. */
export type Fetch = (ids: number[], news?: News) => Promise<DocumentFragment | null>;

/** Every open page hears of the same comment in the same moment: what they ask for then is spread over this time. */
const SPREAD = 1_500;

export function fragmentsOf(consultation: string): Fetch {
  return async (ids, news) => {
    const here = ids.filter((id) => news && String(id) in news.fragments);
    const lacking = ids.filter((id) => !here.includes(id));
    const template = document.createElement("template");
    template.innerHTML = here.map((id) => news!.fragments[String(id)]).join("");
    if (!lacking.length) return template.content;
    if (news) await new Promise((resolve) => setTimeout(resolve, SPREAD * Math.random()));
    const since = news ? `&seq=${news.seq}` : ""; // keeps a copy from before this number out
    const response = await fetch(inThisLanguage(`/consultations/${consultation}/comments/new/?ids=${lacking.join(",")}${since}`));
    if (response.ok) template.innerHTML += await response.text();
    else if (!here.length) return null;
    return template.content;
  };
}
