from django.db import transaction
from django.db.models import Max

from consult import rules
from consult.actions.audit import record
from consult.actions.consultation import must_not_be_withdrawn, wait_for_acts
from consult.errors import NotAllowed
from consult.models import Consultation, Result, User

from ..errors import FreezeTooEarly, ResultSigned, RunFrozen, RunUnknown
from ..models import AnalysisRun, RunFreeze, ThemeEdit


@transaction.atomic
def freeze_run(*, run: AnalysisRun, consultation: Consultation, by: User) -> RunFreeze:
    """Make a run, as analysts left its themes, the basis of the result (ตรึงผลการวิเคราะห์). Frozen again it stays.

    Only after the end of the hearing: before, people may still say what the run has not read. Raises NotAllowed, RunUnknown,
    ConsultationWithdrawn, FreezeTooEarly, and RunFrozen where another run is the basis already.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    if run.consultation_id != consultation.pk:
        raise RunUnknown
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    if not consultation.is_closed():
        raise FreezeTooEarly
    if standing := RunFreeze.objects.standing(consultation.pk):
        if standing.run_id != run.pk:
            raise RunFrozen
        return standing
    edits = ThemeEdit.objects.filter(consultation=consultation).aggregate(last=Max("pk", default=0))
    freeze = RunFreeze.objects.create(consultation=consultation, run=run, last_edit=edits["last"], by=by)
    record(verb="freeze_run", by=by, consultation=consultation, run=run.pk, input_sha256=run.input_sha256)
    return freeze


@transaction.atomic
def unfreeze_run(*, consultation: Consultation, by: User) -> bool:
    """Let analysts go on (เลิกตรึงผลการวิเคราะห์); not once somebody signed a result of it. Returns whether a run was frozen.

    Raises NotAllowed, ResultSigned.
    """
    if not rules.may_analyse(by, consultation):
        raise NotAllowed
    wait_for_acts(consultation)
    standing = RunFreeze.objects.standing(consultation.pk)
    if standing is None:
        return False
    if Result.objects.filter(consultation=consultation, withdrawn_at=None, signatures__isnull=False).exists():
        raise ResultSigned
    RunFreeze.objects.create(consultation=consultation, run=None, last_edit=standing.last_edit, by=by)
    record(verb="unfreeze_run", by=by, consultation=consultation, run=standing.run_id)
    return True


def must_not_be_frozen(consultation: Consultation) -> None:
    """Of what would change the themes that are read. Raises RunFrozen."""
    if RunFreeze.objects.standing(consultation.pk):
        raise RunFrozen
