"""What one person did, each act with its state and its receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Answer, ChangeCause, Comment, Consultation, Mandate, Participant, Section, User, Vote
from ..models.kept import received
from ..models.prepared import Prepared, PreparedForIds
from .issues import issues_of_comments
from .receipts import codes_of, codes_of_answers
from .results import result_numbers
from .where import with_where


@dataclass(frozen=True, kw_only=True)
class OwnVote:
    """``state``: in words; ``counts``: whether it counts in the figures of the draft as it stands. ``company``: in whose name it is, where
    it is not one's own."""

    vote: Vote
    consultation: Consultation
    state: str | Promise
    counts: bool
    receipt: str
    company: str = ""


def votes_of(person: User) -> QuerySet[Vote]:
    """Votes of a person in hearings that were put to the people, the last one first."""
    published = Q(section__version__consultation__draft__isnull=False) | Q(comment__consultation__draft__isnull=False)
    return Vote.objects.filter(published, participant__account=person).order_by("-pk")


def own_votes(ids: Sequence[int]) -> list[OwnVote]:
    """These votes with what became of them (three queries; four where one is a company's)."""
    rows = Vote.objects.filter(pk__in=ids).select_related(
        "section__version__consultation", "comment__consultation", "comment__section__version", "participant"
    )
    votes = list(rows.order_by("-pk"))
    ballots = {vote.section_id for vote in votes if vote.section_id}
    drafts = {vote.section.version.consultation.draft_id for vote in votes if vote.section_id}
    stand = Section.objects.filter(Q(pk__in=ballots) | Q(origin__in=ballots), version__in=drafts)
    standing = {origin or pk for pk, origin in stand.order_by().values_list("pk", "origin")}
    codes = codes_of("vote", ids)
    names = companies_of({vote.participant for vote in votes})
    return [
        _own_vote(vote, standing, codes.get(vote.pk, ""), names.get(vote.participant.company_number, ""))
        for vote in votes
    ]


def companies_of(participants: Iterable[Participant]) -> dict[str, str]:
    """What the companies among them are called, by their numbers (one query, none where there are none)."""
    numbers = {one.company_number for one in participants} - {""}
    found = Mandate.objects.filter(company_number__in=numbers).order_by("pk") if numbers else ()
    return {one.company_number: one.company_name for one in found}


def _own_vote(vote: Vote, standing: set[int], receipt: str, company: str) -> OwnVote:
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
        receipt=receipt,
        company=company,
    )


@dataclass(frozen=True, kw_only=True)
class OwnAnswer:
    answer: Answer
    consultation: Consultation
    option: str
    state: str | Promise
    receipt: str
    company: str = ""


def answers_of(person: User, most: int) -> list[OwnAnswer]:
    """The last answers of a person, ``most`` at most (two queries)."""
    rows = Answer.objects.filter(
        participant__account=person, question__questionnaire__consultation__draft__isnull=False
    )
    rows = rows.select_related("question__questionnaire__consultation", "participant")
    found = []
    answers = list(rows.order_by("-pk")[:most])
    codes = codes_of_answers({one.participant_id for one in answers}, {one.question_id for one in answers})
    names = companies_of({one.participant for one in answers})
    for answer in answers:
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
                receipt=codes.get((answer.participant_id, answer.question_id), ""),
                company=names.get(answer.participant.company_number, ""),
            )
        )
    return found


_VERSIONS_CHANGED = PreparedForIds(
    lambda ids: (
        ChangeCause.objects.filter(comment__in=ids, change__version__retraction=None)
        .order_by()
        .values_list("comment", "change__version__number")
    )
)
_COMMENTS = PreparedForIds(
    lambda ids: (
        Comment.objects.with_section()
        .select_related("consultation__agency", "consultation__draft", "official_reply")
        .defer(
            "search_text",
            "consultation__draft__preamble",
            "section__text",
            "section__search_text",
            "section__version__preamble",
        )
        .filter(pk__in=ids)
        .order_by("-pk")
    )
)
_HEARINGS = PreparedForIds(
    lambda ids: Consultation.objects.filter(draft__isnull=False, pk__in=ids).order_by("-closes_at")
)
_COMMENT_COUNT = Prepared(
    lambda person: (
        Comment.objects.filter(participant__account=person, consultation__draft__isnull=False)
        .values("participant__account")
        .order_by()
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)


def comments_of(person: User) -> QuerySet[Comment]:
    """Comments of a person in hearings that were put to the people, withdrawn ones too: who spoke there keeps what they said."""
    return Comment.objects.of_author(person).filter(consultation__draft__isnull=False)


def comment_count(person: User) -> int:
    return sum(n for (n,) in _COMMENT_COUNT.rows(person.pk))


def own_comments(ids: Sequence[int]) -> list[Comment]:
    """These comments of one person, newest first, with where each stands, how it was received and what became of it: ``received``,
    ``issues`` the agency decided, ``result_number``, and all that ``with_effects`` gives (six queries)."""
    comments = _COMMENTS.models(ids)
    with_where(comments)
    with_effects(comments)
    how, decided = received(ids), issues_of_comments(ids)
    results = result_numbers({comment.consultation_id for comment in comments})
    for comment in comments:
        comment.received = how[comment.pk]
        comment.issues = decided[comment.pk]
        comment.result_number = results.get(comment.consultation_id)
    return comments


def took_part_in(person: User) -> list[Consultation]:
    """Hearings in which a person voted or answered, the last to close first, each with ``vote_count`` and ``answer_count``
    (three queries)."""
    votes = Vote.objects.counts_by_consultation(person)
    answers = Answer.objects.counts_by_consultation(person)
    hearings = _HEARINGS.models(sorted(votes.keys() | answers.keys()))
    for one in hearings:
        one.vote_count, one.answer_count = votes.get(one.pk, 0), answers.get(one.pk, 0)
    return hearings


def with_effects(comments: Sequence[Comment]) -> None:
    """Give comments their ``receipt`` and ``changed_in``: numbers of the versions whose changes name them (two queries)."""
    codes = codes_of("comment", [one.pk for one in comments])
    versions: dict[int, set[int]] = {}
    for comment, number in _VERSIONS_CHANGED.rows([one.pk for one in comments]):
        versions.setdefault(comment, set()).add(number)
    for one in comments:
        one.changed_in = sorted(versions.get(one.pk, ()))
        one.receipt = codes.get(one.pk, "") if one.withdrawn_at is None else ""
