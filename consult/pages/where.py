"""Where comments stand: what their section was called when its author read it, what it is called now, and what became of the words
they speak of. Every surface that shows a comment asks here."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from ..anchors.span import TextSpan
from ..anchors.wording import words_of
from ..models import Comment, CommentSpan, Consultation, Reattachment, Section
from ..models.prepared import PreparedForIds
from .words import stands

_LONG = ("before__text", "before__search_text", "before__version__preamble", "after__text", "after__search_text")


@dataclass(frozen=True, kw_only=True)
class Where:
    """``seen``: the section as the author read it, with its version; ``now``: as it stands in the draft, None where it was taken out.

    ``words``: of the section, as they read then, or nothing; ``reads_now``: as the draft has them, where that is not the same;
    ``lost_in``: the version in which they no longer stand. ``moved``: the
    act that put it on another section than it was written on, the last one of several.
    """

    seen: Section
    now: Section | None
    moved: Reattachment | None = None
    words: str = ""
    reads_now: str = ""
    lost_in: int | None = None

    @property
    def is_reworded(self) -> bool:
        return self.now is not None and self.moved is None and self.now.ballot_id != self.seen.ballot_id

    @property
    def is_renamed(self) -> bool:
        return self.now is not None and self.now.label != self.seen.label

    @property
    def is_confirmed(self) -> bool:
        """Whether the section was split and the agency said that the comment speaks of the part that goes on under its name."""
        return self.moved is not None and self.moved.after.anchor == self.seen.anchor

    @property
    def is_told(self) -> bool:
        """Whether there is more to say than the name of the section."""
        return self.now is None or self.is_renamed or self.is_reworded or self.moved is not None


def with_where(comments: Sequence[Comment], consultation: Consultation | None = None, *, words: bool = True) -> None:
    """Give comments ``where``: None for those on the draft as a whole.

    They come with ``section__version`` and ``span``, and without ``consultation`` with ``consultation__draft``. No query where the
    hearings they are of were issued once; else two, and two more where the section of words they speak of was issued anew; not without
    ``words``: then what became of words is not worked out.
    """
    placed = [comment for comment in comments if comment.section]
    hearings = [consultation] if consultation is not None else [comment.consultation for comment in placed]
    is_first = all(hearing.draft.number == 1 for hearing in hearings)
    current = {} if is_first else _current(placed)
    moves = {} if is_first else _moves(placed)
    spans = {comment.pk: comment.span for comment in placed if hasattr(comment, "span")}
    here = {
        comment.pk: comment.section if is_first else current.get((comment.consultation_id, comment.section.anchor))
        for comment in placed
    }
    became = _became([(spans[comment.pk], here[comment.pk]) for comment in placed if words and comment.pk in spans])
    for comment in comments:
        comment.where = None
    for comment in placed:
        reads_now, lost_in = became.get(comment.pk, ("", None))
        acts = moves.get(comment.parent_id or comment.pk, ())
        comment.where = Where(
            seen=acts[0].before if acts else comment.section,
            now=here[comment.pk],
            moved=acts[-1] if acts else None,
            words=spans[comment.pk].exact if comment.pk in spans else "",
            reads_now=reads_now,
            lost_in=lost_in,
        )


def _current(comments: Sequence[Comment]) -> dict[tuple[int, UUID], Section]:
    """(hearing, anchor) → the section as it reads now."""
    anchors = {comment.section.anchor for comment in comments}
    rows = Section.objects.filter(version__consultation__draft=F("version"), anchor__in=anchors)
    rows = rows.select_related("version").defer("text", "search_text", "version__preamble")
    return {(row.version.consultation_id, row.anchor): row for row in rows} if anchors else {}


_MOVES = PreparedForIds(
    lambda ids: (
        Reattachment.objects.filter(comment__in=ids)
        .select_related("before__version", "after")
        .defer(*_LONG)
        .order_by("pk")
    )
)


def _moves(comments: Sequence[Comment]) -> dict[int, list[Reattachment]]:
    """Comment → acts that put it on other sections, oldest first; replies go with the comment they answer."""
    ids = {comment.parent_id or comment.pk for comment in comments}
    found: dict[int, list[Reattachment]] = {}
    for act in _MOVES.models(sorted(ids)):
        found.setdefault(act.comment_id, []).append(act)
    return found


def _became(spans: Sequence[tuple[CommentSpan, Section | None]]) -> dict[int, tuple[str, int | None]]:
    """Comment → what the words it speaks of read now, where they read otherwise, and the version in which they were lost, if so."""
    changed = [(span, now) for span, now in spans if now is not None and now.pk != span.section_id]
    if not changed:
        return {}
    rows = Section.objects.filter(anchor__in={one.anchor for span, now in changed for one in (span, now)})
    issued: dict[tuple[int, UUID], list[tuple[int, int, str]]] = {}
    texts = {}
    columns = ("version__consultation", "anchor", "version__number", "pk", "text")
    for hearing, anchor, number, pk, text in rows.order_by("version__number").values_list(*columns):
        issued.setdefault((hearing, anchor), []).append((number, pk, text))
        texts[pk] = text
    found = {}
    for span, now in changed:
        later = [one for one in issued[now.version.consultation_id, now.anchor] if one[1] > span.section_id]
        found[span.comment_id] = _what_became(span.as_read, texts[span.section_id], later)
    return found


def _what_became(span: TextSpan, old: str, later: Sequence[tuple[int, int, str]]) -> tuple[str, int | None]:
    """Lost in the first of the later wordings in which the words do not stand, unless they stand in the last one."""
    if not later:
        return "", None
    if now := stands(span, old, later[-1][2]):
        return ("" if words_of(now.exact) == words_of(span.exact) else now.exact), None
    return "", next(number for number, _pk, text in later if not stands(span, old, text))
