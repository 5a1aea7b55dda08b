"""Words of citizens chosen to stand for a theme: exact pieces of masked comments, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.contract import AskEntry, QuoteEntry, QuoteRole
from analysis.core.intake.reading import clauses, read
from analysis.core.report.citations import Source
from analysis.core.signals.insults import is_rude
from analysis.core.space.vectors import Matrix
from analysis.core.space.vocabulary import Words
from consult.thai.personal_data import TAGS

_LONGEST = 220
_SHORTEST = 20
_LEAST_ASK = 25
#: how much likeness to what is already quoted costs against closeness to the theme
_DIVERSITY = 0.3
# A request opens its clause, perhaps after a small word; "มาขอให้ผมเซ็น" tells a story and asks for nothing.
_ASK = re.compile(
    r"(?:แต่|และ|ก็|ดังนั้น|จึง|ทั้งนี้|เห็นว่า|เห็น|ผมว่า|เราว่า|อย่างน้อย|ถ้าเป็นไปได้|เพราะงั้น|ฝากถึง[ก-๙]*:?|ใคร่|\s)*"
    r"(?:ขอให้|ขอเสนอ|ขอเพิ่ม|ขอร้อง|ขอเรียนเสนอ|อยากให้|เสนอให้|เสนอว่า|เสนอ|ควร|สมควร|ต้องมี|ต้องให้|ต้องกำหนด|ให้เพิ่ม|ให้ตัด|โปรด|ช่วย|"
    r"please\b|should\b|we need\b)",
    re.IGNORECASE,
)
# What ties a request to a sentence that is not quoted with it: "จึงขอให้".
_LINK = re.compile(r"(?:แต่|และ|ก็|ดังนั้น|จึง|เพราะงั้น|\s)*")
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
            "role": "ask",
            "cites": [self.comment_id],
        }


def pick(sources: Sequence[Source], closeness: Matrix, places: Matrix, *, count: int) -> list[int]:
    """Indices of comments near the theme's centre and unlike one another (maximal marginal relevance).

    `closeness` (n,) similarity to the centroid, `places` (n, dimensions) unit rows.
    """
    usable = [i for i, source in enumerate(sources) if len(source.text.strip()) >= _SHORTEST] or list(
        range(len(sources))
    )
    chosen: list[int] = []
    while usable and len(chosen) < count:
        worth = closeness[usable] + np.array([_readable(sources[i].text) for i in usable])
        if chosen:
            worth = worth - _DIVERSITY * (places[usable] @ places[chosen].T).max(axis=1)
        best = min(range(len(usable)), key=lambda i: (-round(float(worth[i]), 9), sources[usable[i]].id))
        chosen.append(usable.pop(best))
    return chosen


def quote(source: Source, *, role: QuoteRole) -> Quote:
    """The comment whole when short, else its longest run of clauses that fits."""
    start, end = _excerpt(source.text)
    return Quote(comment_id=source.id, start=start, end=end, text=source.text[start:end], role=role)


def asks(sources: Sequence[Source], words: Words, centre: Matrix, *, count: int = 3) -> list[Ask]:
    """Clauses that ask for something, nearest to the theme's words first, no two alike.

    `centre`: the theme's mean in the word space of `words`, unit, shape (dimensions,).
    """
    found: list[Ask] = []
    for source in sources:
        for start, end in clauses(source.text):
            if not _ASK.match(source.text, start, end):
                continue
            link = _LINK.match(source.text, start, end)
            opening = link.end() if link else start
            text = source.text[opening:end]
            if _LEAST_ASK <= len(text) <= _LONGEST and _quotable(text):
                found.append(Ask(comment_id=source.id, start=opening, end=end, text=text))
    if not found:
        return []
    places = words.project([reading.terms for reading in read([ask.text for ask in found])])
    worth = places @ centre
    chosen: list[int] = []
    for index in sorted(range(len(found)), key=lambda i: (-round(float(worth[i]), 9), found[i].comment_id)):
        unlike = all(places[index] @ places[other] < 0.6 for other in chosen)
        if unlike and found[index].comment_id not in {found[other].comment_id for other in chosen}:
            chosen.append(index)
        if len(chosen) == count:
            break
    return [found[index] for index in chosen]


def _readable(text: str) -> float:
    """A small preference for a sentence or two over fragments and essays; masked or rude texts come last."""
    length = 0.1 if 40 <= len(text) <= _LONGEST else 0.0 if len(text) >= _SHORTEST else -0.2
    return length - (0.0 if _quotable(text) else 1.0)


def _quotable(text: str) -> bool:
    """True without personal data (even masked) and without insults."""
    return not _TAG.search(text) and not is_rude(text)


def _excerpt(text: str) -> tuple[int, int]:
    pieces = clauses(text)
    if not pieces:
        return 0, len(text)
    whole = (pieces[0][0], pieces[-1][1])
    if whole[1] - whole[0] <= _LONGEST:
        return whole
    runs = [
        (first[0], last[1]) for i, first in enumerate(pieces) for last in pieces[i:] if last[1] - first[0] <= _LONGEST
    ]
    if not runs:
        return pieces[0]
    return max(runs, key=lambda run: (run[1] - run[0], -run[0]))
