"""Themes, arguments and opinion groups as files, each as its page shows it now; docs/analyst.md says what each column is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Argument, ArgumentVerdict
from ..runs.agreement import agreement_on
from ..runs.arguments import arguments_by_theme
from ..runs.current import CurrentRun
from ..runs.figures import counts_by_place
from .arguments import argument_list_page
from .dashboard_statements import statements
from .doors import analysts_only, file_on_record
from .shared_filters import ArgumentFilter, SharedFilter
from .shown import shown_run
from .table_files import FileTable, about, table_file
from .themes import theme_list_page

THEME_COLUMNS = (
    "run",
    "id",
    "part_of",
    "name",
    "named_by",
    "people",
    "comments",
    "comments_that_match",
    "distinct_texts",
    "share_of_people",
    "share_low",
    "share_high",
    "agree",
    "partly",
    "disagree",
    "not_stated",
    "stability",
    "share_of_copies",
    "words",
    "sections",
    "example",
    "example_comment",
    "summary",
)
ARGUMENT_COLUMNS = (
    "id",
    "theme",
    "theme_name",
    "kind",
    "text",
    "goes_on",
    "comment",
    "people",
    "confirmed",
    "looked_at",
    "confirmed_comments",
    "made_at",
)
GROUP_COLUMNS = (
    "run",
    "status",
    "finding",
    "group",
    "people",
    "statement",
    "text",
    "direction",
    "share",
    "votes",
    "z",
    "strength",
)


@require_safe
@analysts_only
@file_on_record
def theme_export(request, consultation, form):
    """Every theme of a run and its parts: people, comments, positions, sections, words, an example, the summary with its citations."""
    current = shown_run(request, consultation)
    narrowed = SharedFilter(request.GET, queryset=current.comments(), current=current)
    if not narrowed.is_valid():
        return theme_list_page(request, consultation)
    counted = counts_by_place(current, narrowed.qs) if narrowed.narrows else None
    told = about(request, consultation, current)
    table = FileTable(name="themes", columns=THEME_COLUMNS, rows=_themes(current, counted), about=told)
    return table_file(request, consultation, form, table)


@require_safe
@analysts_only
@file_on_record
def argument_export(request, consultation, form):
    """Every argument that stands, with the theme it is in and the comments that were confirmed behind it."""
    current = CurrentRun.of(consultation)
    narrowed = ArgumentFilter(request.GET, queryset=Argument.objects.filter(consultation=consultation), current=current)
    if not narrowed.is_valid():
        return argument_list_page(request, consultation)
    agreement = agreement_on(consultation)
    told = about(request, consultation, current) | {
        "judged_twice": agreement.units,
        "krippendorff_alpha": agreement.alpha,
    }
    table = FileTable(name="arguments", columns=ARGUMENT_COLUMNS, rows=_arguments(current, narrowed.qs), about=told)
    return table_file(request, consultation, form, table)


@require_safe
@analysts_only
@file_on_record
def group_export(request, consultation, form):
    """Of the opinion groups one row a finding: a statement that marks a group, that most agree on, that every group shares, or that
    divides them."""
    current = shown_run(request, consultation)
    told = about(request, consultation, current)
    table = FileTable(name="groups", columns=GROUP_COLUMNS, rows=_groups(current), about=told)
    return table_file(request, consultation, form, table)


def _themes(current: CurrentRun, counted: Counter[str] | None) -> Iterator[list]:
    """In the order of the document, each theme before its parts. ``counted``: of the comments that match the filter."""
    sections = current.consultation.draft.sections.only("anchor", "version", "unit", "number", "heading")
    names = {str(section.anchor): section.label for section in sections}
    themes = current.whole_shown["themes"]
    tops = [theme for theme in themes if theme["parent_id"] is None]
    parts = defaultdict(list)
    for theme in themes:
        parts[theme["parent_id"]].append(theme)
    for theme in (one for top in tops for one in (top, *parts[top["id"]])):
        low, high = theme["ci95"] or (None, None)
        asked, example = theme["stance"]["asked"], theme.get("example") or {}
        stood_on = sorted((theme["by_clause"] or {}).items(), key=lambda pair: (-pair[1], pair[0]))
        yield [
            current.run.pk if current.run else None,
            theme["id"],
            theme["parent_id"] or "",
            theme["label"],
            theme["label_source"],
            *(theme[name] for name in ("n_people", "n_comments")),
            None if counted is None or theme["parent_id"] else counted[theme["id"]],
            *(theme[name] for name in ("n_distinct", "share_people")),
            low,
            high,
            *(asked[name] for name in ("agree", "partly", "disagree", "none")),
            theme["stability"],
            theme["campaign_share"],
            list(theme["keywords"]),
            [f"{names[anchor]} ({count})" for anchor, count in stood_on if anchor in names],
            example.get("text", ""),
            example.get("comment_id"),
            [" ".join([line["sentence"], *(f"[{cited}]" for cited in line["cites"])]) for line in theme["summary"]],
        ]


def _arguments(current: CurrentRun, among: QuerySet[Argument]) -> Iterator[list]:
    """Theme by theme, those of most people first; of hidden comments neither words nor members."""
    behind: dict[int, list[int]] = defaultdict(list)
    confirmed = ArgumentVerdict.objects.filter(
        argument__consultation=current.consultation, belongs=True, comment__is_visible=True
    )
    for argument, comment in confirmed.order_by("comment").values_list("argument", "comment"):
        behind[argument].append(comment)
    by_theme = arguments_by_theme(current, among)
    for theme in (*current.labels, ""):
        for one in by_theme.get(theme, []):
            yield [
                one.pk,
                theme,
                current.labels.get(theme, ""),
                one.kind,
                one.words,
                int(one.goes_on),
                one.comment_id,
                one.people,
                one.members,
                one.judged,
                behind[one.pk],
                timezone.localtime(one.at).isoformat(timespec="seconds"),
            ]


def _groups(current: CurrentRun) -> Iterator[list]:
    """As the page says it: what marks each group only where the groups are stable."""
    groups = current.shown.get("groups")
    if not groups:
        return
    words = statements(groups, current.consultation)
    run = current.run.pk if current.run else None
    numbers = {item["id"]: number for number, item in enumerate(groups["items"], start=1)}
    people = {item["id"]: item["n"] for item in groups["items"]}

    def row(finding: str, told: dict[str, Any], group: str = "", **other) -> list:
        statement = told["statement_id"]
        here = {"direction": told.get("direction"), "share": told.get("p"), "votes": told.get("n")} | other
        of_group = (numbers.get(group), people.get(group))
        figures = (here["direction"], here["share"], here["votes"], told.get("z"), here.get("strength"))
        return [run, groups["status"], finding, *of_group, statement, words.get(statement, ""), *figures]

    for item in groups["items"] if groups["status"] == "stable" else ():
        for told in item["representative"]:
            yield row("marks_group", told, item["id"], strength=told["repness"])
    for side in ("agree", "disagree"):
        for told in groups["consensus"][side]:
            yield row("most_agree_on", told, direction=side)
    for told in groups["bridging"]:
        yield row("every_group_leans", told, share=told["p_least"])
    for told in groups["divisive"]:
        for group, share in told["p_by_group"].items():
            yield row("divides", told, group, direction="agree", share=share, strength=told["range"])
