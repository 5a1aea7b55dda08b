import json
from collections.abc import Hashable, Iterable
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import override

from ..events import CommentHeld
from ..models import Announcement, Answer, Comment, Consultation, Question, Section, Vote
from ..models.kept import counts_by_anchor
from ..models.prepared import Prepared
from ..models.vote import NO_VOTES
from ..pages.fragments import comment_fragments

POSTED_LIMIT = 50
NEWS_LIMIT = 1_000
TEXTS_KEPT = 500


class ReadingPlace(NamedTuple):
    """Where somebody reads comments: the language of the page, and the anchor of the section ("" = the whole draft)."""

    language: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Everything that changed in one consultation after number ``prev`` up to ``seq``.

    ``reset``: those changes are no longer known one by one, or are too many; load the page again.
    ``posted``: new visible comments as [id, section anchor or "", parent id or 0], oldest first.
    ``gone``: comments no longer visible. ``reworded``: comments that read otherwise now, or of which only a trace is left, since their
    authors took them back. ``official_replies``: visible comments whose official reply is new, reworded or
    withdrawn. ``tallies``: current votes as [agree, unsure, disagree] by section row or comment; left out when the
    consultation does not show them to all. ``counts``: visible comments by section anchor ("" = whole draft).
    ``levels``: of the same votes, by "section-" or "comment-" and that number, [level, how many at least, per cent that agree and that disagree, each or None] of each level that a page tells.
    ``answers``: [people, chose option 0, option 1, …] by question row, likewise.
    ``changed``: the page itself is out of date (new version, closed, withdrawn, comments masked anew).
    ``ends_at``: from when on nothing is accepted, in milliseconds since 1970; an officer may have moved it.
    ``fragments``: by comment, what to show of those that are posted or officially answered, as everybody sees it; those of the
    place that the watcher reads, and none when it is told late: what is not there is fetched.
    """

    seq: int
    prev: int
    ends_at: int = 0
    reset: bool = False
    changed: bool = False
    posted: list[list] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    reworded: list[int] = field(default_factory=list)
    official_replies: list[int] = field(default_factory=list)
    section_tallies: dict[int, list[int]] = field(default_factory=dict)
    comment_tallies: dict[int, list[int]] = field(default_factory=dict)
    levels: dict[str, list[list[int | None]]] = field(default_factory=dict)
    answers: dict[int, list[int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    fragments: dict[int, str] = field(default_factory=dict)

    @property
    def takes_back(self) -> bool:
        """Whether words that stood in earlier frames may no longer be told."""
        return bool(self.gone or self.reworded or self.changed or self.reset or self.official_replies)

    def as_message(self) -> dict:
        return {"t": "frame", **asdict(self)}


def _standing(pk: int) -> QuerySet[Consultation]:
    """What news goes by."""
    needed = ("live_seq", "tallies", "opens_at", "closes_at", "closed_at", "withdrawn_at")
    return Consultation.objects.visible().only(*needed).filter(pk=pk).order_by()


_STANDING = Prepared(_standing)
_texts: dict[Hashable, str] = {}


def _public(pk: int) -> Consultation:
    """Raises Consultation.DoesNotExist."""
    consultation = _STANDING.first(pk)
    if consultation is None:
        raise Consultation.DoesNotExist
    return consultation


def text_since(consultation_id: int, after: int) -> str:
    """``frame`` as a message; made once for all who come back with the same number.

    Another number, another end, or figures that are shown from now on, make another message; so it need not be forgotten by hand.
    Raises Consultation.DoesNotExist when not public.
    """
    hearing = _public(consultation_id)
    key = (hearing.pk, after, hearing.live_seq, hearing.ends_at, hearing.shows_tallies_to_all())
    text = _texts.get(key)
    if text is None:
        told = frame(consultation_id, after=after)
        text = json.dumps(told.as_message(), ensure_ascii=False, separators=(",", ":"))
        if told.seq != hearing.live_seq:  # it was counted on meanwhile
            return text
        if len(_texts) >= TEXTS_KEPT:
            _texts.pop(next(iter(_texts)), None)
        _texts[key] = text
    return text


def frame(consultation_id: int, *, after: int, until: int | None = None) -> Frame:
    """What changed after ``after`` (up to ``until``), coalesced, with current figures.

    Raises Consultation.DoesNotExist when not public.
    """
    consultation = _public(consultation_id)
    seq = consultation.live_seq if until is None else min(until, consultation.live_seq)
    ends_at = round(consultation.ends_at.timestamp() * 1000)
    if after >= seq:
        return Frame(seq=seq, prev=seq, ends_at=ends_at)
    out_of_date = Frame(seq=seq, prev=after, ends_at=ends_at, reset=True)
    news = list(
        Announcement.objects.filter(consultation=consultation_id, seq__gt=after, seq__lte=seq)
        .order_by("seq", "id")
        .values_list("seq", "type", "section", "comment", "question")[: NEWS_LIMIT + 1]
    )
    if not news or news[0][0] != after + 1 or len(news) > NEWS_LIMIT:
        return out_of_date
    posted, gone, reworded = _comings_and_goings(news)
    replied = _visible({comment for _, kind, _, comment, _ in news if kind == "official_reply.changed"})
    if max(len(posted), len(replied), len(reworded)) > POSTED_LIMIT or len(gone) > NEWS_LIMIT:
        return out_of_date
    return Frame(
        seq=seq,
        prev=after,
        ends_at=ends_at,
        changed=any(kind == "consultation.changed" for _, kind, *_ in news),
        posted=posted,
        gone=gone,
        reworded=reworded,
        official_replies=replied,
        counts=_counts(consultation, {section for _, kind, section, *_ in news if _is_of_comments(kind)}),
        **_tallies(consultation, news),
    )


def _is_of_comments(kind: str) -> bool:
    """Whether news is of a comment that somebody could read; of held ones watchers hear nothing but a number."""
    return kind.startswith("comment.") and kind != CommentHeld.type


def _comings_and_goings(news: list) -> tuple[list[list], list[int], list[int]]:
    """``posted``, ``gone`` and ``reworded`` of a frame. Replies go and come back with the comment they answer."""
    touched: dict[str, set[int]] = {}
    for _, kind, _, comment, _ in news:
        if _is_of_comments(kind):
            touched.setdefault(kind, set()).add(comment)
    moderated = touched.get("comment.hidden", set()) | touched.get("comment.restored", set())
    found = Q(pk__in=set().union(*touched.values())) | Q(parent__in=moderated)
    columns = ("pk", "section__anchor", "parent", "is_visible", "withdrawn_at", "hidden_at")
    rows = list(Comment.objects.filter(found).order_by("pk").values_list(*columns))
    only_reworded = touched.pop("comment.reworded", set())
    reworded = [pk for pk, *_ in rows if pk in only_reworded]
    only_reworded -= set().union(*touched.values())
    traces = {pk for pk, *_, withdrawn_at, hidden_at in rows if withdrawn_at and not hidden_at}
    posted = [
        [pk, str(anchor or ""), parent or 0]
        for pk, anchor, parent, is_visible, *_ in rows
        if is_visible and pk not in only_reworded
    ]
    gone = [pk for pk, _, _, is_visible, *_ in rows if not is_visible and pk not in traces]
    return posted, gone, sorted((traces | set(reworded)) - set(gone))


def _visible(comments: set[int]) -> list[int]:
    return list(Comment.objects.filter(pk__in=comments).visible().order_by("pk").values_list("pk", flat=True))


def _counts(consultation: Consultation, sections: set) -> dict[str, int]:
    if not sections:
        return {}
    anchors = Section.objects.filter(pk__in=sections).values("anchor")
    counts = counts_by_anchor(consultation.pk, anchors)
    if None not in sections:
        del counts[None]
    return {str(anchor or ""): count.in_all for anchor, count in counts.items()}


def _tallies(consultation: Consultation, news: list) -> dict:
    if not consultation.shows_tallies_to_all():
        return {}
    votes = [(section, comment) for _, kind, section, comment, _ in news if kind == "votes.changed"]
    voted_on = {section for section, _ in votes if section}
    sections = dict.fromkeys(voted_on, NO_VOTES) | Vote.objects.section_tallies(voted_on)
    shown = Comment.objects.filter(pk__in={comment for _, comment in votes if comment}).visible()
    ids = list(shown.order_by().values_list("pk", flat=True))
    comments = dict.fromkeys(ids, NO_VOTES) | Vote.objects.comment_tallies(ids)
    return {
        "section_tallies": {pk: tally.as_list() for pk, tally in sections.items()},
        "comment_tallies": {pk: tally.as_list() for pk, tally in comments.items()},
        "levels": {
            f"{kind}-{pk}": [
                [one.level, one.at_least, one.agree, one.disagree] for one in tally.told_levels if one.at_least
            ]
            for kind, tallies in (("section", sections), ("comment", comments))
            for pk, tally in tallies.items()
        },
        "answers": _answers({question for _, kind, *_, question in news if kind == "answers.changed"}),
    }


def _answers(questions: set) -> dict[int, list[int]]:
    given = Answer.objects.by_question(questions)
    options = dict(Question.objects.filter(pk__in=questions).values_list("pk", "options"))
    return {
        pk: [answers.people, *(answers.counts.get(place, 0) for place in range(len(options[pk])))]
        for pk, answers in given.items()
    }


def fragments_of(
    consultation_id: int, latest: Frame, places: Iterable[ReadingPlace]
) -> dict[ReadingPlace, dict[int, str]]:
    """What the comments named by a frame look like to those who read at these places; rendered once for each language."""
    told = [*(pk for pk, *_ in latest.posted), *latest.reworded, *latest.official_replies]
    rows = Comment.objects.filter(pk__in=told)
    at_anchor: dict[str, list[int]] = {}
    for pk, anchor in rows.values_list("pk", "section__anchor"):
        at_anchor.setdefault(str(anchor or ""), []).append(pk)
    found = {}
    for language in {place.language for place in places}:
        here = {place for place in places if place.language == language and place.anchor in at_anchor}
        with override(language):
            html = comment_fragments(consultation_id, [pk for place in here for pk in at_anchor[place.anchor]])
        found |= {place: {pk: html[pk] for pk in at_anchor[place.anchor] if pk in html} for place in here}
    return found


def current_numbers(consultations: list[int]) -> dict[int, int]:
    """Sequence numbers of those of these consultations the public may read."""
    return dict(Consultation.objects.visible().filter(pk__in=consultations).values_list("pk", "live_seq"))
