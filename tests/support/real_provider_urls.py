"""What the real provider of the tests answers (tests/support/real_provider.py): that library's addresses, and a page to sign in."""

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.support.real_provider import NUMBER

PAGE = '<!doctype html><html lang="th"><title>ผู้ให้บริการ</title><form method="post"><button type="submit">ฉันคือเจ้าของบัตร</button></form>'


class Validator(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request):
        return {"pid": NUMBER, "ial": "2.3"}


def sign_in(request):
    """One person lives here, and is whoever presses the button."""
    if request.method != "POST":
        return HttpResponse(PAGE)
    login(request, User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(request.GET["next"])


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("sign-in/", sign_in),
]
