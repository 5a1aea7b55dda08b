"""The meter of hearings, for everybody: as a page, as a table and as JSON."""

import csv

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Agency
from ..pages.meter import HearingMeter, by_agency, ended, measured
from ..pages.spreadsheet import inert

#: Hearings a page lists; the files have all
SHOWN = 50


@require_safe
def meter(request):
    """Agencies, then the latest hearings; of one agency with ``?agency=``."""
    agency, measures = _asked(request)
    context = {
        "agency": agency,
        "agencies": by_agency(measures),
        "hearings": measures[:SHOWN],
        "count": len(measures),
        "result_days": settings.RESULT_DAYS,
    }
    return render(request, "consult/meter.html", context)


@require_safe
def meter_json(request):
    """All of them, an object a hearing."""
    _agency, measures = _asked(request)
    return _named(
        JsonResponse([one.as_row() for one in measures], safe=False, json_dumps_params={"ensure_ascii": False}), "json"
    )


@require_safe
def meter_csv(request):
    """The same as a table, in UTF-8 with a byte-order mark."""
    _agency, measures = _asked(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    names = [*HearingMeter.__dataclass_fields__, "in_time"]
    writer.writerow(names)
    for one in measures:
        row = one.as_row()
        writer.writerow(["" if row[name] is None else inert(str(row[name])) for name in names])
    return _named(response, "csv")


def _asked(request) -> tuple[Agency | None, list[HearingMeter]]:
    slug = request.GET.get("agency", "")
    agency = Agency.objects.filter(slug=slug).first() if slug else None
    if slug and agency is None:
        raise Http404
    return agency, measured(ended(agency))


def _named(response: HttpResponse, kind: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="meter.{kind}"'
    return response
