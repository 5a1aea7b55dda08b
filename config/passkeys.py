"""Passkeys as the second step of signing in: what a device answers is read as hostile, and refused in words of this site.

The ceremony is WebAuthn's (W3C, level 2), done by python-fido2 through allauth; in the browser `frontend/src/forms/passkeys.ts`.
"""

import struct

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.views.forms import LineField

LONGEST_NAME = 60
#: Characters of what a device answers; security keys with their certificates send some thousand
LONGEST_ANSWER = 20_000
#: What the libraries raise over bytes that are no answer of a device
BROKEN = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, struct.error)
REFUSED = _("The passkey was not accepted. The page may have been open for too long: load it again, and try once more.")


class AnswerField(forms.JSONField):
    """What the device answered, as the script of the page sends it."""

    widget = forms.HiddenInput
    default_error_messages = {"required": REFUSED, "invalid": REFUSED}

    def bound_data(self, data, initial):
        """An answer is good once, so a form that is shown again has none."""
        return ""

    def prepare_value(self, value):
        return ""

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise ValidationError(REFUSED)
        try:
            found = super().to_python(value)
        except RecursionError:
            raise ValidationError(REFUSED) from None
        if found is not None and not isinstance(found, dict):
            raise ValidationError(REFUSED)
        return found


class _ReadsAnswers(forms.Form):
    """Says in one sentence what was wrong with an answer, whatever it was; but for too many guesses, which allauth words."""

    def full_clean(self):
        try:
            super().full_clean()
        except (*BROKEN, InvalidSignature, UnsupportedAlgorithm):
            self.add_error("credential", REFUSED)

    def add_error(self, field, error):
        is_of_the_answer = getattr(error, "code", "") == "incorrect_code"
        super().add_error("credential" if is_of_the_answer else field, REFUSED if is_of_the_answer else error)


class AddPasskeyForm(_ReadsAnswers, AddWebAuthnForm):
    """A new passkey, with the name its owner gives it."""

    name = LineField(
        label=_("What you call this device"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("So that you know which is which when you remove one."),
    )
    credential = AnswerField()


class RenamePasskeyForm(EditWebAuthnForm):
    name = LineField(label=_("What you call this device"), max_length=LONGEST_NAME)


class PasskeyForm(_ReadsAnswers, AuthenticateWebAuthnForm):
    """The second step of signing in, by a passkey."""

    credential = AnswerField()


class PasskeyAgainForm(_ReadsAnswers, ReauthenticateWebAuthnForm):
    """The passkey again, before something grave."""

    credential = AnswerField()


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """allauth's page, which says on itself what was wrong, and does not lead to the sign-in of somebody who is signed in."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


passkey_again = PasskeyAgainView.as_view()
