"""Comments that a summary may cite: masked, with the answer their writer gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.core.intake.rows import Row
from analysis.core.types import Placement


@dataclass(frozen=True, kw_only=True)
class Source:
    """One comment that may be cited."""

    id: str
    #: the masked text
    text: str
    #: agree, partly, disagree, or "" when the citizen was not asked or did not say
    stance: str
    #: counts people; comments of unknown persons count one each
    person: str
    theme: str | None
    campaign: str | None = None


Evidence = Mapping[str, Source]


def count_people(sources: Iterable[Source]) -> int:
    """Distinct people behind comments; a comment without a person is a person of its own."""
    return len({source.person or f"\0{source.id}" for source in sources})


def gather(rows: Sequence[Row], assignments: Sequence[Placement]) -> dict[str, Source]:
    """The comments a run may cite, each with its theme and campaign; withheld comments are left out."""
    return {
        row.comment.id: Source(
            id=row.comment.id,
            text=row.reading.masked,
            stance=row.comment.stance,
            person=row.comment.person,
            theme=assignment.theme,
            campaign=assignment.campaign,
        )
        for row, assignment in zip(rows, assignments, strict=True)
        if row.reading is not None
    }
