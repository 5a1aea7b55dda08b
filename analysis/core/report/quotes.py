"""Words of citizens chosen to stand for a theme: exact pieces of masked comments, with their offsets.

Each stands alone without turning what was meant (`limits`); a comment of which no piece does is not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.core.contract import AskEntry, QuoteEntry, QuoteRole
from analysis.core.intake.claims import is_content
from analysis.core.intake.normal_form import fingerprint
from analysis.core.intake.reading import clauses, read
from analysis.core.report.citations import Source
from analysis.core.report.hanging import hangs
from analysis.core.report.limits import fault_of, leaves_reason, stretch
from analysis.core.signals.insults import is_rude
from analysis.core.space.vectors import Matrix
from analysis.core.space.vocabulary import Words
from consult.thai.personal_data import TAGS
from consult.thai.signs import SIGN

#: letters of the longest quotation
LONGEST = 220
_SHORTEST = 20
_LEAST_ASK = 25
#: how much likeness to what is already quoted costs against closeness to the theme
_DIVERSITY = 0.3
#: share of runs of five letters from which one text copies another
_COPIED = 0.5
#: how much a request costs that does not open with asking, or points at what is not quoted with it
_INDIRECT = 0.2
# A request opens its clause, perhaps after a small word; "มาขอให้ผมเซ็น" tells a story and asks for nothing.
_ASK = re.compile(
    r"(?:แต่|และ|ก็|ดังนั้น|จึง|ทั้งนี้|เห็นว่า|เห็น|ผมว่า|เราว่า|อย่างน้อย|ถ้าเป็นไปได้|เพราะงั้น|ฝากถึง[ก-๙]*:?|ใคร่|\s)*"
    r"(?:ขอให้|ขอเสนอ|ขอเพิ่ม|ขอร้อง|ขอเรียนเสนอ|อยากให้|เสนอให้|เสนอว่า|เสนอ|ควร|สมควร|ต้องมี|ต้องให้|ต้องกำหนด|ให้เพิ่ม|ให้ตัด|โปรด|ช่วย|"
    r"please\b|should\b|we need\b)",
    re.IGNORECASE,
)
# What ties a request to a sentence that is not quoted with it: "จึงขอให้".
_LINK = re.compile(r"(?:แต่|และ|ก็|ดังนั้น|จึง|เพราะงั้น|\s)*")
#: marks that take no place of their own
_MARKS = re.compile("[ัิ-ฺ็-๎]")
#: what points at something that is not quoted with it, or speaks of the writer; a section's number; brackets left open
_POINTS = re.compile(
    r"นี้|นั้น|มัน|เขา|ดังกล่าว|ข้างต้น|ผม|ดิฉัน|ฉัน|หนู|กระผม|ข้าพเจ้า|เรา|ลูก|แม่|พ่อ|ยาย|มาตรา|วรรค|ข้อ\s?[\d๐-๙]|[?!]|^(?:ที่|ซึ่ง|เพราะ|ถ้า|หาก)|"
    r"(?:ให้|ว่า|ของ|และ|หรือ|กับ|ที่|ด้วยว่า)$|\([^)]*$|^[^(]*\)"
)
#: said to who wrote before: "ใช่เลย …", "ตรงใจครับ …", "อีกละ"; what is agreed with stands elsewhere
_NODS = re.compile(
    r"\s*(?:ใช่(?:เลย|ค่ะ|ครับ|ๆ)|ตรงใจ|เหมือนกัน(?:เลย|เป๊ะ|ค่ะ|ครับ)|จริง(?:ด้วย|ครับ|ค่ะ|ที่สุด|ๆ)|ถูกต้อง(?:ครับ|ค่ะ|ที่สุด)|เช่นกัน|\+1"
    r"|เห็น(?:ด้วย|เหมือน|ใจ|พ้อง)(?:กับ|กัน)?(?!กับ?(?:มาตรา|ร่าง|ข้อ|การ|ความ|กฎหมาย|หลัก))\s?(?:คุณ|พี่|น้อง|คนข้างบน|ข้างบน|ความเห็น(?:บน|ก่อน|ที่ ?\d))"
    r"|เห็นด้วยกับ(?!มาตรา|ร่าง|ข้อ|การ|ความ|กฎหมาย|หลัก|โทษ|บริการ)[ก-๙]{2,25}(?:ครับ|ค่ะ)(?=\s|$)|เห็นเหมือนกัน"
    r"|ก็(?:ถูก|ใช่|จริง)(?:แล้ว|ของ|นะ|นี่|น่ะ)|(?:มา|ขอ)?ยืนยัน(?:ครับ|ค่ะ|อีก|ด้วยคน)|อ่านแล้ว(?:น้ำตา|ร้องไห้|จุก|ขนลุก|ซึ้ง|สะเทือนใจ|อึ้ง)"
    r"|[^ ]{1,12}มาก(?:ลูก|หนู|หลาน)(?=\s|$)"
    r"|(?:ลุง|ป้า|ยาย|น้อง|พี่|คุณ)(?:ครับ|คะ|ค่ะ)|สงสาร(?:ยาย|ลุง|ป้า|น้อง|พี่)|กอดนะ|สู้ๆ)|.{0,40}เหมือนกันเป๊ะ|.{0,80}ยกมือ(?:ขึ้น| ?🙋)"
)
_EMOJI = "[\U0001f300-\U0001faff\u2600-\u27bf]"
#: how mockery sounds
_MOCKS = (
    rf"{_EMOJI}|5{{3,}}|ฮ่า|อิอิ|หุหุ|ประชด|เก่ง(?:จริง|กันจัง|กันทั้ง|จัง)|บังเอิญ|ว้าว|น่าชื่นชม|ตลก(?:มั้ย|ไหม|ดี|ร้าย)|พนันกัน|มุกเดิม|อีกละ|ดีจริงๆ\s?(?:นะ|เนอะ)|เนอะ|"
    r"เนี่ยนะ|โง่|ชาติหน้า|เชิญเลย|ขอบใจ|สาธุ|ตบมือ|ปรบมือ|\blol\b|haha|นั่นแหละ|รู้ๆ\s?กัน|ก็เท่านั้น|จะกราบ"
)
#: of one day in one life, or of one's own
_TALES = (
    r"เมื่อวาน|เมื่อคืน|เมื่อเช้า|วันก่อน|วันหนึ่ง|(?<!ทุก)วันนี้|ปีที่แล้ว|ปีก่อน|เดือนที่แล้ว|เทอม(?:ที่แล้ว|นี้)|ตอนนั้น|คราวก่อน|รอบก่อน|วันนั้น|สมัยก่อน|เคย(?!ชิน)|"
    r"(?:ตัว|บ้าน|แม่|พ่อ|ยาย|ตา|ลูก|แฟน|เพื่อน|ร้าน|น้อง|พี่|โรงเรียน|ฟาร์ม|ลุง|อำเภอ|ตำบล)(?:ผม|หนู|ฉัน|ดิฉัน|ของผม|ของหนู|เรา)|"
    r"^\s*(?:ลูก|หลาน|ยาย|ย่า|ปู่|แฟน|เพื่อน|พี่สะใภ้|พี่)(?!ค้า|จ้าง|สาว|ชาย|คนข้าง)|(?:ไป|มา|กด|กรอก|รอ|ยื่น|จ่าย)[ก-๙ ]{0,8}(?:สอง|สาม|สี่|[\d๐-๙]+)\s?(?:รอบ|ครั้ง|ชั่วโมง|เดือน|หน้า)|"
    r"โดน(?:ปรับ|โกง|หลอก|ไล่|ด่า)|(?:ค้าง|ล่ม|พัง)ไป"
)
#: a question thrown back
_ASKS_BACK = (
    r"(?:ไหม|มั้ย|ปะ|ป่ะ|หรือเปล่า|รึเปล่า|หรือ|ทำไม|หรอ|เหรอ|ล่ะ|ยังไง|เท่าไร|เท่าไหร่|ใคร|ไหน|ตรงไหน|ใครจะ[^ ]*|ใครรับผิด|ขอดู[ก-๙]*หน่อย|เพราะอะไร)"
    r"(?:ครับ|คะ|ค่ะ|นะ|ด้วย|กัน|ได้|หมด|เลย|พี่|น้อง|ลุง|ป้า|ท่าน|จ๊ะ|จ้ะ|\s)*[?!.\s]*$|\?"
)
#: to what was said before
_REFERS = re.compile("(?:เรื่อง|แบบ|อย่าง|ข้อ|ตรง|คน|คำ|ส่วน)(?:นี้|นั้น)|ดังกล่าว|ข้างต้น")
#: to what another wrote on the same page
_TO_ANOTHER = re.compile(r"(?:ข้อความ|คอมเมนต์|คอมเมนท์|คอมเม้น|เม้น|โพสต์|กระทู้)(?:นี้|นั้น|ข้างบน|บน|ก่อน|แรก)")
_ASIDE = re.compile(f"{_MOCKS}|{_TALES}|{_ASKS_BACK}", re.IGNORECASE)
#: the side not taken, as a text opens with it: answer → pattern
_OPENS_WITH_OTHER_SIDE = {
    "disagree": re.compile(r"\s*(?:เห็นด้วย|สนับสนุน|เห็นพ้อง|ดี(?:ครับ|ค่ะ|มาก)|i agree|agreed)", re.IGNORECASE),
    "agree": re.compile(r"\s*(?:ไม่เห็นด้วย|คัดค้าน|ขอคัดค้าน|ค้าน(?:ครับ|ค่ะ|กับ)|i disagree)", re.IGNORECASE),
}
_TURNS = r"แต่|ทว่า|อย่างไรก็|เว้นแต่|ยกเว้น|\bbut\b|\bexcept\b"
#: where it goes over to the side that was answered
_TURNS_TO = {
    "disagree": re.compile(rf"{_TURNS}|ไม่เห็นด้วย|ค้าน|ไม่ควร|ไม่เอา|ไม่สมควร", re.IGNORECASE),
    "agree": re.compile(rf"{_TURNS}|(?<!ไม่)เห็นด้วย|สนับสนุน|ควรผ่าน", re.IGNORECASE),
}
#: what says outright what its writer wants, or holds of the draft
_SPEAKS_OUT = re.compile(
    r"ขอ(?:ให้|เสนอ|เพิ่ม|คัดค้าน|สนับสนุน|เรียน|ตัด|คง)|อยากให้|เสนอ|ควร|(?:ไม่)?เห็นด้วย|คัดค้าน|สนับสนุน|ต้อง(?:มี|ให้|กำหนด|ไม่|แยก|เปิด|ระบุ|รวม)|please\b|should\b|must\b",
    re.IGNORECASE,
)
_TAG = re.compile("|".join(map(re.escape, TAGS.values())))


#: how a comment is quoted whose writer pressed this button
ROLE_OF_STANCE: dict[str, QuoteRole] = {"agree": "supporting", "partly": "conditional", "disagree": "opposing"}


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A piece of a comment: `text == masked comment[start:end]`."""

    comment_id: str
    start: int
    end: int
    text: str
    #: a reason follows that is not quoted: shown as …
    goes_on: bool = False


