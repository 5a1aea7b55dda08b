"""The output document: everything a reader may ask of a run, as JSON-able values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from analysis.core.contract import (
    CONTRACT,
    Document,
    Positions,
    RunEntry,
    SetAside,
    SmallViewEntry,
    Themed,
    ThemeEntry,
    Unclustered,
)
from analysis.core.intake.rows import Row
from analysis.core.report.citations import count_people
from analysis.core.report.findings import Findings, Provenance
from analysis.core.report.run_themes import NAMED_TEXTS, headings_of, theme_entries, views_of
from analysis.core.signals import insults
from analysis.core.signals.insults import is_rude
from analysis.core.signals.stance import bare_position, tally
from analysis.core.signals.tone import tally_tones
from analysis.core.themes.edits import Guidance
from analysis.core.themes.ids import difference
from analysis.core.themes.labels import name_themes
from analysis.core.types import Options, Placement, Progress

_SAMPLE_IDS = 50


def build_document(found: Findings, origin: Provenance, progress: Progress) -> Document:
    """Put a finished run into the output contract (docs/analysis.md, `analysis.core.contract`)."""
    rows = found.corpus.rows
    progress("labels", 0.85)
    views = views_of(found)
    headings = headings_of(found, views, origin.guidance, origin.options.draft)
    progress("summary", 0.92)
    themes, warnings = theme_entries(found, views, headings)
    document: Document = {
        "contract": CONTRACT,
        "run": _run(found, origin, warnings),
        "themes": themes,
        "positions_only": _positions(rows),
        "harm": insults.flag(rows),
        "minority": _small_views(found, {theme["id"]: theme["label"] for theme in themes}),
        "campaigns": [campaign.entry(rows) for campaign in found.campaigns],
        "echoes": [echo.entry(rows) for echo in found.echoes],
        "unclustered": _unclustered(found.assignments),
        "groups": found.groups.document if found.groups else None,
        "audit": [dict(entry) for entry in origin.guidance.audit],
        "diff_from_previous": _difference(themes, origin.guidance),
        "assignments": [_assignment(assignment) for assignment in found.assignments],
    }
    known = not rows or any(row.comment.person for row in rows)
    return document if known else _without_people(document)


#: figures that count people, or are made of such counts
_OF_PEOPLE = frozenset({"n_people", "share_people", "ci95", "by_attribute"})


def _without_people(value: Any) -> Any:
    """The document of a consultation in which nobody knows who wrote what: how many people is not known either."""
    if isinstance(value, dict):
        return {key: None if key in _OF_PEOPLE else _without_people(held) for key, held in value.items()}
    return [_without_people(held) for held in value] if isinstance(value, list) else value


def _difference(themes: Sequence[ThemeEntry], guidance: Guidance) -> dict[str, Any] | None:
    """Themes against those of the run before; None when there was none."""
    if guidance.previous is None:
        return None
    after = {theme["id"]: theme["n_comments"] for theme in themes if theme["parent_id"] is None}
    return difference(after, Counter(guidance.previous.values()))


def _run(found: Findings, origin: Provenance, warnings: list[str]) -> RunEntry:
    """The run's provenance: input, options, code, encoder; the id follows from everything that can change a figure."""
    rows, options, clustering, space = found.corpus.rows, origin.options, found.clustering, found.layout.space
    reasons = Counter(assignment.reason for assignment in found.assignments if assignment.reason)
    params = _params(options)
    return {
        "id": _run_id(origin, params),
        "consultation": options.consultation or None,
        "created": options.created or None,
        "input_sha256": origin.input_sha256,
        "code_version": options.code_version or None,
        "encoder": origin.encoder,
        "params": params,
        "seed": options.seed,
        "n_comments": len(rows),
        "n_people": count_people(found.sources.values()),
        "n_distinct": len({row.reading.fingerprint or row.reading.masked for row in rows if row.reading}),
        "accounted": {
            "themed": sum(assignment.theme is not None for assignment in found.assignments),
            "reasons": {
                "too_short": reasons["too_short"],
                "off_topic": reasons["off_topic"],
                "other_language": reasons["other_language"],
                "duplicate_of": reasons["duplicate_of"],
                "withheld": reasons["withheld"],
                "unclustered": reasons["unclustered"],
            },
        },
        "theme_choice": {
            "themes": clustering.part.count,
            "tried": [dict(row) for row in clustering.choice.tried],
        },
        "space": {"taught_by": space.taught_by, "trust": round(space.trust, 4)},
        "sentiment": tally_tones(row for row in rows if row.reason is None),
        "themes_like_sections": _section_overlap(rows, found.assignments),
        "warnings": warnings,
    }


