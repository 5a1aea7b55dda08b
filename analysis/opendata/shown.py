"""The files of a release as its page shows them: by table, then what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import OpenDataRelease
from .declared import OpenTable
from .files import OpenFile
from .tables import TABLES

#: What files that are no table of ours are, by the beginning of their names
_OTHERS: tuple[tuple[str, str | Promise], ...] = (
    ("polis-comments", _("Comments in the shape of Polis")),
    ("polis-votes", _("Votes on comments in the shape of Polis")),
    ("polis-participants-votes", _("Who voted how on which comment, a line a voter, in the shape of Polis")),
    ("polis-summary", _("Figures of the whole in the shape of Polis")),
    ("report", _("The published result as data")),
    ("datapackage", _("Description of all tables and columns for programs (Frictionless Data Package)")),
    ("entries", _("The log of all acts: a line a leaf")),
    ("openings", _("What opens leaves of the log that no table holds")),
    ("unopened", _("Leaves that nothing opens, and why")),
    ("checkpoints", _("Signed checkpoints of the log")),
    ("keys", _("Keys that sign checkpoints")),
    ("hearing", _("All of these files in one")),
)


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """One table with its forms."""

    table: OpenTable
    rows: int
    files: Sequence[OpenFile]


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    file: OpenFile
    what: str | Promise


@dataclass(frozen=True, kw_only=True)
class ShownFiles:
    all: Sequence[OpenFile]
    tables: Sequence[ShownTable]
    others: Sequence[ShownFile]

    @property
    def has_log(self) -> bool:
        return any(file.name == "entries.csv" for file in self.all)


def shown_files(release: OpenDataRelease) -> ShownFiles:
    """Of the release's list of files; reads nothing."""
    files = [OpenFile(**one) for one in release.files]
    tables = []
    for table in TABLES:
        if forms := [file for file in files if file.table == table.name]:
            tables.append(ShownTable(table=table, rows=forms[0].rows or 0, files=forms))
    others = [ShownFile(file=file, what=_what(file.name)) for file in files if not file.table]
    return ShownFiles(all=files, tables=tables, others=others)


def _what(name: str) -> str | Promise:
    stem = name.partition(".")[0]
    exact = (what for beginning, what in _OTHERS if beginning == stem)
    return next(exact, next((what for beginning, what in _OTHERS if name.startswith(beginning)), ""))
