from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from .. import actions, rules
from ..discussion import visible_tally
from ..filters import ConsultationFilter
from ..models import Consultation, Section, Vote
from .doors import find_consultation, staff_only

PAGE_SIZE = 20


@require_GET
def consultation_list(request):
    """Hearings, open ones first; filters in the address, so that a list can be shared."""
    consultations = Consultation.objects.visible().select_related("agency").order_by("-closes_at")
    narrowed = ConsultationFilter(request.GET, queryset=consultations)
    page = Paginator(narrowed.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"filter": narrowed, "page": page, "filter_query": query.urlencode()}
    return render(request, "consult/consultation_list.html", context)


def dressed_sections(request, consultation, version) -> list[Section]:
    """Sections of a version with ``address``, ``tally``, ``choice`` and ``comment_count`` for this reader (four queries)."""
    sections = list(version.sections.all())
    ballots = [section.ballot_id for section in sections]
    tallies = Vote.objects.section_tallies(ballots)
    choices = Vote.objects.section_choices(request.user, ballots)
    counts = consultation.comments.counts_by_anchor()
    place = reverse("consult:consultation_detail", args=[consultation.pk])
    chapter = None
    for section in sections:
        section.address = f"{place}sections/{section.pk}/"
        section.choice = choices.get(section.ballot_id)
        section.tally = visible_tally(consultation, tallies.get(section.ballot_id), section.choice)
        section.comment_count = counts.get(section.anchor, 0)
        here = (section.chapter_number, section.chapter_heading)
        section.opens_chapter = here != chapter and any(here)
        chapter = here
    consultation.whole_draft_count = counts.get(None, 0)
    consultation.comment_count = sum(counts.values())
    return sections


@require_GET
def consultation_detail(request, pk):
    """What is asked and why, then the draft, section by section."""
    consultation = find_consultation(request, pk)
    context = {
        "consultation": consultation,
        "version": consultation.draft,
        "sections": dressed_sections(request, consultation, consultation.draft),
        "accepts": consultation.is_open(),
        "may_close": rules.may_close(request.user, consultation),
        "may_moderate": rules.may_moderate(request.user, consultation),
        "may_analyse": rules.may_analyse(request.user, consultation),
    }
    return render(request, "consult/consultation_detail.html", context)


@require_GET
def version_detail(request, pk, number):
    """The text of one version as it was put to the people."""
    consultation = find_consultation(request, pk)
    version = get_object_or_404(consultation.versions, number=number)
    context = {"consultation": consultation, "version": version, "sections": version.sections.all()}
    return render(request, "consult/version_detail.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(rules.may_close)
def consultation_close(request, consultation):
    """An officer closes a hearing early, or takes that back; asked once more before it happens."""
    if request.method == "POST":
        verb = actions.reopen_consultation if consultation.closed_at else actions.close_consultation
        verb(consultation=consultation, by=request.user)
        return redirect("consult:consultation_detail", pk=consultation.pk)
    context = {"consultation": consultation, "comment_count": consultation.comments.count()}
    return render(request, "consult/consultation_close.html", context)