def excerpt(source: Source, start: int, end: int) -> Excerpt:
    """The piece of a comment between these offsets."""
    return Excerpt(
        comment_id=source.id, start=start, end=end, text=source.text[start:end], goes_on=leaves_reason(source.text, end)
    )


@dataclass(frozen=True, kw_only=True)
class Quote(Excerpt):
    """A piece that stands for a theme, or for one side of it."""

    role: QuoteRole

    def entry(self) -> QuoteEntry:
        """The quotation as the document lists it."""
        return {
            "comment_id": self.comment_id,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "goes_on": self.goes_on,
            "role": self.role,
        }


@dataclass(frozen=True, kw_only=True)
class Ask(Excerpt):
    """A clause that asks for something."""

    def entry(self) -> AskEntry:
        """The request as the document lists it."""
        return {
            "comment_id": self.comment_id,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "goes_on": self.goes_on,
            "role": "ask",
            "cites": [self.comment_id],
        }


def pick(
    sources: Sequence[Source], closeness: Matrix, places: Matrix, *, count: int, beside: Iterable[str] = ()
) -> list[int]:
    """Indices of quotable comments near the theme's centre and unlike one another (maximal marginal relevance).

    `closeness` (n,) similarity to the centroid, `places` (n, dimensions) unit rows, `beside`: texts quoted before. Comments
    that mock, tell of one day or ask back come after others about as near; one with an insult, or that says again what is
    quoted already, letter for letter but a few, is never quoted.
    """
    said = [_shingles(text) for text in beside]
    whole = [i for i, source in enumerate(sources) if _stretch_of(source.text) is not None and not is_rude(source.text)]
    usable = [i for i in whole if len(sources[i].text.strip()) >= _SHORTEST] or whole
    chosen: list[int] = []
    while usable and len(chosen) < count:
        worth = closeness[usable] + np.array([_readable(sources[i]) for i in usable])
        if chosen:
            worth = worth - _DIVERSITY * (places[usable] @ places[chosen].T).max(axis=1)
        best = usable.pop(min(range(len(usable)), key=lambda i: (-round(float(worth[i]), 9), sources[usable[i]].id)))
        letters = _shingles(sources[best].text)
        if all(len(letters & other) <= _COPIED * len(letters | other) for other in said):
            chosen.append(best)
            said.append(letters)
    return chosen


