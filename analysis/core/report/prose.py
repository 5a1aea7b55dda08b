"""Rules for free prose about comments, as a language model would write it.

Prose says nothing about amounts, turns no position and no statement round, quotes whole words, names nobody,
and nearly all its words stand in the comments it cites; each of those comments has a part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.core.intake.claims import is_content, opposites, signs
from analysis.core.intake.normal_form import normalise
from analysis.core.intake.reading import Reading, read
from analysis.core.intake.word_lists import word_list
from analysis.core.report import sentences
from analysis.core.report.citations import Source
from analysis.core.report.limits import stop_at
from consult.thai import personal_data

QUOTE = re.compile(f"{sentences.OPEN}([^{sentences.OPEN}{sentences.CLOSE}]*){sentences.CLOSE}")
_OTHER_MARKS = re.compile("[“”\"„‟«»‹›「」『』‘’'`<>]")
_DIGIT = re.compile(r"[\d%฿½¼¾²³]")
_AMOUNT = re.compile(
    r"ร้อยละ|เปอร์เซ็นต์|เปอร์เซนต์|ครึ่ง|ส่วนใหญ่|ส่วนมาก|ส่วนน้อย|โดยมาก|เสียงข้างมาก|เสียงข้างน้อย|ทั้งหมด|ทุกคน|ทุกฝ่าย|ทุกราย|ทุกเสียง|"
    r"เอกฉันท์|เสียงเดียว|ถ้วนหน้า|ท่วมท้น|จำนวนมาก|จำนวนน้อย|จำนวนหนึ่ง|หลายคน|หลายราย|หลายเสียง|หลายฝ่าย|หลายท่าน|ไม่กี่|ไม่มีใคร|แทบไม่มี|แทบทุก|"
    r"มากที่สุด|น้อยที่สุด|เกือบ|คนเดียว|รายเดียว|เพียงคน|นับไม่ถ้วน|มหาศาล|คนส่วน|ล้นหลาม|"
    r"\b(?:most|majority|minority|all|every\w*|nobody|none|half|third|quarter|many|few|several|dozens?|percent|hundreds?|"
    r"thousands?|millions?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|unanim\w+|overwhelming\w*)\b",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile("(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ยี่|เอ็ด|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|โหล|ทวี)+")
#: "one" that counts nothing
_NO_NUMBER = re.compile("(?:ประการ|อย่าง|ส่วน|ทาง|ด้าน)หนึ่ง|หนึ่งเดียว")
_OPPOSE = re.compile(
    r"ไม่เห็นด้วย|ไม่เห็นชอบ|ไม่สนับสนุน|ไม่ยอมรับ|ไม่พอใจ|ไม่ต้องการ|ไม่เห็นควร|คัดค้าน|ต่อต้าน|ปฏิเสธ|ค้าน|ไม่เอา|"
    r"\b(?:oppos\w+|disagree\w*|against|reject\w*|object\w*)\b",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"เห็นด้วย|เห็นชอบ|สนับสนุน|ยอมรับ|พอใจ|ชื่นชม|ยินดี|เห็นควร|เห็นดี|\b(?:agree\w*|support\w*|favou?r\w*|approv\w*|welcom\w*)\b",
    re.IGNORECASE,
)
_NOTS = frozenset({"ไม่", "มิ", "อย่า", "ห้าม", "no", "not", "never", "don't"})
_NOT_INSIDE = re.compile("(ไม่)")
# With a space between, "ไม่ได้" and "หรือไม่" end what stands before.
_TORN = re.compile(r"(?:ไม่|มิ|อย่า|ห้าม|ไม่ได้|ไม่ควร|ไม่ต้อง|ไม่ให้|ไม่อยาก|ไม่ใช่|เลิก)$|\b(?:not|never|no)\s+$", re.IGNORECASE)
#: share of a sentence's words that must stand in what it cites, and share that each cited comment must hold
LEAST_SUPPORT, LEAST_SHARE = 0.75, 0.2
_LEAST_QUOTED, _LONGEST = 12, 600


def faults_of(sentence: str, sources: Sequence[Source]) -> list[tuple[str, str]]:
    """(rule, detail) of every rule a free sentence breaks."""
    prose = QUOTE.sub(" ", sentence)
    quoted = QUOTE.findall(sentence)
    faults = [("quote_not_exact", piece) for piece in quoted if not _is_quoted(piece, sources)]
    if _OTHER_MARKS.search(prose):
        faults.append(("quote_not_exact", "quotation marks that do not pair"))
    if len(sentence) > _LONGEST:
        faults.append(("too_long", f"{len(sentence)} letters"))
    if speaks_of_amounts(prose):
        faults.append(("unsupported_quantity", prose.strip()))
    if personal_data.find(sentence):
        faults.append(("personal_data", "a name, number or address"))
    faults += [("polarity", detail) for detail in _turned(prose, sources)]
    return faults or [("unsupported", detail) for detail in _unsupported(prose, sources, quoted)]


def is_torn(text: str, quoted: str) -> bool:
    """True when every place of a quotation in the text begins right after a "not", or cuts a word."""
    edges = _edges(text)
    start = text.find(quoted)
    while start >= 0:
        if start in edges and start + len(quoted) in edges and not _TORN.search(text[:start]):
            return False
        start = text.find(quoted, start + 1)
    return True


@lru_cache(maxsize=2048)
def _edges(text: str) -> frozenset[int]:
    """Offsets at which the words of a text begin, and its end."""
    from analysis.core.intake.nlp import pipeline

    return frozenset({len(text), *(token.idx for token in pipeline().make_doc(text))})


def speaks_of_amounts(prose: str) -> bool:
    """True when a number or a word for a quantity stands in the text, in digits or in letters."""
    from analysis.core.intake.segmenting import segment

    if _DIGIT.search(prose) or _AMOUNT.search(prose):
        return True
    counted = _NO_NUMBER.sub(" ", normalise(prose).text)
    return any(_NUMBER_WORD.fullmatch(word) for word in segment(counted))


def support(sentence: str, sources: Sequence[Source]) -> float:
    """Share of the sentence's content words that stand in the sources, 0 to 1; 1 without content words."""
    words = _content(next(read([sentence])))
    held = {word for reading in read([source.text for source in sources]) for word in reading.words}
    return sum(word in held for word in words) / len(words) if words else 1.0


