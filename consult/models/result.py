"""Whether people still wait to hear what became of a hearing: asked by the public list, the hearing, its agency and the desk."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from .comment import Comment
from .consultation import Consultation, ConsultationQuerySet
from .draft import DraftVersion
from .issue import Issue
from .official_reply import OfficialReply


def result_is_due(at: datetime | None = None) -> Q:
    """Of hearings: ended longer ago than a result may take (settings.RESULT_DAYS), with something said in them."""
    due = (at or timezone.now()) - timedelta(days=settings.RESULT_DAYS)
    said = Comment.objects.filter(consultation=OuterRef("pk")).visible()
    return ConsultationQuerySet.ended_q(due) & Q(withdrawn_at=None) & Exists(said)


def result_is_awaited(at: datetime | None = None) -> Q:
    """Of those: since the end no issue was decided, no comment answered officially and no version issued."""
    end = Least(OuterRef("closes_at"), Coalesce(OuterRef("closed_at"), OuterRef("closes_at")))
    decided = Issue.objects.public().filter(consultation=OuterRef("pk"))
    replies = OfficialReply.objects.filter(withdrawn_at=None, comment__is_visible=True, answered_at__gte=end)
    answered = replies.filter(comment__consultation=OuterRef("pk"))
    issued = DraftVersion.objects.filter(pk=OuterRef("draft"), issued_at__gte=end)
    return result_is_due(at) & ~Exists(decided) & ~Exists(answered) & ~Exists(issued)


def awaits_result(consultation: Consultation) -> bool:
    """Whether people wait for the result of this hearing (one query)."""
    return Consultation.objects.filter(result_is_awaited(), pk=consultation.pk).exists()
