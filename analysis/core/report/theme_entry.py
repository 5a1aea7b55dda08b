"""One theme as it is shown: counts, stances, quotes, requests, summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core.intake.reading import read
from analysis.core.intake.rows import Row
from analysis.core.report.checker import check, check_quotes
from analysis.core.report.citations import Source, count_people
from analysis.core.report.quotes import Quote, asks, pick, quote
from analysis.core.report.summary import summarise
from analysis.core.signals.inferred_stance import tally_inferred
from analysis.core.signals.stance import tally
from analysis.core.signals.tone import tally_tones
from analysis.core.space.vectors import Matrix, unit_rows
from analysis.core.space.vocabulary import Words

_ROLES = {"agree": "supporting", "partly": "conditional", "disagree": "opposing"}
_CENTRAL, _PER_STANCE = 2, 2
#: nearest texts among which quotes and requests are looked for
_QUOTED_AMONG, _ASKED_AMONG = 200, 60


@dataclass(frozen=True, kw_only=True)
class ThemeView:
    """A theme with its rows, and its texts (one per unit) nearest the centre first."""

    id: str
    #: indices of all rows, ascending
    rows: tuple[int, ...]
    #: index of each unit's exemplar row, nearest first
    exemplars: tuple[int, ...]
    closeness: Matrix
    places: Matrix
    all_rows: Sequence[Row]

    def naming_texts(self, limit: int) -> list[str]:
        """Masked texts that name the theme: all of a small theme, an even spread of a large one."""
        step = max(1, -(-len(self.exemplars) // limit))
        readings = [self.all_rows[index].reading for index in self.exemplars[::step]]
        return [reading.masked for reading in readings if reading]


def report_theme(view: ThemeView, sources: Mapping[str, Source], words: Words) -> tuple[dict[str, Any], list[str]]:
    """(fields of the theme's entry, rules broken by sentences that were left out)."""
    members = [sources[view.all_rows[index].comment.id] for index in view.rows]
    quotes = _quotes(view, sources)
    requests = _requests(view, sources, words)
    sections = Counter(view.all_rows[index].section for index in view.rows if view.all_rows[index].section)
    marks = {reading.fingerprint for index in view.rows if (reading := view.all_rows[index].reading)}
    summary = summarise(members, quotes, requests)
    faults = check(summary, sources, theme=view.id)
    wrong = {fault.sentence for fault in faults}
    faults += check_quotes([entry.as_json() for entry in (*quotes, *requests)], sources)
    inferred = tally_inferred(view.all_rows[index] for index in view.rows)
    in_campaign = sum(source.campaign is not None for source in members)
    entry = {
        "n_comments": len(members),
        "n_people": count_people(members),
        "n_distinct": len(marks),
        "stance": {"asked": tally(source.stance for source in members), "inferred": inferred},
        "sentiment": tally_tones(view.all_rows[index] for index in view.rows),
        "by_attribute": None,  # of whole themes only: the parts of a theme could be subtracted from it
        "by_clause": dict(sorted(sections.items())),
        "cohesion": round(float(view.closeness.mean()), 4) if len(view.closeness) else None,
        "campaign_share": round(in_campaign / len(members), 4) if members else 0.0,
        "central": _central(view, sources),
        "quotes": [entry.as_json() for entry in quotes],
        "summary": [sentence for place, sentence in enumerate(summary) if place not in wrong],
        "asks": [ask.as_json() | {"cites": [ask.comment_id]} for ask in requests],
    }
    return entry, sorted({fault.rule for fault in faults})


def _central(view: ThemeView, sources: Mapping[str, Source]) -> dict[str, object] | None:
    """The comment that stands nearest the middle of the theme, in its own words; it may be quoted for its side too."""
    near = [sources[view.all_rows[index].comment.id] for index in view.exemplars[:_QUOTED_AMONG]]
    best = pick(near, view.closeness[:_QUOTED_AMONG], view.places[:_QUOTED_AMONG], count=1)
    return quote(near[best[0]], role="central").as_json() if best else None


def _quotes(view: ThemeView, sources: Mapping[str, Source]) -> list[Quote]:
    """The most central comments, then for each answer given the most central of its writers, none twice."""
    near = [sources[view.all_rows[index].comment.id] for index in view.exemplars[:_QUOTED_AMONG]]
    close, places = view.closeness[:_QUOTED_AMONG], view.places[:_QUOTED_AMONG]
    chosen: list[Quote] = []
    used: set[str] = set()
    for stance, role in _ROLES.items():
        rows = [place for place, source in enumerate(near) if source.stance == stance]
        for best in pick([near[row] for row in rows], close[rows], places[rows], count=_PER_STANCE):
            used.add(near[rows[best]].id)
            chosen.append(quote(near[rows[best]], role=role))
    rows = [place for place, source in enumerate(near) if source.id not in used]
    central = pick([near[row] for row in rows], close[rows], places[rows], count=_CENTRAL)
    return [quote(near[rows[best]], role="central") for best in central] + chosen


def _requests(view: ThemeView, sources: Mapping[str, Source], words: Words) -> list[Quote]:
    near = [sources[view.all_rows[index].comment.id] for index in view.exemplars[:_ASKED_AMONG]]
    centre = words.project([reading.terms for reading in read([source.text for source in near])])
    middle = unit_rows(centre.mean(axis=0, keepdims=True))[0] if len(centre) else centre
    return asks(near, words, middle)