def _is_quoted(piece: str, sources: Sequence[Source]) -> bool:
    """An exact piece of a cited comment, long enough to mean what it meant there."""
    if len(piece.strip()) < _LEAST_QUOTED:
        return any(piece.strip() == source.text.strip() for source in sources)
    return any(
        piece in source.text and not is_torn(source.text, piece) and not _is_cut(source.text, piece)
        for source in sources
    )


def _is_cut(text: str, piece: str) -> bool:
    """Whether every place of a quotation in the text stops before what turns its meaning; it may begin inside a sentence of prose."""
    starts = [hit.start() for hit in re.finditer(re.escape(piece), text)]
    return all(stop_at(text, start + len(piece)) == "cut" for start in starts)


def _turned(prose: str, sources: Sequence[Source]) -> Iterator[str]:
    """Positions nobody cited has taken, and statements that say the opposite of what they cite."""
    opposing = bool(_OPPOSE.search(prose))
    agreeing = bool(_AGREE.search(_OPPOSE.sub(" ", prose)))
    stances = {source.stance for source in sources}
    allowed = ({"disagree"} if opposing else set()) | ({"agree", "partly"} if agreeing else set())
    if (opposing or agreeing) and not stances <= allowed:
        yield f"cites {sorted(stances)}"
    if opposing and agreeing and not ("disagree" in stances and stances & {"agree", "partly"}):
        yield "speaks for both sides, cites one"
    said = next(read([prose]))
    cited = list(read([source.text for source in sources]))
    yield from _nots(said, cited)
    denied, stated = signs(said)
    theirs = [signs(reading) for reading in cited]
    all_denied = set().union(*(pair[0] for pair in theirs))
    all_stated = set().union(*(pair[1] for pair in theirs))
    yield from (f"denies {word}" for word in sorted(denied & all_stated - all_denied))
    yield from (f"leaves out a not before {word}" for word in sorted(stated & all_denied - all_stated))
    words, held = set(said.words), {word for reading in cited for word in reading.words}
    for one, other in opposites():
        for side, against in ((one, other), (other, one)):
            if words & side - held and held & against and not held & side:
                yield f"says {', '.join(sorted(words & side))}"


def _nots(said: Reading, cited: Sequence[Reading]) -> Iterator[str]:
    """Each "not" must stand before the word it stands before in a comment, and may not be missing before it."""
    mine, theirs = _next_to_not(said), [_next_to_not(reading) for reading in cited]
    denied, gaps, plain, joined = (set().union(*(part[place] for part in theirs)) for place in range(4))
    yield from (f"puts a not before {word}" for word in sorted(mine[0] - denied - word_list("stance_words")))
    yield from (f"leaves out a not before {word}" for word in sorted(mine[2] & denied - plain))
    yield from (f"leaves out a not in {' '.join(pair)}" for pair in sorted(mine[3] & gaps - joined))


_Pairs = set[tuple[str, str]]


def _next_to_not(reading: Reading) -> tuple[set[str], _Pairs, set[str], _Pairs]:
    """(words right after a "not", what stands on both sides of one, words elsewhere, neighbours elsewhere)."""
    words = [part for word in reading.words for part in _NOT_INSIDE.split(word) if part.strip()]
    denied: set[str] = set()
    gaps: _Pairs = set()
    plain: set[str] = set()
    joined: _Pairs = set()
    for before, word, after in zip(["^", *words], words, [*words[1:], ""], strict=False):
        if word in _NOTS:
            if after:
                denied.add(after)
                gaps.add((before, after))
        elif before not in _NOTS:
            plain.add(word)
            joined.add((before, word))
    return denied, gaps, plain, joined


def _unsupported(prose: str, sources: Sequence[Source], quoted: Sequence[str]) -> Iterator[str]:
    words = _content(next(read([prose])))
    if not words and not quoted:
        yield "says nothing of its own"
    if words and support(prose, sources) < LEAST_SUPPORT:
        yield prose.strip()
    for source in sources:
        quotes = any(piece in source.text for piece in quoted)
        if not quotes and (not words or support(prose, [source]) < LEAST_SHARE):
            yield f"{source.id} has no part in it"


def _content(reading: Reading) -> set[str]:
    return {word for word in reading.words if is_content(word)}
