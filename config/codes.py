"""Signing in and up by a code that is mailed: one door for those with an account and those without one yet."""

import re

from allauth.account import forms, views
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django import forms as fields
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from consult.limits import is_within
from consult.models import User
from consult.people.errors import MailboxDisposable, MailboxTaken
from consult.people.mailboxes import is_disposable, mailbox_key
from consult.thai import digits
from consult.views.forms import QuickText

from .mailboxes import AddressField, is_of_another, owner_of_mailbox

#: To one mailbox, however it is written
CODES_PER_MINUTE = 3


class AskForCodeForm(forms.RequestLoginCodeForm):
    """Mails a code to whoever asks; an address without an account gets one, which is of no use before the code was entered."""

    email = AddressField(label=_("E-mail address"), max_length=254)

    def clean_email(self) -> str:
        """The account is that of the mailbox, however its address is written; the page shows what was typed."""
        typed: str = self.cleaned_data["email"]
        owner = owner_of_mailbox(typed)
        if owner:
            self.cleaned_data["email"] = owner.email
        if not is_within("codes", mailbox_key(typed), most=CODES_PER_MINUTE, seconds=60):
            raise get_adapter().validation_error("too_many_login_attempts")
        super().clean_email()
        if self._user is None:
            self._user = _account_for(typed)
        return typed


def _account_for(email: str) -> User:
    """The account of this address, made now where there is none. So many from one address of the network, as when signing up."""
    if settings.REFUSE_DISPOSABLE_MAILBOXES and is_disposable(email):
        raise ValidationError(MailboxDisposable.message)
    address = forms.context.request.META["REMOTE_ADDR"]
    if not is_within("accounts by code", address, most=settings.SIGN_UPS_PER_HOUR, seconds=3600):
        raise ValidationError(
            _("Very many people from your network have signed up within an hour. Please try again later.")
        )
    try:
        with transaction.atomic():
            user = User.objects.create_user(email)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
            return user
    except IntegrityError:  # a second tap was quicker, or the account was closed
        return User.objects.filter(email__iexact=email, is_active=True).first()


class CodeForm(forms.ConfirmLoginCodeForm):
    """The code as people type it: with spaces or hyphens, in Thai digits."""

    code = fields.CharField(
        label=_("Code from the mail"),
        widget=QuickText(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"required": _("Please type the code from the mail.")},
    )

    def clean_code(self) -> str:
        typed = re.sub(r"[\s\-.]", "", digits.to_arabic(self.cleaned_data["code"]))
        if not self.expected_code or typed != self.expected_code:
            raise ValidationError(_("This is not the code from the newest mail. Please look again."))
        return typed


class ConfirmCodeView(views.ConfirmLoginCodeView):
    """Whoever answers a mailbox that nobody confirmed before takes the account over: a password that somebody else set for it in
    advance opens it no more."""

    def _verify_form_valid(self, form):
        user = self._process.user
        if user and is_of_another(
            user.email or "", user.pk
        ):  # two accounts of one mailbox asked for codes, and the other was first
            self._process.abort()
            messages.error(self.request, MailboxTaken.message)
            return redirect("account_login")
        if user and user.email and mailbox_key(user.email) == mailbox_key(self._process.state["email"]):
            self._process.state["email"] = user.email  # typed in another way; this is the one that answered
        if user and not EmailAddress.objects.filter(user=user, verified=True).exists():
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return super()._verify_form_valid(form)
