import { describe, expect, it } from "vitest";
import { changesOf, orderOf, type Here } from "../../src/live/changes";
import { frame } from "./frames";

const EVERYWHERE: Here = { hasComment: () => false, hasPlaceFor: () => true, hasPlaceForReplyTo: () => true };

describe("the order of messages", () => {
  it("applies the frame that follows the number the page knows", () => {
    expect(orderOf(frame({ seq: 8, prev: 7 }), 7)).toBe("next");
  });

  it("drops what the page knows already, once more or late", () => {
    expect(orderOf(frame({ seq: 7, prev: 6 }), 7)).toBe("old");
    expect(orderOf(frame({ seq: 5, prev: 4 }), 7)).toBe("old");
    expect(orderOf({ t: "hello", seq: 7, now: 0 }, 7)).toBe("old");
  });

  it("asks for everything since when a number is missing, in a frame or in a hello", () => {
    expect(orderOf(frame({ seq: 9, prev: 8 }), 7)).toBe("gap");
    expect(orderOf({ t: "hello", seq: 9, now: 0 }, 7)).toBe("gap");
  });

  it("applies a frame of several numbers that begins before the page's own: what it tells again changes nothing", () => {
    expect(orderOf(frame({ seq: 9, prev: 5 }), 7)).toBe("next");
  });
});

describe("what a frame changes on a page", () => {
  it("names each tally by what was voted on", () => {
    const changes = changesOf(
      frame({ seq: 1, section_tallies: { 3: [1, 0, 2] }, comment_tallies: { 3: [5, 5, 5] } }),
      EVERYWHERE,
    );
    expect(changes.tallies).toEqual([
      ["section-3", [1, 0, 2]],
      ["comment-3", [5, 5, 5]],
    ]);
  });

  it("fetches only comments that are not here and have a place here", () => {
    const here: Here = {
      ...EVERYWHERE,
      hasComment: (id) => id === 1,
      hasPlaceFor: (anchor, parent) => anchor === "a" || parent === 9,
    };
    const posted = frame({
      seq: 1,
      posted: [
        [1, "a", 0],
        [2, "a", 0],
        [3, "b", 0],
        [4, "b", 9],
      ],
    });
    expect(changesOf(posted, here).posted.map(([id]) => id)).toEqual([2, 4]);
  });

  it("fetches official replies to comments of this page, and keeps them apart from answers to questions", () => {
    const here: Here = { ...EVERYWHERE, hasPlaceForReplyTo: (comment) => comment === 5 };
    const changes = changesOf(frame({ seq: 1, official_replies: [5, 6], answers: { 5: [2, 1, 1] } }), here);
    expect(changes.officialReplies).toEqual([5]);
    expect(changes.answers).toEqual([["5", [2, 1, 1]]]);
  });

  it("says the page is out of date when it is changed or too much happened to tell", () => {
    expect(changesOf(frame({ seq: 1 }), EVERYWHERE).isOutOfDate).toBe(false);
    expect(changesOf(frame({ seq: 1, changed: true }), EVERYWHERE).isOutOfDate).toBe(true);
    expect(changesOf(frame({ seq: 1, reset: true }), EVERYWHERE).isOutOfDate).toBe(true);
  });
});
