from datetime import date

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import DayIsAhead, NotAllowed, StageTakenBack, TextTooLong
from ..models import Consultation, LawStage, User
from .audit import record
from .consultation import LONGEST_REASON, clean_reason, must_not_be_withdrawn, wait_for_acts


@transaction.atomic
def tell_law_stage(*, consultation: Consultation, kind: LawStage.Kind, on: date, note: str, by: User) -> LawStage:
    """Tell what became of a draft after it was heard, up to Parliament (บันทึกขั้นตอนของร่าง). Told again it is one row.

    Raises NotAllowed, ConsultationWithdrawn, DayIsAhead, TextTooLong.
    """
    if not rules.may_prepare(by, consultation.agency):
        raise NotAllowed
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    note = note.strip()
    if len(note) > LONGEST_REASON:
        raise TextTooLong(LONGEST_REASON)
    if on > timezone.localdate():
        raise DayIsAhead
    told = {"kind": kind, "on": on, "note": note}
    same: LawStage | None = consultation.law_stages.standing().filter(**told).first()
    if same:
        return same
    stage: LawStage = consultation.law_stages.create(by=by, **told)
    record(verb="tell_law_stage", by=by, consultation=consultation, stage=stage.pk, kind=kind)
    _announce(consultation)
    return stage


@transaction.atomic
def take_law_stage_back(*, stage: LawStage, reason: str, by: User) -> LawStage:
    """Say that a stage was told by mistake; it stays on record with the reason (ถอนขั้นตอนที่บันทึกผิด).

    Raises NotAllowed, ReasonMissing, TextTooLong, StageTakenBack.
    """
    consultation = stage.consultation
    if not rules.may_prepare(by, consultation.agency):
        raise NotAllowed
    reason = clean_reason(reason)
    wait_for_acts(consultation)
    if stage.takes_back_id or LawStage.objects.filter(takes_back=stage).exists():
        raise StageTakenBack
    taken: LawStage = consultation.law_stages.create(kind=stage.kind, on=stage.on, note=reason, takes_back=stage, by=by)
    record(verb="take_law_stage_back", by=by, consultation=consultation, stage=stage.pk)
    _announce(consultation)
    return taken


def _announce(consultation: Consultation) -> None:
    """Every round of the draft shows its stages."""
    for pk in consultation.rounds().values_list("pk", flat=True):
        events.announce(events.ConsultationChanged(consultation_id=pk))
