"""The door of the editor: what breaks a rule of the record is refused with a page that says what to do instead."""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.models import Page

from consult import rules
from consult.errors import ConsultError
from consult.views.doors import must_come_from_here

from ..errors import FormBroken, StaysOnRecord
from .comparison import differences
from .draft_field import take_as_typed
from .guards import KeptPage, on_record, standing, waits_to_be_issued
from .sight import must_see
from .trail import newest_line, note_door, note_file

logger = logging.getLogger(__name__)

#: Name of a page's address → what stays, and why it does: said before Wagtail only says “no permission”.
CLOSED_WHEN_ON_RECORD = {
    "delete": (on_record, StaysOnRecord.DELETE),
    "unpublish": (standing, StaysOnRecord.UNPUBLISH),
    "move": (on_record, StaysOnRecord.MOVE),
    "move_confirm": (on_record, StaysOnRecord.MOVE),
}
#: Writes nothing, takes long: no transaction, which on SQLite would hold up every citizen's comment.
PREVIEWS = {"preview_on_add", "preview_on_edit"}
ONLY_LOOKS = {*PREVIEWS, "workflow_preview"}
#: Doors of ours that read a text or a file and write nothing
READ_A_DRAFT = {"desk_draft_read", "desk_draft_file", "desk_unsaved_compare"}
#: Looks at a file for seconds before its action, which is a transaction by itself and writes no more than a revision
LOOKS_LONG = {"desk_attachments"}
#: How fields are called that say how many of something a form has, and more than any has
COUNTS = ("-count", "-TOTAL_FORMS", "-INITIAL_FORMS")
MOST_BLOCKS = 1000
#: Say that somebody is there, or hides a hint: not an act
SIGNS_OF_LIFE = {"wagtailadmin_editing_sessions", "wagtailadmin_dismissibles"}


def door_of_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view of the editor: what it writes is one transaction, which is undone when a rule of the record is broken or,
    whatever the door was, when record and pages would differ more than before.
    """

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            _must_be_whole(request)
            if _is_staff(request):
                must_see(request)
                _note_file(request)
            _say_why_not(request, kwargs)
            if request.method == "POST" and _name(request) in PREVIEWS:
                take_as_typed(request)
            if request.method in ("GET", "HEAD", "OPTIONS") or _only_looks(request) or not _is_staff(request):
                return view(request, *args, **kwargs)
            return _in_one_transaction(view, request, *args, **kwargs)
        except ConsultError as error:
            return refused(request, [str(error)], status=error.status)
        except MultiValueDictKeyError:  # Wagtail looks for a field that its own forms always send
            return refused(request, [str(FormBroken.message)], status=FormBroken.status)
        except (ProtectedError, RestrictedError):  # are kinds of the next one
            return refused(request, [str(StaysOnRecord.REFERRED_TO)], status=409)
        except IntegrityError:
            logger.exception("The database refused what somebody did in the editor")
            return refused(request, [str(StaysOnRecord.UNKNOWN)], status=409)
        except ValidationError as error:
            return refused(request, error.messages, status=422)

    return door


def _must_be_whole(request) -> None:
    """Wagtail counts blocks and forms up to what it is told, whatever that is. Raises FormBroken."""
    if request.method != "POST":
        return
    for name, value in request.POST.items():
        if name.endswith(COUNTS) and not (value.isascii() and value.isdigit() and int(value[:9]) <= MOST_BLOCKS):
            raise FormBroken


def _in_one_transaction(view, request, *args, **kwargs) -> HttpResponse:
    with transaction.atomic():
        before, last = differences(), newest_line(request.user)
        response = view(request, *args, **kwargs)
        if differences() - before:
            raise StaysOnRecord(StaysOnRecord.UNKNOWN)
        if _is_done(response) and not _is_sign_of_life(request) and newest_line(request.user) == last:
            note_door(request)
    return _way_on(request, response, kwargs)


def _way_on(request, response, kwargs) -> HttpResponse:
    """Whoever took a step of a review may look at its page no longer: on to the impact of the version it asks for, or to the home of
    the desk, which says what waits next.
    """
    took_a_step = _name(request) == "workflow_action" or "action-workflow-action" in request.POST
    if _name(request) not in ("edit", "workflow_action") or response.status_code != 302 or not took_a_step:
        return response
    page = Page.objects.get(pk=kwargs["page_id"]).specific
    if (waiting := waits_to_be_issued(page).first()) and rules.may_publish(request.user, waiting.consultation.agency):
        return redirect("desk_draft_impact", page.pk)
    return response if page.permissions_for_user(request.user).can_edit() else redirect("wagtailadmin_home")


def _note_file(request) -> None:
    """Wagtail gives its lists as files to a plain link: who takes one is on record, and no link from elsewhere makes them."""
    if request.GET.get("export"):
        must_come_from_here(request)
        note_file(request)


def _is_done(response) -> bool:
    """Whether the door did something: it leads on, or answers a script. A page with the form again did nothing."""
    return response.status_code in (201, 204, 301, 302, 303) or (
        response.status_code == 200 and "json" in response.get("Content-Type", "")
    )


def _is_sign_of_life(request) -> bool:
    match = request.resolver_match
    return bool(match and SIGNS_OF_LIFE & {*match.namespaces, match.url_name})


def _is_staff(request) -> bool:
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def _only_looks(request) -> bool:
    match = request.resolver_match
    return _name(request) in ONLY_LOOKS or bool(match and match.url_name in READ_A_DRAFT | LOOKS_LONG)


def _name(request) -> str:
    match = request.resolver_match
    return match.url_name if match and match.app_names == ["wagtailadmin_pages"] else ""


def _say_why_not(request, kwargs) -> None:
    name = _name(request)
    page_id = kwargs.get("page_id") or kwargs.get("page_to_move_id")
    if not page_id or name not in {*CLOSED_WHEN_ON_RECORD, "set_privacy", "copy"} or not _is_staff(request):
        return
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return  # Wagtail says so itself, and tells nothing
    if name in CLOSED_WHEN_ON_RECORD:
        kept, why = CLOSED_WHEN_ON_RECORD[name]
        if kept(page).exists():
            raise StaysOnRecord(why)
    elif isinstance(page, KeptPage) and name == "set_privacy":
        raise StaysOnRecord(StaysOnRecord.PRIVACY)
    elif isinstance(page, KeptPage) and page.is_single:
        raise StaysOnRecord(StaysOnRecord.ONE_PAGE)


def refused(request, sentences: list[str], *, status: int) -> HttpResponse:
    """The refusal as a page of the editor, or in JSON for a script of it."""
    of_the_api = request.resolver_match and "wagtailadmin_api" in request.resolver_match.namespaces
    if of_the_api or request.headers.get("x-requested-with") == "XMLHttpRequest":
        # The editor's scripts look for one name or the other.
        said = " ".join(sentences)
        return JsonResponse({"success": False, "error_message": said, "errorMessage": said}, status=status)
    context = {"sentences": sentences, "hearing": _hearing(request), "back_to": request.headers.get("referer", "")}
    return TemplateResponse(request, "wagtailadmin/desk_refused.html", context, status=status)


def _hearing(request):
    """The one hearing that was meant, for a way to its page of dates."""
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    page_id = kwargs.get("page_id") or kwargs.get("page_to_move_id") or request.GET.get("id", "")
    if not str(page_id).isdigit():
        return None
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        return None
    return getattr(page, "consultation", None)
