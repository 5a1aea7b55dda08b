"""The draft in the editor: a plain text area, made an editor for laws where there is JavaScript."""

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django_vite.templatetags.django_vite import vite_asset_url

from ..drafting import read_text
from .problem_messages import shown

#: The name of the box an officer ticks to publish although something was found.
ACCEPTED = "draft-accepted"
#: The name of the draft's field on the page of a hearing
FIELD = "draft"


def take_as_typed(request) -> None:
    """Put a draft that came as a file among the fields of the form: Wagtail's preview looks at fields alone."""
    if file := request.FILES.get(FIELD):
        posted = request.POST.copy()
        posted[FIELD] = read_sent(file)
        request.POST = posted


def read_sent(file) -> str:
    """The text of a draft that travelled as a file."""
    return file.read().decode(errors="replace")


class DraftTextarea(forms.Textarea):
    """The text of a draft with what was found in it, line by line; it works without JavaScript."""

    template_name = "wagtailadmin/draft_textarea.html"
    #: With JavaScript the text comes as a file, which costs the browser nothing to compare (docs/decisions/0081).
    needs_multipart_form = True
    #: The page it stands on, once that was saved
    page: int | None = None

    def __init__(self, attrs=None):
        super().__init__({"rows": 30, "spellcheck": "false", "lang": "th", "class": "draft-text"} | (attrs or {}))

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[Script(vite_asset_url("src/editor/draft.ts"), type="module")])

    def value_from_datadict(self, data, files, name):
        sent = files.get(name)
        return read_sent(sent) if sent else super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and name not in files

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        draft = read_text(value or "")
        context["widget"] |= {
            "problems": shown(draft) if value else [],
            "section_count": len(draft.sections()),
            "read_address": reverse("desk_draft_read"),
            "accepted": ACCEPTED,
            "page": self.page,
        }
        return context

    def _render(self, template_name, context, renderer=None):
        """With the site's own templates, where Django's renderer of forms does not look."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 - a template escapes what it is given