def _params(options: Options) -> dict[str, Any]:
    return {
        "themes": options.themes,
        "encoder": options.encoder,
        "taxonomy": list(options.taxonomy),
        "draft_sha256": _draft_hash(options.draft),
        "least_group": options.least_group,
    }


def _run_id(origin: Provenance, params: Mapping[str, Any]) -> str:
    options = origin.options
    identity = f"{origin.input_sha256} {options.seed} {sorted(params.items())} {options.code_version}"
    name = _short_hash(identity)
    return name if origin.guidance == Guidance() else _short_hash(f"{name} {origin.guidance.digest}")


def _short_hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _draft_hash(draft: Mapping[str, str]) -> str | None:
    """SHA-256 of the wording the run was told; None when it was told none."""
    if not draft:
        return None
    return sha256(json.dumps(sorted(draft.items()), ensure_ascii=True).encode()).hexdigest()


def _section_overlap(rows: Sequence[Row], assignments: Sequence[Placement]) -> float | None:
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


def _positions(rows: Sequence[Row]) -> Positions:
    """Comments that state a position and nothing else: a row of their own, not noise in a theme."""
    bare = [row for row in rows if row.reason == "too_short" and row.reading is not None]
    positions = Counter(bare_position(row.reading.masked, row.comment.stance) for row in bare if row.reading)
    return {
        "n_comments": len(bare),
        "n_people": len({row.person for row in bare}),
        "positions": {
            "agree": positions["agree"],
            "partly": positions["partly"],
            "disagree": positions["disagree"],
            "unclear": positions["unclear"],
        },
        "comment_ids": [row.comment.id for row in bare],
    }


def _small_views(found: Findings, labels: Mapping[str, str]) -> list[SmallViewEntry]:
    """Small views with who holds them and the theme that would have swallowed them; a theme keeps its label."""
    rows, units, pockets = found.corpus.rows, found.corpus.units, found.pockets
    texts = [[found.corpus.readings[place].masked for place in pocket.units] for pocket in pockets]
    rest = [reading.masked for reading in found.corpus.readings][:: max(1, len(units) // NAMED_TEXTS)]
    names = name_themes([*texts, rest], unfit=is_rude)[: len(pockets)] if pockets else []
    entries: list[SmallViewEntry] = []
    for pocket, name, said in zip(pockets, names, texts, strict=True):
        if pocket.kind == "words" and not _is_shared(name.label, said):
            continue
        members = [rows[index] for index in sorted(index for place in pocket.units for index in units[place].rows)]
        theme = found.clustering.ids[pocket.theme] if pocket.theme >= 0 else None
        entries.append(
            {
                "id": "m" + sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:8],
                "label": labels[theme] if theme and pocket.kind == "theme" else name.label,
                "comment_ids": [row.comment.id for row in members],
                "n_people": len({row.person for row in members}),
                "theme": theme,
                "kind": pocket.kind,
                "cohesion": round(pocket.cohesion, 4),
                "stance": tally(row.comment.stance for row in members),
            }
        )
    return entries


def _is_shared(label: str, said: Sequence[str]) -> bool:
    """Whether two texts of a pocket hold a phrase of its name: what gathers the others is no matter that can be named."""
    return any(sum(phrase in text for text in said) >= 2 for phrase in label.split(" · "))


def _unclustered(assignments: Sequence[Placement]) -> Unclustered:
    ids = [assignment.id for assignment in assignments if assignment.reason == "unclustered"]
    return {"n": len(ids), "sample_ids": ids[:_SAMPLE_IDS]}


def _assignment(placed: Placement) -> Themed | SetAside:
    """A comment with its theme or its reason."""
    if placed.theme is not None and placed.confidence is not None:
        return {
            "id": placed.id,
            "theme": placed.theme,
            "reason": None,
            "subthemes": list(placed.subthemes),
            "campaign": placed.campaign,
            "confidence": placed.confidence,
        }
    assert placed.reason is not None, "a comment has a theme or a reason"
    entry: SetAside = {
        "id": placed.id,
        "theme": None,
        "reason": placed.reason,
        "subthemes": list(placed.subthemes),
        "campaign": placed.campaign,
        "confidence": None,
    }
    return entry if placed.same_as is None else {**entry, "same_as": placed.same_as}
