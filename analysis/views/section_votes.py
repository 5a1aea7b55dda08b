import csv
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consult import actions as consult_actions
from consult.models import Consultation, Section
from consult.models.vote import Tally
from consult.pages.ballots import every_wording

from .doors import analysts_only
from .exports import inert

COLUMNS = ("section", "version", "stands_now", "votes_agree", "votes_unsure", "votes_disagree", "words")


@dataclass(frozen=True, kw_only=True)
class SectionVotes:
    """Votes on one wording of a section: they stay with the words they were cast on."""

    section: Section
    tally: Tally
    stands_now: bool


def section_votes(consultation: Consultation) -> list[SectionVotes]:
    """Votes on sections by wording, in the order the words were issued; also of words that were changed or taken out."""
    now = {section.ballot_id for section in consultation.draft.sections.all()}
    return [
        SectionVotes(section=one.section, tally=one.tally, stands_now=one.section.pk in now)
        for one in every_wording(consultation)
    ]


@require_safe
@analysts_only
def section_vote_table(request, consultation):
    """How people voted on each section, with the words they voted on."""
    context = {"consultation": consultation, "section_votes": section_votes(consultation)}
    return render(request, "analysis/section_votes.html", context)


@require_safe
@analysts_only
def section_vote_export(request, consultation):
    """The same as CSV (UTF-8 with a byte-order mark, as Excel wants it); who took it is on record."""
    consult_actions.record_export(consultation=consultation, by=request.user, what="votes.csv")
    name = f"votes-{consultation.pk}-{timezone.localdate():%Y%m%d}.csv"
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for one in section_votes(consultation):
        section = one.section
        label = (inert(section.label), section.version.number, int(one.stands_now))
        writer.writerow((*label, *one.tally.as_list(), inert(section.text)))
    return response
