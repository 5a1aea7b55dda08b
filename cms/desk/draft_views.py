"""Doors of the desk about the text of a draft: reading what is typed, looking at what a new version does, issuing it, taking it back."""

import re
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from analysis.runs.current import CurrentRun
from consult import actions as consult_actions
from consult import rules
from consult.errors import ConsultError, VersionMoved
from consult.models import Comment, Consultation

from .. import actions
from ..drafting import Chapter, Draft, DraftSection, read_text
from ..errors import DraftMoved
from ..models import ConsultationPage
from .draft_field import read_sent
from .impact import Impact, impact_of
from .moves import loose_comments, moves_of
from .problem_messages import shown
from .section_texts import mark_of

#: Sections of the live preview: those around the cursor
NEAR = 3
_NUMBERS = re.compile(r"[0-9]+")


@require_POST
def draft_read(request) -> HttpResponse:
    """What is read from a text being typed: problems by line, and how citizens will see the sections around the cursor."""
    sent = request.FILES.get("text")
    draft = read_text(read_sent(sent) if sent else request.POST.get("text", ""))
    line = request.POST.get("line", "")
    near = _near(draft, int(line) if line.isascii() and line.isdigit() and len(line) < 9 else 1)
    return JsonResponse(
        {
            "sections": len(draft.sections()),
            "count": ngettext("%(n)s section", "%(n)s sections", len(draft.sections())) % {"n": len(draft.sections())},
            "outline": [_entry(part) for part in draft.parts if isinstance(part, Chapter | DraftSection)],
            "problems": shown(draft),
            "preview": render_to_string("wagtailadmin/draft_preview.html", {"sections": near}, request=request),
        }
    )


def _entry(part: Chapter | DraftSection) -> dict:
    """A line of the outline: a chapter, or a section with how it begins."""
    if isinstance(part, Chapter):
        return {"line": part.line, "label": part.name, "level": 1}
    words = part.heading or " ".join(part.paragraphs)
    return {"line": part.line, "label": f"{part.label} {words[:40]}".strip(), "level": 0}


def _near(draft: Draft, line: int) -> list[DraftSection]:
    sections = draft.sections()
    here = sum(section.line <= line for section in sections) - 1
    return sections[max(0, here) : max(0, here) + NEAR]


def _page_of(request, page_id: int, may: Callable[..., bool]) -> ConsultationPage:
    """A published page of an agency for which this person may do something. Raises Http404, PermissionDenied."""
    page = get_object_or_404(ConsultationPage, pk=page_id)
    consultation = page.consultation
    if consultation is None or not may(request.user, consultation.agency):
        raise PermissionDenied
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def draft_impact(request, page_id: int) -> HttpResponse:
    """What the next version changes and for whom; each link can be mended, each change given a reason. Issued only from here."""
    page = _page_of(request, page_id, rules.may_prepare)
    consultation = page.consultation
    draft = page.read_draft()
    posted = request.POST if request.method == "POST" else {}
    impact = impact_of(consultation, draft, _mended(posted))
    error = None
    if request.POST.get("act") == "issue":
        try:
            if request.POST.get("text") != mark_of(page.draft):
                raise DraftMoved
            if request.POST.get("seen") != str(consultation.draft.number):
                raise VersionMoved
            version = actions.issue_draft(
                page=page,
                impact=impact,
                why=_why(request.POST, impact),
                seen=consultation.draft.number,
                by=request.user,
                moves=moves_of(request.POST, impact, consultation),
            )
        except ConsultError as refused:
            error = refused
        else:
            messages.success(request, _("Version %(number)s is issued.") % {"number": version.number})
            return redirect("consult:version_changes", pk=consultation.pk, number=version.number)
    context = {
        "page": page,
        "consultation": consultation,
        "impact": impact,
        "rows": _rows(impact, posted, consultation),
        "candidates": [section for row in impact.rows for section in row.before],
        "mark": mark_of(page.draft),
        "error": error,
        "problems": shown(draft),
        "themes": sorted(set(CurrentRun.of(consultation).labels.values())),
        "next_number": consultation.draft.number + 1,
        "may_move": rules.may_reattach(request.user, consultation),
        "may_issue": rules.may_publish(request.user, consultation.agency),
        "may_write": page.permissions_for_user(request.user).can_edit(),
    }
    return TemplateResponse(request, "wagtailadmin/draft_impact.html", context, status=error.status if error else 200)


def _mended(posted) -> dict[int, UUID | None]:
    """From the selects of the page: place of a section → the anchor it continues."""
    found: dict[int, UUID | None] = {}
    for name in posted:
        place = name.removeprefix("from-")
        if place != name and place.isascii() and place.isdigit() and len(place) < 7:
            try:
                found[int(place)] = UUID(posted[name]) if posted[name] else None
            except ValueError:
                continue
    return found


def _why(posted, impact: Impact) -> dict[str, actions.Why]:
    return {
        row.key: actions.Why(
            reason=posted.get(f"reason-{row.key}", "").strip(),
            theme=posted.get(f"theme-{row.key}", "").strip()[:255],
            causes=_comment_numbers(posted.get(f"causes-{row.key}", "")),
        )
        for row in impact.rows
    }


def _comment_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(text) if len(number) < 18)


def _rows(impact: Impact, posted, consultation: Consultation) -> list[dict]:
    """The rows with what was typed beside them, so that nothing is lost when they are compared again."""
    names = ("reason", "theme", "causes")
    moves = moves_of(posted, impact, consultation)
    return [
        {
            "row": row,
            "typed": {name: posted.get(f"{name}-{row.key}", "") for name in names},
            "links": [
                {"place": place, "section": section, "anchor": impact.carried.anchors[place]}
                for place, section in row.after
            ],
            "loose": [
                {"loose": one, "chosen": one.suggested if as_suggested else moves.get(one.comment.pk)} for one in shown
            ],
            "left_out": count - len(shown),
            "has_suggestion": any(one.likely for one in shown),
        }
        for row in impact.rows
        for shown, count in [loose_comments(consultation, row)]
        for as_suggested in [posted.get("act") == f"suggest-{row.key}"]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def version_retract(request, page_id: int) -> HttpResponse:
    """Take back the version people read now, with a reason."""
    page = _page_of(request, page_id, rules.may_publish)
    consultation = page.consultation
    error = None
    if request.method == "POST":
        version = get_object_or_404(consultation.versions, number=_number(request.POST.get("version", "")))
        try:
            consult_actions.retract_version(version=version, by=request.user, reason=request.POST.get("reason", ""))
        except ConsultError as refused:
            error = refused
        else:
            messages.success(request, _("The version is retracted."))
            return redirect(reverse("consult:version_list", args=[consultation.pk]))
    context = {
        "page": page,
        "consultation": consultation,
        "version": consultation.draft,
        "reason": request.POST.get("reason", ""),
        "error": error,
        "comment_count": Comment.objects.filter(section__version=consultation.draft).count(),
    }
    return TemplateResponse(
        request, "wagtailadmin/version_retract.html", context, status=error.status if error else 200
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
