"""A run as it reads now: its document with what analysts changed, loaded once and asked as often as a page needs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import F, FilteredRelation, Q

from consult.models import Comment, Consultation
from consult.models.prepared import Prepared, PreparedForIds

from ..core.themes.edits import Edit, Guidance, Standing, guide
from ..models import REASONS, AnalysisRun, Assignment, ThemeEdit
from . import inputs
from .long_lists import with_long_lists, without_long_lists
from .notes import Notes
from .outline import outline_of
from .staleness import masked_since

CACHE_SECONDS = 24 * 3600
#: What is read where there is no run yet
_NOTHING: dict[str, Any] = {"themes": [], "campaigns": [], "groups": [], "audit": []}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a comment stands, with the names people read; empty strings for what does not apply."""

    theme: str = ""
    theme_label: str = ""
    subtheme_label: str = ""
    reason: str = ""
    reason_label: str = ""
    campaign: str = ""
    campaign_label: str = ""


class CurrentRun:
    """One run with the edits of analysts laid over it. A page makes one and hands it on; nothing is loaded twice.

    Without a run (``exists`` is false) it has no themes, and every comment stands nowhere.
    """

    def __init__(self, run: AnalysisRun | None, consultation: Consultation, *, is_edited: bool = True):
        self.run = run
        self.consultation = consultation
        self.is_edited = is_edited

    @classmethod
    def of(cls, consultation: Consultation) -> "CurrentRun":
        """The run that analysts of a consultation read."""
        return cls(AnalysisRun.objects.current(consultation.pk), consultation)

    @classmethod
    def as_made(cls, run: AnalysisRun | None, consultation: Consultation) -> "CurrentRun":
        """Another run of the consultation, as it was when it was made."""
        return cls(run, consultation, is_edited=False)

    @property
    def exists(self) -> bool:
        return self.run is not None

    @cached_property
    def edits(self) -> list[Edit]:
        """Everything analysts did to the themes, oldest first, in the core's words."""
        noted = {row.pk for row in self.edit_rows if row.kind in ThemeEdit.NOTES}
        return [_core_edit(row) for row in self.edit_rows if row.pk not in noted and row.reverts_id not in noted]

    @cached_property
    def edit_rows(self) -> list[ThemeEdit]:
        """The same as rows, with what is only noted of themes, oldest first; none over an earlier run."""
        return _EDITS.models(self.consultation.pk) if self.is_edited else []

    @cached_property
    def notes(self) -> Notes:
        """What analysts noted of the themes."""
        return Notes(self.edit_rows, self.standing.merged)

    @property
    def last_edit(self) -> int:
        """The number of the last edit that is laid over the run: what a form on the page has seen."""
        return self.edit_rows[-1].pk if self.edit_rows else 0

    @cached_property
    def standing(self) -> Standing:
        """What all edits come to for this run."""
        from ..core.report.overlay import standing_for

        return standing_for(self.run.outline if self.run else _NOTHING, self.edits)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The run's document with the edits folded in, of long lists only how they begin. Remembered across pages, since neither ever
        changes."""
        if self.run is None:
            return _NOTHING
        if not self.edits:
            return self.run.document
        folded = cache.get(self._remembered("edited"))
        if folded is None:
            folded, _lists = without_long_lists(self.whole_document)
            cache.set(self._remembered("edited"), folded, CACHE_SECONDS)
        return folded

    @cached_property
    def outline(self) -> dict[str, Any]:
        """Of the same what things are called (`runs.outline`), without reading the document."""
        if self.run is None:
            return _NOTHING
        if not self.edits:
            return self.run.outline
        outline = cache.get(self._remembered("outline"))
        if outline is None:
            outline = outline_of(self.document)
            cache.set(self._remembered("outline"), outline, CACHE_SECONDS)
        return outline

    def _remembered(self, what: str) -> str:
        """The name under which something of the run with its edits is remembered."""
        read = f"{inputs.code_version()} {self.run.pk} {self.run.input_sha256} {self.edits}"
        return f"{what}:{hashlib.sha256(read.encode()).hexdigest()}"

    @cached_property
    def whole_document(self) -> dict[str, Any]:
        """The same with every list whole: as long as the hearing, so for files and the result, not for pages."""
        if self.run is None:
            return _NOTHING
        whole = with_long_lists(self.run.document, dict(self.run.lists.values_list("place", "entries")))
        return _folded(self.run, whole, self.edits, self.standing) if self.edits else whole

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What of the document may be shown now: nothing of a comment that was hidden or masked again since."""
        return self._showing(self.document)

    @cached_property
    def whole_shown(self) -> dict[str, Any]:
        """The same of `whole_document`."""
        return self._showing(self.whole_document)

    def _showing(self, document: dict[str, Any]) -> dict[str, Any]:
        from ..core.report.overlay import without_words_of

        if self.run is None:
            return _NOTHING
        hidden = Comment.objects.filter(consultation=self.consultation).not_visible()
        silent = frozenset(
            str(pk) for rows in (hidden, masked_since(self.run)) for pk in rows.values_list("pk", flat=True)
        )
        return without_words_of(document, silent) if silent else document

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of the top-level themes, those of most people first."""
        return labels_in(self.outline)

    @cached_property
    def subthemes(self) -> dict[str, list[dict]]:
        """Theme id → its parts by id and label, larger first. Parts of a theme that a comment left by hand are in no edited document."""
        parts: dict[str, list[dict]] = {}
        for theme in self.outline["themes"]:
            if theme["parent_id"] is not None:
                parts.setdefault(theme["parent_id"], []).append(theme)
        return parts

    @cached_property
    def subtheme_labels(self) -> dict[str, str]:
        return {part["id"]: part["label"] for held in self.subthemes.values() for part in held}

    @cached_property
    def campaign_labels(self) -> dict[str, str]:
        """Campaigns by their number and how many comments repeat the text."""
        return {
            campaign["id"]: f"{number} ({campaign['n_texts']})"
            for number, campaign in enumerate(self.outline["campaigns"], start=1)
        }

    @cached_property
    def groups(self) -> dict[str, Any]:
        """Opinion groups by their id, where they are stable; else none."""
        return {item["id"]: item for item in self.outline["groups"]}

    def comments(self):
        """Visible comments with the ``theme``, ``subtheme``, ``reason`` and ``campaign`` the run gave each (None where it gave
        none): what `place_of` needs."""
        return _placed(self.run.pk if self.run else 0, self.consultation.pk)

    def comments_of(self, ids: Sequence[int]) -> list[Comment]:
        """Those of `comments` with these ids, in this order, without their words as they were written (one query)."""
        found = {
            comment.pk: comment for comment in _PLACED.models(ids, self.run.pk if self.run else 0, self.consultation.pk)
        }
        return [found[pk] for pk in ids if pk in found]

    def place_of(self, comment: Comment) -> Place:
        """Where a comment of `comments` stands now."""
        theme, reason = self.standing.theme_of(str(comment.pk), comment.theme or None, comment.reason or None)
        return Place(
            theme=theme or "",
            theme_label=self.labels.get(theme or "", ""),
            subtheme_label=" · ".join(
                self.subtheme_labels[part]
                for part in (comment.subtheme, comment.second_subtheme)
                if part in self.subtheme_labels
            ),
            reason=reason or "",
            reason_label=str(REASONS.get(reason or "", "")),
            campaign=comment.campaign or "",
            campaign_label=self.campaign_labels.get(comment.campaign or "", ""),
        )

    def in_theme(self, comments, theme: str):
        """Of the comments of `comments`, those that stand in a theme now, or in none for a reason ("reason:off_topic"): those the run
        put there and nobody moved, and those somebody put there."""
        now = self.standing
        reason = theme.removeprefix("reason:") if theme.startswith("reason:") else None
        place = (None, reason) if reason else (theme, None)
        parts = [theme, *(one for one, end in now.merged.items() if end == theme)]
        found = Q(reason=reason) if reason else Q(theme__in=parts)
        touched = [int(name) for name in now.touched]
        here = [pk for pk in touched if now.theme_of(str(pk), None, None) == place]
        return comments.filter((found & ~Q(pk__in=touched)) | Q(pk__in=here))

    def themes_of(self, assignments) -> dict[str, tuple[str | None, str | None]]:
        """Comment id → (theme, reason) now, for rows of the run's assignments."""
        rows = assignments.filter(run=self.run).values_list("comment", "theme", "reason")
        return {
            str(pk): self.standing.theme_of(str(pk), theme or None, reason or None)
            for pk, theme, reason in rows.iterator()
        }

    def places(self, comments: list[int]) -> dict[str, str]:
        """Where each of these comments stands now: comment id → theme id or reason."""
        stood = self.themes_of(Assignment.objects.filter(comment__in=comments))
        return {comment: theme or reason or "" for comment, (theme, reason) in stood.items()}

    def guidance(self) -> Guidance:
        """What the next run is told: every edit, and where this run's comments stand after them."""
        return guide(self.edits, self.themes_of(Assignment.objects.all()) if self.run else None)


