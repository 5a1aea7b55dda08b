from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import events, rules
from ..errors import NotAllowed, SectionRemoved, SectionStands
from ..models import Comment, Consultation, Reattachment, Section, User
from ..models.section_change import unsettled
from .audit import record
from .consultation import must_not_be_withdrawn, wait_for_acts


@transaction.atomic
def reattach_comments(
    *, consultation: Consultation, comments: Sequence[int], section: Section, by: User
) -> list[Reattachment]:
    """Put comments, by their ids, with their replies on a section that is in the draft (ย้ายความคิดเห็นไปไว้กับมาตราอื่น).

    Only those whose own section was taken out or split since, or that were put somewhere by this act before; they and the words they
    speak of stay as they were, and every reader sees where they stood. Of a split section, the part that goes on under its name may be
    the one. All or none; those that stand there already stay as they are, those hidden meanwhile too. Raises NotAllowed, ConsultationWithdrawn, SectionRemoved,
    SectionStands.
    """
    if not rules.may_reattach(by, consultation):
        raise NotAllowed
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    target = Section.objects.filter(version=consultation.draft_id, anchor=section.anchor).first()
    if target is None:
        raise SectionRemoved
    chosen = Comment.objects.filter(pk__in=comments, consultation=consultation, parent=None, section__isnull=False)
    found = chosen.visible().exclude(section=target).select_related("section")
    rows = list(found.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    movable = unsettled(consultation).filter(pk__in={row.section_id for row in rows}).values_list("pk", flat=True)
    loose = set(movable)
    rows = [row for row in rows if row.section_id in loose or row.section.anchor != target.anchor]
    moved = set(Reattachment.objects.filter(comment__in=rows).values_list("comment", flat=True))
    if any(row.section_id not in loose and row.pk not in moved for row in rows):
        raise SectionStands
    now = timezone.now()
    acts = [Reattachment(comment=row, before_id=row.section_id, after=target, by=by, at=now) for row in rows]
    if not acts:
        return []
    Reattachment.objects.bulk_create(acts)
    ids = [row.pk for row in rows]
    Comment.objects.filter(Q(pk__in=ids) | Q(parent__in=ids)).update(section=target)
    record(verb="reattach_comments", by=by, consultation=consultation, comments=ids, section=target.pk)
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return acts
