from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import events, rules
from ..errors import (
    NotAllowed,
    ResultDraftedMeanwhile,
    ResultMoved,
    ResultNeedsAnother,
    ResultPublished,
    ResultTooEarly,
)
from ..models import Consultation, Result, ResultSignature, User
from ..models.result import SIGNATURES
from ..report import seal
from .audit import record
from .comment import mask
from .consultation import clean_reason, must_not_be_withdrawn, wait_for_acts


def draft_result(
    *, consultation: Consultation, by: User, document: dict[str, Any], reason: str = "", seen: int | None = None
) -> Result:
    """Keep a document as the result that waits for two signatures (ร่างสรุปผล); it takes the place of the draft before it.

    The same document again is the same draft. ``reason``: why the published result before it is corrected, where there is one.
    ``seen``: the draft that stood when its writer looked, 0 for none; None takes the place of any. Raises NotAllowed, ConsultationWithdrawn,
    ResultTooEarly, ReasonMissing, TextTooLong, ResultDraftedMeanwhile when another draft stands now, and ResultMoved when a result was
    published since the document was made.
    """
    if not rules.may_draft_results(by, consultation):
        raise NotAllowed
    sha256 = seal(document)
    with transaction.atomic():
        wait_for_acts(consultation)
        must_not_be_withdrawn(consultation)
        if not consultation.is_closed():
            raise ResultTooEarly
        number = Result.next_number(consultation)
        if document["number"] != number:
            raise ResultMoved
        reason = mask(clean_reason(reason)) if number > 1 else ""
        if before := Result.objects.draft_of(consultation):
            if (before.sha256, before.reason) == (sha256, reason):
                return before
            if seen not in (None, before.pk):
                raise ResultDraftedMeanwhile
            _take_back(before)
        result = Result.objects.create(
            consultation=consultation, number=number, document=document, sha256=sha256, reason=reason, drafted_by=by
        )
        record(verb="draft_result", by=by, consultation=consultation, number=number, sha256=sha256, result=result.pk)
    return result


@transaction.atomic
def sign_result(*, result: Result, by: User, seen: str) -> Result:
    """Answer for a result as another person than its writer (ลงนามสรุปผล); the second signature publishes it.

    ``seen``: the digest of what the signer read. Whether the document still says what the record says is asked before
    (analysis/actions/result.py). Raises NotAllowed, ConsultationWithdrawn, ResultMoved, ResultNeedsAnother.
    """
    consultation = result.consultation
    if not rules.may_sign_results(by, consultation):
        raise NotAllowed
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    result = Result.objects.select_related("consultation").get(pk=result.pk)
    if result.withdrawn_at or result.sha256 != seen:
        raise ResultMoved
    if result.signatures.filter(by=by).exists():
        return result
    if result.published_at:
        raise ResultPublished
    if result.drafted_by_id == by.pk:
        raise ResultNeedsAnother
    ResultSignature.objects.create(result=result, by=by, role=rules.signs_as(by, consultation.agency_id))
    told: dict[str, Any] = {"number": result.number, "sha256": result.sha256, "result": result.pk}
    record(verb="sign_result", by=by, consultation=consultation, **told)
    if result.signatures.count() == SIGNATURES:
        result.published_at = timezone.now()
        result.save(update_fields=["published_at"])
        record(verb="publish_result", by=by, consultation=consultation, **told)
        events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return result


@transaction.atomic
def withdraw_result(*, result: Result, by: User) -> Result:
    """Take a draft of a result back (ถอนร่างสรุปผล); its signatures count for nothing then. Raises NotAllowed, ResultPublished."""
    if not rules.may_draft_results(by, result.consultation):
        raise NotAllowed
    wait_for_acts(result.consultation)
    result = Result.objects.select_related("consultation").get(pk=result.pk)
    if result.published_at:
        raise ResultPublished
    if result.withdrawn_at is None:
        _take_back(result)
        record(verb="withdraw_result", by=by, consultation=result.consultation, number=result.number, result=result.pk)
    return result


def _take_back(result: Result) -> None:
    result.withdrawn_at = timezone.now()
    result.save(update_fields=["withdrawn_at"])