def _shingles(text: str) -> frozenset[str]:
    """Runs of five letters of a text, by which copies are told."""
    plain = fingerprint(text)
    return frozenset(plain[start : start + 5] for start in range(max(1, len(plain) - 4)))


def quote(source: Source, *, role: QuoteRole) -> Quote:
    """The comment whole when short, else the longest stretch of it that fits and stands alone; only of what `pick` picked."""
    stretched = _stretch_of(source.text)
    assert stretched is not None, "not picked"
    return Quote(**vars(excerpt(source, *stretched)), role=role)


def asks(sources: Sequence[Source], words: Words, centre: Matrix, *, count: int = 3) -> list[Ask]:
    """Clauses that ask for something, nearest to the theme's words first, no two alike.

    `centre`: the theme's mean in the word space of `words`, unit, shape (dimensions,).
    """
    found = [ask for ask in _requests(sources) if len(ask.text) >= _LEAST_ASK]
    if not found:
        return []
    places = words.project([reading.terms for reading in read([ask.text for ask in found])])
    # a request drawn out over what stands before it tells of something else first
    plain = np.array([bool(_ASK.match(ask.text)) and not _REFERS.search(ask.text) for ask in found])
    worth = places @ centre - _INDIRECT * ~plain
    chosen: list[int] = []
    for index in sorted(range(len(found)), key=lambda i: (-round(float(worth[i]), 9), found[i].comment_id)):
        unlike = all(places[index] @ places[other] < 0.6 for other in chosen)
        if unlike and found[index].comment_id not in {found[other].comment_id for other in chosen}:
            chosen.append(index)
        if len(chosen) == count:
            break
    return [found[index] for index in chosen]


