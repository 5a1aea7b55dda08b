"""Runs as they read after what analysts changed: loads what the core's pure functions need."""

import hashlib

from django.core.cache import cache
from django.db.models import Q

from consult.models import Comment, Consultation

from . import inputs
from .core.themes.edits import Edit, Guidance, Standing, guide
from .models import AnalysisRun, Assignment, ThemeEdit
from .querysets import masked_since, newest_run

CACHE_SECONDS = 24 * 3600


def edits_of(consultation_id: int) -> list[Edit]:
    """Everything analysts did to a consultation's themes, oldest first, in the core's words."""
    return [_core_edit(row) for row in ThemeEdit.objects.filter(consultation=consultation_id).order_by("pk")]


def _core_edit(row: ThemeEdit) -> Edit:
    told = row.payload
    return Edit(
        id=str(row.pk),
        kind=row.kind,
        by=str(row.by_id),
        at=row.at.isoformat(),
        theme=told.get("theme", ""),
        into=told.get("into", ""),
        name=told.get("name", ""),
        was=told.get("was", ""),
        comments=tuple(told.get("comments", ())),
        reason=told.get("reason"),
        reverts=str(row.reverts_id or ""),
        stood=told.get("stood", {}),
    )


def standing(run: AnalysisRun) -> Standing:
    """What all edits come to for this run."""
    from .core.report.overlay import standing_for

    return standing_for(run.document, edits_of(run.consultation_id))


def document(run: AnalysisRun) -> dict:
    """The run's document with the edits of its consultation folded in. Remembered, since neither ever changes."""
    edits = edits_of(run.consultation_id)
    if not edits:
        return run.document
    read = f"{inputs.code_version()} {run.pk} {run.input_sha256} {edits}"
    key = f"edited:{hashlib.sha256(read.encode()).hexdigest()}"
    folded = cache.get(key)
    if folded is None:
        folded = _folded(run, edits)
        cache.set(key, folded, CACHE_SECONDS)
    return folded


def shown(document: dict, run: AnalysisRun) -> dict:
    """What may be shown of a run's document now: nothing of a comment that was hidden or masked again since."""
    from .core.report.overlay import without_words_of

    hidden = Comment.objects.filter(consultation=run.consultation_id).hidden()
    silent = frozenset(str(pk) for rows in (hidden, masked_since(run)) for pk in rows.values_list("pk", flat=True))
    return without_words_of(document, silent) if silent else document


def _folded(run: AnalysisRun, edits: list[Edit]) -> dict:
    from .core.report.overlay import changed_themes, fold, standing_for

    now = standing_for(run.document, edits)
    touched = Q(assignments__comment__in=[int(comment) for comment in now.touched])
    changed = changed_themes(run.document, now, _members(run, touched))
    return fold(run.document, edits, _members(run, touched | Q(assignments__theme__in=changed)))


def _members(run: AnalysisRun, which: Q) -> list:
    """Comments of the run itself (those that came later are not in its figures), with where it put them."""
    from .core.report.overlay import Member

    which &= Q(assignments__run=run, assignments__incremental=False)
    placed = {
        comment: (theme or None, reason or None, campaign or None)
        for comment, theme, reason, campaign in Comment.objects.filter(which).values_list(
            "pk", "assignments__theme", "assignments__reason", "assignments__campaign"
        )
    }
    members = []
    for row in Comment.objects.filter(which).records():
        theme, reason, campaign = placed[row.id]
        members.append(Member(comment=inputs.core_comment(row), theme=theme, reason=reason, campaign=campaign))
    return members


def labels(document: dict) -> dict[str, str]:
    """Names of the top-level themes, those of most people first."""
    return {theme["id"]: theme["label"] for theme in document["themes"] if theme["parent_id"] is None}


def subthemes(document: dict) -> dict[str, list[dict]]:
    """Theme id → its parts, larger first. Parts of a theme that a comment left by hand are in no edited document."""
    parts: dict[str, list[dict]] = {}
    for theme in document["themes"]:
        if theme["parent_id"] is not None:
            parts.setdefault(theme["parent_id"], []).append(theme)
    return parts


def places(run: AnalysisRun, comments: list[int]) -> dict[str, str]:
    """Where each of these comments stands now: comment id → theme id or reason."""
    now = standing(run)
    rows = Assignment.objects.filter(run=run, comment__in=comments).values_list("comment", "theme", "reason")
    stood = {str(pk): now.theme_of(str(pk), theme or None, reason or None) for pk, theme, reason in rows}
    return {comment: theme or reason or "" for comment, (theme, reason) in stood.items()}


def guidance(consultation: Consultation) -> Guidance:
    """What the next run is told: every edit, and where the newest run's comments stand after them."""
    run, edits = newest_run(consultation.pk), edits_of(consultation.pk)
    if run is None:
        return guide(edits, None)
    now = standing(run)
    rows = Assignment.objects.filter(run=run).values_list("comment", "theme", "reason")
    stood = {str(pk): now.theme_of(str(pk), theme or None, reason or None) for pk, theme, reason in rows.iterator()}
    return guide(edits, stood)
