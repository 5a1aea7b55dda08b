"""What a text claims, as far as two texts can be told apart by it: its amounts, its nots, the sides it takes.

Two texts may share nearly every letter and say the opposite ("เห็นด้วย", "ไม่เห็นด้วย"), or ask for other sums. Whoever joins
texts (copies, the same points in other words) asks here first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache

from analysis.core.intake.normal_form import fingerprint, normalise
from analysis.core.intake.reading import Reading, is_word
from analysis.core.intake.word_lists import DATA, stop_words, word_list

NEGATORS = frozenset(
    {
        "ไม่",
        "มิ",
        "มิได้",
        "ไม่ได้",
        "ไม่ควร",
        "ไม่ต้อง",
        "ไม่ให้",
        "ไม่มี",
        "ไม่ใช่",
        "ไม่เคย",
        "ไม่อยาก",
        "ไม่สามารถ",
        "ไม่จำเป็น",
        "อย่า",
        "ห้าม",
        "ไร้",
        "ปราศจาก",
        "เลิก",
        "ยกเลิก",
        "งด",
        "ตัด",
        "หยุด",
        "ยุติ",
        "no",
        "not",
        "never",
        "without",
        "stop",
        "don't",
    }
)
#: words that turn what stands beside them; "ไม่" also with its mark forgotten
_NOT = re.compile(
    r"ไม่|(?<![ก-๙])ไม(?=เห็น|ควร|เอา|ต้อง|มี|ได้|ให้|สนับ)|อย่า(?!ง)|ห้าม|(?<![ก-๙])มิ(?=ควร|ได้|ให้|พึง|ชอบ)|เว้นแต่|ยกเว้น|ยกเลิก|คัดค้าน|งด(?!งาม)|หยุด|ปราศจาก|"
    r"\b(?:not|no|never|without|don't|doesn't|shouldn't|against|oppose)\b"
)
_AGAINST = re.compile(
    r"ไม่(?:ค่อย)?(?:เห็นด้วย|เห็นชอบ|สนับสนุน|ยอมรับ|เอา)|คัดค้าน|ต่อต้าน|\b(?:oppose|disagree|against|reject)\b"
)
_FOR = re.compile(r"เห็นด้วย|เห็นชอบ|สนับสนุน|\b(?:agree|support|favou?r)\b")
#: pairs of sides that are positions towards the draft
POSITIONS = frozenset({"position", "button"})
#: letters of a stretch that says something of its own: a shorter one ("ไม่เห็นด้วย") belongs to what stands beside it
_LEAST_ADDED = 10
#: words between quotation marks, of a draft or of somebody else, from as many letters as a sentence has
_QUOTED = re.compile(r"[\"“«]([^\"“”«»]{20,})[\"”»]")
#: the share of a stretch that stands in another whole, to be the same stretch
_MOST = 0.6
#: how like each other two texts must be in what they say beside one quotation, to be copies
_LEAST_OWN = 0.6
#: numbers that tell who writes or where something stands, not how much
_OF_PERSON = re.compile(r"(?:อายุ|หมู่(?:ที่)?|ซอย|ซ\.|เลขที่|ชั้น|วันที่|คนที่|ฉบับที่|ครั้งที่)\s*\d+(?:\s*ปี)?|(?:^|\s)\d{1,2}[.)]\s")
_UNITS = {"หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}
_POWERS = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
#: a sum in digits, with the power spelt out behind it ("3 หมื่น", "1.5 ล้าน")
_FIGURE = re.compile(rf"(\d[\d,]*(?:\.\d+)?)(?:\s?({'|'.join(_POWERS)})+)?")
_SPELT = re.compile(rf"(?:{'|'.join((*_UNITS, *_POWERS))}){{1,12}}")
_COUNTED = re.compile(
    r"\s*(?:บาท|คน|วัน|เดือน|ปี|ชั่วโมง|ชม|นาที|เท่า|เปอร์เซ็นต์|ครั้ง|แห่ง|กิโล|กม|เมตร|ไร่|ตัว|คัน|เสียง|สาย|ราย|หลัง|ชิ้น|แผ่น|เล่ม|คู่|ใบ|ขวด|กล่อง|ถุง|ห้อง|จุด|ตัน|ลิตร|เครื่อง|ต้น|ลำ|เที่ยว|รอบ|ชุด|หน่วย|สัปดาห์|อาทิตย์|ตำบล|อำเภอ|จังหวัด|โรงเรียน|%)"
)


@dataclass(frozen=True)
class Claim:
    """What one text claims, or what several that were joined claim together."""

    #: stretches between spaces (fingerprint, how many nots), those of the first of several texts
    stretches: tuple[tuple[str, int], ...]
    #: amounts, written one way ("ห้าร้อย" is "500")
    amounts: frozenset[str]
    #: sides of pairs of opposites (word pairs, for and against, button): the pair → which of its two sides
    sides: frozenset[tuple[str, int]]
    #: fingerprint of what is said beside a quotation, "" when nothing is quoted
    beside_quotation: str = ""

    def joined(self, other: Claim) -> Claim:
        """Both claims as one."""
        return Claim(self.stretches, self.amounts | other.amounts, self.sides | other.sides, self.beside_quotation)

    def opposes(self, other: Claim) -> bool:
        """Whether one takes a side of which the other takes only the opposite, or names other amounts."""
        if self.amounts and other.amounts and not (self.amounts <= other.amounts or other.amounts <= self.amounts):
            return True
        mine, theirs = self.only_sides(), other.only_sides()
        return any(theirs.get(pair, side) != side for pair, side in mine.items())

    def turns(self, other: Claim) -> bool:
        """Whether of two texts of nearly the same letters one says something else: a not more, another amount or side."""
        return (
            self._nots_beside(other) != other._nots_beside(self)
            or self.opposes(other)
            or not _likely(self.beside_quotation, other.beside_quotation)
        )

    def _nots_beside(self, other: Claim) -> int:
        """How many nots, those of whole stretches aside to which the other text has nothing like: they were added or left out."""
        if not any(nots for _, nots in self.stretches):
            return 0
        return sum(
            nots
            for mark, nots in self.stretches
            if nots and (len(mark) < _LEAST_ADDED or any(_stands_in(mark, b) for b, _ in other.stretches if b))
        )

    def only_sides(self) -> Mapping[str, int]:
        """The pairs of which one side is taken and not both."""
        both = {pair for pair, side in self.sides if (pair, 1 - side) in self.sides}
        return {pair: side for pair, side in self.sides if pair not in both}


def _stands_in(one: str, other: str) -> bool:
    """Whether two stretches are alike, or most of one stands in the other as it is ("โดยไม่ต้องสอบแข่งขันอีก" behind a space or not)."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return other in one or matcher.ratio() > 0.5 or matcher.find_longest_match().size >= _MOST * len(one)


