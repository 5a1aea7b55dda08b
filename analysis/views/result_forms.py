from django import forms
from django.utils.translation import gettext_lazy as _


class CorrectionForm(forms.Form):
    """Why a published result is corrected; a first result needs no reason."""

    reason = forms.CharField(
        label=_("Why the published result is corrected"),
        help_text=_("Everybody reads this with the corrected result."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
