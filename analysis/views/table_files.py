"""Figures as files: CSV and XLSX for spreadsheets, JSON for programs; the same columns in each, nothing a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult import actions as consult_actions
from consult.models import Consultation
from consult.pages.spreadsheet import inert

from ..runs.current import CurrentRun

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


def table_file(request, consultation: Consultation, form: str, table: FileTable) -> HttpResponse:
    """The table as a download, named for the thing and the day; who took it, in which form and with which filter, is on record.

    Raises NotAllowed, TooManyExports.
    """
    asked = request.GET.urlencode()
    what = f"{table.name}.{form}"
    consult_actions.record_export(consultation=consultation, by=request.user, what=f"{what}?{asked}" if asked else what)
    response = {"csv": _as_csv, "xlsx": _as_xlsx, "json": _as_json}[form](table)
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


def _as_csv(table: FileTable) -> HttpResponse:
    """In UTF-8 with a byte-order mark, as Excel wants it."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return response


def _as_xlsx(table: FileTable) -> HttpResponse:
    """The table on the first sheet, what it is about on the second."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def printable(value: Any) -> Any:
        value = _cell(value)
        return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    sheet.append(list(table.columns))
    for row in table.rows:
        sheet.append([printable(value) for value in row])
    told = book.create_sheet("about")
    for name, value in table.about.items():
        told.append([name, printable(value)])
    written = io.BytesIO()
    book.save(written)
    return HttpResponse(written.getvalue(), content_type=_XLSX)


def _as_json(table: FileTable) -> HttpResponse:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return JsonResponse({"about": table.about, table.name: rows}, json_dumps_params={"ensure_ascii": False})
