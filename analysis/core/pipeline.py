"""The whole analysis, stage by stage: rows → units → space → themes → document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.core.errors import AnalysisError
from analysis.core.intake.reading import read
from analysis.core.intake.rows import Row, input_hash, sort_rows
from analysis.core.intake.sections import find_sections, numbered
from analysis.core.intake.units import Unit, find_replies, form_units, reading_of
from analysis.core.report.citations import Evidence, gather
from analysis.core.report.document import build_document
from analysis.core.signals.campaigns import Campaign, find_campaigns
from analysis.core.signals.small_views import Crowd, find_pockets
from analysis.core.space import encoders
from analysis.core.space.encoders import Encoder
from analysis.core.space.feature_space import Lessons, Space, learn_text_space, teach
from analysis.core.space.neighbours import Graph, link
from analysis.core.space.vectors import Matrix
from analysis.core.themes.classifier import Classifier
from analysis.core.themes.clustering import Clustering, cluster
from analysis.core.themes.directions import read_meaning
from analysis.core.themes.edits import Guidance
from analysis.core.themes.guided import Setting, part_by_hand, place_by_hand, shape
from analysis.core.themes.ids import mark_hash
from analysis.core.themes.model import ThemeModel
from analysis.core.themes.partition import MOST
from analysis.core.themes.subthemes import Subtheme, split
from analysis.core.themes.titles import name_by_titles
from analysis.core.types import Assignment, CommentText, Options, Progress, Vote
from analysis.core.votes.groups import OpinionGroups, find_groups

#: characters a paragraph of the draft needs to teach anything
_LEAST_LESSON = 12
#: what each view of the texts counts beside axes so few that they tell nothing apart
_MOST_TEXT_WEIGHT = 0.4


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A finished run: the document of the output contract and what a worker needs afterwards."""

    #: JSON-able, valid against `analysis/core/report/schema.json`
    document: dict[str, Any]
    assignments: tuple[Assignment, ...]
    #: what a summary of this run may cite
    evidence: Evidence
    #: places later comments into these themes without a new run
    model: ThemeModel


def _silent(stage: str, fraction: float) -> None:
    """Nobody watches."""


