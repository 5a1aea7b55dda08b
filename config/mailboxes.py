"""One mailbox is one person, at every door of allauth: signing up, adding an address, confirming one."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.fields import EmailField
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError

from consult.models import User
from consult.people.actions import claim_mailbox
from consult.people.errors import MailboxDisposable, MailboxTaken
from consult.people.mailboxes import is_disposable, mailbox_key

from .authentication import mail_must_be_confirmed


def owner_of_mailbox(address: str) -> User | None:
    """Who holds the mailbox that this address leads to."""
    return User.objects.filter(mailbox__key=mailbox_key(address), mailbox__shared=False).first()


class MailboxAdapter(DefaultAccountAdapter):
    def clean_email(self, email):
        if settings.REFUSE_DISPOSABLE_MAILBOXES and is_disposable(email):
            raise ValidationError(MailboxDisposable.message)
        return super().clean_email(email)

    def send_account_already_exists_mail(self, email):
        """To the address the account has: the one typed may be another way to write it, and resetting a password asks for it."""
        owner = owner_of_mailbox(email)
        super().send_account_already_exists_mail(owner.email if owner else email)

    def confirm_email(self, request, email_address):
        """Whoever opened the link reads this mailbox, so they may be told that it has an account already."""
        owner = owner_of_mailbox(email_address.email)
        if owner and owner.pk != email_address.user_id:
            messages.error(request, MailboxTaken.message)
            return False
        confirmed = super().confirm_email(request, email_address)
        if confirmed and email_address.user.email == email_address.email:
            claim_mailbox(person=email_address.user)
        return confirmed


class AddressField(EmailField):
    """Too long an address is refused with what was typed, where a browser would cut a paste in silence."""

    def widget_attrs(self, widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class SignUpForm(forms.SignupForm):
    """allauth's, which takes another way to write a mailbox for the same one: where addresses are confirmed nobody is told, and a
    mail says that the account exists."""

    email = AddressField()

    def validate_unique_email(self, value):
        email = super().validate_unique_email(value)
        if owner_of_mailbox(email):
            if not mail_must_be_confirmed():
                raise ValidationError(MailboxTaken.message)
            self.account_already_exists = True
        return email

    def custom_signup(self, request, user):
        super().custom_signup(request, user)
        if not mail_must_be_confirmed():
            claim_mailbox(person=user)
