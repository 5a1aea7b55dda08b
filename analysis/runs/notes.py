"""What analysts noted of the themes: descriptions, pinned quotations, checked sentences, comments that speak of another theme too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from consult.models import Comment

from ..models import ThemeEdit, digest

Kind = ThemeEdit.Kind


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """A quotation an analyst chose for a theme, with the words as they may be shown now."""

    edit: ThemeEdit
    comment_id: int
    text: str
    goes_on: bool
    role: str = "central"


class Notes:
    """The notes of a hearing that stand, by theme; those of a theme that was merged stand in the one it went into."""

    def __init__(self, rows: Sequence[ThemeEdit], merged: Mapping[str, str]):
        undone = {row.reverts_id for row in rows}
        self._merged = merged
        self._standing = [row for row in rows if row.kind in ThemeEdit.NOTES and row.pk not in undone]

    def _of(self, kind: str, theme: str | None = None) -> list[ThemeEdit]:
        return [row for row in self._standing if row.kind == kind and theme in (None, self._theme(row))]

    def _theme(self, row: ThemeEdit) -> str:
        named: str = row.payload["into"] if row.kind == Kind.ALSO else row.payload["theme"]
        return self._merged.get(named, named)

    def description(self, theme: str) -> str:
        """How an analyst described the theme last; empty where nobody did. A merged theme brings none with it."""
        told = [row.payload["text"] for row in self._of(Kind.DESCRIBE) if row.payload["theme"] == theme]
        return told[-1] if told else ""

    def checked(self, theme: str) -> dict[str, ThemeEdit]:
        """Digest of a sentence → who checked it."""
        return {row.payload["sentence"]: row for row in self._of(Kind.CHECK, theme)}

    def pinned(self, theme: str) -> list[Pinned]:
        """Pinned quotations that read as they did and are not hidden, the first pinned first."""
        rows = self._of(Kind.PIN, theme)
        if not rows:
            return []
        comments = Comment.objects.visible().in_bulk([int(row.payload["comment"]) for row in rows])
        found = []
        for row in rows:
            told, comment = row.payload, comments.get(int(row.payload["comment"]))
            text = comment.public_text[told["start"] : told["end"]] if comment else ""
            if text and digest(text) == told["words_sha256"]:
                found.append(Pinned(edit=row, comment_id=int(told["comment"]), text=text, goes_on=told["goes_on"]))
        return found

    def also_in(self, theme: str) -> list[int]:
        """Comments of other themes that speak of this one too, in order."""
        return sorted({int(pk) for row in self._of(Kind.ALSO, theme) for pk in row.payload["comments"]})

    @cached_property
    def _also(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self._of(Kind.ALSO):
            for comment in row.payload["comments"]:
                if self._theme(row) not in found.setdefault(comment, []):
                    found[comment].append(self._theme(row))
        return found

    def also_of(self, comment: int) -> list[str]:
        """Themes a comment speaks of too."""
        return self._also.get(str(comment), [])
