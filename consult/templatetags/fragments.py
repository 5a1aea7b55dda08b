"""Parts of pages that are rendered once for everybody whom they show the same, and remembered in this process.

A part is remembered under everything it shows, so that what changed is rendered anew and nothing must be forgotten by hand. The
token of a form is each reader's own: it is put in when the part is shown.
"""

from collections.abc import Hashable
from secrets import token_hex

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..models import Section
from ..pages.digits import DIGITS_COOKIE
from ..pages.discussion import Thread
from .thai import ago

register = template.Library()
#: parts that are remembered: a few hundred pages of a busy hearing, some tens of megabytes
REMEMBERED = 8_000
#: Stands in a remembered part for the token of whoever reads it; nobody who writes comments can know it.
_TOKEN = token_hex(16)
_rendered: dict[Hashable, str] = {}


@register.simple_tag(takes_context=True)
def thread_of(context, thread: Thread) -> SafeString:
    """A comment with its votes and replies (parts/comment/thread.html)."""
    if thread.may_answer:  # has a form in it, with what was typed
        return _fragment(context, "parts/comment/thread.html", None, thread=thread)
    section, hearing = context.get("section"), context["consultation"]
    around = (hearing.pk, hearing.tallies, hearing.agency.name, section and section.wording_sha256)
    what = (_content(thread), around, bool(context.get("accepts")), bool(context.get("may_moderate")))
    return _fragment(context, "parts/comment/thread.html", what, thread=thread)


def _content(thread: Thread) -> Hashable:
    one, official = thread.comment, thread.official
    return (
        (
            one.pk,
            one.public_text,
            one.language,
            one.stance,
            one.channel,
            one.author.alias,
            one.section_id,
            one.parent_id,
        ),
        ago(one.posted_at),
        thread.tally,
        thread.choice,
        official and (official.public_text, official.revised_at, official.withdrawn_at, official.answered_at),
        thread.reply_count,
        tuple(map(_content, thread.replies)),
    )


@register.simple_tag(takes_context=True)
def section_of(context, section: Section, chaptered: bool) -> SafeString:
    """A section of a draft with its votes (parts/draft/section.html)."""
    hearing, reading = context["consultation"], context.get("reading")
    what = (
        (section.pk, section.label, section.heading, section.plain_summary, section.text),
        section.tally,
        section.choice,
        section.comment_count,
        tuple((one.section.pk, one.tally, one.choice) for one in section.earlier),
        (hearing.pk, hearing.tallies, bool(context.get("accepts")), chaptered, reading.query if reading else ""),
    )
    return _fragment(context, "parts/draft/section.html", what, section=section, chaptered=chaptered)


def _fragment(context, name: str, what: Hashable, **shown) -> SafeString:
    part = get_template(name).template
    token, request = context.get("csrf_token"), context.get("request")
    if what is None:
        with context.push(**shown):
            return part.render(context)
    digits = request.COOKIES.get(DIGITS_COOKIE, "") if request else ""
    key = (name, get_language(), digits, bool(token), what)
    html = _rendered.get(key)
    if html is None:
        with context.push(**shown, **({"csrf_token": _TOKEN} if token else {})):
            html = part.render(context)
        if len(_rendered) >= REMEMBERED:
            _rendered.pop(next(iter(_rendered)), None)
        _rendered[key] = html
    return mark_safe(html.replace(_TOKEN, str(token)) if token else html)  # noqa: S308
