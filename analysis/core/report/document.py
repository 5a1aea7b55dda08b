"""The output document: everything a reader may ask of a run, as JSON-able values."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import numpy as np

from analysis.core.intake.attributes import tally_attributes, values_of_people
from analysis.core.intake.rows import Row
from analysis.core.intake.units import Unit
from analysis.core.report.citations import Source, count_people
from analysis.core.report.subtheme_entries import report_subthemes
from analysis.core.report.theme_entry import ThemeView, report_theme
from analysis.core.signals import insults
from analysis.core.signals.campaigns import Campaign
from analysis.core.signals.inferred_stance import find_contradictions
from analysis.core.signals.small_views import Pocket
from analysis.core.signals.stance import bare_position, tally
from analysis.core.signals.tone import tally_tones
from analysis.core.space.feature_space import Space
from analysis.core.space.vectors import Matrix
from analysis.core.space.vocabulary import Words
from analysis.core.themes.clustering import Clustering
from analysis.core.themes.directions import Meaning
from analysis.core.themes.edits import Guidance
from analysis.core.themes.ids import difference
from analysis.core.themes.labels import name_themes
from analysis.core.themes.subthemes import Subtheme
from analysis.core.types import REASONS, Assignment, Options, Progress
from analysis.core.votes.groups import OpinionGroups
from analysis.core.votes.intervals import wilson

CONTRACT = 1
_SAMPLE_IDS = 50
_NAMED_TEXTS = 150
_POCKETS_REPORTED = 12


def build_document(
    *,
    rows: Sequence[Row],
    units: Sequence[Unit],
    clustering: Clustering,
    subthemes: Sequence[Subtheme],
    places: Matrix,
    words: Words,
    titled: Mapping[int, str],
    meaning: Meaning | None,
    pockets: Sequence[Pocket],
    campaigns: Sequence[Campaign],
    assignments: Sequence[Assignment],
    sources: dict[str, Source],
    groups: OpinionGroups | None,
    options: Options,
    encoder: str,
    space: Space,
    input_sha256: str,
    progress: Progress,
    guidance: Guidance,
) -> dict[str, Any]:
    """Put a finished run into the output contract (docs/analysis.md, schema.json)."""
    progress("labels", 0.85)
    views = _views(rows, units, clustering, places)
    names = name_themes([view.naming_texts(_NAMED_TEXTS) for view in views], meaning)
    progress("summary", 0.92)
    everyone = count_people(sources)
    attributes = values_of_people(rows)
    warnings: list[str] = []
    themes = []
    for number, (view, name) in enumerate(zip(views, names, strict=True)):
        entry, dropped = report_theme(view, sources, words)
        share = entry["n_people"] / everyone if everyone else 0.0
        themes.append(
            {
                **_named(view.id, guidance.names.get(view.id), titled.get(number), name.label),
                "parent_id": None,
                "keywords": list(name.keywords),
                "share_people": round(share, 4),
                "ci95": wilson(entry["n_people"], everyone),
                "stability": round(float(clustering.stability[number]), 4),
                "by_group": _by_group(view, rows, groups),
                **entry,
                "by_attribute": tally_attributes({rows[index].person for index in view.rows}, attributes),
            }
        )
        warnings += [f"theme {view.id}: a summary sentence was dropped ({fault})" for fault in dropped]
    parts, dropped = report_subthemes(subthemes, clustering.ids, rows, units, places, sources, words)
    themes += parts
    warnings += dropped
    run = _run(rows, assignments, sources, options, encoder, space, input_sha256, clustering, warnings)
    if guidance != Guidance():
        run["id"] = sha256(f"{run['id']} {guidance.digest}".encode()).hexdigest()[:16]
    return {
        "contract": CONTRACT,
        "run": run,
        "themes": themes,
        "positions_only": _positions(rows),
        "stance_contradictions": find_contradictions(rows),
        "harm": insults.flag(rows),
        "minority": _minority(pockets, rows, units, clustering, {theme["id"]: theme["label"] for theme in themes}),
        "campaigns": [campaign.as_json(rows) for campaign in campaigns],
        "unclustered": _unclustered(assignments),
        "groups": groups.document if groups else None,
        "audit": [dict(entry) for entry in guidance.audit],
        "diff_from_previous": _difference(themes, guidance),
        "assignments": [_assignment(assignment) for assignment in assignments],
    }


def _named(theme: str, by_analyst: str | None, by_taxonomy: str | None, found: str) -> dict[str, str]:
    """The label of a theme and whose word it is: an analyst's before a policy title before a phrase of the comments."""
    if by_analyst is not None:
        return {"id": theme, "label": by_analyst, "label_source": "analyst"}
    if by_taxonomy is not None:
        return {"id": theme, "label": by_taxonomy, "label_source": "taxonomy"}
    return {"id": theme, "label": found, "label_source": "auto"}


def _difference(themes: Sequence[dict[str, Any]], guidance: Guidance) -> dict[str, Any] | None:
    """Themes against those of the run before; None when there was none."""
    if guidance.previous is None:
        return None
    after = {theme["id"]: theme["n_comments"] for theme in themes if theme["parent_id"] is None}
    return difference(after, Counter(guidance.previous.values()))


def _views(rows: Sequence[Row], units: Sequence[Unit], clustering: Clustering, places: Matrix) -> list[ThemeView]:
    views = []
    for number, name in enumerate(clustering.ids):
        members = np.flatnonzero(clustering.theme == number)
        close = clustering.fit.similarity[members]
        order = members[np.lexsort((members, -np.round(close, 9)))].tolist()
        views.append(
            ThemeView(
                id=name,
                rows=tuple(sorted(index for place in members.tolist() for index in units[place].rows)),
                exemplars=tuple(units[place].exemplar for place in order),
                closeness=clustering.fit.similarity[order],
                places=places[order],
                all_rows=rows,
            )
        )
    return views


