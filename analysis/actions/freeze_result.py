"""What the frozen run becomes: a draft of the result, then, signed by two others, the result."""

from django.db import transaction

from consult import rules
from consult.actions import draft_result, sign_closing, sign_result
from consult.actions.consultation import wait_for_acts
from consult.errors import NotAllowed
from consult.models import Consultation, Result, User
from consult.report import seal

from ..errors import ResultFaulty, ResultOutOfDate
from ..result.checks import changed_headings, examine


def draft_examined_result(*, consultation: Consultation, by: User, reason: str = "", seen: int | None = None) -> Result:
    """Build the result from the frozen run as the record stands now, and keep it for two others to sign (ทำร่างสรุปผล).

    The end of the hearing is signed first, so that the checkpoint which the result names is the same at every signature. Raises NotAllowed,
    ResultFaulty while something has to be mended, and what `consult.actions.draft_result` raises.
    """
    if not rules.may_draft_results(by, consultation):
        raise NotAllowed
    if consultation.is_closed():
        sign_closing(consultation=consultation)
    with transaction.atomic():
        wait_for_acts(consultation)
        found = examine(consultation)
        if found.faults or found.report is None:
            raise ResultFaulty(len(found.faults))
        return draft_result(consultation=consultation, by=by, document=found.report.as_json(), reason=reason, seen=seen)


@transaction.atomic
def sign_examined_result(*, result: Result, by: User, seen: str) -> Result:
    """Sign a result that still says what the record says (ลงนามสรุปผลที่ตรวจแล้ว); the second signature publishes it.

    The report is built once more: where the record moved since the draft, or something is wrong, nobody signs. Raises NotAllowed,
    ResultOutOfDate, ResultFaulty, and what `consult.actions.sign_result` raises.
    """
    if not rules.may_sign_results(by, result.consultation):
        raise NotAllowed
    wait_for_acts(result.consultation)
    if result.published_at is None and result.withdrawn_at is None:
        found = examine(result.consultation)
        if found.report and seal(found.report.as_json()) != result.sha256:
            raise ResultOutOfDate(changed_headings(result.report, found.report))
        if found.faults:
            raise ResultFaulty(len(found.faults))
    return sign_result(result=result, by=by, seen=seen)
