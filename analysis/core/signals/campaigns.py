"""Campaigns: copies of one text that several people sent. What people say alike in words of their own is none (`echoes`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from analysis.core.contract import CampaignEntry
from analysis.core.intake.copies import LEAST_LETTERS_COPIED, LEAST_MEMBERS, exemplar, likeness
from analysis.core.intake.deduplicated import Corpus
from analysis.core.intake.rows import Row

_COMPARED = 200


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Comments that are copies of one text with light edits. Reported, counted, never taken away."""

    id: str
    #: indices of rows, ascending
    rows: tuple[int, ...]
    exemplar: int

    def entry(self, rows: Sequence[Row]) -> CampaignEntry:
        """The campaign as the document lists it; `rows`: those of the corpus."""
        members = [rows[index] for index in self.rows]
        marks = [mark_of(row) for row in members]
        dates = sorted(row.comment.created_at for row in members if row.comment.created_at)
        mine = mark_of(rows[self.exemplar])
        others = sorted(set(marks) - {mine})[:_COMPARED]
        return {
            "id": self.id,
            "kind": "light",
            "comment_ids": [row.comment.id for row in members],
            "n_texts": len(members),
            "n_distinct": len(set(marks)),
            "n_people": len({row.person for row in members}),
            "exemplar_id": rows[self.exemplar].comment.id,
            "first": dates[0] if dates else None,
            "last": dates[-1] if dates else None,
            "similarity": round(likeness(mine, others), 4),
        }


def find_campaigns(corpus: Corpus) -> list[Campaign]:
    """All campaigns, most comments first; what the same person sent again is among them."""
    rows, repeats = corpus.rows, _repeats(corpus.rows)
    campaigns = []
    for unit in corpus.units:
        long = len(mark_of(rows[unit.exemplar])) >= LEAST_LETTERS_COPIED
        sent = sorted({*unit.rows, *(again for row in unit.rows for again in repeats[rows[row].comment.id])})
        for against, members in enumerate(_sides(rows, sent)):
            if long and len(members) >= LEAST_MEMBERS:
                best = (
                    unit.exemplar
                    if unit.exemplar in members
                    else members[exemplar([mark_of(rows[i]) for i in members])]
                )
                campaigns.append(_campaign(rows, members, best, against=bool(against)))
    return sorted(campaigns, key=lambda campaign: (-len(campaign.rows), campaign.id))


def _sides(rows: Sequence[Row], sent: Sequence[int]) -> tuple[list[int], list[int]]:
    """Who sent a text for or without a position, and who sent it against, when some did either."""
    against = [index for index in sent if rows[index].comment.stance == "disagree"]
    if not any(rows[index].comment.stance == "agree" for index in sent):
        return list(sent), []
    return [index for index in sent if rows[index].comment.stance != "disagree"], against


def _campaign(rows: Sequence[Row], members: Sequence[int], best: int, *, against: bool) -> Campaign:
    said = mark_of(rows[best]) + ("\0against" if against else "")
    name = "c" + sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Campaign(id=name, rows=tuple(members), exemplar=best)


def _repeats(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Comment id → rows in which the same person sent the same message again."""
    repeats: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.same_as:
            repeats[row.same_as].append(index)
    return repeats


def mark_of(row: Row) -> str:
    """The fingerprint of a comment, "" when it is withheld."""
    return row.reading.fingerprint if row.reading else ""
