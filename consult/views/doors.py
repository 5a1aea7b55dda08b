"""What the doors share: finding the consultation somebody means, and answering when a rule was broken."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote, urlsplit

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from .. import rules
from ..errors import CameFromElsewhere, ConsultError
from ..models import Comment, Consultation, Section
from ..models.prepared import Prepared


def _hearing(pk: int) -> QuerySet[Consultation]:
    return Consultation.objects.select_related("agency", "draft").filter(draft__isnull=False, pk=pk).order_by()


_HEARING = Prepared(_hearing)


def find_consultation(request, pk: int, *, withdrawn_too: bool = False) -> Consultation:
    """A consultation this reader may see: the public ones, and for staff of the agency also withdrawn ones. Else 404.

    ``withdrawn_too``: for the page that says that a hearing was withdrawn.
    """
    return _shown(request, _HEARING.first(pk), withdrawn_too)


def _shown(request, consultation: Consultation | None, withdrawn_too: bool = False) -> Consultation:
    if consultation is None or consultation.draft_id is None:
        raise Http404
    if consultation.withdrawn_at and not withdrawn_too and not rules.works_for(request.user, consultation):
        raise Http404
    return consultation


def _section(consultation: int, pk: int) -> QuerySet[Section]:
    return Section.objects.select_related("version").filter(version__consultation=consultation, pk=pk).order_by()


_SECTION = Prepared(_section, 2)
_SECTION_OF_HEARING = Prepared(
    lambda consultation, pk: _section(consultation, pk).select_related(
        "version__consultation__agency", "version__consultation__draft"
    ),
    2,
)


def find_section(consultation: Consultation, pk: int) -> Section:
    """A section of any version of this consultation. Else 404."""
    section = _SECTION.first(consultation.pk, pk)
    if section is None:
        raise Http404
    return section


def find_section_of_hearing(request, pk: int, section_pk: int) -> tuple[Consultation, Section]:
    """``find_consultation`` and ``find_section`` at once (one query)."""
    section = _SECTION_OF_HEARING.first(pk, section_pk)
    if section is None:
        raise Http404
    return _shown(request, section.version.consultation), section


def _comment(consultation: int, pk: int) -> QuerySet[Comment]:
    """What a vote and its answer need of a comment."""
    needed = (
        "consultation",
        "section",
        "parent",
        "is_visible",
        "held_at",
        "hidden_at",
        "withdrawn_at",
        "participant__account__alias",
    )
    with_it = ("participant__account", "consultation__agency", "consultation__draft")
    found = Comment.objects.filter(consultation=consultation, pk=pk).order_by()
    return found.select_related(*with_it).only(*needed)


_COMMENT_OF_HEARING = Prepared(_comment, 2)


def find_comment_of_hearing(request, pk: int, comment_pk: int) -> tuple[Consultation, Comment]:
    """A consultation this reader may see and a comment on it, with what a vote needs to know of it (one query). Else 404."""
    comment = _COMMENT_OF_HEARING.first(pk, comment_pk)
    if comment is None:
        raise Http404
    return _shown(request, comment.consultation), comment


def to_login(request, back_to: str) -> HttpResponse:
    """Send someone to sign in and back; a script's request is answered in words that a script follows."""
    address = f"{reverse('account_login')}?next={quote(back_to)}"
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def refusal(request, consultation: Consultation, error: ConsultError, back_to: str, **kept) -> HttpResponse:
    """Say which rule was broken: a short notice for a script, a page with a way on for everyone else.

    ``kept``: the form again with what was put into it (``one``, a question, or ``form``), for the page."""
    template = "parts/form/notice.html" if request.htmx else "consult/refusal.html"
    context = {
        "consultation": consultation,
        "error": error,
        "back_to": back_to,
        "kind": "error",
        "text": str(error),
        **kept,
    }
    return render(request, template, context, status=error.status)


def must_come_from_here(request) -> None:
    """For a door that writes although it is asked with GET: a link on another site, or in a mail, does not open it.

    Browsers say where a request comes from (Fetch Metadata, W3C); one that is too old for that, or whose page speaks no TLS, still
    names the page it comes from, of this site at least. An address that somebody types is their own doing. Raises CameFromElsewhere.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    page = urlsplit(request.headers.get("Referer", "")).netloc
    if site not in ("", "same-origin", "none") or (page and page != request.get_host()):
        raise CameFromElsewhere


def staff_only(may: Callable[..., bool]):
    """A door for those who ``may(user, consultation)``: the view gets the consultation in place of its id.

    Strangers are sent to sign in and back, others without the right are told so (403).
    """

    def guard(view):
        @wraps(view)
        def door(request, pk, **kwargs):
            if not request.user.is_authenticated:
                here = reverse("consult:consultation_detail", args=[pk])
                return to_login(request, here if request.method == "POST" else request.get_full_path())
            consultation = find_consultation(request, pk)
            if not may(request.user, consultation):
                raise PermissionDenied
            return view(request, consultation, **kwargs)

        door.for_staff = True  # config.second_factor looks for it
        return door

    return guard
