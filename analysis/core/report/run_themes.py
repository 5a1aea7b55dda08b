"""The themes of a finished run and their parts, each with its name and its entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.core.contract import LabelSource, ThemeEntry, ThemeHeading
from analysis.core.intake.attributes import tally_attributes, values_of_people
from analysis.core.report.citations import count_people
from analysis.core.report.findings import Findings
from analysis.core.report.section_names import name_by_sections
from analysis.core.report.theme_entry import write_entry
from analysis.core.report.theme_views import ThemeView, facts_of, view
from analysis.core.signals.insults import is_rude
from analysis.core.space.vectors import unit_rows
from analysis.core.themes.edits import Guidance
from analysis.core.themes.labels import Name, name_themes
from analysis.core.themes.subthemes import Subtheme
from analysis.core.votes.groups import OpinionGroups

#: texts that name a theme
NAMED_TEXTS = 150
#: texts that name a part, and the nearest ones in which its quotes and requests are looked for: there may be
#: eight times as many parts as themes
_PART_NAMED_TEXTS, _PART_TOLD_TEXTS = 30, 20


def views_of(found: Findings) -> list[ThemeView]:
    """The themes, largest (people) first."""
    clustering, views = found.clustering, []
    for number, name in enumerate(clustering.ids):
        members = np.flatnonzero(clustering.theme == number)
        similarity = clustering.fit.similarity[members]
        views.append(view(name, members.tolist(), similarity, found.corpus, found.layout.places))
    return views


def headings_of(
    found: Findings, views: Sequence[ThemeView], guidance: Guidance, draft: Mapping[str, str]
) -> list[ThemeHeading]:
    """Headings of the themes; an analyst's name goes before a policy title before the section before a phrase of the comments."""
    names = name_themes([seen.naming_texts(NAMED_TEXTS) for seen in views], found.directions, unfit=is_rude)
    sections = name_by_sections(views, draft)
    return [
        _heading(seen.id, name, guidance.names.get(seen.id), found.titles.get(number), sections.get(number))
        for number, (seen, name) in enumerate(zip(views, names, strict=True))
    ]


def _heading(theme: str, name: Name, by_analyst: str | None, title: str | None, section: str | None) -> ThemeHeading:
    names: list[tuple[str | None, LabelSource]] = [
        (by_analyst, "analyst"),
        (title, "taxonomy"),
        (section, "section"),
        (name.label, "auto"),
    ]
    label, source = next((said, source) for said, source in names if said is not None)
    return {
        "id": theme,
        "label": label or name.label,
        "label_source": source,
        "parent_id": None,
        "keywords": list(name.keywords),
    }


def theme_entries(
    found: Findings, views: Sequence[ThemeView], headings: Sequence[ThemeHeading]
) -> tuple[list[ThemeEntry], list[str]]:
    """(entries, warnings) of the themes, then of their parts."""
    everyone = count_people(found.sources.values())
    attributes = values_of_people(found.corpus.rows)
    entries: list[ThemeEntry] = []
    warnings: list[str] = []
    for number, (seen, heading) in enumerate(zip(views, headings, strict=True)):
        facts = replace(
            facts_of(seen, found.sources, found.layout.space.words, everyone=everyone),
            stability=round(float(found.clustering.stability[number]), 4),
            by_group=_by_group(seen, found.groups),
            # of whole themes only: the parts of a theme could be subtracted from it
            by_attribute=tally_attributes(seen.people, attributes),
        )
        entry, broken = write_entry(heading, facts)
        entries.append(entry)
        warnings += _warnings(seen, broken)
    for number, parent in enumerate(found.clustering.ids):
        parts, broken = _part_entries(
            found, [part for part in found.subthemes if part.theme == number], parent, everyone
        )
        entries += parts
        warnings += broken
    return entries, warnings


def _part_entries(
    found: Findings, parts: Sequence[Subtheme], parent: str, everyone: int
) -> tuple[list[ThemeEntry], list[str]]:
    """(entries, warnings) of the parts of one theme, named beside their siblings, so that names tell them apart."""
    views = [_part_view(found, part) for part in parts]
    names = name_themes([seen.naming_texts(_PART_NAMED_TEXTS) for seen in views], unfit=is_rude)
    entries: list[ThemeEntry] = []
    warnings: list[str] = []
    for seen, name in zip(views, names, strict=True):
        heading: ThemeHeading = {
            "id": seen.id,
            "parent_id": parent,
            "label": name.label,
            "label_source": "auto",
            "keywords": list(name.keywords),
        }
        words = found.layout.space.words
        facts = facts_of(seen, found.sources, words, everyone=everyone, among=_PART_TOLD_TEXTS)
        entry, broken = write_entry(heading, facts)
        entries.append(entry)
        warnings += _warnings(seen, broken)
    return entries, warnings


def _part_view(found: Findings, part: Subtheme) -> ThemeView:
    places = found.layout.places[list(part.everybody)]
    middle = unit_rows(places.mean(axis=0, keepdims=True))[0]
    return view(part.id, part.everybody, places @ middle, found.corpus, found.layout.places)


def _warnings(seen: ThemeView, broken: Sequence[str]) -> list[str]:
    return [f"theme {seen.id}: a summary sentence was dropped ({rule})" for rule in broken]


def _by_group(seen: ThemeView, groups: OpinionGroups | None) -> dict[str, int] | None:
    """Comments of a theme by their writer's opinion group; None when writers and voters cannot be matched."""
    if groups is None:
        return None
    homes = (groups.assignments.get(row.comment.person) for row in seen.members)
    return dict(sorted(Counter(home for home in homes if home).items())) or None
