"""What is noted when people come in, by whichever door: whose mailbox answered (link, code, new password, another address), and when
they signed in."""

from time import time

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in

from .actions import claim_confirmed_mailbox
from .browsers import browser_words
from .errors import MailboxTaken

#: In a session: the moment of signing in, in seconds
SIGNED_IN_AT = "signed_in_at"
#: and the browser, in words
SIGNED_IN_WITH = "signed_in_with"


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="a session knows when it began")
    email_confirmed.connect(_confirmed, dispatch_uid="a confirmed mailbox is claimed")
    email_changed.connect(_changed, dispatch_uid="the mailbox of a new address is claimed")


def _signed_in(request, **_) -> None:
    request.session[SIGNED_IN_AT] = int(time())
    request.session[SIGNED_IN_WITH] = browser_words(request.META.get("HTTP_USER_AGENT", ""))


def signed_in_lately(request, seconds: int) -> bool:
    return time() - request.session.get(SIGNED_IN_AT, 0) < seconds


def _confirmed(request, email_address, **_) -> None:
    if email_address.user.email == email_address.email:
        _claim(request, email_address)


def _changed(request, to_email_address, **_) -> None:
    if to_email_address.verified:
        _claim(request, to_email_address)


def _claim(request, address: EmailAddress) -> None:
    try:
        claim_confirmed_mailbox(address=address)
    except MailboxTaken as error:
        messages.error(request, str(error))
