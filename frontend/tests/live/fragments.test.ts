import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fragmentsOf } from "../../src/live/fragments";

let asked: string[];
const ids = (content: DocumentFragment | null): string[] => [...content!.querySelectorAll("li")].map((item) => item.id);

beforeEach(() => {
  asked = [];
  document.documentElement.lang = "th";
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    const wanted = new URL(address, "https://site.example").searchParams.get("ids")!.split(",");
    return new Response(wanted.map((id) => `<li id="comment-${id}"></li>`).join(""));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("fragments of comments", () => {
  it("that come in the frame are asked of nobody", async () => {
    const found = await fragmentsOf("1")([5], { seq: 9, fragments: { 5: '<li id="comment-5"></li>' } });
    expect([ids(found), asked]).toEqual([["comment-5"], []]);
  });

  it("that do not are fetched in one request of an address that every page of the language has, not all in one instant", async () => {
    const found = fragmentsOf("1")([5, 6, 7], { seq: 9, fragments: { 6: '<li id="comment-6"></li>' } });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(ids(await found)).toEqual(["comment-6", "comment-5", "comment-7"]);
    expect(asked).toEqual(["/consultations/1/comments/new/?ids=5,7&seq=9"]);
  });

  it("of one's own comment are fetched at once, in the language of the page", async () => {
    document.documentElement.lang = "en";
    expect(ids(await fragmentsOf("1")([5]))).toEqual(["comment-5"]);
    expect(asked).toEqual(["/en/consultations/1/comments/new/?ids=5"]);
  });
});
