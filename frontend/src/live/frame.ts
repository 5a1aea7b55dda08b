/** Messages of the server to everyone watching a consultation; consult/live/frames.py says what each field means. */
export interface Frame {
  t: "frame";
  seq: number;
  prev: number;
  /** From when on nothing is accepted, in milliseconds since 1970. */
  ends_at: number;
  reset: boolean;
  changed: boolean;
  posted: Posted[];
  gone: number[];
  /** Comments whose words are others now, or of which only a trace is left. */
  reworded: number[];
  official_replies: number[];
  section_tallies: Record<string, Tally>;
  comment_tallies: Record<string, Tally>;
  levels: Record<string, LevelTally[]>;
  answers: Record<string, Answers>;
  counts: Record<string, number>;
  /** By comment, as the server renders it for everybody; what is named above and not here is to be fetched. */
  fragments: Record<string, string>;
}
/** A visible comment; the anchor is that of its section, "" for the whole draft; the parent is 0 for a comment of its own. */
export type Posted = [id: number, anchor: string, parent: number];
export type Tally = [agree: number, unsure: number, disagree: number];
/** Votes of those at one level, in fives, and the per cent that agree and disagree where they are told: see consult/models/told_level.py. */
export type LevelTally = [level: number, atLeast: number, agree: number | null, disagree: number | null];
/** Answers to one question of the agency: how many people, then how many chose each option. */
export type Answers = [people: number, ...counts: number[]];
export interface Hello {
  t: "hello";
  seq: number;
  /** The time at the server, in milliseconds. */
  now: number;
}
export type Message = Frame | Hello;
