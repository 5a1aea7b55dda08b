"""Everything a run found, and where it came from, before it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.core.intake.deduplicated import Corpus
from analysis.core.report.citations import Source
from analysis.core.signals.campaigns import Campaign
from analysis.core.signals.small_views import Pocket
from analysis.core.space.layout import Layout
from analysis.core.themes.clustering import Clustering
from analysis.core.themes.directions import Directions
from analysis.core.themes.edits import Guidance
from analysis.core.themes.subthemes import Subtheme
from analysis.core.types import Assignment, Options
from analysis.core.votes.groups import OpinionGroups


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the stages of a run found in a corpus."""

    corpus: Corpus
    layout: Layout
    clustering: Clustering
    subthemes: Sequence[Subtheme]
    #: theme number → policy title close enough to name it
    titles: Mapping[int, str]
    directions: Directions | None
    pockets: Sequence[Pocket]
    campaigns: Sequence[Campaign]
    groups: OpinionGroups | None
    #: one a row, in order of comment id
    assignments: tuple[Assignment, ...]
    #: comment id → what may be cited
    sources: Mapping[str, Source]


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What makes a run repeatable: its input by hash, its options, its encoder, and what analysts told it."""

    options: Options
    guidance: Guidance
    #: name and version
    encoder: str
    input_sha256: str
