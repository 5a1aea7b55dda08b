"""Text that was put to the people once and for all, and what makes two issues of it the same wording."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import models

from ..anchors.wording import words_of


def wording_sha256(*parts: str) -> str:
    """The identity of a wording: alike for texts that read alike, however they were encoded or typed in again (``words_of``)."""
    return hashlib.sha256("\x1f".join(map(words_of, parts)).encode()).hexdigest()


class IssuedTextQuerySet(models.QuerySet):
    def ballots(self) -> dict[tuple[UUID, str], int]:
        """(anchor, wording) → the row that votes or answers hang on: the first row that had this wording."""
        rows = self.order_by("-pk").values_list("anchor", "wording_sha256", "origin", "pk")
        return {(anchor, wording): origin or pk for anchor, wording, origin, pk in rows}


class IssuedText(models.Model):
    """A section of a draft or a question of a questionnaire as it was issued; a row never changes.

    ``anchor`` is its identity from issue to issue; a number is only a label. ``origin`` is the first row of the same
    anchor with the same wording in any earlier issue of the consultation. Ballots (votes, answers) hang on the origin:
    they stay when another part changes, come back when a wording comes back, and never move to other words.
    """

    #: name of the foreign key to the issue (a version of the draft, a questionnaire)
    ISSUE: str

    anchor = models.UUIDField()
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField()
    wording_sha256 = models.CharField(max_length=64)

    objects = IssuedTextQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def ballot_id(self) -> int:
        """The row its votes or answers hang on: the first one with this very wording."""
        return self.origin_id or self.pk

    def stands_in(self, issue_id: int | None) -> bool:
        """Whether that issue has this very wording under this anchor (at most one query)."""
        if getattr(self, f"{self.ISSUE}_id") == issue_id:
            return True
        same = {self.ISSUE: issue_id, "anchor": self.anchor, "wording_sha256": self.wording_sha256}
        return type(self)._default_manager.filter(**same).exists()


Issued = TypeVar("Issued", bound=IssuedText)


def issue(rows: Iterable[Issued], *, earlier: IssuedTextQuerySet) -> list[Issued]:
    """Number the rows of a new issue and give each the origin that had its wording before; not yet stored."""
    ballots = earlier.ballots()
    numbered = []
    for order, row in enumerate(rows, start=1):
        row.order = order
        row.origin_id = ballots.get((row.anchor, row.wording_sha256))
        numbered.append(row)
    return numbered
