from django import forms
from django.utils.translation import gettext_lazy as _


class JobForm(forms.Form):
    """How many themes an analyst wants; empty lets the pipeline choose."""

    themes = forms.IntegerField(
        label=_("Number of themes"),
        min_value=2,
        max_value=40,
        required=False,
        help_text=_("Empty: chosen by quality and stability."),
    )
