"""The documents of a hearing's page at the desk: attaching, taking off, and looking at them before they are public."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consult.models.attachment import LONGEST_TITLE, DocumentPurpose, attachments_of
from consult.views.attachments import stored_file_response
from consult.views.forms import LineField

from .. import actions
from ..attaching import FileRefused, clean_file
from ..models import ConsultationPage
from .people_forms import DeskForm


class AttachForm(DeskForm):
    title = LineField(
        label=gettext_lazy("what the document is called"),
        help_text=gettext_lazy("Readers see this name, not that of your file."),
        max_length=LONGEST_TITLE,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("what it is in the hearing"),
        help_text=gettext_lazy("The result lists it under this, and the meter counts invitations by it."),
        choices=[("", gettext_lazy("Choose")), *DocumentPurpose.choices],
        error_messages={"required": gettext_lazy("Say what the document is.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF or Word (.docx). Names of authors, comments and what cameras write are taken off before it is stored."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        error_messages={
            "empty": gettext_lazy("The file is empty."),
            "required": gettext_lazy("Choose a file."),
        },
    )


def _page_of(request: HttpRequest, page_id: int) -> ConsultationPage:
    """The page as the editor shows it, if this person works on it. Raises Http404, PermissionDenied."""
    page = get_object_or_404(ConsultationPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_list(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is attached to a page, with a form for one more."""
    page = _page_of(request, page_id)
    form, status = AttachForm(), 200
    if request.method == "POST" and request.POST.get("act") == "detach":
        actions.detach_file(page=page, sha256=request.POST.get("sha256", ""), by=request.user)
        messages.success(request, _("Taken off. Publish the page for it to be so on the site."))
        return redirect("desk_attachments", page.pk)
    if request.method == "POST":
        form = AttachForm(request.POST, request.FILES)
        if form.is_valid() and _attach(request, page, form):
            return redirect("desk_attachments", page.pk)
        status = form.status
    latest = page.get_latest_revision_as_object()
    shown = attachments_of(page.consultation.pack) if page.consultation else []
    context = {
        "page": page,
        "form": form,
        "attachments": [{"file": one, "is_public": one in shown} for one in attachments_of(latest.pack)],
        "most_mb": settings.ATTACHMENT_MB,
    }
    return render(request, "wagtailadmin/attachments.html", context, status=status)


def _said(form: AttachForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("title", "purpose")}


def _attach(request: HttpRequest, page: ConsultationPage, form: AttachForm) -> bool:
    size = settings.ATTACHMENT_MB * 1_000_000
    try:
        clean = clean_file(form.cleaned_data["file"].read(size + 1), size=size)
    except FileRefused as refused:
        form.add_error("file", _(refused.message) % refused.values)
        return False
    made = form.attempt(actions.attach_file, page=page, file=clean, by=request.user, **_said(form))
    if made is None:
        return False
    messages.success(request, _("Attached. Publish the page for readers to get it."))
    if clean.tracked_changes:
        said = ngettext(
            "The document has %(n)s tracked change, which readers will see. If they should not, accept them in Word and attach it again.",
            "The document has %(n)s tracked changes, which readers will see. If they should not, accept them in Word and attach it again.",
            clean.tracked_changes,
        )
        messages.warning(request, said % {"n": clean.tracked_changes})
    return True


@require_safe
def attachment_file(request: HttpRequest, page_id: int, sha256: str) -> HttpResponse:
    """One document as it will be handed out."""
    page = _page_of(request, page_id)
    held = attachments_of(page.get_latest_revision_as_object().pack)
    found = next((one for one in held if one.sha256 == sha256), None)
    if found is None:
        raise Http404
    return stored_file_response(request, found)
