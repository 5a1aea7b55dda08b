"""Many who bring up the same in words of their own: an observation with its evidence, for a person to judge.

Neighbours who agree write like this, and so do people who were given a list of points; the texts alone do not tell one
from the other. So nothing is called a campaign here: the entry says what the texts share, where, when and with which
positions they were sent. Who takes the other side or names another amount is never counted with them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from analysis.core.contract import EchoEntry
from analysis.core.intake.claims import NO_CLAIM, POSITIONS, Claim, amounts, claim_of
from analysis.core.intake.copies import exemplar, likeness
from analysis.core.intake.deduplicated import Corpus
from analysis.core.intake.normal_form import normalise
from analysis.core.intake.rows import Row
from analysis.core.signals.campaigns import mark_of
from analysis.core.signals.reworded import LEAST_ALIKE, find_reworded, points
from analysis.core.signals.stance import tally
from analysis.core.space.encoders import Vectors
from analysis.core.space.vectors import Labels
from analysis.core.space.vocabulary import Words

_COMPARED, _WORDS = 200, 5
_DAY = len("2026-01-31")
#: words right before a thing that refuse it, or ask for it
_REFUSED = r"(?:ไม่(?:ควร|ต้อง|อยาก|ให้|เอา|จำเป็น|เห็นด้วย|สมควร)|อย่า|ห้าม|งด|เลิก|หยุด|\bno |\bnot? )[^\s]{0,12}?\s?"
_WANTED = r"(?<!ไม่)(?:ควร|ต้อง(?!การ)|อยาก|ขอ|เสนอ|เพิ่ม|จัดให้มี|\bneed |\bwant )[^\s]{0,12}?\s?"


@dataclass(frozen=True, kw_only=True)
class Echo:
    """Comments of several people that share points or wording and are no copies."""

    #: indices of rows, ascending
    rows: tuple[int, ...]
    exemplar: int

    def entry(self, rows: Sequence[Row]) -> EchoEntry:
        """The observation as the document lists it; `rows`: those of the corpus."""
        members = [rows[index] for index in self.rows]
        mine = mark_of(rows[self.exemplar])
        dates = sorted(row.comment.created_at for row in members if row.comment.created_at)
        days = Counter(date[:_DAY] for date in dates)
        busiest = min(days, key=lambda day: (-days[day], day), default=None)
        sections = Counter(row.section for row in members if row.section)
        return {
            "id": "e" + sha256(mine.encode("utf-8", "surrogatepass")).hexdigest()[:8],
            "comment_ids": [row.comment.id for row in members],
            "n_texts": len(members),
            "n_people": len({row.person for row in members}),
            "exemplar_id": rows[self.exemplar].comment.id,
            "words": _shared(members),
            "by_clause": dict(sorted(sections.items())),
            "asked": tally(row.comment.stance for row in members),
            "first": dates[0] if dates else None,
            "last": dates[-1] if dates else None,
            "busiest_day": busiest,
            "n_busiest_day": days[busiest] if busiest else 0,
            "similarity": round(likeness(mine, sorted({mark_of(row) for row in members} - {mine})[:_COMPARED]), 4),
        }


def find_echoes(corpus: Corpus, vectors: Vectors, words: Words, themes: Labels) -> list[Echo]:
    """All such groups, most comments first. `vectors` and `themes` are per unit."""
    rows, units = corpus.rows, corpus.units
    single = [place for place, unit in enumerate(units) if not unit.is_campaign]
    readings = [corpus.readings[place] for place in single]
    blocks = _blocks([units[place].section for place in single], themes[single].tolist())
    found = []
    for group in find_reworded(readings, vectors[single], words, blocks):
        for side in _of_one_mind(rows, [units[single[place]].rows for place in group]):
            if len({rows[index].person for index in side}) >= LEAST_ALIKE:
                best = side[exemplar([mark_of(rows[index]) for index in side])]
                found.append(Echo(rows=tuple(side), exemplar=best))
    return sorted(found, key=lambda echo: (-len(echo.rows), echo.rows))


def _of_one_mind(rows: Sequence[Row], texts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The texts (rows of each) by what they claim: none with one that takes the other side or names other amounts."""
    minds: list[tuple[Claim, list[int]]] = []
    common = set(_shared([rows[members[0]] for members in texts]))
    for members in texts:
        claim = _claim([rows[index] for index in members], common)
        for place, (said, held) in enumerate(minds):
            if not said.opposes(claim):
                minds[place] = (said.joined(claim), [*held, *members])
                break
        else:
            minds.append((claim, list(members)))
    return [sorted(held) for _, held in minds]


def _claim(members: Sequence[Row], common: Set[str]) -> Claim:
    """What one text claims, and whether it wants or refuses what its fellows speak of."""
    reading = members[0].reading
    if reading is None:
        return NO_CLAIM
    text = normalise(reading.masked).text
    said = {
        (word, side)
        for word in common
        for side, asked in enumerate((_REFUSED, _WANTED))
        if re.search(asked + re.escape(word), text)
    }
    claim = claim_of(reading, [row.comment.stance for row in members])
    # in words of one's own "more", "slow" and "cheap" may speak of anything: only positions are held against one another
    said |= {(pair, side) for pair, side in claim.sides if pair in POSITIONS}
    return Claim((), amounts(text, measured=True), frozenset(said))


def _shared(members: Sequence[Row]) -> list[str]:
    """The words most of them share, those of most texts first."""
    held = Counter(word for row in members if row.reading for word in points(row.reading))
    usual = [word for word, n in held.items() if 2 * n >= len(members)]
    return sorted(usual, key=lambda word: (-held[word], word))[:_WORDS]


def _blocks(sections: Sequence[str], themes: Sequence[int]) -> list[list[int]]:
    """Units of one section, and of one theme: where shared points are looked for."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (section, theme) in enumerate(zip(sections, themes, strict=True)):
        if section:
            blocks["section", section].append(place)
        if theme >= 0:
            blocks["theme", str(theme)].append(place)
    return [blocks[key] for key in sorted(blocks)]
