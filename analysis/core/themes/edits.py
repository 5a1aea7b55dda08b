"""Edits of themes by analysts: a list that only grows, and the state it comes to.

An edit is never changed; undoing one is an edit of its own. The state is a pure function of the list, so that
it can be laid over a finished run (`report.overlay.fold`) and taught to the next one (`guide`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any, Literal, get_args

from analysis.core.types import Reason

Kind = Literal["rename", "merge", "split", "move", "exclude", "revert"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: why an analyst may take a comment out of the themes; the other reasons are not a matter of opinion
EXCLUSIONS: tuple[Reason, ...] = ("off_topic", "too_short", "other_language", "unclustered")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing an analyst did; `by` is a number or a pseudonym, never a name or an address."""

    id: str
    kind: Kind
    by: str = ""
    at: str = ""
    #: the theme renamed, merged away or split
    theme: str = ""
    #: the theme that receives: of a merge, a move, or the new one of a split
    into: str = ""
    #: the new name (rename, split), and the one before (rename)
    name: str = ""
    was: str = ""
    comments: tuple[str, ...] = ()
    reason: Reason | None = None
    #: id of the edit undone
    reverts: str = ""
    #: comment id → theme id or reason where it stood, for undoing
    stood: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state that a list of edits comes to: names, merges, and comments placed or taken out by hand."""

    #: theme id → name given by an analyst
    names: Mapping[str, str]
    #: theme id → name it had by itself, for names taken back
    restored: Mapping[str, str]
    #: theme id → the theme it went into, chains resolved
    merged: Mapping[str, str]
    #: comment id → theme id, placed by hand
    pins: Mapping[str, str]
    #: comment id → reason, taken out by hand
    excluded: Mapping[str, Reason]
    #: comment id → where it stood before an edit that was undone
    returned: Mapping[str, str]
    #: ids of edits undone
    undone: frozenset[str]

    def theme_of(self, comment: str, theme: str | None, reason: str | None) -> tuple[str | None, str | None]:
        """(theme, reason) of a comment, given what a run said. Withheld comments stay withheld."""
        if reason == "withheld":
            return None, reason
        if comment in self.excluded:
            return None, self.excluded[comment]
        place = self.pins.get(comment) or self.returned.get(comment) or theme
        if place in _REASONS:
            return None, place
        return (self.merged.get(place, place), None) if place else (None, reason)

    @property
    def touched(self) -> frozenset[str]:
        """Comments somebody placed, took out or put back."""
        return frozenset({*self.pins, *self.excluded, *self.returned})

    @property
    def shaped(self) -> frozenset[str]:
        """Themes an analyst named, merged into, split off or put comments into."""
        touched = {*self.names, *self.pins.values(), *self.merged.values()}
        return frozenset(self.merged.get(theme, theme) for theme in touched)


_REASONS = frozenset(get_args(Reason))


def standing(edits: Sequence[Edit], done: Iterable[str] = ()) -> Standing:
    """The state of edits given in the order they were made.

    `done`: ids of the edits a run was taught, since undoing one of those must take back what the run itself says.
    """
    undone = frozenset(edit.reverts for edit in edits if edit.kind == "revert")
    done = frozenset(done)
    names: dict[str, str] = {}
    restored: dict[str, str] = {}
    merged: dict[str, str] = {}
    placed: dict[str, str] = {}
    returned: dict[str, str] = {}
    for edit in edits:
        if edit.id in undone:
            if edit.id in done:
                returned |= {comment: place for comment, place in edit.stood.items() if comment not in returned}
                if edit.kind == "rename":
                    restored.setdefault(edit.theme, edit.was)
            continue
        if edit.name:
            names[edit.into or edit.theme] = edit.name
        if edit.kind == "merge" and edit.theme not in _chain(
            merged, edit.into
        ):  # else two themes would chase each other
            merged[edit.theme] = edit.into
        placed |= dict.fromkeys(edit.comments, edit.reason or edit.into)
    return Standing(
        names=names,
        restored={theme: name for theme, name in restored.items() if theme not in names},
        merged={theme: _chain(merged, theme)[-1] for theme in merged},
        pins={comment: place for comment, place in placed.items() if place not in _REASONS},
        excluded={comment: reason for comment, reason in placed.items() if reason in EXCLUSIONS},
        returned=returned,
        undone=undone,
    )


def _chain(merged: Mapping[str, str], theme: str) -> list[str]:
    """A theme and those it went into, one after the other."""
    chain = [theme]
    while chain[-1] in merged:
        chain.append(merged[chain[-1]])
    return chain


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """The guidance a run gets: decisions of analysts, and the themes of the run before."""

    names: Mapping[str, str] = field(default_factory=dict)
    #: comment id → theme id: placed by hand, stands there whatever the run finds
    pins: Mapping[str, str] = field(default_factory=dict)
    #: comment id → theme id: members of themes analysts shaped; they teach, and may yet move
    examples: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, Reason] = field(default_factory=dict)
    #: comment id → theme id in the run before, edits included; None when there was none
    previous: Mapping[str, str] | None = None
    #: the edits as the document lists them
    audit: tuple[Mapping[str, Any], ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        return sha256(dumps(asdict(self), sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def guide(edits: Sequence[Edit], previous: Mapping[str, tuple[str | None, str | None]] | None) -> Guidance:
    """The guidance of the next run. `previous`: comment id → (theme, reason) of the run before, edits folded in."""
    now = standing(edits)
    themes = None if previous is None else {comment: theme for comment, (theme, _) in previous.items() if theme}
    shaped = now.shaped
    pins = {comment: now.merged.get(theme, theme) for comment, theme in now.pins.items()}
    return Guidance(
        names={theme: name for theme, name in now.names.items() if theme not in now.merged},
        pins=pins,
        examples={c: theme for c, theme in (themes or {}).items() if theme in shaped and c not in pins},
        excluded=now.excluded,
        previous=themes,
        audit=tuple(as_audit(edit, now) for edit in edits),
    )


def as_audit(edit: Edit, now: Standing) -> dict[str, Any]:
    """An edit as the document lists it: who, when, what."""
    return {
        "id": edit.id,
        "kind": edit.kind,
        "by": edit.by,
        "at": edit.at,
        "theme": edit.theme or None,
        "into": edit.into or None,
        "name": edit.name or None,
        "comment_ids": list(edit.comments),
        "reason": edit.reason,
        "reverts": edit.reverts or None,
        "undone": edit.id in now.undone,
    }
