"""Comments one by one as a page that hears of them live shows them: the same for every reader, with nobody's own vote and no
moderator's buttons, so that they are rendered once for all."""

from collections.abc import Collection

from django.db.models import Q
from django.template.loader import render_to_string

from ..models import Consultation
from .discussion import NOBODY, threads


def comment_fragments(consultation_id: int, ids: Collection[int]) -> dict[int, str]:
    """Those of these comments that anybody may read, and the traces of withdrawn ones, oldest first, in the language that is active (seven queries at most).

    Raises Consultation.DoesNotExist when it is not public.
    """
    consultation = Consultation.objects.visible().select_related("agency", "draft").get(pk=consultation_id)
    if not ids:
        return {}
    shown = Q(is_visible=True) | Q(withdrawn_at__isnull=False, hidden_at=None)
    comments = consultation.comments.filter(shown, pk__in=ids).with_author().order_by("pk")
    context = {"consultation": consultation, "accepts": consultation.is_open()}
    return {
        thread.comment.pk: render_to_string("parts/comment/thread.html", context | {"thread": thread}).strip()
        for thread in threads(consultation, comments, reader=NOBODY)
    }