def example(sources: Sequence[Source], side: str, words: Words, centre: Matrix) -> Ask | None:
    """One request short and plain enough to stand beneath a theme's name, nearest to the theme's words; None when none keeps
    every rule. `side`: the answer most of the theme gave, "" when nobody was asked: nobody of another side is shown."""
    willing = [source for source in sources if not side or source.stance in (side, "partly")]
    found = [ask for ask in _requests(willing) if _plain(ask.text)]
    if not found:
        return None
    worth = words.project([reading.terms for reading in read([ask.text for ask in found])]) @ centre
    return found[min(range(len(found)), key=lambda i: (-round(float(worth[i]), 9), found[i].comment_id))]


def _plain(text: str) -> bool:
    """Whether a request reads by itself: 16 to 45 letters, three words with a meaning, nothing that points elsewhere."""
    letters = len(_MARKS.sub("", text))
    content = {word for word in next(read([text])).words if is_content(word)}
    return 16 <= letters <= 45 and len(content) >= 3 and text.count(" ") <= 2 and not _POINTS.search(text)


def _requests(sources: Sequence[Source]) -> Iterator[Ask]:
    """Stretches that open with a request and stand alone, without personal data, insults, mockery, tales and questions."""
    for source in sources:
        for start, end in clauses(source.text):
            if not _ASK.match(source.text, start, end):
                continue
            link = _LINK.match(source.text, start, end)
            stretched = stretch(source.text, link.end() if link else start, end, longest=LONGEST)
            text = source.text[slice(*stretched)] if stretched else ""
            if stretched and hangs(text):  # what it is about stands before it
                stretched = _stretch_from_opening(source.text, stretched[1])
                text = source.text[slice(*stretched)] if stretched else ""
            if stretched and text and is_quotable(text) and not told_aside(text):
                yield Ask(**vars(excerpt(source, *stretched)))


