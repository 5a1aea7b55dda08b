"""The auditor's page: every act of staff, read, narrowed and taken as a file."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis.views.exports import BATCH
from analysis.views.table_files import Lines
from consult import actions, rules
from consult.models import AuditEntry, Membership, User
from consult.pages.paging import list_page
from consult.pages.spreadsheet import inert
from consult.views.doors import must_come_from_here

from . import audit_words
from .audit_filter import AuditFilter

PAGE_SIZE = 50
LONGEST_DETAIL = 300
COLUMNS = ("id", "at", "who", "act", "act_in_words", "hearing_id", "hearing", "agency", "detail")


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One line as the page shows it. ``told``: (what it is called, what it is)."""

    entry: AuditEntry
    act: str
    told: list[tuple[str, str]]


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """What staff did, newest first."""
    narrowed = _narrowed(request)
    page = list_page(narrowed.qs, by=("-pk",), asked=request.GET, size=PAGE_SIZE)
    entries = _with_names(AuditEntry.objects.filter(pk__in=page.ids))
    query = request.GET.copy()
    for key in ("page", "from"):
        query.pop(key, None)
    context = {"filter": narrowed, "page": page, "lines": _lines(list(entries)), "query": query.urlencode()}
    return render(request, "wagtailadmin/audit/list.html", context)


@require_safe
def audit_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV (UTF-8 with a byte-order mark, as Excel wants it); who took it is in the trail itself."""
    narrowed = _narrowed(request)
    must_come_from_here(request)
    actions.record_audit_export(by=request.user, what=f"audit.csv?{request.GET.urlencode()}")
    writer = csv.writer(Lines())

    def lines():
        yield "\ufeff"
        yield writer.writerow(COLUMNS)
        for entry in _with_names(narrowed.qs).iterator(chunk_size=BATCH):
            yield writer.writerow(_row(entry))

    name = f"audit-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _narrowed(request) -> AuditFilter:
    if not rules.may_audit(request.user):
        raise PermissionDenied
    narrowed = AuditFilter(request.GET, user=request.user)
    narrowed.form.is_valid()
    return narrowed


def _with_names(entries):
    return entries.select_related("by", "consultation", "agency").order_by("-pk")


def _lines(entries: list[AuditEntry]) -> Iterator[AuditLine]:
    names = User.objects.in_bulk(
        {entry.detail["user"] for entry in entries if isinstance(entry.detail.get("user"), int)}
    )
    for entry in entries:
        yield AuditLine(entry=entry, act=audit_words.act_label(entry.verb), told=list(_told(entry.detail, names)))


def _told(detail: dict, names: dict[int, User]) -> Iterable[tuple[str, str]]:
    for key, label in audit_words.DETAILS.items():
        if key not in detail or detail[key] in ("", None):
            continue
        value = detail[key]
        if key == "user":
            value = names.get(value, value)
        elif key == "role" and value in Membership.Role.values:
            value = Membership.Role(value).label
        yield str(label), str(value)[:LONGEST_DETAIL]


def _row(entry: AuditEntry) -> list:
    return [
        entry.pk,
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        inert(str(entry.by or "")),
        entry.verb,
        audit_words.act_label(entry.verb),
        entry.consultation_id or "",
        inert(entry.consultation.title if entry.consultation else ""),
        inert(entry.agency.name if entry.agency else ""),
        json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
    ]
