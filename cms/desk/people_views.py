"""Pages of the desk about agencies and the people who work for them: who may do what, appointing, dismissing, founding."""

from itertools import groupby

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consult import actions, rules
from consult.models import Agency, Membership, User
from consult.views.ids import row_id

from .. import actions as cms_actions
from ..models import HomePage
from .people_forms import AppointForm, DeskForm, FoundForm

Role = Membership.Role
#: What each role may do, in the words of who asks for it
MAY = {
    Role.HEAD: gettext_lazy("Appoints and dismisses people of the agency. Nobody gives a role to themselves."),
    Role.OFFICER: gettext_lazy(
        "Writes and publishes hearings, sets their dates, answers comments; also moderates and reads the analysis."
    ),
    Role.REVIEWER: gettext_lazy(
        "Reads drafts that officers submit, changes them or sends them back, and passes them on."
    ),
    Role.APPROVER: gettext_lazy(
        "Approves what was reviewed; with that it is published. Nobody approves what they submitted."
    ),
    Role.MODERATOR: gettext_lazy("Hides comments that break the rules and shows them again, each with a reason."),
    Role.AUDITOR: gettext_lazy("Reads the audit trail: every act of staff. Changes nothing."),
    Role.PROTECTION: gettext_lazy(
        "Reads the record of processing of personal data; of the whole platform, also answers what people ask about data on them."
    ),
    Role.ANALYST: gettext_lazy("Starts analyses, reads and mends their themes, takes files of comments and votes."),
}


def appoints(user) -> bool:
    """Whether somebody appoints people anywhere: for the way here in the menu."""
    return rules.runs_the_platform(user) or any(Role.HEAD in roles for roles in rules.roles_by_agency(user).values())


@require_http_methods(["GET", "HEAD", "POST"])
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies whose people somebody appoints; an administrator founds another one."""
    founds = rules.runs_the_platform(request.user)
    agencies = [one for one in Agency.objects.prefetch_related("memberships") if rules.may_appoint(request.user, one)]
    if not agencies and not founds:
        raise PermissionDenied
    form, refused, status = FoundForm(), None, 200
    if request.method == "POST" and not founds:
        raise PermissionDenied
    if request.POST.get("act") == "reset":
        refused = DeskForm(request.POST)
        person = get_object_or_404(_administrators(founds), pk=row_id(request.POST.get("user", "")))
        if refused.is_valid() and _reset(request, person, refused):
            return redirect("agency_list")
        status = refused.status
    elif request.method == "POST":
        form = FoundForm(request.POST)
        page = form.attempt(_found, by=request.user, **form.cleaned_data) if form.is_valid() else None
        if page:
            messages.success(request, _("The agency is founded. Now appoint its head officer and its officers."))
            return redirect("agency_people", page.agency_id)
        status = form.status
    context = {
        "agencies": agencies,
        "form": form,
        "refused": refused,
        "founds": founds,
        "administrators": _with_factor(_administrators(founds)),
    }
    return render(request, "wagtailadmin/people/agencies.html", context, status=status)


def _found(*, name: str, slug: str, by: User):
    home = HomePage.objects.first() or cms_actions.open_site(
        heading=_("Every law begins with everybody's voice"),
        introduction=_("Read a draft law section by section, say what you think, and see what others think."),
        by=by,
    )
    return cms_actions.establish_agency(name=name, slug=slug, home=home, by=by)


def _administrators(founds: bool):
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk") if founds else User.objects.none()


def _with_factor(people):
    """Whether each has a second step of signing in that could be reset."""
    return people.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))


@require_http_methods(["GET", "HEAD", "POST"])
def agency_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may do what at one agency, since when and by whom; people are appointed and dismissed here."""
    return _people(request, get_object_or_404(Agency, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def platform_auditors(request: HttpRequest) -> HttpResponse:
    """The same for auditors of the whole platform, whom administrators appoint."""
    return _people(request, None)


def _people(request: HttpRequest, agency: Agency | None) -> HttpResponse:
    if not rules.may_appoint(request.user, agency):
        raise PermissionDenied
    form, refused, status = AppointForm(roles=_roles(agency)), None, 200
    here = request.path
    if request.POST.get("act") == "reset":
        refused = DeskForm(request.POST)
        held = get_object_or_404(Membership, agency=agency, pk=row_id(request.POST.get("membership", "")))
        if refused.is_valid() and _reset(request, held.user, refused):
            return redirect(here)
        status = refused.status
    elif request.POST.get("act") == "dismiss":
        refused = DeskForm(request.POST)
        if refused.is_valid() and _dismiss(request, agency, refused):
            return redirect(here if rules.may_appoint(_fresh(request.user), agency) else "home")
        status = refused.status
    elif request.method == "POST":
        form = AppointForm(request.POST, roles=_roles(agency))
        if form.is_valid() and _appoint(request, agency, form):
            return redirect(here)
        status = form.status
    return render(request, "wagtailadmin/people/agency.html", _shown(request, agency, form, refused), status=status)


def _roles(agency: Agency | None) -> list[Membership.Role]:
    return list(Role if agency else Membership.OF_THE_PLATFORM)


def _appoint(request, agency: Agency | None, form: AppointForm) -> Membership | None:
    role = Role(form.cleaned_data["role"])
    held = form.attempt(
        actions.appoint_by_address,
        address=form.cleaned_data["address"],
        agency=agency,
        role=role,
        by=request.user,
    )
    if held:
        said = _("%(who)s has the role “%(role)s” now.") % {"who": held.user, "role": role.label}
        messages.success(request, said)
    return held


def _dismiss(request, agency: Agency | None, form: DeskForm) -> bool:
    held = (
        Membership.objects.filter(agency=agency, pk=row_id(request.POST.get("membership", "")))
        .select_related("user")
        .first()
    )
    if held is None:  # taken back already
        return True
    role = Role(held.role)
    form.attempt(actions.dismiss, user=held.user, agency=agency, role=role, by=request.user)
    if form.errors:
        return False
    said = _("%(who)s no longer has the role “%(role)s”.") % {"who": held.user, "role": role.label}
    messages.success(request, said)
    return True


def _reset(request, person: User, form: DeskForm) -> bool:
    form.attempt(actions.reset_second_factor, user=person, by=request.user)
    if form.errors:
        return False
    messages.success(request, _("%(who)s sets up the second step of signing in anew.") % {"who": person})
    return True


def _fresh(user: User) -> User:
    """The same person without what this request has read of their roles."""
    return User.objects.get(pk=user.pk)


def _shown(request, agency: Agency | None, form: AppointForm, refused: DeskForm | None) -> dict:
    order = list(Role.values)
    held = sorted(
        Membership.objects.filter(agency=agency).select_related("user", "by"),
        key=lambda one: (order.index(one.role), str(one.user), one.pk),
    )
    resets = rules.runs_the_platform(request.user)
    factors = Authenticator.objects.filter(user__in=[one.user_id for one in held] if resets else [])
    with_factor = set(factors.values_list("user", flat=True))
    for one in held:
        one.has_factor = one.user_id in with_factor
    by_role = {role: list(found) for role, found in groupby(held, key=lambda one: one.role)}
    roles = [{"label": role.label, "may": MAY[role], "held": by_role.get(role, [])} for role in _roles(agency)]
    return {
        "agency": agency,
        "roles": roles,
        "form": form,
        "refused": refused,
        "review_required": settings.REVIEW_REQUIRED,
    }
