/** Who the browser is to the server now: the token forms need, and whose session it is. Another tab may have changed both. */

export interface Session {
  token: string;
  /** Tells accounts apart, and nothing else of them; "" for nobody. */
  person: string;
  alias: string;
}

function meta(name: string): HTMLMetaElement | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);
}

export function token(): string {
  return meta("csrf-token")?.content ?? "";
}

/** Whose page this is. */
export function person(): string {
  return meta("person")?.content ?? "";
}

/** A page made for strangers has forms without a token: a cache keeps it for all of them. */
function carry(form: HTMLFormElement, token: string): void {
  let input = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  if (!input) {
    input = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" });
    form.prepend(input);
  }
  input.value = token;
}

/** Ask the server, and let every form of this page send what it says. */
export async function renewSession(): Promise<Session | null> {
  try {
    const response = await fetch("/consultations/session/", { cache: "no-store" });
    if (!response.ok) return null;
    const session = (await response.json()) as Session;
    meta("csrf-token")?.setAttribute("content", session.token);
    document.querySelectorAll<HTMLFormElement>("form[method=post]").forEach((form) => carry(form, session.token));
    return session;
  } catch {
    return null;
  }
}
