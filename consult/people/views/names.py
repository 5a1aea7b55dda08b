from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consult.errors import ConsultError

from .. import actions, rules
from ..pages.names import who_was_called
from .forms import NameForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_name(request):
    """Be called something else; below it what one was called."""
    form = NameForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            alias = actions.change_public_name(person=request.user, alias=form.cleaned_data["alias"])
        except ConsultError as error:
            form.add_error("alias", str(error))
            status = error.status
        else:
            messages.success(request, _("From now on others see you as “%(alias)s”.") % {"alias": alias})
            return redirect("consult:mine")
    elif request.method == "POST":
        status = 422
    request.user.refresh_from_db(fields=["alias"])
    context = {"form": form, "former": request.user.former_names.all()}
    return render(request, "people/own_name.html", context, status=status)


@require_safe
@login_required
def name_history(request):
    """Who is or was called like this, for moderators and auditors."""
    if not rules.may_read_former_names(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "").strip()
    return render(request, "people/name_history.html", {"query": query, "people": who_was_called(query)})
