"""What a summary may rest on: comments as they may be shown, with the answer their writer gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
