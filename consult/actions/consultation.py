from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed
from ..models import Agency, Consultation, User
from ..models.consultation import ConsultationFacts
from .audit import record

_RULING = ["draft_id", "questionnaire_id", "opens_at", "closes_at", "closed_at", "withdrawn_at"]


def _share(consultation: Consultation) -> None:
    """Hold off those who change what rules an act until the act is committed, and read those rules afresh (one query).

    Acts do not wait for each other. Where an officer is changing it already, this waits until that is committed, so that no
    act is accepted by a rule that was over. SQLite has one writer at a time anyway. Django has no word for this lock.
    """
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    question = f"SELECT id, {', '.join(_RULING)} FROM {Consultation._meta.db_table} WHERE id = %s{lock}"  # noqa: S608
    (fresh,) = Consultation.objects.raw(question, [consultation.pk])
    for name in _RULING:
        setattr(consultation, name, getattr(fresh, name))


def wait_for_acts(consultation: Consultation) -> None:
    """Let the acts under way finish and hold new ones off until the caller's transaction ends; then read the rules afresh.

    Taken before anything that acts are judged by is changed.
    """
    Consultation.objects.select_for_update().values_list("pk").get(pk=consultation.pk)
    consultation.refresh_from_db(fields=_RULING)


def must_be_open_now(consultation: Consultation) -> datetime:
    """The moment of a comment or vote, if the consultation takes it; read afresh, inside the caller's transaction.

    A request may have waited for its turn to write while an officer closed the consultation or issued another wording.
    Raises ConsultationClosed and its kin.
    """
    _share(consultation)
    now = timezone.now()
    consultation.must_be_open(now)
    return now


@transaction.atomic
def publish_consultation(*, key: UUID, agency: Agency, facts: ConsultationFacts, by: User) -> Consultation:
    """Announce a hearing, or correct what is said about it; ``key`` is the publisher's name for it.

    What the correction replaced is kept in the audit trail. A hearing an officer closed stays closed whatever dates are
    published; a withdrawn one comes back. The draft itself is issued by ``issue_version``. Raises NotAllowed.
    """
    if not rules.may_publish(by, agency):
        raise NotAllowed
    new = facts.facts()
    consultation = Consultation.objects.select_for_update().filter(key=key).first()
    if consultation is None:
        consultation = Consultation.objects.create(key=key, agency=agency, **new)
        record(verb="publish_consultation", by=by, consultation=consultation)
        return consultation
    if consultation.agency_id != agency.pk:
        raise NotAllowed
    replaced = {name: str(getattr(consultation, name)) for name in new if getattr(consultation, name) != new[name]}
    if not replaced and consultation.withdrawn_at is None:
        return consultation
    for name, value in new.items():
        setattr(consultation, name, value)
    consultation.withdrawn_at = None
    consultation.save()
    record(verb="publish_consultation", by=by, consultation=consultation, replaced=replaced)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return consultation


def _take(consultation: Consultation, by: User) -> None:
    """Let one officer after the other change when it ends, each seeing what the one before did. Raises NotAllowed."""
    if not rules.may_close(by, consultation):
        raise NotAllowed
    wait_for_acts(consultation)


def _change(consultation: Consultation, by: User, verb: str, **values) -> Consultation:
    for name, value in values.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(values))
    record(verb=verb, by=by, consultation=consultation)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return consultation


@transaction.atomic
def close_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Stop accepting comments and votes now, before the announced time (ปิดรับฟังความคิดเห็นก่อนกำหนด). Raises NotAllowed."""
    _take(consultation, by)
    if timezone.now() >= consultation.ends_at:
        return consultation
    return _change(consultation, by, "close_consultation", closed_at=timezone.now())


@transaction.atomic
def reopen_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Undo an early closing; the announced closing time holds again. Raises NotAllowed."""
    _take(consultation, by)
    if consultation.closed_at is None:
        return consultation
    return _change(consultation, by, "reopen_consultation", closed_at=None)


@transaction.atomic
def withdraw_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Take a hearing off the public site; its record stays (ถอนการรับฟังความคิดเห็น). Raises NotAllowed."""
    _take(consultation, by)
    if consultation.withdrawn_at:
        return consultation
    return _change(consultation, by, "withdraw_consultation", withdrawn_at=timezone.now())
