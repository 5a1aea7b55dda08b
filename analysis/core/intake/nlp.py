"""The spaCy pipeline: our registered Thai tokenizer, personal data, sentences and clauses.

A `Doc` always keeps the text exactly as it was written (`doc.text == text`); `token.norm_` holds the
normalised word. Components annotate spans:

    doc.spans["pii"]        personal data, label = kind
    doc.spans["sentences"]  stretches a reader would call a sentence
    doc.spans["clauses"]    the same, cut further where a new thought begins
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from analysis.core.intake.normal_form import normalise
from analysis.core.intake.segmenting import segment
from analysis.core.intake.word_lists import word_list
from consult.thai import personal_data

_STRONG = re.compile(
    r"\n+\s*|(?<=[!?…])\s+|(?<=[ะ-ฺๆ็-๎][.])\s+"
    r"|(?:(?<=ครับ)|(?<=ค่ะ)|(?<=นะคะ)|(?<=คะ)|(?<=จ้า)|(?<=ขอบคุณ))[.!]*\s+"
)
_WEAK = re.compile(
    r"(?<=[ก-๙”\")])\s+(?=(?:แต่|เพราะ|ดังนั้น|จึง|ส่วน|นอกจาก|อีกทั้ง|รวมทั้ง|ทั้งนี้|อย่างไร|ขอให้|อยากให้|ถ้า|หาก|เพื่อ|เมื่อ|และ|หรือ|"
    r"ควร|ต้อง|ซึ่ง|โดย|กรณี|ไม่|เรา|ผม|ดิฉัน|ประชาชน)?[ก-ฮเ-ไ])"
)
_LEAST_CLAUSE = 18


class ThaiTokenizer:
    """newmm (safe mode) with our domain words; spaces are tokens, nothing is lost."""

    def __init__(self, vocab: Vocab, words: tuple[str, ...] = ()) -> None:
        self.vocab = vocab
        self.words = words or tuple(sorted(word_list("domain_words")))

    def __call__(self, text: str) -> Doc:
        normal = normalise(text)
        norms = segment(normal.text, self.words)
        if normal.offsets is None:
            words = norms
        else:
            ends = [*normal.offsets, len(text)]
            words, place = [], 0
            for norm in norms:
                words.append(text[ends[place] : ends[place + len(norm)]])
                place += len(norm)
            if words and ends[0] > 0:  # invisible characters before the first word
                words[0] = text[: ends[0]] + words[0]
        if not words and text:
            words = norms = [text]
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        if normal.offsets is not None:
            for token, norm in zip(doc, norms, strict=True):
                token.norm_ = norm
        return doc

    def pipe(self, texts: Iterator[str], batch_size: int = 1000) -> Iterator[Doc]:
        return (self(text) for text in texts)

    def to_bytes(self, **kwargs: Any) -> bytes:
        return "\n".join(self.words).encode()

    def from_bytes(self, data: bytes, **kwargs: Any) -> ThaiTokenizer:
        self.words = tuple(data.decode().split("\n"))
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> ThaiTokenizer:
        return self.from_bytes(Path(path).read_bytes())


@registry.tokenizers("rabfang.newmm.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], ThaiTokenizer]:
    return lambda nlp: ThaiTokenizer(nlp.vocab)


@Language.component("rabfang_pii")
def annotate_pii(doc: Doc) -> Doc:
    """Mark personal data."""
    spans = [
        doc.char_span(found.start, found.end, label=found.kind, alignment_mode="expand")
        for found in personal_data.find(doc.text)
    ]
    doc.spans["pii"] = [span for span in spans if span is not None]
    return doc


@Language.component("rabfang_clauses")
def annotate_clauses(doc: Doc) -> Doc:
    """Mark sentences, and clauses inside them."""
    sentences = _cut(doc.text, 0, len(doc.text), _STRONG, least=1)
    clauses = [piece for start, end in sentences for piece in _cut(doc.text, start, end, _WEAK, least=_LEAST_CLAUSE)]
    doc.spans["sentences"] = _spans(doc, sentences)
    doc.spans["clauses"] = _spans(doc, clauses)
    return doc


def _cut(text: str, start: int, end: int, boundary: re.Pattern[str], *, least: int) -> list[tuple[int, int]]:
    """Stretches between boundaries, without the space around them, none shorter than `least` if avoidable."""
    pieces: list[tuple[int, int]] = []
    opened = start
    for hit in boundary.finditer(text, start, end):
        if hit.start() - opened >= least and end - hit.end() >= least:
            pieces.append((opened, hit.start()))
            opened = hit.end()
    pieces.append((opened, end))
    return [strip(text, piece) for piece in pieces if text[slice(*piece)].strip()]


def strip(text: str, piece: tuple[int, int]) -> tuple[int, int]:
    """The same stretch without white space at its ends."""
    inner = text[slice(*piece)]
    return piece[0] + len(inner) - len(inner.lstrip()), piece[1] - (len(inner) - len(inner.rstrip()))


def _spans(doc: Doc, pieces: list[tuple[int, int]]) -> list[Span]:
    spans = [doc.char_span(start, end, alignment_mode="contract") for start, end in pieces]
    return [span for span in spans if span is not None and len(span)]


@cache
def pipeline() -> Language:
    """The loaded pipeline, one per process (about 2 s and 150 MB the first time)."""
    nlp = spacy.blank("th", config={"nlp": {"tokenizer": {"@tokenizers": "rabfang.newmm.v1"}}})
    nlp.add_pipe("rabfang_pii")
    nlp.add_pipe("rabfang_clauses")
    nlp.max_length = 10_000_000
    return nlp
