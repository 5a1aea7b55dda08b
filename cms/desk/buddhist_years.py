"""Days and moments in the fields of the editor: shown and taken in the Buddhist era, in one form for every field there is.

Wagtail's own widgets write ``2027-01-31`` and open a calendar of the common era that no keyboard reaches; they are changed here as
classes, so that its filters and dialogs are changed with the fields of pages. Without JavaScript a line to type in is left.
"""

from django import forms
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from consult.views.days import as_typed, common_era, is_day_or_moment


def _value_from_datadict(self, data, files, name):
    typed = data.get(name)
    if not isinstance(typed, str):
        return typed
    read = common_era(typed)
    return read if is_day_or_moment(read) else typed


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
