from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import (
    ConsentMissing,
    ConsultationWithdrawn,
    HearingTooShort,
    LevelTooLow,
    ModerationIsChosen,
    NeedsAnotherOfficer,
    NotAllowed,
    PackIncomplete,
    ReasonMissing,
    TextTooLong,
)
from ..ledger.leaf import moment
from ..models import Agency, Consultation, ConsultationAct, Level, PackIssue, User
from ..models.consultation import MOMENTS, ConsultationFacts, lasts_too_short, least_days
from ..models.prepared import Prepared
from .audit import record
from .pack import issue_pack

#: Letters of a reason that is shown to the public
LONGEST_REASON = 2000
_LEAST = ["least_to_vote", "least_to_answer", "least_to_comment"]
_RULING = [
    "least_age",
    "moderates_first",
    "draft_id",
    "questionnaire_id",
    "opens_at",
    "closes_at",
    "closed_at",
    "withdrawn_at",
    *_LEAST,
]
_FRESH = Prepared(lambda pk: Consultation.objects.filter(pk=pk).order_by().values_list(*_RULING), lock="FOR KEY SHARE")


def _share(consultation: Consultation) -> None:
    """Hold off those who change what rules an act until the act is committed, and read those rules afresh (one query).

    Acts do not wait for each other. Where an officer is changing it already, this waits until that is committed, so that no
    act is accepted by a rule that was over.
    """
    (fresh,) = _FRESH.rows(consultation.pk)
    for name, value in zip(_RULING, fresh, strict=True):
        setattr(consultation, name, value)


def wait_for_acts(consultation: Consultation) -> None:
    """Let the acts under way finish and hold new ones off until the caller's transaction ends; then read the rules afresh.

    Taken before anything that acts are judged by is changed.
    """
    Consultation.objects.select_for_update().values_list("pk").get(pk=consultation.pk)
    consultation.refresh_from_db(fields=_RULING)


def must_not_be_withdrawn(consultation: Consultation) -> None:
    """Of acts that would tell something new about a hearing, read afresh before. Raises ConsultationWithdrawn."""
    if consultation.withdrawn_at:
        raise ConsultationWithdrawn


def must_be_open_now(consultation: Consultation) -> datetime:
    """The moment of a comment or vote, if the consultation takes it; read afresh, inside the caller's transaction.

    A request may have waited for its turn to write while an officer closed the consultation or issued another wording.
    Raises ConsultationClosed and its kin.
    """
    _share(consultation)
    now = timezone.now()
    consultation.must_be_open(now)
    return now


def must_be_known(person: User, least: int) -> None:
    """Raises LevelTooLow where a hearing takes this act from a higher level on only."""
    if not rules.is_at_least(person, least):
        raise LevelTooLow(Level(least))


def must_have_consented(person: User, consultation: Consultation) -> None:
    """Raises ConsentMissing where somebody has not consented to the words that stand now, or not said how old they are."""
    if not rules.has_consented(person, consultation):
        raise ConsentMissing


@dataclass(frozen=True, kw_only=True)
class Shorter:
    """Why a hearing may be shorter than the least, and which officer asked for that; another one publishes it."""

    reason: str
    asked_by: User


def clean_reason(reason: str) -> str:
    """The reason of an act, which everybody reads. Raises ReasonMissing, TextTooLong."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise TextTooLong(LONGEST_REASON)
    return reason


@transaction.atomic
def publish_consultation(
    *,
    key: UUID,
    agency: Agency,
    facts: ConsultationFacts,
    by: User,
    shorter: Shorter | None = None,
    follows: Consultation | None = None,
) -> Consultation:
    """Announce a hearing, or correct what is said about it; ``key`` is the publisher's name for it.

    Moments are those of the announcement: later they are moved by
    acts of their own (``move_opening`` and its kin), never by publishing. ``follows``: the round before, of the same agency. The draft itself is issued by ``issue_version``.
    Each time it is told otherwise, all of it is kept as a ``PackIssue`` with a hash.
    Raises NotAllowed, PackIncomplete, HearingTooShort, NeedsAnotherOfficer, ConsultationWithdrawn, ModerationIsChosen.
    """
    if not rules.may_publish(by, agency):
        raise NotAllowed
    if missing := facts.missing():
        raise PackIncomplete(missing)
    new = facts.facts()
    consultation = Consultation.objects.select_for_update().filter(key=key).first()
    if consultation is None:
        if follows and follows.agency_id != agency.pk:
            raise NotAllowed
        first = follows and (follows.first_round or follows)
        made = Consultation(key=key, agency=agency, follows=follows, first_round=first, **new)
        return _announce(made, by, shorter)
    if consultation.agency_id != agency.pk:
        raise NotAllowed
    if consultation.withdrawn_at:
        raise ConsultationWithdrawn
    new = {name: value for name, value in new.items() if name not in MOMENTS}
    changed = [name for name in new if getattr(consultation, name) != new[name]]
    replaced = {name: str(getattr(consultation, name)) for name in changed if name != "pack"}
    if not changed:
        return consultation
    if "moderates_first" in changed and consultation.has_opened():
        raise ModerationIsChosen
    for name, value in new.items():
        setattr(consultation, name, value)
    consultation.save()
    issued = issue_pack(consultation, by)
    told = _told(consultation, issued)
    record(
        verb="publish_consultation", by=by, consultation=consultation, told=told, replaced=replaced, pack=issued.number
    )
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return consultation


def _announce(consultation: Consultation, by: User, shorter: Shorter | None) -> Consultation:
    asked_by, second, reason = by, None, ""
    if announced_too_short(consultation):
        if shorter is None or not shorter.reason.strip():
            raise HearingTooShort(least_days(consultation.instrument))
        if shorter.asked_by.pk == by.pk or not rules.may_prepare(shorter.asked_by, consultation.agency):
            raise NeedsAnotherOfficer
        asked_by, second, reason = shorter.asked_by, by, shorter.reason.strip()
    consultation.save()
    consultation.acts.create(
        kind=ConsultationAct.Kind.ANNOUNCE,
        stage=ConsultationAct.Stage.DONE,
        by=asked_by,
        second=second,
        reason=reason,
        opens_at=consultation.opens_at,
        ends_at=consultation.closes_at,
    )
    record(
        verb="publish_consultation",
        by=by,
        consultation=consultation,
        told=_told(consultation, issue_pack(consultation, by)),
    )
    if consultation.first_round_id:
        for pk in consultation.rounds().values_list("pk", flat=True):
            events.announce(events.ConsultationChanged(consultation_id=pk))
    return consultation


def _told(consultation: Consultation, issued: PackIssue) -> dict[str, str | int]:
    """What anybody reads of a hearing that is announced, for the log."""
    return {
        "opens_at": moment(consultation.opens_at),
        "ends_at": moment(consultation.ends_at),
        "pack": issued.number,
        "sha256": issued.content_sha256,
    }


def announced_too_short(facts: ConsultationFacts) -> bool:
    """Whether a hearing announced now would be open for less than the least time. Time that was over before it was announced
    helps nobody to take part, but for invented demonstration data.
    """
    opens_at = facts.opens_at if facts.is_demo else max(facts.opens_at, timezone.now())
    return lasts_too_short(facts.instrument, opens_at, facts.closes_at)
