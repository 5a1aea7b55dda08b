"""Comments as the analysis reads them: masked, cut into words, emptied of courtesies."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.core.intake.language import language
from analysis.core.intake.non_answers import is_non_answer
from analysis.core.intake.normal_form import fingerprint
from analysis.core.intake.word_lists import empty_words, stance_fingerprints, stop_words, word_list
from consult.thai import personal_data

#: longest stretch handed to an encoder; more adds seconds and changes nothing
_EMBED_LIMIT = 1_000


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One distinct text, read once."""

    #: the text that may be shown
    masked: str
    #: same message, same fingerprint
    fingerprint: str
    #: normalised words in order, spaces as " ", personal data left out
    words: tuple[str, ...]
    language: str

    @property
    def terms(self) -> list[str]:
        """Words that may name a subject."""
        stops = stop_words()
        return [word for word in self.words if is_word(word) and word not in stops]

    @property
    def topic_text(self) -> str:
        """The text an encoder sees: the words without stance and courtesy, so that comments meet by subject."""
        stances = word_list("stance_words")
        return "".join(" " if word in stances else word for word in self.words).strip()[:_EMBED_LIMIT]

    @property
    def is_empty(self) -> bool:
        """True when nothing is said but yes, no, thank you (bare agreement), that nothing is said, or nothing at all."""
        if is_non_answer(self.fingerprint):
            return True
        empty = empty_words()
        return self.fingerprint in stance_fingerprints() or not any(
            is_word(word) and word not in empty for word in self.words
        )


def read(texts: Iterable[str]) -> Iterator[Reading]:
    """Read texts through the spaCy pipeline, in order."""
    from analysis.core.intake.nlp import pipeline

    for doc in pipeline().pipe(texts, disable=["rabfang_clauses"]):
        hidden = {token.i for span in doc.spans["pii"] for token in span}
        words = (" " if token.i in hidden or token.is_space else token.norm_ for token in doc)
        masked = personal_data.mask(doc.text).text if hidden else doc.text
        yield Reading(
            masked=masked,
            fingerprint=fingerprint(masked),
            words=tuple(map(sys.intern, words)),
            language=language(masked),
        )


def embedding_text(text: str) -> str:
    """The text to embed for a comment, for a worker that embeds on submission and stores the vector."""
    return next(read([text])).topic_text


def clauses(masked: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a masked text, end exclusive."""
    from analysis.core.intake.nlp import pipeline

    doc = pipeline()(masked)  # spans live only as long as their document
    return [(span.start_char, span.end_char) for span in doc.spans["clauses"]]


def is_word(word: str) -> bool:
    """Two or more letters; no digit-only, no punctuation, no emoji."""
    return len(word) > 1 and any(character.isalpha() for character in word)
