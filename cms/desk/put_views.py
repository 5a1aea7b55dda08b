"""The text of a file put into the draft of a hearing: what it changes is shown first, and nothing is published."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry

from consult.anchors.align import LinkKind, align
from consult.errors import ConsultError
from consult.models import SectionChange
from consult.views.ids import row_id

from .. import actions
from ..drafting import DraftSection, read_text
from ..models import ConsultationPage
from .problem_messages import shown
from .section_texts import mark_of

#: Changes that are shown with their words; the rest is counted
MOST = 300


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """What the new text does to one place of the draft."""

    kind: SectionChange.Kind
    before: list[DraftSection]
    after: list[DraftSection]

    @property
    def old_text(self) -> str:
        return _words(self.before)

    @property
    def new_text(self) -> str:
        return _words(self.after)

    @property
    def has_words(self) -> bool:
        return self.old_text != self.new_text


def _words(sections: list[DraftSection]) -> str:
    return "\n".join(text for one in sections for text in (one.heading, one.text) if text)


def pages_to_write(user):
    """Pages of hearings whose draft this person may write, last written first."""
    written = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return ConsultationPage.objects.filter(pk__in=written.values("pk")).order_by("-latest_revision_created_at")


@require_POST
def draft_put(request) -> HttpResponse:
    """Show what a text changes in the draft of a hearing as it was last saved; with ``act=put``, save it there."""
    page = pages_to_write(request.user).filter(pk=row_id(request.POST.get("page", ""))).first()
    if page is None:
        messages.error(request, _("Choose a hearing."))
        return redirect("desk_draft_file")
    return _put(request, page)


def _put(request, page: ConsultationPage) -> HttpResponse:
    text, error = request.POST.get("text", "").replace("\r\n", "\n"), None
    if request.POST.get("act") == "put":
        try:
            actions.put_text_in_draft(page=page, text=text, seen=request.POST.get("seen", ""), by=request.user)
        except ConsultError as refused:
            error = refused
        else:
            messages.success(
                request,
                _("The text is in the draft and saved; nothing is published. What stood there is in the history."),
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
    saved = page.get_latest_revision_as_object().draft
    before, after = read_text(saved), read_text(text)
    changes, kept = _changes(before.sections(), after.sections())
    context = {
        "page": page,
        "text": text,
        "seen": mark_of(saved),
        "error": error,
        "changes": changes[:MOST],
        "more": max(0, len(changes) - MOST),
        "kept": kept,
        "preamble": ("\n".join(before.preamble), "\n".join(after.preamble)),
        "unrecognised": after.unrecognised,
        "section_count": len(after.sections()),
        "problems": shown(after),
    }
    return TemplateResponse(request, "wagtailadmin/draft_put.html", context, status=error.status if error else 200)


def _changes(before: list[DraftSection], after: list[DraftSection]) -> tuple[list[TextChange], int]:
    """What changes, in the order of the new text, and how many sections stay as they are."""
    links = align(before, after)
    changes = [
        TextChange(
            kind=SectionChange.Kind(link.kind.value),
            before=[before[place] for place in link.old],
            after=[after[place] for place in link.new],
        )
        for link in links
        if link.kind != LinkKind.KEPT
    ]
    return changes, len(links) - len(changes)
