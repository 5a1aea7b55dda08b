from django.db import transaction
from django.db.models import F, QuerySet

from consult import rules
from consult.actions import end_mandate
from consult.actions.comment import mask, wait_for_turn
from consult.actions.ledger import log_erasure
from consult.actions.redaction import lift
from consult.models import Appeal, Comment, CommentReport, CommentRevision, Level, Participant, Redaction, User
from consult.models.user import fresh_alias

from ..errors import StaffAskFirst
from ..models import Erasure
from ..processing import about, every_model, is_erased
from .ballots import take_back_ballots

#: How the address of an erased account ends; no mail is ever sent there (RFC 2606)
NO_MAILBOX = "@erased.invalid"


def erase_person(*, person: User) -> Erasure:
    """Erase who somebody is here, at once and for good (ลบตัวตนของตนเอง): address, names, password, sessions, second factors, digital
    identities, the words of mandates and all else the record of processing says is erased.

    Votes and answers in hearings that are open go too: with them would go what makes sure that somebody who comes again counts
    once. What was said, and what closed hearings counted, stays on the record, in nobody's name. Asked again it is the same
    erasure. Raises StaffAskFirst.
    """
    with transaction.atomic():
        wait_for_turn(person)
        if done := Erasure.objects.filter(person=person).first():
            return done
        if person.is_superuser or rules.roles_by_agency(User.objects.get(pk=person.pk)):
            raise StaffAskFirst
        take_back_ballots(person)
        for mandate in person.mandates.all():
            end_mandate(mandate=mandate, by=person)
        _scatter(
            person.participants.exclude(company_number="")
        )  # before what is the person's is forgotten: it is the company's
        log_erasure(person.pk)
        _forget_what_names(person)
        lift(Redaction.objects.filter(comment__participant__account=person))
        Comment.objects.filter(participant__account=person).exclude(text=F("public_text")).update(text=F("public_text"))
        _mask_what_was_written(person)
        _scatter(person.participants.all())
        _blank(User.objects.get(pk=person.pk))
        return Erasure.objects.create(person=person)


def _forget_what_names(person: User) -> None:
    """What the record of processing says is erased, in tables of whatever app: rows that are there for that alone go, of others
    the columns are emptied."""
    for model in every_model():
        rows, columns = about(model, person), [f for f in model._meta.concrete_fields if is_erased(model, f.name)]
        if model is User or rows is None or not columns:
            continue
        found = model._base_manager.filter(rows)
        if model._meta.pk in columns:
            found.delete()
        else:
            found.update(**{field.name: None if field.null else field.get_default() or "" for field in columns})


def _mask_what_was_written(person: User) -> None:
    """Appeals and reports stay as comments do: masked. Earlier wordings of comments are emptied, which is all that the database lets
    happen to them: what was added stands in the comment, and what was changed nobody had answered yet."""
    CommentRevision.objects.filter(comment__participant__account=person).update(text="")
    for rows, column in (
        (Appeal.objects.filter(act__comment__participant__account=person), "text"),
        (CommentReport.objects.filter(participant__account=person), "words"),
    ):
        for row in rows:
            setattr(row, column, mask(getattr(row, column)))
            row.save(update_fields=[column])


def _scatter(participants: QuerySet[Participant]) -> None:
    """In each hearing what was said stands under an emptied account of its own: no table says any more that it was one person."""
    for one in participants.select_related("account"):
        one.account = User(level=one.account.level)
        _blank(one.account)
        one.save(update_fields=["account"])


def _blank(person: User) -> None:
    alias = fresh_alias()
    person.alias = alias
    person.email = None if person.level == Level.GUEST else alias.rpartition("-")[2] + NO_MAILBOX
    person.first_name = person.last_name = ""
    person.device = person.last_login = None
    person.is_active = person.is_staff = person.wants_mail = False
    person.unread_notices = 0
    person.set_unusable_password()
    person.save()
