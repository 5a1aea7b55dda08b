import django_filters
from django.utils.translation import gettext_lazy as _

from ..models import Agency, Consultation
from ..models.search import consultations_with
from .forms import QuickSelect, WordsSelect

State = Consultation.State


class ConsultationFilter(django_filters.FilterSet):
    """Narrow the list of hearings (รายการรับฟังความคิดเห็น) by status, field, agency and words."""

    STATUSES = [(state.value, state.label) for state in (State.OPEN, State.UPCOMING, State.CLOSED)]

    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="in_status", empty_label=_("All"), widget=QuickSelect
    )
    field = django_filters.ChoiceFilter(
        label=_("Policy field"),
        field_name="policy_field",
        choices=Consultation.PolicyField.choices,
        empty_label=_("All"),
        widget=QuickSelect,
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=Agency.objects.all(),
        to_field_name="slug",
        empty_label=_("All"),
        widget=WordsSelect,
    )
    q = django_filters.CharFilter(label=_("Words to look for"), method="with_words")

    class Meta:
        model = Consultation
        fields: list[str] = []

    def with_words(self, queryset, name, value):
        return queryset.filter(consultations_with(value))

    def in_status(self, queryset, name, value):
        return getattr(queryset, value)()
