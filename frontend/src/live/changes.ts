/** Applying a frame, as far as it needs no page: what a message is to a page that knows a number, and what the page must do. */
import type { Answers, Frame, LevelTally, Message, Posted, Tally } from "./frame";

/**
 * ``old``: known already. ``next``: the frame to apply; one that begins earlier tells some of it again, which changes nothing.
 * ``gap``: numbers are missing, so ask for everything since.
 */
export function orderOf(message: Message, seq: number): "old" | "next" | "gap" {
  if (message.seq <= seq) return "old";
  return message.t === "frame" && message.prev <= seq ? "next" : "gap";
}

/** What a page shows, as far as it decides which news concern it. */
export interface Here {
  hasComment(id: number): boolean;
  hasPlaceFor(anchor: string, parent: number): boolean;
  hasPlaceForReplyTo(comment: number): boolean;
}

export interface Changes {
  isOutOfDate: boolean;
  tallies: [name: string, tally: Tally][];
  levels: [name: string, levels: LevelTally[]][];
  answers: [question: string, answers: Answers][];
  counts: [anchor: string, count: number][];
  gone: number[];
  /** Comments on the page that read otherwise now: to be fetched and put in place. */
  reworded: number[];
  /** Comments to fetch and show. */
  posted: Posted[];
  /** Comments whose official reply is to be fetched and shown. */
  officialReplies: number[];
}

export function changesOf(frame: Frame, here: Here): Changes {
  return {
    isOutOfDate: frame.reset || frame.changed,
    tallies: [
      ...Object.entries(frame.section_tallies).map(([id, tally]): [string, Tally] => [`section-${id}`, tally]),
      ...Object.entries(frame.comment_tallies).map(([id, tally]): [string, Tally] => [`comment-${id}`, tally]),
    ],
    levels: Object.entries(frame.levels),
    answers: Object.entries(frame.answers),
    counts: Object.entries(frame.counts),
    gone: frame.gone,
    reworded: frame.reworded.filter((id) => here.hasComment(id)),
    posted: frame.posted.filter(([id, anchor, parent]) => !here.hasComment(id) && here.hasPlaceFor(anchor, parent)),
    officialReplies: frame.official_replies.filter((id) => here.hasPlaceForReplyTo(id)),
  };
}
