from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consult import rules
from consult.actions.audit import record
from consult.actions.comment import clean_text, wait_for_turn
from consult.errors import NotAllowed
from consult.models import User

from ..errors import DataRequestAnswered, TooManyDataRequests
from ..models import DataRequest

#: Of one person, waiting at a time
MOST_WAITING = 5


@transaction.atomic
def ask_about_data(*, person: User, kind: DataRequest.Kind, text: str, client_key: UUID) -> DataRequest:
    """Ask the data-protection officer about data on oneself (ยื่นคำขอใช้สิทธิ); it is due after settings.DATA_REQUEST_DAYS.

    The same under the same ``client_key`` is the same request. Raises TextEmpty and its kin, TooManyDataRequests.
    """
    text = clean_text(text)
    key = uuid5(client_key, f"{kind}\x1f{text}")
    wait_for_turn(person)
    if already := DataRequest.objects.filter(person=person, client_key=key).first():
        return already
    if person.data_requests.waiting().count() >= MOST_WAITING:
        raise TooManyDataRequests
    due = timezone.localdate() + timedelta(days=settings.DATA_REQUEST_DAYS)
    return DataRequest.objects.create(person=person, kind=kind, text=text, client_key=key, due_on=due)


@transaction.atomic
def answer_data_request(*, request: DataRequest, outcome: DataRequest.Outcome, answer: str, by: User) -> DataRequest:
    """Answer what somebody asked about data on them (ตอบคำขอใช้สิทธิ), once; they read it on their own page.

    The same answer again changes nothing. Raises NotAllowed, TextEmpty and its kin, DataRequestAnswered.
    """
    if not rules.protects_data(by):
        raise NotAllowed
    answer = clean_text(answer)
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered_at:
        if (request.outcome, request.answer, request.answered_by_id) == (outcome, answer, by.pk):
            return request
        raise DataRequestAnswered
    request.outcome, request.answer, request.answered_by, request.answered_at = outcome, answer, by, timezone.now()
    request.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    record(verb="answer_data_request", by=by, request=request.pk, outcome=outcome)
    return request
