"""Parts of themes as they are reported: entries like those of themes, with the theme as their parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.core.intake.rows import Row
from analysis.core.intake.units import Unit
from analysis.core.report.citations import Source, count_people
from analysis.core.report.theme_entry import ThemeView, report_theme
from analysis.core.space.vectors import Matrix, unit_rows
from analysis.core.space.vocabulary import Words
from analysis.core.themes.labels import Name, name_themes
from analysis.core.themes.subthemes import Subtheme
from analysis.core.votes.intervals import wilson

#: texts that name a part, and the nearest ones in which its quotes and requests are looked for: there may be
#: eight times as many parts as themes
_NAMED_TEXTS, _TOLD_TEXTS = 30, 20


def report_subthemes(
    subthemes: Sequence[Subtheme],
    parents: Sequence[str],
    rows: Sequence[Row],
    units: Sequence[Unit],
    places: Matrix,
    sources: Mapping[str, Source],
    words: Words,
) -> tuple[list[dict[str, Any]], list[str]]:
    """(entries, warnings); `parents` the id of each theme by its number."""
    everyone = count_people(dict(sources))
    entries: list[dict[str, Any]] = []
    warnings: list[str] = []
    for number, parent in enumerate(parents):
        views = [_view(part, rows, units, places) for part in subthemes if part.theme == number]
        # Named beside their siblings, so that names tell the parts of one theme apart.
        names = name_themes([view.naming_texts(_NAMED_TEXTS) for view in views])
        for view, name in zip(views, names, strict=True):
            entry, dropped = _entry(view, name, parent, sources, words, everyone)
            entries.append(entry)
            warnings += [f"theme {view.id}: a summary sentence was dropped ({fault})" for fault in dropped]
    return entries, warnings


def _view(part: Subtheme, rows: Sequence[Row], units: Sequence[Unit], places: Matrix) -> ThemeView:
    members = np.array(part.units)
    middle = unit_rows(places[members].mean(axis=0, keepdims=True))[0]
    close = places[members] @ middle
    order = np.lexsort((members, -np.round(close, 9)))
    return ThemeView(
        id=part.id,
        rows=tuple(sorted(index for place in part.units for index in units[place].rows)),
        exemplars=tuple(units[place].exemplar for place in members[order].tolist()),
        closeness=close[order],
        places=places[members[order]],
        all_rows=rows,
    )


def _entry(
    view: ThemeView, name: Name, parent: str, sources: Mapping[str, Source], words: Words, everyone: int
) -> tuple[dict[str, Any], list[str]]:
    """The entry of one part; only its own comments may be cited."""
    ids = [view.all_rows[index].comment.id for index in view.rows]
    near = replace(view, exemplars=view.exemplars[:_TOLD_TEXTS])
    entry, dropped = report_theme(near, {i: replace(sources[i], theme=view.id) for i in ids}, words)
    return {
        "id": view.id,
        "parent_id": parent,
        "label": name.label,
        "label_source": "auto",
        "keywords": list(name.keywords),
        "share_people": round(entry["n_people"] / everyone, 4) if everyone else 0.0,
        "ci95": wilson(entry["n_people"], everyone),
        "stability": None,
        "by_group": None,
        **entry,
    }, dropped
