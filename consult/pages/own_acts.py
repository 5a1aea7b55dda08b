"""What one person did, each act with its state and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Answer, ChangeCause, Comment, Consultation, Section, User, Vote
from ..receipts import receipt_of


@dataclass(frozen=True, kw_only=True)
class OwnVote:
    """``state``: in words; ``counts``: whether it counts in the figures of the draft as it stands."""

    vote: Vote
    consultation: Consultation
    state: str | Promise
    counts: bool
    receipt: str


def votes_of(person: User) -> QuerySet[Vote]:
    """Votes of a person in hearings that were put to the people, the last one first."""
    published = Q(section__version__consultation__draft__isnull=False) | Q(comment__consultation__draft__isnull=False)
    return Vote.objects.filter(published, voter=person).order_by("-pk")


def own_votes(ids: Sequence[int]) -> list[OwnVote]:
    """These votes with what became of them (two queries)."""
    rows = Vote.objects.filter(pk__in=ids).select_related(
        "section__version__consultation", "comment__consultation", "comment__section__version"
    )
    votes = list(rows.order_by("-pk"))
    ballots = {vote.section_id for vote in votes if vote.section_id}
    drafts = {vote.section.version.consultation.draft_id for vote in votes if vote.section_id}
    stand = Section.objects.filter(Q(pk__in=ballots) | Q(origin__in=ballots), version__in=drafts)
    standing = {origin or pk for pk, origin in stand.order_by().values_list("pk", "origin")}
    return [_own_vote(vote, standing) for vote in votes]


def _own_vote(vote: Vote, standing: set[int]) -> OwnVote:
    state, counts = _("counted"), True
    if vote.section_id:
        consultation = vote.section.version.consultation
        if vote.section_id not in standing:
            state, counts = _("on an earlier wording; kept there"), False
    else:
        consultation = vote.comment.consultation
        if vote.comment.withdrawn_at:
            state, counts = _("the comment was withdrawn by its author"), False
        elif not vote.comment.is_visible:
            state, counts = _("the comment is hidden"), False
    if consultation.withdrawn_at:
        state, counts = _("the hearing was withdrawn"), False
    return OwnVote(
        vote=vote,
        consultation=consultation,
        state=state,
        counts=counts,
        receipt=receipt_of("vote", vote.pk, vote.section_id or 0, vote.comment_id or 0, vote.choice, vote.cast_at),
    )


@dataclass(frozen=True, kw_only=True)
class OwnAnswer:
    answer: Answer
    consultation: Consultation
    option: str
    state: str | Promise
    receipt: str


def answers_of(person: User, most: int) -> list[OwnAnswer]:
    """The last answers of a person, ``most`` at most (one query)."""
    rows = Answer.objects.filter(author=person, question__questionnaire__consultation__draft__isnull=False)
    rows = rows.select_related("question__questionnaire__consultation")
    found = []
    for answer in rows.order_by("-pk")[:most]:
        question = answer.question
        consultation = question.questionnaire.consultation
        options = question.options
        counted = question.stands_in(consultation.questionnaire_id)
        found.append(
            OwnAnswer(
                answer=answer,
                consultation=consultation,
                option=options[answer.choice] if answer.choice < len(options) else "",
                state=_("counted") if counted else _("on an earlier wording; kept there"),
                receipt=receipt_of("answer", answer.pk, answer.question_id, answer.choice, answer.answered_at),
            )
        )
    return found


def with_effects(comments: Sequence[Comment]) -> None:
    """Give comments their ``receipt`` and ``changed_in``: numbers of the versions whose changes name them (one query)."""
    causes = ChangeCause.objects.filter(comment__in=[one.pk for one in comments], change__version__retraction=None)
    versions: dict[int, set[int]] = {}
    for comment, number in causes.order_by().values_list("comment", "change__version__number"):
        versions.setdefault(comment, set()).add(number)
    for one in comments:
        one.changed_in = sorted(versions.get(one.pk, ()))
        one.receipt = receipt_of("comment", one.pk, one.text, one.posted_at)
