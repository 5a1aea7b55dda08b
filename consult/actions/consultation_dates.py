"""When a hearing opens and ends: acts with a reason, each a row that everybody can read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .. import errors, events, rules
from ..ledger.leaf import moment as moment_of
from ..models import Consultation, ConsultationAct, Result, User
from ..models.consultation import LONGEST, lasts_too_short
from .audit import record
from .consultation import clean_reason, wait_for_acts

Kind = ConsultationAct.Kind
Stage = ConsultationAct.Stage
State = Consultation.State
#: What the audit trail calls an act
VERB = {
    Kind.OPEN: "move_opening",
    Kind.EXTEND: "extend_consultation",
    Kind.CLOSE: "close_consultation",
    Kind.REOPEN: "reopen_consultation",
    Kind.WITHDRAW: "withdraw_consultation",
}
#: A moment that was just now when the form was sent
JUST_NOW = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What an act would change, and how the hearing would stand."""

    changes: dict[str, datetime | None]
    opens_at: datetime
    ends_at: datetime
    takes_two: bool


def move_opening(*, consultation: Consultation, by: User, opens_at: datetime, reason: str) -> ConsultationAct:
    """Open a hearing at another moment than announced, now included; one that has opened stays open (เลื่อนวันเปิด).

    Takes a second officer when the hearing becomes shorter than the least time. Raises NotAllowed, ReasonMissing,
    WrongMoment, ConsultationWithdrawn, RequestWaits.
    """
    return _act(Kind.OPEN, consultation, by, reason, opens_at)


def extend_consultation(*, consultation: Consultation, by: User, closes_at: datetime, reason: str) -> ConsultationAct:
    """Give people more time than announced (ขยายเวลารับฟัง). Raises as ``move_opening``."""
    return _act(Kind.EXTEND, consultation, by, reason, closes_at)


def close_consultation(*, consultation: Consultation, by: User, reason: str) -> ConsultationAct:
    """Stop accepting comments and votes now, before the announced time (ปิดรับฟังความคิดเห็นก่อนกำหนด).

    Before the least time is over it takes a second officer. Raises as ``move_opening``.
    """
    return _act(Kind.CLOSE, consultation, by, reason, None)


def reopen_consultation(*, consultation: Consultation, by: User, closes_at: datetime, reason: str) -> ConsultationAct:
    """Ask that a closed hearing takes comments and votes again until ``closes_at`` (เปิดรับฟังต่อ): it always takes a second
    officer. Raises as ``move_opening``.
    """
    return _act(Kind.REOPEN, consultation, by, reason, closes_at)


def withdraw_consultation(*, consultation: Consultation, by: User, reason: str) -> ConsultationAct:
    """Take a hearing back for good; its record and the reason stay (ถอนการรับฟังความคิดเห็น). Raises as ``move_opening``."""
    return _act(Kind.WITHDRAW, consultation, by, reason, None)


@transaction.atomic
def approve_act(*, act: ConsultationAct, by: User) -> ConsultationAct:
    """Carry out what another officer asked for (เห็นชอบ). Raises NotAllowed, NeedsAnotherOfficer, RequestAnswered, and what
    the act itself raises if it is no longer possible.
    """
    consultation = _second_officer(act, by)
    kind = Kind(act.kind)
    moment = {Kind.OPEN: act.opens_at, Kind.EXTEND: act.ends_at, Kind.REOPEN: act.ends_at}.get(kind)
    plan = _plan(kind, consultation, moment)
    return _carry_out(kind, consultation, plan, by=act.by, reason=act.reason, second=by, answers=act)


@transaction.atomic
def decline_act(*, act: ConsultationAct, by: User, reason: str) -> ConsultationAct:
    """Say no to what an officer asked for; who asked may take it back so too (ไม่เห็นชอบ).

    Raises NotAllowed, ReasonMissing, RequestAnswered.
    """
    consultation = _take(act.consultation, by)
    _must_wait(act)
    declined = ConsultationAct.objects.create(
        consultation=consultation,
        kind=act.kind,
        stage=Stage.DECLINED,
        by=act.by,
        second=None if by.pk == act.by_id else by,
        answers=act,
        reason=clean_reason(reason),
        opens_at=act.opens_at,
        ends_at=act.ends_at,
    )
    record(verb="decline_act", by=by, consultation=consultation, act=act.pk, kind=act.kind)
    return declined


