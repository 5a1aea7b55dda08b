"""Days and moments in the fields of the editor: shown and taken in the Buddhist era, in one form for every field there is.

Wagtail's own widgets write ``2027-01-31`` and open a calendar of the common era that no keyboard reaches; they are changed here as
classes, so that its filters and dialogs are changed with the fields of pages. Without JavaScript a line to type in is left.
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from consult.templatetags.thai import BUDDHIST_ERA
from consult.thai.digits import to_arabic

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


def _day(year: int, month: int, day: int) -> str:
    era = BUDDHIST_ERA if (get_language() or "th").startswith("th") else 0
    return f"{day:02}/{month:02}/{year + era}"


def _value_from_datadict(self, data, files, name):
    typed = data.get(name)
    if not isinstance(typed, str):
        return typed
    read = common_era(typed)
    return read if _YEAR_FIRST.match(read) else typed


def _build_attrs(self, base_attrs, extra_attrs=None):
    """The script (``frontend/src/editor/calendar.ts``) adds the calendar to what has this mark."""
    kind = "moment" if isinstance(self, AdminDateTimeInput) else "day"
    return forms.Widget.build_attrs(self, base_attrs, extra_attrs) | {"data-calendar": kind}


def show_buddhist_years() -> None:
    """Change Wagtail's two widgets, once all rooms are there."""
    for widget, template in ((AdminDateInput, "date"), (AdminDateTimeInput, "datetime")):
        widget.template_name = f"django/forms/widgets/{template}.html"
        widget.format_value = lambda self, value: as_typed(value)
        widget.value_from_datadict = _value_from_datadict
        widget.build_attrs = _build_attrs
