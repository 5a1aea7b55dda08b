from datetime import datetime

from django.utils import timezone

from ..models import Consultation

_RULING = ["draft", "questionnaire", "opens_at", "closes_at", "closed_at", "withdrawn_at"]


def must_be_open_now(consultation: Consultation) -> datetime:
    """The moment of a comment or vote, if the consultation takes it; read afresh, inside the caller's transaction.

    A request may have waited for its turn to write while an officer closed the consultation or issued another wording.
    Raises ConsultationClosed and its kin.
    """
    consultation.refresh_from_db(fields=_RULING)
    now = timezone.now()
    consultation.must_be_open(now)
    return now
