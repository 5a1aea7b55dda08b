"""Which lines that begin with มาตรา ๕ begin มาตรา ๕, and which only speak of it.

A line says something of itself (what follows the number, how the line before it ends), and its number says something by the
company it keeps. Both are weighed together: of all ways to read the lines in order, the one with the highest sum is taken.
"""

import re
from collections import Counter
from collections.abc import Sequence

from .lines import Kind, Line, bare
from .numbers import GAP, Key, distance, follows

_ORDINAL = "(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|แรก|ท้าย|ก่อน|[0-9๐-๙])"
#: What comes after the number of a section that is spoken of. ถึงแม้ and ก่อนที่ begin a section; ถึงมาตรา does not.
_SPOKEN_OF = re.compile(
    rf"{GAP}*(?:[,–—-]|วรรค{GAP}*{_ORDINAL}|(?:และ|หรือ|ถึง|กับ|ประกอบ|ประกอบกับ){GAP}*(?:มาตรา|ข้อ|ของ|แห่ง|วรรค|[0-9๐-๙(])"
    rf"|(?:มาตรา|ข้อ){GAP}*[0-9๐-๙]|แห่ง|ของ(?:พระราช|ประมวล|รัฐธรรม|กฎ|ระเบียบ|ข้อบัญญัติ)|อนุมาตรา|ตอนท้าย|ตอนต้น|ข้างต้น|ดังกล่าว"
    rf"|\({GAP}*[0-9๐-๙ก-ฮ]{{1,3}}{GAP}*\){GAP}*(?:และ|หรือ|ถึง|แห่ง|วรรค|\(|$))"
)
_REPEALED = re.compile(rf"\({GAP}*(?:ยกเลิก|ความเดิม)")
#: How a line ends that goes on in the next one.
_GOES_ON = (
    *("ตาม", "ใน", "ของ", "และ", "หรือ", "แห่ง", "ถึง", "กับ", "โดย", "ด้วยวิธี", "ซึ่ง", "อัน", "เพื่อ", "จาก", "ต่อ", "คือ"),
    *("ฝ่าฝืน", "ภายใต้", "ภายใต้บังคับ", "เว้นแต่", ","),
)
_BRACKETS = 4
_RESTART = -2.0


def goes_on(before: str) -> bool:
    """Whether a line ends in a word that needs the next line."""
    return before.endswith(_GOES_ON)


def speaks_of(line: Line) -> bool:
    """Whether what follows the number is what follows the number of a section that is spoken of."""
    return bool(line.unit) and bool(_SPOKEN_OF.match(line.rest)) and not _REPEALED.search(line.rest[:60])


def in_order(lines: Sequence[Line], candidates: Sequence[Line]) -> tuple[list[Line], float]:
    """The candidates that begin a section, in order, and how sure that is: nothing above 0, no section.

    ``lines`` are all lines of the text, ``candidates`` those of one unit among them.
    """
    if not candidates:
        return [], 0.0
    merits = _merits(lines, candidates)
    fresh = _behind_headings(lines, candidates)
    sums: list[float] = []
    before: list[int] = []
    highest: list[float] = []  # the best sum of any candidate up to here
    for here, candidate in enumerate(candidates):
        best, best_before = _begin(candidate.key), -1
        for there in range(here - 1, max(-1, here - 400), -1):
            if highest[there] + 3 <= best:
                break  # nobody further back can do better: no step is worth more than 3
            if sums[there] > best - 3:
                sum_ = sums[there] + _step(candidates[there].key, candidate.key, fresh[here] > there)
                if sum_ > best:
                    best, best_before = sum_, there
        sums.append(best + merits[here])
        before.append(best_before)
        highest.append(max(sums[here], highest[here - 1] if here else sums[here]))
    end = max(range(len(sums)), key=sums.__getitem__)
    total, chosen = sums[end], []
    if total <= 0:
        return [], 0.0
    while end >= 0:
        chosen.append(candidates[end])
        end = before[end]
    return chosen[::-1], total


def _merits(lines: Sequence[Line], candidates: Sequence[Line]) -> list[float]:
    """What each line says of itself, and whether its number is its own: a section that is spoken of stands somewhere too."""
    width = _width(lines)
    times = Counter(candidate.key for candidate in candidates)
    annex = next(
        (line.place for line in lines if line.kind is Kind.ANNEX and not line.text.startswith("[")), len(lines)
    )
    merits = []
    for candidate in candidates:
        merit = 1.0 + (6 if times[candidate.key] == 1 else 0)
        if candidate.place > annex:
            merit -= 6  # an annex lists sections: it begins none
        previous = lines[candidate.place - 2] if candidate.place > 1 else None
        if previous is None or previous.kind is Kind.BLANK:
            merit += 4
        elif previous.kind in (Kind.TEXT, Kind.SECTION) and goes_on(previous.text):
            merit -= 5
        elif previous.kind is not Kind.TEXT or len(previous.text) < 0.7 * width:
            merit += 3
        rest = bare(candidate.rest)
        if rest.startswith("["):
            merit += _BRACKETS
        elif not rest:
            merit += 1
        elif _REPEALED.search(rest[:60]):
            merit += 2
        elif speaks_of(candidate):
            merit -= 7
        merits.append(merit)
    return merits


def _width(lines: Sequence[Line]) -> float:
    """How wide the lines of a text that was broken into lines are; without bound when it was not."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    return widest if 30 < widest <= 150 and len(lengths) > 20 else float("inf")


def _behind_headings(lines: Sequence[Line], candidates: Sequence[Line]) -> list[int]:
    """For each candidate how many candidates stand before the last heading above it; 0 when there is none."""
    behind, headings = [], [line.place for line in lines if line.kind is Kind.CHAPTER]
    count = heading = 0
    for position, candidate in enumerate(candidates):
        while heading < len(headings) and headings[heading] < candidate.place:
            heading, count = heading + 1, position
        behind.append(count)
    return behind


def _begin(key: Key) -> float:
    return 3.0 if key[0] == 1 else -0.5 if key[0] < 4 else -2.0


def _step(before: Key, after: Key, heading_between: bool) -> float:
    """What it is worth that one number comes after another."""
    if follows(before, after):
        return 3.0
    if before == after:
        return -0.5
    if after == (1,):
        return 2.0 if heading_between else _RESTART
    far = distance(before, after)
    if far > 0:
        return -1.0 if far <= 4 else -2.0 if far <= 20 else -4.0
    return -2.0 if far >= -2 else -6.0
