"""What one release is made from: the hearing, the run its themes come from, and what was counted once for all releases."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from consult.models import Consultation, LogCheckpoint

from ..runs.current import CurrentRun

#: Rows of the database that are in memory at one time
BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Basis:
    """``counted``: tables of counts as the first release told them, by their name; empty while that one is made (see `counts`)."""

    consultation: Consultation
    counted: dict[str, Any] = field(default_factory=dict)
    #: Of the log, up to which it is told: the newest checkpoint
    checkpoint: LogCheckpoint | None = None

    @cached_property
    def current(self) -> CurrentRun:
        """The run whose themes are told."""
        return CurrentRun.of(self.consultation)
