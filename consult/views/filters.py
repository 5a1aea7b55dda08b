import django_filters
from django.utils.translation import gettext_lazy as _

from ..models import Agency, Consultation
from ..models.consultation import policy_fields
from ..models.prepared import Prepared
from ..models.result import result_is_awaited
from ..models.search import QUERY_LENGTH, consultations_with
from .forms import LineField
from .widgets import QuickSelect, WordsSelect

State = Consultation.State
_AGENCIES: Prepared[Agency] = Prepared(lambda: Agency.objects.values_list("slug", "name"), 0)


def agencies() -> list[tuple[str, str]]:
    """Short address and name of every agency, in the order of Thai (one query)."""
    return list(_AGENCIES.rows())


class WordsFilter(django_filters.CharFilter):
    """Words to look for; more than a search takes are refused with the reason, and nothing is narrowed by them."""

    field_class = LineField

    def __init__(self, **options):
        super().__init__(max_length=QUERY_LENGTH, **options)


class ConsultationFilter(django_filters.FilterSet):
    """Narrow the list of hearings (รายการรับฟังความคิดเห็น) by status, field, agency and words."""

    AWAITED = "awaited"
    STATUSES = [
        *((state.value, state.label) for state in (State.OPEN, State.UPCOMING, State.CLOSED)),
        (AWAITED, _("Result awaited")),
    ]

    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="in_status", empty_label=_("All"), widget=QuickSelect
    )
    field = django_filters.ChoiceFilter(
        label=_("Policy field"),
        field_name="policy_field",
        choices=policy_fields,
        empty_label=_("All"),
        widget=QuickSelect,
    )
    agency = django_filters.ChoiceFilter(
        label=_("Agency"), field_name="agency__slug", choices=agencies, empty_label=_("All"), widget=WordsSelect
    )
    q = WordsFilter(label=_("Words to look for"), method="with_words")

    class Meta:
        model = Consultation
        fields: list[str] = []

    @staticmethod
    def offers() -> tuple:
        """All that can be chosen and that changes."""
        return tuple(agencies())

    def with_words(self, queryset, name, value):
        return queryset.filter(consultations_with(value))

    def in_status(self, queryset, name, value):
        return queryset.filter(result_is_awaited()) if value == self.AWAITED else getattr(queryset, value)()
