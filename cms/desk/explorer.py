"""The explorer of the editor, where pages of hearings stand with what their records say: state, end, comments, votes."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from consult.models import Consultation
from consult.models.kept import NO_COMMENTS, comment_counts, votes_on_drafts
from consult.templatetags.thai import day, number

from ..models import AgencyPage, ConsultationPage, HomePage
from .guards import ask_for_all

#: The order of the list by the end of hearings, as it stands in the address
BY_END = "ends_at"


@dataclass(frozen=True, kw_only=True)
class HearingCells:
    """What the explorer says of one hearing. A page that was never published has no comments or votes, and only means to end."""

    state: str
    ends_at: datetime
    comments: int | None = None
    votes: int | None = None


def cells_of(pages) -> dict[int, HearingCells]:
    """Page → what is said of its hearing, for those of the pages that are of hearings (at most five queries, whatever their number)."""
    hearings = [page for page in pages if isinstance(page, ConsultationPage)]
    if not hearings:
        return {}
    keys = [page.translation_key for page in hearings]
    records = {one.key: one for one in Consultation.objects.filter(key__in=keys, draft__isnull=False)}
    ids = [one.pk for one in records.values()]
    counts, votes = comment_counts(ids), votes_on_drafts(ids)
    return {page.pk: _cells(page, records.get(page.translation_key), counts, votes) for page in hearings}


def _cells(page: ConsultationPage, record: Consultation | None, counts, votes) -> HearingCells:
    if record is None:
        return HearingCells(state=_("not published"), ends_at=page.closes_at)
    return HearingCells(
        state=str(record.state().label),
        ends_at=record.ends_at,
        comments=sum(counts[record.pk].values(), NO_COMMENTS).in_all,
        votes=votes.get(record.pk, 0),
    )


class HearingColumn(Column):
    """One thing that is said of hearings; empty on the line of any other page. Orders the list where a search does not."""

    def __init__(self, name: str, *, write, **options):
        super().__init__(name, **options)
        self.write = write

    def get_value(self, instance):
        cells = getattr(instance, "hearing_cells", None)
        value = getattr(cells, self.name, None)
        return "" if value is None else self.write(value)

    def get_header_context_data(self, parent_context):
        context = super().get_header_context_data(parent_context)
        return context | {"is_orderable": context["is_orderable"] and not parent_context.get("is_searching")}


HEARING_COLUMNS = [
    HearingColumn("state", label=gettext_lazy("Hearing"), write=str),
    HearingColumn("ends_at", label=gettext_lazy("Ends"), write=day, classname="desk-day", sort_key=BY_END),
    HearingColumn("comments", label=gettext_lazy("Comments"), write=number, classname="desk-number"),
    HearingColumn("votes", label=gettext_lazy("Votes on the draft"), write=number, classname="desk-number"),
]


class HearingIndexView(ExplorableIndexView):
    """Pages below an agency or the front page. Columns of hearings stand there where one is listed."""

    def get_valid_orderings(self):
        return [*super().get_valid_orderings(), *([] if self.is_searching else [BY_END, f"-{BY_END}"])]

    def order_queryset(self, queryset):
        if self.is_searching or self.ordering not in (BY_END, f"-{BY_END}"):
            return super().order_queryset(queryset)
        record = "consultationpage__published__consultation"
        end = Coalesce(f"{record}__closed_at", f"{record}__closes_at", "consultationpage__closes_at")
        order = end.asc(nulls_last=True) if self.ordering == BY_END else end.desc(nulls_last=True)
        return queryset.order_by(order, "pk")

    def get_table(self, object_list):
        ask_for_all(object_list)
        cells = cells_of(object_list)
        for page in object_list:
            page.hearing_cells = cells.get(page.pk)
        columns = (
            _with_hearings(self.explorable_columns, len(cells) == len(object_list))
            if cells
            else self.explorable_columns
        )
        return self.table_class(columns, object_list, **self.get_table_kwargs())


def _with_hearings(columns: list[Column], all_are_hearings: bool) -> list[Column]:
    """In place of the type of each page, which the new columns tell, and of a way to pages below, which hearings do not have."""
    told = {"type", "navigate"} if all_are_hearings else {"type"}
    kept = [column for column in columns if column.name not in told]
    for place, column in enumerate(kept):
        if column.name in ("latest_revision_created_at", "status"):
            kept[place] = copy(column)
            kept[place].classname = "desk-when-wide"
            kept[place].header = Column.Header(kept[place])
    return [*kept[:2], *HEARING_COLUMNS, *kept[2:]]


class HearingPageViewSet(PageViewSet):
    """Wagtail's views for pages of hearings; its explorer of what stands below an agency is ours."""

    model = ConsultationPage
    parent_models = [HomePage, AgencyPage]
    index_view_class = HearingIndexView

    @cached_property
    def index_view(self):
        return self.construct_view(self.index_view_class, **self.get_index_view_kwargs(model=Page))

    @cached_property
    def index_results_view(self):
        return self.construct_view(self.index_view_class, **self.get_index_view_kwargs(model=Page), results_only=True)
