from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models.vote import LEVEL_COLUMNS
from consult.pages.ballots import every_wording

from .doors import analysts_only, file_on_record
from .table_files import FileTable, about, table_file

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
def vote_export(request, consultation, form):
    """The same as a file, with the words; who took it is on record."""
    standing = _standing(consultation)
    rows = (
        (
            one.section.label,
            one.section.version.number,
            int(one.section.pk in standing),
            one.section.heading,
            one.section.text,
            *one.tally.as_list(),
            *one.tally.as_list_by_level(),
        )
        for one in every_wording(consultation)
    )
    told = about(request, consultation)
    return table_file(request, consultation, form, FileTable(name="votes", columns=COLUMNS, rows=rows, about=told))


def _standing(consultation) -> set[int]:
    """The ballots of the wordings that stand in the draft now."""
    # with its version: the related manager reads it of every row
    return {section.ballot_id for section in consultation.draft.sections.only("version", "origin")}