def _stretch_from_opening(text: str, end: int) -> tuple[int, int] | None:
    """A comment from its first letter to this place, or to where its limits end; None when that is too long to quote."""
    return stretch(text, len(text) - len(text.lstrip()), end, longest=LONGEST)


def answers_another(source: Source) -> bool:
    """Whether somebody opens with the other side than the one answered, and turns nowhere: with or against what another wrote.

    Under “ผู้ที่ไม่เห็นด้วยกล่าวว่า” such a text says the opposite of what its writer holds of the draft.
    """
    pattern = _OPENS_WITH_OTHER_SIDE.get(source.stance)
    opens = pattern.match(source.text) if pattern else None
    return opens is not None and not _TURNS_TO[source.stance].search(source.text, opens.end())


def nods(text: str) -> bool:
    """Whether a text only makes sense beside what another wrote: "ใช่เลย …", "ขอให้ผู้ใหญ่เห็นข้อความนี้"."""
    return bool(_NODS.match(text) or _TO_ANOTHER.search(text))


def told_aside(text: str) -> bool:
    """Whether a text mocks, tells of one day in one life, only asks back or nods to what another wrote: no voice of a theme."""
    return bool(_ASIDE.search(text)) or nods(text)


def _readable(source: Source) -> float:
    """A small preference for a sentence or two that says what should be over fragments and essays; asides, then masked or rude texts, come last."""
    text = source.text
    aside = told_aside(text) or answers_another(source)
    length = 0.1 if 40 <= len(text) <= LONGEST else 0.0 if len(text) >= _SHORTEST else -0.2
    said = 0.15 if _SPEAKS_OUT.search(text) else 0.0
    return length + said - (0.3 if aside else 0.0) - (0.0 if is_quotable(text) else 1.0)


def is_quotable(text: str) -> bool:
    """True without personal data (even masked) and without insults."""
    return not _TAG.search(text) and not SIGN.search(text) and not is_rude(text)


@lru_cache(maxsize=16_384)
def _stretch_of(text: str) -> tuple[int, int] | None:
    """The whole text when short, else its longest stretch that fits and stands alone; None when there is none."""
    begins, ends = len(text) - len(text.lstrip()), len(text.rstrip())
    if ends - begins <= LONGEST:
        return begins, ends
    best: tuple[int, int] | None = None
    for start, _ in clauses(text):
        for _, end in clauses(text):
            long = end - start
            if (
                0 < long <= LONGEST
                and (best is None or long > best[1] - best[0])
                and fault_of(text, start, end) is None
            ):
                best = start, end
    return best
