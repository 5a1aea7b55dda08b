import type { Frame } from "../../src/live/frame";

/** A frame with nothing in it but what the test says. */
export function frame(told: Partial<Frame> & { seq: number }): Frame {
  return {
    t: "frame",
    prev: told.seq - 1,
    reset: false,
    changed: false,
    posted: [],
    gone: [],
    official_replies: [],
    section_tallies: {},
    comment_tallies: {},
    answers: {},
    counts: {},
    ...told,
  };
}
