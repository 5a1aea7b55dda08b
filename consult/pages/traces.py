"""Where comments stood that nobody may read any more: withdrawn by their authors, or hidden by a moderator (ร่องรอยความคิดเห็น)."""

from ..models import Consultation, Section
from ..models.comment import CommentQuerySet
from .paging import ListPage

#: traces on one page, at most: of a campaign that was hidden no thousand lines stay
SHOWN = 20


def traces_on(consultation: Consultation, section: Section | None) -> CommentQuerySet:
    """Traces of comments on a section in all its versions, or on the whole draft; none of replies."""
    here = consultation.comments.traces().top_level()
    if section is None:
        return here.filter(section=None)
    if consultation.draft.number == 1:
        return here.filter(section=section.pk)
    return here.filter(
        section__in=list(Section.objects.filter(anchor=section.anchor).order_by().values_list("pk", flat=True))
    )


def with_traces(page: ListPage, traces: CommentQuerySet, *, rising: bool = False) -> list[int]:
    """Ids of a page in the order of their ids, with the traces that belong between them (one query).

    A page has the traces from its first row, or from the end of the list where it is the first page, up to where the next begins.
    """
    if page.previous_start and page.ids:
        traces = traces.filter(**{"pk__gte" if rising else "pk__lte": page.ids[0]})
    if page.next_start:
        traces = traces.filter(**{"pk__lt" if rising else "pk__gt": int(page.next_start)})
    found = list(traces.order_by("pk" if rising else "-pk").values_list("pk", flat=True)[:SHOWN])
    return sorted([*page.ids, *found], reverse=not rising)
