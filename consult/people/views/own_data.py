"""One's own data: a copy, requests, and erasing who one is."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consult import rules
from consult.actions import withdraw_consent
from consult.errors import ConsultError
from consult.models import Comment
from consult.views.doors import must_come_from_here
from consult.views.guests import GUEST_COOKIE

from .. import actions
from ..errors import SignInAgain
from ..listening import signed_in_lately
from ..models import Erasure
from .forms import DataRequestForm

_ERASURE = "rabfang.erasure"
#: Seconds in which an erasure is confirmed a second time
_CONFIRM_WITHIN = 900


@never_cache
@require_safe
@login_required
def own_data(request):
    """What somebody may do with data on them, and what became of what they asked."""
    return _own_data(request, DataRequestForm.blank())


def _own_data(request, form: DataRequestForm, status: int = 200, problem: ConsultError | None = None):
    consents = request.user.consents.select_related("words")
    context = {"form": form, "consents": consents, "requests": request.user.data_requests.all(), "problem": problem}
    return render(request, "people/own_data.html", context, status=status)


@never_cache
@require_safe
@login_required
def data_copy(request):
    """A ZIP of everything this site keeps about somebody."""
    try:
        must_come_from_here(request)
        file = actions.copy_my_data(person=request.user)
    except ConsultError as error:
        return _own_data(request, DataRequestForm.blank(), error.status, error)
    return FileResponse(file, as_attachment=True, filename="rabfang-my-data.zip")


@never_cache
@require_POST
@login_required
def consent_withdraw(request):
    """Take one's consent back."""
    withdraw_consent(person=request.user)
    messages.success(
        request,
        _(
            "Your consent is taken back. What you did before stays counted; before your next vote, answer or comment you are asked again."
        ),
    )
    return redirect("people:own_data")


@never_cache
@require_POST
@login_required
def data_request(request):
    """Ask something about data on oneself."""
    form = DataRequestForm(request.POST)
    if not form.is_valid():
        return _own_data(request, form, 422)
    try:
        actions.ask_about_data(person=request.user, **form.cleaned_data)
    except ConsultError as error:
        form.add_error("text", str(error))
        return _own_data(request, form, error.status)
    messages.success(request, _("Your request has been sent. The answer will stand on this page."))
    return redirect("people:own_data")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=lambda request: request.method == "POST" and request.user.is_authenticated)
def erasure(request):
    """Erase who one is: said first, confirmed with the password or by having signed in just now, and confirmed again; sent twice it
    is the same."""
    person = _confirmed(request.POST.get("key", ""))
    if not request.user.is_authenticated:  # sent again, after the account went
        if person and Erasure.objects.filter(person=person).exists():
            return _out()
        return redirect("account_login")
    problem: ConsultError | None = None
    if request.method == "POST" and not _proves(request):
        problem = SignInAgain()
    elif request.method == "POST" and person == request.user.pk:
        try:
            actions.erase_person(person=request.user)
        except ConsultError as error:
            problem = error
        else:
            logout(request)
            return _out()
    key = signing.dumps(request.user.pk, salt=_ERASURE) if request.POST.get("sure") and not problem else ""
    staff, comments = rules.is_staff(request.user), Comment.objects.of_author(request.user).count()
    context = {"key": key, "problem": problem, "is_staff": staff, "comments": comments}
    return render(request, "people/erasure.html", context, status=problem.status if problem else 200)


def _proves(request) -> bool:
    """Whether somebody without a password and a second step signed in a moment ago; of the others allauth asks for those. A guest has
    nothing to sign in with: the device is all there is."""
    person = request.user
    if person.is_guest or person.has_usable_password() or is_mfa_enabled(person):
        return True
    return signed_in_lately(request, _CONFIRM_WITHIN)


def _out():
    response = redirect("people:erased")
    response.delete_cookie(GUEST_COOKIE)
    return response


def _confirmed(key: str) -> int | None:
    """Whose second confirmation this is."""
    try:
        person = signing.loads(key, salt=_ERASURE, max_age=_CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return int(person)


@require_safe
def erased(request):
    """What is gone and what stays, after it was done."""
    return render(request, "people/erased.html")
