import { afterEach, expect, it, vi } from "vitest";
import { renewSession, token } from "../../src/forms/session";

const PAGE = `<form method="post" action="/a/"><button>a</button></form>
  <form method="post" action="/b/"><input type="hidden" name="csrfmiddlewaretoken" value="old"></form>
  <form method="get" action="/c/"></form>`;

afterEach(() => vi.unstubAllGlobals());

it("gives every form that writes the new token, also one of a page that was made for strangers", async () => {
  document.head.innerHTML = `<meta name="csrf-token" content="">`;
  document.body.innerHTML = PAGE;
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ token: "new", person: "p", alias: "a" }))));
  await renewSession();
  const tokens = [...document.forms].map((form) => new FormData(form).getAll("csrfmiddlewaretoken"));
  expect(tokens).toEqual([["new"], ["new"], []]);
  expect(token()).toBe("new");
});
