"""Words of a section that comments speak of: where they stand in another wording, and how they are marked in its text.

A wording never changes and where a span stands in another one follows from both, so it is worked out when somebody reads it and
remembered in this process: to issue a version costs nothing for comments, and a page no more than it shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ..anchors.span import TextSpan, move
from ..models import CommentSpan, Consultation, Reattachment, Section

#: of the comments on words of a section, so many of the newest are marked in it
MARKED = 100
#: more comments than this on the same words make no other mark
DEEPEST = 3


@lru_cache(maxsize=4096)
def stands(span: TextSpan, old_text: str, new_text: str) -> TextSpan | None:
    """Where the words of a span stand in the next wording, or None where that is not sure (``anchors.span.move``)."""
    return move(span, old_text, new_text)


@dataclass(frozen=True, kw_only=True)
class MarkedPiece:
    """A piece of a paragraph. ``comments``: those that speak of it.

    ``ends``: where words that are marked without a gap end with this piece, all comments on them; ``run``: those words, and ``span``
    their places (``12-40``).
    """

    text: str
    comments: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    run: str = ""
    span: str = ""

    @property
    def depth(self) -> int:
        return min(len(self.comments), DEEPEST)


@dataclass(frozen=True, kw_only=True)
class MarkedParagraph:
    """``start``: its place in the text of the section, in code points."""

    start: int
    pieces: Sequence[MarkedPiece]


def words_spoken_of(consultation: Consultation, section: Section) -> dict[int, TextSpan]:
    """Comment → the words it speaks of as they stand in this row of a section, of the newest visible ones; those whose words
    stand here no more are left out (a query; where the draft was issued more than once three at most)."""
    spans = CommentSpan.objects.newest(consultation.pk)
    found_here = list(spans.filter(anchor=section.anchor)[:MARKED])
    if consultation.draft.number > 1:
        moved = Reattachment.objects.filter(after__version__consultation=consultation, after__anchor=section.anchor)
        found_here += spans.filter(comment__in=moved.values("comment"))[:MARKED]
    newest = [span for span in found_here if span.stands_at == section.anchor]
    others = {span.section_id for span in newest} - {section.pk}
    texts = dict(Section.objects.filter(pk__in=others).values_list("pk", "text")) if others else {}
    found = {}
    for span in newest:
        here = stands(span.as_read, texts.get(span.section_id, section.text), section.text)
        if here:
            found[span.comment_id] = here
    return found


def marked(text: str, spoken_of: Mapping[int, TextSpan]) -> list[MarkedParagraph]:
    """The paragraphs of a section, cut where words that comments speak of begin or end."""
    cuts = sorted({at for span in spoken_of.values() for at in (span.start, span.end)})
    paragraphs, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        edges = [start, *(at for at in cuts if start < at < end), end]
        here = {pk: span for pk, span in spoken_of.items() if span.start < end and start < span.end}
        paragraphs.append(MarkedParagraph(start=start, pieces=list(_pieces(text, edges, here))))
        start = end + 1
    return paragraphs


def _pieces(text: str, edges: Sequence[int], spoken_of: Mapping[int, TextSpan]) -> Iterator[MarkedPiece]:
    of = [
        tuple(pk for pk, span in spoken_of.items() if span.start <= start and end <= span.end and start < end)
        for start, end in pairwise(edges)
    ]
    run: dict[int, None] = {}
    begin = edges[0]
    for (start, end), comments, following in zip(pairwise(edges), of, [*of[1:], ()], strict=True):
        begin = begin if run else start
        run |= dict.fromkeys(comments)
        is_end = bool(run) and not following
        yield MarkedPiece(
            text=text[start:end],
            comments=comments,
            ends=tuple(run) if is_end else (),
            run=text[begin:end] if is_end else "",
            span=f"{begin}-{end}" if is_end else "",
        )
        run = {} if is_end else run
