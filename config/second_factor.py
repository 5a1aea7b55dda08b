"""The second step of signing in: how its secrets are kept, and that staff set it up before they work."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consult import rules


def _fernet() -> Fernet:
    key = hashlib.sha256(f"second factor:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with SECRET_KEY: who reads the database makes no codes."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is of the host that readers open, and is shown by the name of the site."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}


class SecondFactorMiddleware:
    """Lead staff who have no second factor to where they set it up, from every page of staff and whatever they send there.

    Pages of staff are the editor's and those behind ``staff_only``; any other right of theirs waits too, since the rules say so.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        of_staff = request.path_info.startswith(settings.EDITOR_URL_PREFIX) or getattr(view, "for_staff", False)
        if not of_staff or not rules.lacks_second_factor(request.user):
            return None
        messages.info(request, _("Staff set up a second step of signing in before they work. Here is how."))
        address = reverse("mfa_index")
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)
