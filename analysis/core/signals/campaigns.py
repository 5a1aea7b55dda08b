"""Campaigns as they are reported: copies found by letters, reworded texts found by their points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from analysis.core.contract import CampaignEntry
from analysis.core.intake.copies import LEAST_LETTERS_COPIED, LEAST_MEMBERS, exemplar, likeness
from analysis.core.intake.deduplicated import Corpus
from analysis.core.intake.rows import Row
from analysis.core.signals.reworded import find_reworded
from analysis.core.space.encoders import Vectors
from analysis.core.space.vectors import Labels
from analysis.core.space.vocabulary import Words

_COMPARED = 200


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Comments that carry one argument. Reported, counted, never taken away."""

    id: str
    kind: Literal["light", "reworded"]
    #: indices of rows, ascending
    rows: tuple[int, ...]
    exemplar: int

    def entry(self, rows: Sequence[Row]) -> CampaignEntry:
        """The campaign as the document lists it; `rows`: those of the corpus."""
        members = [rows[index] for index in self.rows]
        marks = [_mark(row) for row in members]
        dates = sorted(row.comment.created_at for row in members if row.comment.created_at)
        mine = _mark(rows[self.exemplar])
        others = sorted(set(marks) - {mine})[:_COMPARED]
        return {
            "id": self.id,
            "kind": self.kind,
            "comment_ids": [row.comment.id for row in members],
            "n_texts": len(members),
            "n_distinct": len(set(marks)),
            "n_people": len({row.person for row in members}),
            "exemplar_id": rows[self.exemplar].comment.id,
            "first": dates[0] if dates else None,
            "last": dates[-1] if dates else None,
            "similarity": round(likeness(mine, others), 4),
        }


def find_campaigns(corpus: Corpus, vectors: Vectors, words: Words, themes: Labels) -> list[Campaign]:
    """All campaigns, most comments first. `vectors` and `themes` are per unit."""
    rows, units = corpus.rows, corpus.units
    campaigns = _copies(corpus)
    single = [place for place, unit in enumerate(units) if not unit.is_campaign]
    readings = [corpus.readings[place] for place in single]
    blocks = _blocks([units[place].section for place in single], themes[single].tolist())
    for group in find_reworded(readings, vectors[single], words, blocks):
        members = sorted(row for place in group for row in units[single[place]].rows)
        marks = [_mark(rows[index]) for index in members]
        campaigns.append(_campaign(rows, "reworded", members, members[exemplar(marks)]))
    return sorted(campaigns, key=lambda campaign: (-len(campaign.rows), campaign.id))


def _copies(corpus: Corpus) -> list[Campaign]:
    """Campaigns of copies with light edits; what the same person sent again is among them."""
    rows, repeats = corpus.rows, _repeats(corpus.rows)
    campaigns = []
    for unit in corpus.units:
        long = len(_mark(rows[unit.exemplar])) >= LEAST_LETTERS_COPIED
        members = sorted({*unit.rows, *(again for row in unit.rows for again in repeats[rows[row].comment.id])})
        if long and len(members) >= LEAST_MEMBERS:
            campaigns.append(_campaign(rows, "light", members, unit.exemplar))
    return campaigns


def _campaign(rows: Sequence[Row], kind: Literal["light", "reworded"], members: Sequence[int], best: int) -> Campaign:
    name = "c" + sha256(_mark(rows[best]).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Campaign(id=name, kind=kind, rows=tuple(members), exemplar=best)


def _blocks(sections: Sequence[str], themes: Sequence[int]) -> list[list[int]]:
    """Units of one section, and of one theme: where shared points are looked for."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (section, theme) in enumerate(zip(sections, themes, strict=True)):
        if section:
            blocks["section", section].append(place)
        if theme >= 0:
            blocks["theme", str(theme)].append(place)
    return [blocks[key] for key in sorted(blocks)]


def _repeats(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Comment id → rows in which the same person sent the same message again."""
    repeats: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.same_as:
            repeats[row.same_as].append(index)
    return repeats


def _mark(row: Row) -> str:
    return row.reading.fingerprint if row.reading else ""
