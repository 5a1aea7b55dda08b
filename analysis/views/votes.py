from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult import actions as consult_actions
from consult.models.vote import LEVEL_COLUMNS
from consult.pages.ballots import every_wording
from consult.pages.spreadsheet import inert

from .doors import analysts_only, file_on_record
from .exports import csv_file

COLUMNS = ("section", "version", "stands_now", "heading", "text", "agree", "unsure", "disagree", *LEVEL_COLUMNS)


@require_safe
@analysts_only
def vote_table(request, consultation):
    """Votes on the sections of the draft, each with the words they were cast on; analysts need not wait for the closing."""
    wordings = every_wording(consultation)
    standing = _standing(consultation)
    context = {
        "consultation": consultation,
        "now": [one for one in wordings if one.section.pk in standing],
        "earlier": [one for one in wordings if one.section.pk not in standing],
    }
    return render(request, "analysis/votes.html", context)


@require_safe
@analysts_only
@file_on_record
def vote_export(request, consultation):
    """The same as CSV, with the words; who took it is on record."""
    consult_actions.record_export(consultation=consultation, by=request.user, what="votes.csv")
    standing = _standing(consultation)
    return csv_file(
        f"votes-{consultation.pk}",
        COLUMNS,
        (
            (
                inert(one.section.label),
                one.section.version.number,
                int(one.section.pk in standing),
                inert(one.section.heading),
                inert(one.section.text),
                *one.tally.as_list(),
                *one.tally.as_list_by_level(),
            )
            for one in every_wording(consultation)
        ),
    )


def _standing(consultation) -> set[int]:
    """The ballots of the wordings that stand in the draft now."""
    # with its version: the related manager reads it of every row
    return {section.ballot_id for section in consultation.draft.sections.only("version", "origin")}
