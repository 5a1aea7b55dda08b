/**
 * Passkeys: a button of a form asks the device, and what it answers is sent with the form (WebAuthn level 2, W3C). The bytes travel as
 * base64url both ways, written by hand because browsers before 2024 do not read them themselves.
 */
type Said = "refused" | "known" | "unable";
interface Described { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] }
export interface Asked {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  excludeCredentials?: Described[];
  allowCredentials?: Described[];
}

export function usePasskeys(root: Document): void {
  root.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-passkey]");
    if (button?.form) void ask(button, button.form);
  });
}

async function ask(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  say(form, null);
  if (!("PublicKeyCredential" in window)) return say(form, "unable");
  const given = JSON.parse(form.querySelector("script[type='application/json']")!.textContent!) as Record<string, { publicKey: Asked }>;
  const { publicKey } = Object.values(given)[0]!;
  button.disabled = true;
  try {
    const asked = asBytes(publicKey);
    const answer = button.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: asked as unknown as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: asked as unknown as PublicKeyCredentialRequestOptions });
    form.querySelector<HTMLInputElement>("[name=credential]")!.value = JSON.stringify(asText(answer as PublicKeyCredential));
    form.requestSubmit();
  } catch (error) {
    say(form, (error as Error).name === "InvalidStateError" ? "known" : "refused");
  } finally {
    button.disabled = false;
  }
}

function say(form: HTMLFormElement, what: Said | null): void {
  for (const words of form.querySelectorAll<HTMLElement>("[data-passkey-says]")) {
    words.hidden = words.dataset.passkeySays !== what;
    if (!words.hidden) words.focus();
  }
}

/** What the server asks, with the bytes that the browser wants. */
export function asBytes(asked: Asked): object {
  const described = (ones?: Described[]) => ones?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    ...(asked.excludeCredentials && { excludeCredentials: described(asked.excludeCredentials) }),
    ...(asked.allowCredentials && { allowCredentials: described(asked.allowCredentials) }),
  };
}

/** What the device answered, as the server reads it. */
export function asText(credential: PublicKeyCredential): object {
  const { response } = credential;
  const made = response as AuthenticatorAttestationResponse;
  const proved = response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      ...(made.attestationObject
        ? { attestationObject: text(made.attestationObject), transports: made.getTransports?.() ?? [] }
        : {
            authenticatorData: text(proved.authenticatorData),
            signature: text(proved.signature),
            ...(proved.userHandle && { userHandle: text(proved.userHandle) }),
          }),
    },
  };
}

function bytes(base64url: string): ArrayBuffer {
  const letters = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
