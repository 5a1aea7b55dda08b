"""The whole analysis, stage by stage: rows → units → space → themes → document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.core.contract import Document
from analysis.core.errors import AnalysisError
from analysis.core.intake.deduplicated import Corpus, form_units
from analysis.core.intake.memory import available, refuse_what_does_not_fit
from analysis.core.intake.rows import Row, input_hash, sort_rows
from analysis.core.intake.sections import find_sections, numbered
from analysis.core.report.citations import Evidence, gather
from analysis.core.report.document import build_document
from analysis.core.report.findings import Findings, Provenance
from analysis.core.signals.campaigns import Campaign, find_campaigns
from analysis.core.signals.echoes import find_echoes
from analysis.core.signals.small_views import Crowd, find_pockets
from analysis.core.space import encoders
from analysis.core.space.encoders import Encoder, Vectors
from analysis.core.space.layout import Layout, embed, lay_out, learn_from
from analysis.core.themes.classifier import Classifier
from analysis.core.themes.clustering import Clustering, cluster
from analysis.core.themes.directions import find_directions
from analysis.core.themes.edits import Guidance
from analysis.core.themes.guided import guide_clustering, part_by_hand, place_by_hand
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.linked import linked_groups
from analysis.core.themes.model import ThemeModel
from analysis.core.themes.partition import MOST
from analysis.core.themes.subthemes import Subtheme, Texts, split
from analysis.core.themes.titles import name_by_titles
from analysis.core.types import CommentText, CommentVote, Options, Placement, Progress
from analysis.core.votes.groups import OpinionGroups, find_groups


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A finished run: the document of the output contract and what a worker needs afterwards."""

    #: JSON-able, valid against `analysis/core/report/schema.json`
    document: Document
    assignments: tuple[Placement, ...]
    #: comments a summary of this run may cite
    evidence: Evidence
    #: places later comments into these themes without a new run
    model: ThemeModel


def _silent(stage: str, fraction: float) -> None:
    """Nobody watches."""


def analyse(
    comments: Sequence[CommentText],
    votes: Sequence[CommentVote] = (),
    *,
    options: Options | None = None,
    progress: Progress = _silent,
    embeddings: Mapping[str, NDArray[np.floating]] | None = None,
    encoder: Encoder | None = None,
    guidance: Guidance | None = None,
) -> Analysis:
    """Turn comments and votes into figures. Same comments, votes, options and guidance: same bytes.

    `embeddings` (comment id → vector of `embedding_text`) spares the encoder what was embedded on submission; so does an
    `encoder` that remembers its vectors, which stands in for the one the options name. `guidance`: what analysts
    decided, and the run before.
    """
    options, guidance = options or Options(), guidance or Guidance()
    if options.themes is not None and options.themes < 1:
        raise AnalysisError(f"themes must be 1 or more, not {options.themes}")
    options = replace(options, encoder=encoders.chosen(options.encoder, len(comments)))
    letters = sum(len(comment.text) for comment in comments)
    refuse_what_does_not_fit(len(comments), letters, options.encoder, available())
    encoder = encoder or encoders.load(options.encoder)
    # One thread: sums in one order, so the same bytes on any machine setting; and no fighting for cores.
    with threadpool_limits(limits=1):
        progress("normalise", 0.0)
        rows = sort_rows(comments)
        numbers = numbered(sorted({row.section for row in rows} - {""}), options.draft)
        rows = place_by_hand(find_sections(rows, numbers), guidance)
        progress("campaigns", 0.2)
        corpus = Corpus(rows, part_by_hand(rows, form_units(rows), guidance.pins))
        progress("encode", 0.25)
        vectors = embed(corpus, encoder, embeddings)
        progress("themes", 0.65)
        layout = lay_out(corpus, vectors, encoder, options.draft, themes=MOST)
        clustering, classifier = _themes(corpus, layout, encoder, guidance, options)
        found = _findings(corpus, layout, vectors, clustering, votes, options, encoder)
        origin = Provenance(
            options=options,
            guidance=guidance,
            encoder=encoder.name,
            input_sha256=input_hash(rows, [(v.voter, v.comment, v.value) for v in votes]),
        )
        document = build_document(found, origin, progress)
        model = _model(options.encoder, found, classifier, numbers).calibrated(layout.blocks, corpus.sections)
    progress("summary", 1.0)
    return Analysis(document=document, assignments=found.assignments, evidence=found.sources, model=model)


def _themes(
    corpus: Corpus, layout: Layout, encoder: Encoder, guidance: Guidance, options: Options
) -> tuple[Clustering, Classifier | None]:
    """The themes found, then as analysts shaped them; with the classifier of the latter when they shaped any."""
    found = cluster(layout.places, layout.graph, corpus, options)
    names = learn_from(encoder, guidance.names, least=1)
    return guide_clustering(found, corpus, layout, names, guidance, options)


