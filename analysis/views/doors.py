"""The one door of the analysis: for analysts and officers of the agency."""

from functools import wraps

from django.urls import reverse

from consult import rules
from consult.errors import CameFromElsewhere, TooManyExports
from consult.views.doors import must_come_from_here, refusal, staff_only

analysts_only = staff_only(rules.may_analyse)


def file_on_record(view):
    """A door to a file: who takes it is on record, takes only so many in an hour, and is led here by no link from elsewhere."""

    @wraps(view)
    def door(request, consultation, **kwargs):
        try:
            must_come_from_here(request)
            return view(request, consultation, **kwargs)
        except (TooManyExports, CameFromElsewhere) as error:
            back_to = reverse("analysis:dashboard", args=[consultation.pk])
            return refusal(request, consultation, error, back_to)

    return door
