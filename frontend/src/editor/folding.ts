/** Where a section or a chapter of a draft ends, so that it can be folded. Only for the eye: the server reads the text. */
import type { Text } from "@codemirror/state";

const CHAPTER = /^\s*(บรรพ|ภาค|ลักษณะ|หมวด|ส่วนที่|ตอนที่)\s*[0-9๐-๙]|^\s*บท(เฉพาะกาล|ทั่วไป|กำหนดโทษ|เบ็ดเตล็ด)\s*$/;
const SECTION = /^\s*(มาตรา|ข้อ)\s*[0-9๐-๙]/;

/** 2 for a chapter, 1 for a section, 0 for any other line. */
export function levelOf(line: string): 0 | 1 | 2 {
  if (CHAPTER.test(line)) return 2;
  return SECTION.test(line) ? 1 : 0;
}

/** The range that is hidden when the line at `from` is folded, or null where nothing hangs on it. */
export function foldsTo(doc: Text, from: number): { from: number; to: number } | null {
  const head = doc.lineAt(from);
  const level = levelOf(head.text);
  if (level === 0) return null;
  let last = head;
  for (let number = head.number + 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    if (levelOf(line.text) >= level) break;
    last = line;
  }
  return last.number > head.number ? { from: head.to, to: last.to } : null;
}
