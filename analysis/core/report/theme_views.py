"""Themes of a run as their entries need them: members, texts nearest the centre first, quotations and requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.core.intake.deduplicated import Corpus
from analysis.core.intake.reading import read
from analysis.core.intake.rows import Row
from analysis.core.report.citations import Source
from analysis.core.report.quotes import (
    ROLE_OF_STANCE,
    Quote,
    answers_another,
    asks,
    example,
    nods,
    pick,
    quote,
    told_aside,
)
from analysis.core.report.theme_entry import ThemeFacts
from analysis.core.signals.inferred_stance import tally_inferred
from analysis.core.signals.tone import tally_tones
from analysis.core.space.vectors import Matrix, unit_rows
from analysis.core.space.vocabulary import Words

_CENTRAL, _PER_STANCE = 2, 2
#: nearest texts among which quotes and requests are looked for
_QUOTED_AMONG, _ASKED_AMONG = 200, 60


@dataclass(frozen=True, kw_only=True)
class ThemeView:
    """A theme, or a part of one, with its rows, and its texts (one per unit) nearest the centre first."""

    id: str
    corpus: Corpus
    #: indices of all rows, ascending
    rows: tuple[int, ...]
    #: index of each unit's exemplar row, nearest first
    exemplars: tuple[int, ...]
    closeness: Matrix
    places: Matrix

    @property
    def members(self) -> list[Row]:
        """Every comment of the theme, in order of id."""
        return [self.corpus.rows[index] for index in self.rows]

    @property
    def people(self) -> set[str]:
        """Everybody who wrote one of its comments."""
        return {row.person for row in self.members}

    def nearest(self, sources: Mapping[str, Source], limit: int) -> list[Source]:
        """The citable comments of the texts nearest the centre, nearest first."""
        return [sources[self.corpus.rows[index].comment.id] for index in self.exemplars[:limit]]

    def naming_texts(self, limit: int) -> list[str]:
        """Masked texts that name the theme: all of a small theme, an even spread of a large one."""
        step = max(1, -(-len(self.exemplars) // limit))
        readings = [self.corpus.rows[index].reading for index in self.exemplars[::step]]
        return [reading.masked for reading in readings if reading]


def view(name: str, members: Sequence[int], closeness: Matrix, corpus: Corpus, places: Matrix) -> ThemeView:
    """The view of these units; `closeness`: similarity of each to the centre, `places`: of all units of the corpus."""
    units = np.array(members, dtype=np.int64)
    order = np.lexsort((units, -np.round(closeness, 9)))
    return ThemeView(
        id=name,
        corpus=corpus,
        rows=tuple(sorted(index for unit in units.tolist() for index in corpus.units[unit].rows)),
        exemplars=tuple(corpus.units[unit].exemplar for unit in units[order].tolist()),
        closeness=closeness[order],
        places=places[units[order]],
    )


def facts_of(
    seen: ThemeView, sources: Mapping[str, Source], words: Words, *, everyone: int, among: int = _QUOTED_AMONG
) -> ThemeFacts:
    """The facts of a theme for its entry; `among`: nearest texts among which quotes and requests are looked for."""
    members = seen.members
    close, middle = _words_of(seen, sources, words, min(among, _ASKED_AMONG))
    near = replace(seen, exemplars=seen.exemplars[:among])
    return ThemeFacts(
        members=[replace(sources[row.comment.id], theme=seen.id) for row in members],
        everyone=everyone,
        n_distinct=len({row.reading.fingerprint for row in members if row.reading}),
        sections=[row.section for row in members],
        central=_central(near, sources),
        quotes=_quotes(near, sources),
        asks=asks(close, words, middle),
        example=example(close, _side_of_most(members), words, middle),
        stability=None,
        cohesion=round(float(seen.closeness.mean()), 4) if len(seen.closeness) else None,
        inferred=tally_inferred(members),
        sentiment=tally_tones(members),
    )


def _central(seen: ThemeView, sources: Mapping[str, Source]) -> Quote | None:
    """The comment that stands nearest the middle of the theme, in its own words; it may be quoted for its side too."""
    near = seen.nearest(sources, _QUOTED_AMONG)
    best = pick(near, seen.closeness[: len(near)], seen.places[: len(near)], count=1)
    return quote(near[best[0]], role="central") if best else None


def _quotes(seen: ThemeView, sources: Mapping[str, Source]) -> list[Quote]:
    """The most central comments, then for each answer given the most central of its writers, none twice."""
    near = seen.nearest(sources, _QUOTED_AMONG)
    close, places = seen.closeness, seen.places
    chosen: list[Quote] = []
    used: set[str] = set()
    for stance, role in ROLE_OF_STANCE.items():
        rows = [place for place, source in enumerate(near) if source.stance == stance and not answers_another(source)]
        rows = [row for row in rows if not nods(near[row].text)] or rows
        said = [quoted.text for quoted in chosen]
        for best in pick([near[row] for row in rows], close[rows], places[rows], count=_PER_STANCE, beside=said):
            used.add(near[rows[best]].id)
            chosen.append(quote(near[rows[best]], role=role))
    rows = [place for place, source in enumerate(near) if source.id not in used]
    # where sides speak, what is left need not: no aside stands for the theme
    rows = [row for row in rows if not told_aside(near[row].text)] if chosen else rows
    said = [quoted.text for quoted in chosen]
    central = pick([near[row] for row in rows], close[rows], places[rows], count=_CENTRAL, beside=said)
    return [quote(near[rows[best]], role="central") for best in central] + chosen


def _words_of(seen: ThemeView, sources: Mapping[str, Source], words: Words, among: int) -> tuple[list[Source], Matrix]:
    """The comments nearest the centre and their mean in the space of words, unit: what requests are looked for in."""
    near = seen.nearest(sources, among)
    centre = words.project([reading.terms for reading in read([source.text for source in near])])
    return near, unit_rows(centre.mean(axis=0, keepdims=True))[0] if len(centre) else centre


def _side_of_most(members: Sequence[Row]) -> str:
    """The answer most of the comments gave, "" when none did."""
    counts = Counter(row.comment.stance for row in members if row.comment.stance)
    return min(counts, key=lambda stance: (-counts[stance], stance), default="")
