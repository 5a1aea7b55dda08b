/** What the server tells everyone watching a consultation; see consult/live/frames.py, which says what each field means. */
export interface Frame {
  t: "frame";
  seq: number;
  prev: number;
  reset: boolean;
  changed: boolean;
  posted: [id: number, anchor: string, parent: number][];
  gone: number[];
  answered: number[];
  section_tallies: Record<string, Tally>;
  comment_tallies: Record<string, Tally>;
  answers: Record<string, [people: number, ...counts: number[]]>;
  counts: Record<string, number>;
}
export type Tally = [agree: number, unsure: number, disagree: number];
export interface Hello {
  t: "hello";
  seq: number;
}
export type Message = Frame | Hello;
