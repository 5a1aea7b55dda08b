"""The findings of a run and their provenance, before they are written into a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.core.intake.deduplicated import Corpus
from analysis.core.report.citations import Source
from analysis.core.signals.campaigns import Campaign
from analysis.core.signals.echoes import Echo
from analysis.core.signals.small_views import Pocket
from analysis.core.space.layout import Layout
from analysis.core.themes.clustering import Clustering
from analysis.core.themes.directions import Directions
from analysis.core.themes.edits import Guidance
from analysis.core.themes.subthemes import Subtheme
from analysis.core.types import Options, Placement
from analysis.core.votes.groups import OpinionGroups


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The findings of all stages of a run on one corpus."""

    corpus: Corpus
    layout: Layout
    clustering: Clustering
    subthemes: Sequence[Subtheme]
    #: theme number → policy title close enough to name it
    titles: Mapping[int, str]
    directions: Directions | None
    pockets: Sequence[Pocket]
    campaigns: Sequence[Campaign]
    echoes: Sequence[Echo]
    groups: OpinionGroups | None
    #: one a row, in order of comment id
    assignments: tuple[Placement, ...]
    #: comment id → what may be cited
    sources: Mapping[str, Source]


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The provenance of a run, which makes it repeatable: input by hash, options, encoder, guidance of analysts."""

    options: Options
    guidance: Guidance
    #: name and version
    encoder: str
    input_sha256: str
