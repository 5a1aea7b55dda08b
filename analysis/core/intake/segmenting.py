"""Cutting Thai into words. Apart from the pipeline, so that who only needs words does not load spaCy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analysis.core.intake.word_lists import word_list

if TYPE_CHECKING:
    from pythainlp.util import Trie


def segment(text: str, words: tuple[str, ...] | None = None) -> list[str]:
    """Cut normalised text into words; joining them gives the text back."""
    from pythainlp.tokenize import word_tokenize

    if not text:
        return []
    trie = _trie(tuple(sorted(word_list("domain_words"))) if words is None else words)
    tokens: list[str] = word_tokenize(text, custom_dict=trie, engine="newmm-safe", keep_whitespace=True)
    return tokens if "".join(tokens) == text else [text]


@cache
def _trie(words: tuple[str, ...]) -> Trie:
    from pythainlp.corpus.common import thai_words
    from pythainlp.util import Trie

    return Trie(sorted(thai_words() | set(words)))
