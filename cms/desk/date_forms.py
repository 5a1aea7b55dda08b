"""Forms of the page of dates: a reason for everything, and a moment where one is chosen."""

from collections.abc import Callable

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from consult.actions.consultation import LONGEST_REASON
from consult.errors import ConsultError
from consult.models import ConsultationAct

from ..forms import BangkokMomentField


class ReasonForm(forms.Form):
    """What an act needs; ``status`` is what the answer says when it was refused."""

    status = 422

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it in the timeline of the hearing, and it is never changed."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(LONGEST_REASON)],
    )

    def attempt(self, do: Callable[..., ConsultationAct], /, **given) -> ConsultationAct | None:
        """Do it, or say in the form which rule it would break."""
        try:
            return do(**given)
        except ConsultError as error:
            self.add_error(None, str(error))
            self.status = error.status
            return None


class MomentForm(ReasonForm):
    moment = BangkokMomentField(help_text=_("In Bangkok's time; the year may be Buddhist."))
    field_order = ["moment", "reason"]

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moment"].label = label


class SecondOfficerForm(ReasonForm):
    """What a second officer says to a request; a reason only to decline it."""

    reason = forms.CharField(
        label=_("Reason, if you decline"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[MaxLengthValidator(LONGEST_REASON)],
    )
