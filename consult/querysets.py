"""Questions about the record, in the words of the law. Time is always an argument; intervals are half-open."""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Window
from django.db.models.functions import Length, RowNumber
from django.utils import timezone

REPLIES_SHOWN = 5
STATEMENT_LENGTH = 400


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How people voted on one thing, in people."""

    agree: int = 0
    unsure: int = 0
    disagree: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.unsure + self.disagree

    @property
    def agree_or_unsure(self) -> int:
        return self.agree + self.unsure

    def as_list(self) -> list[int]:
        return [self.agree, self.unsure, self.disagree]


NO_VOTES = Tally()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What people answered to one question: ``counts`` by option, and how many ``people`` answered at all."""

    people: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)


NO_ANSWERS = Answers()


@dataclass(frozen=True, kw_only=True)
class CommentRecord:
    """A comment as it leaves this room for analysis or export: no author, only a pseudonym to count people by."""

    id: int
    anchor: str
    text: str
    stance: str
    parent: int | None
    person: str
    posted_at: datetime
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class VoteRecord:
    """A vote as it leaves this room. ``subject`` is a comment id, or ``section:`` and a section id."""

    person: str
    subject: str
    value: int


def pseudonym(user_id: int, consultation_id: int) -> str:
    """The same for all that one person says in one consultation, linkable neither to the account nor across hearings
    without this site's secret."""
    message = f"{consultation_id}:{user_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:16]


class ConsultationQuerySet(models.QuerySet):
    def visible(self):
        """Those the public may read: published and not withdrawn."""
        return self.filter(withdrawn_at=None, draft__isnull=False)

    @staticmethod
    def ended_q(at) -> Q:
        return Q(closes_at__lte=at) | Q(closed_at__lte=at)

    def upcoming(self, at=None):
        return self.filter(opens_at__gt=at or timezone.now(), closed_at=None)

    def open(self, at=None):
        """Those that accept comments and votes at the given moment."""
        at = at or timezone.now()
        return self.filter(opens_at__lte=at).exclude(self.ended_q(at))

    def closed(self, at=None):
        return self.filter(self.ended_q(at or timezone.now()))


class CommentQuerySet(models.QuerySet):
    def visible(self):
        """Those anybody may read."""
        return self.filter(hidden_at=None)

    def hidden(self):
        """Those a moderator took off the page."""
        return self.filter(hidden_at__isnull=False)

    def top_level(self):
        return self.filter(parent=None)

    def on_section(self, section):
        """Comments on this section in any version: its anchor carries them from wording to wording."""
        return self.filter(
            section__anchor=section.anchor, section__version__consultation_id=section.version.consultation_id
        )

    def on_whole_draft(self):
        return self.filter(section=None)

    def with_author(self):
        """Enough of the author to show a public name, and no more; and what the agency answered."""
        return self.select_related("author", "section", "official_reply").defer(
            "text",
            "official_reply__text",
            *(f"author__{field}" for field in ("email", "password", "first_name", "last_name", "last_login")),
            *(f"section__{field}" for field in ("text", "chapter_heading", "chapter_number")),
        )

    def first_replies(self, parents: Iterable, limit: int = REPLIES_SHOWN):
        """The oldest visible replies of each parent, at most ``limit`` of each, in one query."""
        place = Window(RowNumber(), partition_by=F("parent"), order_by="pk")
        replies = self.filter(parent__in=parents).visible().annotate(place=place).filter(place__lte=limit)
        return replies.with_author().order_by("pk")

    def counts_by_anchor(self) -> dict:
        """Visible comments per section anchor, replies included; the whole draft is under ``None``."""
        rows = self.visible().values_list("section__anchor").annotate(n=Count("pk")).order_by()
        return dict(rows)

    def count_for(self, consultations: Iterable) -> None:
        """Give each consultation its ``comment_count``: visible comments, replies included (one query)."""
        consultations = list(consultations)
        rows = self.filter(consultation__in=consultations).visible().values_list("consultation").order_by()
        counts = dict(rows.annotate(n=Count("pk")))
        for consultation in consultations:
            consultation.comment_count = counts.get(consultation.pk, 0)

    def statements(self):
        """Those to vote on one at a time: visible, no replies, short enough to take in at a glance."""
        return self.visible().top_level().annotate(length=Length("public_text")).filter(length__lte=STATEMENT_LENGTH)

    def without_vote_of(self, voter):
        """Those this person has not voted on; for a stranger, all of them."""
        return self.exclude(votes__voter=voter) if voter.is_authenticated else self

    def fewest_votes_first(self):
        """So that late comments are heard too; among equals the older one."""
        return self.annotate(vote_count=Count("votes")).order_by("vote_count", "pk")

    def of_author(self, author):
        """What this person wrote, newest first, with how it was received."""
        replies = Count("replies", filter=Q(replies__hidden_at=None), distinct=True)
        agreeing = Count("votes", filter=Q(votes__choice=1), distinct=True)
        return self.filter(author=author).annotate(reply_count=replies, agree_count=agreeing).order_by("-pk")

    def answered(self):
        """Those the agency has answered and not taken the answer back."""
        return self.filter(official_reply__withdrawn_at=None, official_reply__isnull=False)

    def unanswered(self):
        """Those without an answer of the agency that stands."""
        return self.filter(Q(official_reply=None) | Q(official_reply__withdrawn_at__isnull=False))

    def reply_counts(self, parents: Iterable) -> dict[int, int]:
        rows = self.filter(parent__in=parents).visible().values_list("parent").annotate(n=Count("pk")).order_by()
        return dict(rows)

    def records(self) -> Iterator[CommentRecord]:
        """Every comment, the hidden ones too (marked), oldest first, without their authors."""
        columns = (
            "pk",
            "section__anchor",
            "public_text",
            "stance",
            "parent",
            "author",
            "consultation",
            "posted_at",
            "hidden_at",
        )
        for pk, anchor, text, stance, parent, author, consultation, posted_at, hidden_at in (
            self.order_by("pk").values_list(*columns).iterator(chunk_size=2000)
        ):
            yield CommentRecord(
                id=pk,
                anchor=str(anchor or ""),
                text=text,
                stance=stance,
                parent=parent,
                person=pseudonym(author, consultation),
                posted_at=posted_at,
                hidden=hidden_at is not None,
            )


