"""Doors of a published result, for everybody; it is written and signed at its desk (analysis/views/results.py)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import ResultFile
from ..models.shown_result import shown_report
from ..pages.results import contents, files_of, published
from ..report.html import html_of
from .attachments import stored_file_response
from .doors import find_consultation


@require_safe
def result_detail(request, pk):
    """The result that holds now: the address stays, whatever is corrected."""
    return _page(request, pk, None)


@require_safe
def result_version(request, pk, number):
    """One result by its number, also one that was corrected since."""
    return _page(request, pk, number)


@require_safe
def result_file(request, pk, kind, number=None):
    """The PDF or the Word file of a result, for saving; a page that says that it is being made, while it is."""
    consultation = find_consultation(request, pk)
    found = published(consultation, number)
    if found is None:
        raise Http404
    file = next((one for one in files_of(found.result, shown_report(found.result)) if one.kind == kind), None)
    if file is None:
        context = {"consultation": consultation, "result": found.result, "kind": ResultFile.Kind(kind).label}
        response = render(request, "consult/result_file_waits.html", context, status=202)
        response.headers["Retry-After"] = "60"
        return response
    return stored_file_response(request, file)


def _page(request, pk: int, number: int | None):
    consultation = find_consultation(request, pk)
    found = published(consultation, number)
    if found is None:
        raise Http404
    report = shown_report(found.result)
    context = {
        "consultation": consultation,
        "published": found,
        "result": found.result,
        "contents": contents(report),
        "report_html": html_of(report),
        "report": report,
        "files": files_of(found.result, report),
    }
    return render(request, "consult/result_detail.html", context)
