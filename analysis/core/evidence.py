"""What a summary may rest on: comments as they may be shown, with the answer their writer gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.core.pii import mask
from analysis.core.types import Assignment, CommentText


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


def count_people(sources: Mapping[str, Source] | list[Source]) -> int:
    """Distinct people behind comments; a comment without a person is a person of its own."""
    rows = sources.values() if isinstance(sources, Mapping) else sources
    return len({source.person or f"\0{source.id}" for source in rows})


def gather(comments: Iterable[CommentText], assignments: Iterable[Assignment]) -> dict[str, Source]:
    """Everything a finished run may cite, from what went in and where it went; withheld comments are left out."""
    placed = {assignment.id: assignment for assignment in assignments}
    return {
        comment.id: Source(
            id=comment.id,
            text=mask(comment.text).text,
            stance=comment.stance,
            person=comment.person,
            theme=placed[comment.id].theme,
            campaign=placed[comment.id].campaign,
        )
        for comment in comments
        if not comment.withheld
    }
