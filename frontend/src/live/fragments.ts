import { inThisLanguage } from "../address";

/** Comments with their official replies, as the server renders them for everybody. */
export type Fetch = (ids: number[], seq?: number) => Promise<DocumentFragment | null>;

export function fragmentsOf(consultation: string): Fetch {
  return async (ids, seq) => {
    const since = seq === undefined ? "" : `&seq=${seq}`; // keeps a copy from before this number out
    const response = await fetch(inThisLanguage(`/consultations/${consultation}/comments/new/?ids=${ids.join(",")}${since}`));
    if (!response.ok) return null;
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    return template.content;
  };
}
