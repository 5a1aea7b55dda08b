"""Figures as files: CSV and XLSX for spreadsheets, JSON for programs; the same columns in each, nothing a spreadsheet would run."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult import actions as consult_actions
from consult.models import Consultation
from consult.pages.spreadsheet import inert

from ..runs.current import CurrentRun
from .workbook import workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm:
    """The last part of an address that leads to a file (``themes.<file_form:form>``)."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@dataclass(frozen=True, kw_only=True)
class FileTable:
    """What a file holds. A cell is text, a number, None or a list of those; ``about`` says what was counted, and when."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    about: dict[str, Any] = field(default_factory=dict)


def table_file(request, consultation: Consultation, form: str, table: FileTable) -> StreamingHttpResponse:
    """The table as a download, named for the thing and the day; who took it, in which form and with which filter, is on record.

    Raises NotAllowed, TooManyExports.
    """
    asked = request.GET.urlencode()
    what = f"{table.name}.{form}"
    consult_actions.record_export(consultation=consultation, by=request.user, what=f"{what}?{asked}" if asked else what)
    response = FORMS[form](table)
    name = f"{table.name}-{consultation.pk}-{timezone.localdate():%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def about(request, consultation: Consultation, current: CurrentRun | None = None) -> dict[str, Any]:
    """Where figures come from; of a table out of a run also which run that is, so that it can be made again."""
    told: dict[str, Any] = {
        "consultation": consultation.pk,
        "title": consultation.title,
        "taken_at": timezone.localtime().isoformat(timespec="seconds"),
        "filter": request.GET.urlencode(),
        "caveat": _("Those who take part choose to do so: these figures are no poll of the population."),
    }
    if current and current.run:
        told |= {
            "run": current.run.pk,
            "run_made_at": timezone.localtime(current.run.created_at).isoformat(timespec="seconds"),
            "with_changes_by_analysts": current.is_edited and bool(current.edits),
            "input_sha256": current.run.input_sha256,
            "code_version": current.run.code_version,
        }
    return told


def _cell(value: Any) -> Any:
    """As a spreadsheet takes it: lists in one cell, text that is never computed."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return inert(value) if isinstance(value, str) else value


class Lines:
    """A file that hands back what it was given, so that csv.writer can feed a stream."""

    def write(self, line: str) -> str:
        return line


def _as_csv(table: FileTable) -> StreamingHttpResponse:
    """In UTF-8 with a byte-order mark, as Excel wants it, line by line."""
    writer = csv.writer(Lines())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(table.columns)
        for row in table.rows:
            yield writer.writerow([_cell(value) for value in row])

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _as_xlsx(table: FileTable) -> StreamingHttpResponse:
    """The table on the first sheet, what it is about on the second, row by row."""
    rows = chain([table.columns], ([_cell(value) for value in row] for row in table.rows))
    told = ([name, _cell(value)] for name, value in table.about.items())
    return StreamingHttpResponse(workbook([(table.name, rows), ("about", told)]), content_type=_XLSX)


def _as_json(table: FileTable) -> StreamingHttpResponse:
    """One object: what it is about, and the rows, row by row."""

    def pieces() -> Iterator[str]:
        yield f'{{"about": {_json(table.about)}, "{table.name}": ['
        for number, row in enumerate(table.rows):
            yield f"{',' if number else ''}\n{_json(dict(zip(table.columns, row, strict=True)))}"
        yield "]}\n"

    return StreamingHttpResponse(pieces(), content_type="application/json")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


FORMS = {"csv": _as_csv, "xlsx": _as_xlsx, "json": _as_json}