def analyse(
    comments: Sequence[CommentText],
    votes: Sequence[Vote] = (),
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
    encoder = encoder or encoders.load(options.encoder)
    # One thread: sums in one order, so the same bytes on any machine setting; and no fighting for cores.
    with threadpool_limits(limits=1):
        progress("normalise", 0.0)
        rows = sort_rows(comments)
        numbers = numbered(sorted({row.section for row in rows} - {""}), options.draft)
        rows = place_by_hand(find_sections(rows, numbers), guidance)
        progress("campaigns", 0.2)
        units = part_by_hand(rows, form_units(rows), guidance.pins)
        progress("encode", 0.25)
        readings = [reading_of(rows, unit) for unit in units]
        known = [_known_name(rows, unit, embeddings) for unit in units]
        texts = [reading.topic_text for reading in readings]
        vectors = encoders.encode_with(encoder, texts, known, embeddings)
        progress("themes", 0.65)
        text_space = learn_text_space(vectors, readings, encoder.widths)
        sections = [unit.section for unit in units]
        lessons = _lessons(encoder, _taught(options.draft, sections))
        blocks = text_space.blocks(vectors, readings)
        space = teach(text_space, blocks, sections, lessons)
        places = space.place_blocks(blocks, sections)
        replies = find_replies(rows, units)
        text_places = text_space.place_blocks(blocks)
        text_views = text_space.views(text_places)
        graph = _linked(text_views, None if space is text_space else places, replies)
        places = graph.settle(places)
        setting = Setting(blocks=blocks, text_places=text_places, places=places, sections=sections, replies=replies)
        found = cluster(places, graph, units, rows, options)
        names = _lessons(encoder, guidance.names, least=1)
        clustering, classifier = shape(found, rows, units, setting, space, names, guidance, options)
        people = [unit.people for unit in units]
        subthemes = split(text_places, text_views, clustering.theme, readings)
        spaces = [text_places] if space is text_space else [text_places, places]
        crowd = Crowd(readings=readings, people=people, sections=sections, themes=clustering.theme)
        pockets = find_pockets(spaces, crowd, [part.units for part in subthemes], seed=options.seed)
        campaigns = find_campaigns(rows, units, vectors, text_space.words, clustering.theme)
        assignments = _assign(rows, units, clustering, subthemes, campaigns)
        groups = _count_votes(votes, rows, options.seed)
        titled = name_by_titles(options.taxonomy, readings, vectors, clustering.theme, encoder)
        evidence = gather(rows, assignments)
        document = build_document(
            rows=rows,
            units=units,
            clustering=clustering,
            subthemes=subthemes,
            places=places,
            words=space.words,
            titled=titled,
            meaning=read_meaning(encoders.first_of(options.encoder), vectors, clustering.theme),
            pockets=pockets,
            campaigns=campaigns,
            assignments=assignments,
            sources=evidence,
            groups=groups,
            options=options,
            encoder=encoder.name,
            space=space,
            input_sha256=input_hash(rows, [(v.voter, v.comment, v.value) for v in votes]),
            progress=progress,
            guidance=guidance,
        )
        model = _model(options.encoder, space, clustering, classifier, rows, assignments, campaigns, numbers)
        model = model.calibrated(blocks, sections)
    progress("summary", 1.0)
    return Analysis(document=document, assignments=assignments, evidence=evidence, model=model)


def _linked(views: Sequence[Matrix], taught: Matrix | None, replies: Sequence[tuple[int, int]]) -> Graph:
    """Who is near whom in the views of the texts alone, or in the axes that sections taught.

    Few sections have few axes, which cannot tell many themes apart: the fewer, the more the texts count beside them.
    """
    if taught is None:
        return link(views, replies)
    texts = _MOST_TEXT_WEIGHT * max(0.0, 1 - taught.shape[1] / MOST)
    return link([taught, *views], replies, weights=[1.0, *[texts] * len(views)])


def _taught(draft: Mapping[str, str], sections: Sequence[str]) -> dict[str, str]:
    """What the draft says where somebody spoke; the rest of a long law would only be read for nothing."""
    return {section: draft[section] for section in sorted(set(sections) & draft.keys())}


def _lessons(encoder: Encoder, sections: Mapping[str, str], least: int = _LEAST_LESSON) -> Lessons | None:
    """The draft's own words: each paragraph of each section says what the section is about."""
    pieces = [
        (section, line.strip())
        for section, text in sorted(sections.items())
        for line in text.split("\n")
        if len(line.strip()) >= least
    ]
    if not pieces:
        return None
    readings = list(read([text for _, text in pieces]))
    vectors = encoder.encode([reading.topic_text for reading in readings])
    return Lessons(readings=readings, vectors=vectors, sections=[section for section, _ in pieces])


def _known_name(rows: Sequence[Row], unit: Unit, embeddings: Mapping[str, NDArray[np.floating]] | None) -> str:
    """Id under which the vector of a unit's text may have been stored."""
    mark = reading_of(rows, unit).topic_text
    for index in unit.rows:
        row = rows[index]
        if embeddings and row.comment.id in embeddings and row.reading and row.reading.topic_text == mark:
            return row.comment.id
    return rows[unit.exemplar].comment.id


def _assign(
    rows: Sequence[Row],
    units: Sequence[Unit],
    clustering: Clustering,
    subthemes: Sequence[Subtheme],
    campaigns: Sequence[Campaign],
) -> tuple[Assignment, ...]:
    """One assignment for every row, in order of comment id."""
    campaign = {index: found.id for found in reversed(campaigns) for index in found.rows}
    home = {index: place for place, unit in enumerate(units) for index in unit.rows}
    part = {place: part.id for part in subthemes for place in part.units}
    assignments = []
    for index, row in enumerate(rows):
        reason, theme, subtheme, confidence = row.reason, None, None, None
        if reason is None:
            place = home[index]
            number = int(clustering.theme[place])
            if number < 0:
                reason = "unclustered"
            else:
                theme, subtheme = clustering.ids[number], part.get(place)
                confidence = round(float(clustering.fit.confidence[place]), 4)
        assignments.append(
            Assignment(
                id=row.comment.id,
                theme=theme,
                subtheme=subtheme,
                reason=reason,
                campaign=campaign.get(index),
                confidence=confidence,
                same_as=row.same_as,
            )
        )
    return tuple(assignments)


def _count_votes(votes: Sequence[Vote], rows: Sequence[Row], seed: int) -> OpinionGroups | None:
    """Opinion groups of the votes; votes on withheld comments do not count."""
    withheld = {row.comment.id for row in rows if row.reason == "withheld"}
    counted = [vote for vote in votes if vote.comment not in withheld]
    return find_groups(counted, seed=seed) if counted else None


def _model(
    encoder: str,
    space: Space,
    clustering: Clustering,
    classifier: Classifier | None,
    rows: Sequence[Row],
    assignments: Sequence[Assignment],
    campaigns: Sequence[Campaign],
    numbers: Mapping[str, str],
) -> ThemeModel:
    """What a worker needs to place later comments."""
    number = {name: place for place, name in enumerate(clustering.ids)}
    shares: dict[str, NDArray[np.float64]] = {}
    known: dict[str, tuple[str, str]] = {}
    light = {found.id for found in campaigns if found.kind == "light"}
    for row, placed in zip(rows, assignments, strict=True):
        if placed.theme is None or row.reading is None:
            continue
        if row.speaks_of:
            shares.setdefault(row.speaks_of, np.zeros(len(number)))[number[placed.theme]] += 1
        if placed.campaign in light:
            known[mark_hash(row.reading.fingerprint)] = (placed.theme, placed.campaign)
    return ThemeModel(
        encoder=encoder,
        themes=clustering.ids,
        space=space,
        centroids=clustering.part.centroids,
        sections={section: count / count.sum() for section, count in sorted(shares.items())},
        numbers=numbers,
        campaigns=known,
        classifier=classifier,
    )
