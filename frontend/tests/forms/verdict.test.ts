import { describe, expect, it } from "vitest";
import { judge, type Answer, type Sent } from "../../src/forms/verdict";

const SENT: Sent = { action: "/consultations/1/comments/", wasSignedIn: true };
const answer = (told: Partial<Answer>): Answer => ({ status: 200, isOurs: true, html: "", goTo: null, ...told });
const FORM = `<form method="post" action="/consultations/1/comments/"><p class="notice notice--error">too long</p></form>`;

describe("what comes back for a form", () => {
  it("is shown when it is this site's and the act was done", () => {
    expect(judge(answer({ html: "<div>thanks</div>" }), SENT)).toEqual({ kind: "show" });
  });

  it("is shown when it is refused and brings the same form back, and not when it brings another one", () => {
    expect(judge(answer({ status: 422, html: FORM }), SENT).kind).toBe("show");
    expect(judge(answer({ status: 422, html: FORM.replace("/1/", "/2/") }), SENT).kind).toBe("keep");
  });

  it("is not shown without the mark of this site, whatever its status", () => {
    for (const status of [200, 302, 403, 422]) {
      expect(judge(answer({ status, isOurs: false, html: FORM }), SENT)).toMatchObject({ reason: "not-ours" });
    }
    expect(judge(answer({ status: 500, isOurs: false }), SENT)).toMatchObject({ reason: "our-fault" });
  });

  it("leaves the form where it is while the site is away, also when the answer holds it again", () => {
    for (const status of [502, 503, 504]) {
      for (const isOurs of [true, false]) expect(judge(answer({ status, isOurs, html: FORM }), SENT)).toMatchObject({ reason: "away" });
    }
  });

  it("gives the server's words when a rule was broken", () => {
    const html = `<div class="notice notice--error">closed</div>`;
    expect(judge(answer({ status: 409, html }), SENT)).toEqual({ kind: "keep", reason: "refused", words: "closed" });
  });

  it("leads to the sign-in whoever was not signed in, and tells whoever was", () => {
    const goTo = "/accounts/login/?next=/consultations/1/";
    expect(judge(answer({ goTo }), { ...SENT, wasSignedIn: false })).toEqual({ kind: "go", to: goTo });
    expect(judge(answer({ goTo }), SENT)).toMatchObject({ reason: "signed-out" });
    expect(judge(answer({ goTo: "/consultations/1/#comment-2" }), SENT).kind).toBe("go");
  });
});
