from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult import rules

from ..pages.processing import as_csv, as_markdown
from ..processing import PURPOSES, record


@require_safe
@login_required
def processing(request):
    """The record of processing, for the data-protection officer; ``?as=md`` and ``?as=csv`` are files."""
    if not rules.may_read_processing(request.user):
        raise PermissionDenied
    form = request.GET.get("as", "")
    if form == "csv":
        return _file(as_csv(), "text/csv", "record-of-processing.csv")
    if form == "md":
        return _file(as_markdown(), "text/markdown", "record-of-processing.md")
    answers = rules.protects_data(request.user)
    return render(request, "people/processing.html", {"record": list(record()), "answers_requests": answers})


@require_safe
def privacy(request):
    """What everybody is told of data about them: in short, and for each purpose of the record what is kept and how long."""
    return render(request, "site/privacy.html", {"purposes": PURPOSES, "guest_days": settings.GUEST_DAYS})


def _file(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)
