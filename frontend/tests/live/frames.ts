import type { Frame } from "../../src/live/frame";

/** A frame with nothing in it but what the test says. */
export function frame(told: Partial<Frame> & { seq: number }): Frame {
  return {
    t: "frame",
    prev: told.seq - 1,
    ends_at: Date.parse("2026-11-27T17:00:00Z"),
    reset: false,
    changed: false,
    posted: [],
    gone: [],
    reworded: [],
    official_replies: [],
    section_tallies: {},
    comment_tallies: {},
    levels: {},
    answers: {},
    counts: {},
    fragments: {},
    ...told,
  };
}
