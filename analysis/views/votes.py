from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Comment, Section
from consult.models.vote import LEVEL_COLUMNS, Tally
from consult.pages.ballots import every_wording

from .doors import analysts_only, file_on_record
from .table_files import FileTable, about, table_file

#: Six screens of a telephone
PAGE_SIZE = 8
REMEMBERED_SECONDS = 60
COLUMNS = ("section", "version", "stands_now", "heading", "text", "agree", "unsure", "disagree", *LEVEL_COLUMNS)


@dataclass(frozen=True, kw_only=True)
class SpokenOf:
    """A section with the votes on its words and the positions of those who wrote on it: (position, its name, comments)."""

    section: Section
    tally: Tally | None
    positions: list[tuple[str, str, int]]


@require_safe
@analysts_only
def vote_table(request, consultation):
    """Votes on the sections of the draft, each with the words they were cast on; analysts need not wait for the closing."""
    wordings = every_wording(consultation)
    standing = _standing(consultation)
    now = [one for one in wordings if one.section.pk in standing]
    page = Paginator(now, PAGE_SIZE).get_page(request.GET.get("page"))
    taken = _positions(consultation)
    page.object_list = [
        SpokenOf(
            section=one.section,
            tally=one.tally,
            positions=[(key, label, taken[one.section.anchor, key]) for key, label in Comment.Stance.choices],
        )
        for one in page.object_list
    ]
    context = {
        "consultation": consultation,
        "page": page,
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


def _positions(consultation) -> Counter[tuple[UUID, str]]:
    """Visible comments by the section they were written on, in whatever wording, and the position their writers took; as they stood
    within the last minute, since a hundred thousand are counted anew each time."""
    key = f"positions-by-section:{consultation.pk}"
    if (counted := cache.get(key)) is None:
        rows = consultation.comments.visible().exclude(section=None).exclude(stance="").order_by()
        counted = list(rows.values_list("section", "stance").annotate(n=Count("pk")))
        cache.set(key, counted, REMEMBERED_SECONDS)
    sections = Section.objects.filter(version__consultation=consultation).values_list("pk", "anchor")
    anchors = dict(sections) if counted else {}
    found: Counter[tuple[UUID, str]] = Counter()
    for section, stance, n in counted:
        found[anchors[section], stance] += n
    return found


def _standing(consultation) -> set[int]:
    """The ballots of the wordings that stand in the draft now."""
    # with its version: the related manager reads it of every row
    return {section.ballot_id for section in consultation.draft.sections.only("version", "origin")}
