"""Forms of the pages about agencies and the people who work for them."""

from collections.abc import Callable

from django import forms
from django.core.validators import validate_email, validate_slug
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from consult.errors import ConsultError
from consult.models import Agency, Membership, User
from consult.views.forms import LineField


class DeskForm(forms.Form):
    """``status`` is what the answer says when an action refused what was filled in."""

    status = 422

    def attempt(self, do: Callable, /, **given):
        """What the action gives back; or None, with the rule it would break said in the form."""
        try:
            return do(**given)
        except ConsultError as error:
            self.add_error(None, str(error))
            self.status = error.status
            return None


class AppointForm(DeskForm):
    address = LineField(
        label=_("E-mail address of the person"),
        help_text=_("The one they sign in with. They need an account first."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        max_length=User._meta.get_field("email").max_length,
        validators=[validate_email],
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, roles: list[Membership.Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class FoundForm(DeskForm):
    name = LineField(label=_("name"), max_length=Agency._meta.get_field("name").max_length)
    slug = LineField(
        label=_("short address"),
        help_text=_("Small Latin letters, digits and hyphens; the agency's page stands at this address."),
        max_length=Agency._meta.get_field("slug").max_length,
        validators=[validate_slug],
    )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if resolve(f"/{slug}/").url_name != "wagtail_serve":
            raise forms.ValidationError(_("The site has something else at this address. Choose another one."))
        return slug
