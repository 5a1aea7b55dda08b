"""What is told about a hearing, to take along: every fact with its hash and its moment, as JSON or as a table."""

import csv

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..pages.pack import exported, table
from .doors import find_consultation


@require_safe
def pack_json(request, pk):
    """All that is told now, and each time it was told otherwise with its hash."""
    return _download(
        JsonResponse(exported(find_consultation(request, pk)), json_dumps_params={"ensure_ascii": False}), pk, "json"
    )


@require_safe
def pack_csv(request, pk):
    """The same as a table: one row a fact, in UTF-8 with a byte-order mark."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(["name", _("what"), _("told")])
    writer.writerows(table(find_consultation(request, pk)))
    return _download(response, pk, "csv")


def _download(response: HttpResponse, pk: int, kind: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="hearing-{pk}-{timezone.localdate():%Y%m%d}.{kind}"'
    return response
