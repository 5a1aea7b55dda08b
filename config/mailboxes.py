"""One mailbox is one person, at every door of allauth: signing up, by a code or a password, adding an address, confirming one."""

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

#: Which mail of allauth holds a code to sign in
CODE_MAIL = "account/email/login_code"


def owner_of_mailbox(address: str) -> User | None:
    """Who holds the mailbox that this address leads to."""
    return User.objects.filter(mailbox__key=mailbox_key(address), mailbox__shared=False).first()


def is_of_another(address: str, person: int) -> bool:
    """Whether the mailbox that this address leads to is held by somebody else."""
    owner = owner_of_mailbox(address)
    return owner is not None and owner.pk != person


class MailboxAdapter(DefaultAccountAdapter):
    def clean_email(self, email):
        if settings.REFUSE_DISPOSABLE_MAILBOXES and is_disposable(email):
            raise ValidationError(MailboxDisposable.message)
        return super().clean_email(email)

    def send_account_already_exists_mail(self, email):
        """To the address the account has: the one typed may be another way to write it, and resetting a password asks for it."""
        owner = owner_of_mailbox(email)
        super().send_account_already_exists_mail(owner.email if owner else email)

    def send_mail(self, template_prefix, email, context):
        """A code goes to the address of the account, for the same reason, and never to another way to write it: were our list of
        ways wrong, whoever reads that other mailbox would sign in."""
        owner = owner_of_mailbox(email) if template_prefix == CODE_MAIL else None
        super().send_mail(template_prefix, owner.email if owner else email, context)

    def confirm_email(self, request, email_address):
        """Whoever opened the link reads this mailbox, so they may be told that it has an account already."""
        if is_of_another(email_address.email, email_address.user_id):
            messages.error(request, MailboxTaken.message)
            return False
        return super().confirm_email(request, email_address)


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
