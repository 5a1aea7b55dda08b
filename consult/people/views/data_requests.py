"""What people asked about data on them, for the data-protection officer of the platform."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consult import rules
from consult.errors import ConsultError

from .. import actions
from ..models import DataRequest
from .forms import DataAnswerForm

PAGE_SIZE = 50


@never_cache
@require_safe
@login_required
def request_list(request):
    """Requests that wait, the most urgent first; ``?answered=1``: the others, newest first."""
    if not rules.protects_data(request.user):
        raise PermissionDenied
    answered = bool(request.GET.get("answered"))
    asked = DataRequest.objects.answered() if answered else DataRequest.objects.waiting()
    page = Paginator(asked.select_related("person"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "people/request_list.html", {"page": page, "answered": answered})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def request_detail(request, request_pk):
    """One request with its answer, or the form to answer it."""
    if not rules.protects_data(request.user):
        raise PermissionDenied
    asked = get_object_or_404(DataRequest.objects.select_related("person", "answered_by"), pk=request_pk)
    form, status = DataAnswerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_data_request(request=asked, by=request.user, **form.cleaned_data)
        except ConsultError as error:
            form.add_error("answer", str(error))
            status = error.status
            asked.refresh_from_db()
        else:
            messages.success(request, _("The answer is on the person's own page now."))
            return redirect("people:request_list")
    elif request.method == "POST":
        status = 422
    return render(request, "people/request_detail.html", {"asked": asked, "form": form}, status=status)