def _placed(run: int, consultation: int):
    comments = Comment.objects.filter(consultation=consultation).visible()
    here = FilteredRelation("assignments", condition=Q(assignments__run=run))
    return (
        comments.with_section()
        .select_related("official_reply", "representation")
        .annotate(placed=here)
        .annotate(
            theme=F("placed__theme"),
            subtheme=F("placed__subtheme"),
            second_subtheme=F("placed__second_subtheme"),
            reason=F("placed__reason"),
            campaign=F("placed__campaign"),
        )
    )


_PLACED = PreparedForIds(
    lambda ids, run, consultation: (
        _placed(run, consultation)
        .filter(pk__in=ids)
        .defer(
            *("text", "search_text", "official_reply__text", "official_reply__public_text"),
            *("section__text", "section__search_text", "section__version__preamble"),
        )
        .order_by()
    ),
    2,
)
_EDITS = Prepared(lambda hearing: ThemeEdit.objects.filter(consultation=hearing).select_related("by").order_by("pk"))


def labels_in(document: dict[str, Any]) -> dict[str, str]:
    """Names of the top-level themes of a document, in its order."""
    return {theme["id"]: theme["label"] for theme in document["themes"] if theme["parent_id"] is None}


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


def _folded(run: AnalysisRun, document: dict[str, Any], edits: list[Edit], now: Standing) -> dict[str, Any]:
    from ..core.report.overlay import changed_themes, fold

    touched = Q(assignments__comment__in=[int(comment) for comment in now.touched])
    changed = changed_themes(document, now, _members(run, touched))
    return fold(document, edits, _members(run, touched | Q(assignments__theme__in=changed)))


def _members(run: AnalysisRun, which: Q) -> list:
    """Comments of the run itself (those that came later are not in its figures), with where it put them."""
    from ..core.report.overlay import Member

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
