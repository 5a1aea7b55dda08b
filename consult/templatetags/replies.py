"""Forms that stand inside a thread."""

from django import template

from ..pages.discussion import Thread
from ..views.forms import OfficialReplyForm

register = template.Library()


@register.filter
def answer_form(thread: Thread) -> OfficialReplyForm:
    """The form in which an officer answers this comment, with the answer as it stands."""
    return OfficialReplyForm.of(thread.comment, thread.official)
