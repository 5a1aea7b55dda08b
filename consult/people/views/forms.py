import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.errors import ConsultError
from consult.models.user import ALIAS_MAX_LENGTH
from consult.views.forms import LineField
from consult.views.widgets import QuickSelect, QuickText, QuickTextarea, WordsSelect

from ..demographics import AGE_BANDS, KINDS, AboutOneself, provinces
from ..models import DataRequest
from ..names import wanted_name


class AliasForm(forms.Form):
    """The part of signing up that is ours: a public name (allauth asks for the rest)."""

    alias = LineField(
        label=_("Public name"),
        max_length=ALIAS_MAX_LENGTH,
        required=False,
        help_text=_("Shown beside your comments. It need not be your real name; leave it empty and we make one up."),
        widget=QuickText(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["email", "password1", "alias"]

    def clean_alias(self) -> str:
        try:
            return wanted_name(self.cleaned_data["alias"])
        except ConsultError as error:
            raise ValidationError(error.message) from error

    def signup(self, request, user) -> None:
        user.alias = self.cleaned_data["alias"]
        user.save(update_fields=["alias", "alias_form"])


class NameForm(forms.Form):
    """Another public name."""

    alias = LineField(
        label=_("New public name"),
        max_length=ALIAS_MAX_LENGTH,
        required=False,
        help_text=_("Everything you wrote here stands under the new name at once. Leave it empty and we make one up."),
        widget=QuickText(attrs={"autocomplete": "nickname"}),
    )


class DataRequestForm(forms.Form):
    """What somebody asks about data on them."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), choices=DataRequest.Kind, widget=QuickSelect)
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("Say which data you mean. Only the data-protection officer reads this."),
        widget=QuickTextarea(attrs={"rows": 5}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def blank(cls) -> "DataRequestForm":
        return cls(initial={"client_key": uuid.uuid4()})


class DataAnswerForm(forms.Form):
    """What the data-protection officer answers."""

    outcome = forms.ChoiceField(label=_("What was done"), choices=DataRequest.Outcome, widget=QuickSelect)
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads this on their own page."),
        widget=QuickTextarea(attrs={"rows": 6}),
    )


class AboutForm(forms.Form):
    """What somebody tells of themselves if they like."""

    province = forms.ChoiceField(label=_("Province"), required=False, widget=WordsSelect)
    age = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", _("I do not say")), *AGE_BANDS.items()], widget=QuickSelect
    )
    kind = forms.ChoiceField(
        label=_("What you do"), required=False, choices=[("", _("I do not say")), *KINDS.items()], widget=QuickSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province"].choices = [("", _("I do not say")), *((name, name) for name in provinces())]

    def told(self) -> AboutOneself:
        return AboutOneself(**self.cleaned_data)
