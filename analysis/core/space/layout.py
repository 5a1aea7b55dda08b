"""The layout of a corpus: its texts embedded, placed in the feature space, and linked with their nearest neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.core.intake.deduplicated import Corpus
from analysis.core.intake.reading import read
from analysis.core.space.encoders import Encoder, Vectors, encode_with
from analysis.core.space.feature_space import Lessons, Space, learn_text_space, teach
from analysis.core.space.neighbours import Graph, link
from analysis.core.space.vectors import Matrix

#: characters a paragraph of the draft needs to teach anything
_LEAST_LESSON = 12
#: weight of each view of the texts beside axes so few that they tell nothing apart
_MOST_TEXT_WEIGHT = 0.4


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Places of the units of a corpus; one row a unit in every table."""

    #: learned from the texts alone
    text_space: Space
    #: learned from sections too; the text space itself where they taught nothing
    space: Space
    blocks: Matrix
    #: places in the text space, and the same seen in several ways
    text_places: Matrix
    text_views: Sequence[Matrix]
    graph: Graph
    #: places in `space`, settled in the graph: here themes are found
    places: Matrix

    @property
    def kinds_of_places(self) -> list[Matrix]:
        """The places of the texts alone, and those that sections taught, if they did."""
        return [self.text_places] if self.space is self.text_space else [self.text_places, self.places]


def embed(corpus: Corpus, encoder: Encoder, known: Mapping[str, NDArray[np.floating]] | None = None) -> Vectors:
    """A vector of each unit; `known`: vectors made earlier, by comment id."""
    names = [_known_name(corpus, place, known or {}) for place in range(len(corpus.units))]
    return encode_with(encoder, [reading.topic_text for reading in corpus.readings], names, known)


def lay_out(corpus: Corpus, vectors: Vectors, encoder: Encoder, draft: Mapping[str, str], *, themes: int) -> Layout:
    """Learn the space of a corpus and place its units. `themes`: the most themes that will be looked for."""
    text_space = learn_text_space(vectors, corpus.readings, encoder.widths)
    blocks = text_space.blocks(vectors, corpus.readings)
    space = teach(text_space, blocks, corpus.sections, learn_from(encoder, _taught(draft, corpus.sections)))
    places = space.place_blocks(blocks, corpus.sections)
    text_places = text_space.place_blocks(blocks)
    text_views = text_space.views(text_places)
    if space is text_space:
        graph = link(text_views, corpus.replies)
    else:  # few axes cannot tell many themes apart: the fewer, the more the texts count beside them
        weight = _MOST_TEXT_WEIGHT * max(0.0, 1 - places.shape[1] / themes)
        graph = link([places, *text_views], corpus.replies, weights=[1.0, *[weight] * len(text_views)])
    return Layout(
        text_space=text_space,
        space=space,
        blocks=blocks,
        text_places=text_places,
        text_views=text_views,
        graph=graph,
        places=graph.settle(places),
    )


def learn_from(encoder: Encoder, texts: Mapping[str, str], least: int = _LEAST_LESSON) -> Lessons | None:
    """Labelled examples from texts (section → wording, theme → name): each paragraph is one."""
    pieces = [
        (name, line.strip())
        for name, text in sorted(texts.items())
        for line in text.split("\n")
        if len(line.strip()) >= least
    ]
    if not pieces:
        return None
    readings = list(read([text for _, text in pieces]))
    vectors = encoder.encode([reading.topic_text for reading in readings])
    return Lessons(readings=readings, vectors=vectors, sections=[name for name, _ in pieces])


def _taught(draft: Mapping[str, str], sections: Sequence[str]) -> dict[str, str]:
    """The wording of the sections somebody spoke of; the rest of a long law would be read for nothing."""
    return {section: draft[section] for section in sorted(set(sections) & draft.keys())}


def _known_name(corpus: Corpus, place: int, known: Mapping[str, NDArray[np.floating]]) -> str:
    """Id of a comment of this unit whose vector is known and is that of the unit's text; else the exemplar's."""
    unit, text = corpus.units[place], corpus.readings[place].topic_text
    for index in unit.rows:
        row = corpus.rows[index]
        if row.comment.id in known and row.reading and row.reading.topic_text == text:
            return row.comment.id
    return corpus.rows[unit.exemplar].comment.id
