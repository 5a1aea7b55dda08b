"""Guests, and what becomes of what they did when this site knows them more surely."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, ManyToOneRel, Model, Q
from django.utils import timezone

from .. import events
from ..errors import NotAllowed
from ..models import Answer, Comment, CommentReport, Consultation, Level, Participant, User, Vote
from .comment_leaves import log_comments_again
from .notice import count_unread
from .vote_leaves import log_answer, log_votes_again, log_withdrawn_answers, log_withdrawn_votes


def welcome_guest(*, device: UUID) -> User:
    """Make the account of a guest, known by the browser alone (ผู้เยี่ยมชม); the same device is the same guest."""
    guest, made = User.objects.get_or_create(device=device, defaults={"level": Level.GUEST, "password": "!"})
    return guest


@transaction.atomic
def raise_level(*, person: User, level: Level) -> None:
    """Know somebody more surely from now on; votes and answers in hearings that are open move up too (เลื่อนระดับ).

    For whoever made sure of it: a mailbox that answered, a provider of digital identity. Never lowers a level.
    """
    known = User.objects.select_for_update().get(pk=person.pk)
    if known.level < level:
        known.level = level
        known.save(update_fields=["level"])
        _count_at(known)
    person.level = known.level


@transaction.atomic
def move_up(*, device: UUID, account: User) -> int:
    """Give what the guest of a device did to the account that signed in there, once; of two acts on one thing the later stands.

    Returns how many votes, answers and comments moved. The guest is gone afterwards: the same device again moves nothing.
    Raises NotAllowed where the account is a guest itself.
    """
    if account.level == Level.GUEST:
        raise NotAllowed
    guest = User.objects.filter(device=device, level=Level.GUEST).only("pk").first()
    if guest is None:
        return 0
    # both, in one order: two tabs of one person do not wait for each other in a circle; acts under way end first
    held = {
        row.pk: row for row in User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk]).order_by("pk")
    }
    if len(held) < 2:
        return 0
    theirs = list(guest.participants.order_by("consultation"))
    told = [change for one in theirs for change in _places(one)]
    moved = sum(
        one.votes.count() + one.answers.values("question").distinct().count() + one.comments.count() for one in theirs
    )
    known = {one.consultation_id: one for one in account.participants.people()}
    for one in theirs:
        if one.consultation_id in known:
            _join(one, known[one.consultation_id])
    # Where the account had done nothing yet, all that was said stays as it is.
    guest.participants.update(account=account)
    _move_the_rest(User, guest, account, but={Participant})
    _keep_consent(held[guest.pk], held[account.pk])
    account.consented_to, account.told_age = held[account.pk].consented_to, held[account.pk].told_age
    own = CommentReport.objects.filter(participant__account=account, comment__participant=F("participant"))
    own.delete()  # nobody reports their own
    count_unread(User.objects.filter(pk=account.pk))
    _count_at(held[account.pk])
    guest.delete()
    for change in told:
        events.announce(change)
    return moved


def _count_at(person: User) -> None:
    """Votes and answers of somebody count at the level the person has now, where the hearing still takes some: what a hearing
    that is closed says stays as it was. Comments are counted at the level of now everywhere."""
    person.participants.people().exclude(level=person.level).update(level=person.level)
    in_open_ones = person.participants.people().filter(consultation__in=Consultation.objects.open(timezone.now()))
    for rows in (Vote.objects, Answer.objects):
        counted_anew = rows.filter(participant__in=in_open_ones.values("pk")).exclude(level=person.level)
        counted_anew.update(level=person.level)


def _join(guest: Participant, account: Participant) -> None:
    """Both took part in one hearing: from now on as one."""
    _move_votes(guest, account)
    _move_answers(guest, account)
    _move_comments(guest, account)
    _move_the_rest(Participant, guest, account, but={Vote, Answer, Comment})
    guest.delete()


def _move_votes(guest: Participant, account: Participant) -> None:
    hearing, cast = account.consultation_id, {(vote.section_id, vote.comment_id): vote for vote in guest.votes.all()}
    both = account.votes.filter(
        Q(section__in=[section for section, _ in cast if section])
        | Q(comment__in=[comment for _, comment in cast if comment])
    )
    twice = [(vote, cast[vote.section_id, vote.comment_id]) for vote in both]
    gone = {min(pair, key=lambda one: one.cast_at).pk for pair in twice}
    Vote.objects.filter(pk__in=gone).delete()
    log_withdrawn_votes([(pk, hearing) for pk in sorted(gone)])
    guest.votes.update(participant=account)
    moved = [vote for vote in cast.values() if vote.pk not in gone]
    for vote in moved:
        vote.participant = account
    log_votes_again([(vote, hearing) for vote in moved], "joined", timezone.now())


def _move_answers(guest: Participant, account: Participant) -> None:
    hearing, given, before = account.consultation_id, _answers_of(guest), _answers_of(account)
    for question in given.keys() & before.keys():
        loser = account if given[question].at >= before[question].at else guest
        loser.answers.filter(question=question).delete()
        log_withdrawn_answers(loser.pk, hearing, [question])
    guest.answers.update(participant=account)
    guest.openings.filter(entry__kind__startswith="answer").update(participant=account)
    now = timezone.now()
    for question, one in sorted(given.items()):
        if question not in before or one.at >= before[question].at:
            log_answer(
                participant=account.pk, hearing=hearing, question=question, choices=one.choices, at=now, how="joined"
            )


@dataclass
class _Answered:
    at: datetime
    choices: list[int]


def _answers_of(participant: Participant) -> dict[int, _Answered]:
    """What somebody answered, by question."""
    found: dict[int, _Answered] = {}
    for question, at, choice in participant.answers.values_list("question", "answered_at", "choice"):
        one = found.setdefault(question, _Answered(at, []))
        one.at = max(one.at, at)
        one.choices.append(choice)
    return found


def _move_comments(guest: Participant, account: Participant) -> None:
    keys = account.comments.values("client_key")
    for twice in guest.comments.filter(client_key__in=keys).only("pk"):
        Comment.objects.filter(pk=twice.pk).update(client_key=uuid4())
    ids = list(guest.comments.values_list("pk", flat=True))
    Comment.objects.filter(pk__in=ids).update(participant=account)
    log_comments_again(list(Comment.objects.filter(pk__in=ids).order_by("pk")), "joined")


def _keep_consent(guest: User, account: User) -> None:
    """What the guest consented to, the account has consented to, unless it had already."""
    account.consented_to = account.consented_to or guest.consented_to
    account.told_age = max(account.told_age, guest.told_age)
    account.save(update_fields=["consented_to", "told_age"])


def _move_the_rest(whose: type[Model], guest: Model, account: Model, *, but: set[type[Model]]) -> None:
    """Whatever else refers to the guest; of what a person has once, the account keeps its own."""
    for relation in whose._meta.get_fields(include_hidden=True):  # also those no name leads back from ("+")
        if not isinstance(relation, ManyToOneRel):  # of one to one too
            continue
        model, name = relation.related_model, relation.field.name
        if model in but:
            continue
        for row in model._base_manager.filter(**{name: guest}).values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row).update(**{name: account})
            except IntegrityError:
                model._base_manager.filter(pk=row).delete()


def _places(one: Participant) -> list[events.Event]:
    """What open pages have to show anew."""
    hearing = one.consultation_id
    votes = one.votes.values_list("section", "comment")
    answers = one.answers.values_list("question", flat=True).distinct()
    return [
        *(events.VotesChanged(consultation_id=hearing, section_id=of, comment_id=on) for of, on in votes),
        *(events.AnswersChanged(consultation_id=hearing, question_id=question) for question in answers),
    ]
