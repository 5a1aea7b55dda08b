"""Days in filters: typed or picked, of either era, the last one included."""

import re
from datetime import date, datetime, time

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.templatetags.thai import BUDDHIST_ERA
from consult.thai.digits import to_arabic
from consult.views.forms import DayInput


class EraDayField(forms.DateField):
    """A day of either era; of a Buddhist year the day of the common one."""

    widget = DayInput
    default_error_messages = {"invalid": _("This is no day.")}

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], **options)
        self.validators += [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2300, 1, 1))]

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"^2[4-9]\d\d(?=-)", lambda year: str(int(year[0]) - BUDDHIST_ERA), to_arabic(value.strip()))
        return super().to_python(value)


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