def _run(
    rows: Sequence[Row],
    assignments: Sequence[Assignment],
    sources: dict[str, Source],
    options: Options,
    encoder: str,
    space: Space,
    input_sha256: str,
    clustering: Clustering,
    warnings: list[str],
) -> dict[str, Any]:
    reasons: Counter[str] = Counter(assignment.reason for assignment in assignments if assignment.reason)
    params = {
        "themes": options.themes,
        "encoder": options.encoder,
        "taxonomy": list(options.taxonomy),
        "draft_sha256": _draft_hash(options.draft),
    }
    identity = f"{input_sha256} {options.seed} {sorted(params.items())} {options.code_version}"
    return {
        "id": sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "consultation": options.consultation or None,
        "created": options.created or None,
        "input_sha256": input_sha256,
        "code_version": options.code_version or None,
        "encoder": encoder,
        "params": params,
        "seed": options.seed,
        "n_comments": len(rows),
        "n_people": count_people(sources),
        "n_distinct": len({row.reading.fingerprint or row.reading.masked for row in rows if row.reading}),
        "accounted": {
            "themed": sum(assignment.theme is not None for assignment in assignments),
            "reasons": {code: reasons[code] for code in REASONS},
        },
        "theme_choice": {
            "themes": clustering.part.count,
            "tried": [dict(row) for row in clustering.choice.tried],
        },
        "space": {"taught_by": space.taught_by, "trust": round(space.trust, 4)},
        "sentiment": tally_tones(row for row in rows if row.reason is None),
        "themes_like_sections": _section_overlap(rows, assignments),
        "warnings": warnings,
    }


def _draft_hash(draft: Mapping[str, str]) -> str | None:
    """SHA-256 of the wording the run was told; None when it was told none."""
    if not draft:
        return None
    return sha256(json.dumps(sorted(draft.items()), ensure_ascii=True).encode()).hexdigest()


def _section_overlap(rows: Sequence[Row], assignments: Sequence[Assignment]) -> float | None:
    """Normalised mutual information of themes and sections: 0 unrelated, 1 equal; None without sections."""
    from sklearn.metrics import normalized_mutual_info_score

    pairs = [
        (row.section, assignment.theme)
        for row, assignment in zip(rows, assignments, strict=True)
        if row.section and assignment.theme
    ]
    if len({section for section, _ in pairs}) < 2:
        return None
    sections, themes = zip(*pairs, strict=True)
    return round(float(normalized_mutual_info_score(sections, themes)), 4)


def _positions(rows: Sequence[Row]) -> dict[str, Any]:
    """Comments that state a position and nothing else: a row of their own, not noise in a theme."""
    bare = [row for row in rows if row.reason == "too_short" and row.reading is not None]
    positions = Counter(bare_position(row.reading.masked, row.comment.stance) for row in bare if row.reading)
    return {
        "n_comments": len(bare),
        "n_people": len({row.person for row in bare}),
        "positions": {name: positions[name] for name in ("agree", "partly", "disagree", "unclear")},
        "comment_ids": [row.comment.id for row in bare],
    }


def _minority(
    pockets: Sequence[Pocket],
    rows: Sequence[Row],
    units: Sequence[Unit],
    clustering: Clustering,
    labels: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Small views with who holds them and the theme that would have swallowed them; a theme keeps its label."""
    texts = [[_masked(rows, units[place].exemplar) for place in pocket.units] for pocket in pockets]
    rest = [_masked(rows, unit.exemplar) for unit in units][:: max(1, len(units) // _NAMED_TEXTS)]
    names = name_themes([*texts, rest])[: len(pockets)] if pockets else []
    found: list[dict[str, Any]] = []
    for pocket, name in zip(pockets, names, strict=True):
        members = sorted(index for place in pocket.units for index in units[place].rows)
        theme = clustering.ids[pocket.theme] if pocket.theme >= 0 else None
        found.append(
            {
                "id": "m" + sha256("\n".join(texts[len(found)]).encode("utf-8", "surrogatepass")).hexdigest()[:8],
                "label": labels[theme] if theme and pocket.kind == "theme" else name.label,
                "comment_ids": [rows[index].comment.id for index in members],
                "n_people": len({rows[index].person for index in members}),
                "theme": theme,
                "kind": pocket.kind,
                "cohesion": round(pocket.cohesion, 4),
                "stance": tally(rows[index].comment.stance for index in members),
            }
        )
    return found


def _unclustered(assignments: Sequence[Assignment]) -> dict[str, Any]:
    ids = [assignment.id for assignment in assignments if assignment.reason == "unclustered"]
    return {"n": len(ids), "sample_ids": ids[:_SAMPLE_IDS]}


def _by_group(view: ThemeView, rows: Sequence[Row], groups: OpinionGroups | None) -> dict[str, int] | None:
    """Comments of a theme by their writer's opinion group; None when writers and voters cannot be matched."""
    if groups is None:
        return None
    counts: dict[str, int] = defaultdict(int)
    for index in view.rows:
        group = groups.assignments.get(rows[index].comment.person)
        if group:
            counts[group] += 1
    return dict(sorted(counts.items())) or None


def _assignment(assignment: Assignment) -> dict[str, Any]:
    entry = asdict(assignment)
    del entry["margin"]
    if entry["same_as"] is None:
        del entry["same_as"]
    return entry


def _masked(rows: Sequence[Row], index: int) -> str:
    reading = rows[index].reading
    return reading.masked if reading else ""
