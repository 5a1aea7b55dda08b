"""Guests, and what becomes of what they did when this site knows them more surely."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel, Max
from django.utils import timezone

from .. import events
from ..errors import NotAllowed
from ..models import Answer, Comment, CommentReport, Consultation, Level, User, Vote
from .notice import count_unread


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
    told = _places(guest)
    moved = _move_votes(guest, account) + _move_answers(guest, account) + _move_comments(guest, account)
    _move_the_rest(guest, account)
    CommentReport.objects.filter(by=account, comment__author=account).delete()  # nobody reports their own
    count_unread(User.objects.filter(pk=account.pk))
    _count_at(held[account.pk])
    guest.delete()
    for change in told:
        events.announce(change)
    return moved


def _count_at(person: User) -> None:
    """Votes and answers of somebody count at the level the person has now, where the hearing still takes some: what a hearing
    that is closed says stays as it was."""
    open_ones = Consultation.objects.open(timezone.now()).values("pk")
    votes, answers = Vote.objects.filter(voter=person), Answer.objects.filter(author=person)
    for rows in (
        votes.filter(section__version__consultation__in=open_ones),
        votes.filter(comment__consultation__in=open_ones),
        answers.filter(question__questionnaire__consultation__in=open_ones),
    ):
        rows.exclude(level=person.level).update(level=person.level)


def _move_votes(guest: User, account: User) -> int:
    cast = {(vote.section_id, vote.comment_id): vote for vote in Vote.objects.filter(voter=guest)}
    both = Vote.objects.filter(voter=account, section__in=[section for section, _ in cast if section]) | (
        Vote.objects.filter(voter=account, comment__in=[comment for _, comment in cast if comment])
    )
    earlier = [min(vote, cast[vote.section_id, vote.comment_id], key=lambda one: one.cast_at).pk for vote in both]
    Vote.objects.filter(pk__in=earlier).delete()
    Vote.objects.filter(voter=guest).update(voter=account)
    return len(cast)


def _move_answers(guest: User, account: User) -> int:
    def last(person: User) -> dict:
        return dict(Answer.objects.filter(author=person).values_list("question").annotate(at=Max("answered_at")))

    given, before = last(guest), last(account)
    for question in given.keys() & before.keys():
        loser = account if given[question] >= before[question] else guest
        Answer.objects.filter(author=loser, question=question).delete()
    Answer.objects.filter(author=guest).update(author=account)
    return len(given)


def _move_comments(guest: User, account: User) -> int:
    keys = Comment.objects.filter(author=account).values("client_key")
    for twice in Comment.objects.filter(author=guest, client_key__in=keys).only("pk"):
        Comment.objects.filter(pk=twice.pk).update(client_key=uuid4())
    return Comment.objects.filter(author=guest).update(author=account)


def _move_the_rest(guest: User, account: User) -> None:
    """Whatever else refers to the guest; of what a person has once, the account keeps its own."""
    for relation in User._meta.get_fields(include_hidden=True):  # also those no name leads back from ("+")
        if not isinstance(relation, ManyToOneRel):  # of one to one too
            continue
        model, name = relation.related_model, relation.field.name
        if model in (Vote, Answer, Comment):
            continue
        for row in model._base_manager.filter(**{name: guest}).values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row).update(**{name: account})
            except IntegrityError:
                model._base_manager.filter(pk=row).delete()


def _places(guest: User) -> list[events.Event]:
    """What open pages have to show anew."""
    return [*_votes_changed(guest), *_answers_changed(guest)]


def _votes_changed(guest: User) -> Iterator[events.VotesChanged]:
    columns = ("section", "section__version__consultation", "comment", "comment__consultation")
    for section, of_section, comment, of_comment in Vote.objects.filter(voter=guest).values_list(*columns):
        yield events.VotesChanged(consultation_id=of_section or of_comment, section_id=section, comment_id=comment)


def _answers_changed(guest: User) -> Iterator[events.AnswersChanged]:
    columns = ("question", "question__questionnaire__consultation")
    for question, consultation in Answer.objects.filter(author=guest).values_list(*columns).distinct():
        yield events.AnswersChanged(consultation_id=consultation, question_id=question)