@transaction.atomic
def _act(kind: Kind, consultation: Consultation, by: User, reason: str, moment: datetime | None) -> ConsultationAct:
    _take(consultation, by)
    reason = clean_reason(reason)
    plan = _plan(kind, consultation, moment)
    if not plan.takes_two:
        return _carry_out(kind, consultation, plan, by=by, reason=reason)
    if consultation.acts.waiting().filter(kind=kind).exists():
        raise errors.RequestWaits
    asked = _row(kind, Stage.ASKED, consultation, plan, by=by, reason=reason)
    record(verb=VERB[kind], by=by, consultation=consultation, act=asked.pk, asked=True)
    return asked


def _take(consultation: Consultation, by: User) -> Consultation:
    """Let one officer after the other change when it ends, each seeing what the one before did. Raises NotAllowed."""
    if not rules.may_close(by, consultation):
        raise errors.NotAllowed
    wait_for_acts(consultation)
    return consultation


def _second_officer(act: ConsultationAct, by: User) -> Consultation:
    consultation = _take(act.consultation, by)
    _must_wait(act)
    if by.pk == act.by_id:
        raise errors.NeedsAnotherOfficer
    if not rules.may_close(act.by, consultation):
        raise errors.NotAllowed  # who asked is no officer any more
    return consultation


def _must_wait(act: ConsultationAct) -> None:
    if act.stage != Stage.ASKED or ConsultationAct.objects.filter(answers=act).exists():
        raise errors.RequestAnswered


def _plan(kind: Kind, one: Consultation, moment: datetime | None) -> _Plan:
    """What the act changes, if the hearing stands so that it is possible. Raises WrongMoment, ConsultationWithdrawn."""
    now = timezone.now()
    state = one.state(now)
    if state == State.WITHDRAWN:
        raise errors.ConsultationWithdrawn
    if state not in errors.WrongMoment.POSSIBLE[kind]:
        raise errors.WrongMoment(kind)
    if kind == Kind.REOPEN and Result.objects.published().filter(consultation=one).exists():
        raise errors.WrongMoment(errors.WrongMoment.HAS_RESULT)
    if kind == Kind.WITHDRAW:
        return _Plan(changes={"withdrawn_at": now}, opens_at=one.opens_at, ends_at=one.ends_at, takes_two=False)
    if kind == Kind.CLOSE:
        too_soon = lasts_too_short(one.instrument, one.opens_at, now)
        return _Plan(changes={"closed_at": now}, opens_at=one.opens_at, ends_at=now, takes_two=too_soon)
    assert moment is not None
    moment = moment.replace(microsecond=0)
    if kind == Kind.OPEN:
        moment = max(moment, now.replace(microsecond=0)) if moment > now - JUST_NOW else moment
        if moment < now.replace(microsecond=0) or moment >= one.ends_at:
            raise errors.WrongMoment(errors.WrongMoment.OPENING)
        too_short = lasts_too_short(one.instrument, moment, one.ends_at)
        return _Plan(changes={"opens_at": moment}, opens_at=moment, ends_at=one.ends_at, takes_two=too_short)
    if moment <= max(now, one.ends_at if kind == Kind.EXTEND else now):
        raise errors.WrongMoment(errors.WrongMoment.EARLIER if kind == Kind.EXTEND else errors.WrongMoment.PAST)
    if moment - one.opens_at > LONGEST:
        raise errors.WrongMoment(errors.WrongMoment.LONGEST)
    changes: dict[str, datetime | None] = (
        {"closes_at": moment} if kind == Kind.EXTEND else {"closes_at": moment, "closed_at": None}
    )
    return _Plan(changes=changes, opens_at=one.opens_at, ends_at=moment, takes_two=kind == Kind.REOPEN)


def _carry_out(kind: Kind, consultation: Consultation, plan: _Plan, **who) -> ConsultationAct:
    for name, value in plan.changes.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(plan.changes))
    act = _row(kind, Stage.DONE, consultation, plan, **who)
    told = {"opens_at": moment_of(act.opens_at), "ends_at": moment_of(act.ends_at), "reason": act.reason}
    record(verb=VERB[kind], by=who.get("second") or who["by"], consultation=consultation, told=told, act=act.pk)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return act


def _row(kind: Kind, stage: Stage, consultation: Consultation, plan: _Plan, **who) -> ConsultationAct:
    return ConsultationAct.objects.create(
        consultation=consultation, kind=kind, stage=stage, opens_at=plan.opens_at, ends_at=plan.ends_at, **who
    )
