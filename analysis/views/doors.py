"""The one door of the analysis: for analysts and officers of the agency."""

from functools import wraps

from django.urls import reverse

from consult import rules
from consult.errors import TooManyExports
from consult.views.doors import refusal, staff_only

analysts_only = staff_only(rules.may_analyse)


def exports_only_so_often(view):
    """A door to a file: who takes it is on record, and takes only so many in an hour."""

    @wraps(view)
    def door(request, consultation, **kwargs):
        try:
            return view(request, consultation, **kwargs)
        except TooManyExports as error:
            back_to = reverse("analysis:dashboard", args=[consultation.pk])
            return refusal(request, consultation, error, back_to)

    return door
