"""Days and moments as people type them: in the Buddhist era, in Arabic or Thai digits."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language

from ..thai.digits import BUDDHIST_ERA, to_arabic
from .widgets import QuickText

#: A year of the Buddhist era as it is typed; no hearing is held in a year of the common era that looks like one.
_BUDDHIST_YEAR = re.compile(r"\b2[4-9]\d\d\b")
_DAY_FIRST = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}:\d{2}))?(?::\d{2})?\s*$")


def common_era(typed: str) -> str:
    """A day or a moment as it was typed, with Arabic digits, the year of the common era, and the year first.

    >>> common_era("๓๑/๑/๒๕๗๐ 23:59")
    '2027-01-31 23:59'
    """
    text = _BUDDHIST_YEAR.sub(lambda year: str(int(year[0]) - BUDDHIST_ERA), to_arabic(typed), count=1)
    return _DAY_FIRST.sub(lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}", text)


def as_typed(value: Any) -> Any:
    """A day or a moment as the editor shows it: ``31/01/2570 23:59`` in Thai, with the common era in English.

    Text that is neither stays as it was typed, so that it can be put right.
    """
    if isinstance(value, datetime):
        return f"{_day(value.year, value.month, value.day)} {value:%H:%M}"
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, str) and (found := _YEAR_FIRST.match(common_era(value))):
        year, month, day = (int(found[place]) for place in (1, 2, 3))
        return f"{_day(year, month, day)} {found[4] or ''}".strip()
    return value


def is_day_or_moment(text: str) -> bool:
    """Of what `common_era` gave: whether it is one."""
    return bool(_YEAR_FIRST.match(text))


def _day(year: int, month: int, day: int) -> str:
    era = BUDDHIST_ERA if (get_language() or "th").startswith("th") else 0
    return f"{day:02}/{month:02}/{year + era}"


class DayField(forms.DateField):
    """A day to type, as the site writes days: the date field of browsers shows the calendar of the telephone, which is another one."""

    widget = QuickText

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value):
        return super().to_python(common_era(value) if isinstance(value, str) else value)

    def prepare_value(self, value):
        return as_typed(value)
