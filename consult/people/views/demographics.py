from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import actions
from ..demographics import AboutOneself
from ..models import Demographics
from ..sealing import unseal
from .forms import AboutForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_demographics(request):
    """Tell province, age band and kind, or take them back."""
    if request.method == "POST":
        form = AboutForm(request.POST)
        if request.POST.get("act") == "take_back":
            actions.tell_of_oneself(person=request.user, told=AboutOneself())
            messages.success(request, _("What you told about yourself is gone."))
            return redirect("people:own_data")
        if form.is_valid():
            actions.tell_of_oneself(person=request.user, told=form.told())
            messages.success(request, _("Thank you. It is kept sealed, apart from what you said."))
            return redirect("people:own_data")
        return render(request, "people/own_demographics.html", {"form": form}, status=422)
    kept = Demographics.objects.filter(person=request.user).first()
    form = AboutForm(initial=(unseal(kept.sealed) or {}) if kept else {})
    return render(request, "people/own_demographics.html", {"form": form, "kept": kept})
