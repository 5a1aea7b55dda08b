"""The folder of one release, written from the record a row at a time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from consult.models import Consultation
from consult.pages.ledger import newest_checkpoint

from .basis import Basis
from .files import OpenFile, write_archive, write_table
from .log_files import write_log
from .package import write_package
from .polis import write_polis
from .published_report import write_report
from .tables import TABLES, count


def write_folder(
    folder: Path, consultation: Consultation, *, number: int, made_at, counted: dict[str, Any] | None = None
) -> tuple[list[OpenFile], dict[str, Any]]:
    """Write every file into a folder that exists. Returns them, and the counts without the few as this release tells them.

    ``counted``: those of the release before; none for the first.
    """
    with _one_moment():
        basis = Basis(consultation=consultation, counted=dict(counted or {}), checkpoint=newest_checkpoint())
        basis.counted.update({} if counted else json.loads(json.dumps(count(basis))))
        files: list[OpenFile] = []
        for table in TABLES:
            files += write_table(folder, table, table.rows(basis))
        files += write_polis(folder, basis)
        files += write_report(folder, basis)
        files += write_log(folder, basis)
    files.append(write_package(folder, consultation, files, number=number, made_at=made_at))
    files.append(write_archive(folder / f"hearing-{consultation.pk}.zip", files))
    return files, basis.counted


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything that is read inside stood so at one moment. SQLite, which would keep all writers waiting for it, reads as it comes."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
