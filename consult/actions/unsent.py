from uuid import UUID

from django.utils import timezone

from ..models import Consultation, UnsentAct
from .comment import mask

MOST_LETTERS = 10_000


def keep_unsent_act(*, consultation: Consultation, kind: UnsentAct.Kind, content: dict, back_to: str) -> UnsentAct:
    """Keep a vote, an answer or a comment until whoever did it has signed in or goes on as a guest (เก็บสิ่งที่ยังไม่ได้ส่ง).

    No act yet: nothing is counted or shown. Words are masked before they are kept.
    """
    if "text" in content:
        content = content | {"text": mask(content["text"][:MOST_LETTERS])}
    return UnsentAct.objects.create(consultation=consultation, kind=kind, content=content, back_to=back_to)


def settle_unsent_act(*, key: UUID) -> None:
    """It was sent: what it said is forgotten, and that it was sent is kept for a day, so that a second tap finds that out."""
    UnsentAct.objects.filter(pk=key, sent_at=None).update(sent_at=timezone.now(), content={})


def forget_unsent_acts() -> int:
    """Acts that nobody sent within a day are gone; returns how many rows. For the timetable."""
    forgotten, _ = UnsentAct.objects.stale().delete()
    return int(forgotten)
