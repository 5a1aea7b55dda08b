from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import ConsultError
from consult.views.doors import refusal

from .. import actions
from ..models import SavedView
from .comments import table_page
from .doors import analysts_only
from .filters import CommentFilter
from .forms import ViewForm


@require_POST
@analysts_only
def view_create(request, consultation):
    """Keep the filters of the address under a name."""
    form = ViewForm(request.POST, auto_id="id_view_%s")
    if not form.is_valid():
        return table_page(request, consultation, view_forms={0: form}, status=422)
    told = {"name": form.cleaned_data["name"], "shared": form.cleaned_data["shared"], "query": _filters(request.GET)}
    try:
        view = actions.save_view(consultation=consultation, by=request.user, **told)
    except ConsultError as error:
        form.add_error("name", str(error))
        return table_page(request, consultation, view_forms={0: form}, status=error.status)
    messages.success(request, _("The view “%(name)s” is kept above the filters.") % {"name": view.name})
    return redirect(_table(consultation, view.query))


@require_POST
@analysts_only
def view_rename(request, consultation, view_pk):
    """Give a kept view another name."""
    view = _seen(request, consultation, view_pk)
    if view is None:
        return redirect(_table(consultation))
    form = ViewForm.of(view, request.POST)
    if not form.is_valid():
        return table_page(request, consultation, view_forms={view.pk: form}, status=422)
    try:
        actions.rename_view(view=view, by=request.user, name=form.cleaned_data["name"])
    except ConsultError as error:
        form.add_error("name", str(error))
        return table_page(request, consultation, view_forms={view.pk: form}, status=error.status)
    return redirect(_table(consultation, view.query))


@require_POST
@analysts_only
def view_delete(request, consultation, view_pk):
    """Take a kept view away; one that is gone already is gone."""
    view = _seen(request, consultation, view_pk)
    if view is not None:
        try:
            actions.delete_view(view=view, by=request.user)
        except ConsultError as error:
            return refusal(request, consultation, error, _table(consultation))
        messages.success(
            request, _("The view “%(name)s” is gone. The comments it showed are as they were.") % {"name": view.name}
        )
    return redirect(_table(consultation))


def _seen(request, consultation, pk: int) -> SavedView | None:
    """A view of the hearing that this person sees: another's own ones are nobody else's to know of."""
    return next((one for one in SavedView.objects.seen_by(request.user.pk, consultation.pk) if one.pk == pk), None)


def _table(consultation, query: str = "") -> str:
    return reverse("analysis:comment_table", args=[consultation.pk]) + (f"?{query}" if query else "")


def _filters(address: QueryDict) -> str:
    """What of an address is filters, without those that are empty, the page and the run."""
    kept = QueryDict(mutable=True)
    for name in CommentFilter.base_filters:
        if value := address.get(name):
            kept[name] = value
    return kept.urlencode()
