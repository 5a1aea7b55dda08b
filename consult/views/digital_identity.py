"""The door of digital identities: to the provider, back from it, and into the account that is theirs."""

import logging
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..actions.digital_identity import ATTEMPTS
from ..errors import AccountOfAnotherPerson, IdentityOfAnotherAccount
from ..limits import is_within
from ..models import DigitalIdentity
from ..oidc import errors, signing_in
from ..oidc.attempt import LASTS_SECONDS, Attempt
from ..oidc.metadata import Known
from ..oidc.person import DigitalPerson
from ..oidc.provider import Provider
from .strangers import takes_strangers

logger = logging.getLogger(__name__)
#: A person who came back and has an account beside the one that is signed in
WAITING = "digital_id_waiting"
#: The provider by which this session began; the page for signing out asks for it
SIGNED_IN_BY = "digital_id"
#: Windows of one browser in which somebody is on the way at the same time
MOST_ATTEMPTS = 3
AWAY = gettext_lazy(
    "The service that says who you are does not answer at the moment. Please try again later, or take part by e-mail."
)
AGAIN = gettext_lazy("The way back from the service was interrupted, or took too long. Please begin again.")
#: (status, what happened) of each ending
ENDINGS: dict[type[errors.NotSignedIn], tuple[int, object]] = {
    errors.ProviderAway: (503, AWAY),
    errors.Unreachable: (503, AWAY),
    errors.CodeRefused: (400, AGAIN),
    errors.NotBegunHere: (400, AGAIN),
    errors.Declined: (403, gettext_lazy("You did not agree to be identified. That is all right: you can take part by e-mail too.")),
    errors.Lied: (400, gettext_lazy("The answer of the service could not be verified, so we did not accept it. Please begin again; if it happens once more, tell us.")),
    errors.AssuranceTooLow: (403, gettext_lazy("Your digital identity has a lower level than is needed here. Raise it in the app of the service or at its office, then begin again.")),
    errors.TooLongAgo: (403, gettext_lazy("You identified yourself to the service too long ago. Please begin again and sign in there once more.")),
}  # fmt: skip


def _find(slug: str) -> Provider:
    provider = settings.DIGITAL_ID_PROVIDERS.get(slug)
    if provider is None:
        raise Http404
    return provider


@lru_cache(maxsize=16)
def _known(provider: Provider) -> Known:
    return Known(provider)


def _redirect_uri(provider: Provider) -> str:
    """The address registered with the provider, to the letter: one, whatever the language of the page."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("consult:digital_id_back", args=[provider.slug])


def _safe(request, address: str) -> str:
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("consult:mine" if request.user.is_authenticated else "consult:consultation_list")


@takes_strangers
@never_cache
@require_POST
@reauthentication_required(enabled=lambda request: rules.is_staff(request.user))
def digital_id_begin(request, slug):
    """Send somebody to the provider, and remember where they were. Staff prove first that the session is theirs."""
    provider = _find(slug)
    back_to = _safe(request, request.POST.get("next", ""))
    if not is_within("digital id", request.META["REMOTE_ADDR"], most=settings.SIGN_UPS_PER_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    try:
        attempt, address = signing_in.begin(_known(provider), back_to, _redirect_uri(provider))
    except errors.NotSignedIn as ending:
        return _ended(request, provider, ending, back_to)
    kept = [*request.session.get(ATTEMPTS, []), attempt.as_dict() | {"of": request.user.pk}]
    request.session[ATTEMPTS] = kept[-MOST_ATTEMPTS:]
    return redirect(address)


def _taken(request) -> Attempt | None:
    """The attempt of this browser and this person that the answer speaks of. It is used up; a look at the head uses nothing."""
    if request.method != "GET":
        return None
    kept = actions.use_attempt(session=request.session, state=request.GET.get("state", ""))
    return Attempt(**kept) if kept and kept.pop("of") == request.user.pk else None


@never_cache
@require_safe
@sensitive_variables()
def digital_id_back(request, slug):
    """Where the provider sends the browser back to: the person is reduced to a hash before anything is kept of them."""
    provider = _find(slug)
    attempt = _taken(request)
    try:
        if attempt is None:
            raise errors.NotBegunHere("no such attempt")
        answer = request.GET.dict()
        keys = settings.DIGITAL_ID_HASH_KEYS
        person = signing_in.complete(_known(provider), attempt, answer, _redirect_uri(provider), keys)
    except errors.NotSignedIn as ending:
        return _ended(request, provider, ending, attempt.back_to if attempt else "")
    return _let_in(request, provider, person, _safe(request, attempt.back_to))


def _let_in(request, provider: Provider, person: DigitalPerson, back_to: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in(request, person, back_to)
    try:
        actions.verify_person(user=request.user, person=person)
    except IdentityOfAnotherAccount:
        request.session[WAITING] = asdict(person) | {"back_to": back_to, "at": timezone.now().timestamp()}
        return redirect("consult:digital_id_join")
    except AccountOfAnotherPerson as error:
        return _page(request, provider, error.status, str(error), back_to)
    messages.success(request, _("Thank you. You are a verified person here now."))
    return redirect(back_to)


def _sign_in(request, person: DigitalPerson, back_to: str) -> HttpResponse:
    """Into the account of this person, by all further steps that the account asks for."""
    user = actions.sign_up_by_identity(person=person)
    request.session.set_expiry(None)
    request.session[SIGNED_IN_BY] = person.provider
    return perform_login(request, user, email_verification="none", redirect_url=back_to)


@never_cache
@require_POST
def digital_id_out(request, slug):
    """Sign out here and at the provider, so that the next person at a shared device is not let in there as this one."""
    provider = _find(slug)
    logout(request)
    with suppress(errors.NotSignedIn):
        home = settings.SITE_URL + reverse("home")
        return redirect(signing_in.sign_out_url(_known(provider), home) or home)
    return redirect("home")


@never_cache
def digital_id_join(request):
    """Tell somebody who is signed in that this person has another account here, and lead them into it if they like."""
    waiting = request.session.get(WAITING)
    if not (waiting and request.user.is_authenticated and timezone.now().timestamp() - waiting["at"] < LASTS_SECONDS):
        return redirect("consult:consultation_list")
    told = {name: value for name, value in waiting.items() if name not in ("back_to", "at")}
    person = DigitalPerson(**told)
    known = DigitalIdentity.objects.of(person).select_related("user").first()
    if request.method == "POST" and known:
        logout(request)
        return _sign_in(request, person, waiting["back_to"])
    context = {"error": IdentityOfAnotherAccount(), "owner": known and known.user, "back_to": waiting["back_to"]}
    return render(request, "consult/digital_id_join.html", context, status=200 if known else 409)


def _ended(request, provider: Provider, ending: errors.NotSignedIn, back_to: str) -> HttpResponse:
    logger.warning("digital id %s: %s: %s", provider.slug, type(ending).__name__, ending.reason)
    status, text = ENDINGS[type(ending)]
    return _page(request, provider, status, str(text), _safe(request, back_to))


def _page(request, provider: Provider, status: int, text: str, back_to: str) -> HttpResponse:
    context = {"provider": provider, "kind": "error", "text": text, "back_to": back_to}
    return render(request, "consult/digital_id_refused.html", context, status=status)
