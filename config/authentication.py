"""Who counts as signed in, and the one door where people sign in. Every other door of a library leads to it."""

from contextvars import ContextVar

from allauth.account import app_settings, views
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from consult import rules
from consult.models import Level, Membership, User
from consult.models.prepared import Prepared
from consult.people.errors import MailboxTaken

ENTER_THE_DESK = "wagtailadmin.access_admin"


def mail_must_be_confirmed() -> bool:
    return app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.MANDATORY


def _active(pk: int) -> QuerySet[User]:
    """With ``has_roles``, so that the roles of most people, who have none, are asked for by nobody (``rules.roles_by_agency``)."""
    roles = Exists(Membership.objects.filter(user=OuterRef("pk")))
    return User.objects.filter(pk=pk, is_active=True).annotate(has_roles=roles)


def _confirmed(pk: int) -> QuerySet[User]:
    by_mail = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    return _active(pk).filter(Q(level__gte=Level.PERSON) | by_mail)


_ACTIVE, _CONFIRMED = Prepared(_active), Prepared(_confirmed)
#: Handed to ``get_user`` of the backend, which Django calls with nothing but an id
_READ_WITH_SESSION: ContextVar[User | None] = ContextVar("the person that was read with a session", default=None)


class ConfirmedPeopleBackend(AuthenticationBackend):
    """Authenticates those who proved that their mailbox is theirs, where the site asks for that (production does), and those
    for whom a provider of digital identities vouches.

    The rule stands here and not in the sign-in view, so that it holds for every door, for sessions that exist already,
    and for doors that a library may add. allauth's own view still lets such a person in as far as the page that says a
    confirmation was mailed.
    """

    def user_can_authenticate(self, user) -> bool:
        if not super().user_can_authenticate(user):
            return False
        if user.level >= Level.PERSON:
            return True
        return not mail_must_be_confirmed() or EmailAddress.objects.filter(user=user, verified=True).exists()

    def get_all_permissions(self, user_obj, obj=None):
        """Django's permissions, but the key to the desk comes from a role at an agency and from no group."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        found = super().get_all_permissions(user_obj) - {ENTER_THE_DESK}
        return found | ({ENTER_THE_DESK} if rules.works_here(user_obj) else set())

    def get_user(self, user_id):
        """The person of a session, in one query, or in none where they were read with it."""
        read = _READ_WITH_SESSION.get()
        if read is None or read.pk != user_id:
            return (_CONFIRMED if mail_must_be_confirmed() else _ACTIVE).first(user_id)
        counts = read.level >= Level.PERSON or read.has_confirmed or not mail_must_be_confirmed()
        return read if read.is_active and counts else None


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, which finds out who is signed in; whose session it is comes in the query that reads the session."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request) -> User | AnonymousUser:
    handed = _READ_WITH_SESSION.set(request.session.person)
    try:
        return get_user(request)
    finally:
        _READ_WITH_SESSION.reset(handed)


class SignUpView(views.SignupView):
    """allauth's page for signing up, for people who ask for one public name or one address at the same moment too."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (IntegrityError, MailboxTaken):  # somebody was quicker by a moment; looking again says what to change
            form.full_clean()
            return super().form_valid(form) if form.is_valid() else self.form_invalid(form)


def to_sign_in(request):
    """Stands where a library has a sign-in page of its own: leads to ours, and from there to what was asked for.

    Who is signed in already and still was sent here lacks a right; sending them to sign in would send them round in a circle.
    """
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        asked = settings.EDITOR_URL_PREFIX
    if not request.user.is_authenticated:
        return redirect_to_login(asked)
    if asked.startswith(settings.EDITOR_URL_PREFIX) and request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(asked)
    raise PermissionDenied


def to_password_reset(request, rest=""):
    """Stands where a library mails password links of its own."""
    return redirect("account_reset_password")


def no_shared_passwords(request, rest=""):
    """Stands where a library lets readers in by a password that several share: nothing here is shown that way."""
    raise Http404
