"""Narrowing the audit trail: who, what, when, which hearing, which agency."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consult import rules
from consult.models import Agency, AuditEntry, Consultation, User
from consult.models.search import consultations_with
from consult.views.filters import WordsFilter
from consult.views.ids import row_id

from ..forms import DeskDayField
from . import audit_words


def readable_by(user: User) -> QuerySet[AuditEntry]:
    """The lines somebody may read: of the agencies whose auditor they are, or all."""
    every = AuditEntry.objects.all()
    return every if rules.audits_everything(user) else every.of_agencies(rules.audited_agencies(user))


class DayFilter(django_filters.Filter):
    field_class = DeskDayField


class AuditFilter(django_filters.FilterSet):
    by = django_filters.ModelChoiceFilter(label=_("Who"), queryset=User.objects.none(), empty_label=_("All"))
    verb = django_filters.ChoiceFilter(label=_("What"), choices=audit_words.choices, empty_label=_("All"))
    since = DayFilter(label=_("From day"), help_text=_("For example 30/11/2569"), method="from_day")
    until = DayFilter(label=_("To day"), help_text=_("That day included"), method="to_day")
    hearing = WordsFilter(label=_("Words in the title of the hearing"), method="about_hearing")
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=Agency.objects.none(), empty_label=_("All"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, data, *, user: User):
        super().__init__(data, queryset=readable_by(user).order_by("-pk"))
        agencies = Agency.objects.all()
        if not rules.audits_everything(user):
            agencies = agencies.filter(pk__in=rules.audited_agencies(user))
        self.filters["agency"].queryset = agencies
        self.filters["by"].queryset = self._people(agencies, str(data.get("by", "")))

    def _people(self, agencies, chosen: str) -> QuerySet[User]:
        """Who works there now, and who is asked for by the name in a line."""
        who = Q(memberships__agency__in=agencies) | Q(is_superuser=True)
        person = row_id(chosen)
        if person is not None and self.queryset.filter(by=person).exists():
            who |= Q(pk=person)
        return User.objects.filter(who).distinct().order_by("pk")

    def from_day(self, lines, name, day):
        return lines.filter(at__gte=_begin(day))

    def to_day(self, lines, name, day):
        return lines.filter(at__lt=_begin(day + timedelta(days=1)))

    def about_hearing(self, lines, name, words):
        return lines.filter(consultation__in=Consultation.objects.filter(consultations_with(words)))


def _begin(day) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
