"""A draft in a file, shown to an officer before it goes anywhere: sections, what to look at, and all that was not recognised."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.drafting import problems, write_text
from cms.drafting.files import DraftRefused, FileDraft, Limits, read_file
from consult.views.ids import row_id

from .problem_messages import said
from .put_views import pages_to_write

#: To choose from, those written last
MOST_HEARINGS = 500


class DraftFileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx), PDF with text (.pdf) or plain text (.txt). Nothing is stored or published here."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )


@dataclass(frozen=True)
class FileReading:
    """One way to read a file, as the preview shows it."""

    key: str
    heading: str
    draft: FileDraft

    @property
    def text(self) -> str:
        return write_text(self.draft)

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Line and sentence; lines without a place are listed by themselves."""
        found = [problem for problem in problems(self.draft) if problem.kind.name != "NOT_PLACED"]
        return [(problem.line, said(problem)) for problem in found]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_file(request):
    """Take a file and show what was found in it: accepted changes first, the text before them one click away."""
    form = DraftFileForm(request.POST, request.FILES) if request.method == "POST" else DraftFileForm()
    readings: list[FileReading] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            readings = readings_of(file.name, file)
        except DraftRefused as refused:
            form.add_error("file", gettext(refused.message) % refused.values)
    asked = row_id(request.POST.get("page") or request.GET.get("page", ""))
    context = {
        "form": form,
        "hearings": pages_to_write(request.user).values_list("pk", "draft_title")[:MOST_HEARINGS],
        "page": asked,
        "readings": readings,
        "name": form.files["file"].name if readings else "",
    }
    refused_file = request.method == "POST" and not readings
    return render(request, "wagtailadmin/draft_file.html", context, status=422 if refused_file else 200)


def readings_of(name: str, file) -> list[FileReading]:
    """With all tracked changes accepted, and, where there are any, without them."""
    limits = Limits(size=settings.DRAFT_FILE_MB * 1_000_000)
    content = file.read(limits.size + 1)
    draft = read_file(name, content, limits=limits)
    found = [FileReading("accepted", gettext("The text as found"), draft)]
    if draft.tracked_changes:
        found = [FileReading("accepted", gettext("The text with tracked changes accepted"), draft)]
        original = read_file(name, content, original=True, limits=limits)
        found.append(FileReading("original", gettext("The text before tracked changes"), original))
    return found
