"""Dates, times and numbers as Thai readers write them. Built in to every template."""

import math
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()
BUDDHIST_ERA = 543


def _language() -> str:
    return "th" if (get_language() or "th").startswith("th") else "en"


@register.filter
def day(moment: datetime) -> str:
    """``22 พฤศจิกายน 2569`` in Thai (Buddhist era), ``22 November 2026`` in English; Bangkok's day."""
    return calendar_day(timezone.localdate(moment))


@register.filter
def calendar_day(day: date) -> str:
    """The same for a day without a time."""
    return _written(day, _language())


@lru_cache(maxsize=1024)
def _written(day: date, language: str) -> str:
    """Remembered, since a page of comments has few days and the library takes its time over each."""
    year = day.year + BUDDHIST_ERA if language == "th" else day.year
    return f"{format_date(day, 'd MMMM', locale=language)} {year}"


@register.filter
def clock(moment: datetime) -> str:
    """``17:30 น.`` in Thai, ``17:30`` in English."""
    time = f"{timezone.localtime(moment):%H:%M}"
    return f"{time} น." if _language() == "th" else time


@register.filter
def moment(value: datetime) -> str:
    """Day and time together."""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)}


@register.simple_tag
def when(value: datetime, form: str = "moment"):
    """A ``<time>`` element; ``form`` is moment or day."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), {"moment": moment, "day": day}[form](value))


@register.filter
def time_left(end: datetime, now: datetime | None = None) -> str:
    """``เหลืออีก 3 วัน``: days while there are two or more, then hours, then minutes; empty once it is over."""
    seconds = (end - (now or timezone.now())).total_seconds()
    if seconds <= 0:
        return ""
    if seconds >= 2 * 86_400:
        count = int(seconds // 86_400)
        return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}
    if seconds >= 2 * 3_600:
        count = int(seconds // 3_600)
        return ngettext("%(count)s hour left", "%(count)s hours left", count) % {"count": count}
    count = math.ceil(seconds / 60)
    return ngettext("%(count)s minute left", "%(count)s minutes left", count) % {"count": count}


@register.filter
def number(value: int) -> str:
    """Thousands separated: ``12,345``."""
    return f"{value:,}"


@register.filter
def percent_of(part: int, whole: int) -> str:
    """Share for a style or a label, ``0`` to ``100``, one decimal only when it matters; 0 of 0 is 0."""
    return f"{100 * part / whole:.4g}" if whole else "0"


@register.filter
def get(mapping, key):
    """``mapping[key]``, or None."""
    return mapping.get(key)
