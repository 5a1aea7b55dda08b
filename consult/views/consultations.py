from http import HTTPStatus
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from .. import rules
from ..models import Consultation, ConsultationAct, Level, LogCheckpoint, Mandate, Section
from ..models.kept import NO_COMMENTS, count_for, counts_by_anchor
from ..models.prepared import Prepared
from ..models.result import awaits_result
from ..pages.ballots import taken_out, with_votes
from ..pages.brief import brief
from ..pages.changes import changes
from ..pages.digits import DIGITS_COOKIE
from ..pages.dossier import dossier
from ..pages.draft import read
from ..pages.heat import heat
from ..pages.issues import decisions
from ..pages.marks import mark_changes
from ..pages.pack import told_pack
from ..pages.questions import asked
from ..pages.results import result_numbers
from ..views.filters import ConsultationFilter
from .doors import find_consultation
from .ids import row_id
from .strangers import mark_of_hearing

PAGE_SIZE = 20
CHANGES_A_PAGE = 30


def _listed() -> QuerySet[Consultation]:
    return Consultation.objects.visible().select_related("agency").order_by("-closes_at")


#: The page that most readers ask for, with how many there are in all
_FIRST = Prepared(lambda: _listed().annotate(of_all=Window(Count("pk")))[:PAGE_SIZE], 0)


def _first_page() -> Page:
    hearings = _FIRST.models()
    paginator = Paginator(hearings, PAGE_SIZE)
    paginator.count = hearings[0].of_all if hearings else 0  # type: ignore[attr-defined]
    return paginator.page(1)


@require_safe
def consultation_list(request):
    """Hearings, open ones first; filters in the address, so that a list can be shared."""
    is_narrowed = any(request.GET.get(name) for name in ConsultationFilter.base_filters)
    narrowed = ConsultationFilter(request.GET, queryset=_listed()) if is_narrowed else None
    asked_page = request.GET.get("page")
    if narrowed or asked_page:
        page = Paginator(narrowed.qs if narrowed else _listed(), PAGE_SIZE).get_page(asked_page)
    else:
        page = _first_page()
    count_for(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": narrowed,
        "page": page,
        "filter_query": query.urlencode(),
        "statuses": _status_chips(query),
    }
    return render(request, "consult/consultation_list.html", context)


def _status_chips(query) -> list[dict]:
    """The list by status in one tap, whatever else was asked for."""
    chips = []
    for value, label in [("", _("All")), *ConsultationFilter.STATUSES]:
        rest = query.copy()
        rest["status"] = value
        chips.append({"label": label, "query": rest.urlencode(), "chosen": query.get("status", "") == value})
    return chips


_ACTS = Prepared(
    lambda hearing: ConsultationAct.objects.filter(consultation=hearing).done().select_related("by", "second")
)


def _dressing(consultation):
    """How a page gives sections their ``address`` and ``comment_count`` (two queries for all of them)."""
    counts = counts_by_anchor(consultation.pk)
    place = reverse("consult:consultation_detail", args=[consultation.pk])
    consultation.whole_draft_count = counts[None].in_all
    consultation.comment_count = sum(count.in_all for count in counts.values())

    def dress(sections: list[Section]) -> None:
        for section in sections:
            section.address = f"{place}sections/{section.pk}/"
            section.comment_count = counts.get(section.anchor, NO_COMMENTS).in_all

    return dress


