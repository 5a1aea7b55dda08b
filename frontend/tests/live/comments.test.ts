import { beforeEach, describe, expect, it } from "vitest";
import { Comments } from "../../src/live/comments";
import { OfficialReplies } from "../../src/live/official_replies";

const item = (id: number, reply = ""): string =>
  `<li class="comment" id="comment-${id}"><a href="#">${id}</a><div data-official="${id}">${reply}</div><ol data-replies="${id}"></ol></li>`;

let page: HTMLElement;
let asked: number[][];
let replies: Record<number, string>;
let comments: Comments;
let officialReplies: OfficialReplies;

/** What tells of a comment, with nothing in it that would have to be fetched. */
const NEWS = { seq: 5, fragments: {} };

const fetchFragments = async (ids: number[]): Promise<DocumentFragment> => {
  asked.push(ids);
  const template = document.createElement("template");
  template.innerHTML = ids.map((id) => item(id, replies[id])).join("");
  return template.content;
};
const shown = (): string[] => [...page.querySelectorAll(".comment")].map((element) => element.id);
/** Where the list stands in the window; no layout is computed here. */
const listStandsAt = (top: number): void => {
  page.querySelector("[data-comments]")!.getBoundingClientRect = () => ({ top, bottom: top + 500 }) as DOMRect;
};

beforeEach(() => {
  document.body.innerHTML = `<main data-live="1">
    <p data-live-news="0 new comments" data-live-official-news="0 new answers"></p>
    <p data-live-waiting hidden><button>0 new comments</button></p>
    <p data-live-official hidden><button>0 new answers</button></p>
    <ol data-comments="whole">${item(1)}</ol></main>`;
  page = document.querySelector("main")!;
  [asked, replies] = [[], {}];
  comments = new Comments(page, fetchFragments, () => undefined);
  officialReplies = new OfficialReplies(page, comments, fetchFragments);
  listStandsAt(-900);
});

describe("new comments", () => {
  it("come first in the list, a reply last under its comment, all in one request", async () => {
    await comments.show(
      [
        [2, "", 0],
        [3, "", 1],
      ],
      NEWS,
    );
    expect(asked).toEqual([[2, 3]]);
    expect(shown()).toEqual(["comment-2", "comment-1", "comment-3"]);
    expect(document.querySelector("[data-live-news]")!.textContent).toBe("2 new comments");
  });

  it("wait while the head of the list is being read, and come when asked for", async () => {
    listStandsAt(100);
    await comments.show([[2, "", 0]], NEWS);
    expect(shown()).toEqual(["comment-1"]);
    const button = page.querySelector<HTMLElement>("[data-live-waiting] button")!;
    expect([button.textContent, button.parentElement!.hidden]).toEqual(["1 new comments", false]);
    button.click();
    expect(shown()).toEqual(["comment-2", "comment-1"]);
    expect(button.parentElement!.hidden).toBe(true);
  });

  it("never come when a moderator hides them while they wait", async () => {
    listStandsAt(100);
    await comments.show([[2, "", 0]], NEWS);
    comments.takeAway(2);
    expect(comments.has(2)).toBe(false);
    expect(page.querySelector<HTMLElement>("[data-live-waiting]")!.hidden).toBe(true);
  });

  it("does not wait when the thanks come while its news is being fetched", async () => {
    listStandsAt(100);
    const news = comments.show([[2, "", 0]], NEWS);
    page.insertAdjacentHTML("beforeend", '<form><p data-sent="2" data-anchor="" data-parent="0"></p></form>');
    await Promise.all([news, comments.showOwn()]);
    expect(shown()).toEqual(["comment-2", "comment-1"]);
  });

  it("never come when a moderator hides them while they are fetched, and come again when that is undone", async () => {
    const fetched = comments.show([[2, "", 0]], NEWS);
    comments.takeAway(2);
    await fetched;
    expect(shown()).toEqual(["comment-1"]);
    await comments.show([[2, "", 0]], NEWS);
    expect(shown()).toEqual(["comment-2", "comment-1"]);
  });

  it("do not wait when they are one's own", async () => {
    listStandsAt(100);
    await comments.show([[2, "", 0]]);
    expect(shown()).toEqual(["comment-2", "comment-1"]);
  });

  it("come once, told twice", async () => {
    await Promise.all([comments.show([[2, "", 0]], NEWS), comments.show([[2, "", 0]], NEWS)]);
    expect(shown()).toEqual(["comment-2", "comment-1"]);
  });
});

describe("official replies", () => {
  it("reach a comment that itself still waits", async () => {
    listStandsAt(100);
    await comments.show([[2, "", 0]], NEWS);
    replies[2] = '<article class="official">answered</article>';
    await officialReplies.show([2], NEWS);
    page.querySelector<HTMLElement>("[data-live-waiting] button")!.click();
    expect(page.querySelector("#comment-2 .official")!.textContent).toBe("answered");
  });

  it("withdrawn ones go at once and are not announced as new", async () => {
    page.querySelector('[data-official="1"]')!.innerHTML = '<article class="official">words</article>';
    replies[1] = '<article class="official official--withdrawn">taken back</article>';
    await officialReplies.show([1], NEWS);
    expect(page.querySelector('[data-official="1"]')!.textContent).toBe("taken back");
    expect(page.querySelector("[data-live-official-news]")!.textContent).toBe("");
  });
});

describe("one's own comment", () => {
  it("is shown with the thanks for it, also when its news came first and it waits", async () => {
    listStandsAt(100);
    await comments.show([[2, "", 0]], NEWS);
    expect(shown()).toEqual(["comment-1"]);
    page.insertAdjacentHTML("beforeend", '<form><p data-sent="2" data-anchor="" data-parent="0"></p></form>');
    await comments.showOwn();
    expect(shown()).toEqual(["comment-2", "comment-1"]);
    expect(page.querySelector<HTMLElement>("[data-live-waiting]")!.hidden).toBe(true);
  });
});
