"""Days in filters: of either era, the last one included."""

from datetime import date, datetime, time

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.views.days import DayField


class EraDayField(DayField):
    """A day that a database can be asked for."""

    default_error_messages = {"invalid": _("This is no day.")}
    default_validators = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2300, 1, 1))]


class EraDayFilter(django_filters.Filter):
    field_class = EraDayField


class SpanForm(forms.Form):
    """Filters of which the last day does not lie before the first."""

    field_order = (
        *("q", "theme", "subtheme", "section", "stance", "since", "until", "level"),
        *("channel", "group", "campaign", "argument", "official", "sort"),
    )

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


def begin(day: date) -> datetime:
    """Midnight with which a day begins in Bangkok."""
    return timezone.make_aware(datetime.combine(day, time()))