class VoteQuerySet(models.QuerySet):
    def records(self, consultation) -> Iterator[VoteRecord]:
        """Every vote of a consultation on a visible comment or a section, without the voters."""
        on_comments = Q(comment__consultation=consultation, comment__hidden_at=None)
        on_sections = Q(section__version__consultation=consultation)
        rows = (
            self.filter(on_comments | on_sections).order_by("pk").values_list("voter", "comment", "section", "choice")
        )
        for voter, comment, section, choice in rows.iterator(chunk_size=5000):
            subject = str(comment) if comment else f"section:{section}"
            yield VoteRecord(person=pseudonym(voter, consultation.pk), subject=subject, value=choice)

    def counts_by_consultation(self, voter) -> dict[int, int]:
        """In which consultations this person voted, and on how many things in each."""
        rows = self.filter(voter=voter).values_list("comment__consultation", "section__version__consultation")
        return Counter(on_comment or on_section for on_comment, on_section in rows)

    def _tallies(self, subject: str) -> dict[int, Tally]:
        counted = (
            self.values(subject)
            .order_by()
            .annotate(
                agree=Count("pk", filter=Q(choice=1)),
                unsure=Count("pk", filter=Q(choice=0)),
                disagree=Count("pk", filter=Q(choice=-1)),
            )
        )
        return {row.pop(subject): Tally(**row) for row in counted}

    def section_tallies(self, sections: Iterable[int]) -> dict[int, Tally]:
        """Tally of each section row that has votes (pass ballot ids)."""
        return self.filter(section__in=sections)._tallies("section")

    def comment_tallies(self, comments: Iterable[int]) -> dict[int, Tally]:
        return self.filter(comment__in=comments)._tallies("comment")

    def section_choices(self, voter, sections: Iterable[int]) -> dict[int, int]:
        """How this person voted on these sections; empty for someone not signed in."""
        return self._choices(voter, "section", sections)

    def comment_choices(self, voter, comments: Iterable[int]) -> dict[int, int]:
        return self._choices(voter, "comment", comments)

    def _choices(self, voter, subject: str, ids: Iterable[int]) -> dict[int, int]:
        if not voter.is_authenticated:
            return {}
        return dict(self.filter(voter=voter, **{f"{subject}__in": ids}).values_list(subject, "choice"))


class AnswerQuerySet(models.QuerySet):
    def by_question(self, questions: Iterable[int]) -> dict[int, Answers]:
        """What was answered to each question that has answers (pass ballot ids); two queries."""
        given = self.filter(question__in=questions).order_by()
        people = dict(given.values_list("question").annotate(n=Count("author", distinct=True)))
        counts: dict[int, dict[int, int]] = defaultdict(dict)
        for question, choice, n in given.values_list("question", "choice").annotate(n=Count("pk")):
            counts[question][choice] = n
        return {question: Answers(people=n, counts=counts[question]) for question, n in people.items()}

    def choices_of(self, author, questions: Iterable[int]) -> dict[int, set[int]]:
        """What this person answered to these questions; empty for someone not signed in."""
        chosen: dict[int, set[int]] = defaultdict(set)
        if author.is_authenticated:
            for question, choice in self.filter(author=author, question__in=questions).values_list(
                "question", "choice"
            ):
                chosen[question].add(choice)
        return chosen

    def counts_by_consultation(self, author) -> dict[int, int]:
        """In which consultations this person answered, and how many questions in each."""
        rows = self.filter(author=author).values_list("question__questionnaire__consultation").order_by()
        return dict(rows.annotate(n=Count("question", distinct=True)))
