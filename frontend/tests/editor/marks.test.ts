import { Text } from "@codemirror/state";
import { expect, it } from "vitest";
import { placeOf, spoken, type Problem } from "../../src/editor/marks";

const problem = (line: number, words: string, text = `${words} ซ้ำ`): Problem => ({ line, words, text, key: `duplicate ${words}` });
const DOC = Text.of(["หมวด ๑", "มาตรา ๑ ให้ใช้บังคับ", "ตามมาตรา ๙ วรรคหนึ่ง"]);

it("marks the words a problem is about, or the whole line where they stand otherwise", () => {
  const found = placeOf(DOC, problem(3, "มาตรา ๙"))!;
  expect(DOC.sliceString(found.from, found.to)).toBe("มาตรา ๙");
  const other = placeOf(DOC, problem(3, "มาตรา 9"))!;
  expect(DOC.sliceString(other.from, other.to)).toBe("ตามมาตรา ๙ วรรคหนึ่ง");
});

it("marks nothing on a line that is gone meanwhile", () => {
  expect(placeOf(DOC, problem(4, "มาตรา ๙"))).toBeNull();
  expect(placeOf(DOC, problem(0, "มาตรา ๙"))).toBeNull();
});

it("says what is new, once", () => {
  const first = problem(2, "มาตรา ๒");
  expect(spoken([], [first], true)).toBe("บรรทัด 2: มาตรา ๒ ซ้ำ");
  expect(spoken([first.key], [{ ...first, line: 7, text: "moved" }], true)).toBe("");
  expect(spoken([first.key], [first, problem(4, "มาตรา ๔"), problem(5, "มาตรา ๕")], true)).toBe("บรรทัด 4: มาตรา ๔ ซ้ำ และอีก 1 แห่ง");
});

it("says how many are left, and that none is", () => {
  const two = [problem(2, "มาตรา ๒"), problem(3, "มาตรา ๓")];
  const keys = two.map((one) => one.key);
  expect(spoken(keys, two.slice(1), true)).toBe("เหลือ 1 แห่งที่ต้องดู");
  expect(spoken(keys, [], true)).toBe("ไม่มีสิ่งที่ต้องดูในร่างแล้ว");
});