def _findings(
    corpus: Corpus,
    layout: Layout,
    vectors: Vectors,
    clustering: Clustering,
    votes: Sequence[CommentVote],
    options: Options,
    encoder: Encoder,
) -> Findings:
    """The findings that follow once every text has its theme."""
    texts = Texts(
        places=layout.text_places,
        views=layout.text_views,
        readings=corpus.readings,
        people=[unit.people for unit in corpus.units],
        stances=[corpus.rows[unit.exemplar].comment.stance for unit in corpus.units],
    )
    subthemes = split(texts, clustering.theme)
    crowd = Crowd(
        readings=corpus.readings,
        people=texts.people,
        sections=corpus.sections,
        themes=clustering.theme,
    )
    linked = linked_groups(layout.text_places, layout.text_views, clustering.theme)
    campaigns = find_campaigns(corpus)
    assignments = _assign(corpus, clustering, subthemes, campaigns)
    return Findings(
        corpus=corpus,
        layout=layout,
        clustering=clustering,
        subthemes=subthemes,
        titles=name_by_titles(options.taxonomy, corpus.readings, vectors, clustering.theme, encoder),
        directions=find_directions(encoders.first_of(options.encoder), vectors, clustering.theme),
        pockets=find_pockets(layout.kinds_of_places, crowd, linked, seed=options.seed),
        campaigns=campaigns,
        echoes=find_echoes(corpus, vectors, layout.text_space.words, clustering.theme),
        groups=_count_votes(votes, corpus.rows, options),
        assignments=assignments,
        sources=gather(corpus.rows, assignments),
    )


def _assign(
    corpus: Corpus, clustering: Clustering, subthemes: Sequence[Subtheme], campaigns: Sequence[Campaign]
) -> tuple[Placement, ...]:
    """One assignment for every row, in order of comment id."""
    campaign = {index: found.id for found in reversed(campaigns) for index in found.rows}
    home = {index: place for place, unit in enumerate(corpus.units) for index in unit.rows}
    part: dict[int, tuple[str, ...]] = {place: (part.id,) for part in subthemes for place in part.units}
    for other in subthemes:
        for place in other.guests:
            part[place] = (*part.get(place, ()), other.id)
    assignments = []
    for index, row in enumerate(corpus.rows):
        reason, theme, confidence = row.reason, None, None
        homes: tuple[str, ...] = ()
        if reason is None:
            place = home[index]
            number = int(clustering.theme[place])
            if number < 0:
                reason = "unclustered"
            else:
                theme, homes = clustering.ids[number], part.get(place, ())
                confidence = round(float(clustering.fit.confidence[place]), 4)
        assignments.append(
            Placement(
                id=row.comment.id,
                theme=theme,
                subthemes=homes,
                reason=reason,
                campaign=campaign.get(index),
                confidence=confidence,
                same_as=row.same_as,
            )
        )
    return tuple(assignments)


def _count_votes(votes: Sequence[CommentVote], rows: Sequence[Row], options: Options) -> OpinionGroups | None:
    """Opinion groups of the votes; votes on withheld comments do not count."""
    withheld = {row.comment.id for row in rows if row.reason == "withheld"}
    counted = [vote for vote in votes if vote.comment not in withheld]
    return find_groups(counted, least_group=options.least_group, seed=options.seed) if counted else None


def _model(encoder: str, found: Findings, classifier: Classifier | None, numbers: Mapping[str, str]) -> ThemeModel:
    """The model with which a worker assigns later comments. `numbers`: {"มาตรา 9": section}."""
    clustering = found.clustering
    number = {name: place for place, name in enumerate(clustering.ids)}
    shares: dict[str, NDArray[np.float64]] = {}
    known: dict[str, tuple[str, str]] = {}
    for row, placed in zip(found.corpus.rows, found.assignments, strict=True):
        if placed.theme is None or row.reading is None:
            continue
        if row.speaks_of:
            shares.setdefault(row.speaks_of, np.zeros(len(number)))[number[placed.theme]] += 1
        if placed.campaign is not None:
            known[mark_hash(row.reading.fingerprint)] = (placed.theme, placed.campaign)
    return ThemeModel(
        encoder=encoder,
        themes=clustering.ids,
        space=found.layout.space,
        centroids=clustering.part.centroids,
        sections={section: count / count.sum() for section, count in sorted(shares.items())},
        numbers=numbers,
        campaigns=known,
        classifier=classifier,
    )