@require_safe
@condition(etag_func=mark_of_hearing)
def consultation_detail(request, pk):
    """What is asked and why, then the draft, section by section; a long one a part at a time."""
    consultation = find_consultation(request, pk, withdrawn_too=True)
    if consultation.withdrawn_at and not rules.works_for(request.user, consultation):
        return _tombstone(request, consultation)
    place = {name: request.GET.get(name, "") for name in ("part", "section")}
    query = request.GET.get("q", "")
    reading = read(consultation.draft, dress=_dressing(consultation), query=query, **place)
    with_votes(consultation, reading.sections, reader=request.user)
    gone = taken_out(consultation)
    mark_changes(consultation, reading, gone)
    accepts = consultation.is_open()
    unvoted = (section for section in reading.sections if section.choice is None)
    context = {
        "consultation": consultation,
        "brief": brief(consultation),
        "pack": told_pack(consultation),
        "dossier": dossier(consultation),
        "acts": _ACTS.models(consultation.pk),
        "questions": asked(consultation, reader=request.user),
        "version": consultation.draft,
        "reading": reading,
        "taken_out": gone,
        "heat": heat([section for part in reading.parts for section in part.sections]),
        "digits": request.COOKIES.get(DIGITS_COOKIE, ""),
        "accepts": accepts,
        "may_vote": rules.may_vote(request.user, consultation),
        "mandates": _acting_mandates(request.user) if accepts else [],
        "next_section": next(unvoted, None) if accepts else None,
        "decisions": decisions(consultation) if consultation.is_closed() else [],
        "awaits_result": consultation.is_closed() and awaits_result(consultation),
        "has_result": consultation.is_closed() and consultation.pk in result_numbers([consultation.pk]),
        "checkpoint": LogCheckpoint.objects.at_closing(consultation) if consultation.is_closed() else None,
        "left_behind": _left_behind(request.user, consultation),
        "may_close": rules.may_close(request.user, consultation),
        "may_moderate": rules.may_moderate(request.user, consultation),
        "may_analyse": rules.may_analyse(request.user, consultation),
        "may_write_issues": rules.may_write_issues(request.user, consultation),
    }
    return render(request, "consult/consultation_detail.html", context)


def _acting_mandates(reader) -> list[Mandate]:
    """In whose names this reader may vote and answer (no query for those who are no verified person)."""
    return list(Mandate.objects.acting(reader)) if rules.is_at_least(reader, Level.PERSON) else []


def _left_behind(reader, consultation) -> int:
    """How many comments wait for this officer since their section is gone or split (no query for others)."""
    if consultation.draft.number == 1 or not rules.may_reattach(reader, consultation):
        return 0
    return consultation.comments.left_behind(consultation).count()


def _tombstone(request, consultation):
    """What stands where a withdrawn hearing was: that it was, when and why it is no more. Nothing else of it is shown."""
    act = consultation.acts.done().filter(kind=ConsultationAct.Kind.WITHDRAW).last()
    context = {"consultation": consultation, "act": act}
    return render(request, "consult/withdrawn.html", context, status=HTTPStatus.GONE)


@require_safe
def version_detail(request, pk, number):
    """The text of one version as it was put to the people."""
    consultation = find_consultation(request, pk)
    version = get_object_or_404(consultation.versions, number=number)
    sections = list(version.sections.all())
    with_votes(consultation, sections, reader=request.user)
    context = {
        "consultation": consultation,
        "version": version,
        "sections": sections,
        "digits": request.COOKIES.get(DIGITS_COOKIE, ""),
    }
    return render(request, "consult/version_detail.html", context)


@require_safe
def version_list(request, pk):
    """Every version of the draft, newest first, with a form to compare any two."""
    consultation = find_consultation(request, pk)
    versions = consultation.versions.select_related("retraction").annotate(section_count=Count("sections"))
    context = {"consultation": consultation, "versions": versions.order_by("-number")}
    return render(request, "consult/version_list.html", context)


@require_safe
def version_changes(request, pk, number):
    """What is otherwise than in the version before, or in the one asked for by ``since``; the first has nothing before it."""
    consultation = find_consultation(request, pk)
    versions = consultation.versions.select_related("retraction")
    version = get_object_or_404(versions, number=number)
    since = request.GET.get("since", "")
    before = get_object_or_404(versions, number=row_id(since) if since else number - 1)
    found = changes(before, version)
    context = {
        "consultation": consultation,
        "version": version,
        "before": before,
        "section_count": version.sections.count(),
        "page": Paginator(found, CHANGES_A_PAGE).get_page(request.GET.get("page")),
        "filter_query": urlencode({"since": before.number}) if since else "",
    }
    return render(request, "consult/version_changes.html", context)