def _likely(one: str, other: str) -> bool:
    """Whether what two texts say beside what they quote may be one text; what quotes nothing says nothing here."""
    return not (one and other) or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LEAST_OWN


NO_CLAIM = Claim((), frozenset(), frozenset())


def claim_of(reading: Reading, stances: Iterable[str] = ()) -> Claim:
    """What a text claims; `stances`: the buttons pressed with it."""
    text = normalise(reading.masked).text
    pressed = set(stances)
    sides = {("button", side) for side, button in enumerate(("disagree", "agree")) if button in pressed}
    if _AGAINST.search(text):
        sides.add(("position", 0))
    if _FOR.search(_AGAINST.sub(" ", text)):
        sides.add(("position", 1))
    held = set(reading.words)
    for number, pair in enumerate(opposites()):
        sides |= {(str(number), side) for side, words in enumerate(pair) if held & words}
    stretches = tuple((fingerprint(part), len(_NOT.findall(part))) for part in text.split())
    own = fingerprint(_QUOTED.sub(" ", text)) if _QUOTED.search(text) else ""
    return Claim(stretches, amounts(text), frozenset(sides), own)


def amounts(text: str, *, measured: bool = False) -> frozenset[str]:
    """The amounts in a normalised text, in digits or in words; house numbers, ages and numbers of a list are none.

    `measured`: only those of a sum, a share or a time, not numbers of sections and of things.

    >>> sorted(amounts("ปรับห้าร้อยบาท อายุ 45 ปี มาตรา 9")), sorted(amounts("ปรับ 50,000 บาท"))
    (['500', '9'], ['50000'])
    >>> amounts("3 หมื่นบาท") == amounts("30,000 บาท") == amounts("สามหมื่นบาท")
    True
    """
    text = _OF_PERSON.sub(" ", text)
    found: set[str] = set()
    spelt_in_digits: set[int] = set()
    for hit in _FIGURE.finditer(text):
        if not measured or _COUNTED.match(text, hit.end()):
            number, power = hit[1].replace(",", ""), text[hit.end(1) : hit.end()].strip()
            found.add(f"{(Decimal(number) * (_value(power) if power else 1)).normalize():f}")
            spelt_in_digits.add(hit.end())
    for hit in _SPELT.finditer(text):
        told = _COUNTED.match(text, hit.end()) or text[: hit.start()].endswith(("ร้อยละ", "เกิน", "กว่า"))
        if told and hit.end() not in spelt_in_digits:
            found.add(str(_value(hit[0])))
    return frozenset(found)


def _value(spelt: str) -> int:
    total, last = 0, 0
    place = 0
    while place < len(spelt):
        for word, value in (*_UNITS.items(), *_POWERS.items()):
            if spelt.startswith(word, place):
                if word == "ล้าน":
                    total, last = (total + last or 1) * value, 0
                elif word in _POWERS:
                    total, last = total + (last or 1) * value, 0
                else:
                    last = value
                place += len(word)
                break
    return total + last


def is_content(word: str) -> bool:
    """Whether a word may carry a statement: no stop word, no word of reporting."""
    return is_word(word) and word not in stop_words() and word not in word_list("reporting_words")


@cache
def opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of word groups that say the opposite of one another."""
    lines = (DATA / "opposite_words.txt").read_text(encoding="utf-8").splitlines()
    sides = [line.split("|") for line in lines if "|" in line and not line.startswith("#")]
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in sides)
