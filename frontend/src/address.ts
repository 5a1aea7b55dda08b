/** The address says the language: English ones begin with /en. */

const ENGLISH = "/en";

/** A path of the site, in the language of this page. */
export function inThisLanguage(path: string): string {
  return document.documentElement.lang === "en" ? ENGLISH + path : path;
}

/** The same path whatever the language: what two addresses of one page have in common. */
export function withoutLanguage(path: string): string {
  return path.startsWith(`${ENGLISH}/`) ? path.slice(ENGLISH.length) : path;
}
