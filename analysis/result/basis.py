"""What a result is made from: the hearing, and the run that is frozen for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consult.models import Consultation, DraftVersion, LogCheckpoint
from consult.pages.issues import public_issues

from ..errors import NothingFrozen
from ..models import RunFreeze
from ..runs.current import CurrentRun


@dataclass(frozen=True, kw_only=True)
class ResultBasis:
    """The hearing with the frozen run; a hearing in which nobody wrote has none."""

    consultation: Consultation
    freeze: RunFreeze | None

    @classmethod
    def of(cls, consultation: Consultation) -> "ResultBasis":
        """Raises NothingFrozen where people wrote and no run is frozen."""
        freeze = RunFreeze.objects.standing(consultation.pk)
        if freeze is None and consultation.comments.exists():
            raise NothingFrozen
        return cls(consultation=consultation, freeze=freeze)

    @cached_property
    def current(self) -> CurrentRun:
        """The run that everybody reads while it is frozen, as analysts left its themes."""
        return CurrentRun.of(self.consultation)

    @property
    def run(self) -> int:
        """0 for a hearing in which nobody wrote: no row has this id."""
        return (self.freeze.run_id or 0) if self.freeze else 0

    @cached_property
    def issues(self) -> list:
        """What the agency decided and a second person approved, each with ``comment_count`` and its words in ``public``."""
        return public_issues(self.consultation)

    @cached_property
    def versions(self) -> list[DraftVersion]:
        """The versions of the draft that were not taken back, in order."""
        return list(self.consultation.versions.filter(retraction=None).order_by("number"))

    def told(self) -> dict[str, Any]:
        """Plain values that name it, for whoever wants to make the report again."""
        draft = self.consultation.draft
        signed = LogCheckpoint.objects.at_closing(self.consultation)
        run = self.current.run if self.freeze else None
        return {
            "run": run.pk if run else None,
            "run_input_sha256": run.input_sha256 if run else "",
            "code_version": run.code_version if run else "",
            "last_edit": self.freeze.last_edit if self.freeze else 0,
            "draft_version": draft.number,
            "draft_sha256": draft.content_sha256,
            "checkpoint": {"size": signed.size, "root": bytes(signed.root).hex()} if signed else None,
        }
