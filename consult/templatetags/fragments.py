"""Parts of pages that are rendered once for everybody whom they show the same, and remembered in this process.

A part is remembered under everything it shows, so that what changed is rendered anew and nothing must be forgotten by hand. The
token of a form is each reader's own: it is put in when the part is shown.
"""

from collections.abc import Hashable
from hashlib import sha256
from secrets import token_hex

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..models import Comment, Consultation, Section
from ..pages.digits import DIGITS_COOKIE
from ..pages.discussion import Thread
from ..pages.draft import ShownDraft
from ..views.filters import ConsultationFilter
from ..views.forms import ModerationForm
from .thai import ago, time_left

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
    if thread.is_trace:
        return (
            one.pk,
            one.parent_id,
            one.withdrawn_at,
            one.hidden_at,
            one.hidden_reason,
            tuple(map(_content, thread.replies)),
        )
    return (
        (
            one.pk,
            one.public_text,
            one.edited_at,
            one.language,
            one.stance,
            one.channel,
            (one.author.alias, one.author.level),
            one.section_id,
            one.parent_id,
            one.where,
        ),
        ago(one.posted_at),
        thread.tally and (thread.tally, thread.tally.by_level),
        (thread.choice, thread.by_staff, thread.may_vote),
        official and (official.public_text, official.revised_at, official.withdrawn_at, official.answered_at),
        thread.reply_count,
        thread.is_own,
        tuple(map(_content, thread.replies)),
    )


@register.simple_tag(takes_context=True)
def section_of(context, section: Section) -> SafeString:
    """A section of a draft with its votes (parts/draft/section.html)."""
    chaptered = bool(section.chapter_number or section.chapter_heading)
    hearing, reading = context["consultation"], context.get("reading")
    what = (
        (section.pk, section.label, section.heading, section.plain_summary, section.text),
        section.tally and (section.tally, section.tally.by_level),
        section.choice,
        section.comment_count,
        getattr(section, "mark", None),
        tuple((one.section.pk, one.tally, one.tally and one.tally.by_level, one.choice) for one in section.earlier),
        (hearing.pk, hearing.tallies, bool(context.get("accepts")), context.get("may_vote"), chaptered),
        reading.query if reading else "",
    )
    return _fragment(context, "parts/draft/section.html", what, section=section, chaptered=chaptered)


@register.simple_tag(takes_context=True)
def moderated_of(context, comment: Comment) -> SafeString:
    """A comment before a moderator (parts/comment/moderated.html)."""
    acts = tuple((act.kind, act.reason, act.note, act.at) for act in comment.acts)
    names = tuple(comment.author.formerly)
    what = (
        (
            comment.pk,
            comment.public_text,
            comment.withdrawn_at,
            comment.language,
            comment.author.alias,
            comment.posted_at,
        ),
        (
            comment.section_id,
            comment.where,
            comment.is_visible,
            bool(comment.hidden_at),
            comment.held_at and ago(comment.held_at),
            acts,
            names,
        ),
        (tuple(comment.reported.items()), tuple(comment.reported_words), comment.others_hidden, context.get("queue")),
        (tuple(comment.closed), comment.seen),
        str(comment.pk) in context.get("chosen", ()),
        comment.parent and (comment.parent.public_text, comment.parent.language),
    )
    what = None if comment.refused else what  # what was sent and refused is shown with it
    form = SimpleLazyObject(lambda: comment.refused or ModerationForm(comment=comment))
    return _fragment(context, "parts/comment/moderated.html", what, comment=comment, form=form)


@register.simple_tag(takes_context=True)
def same_for_all(context, name: str, *kinds: bool) -> SafeString:
    """A part of every page that says the same to everybody in one language, or to everybody of one of these kinds."""
    return _fragment(context, name, kinds)


@register.simple_tag(takes_context=True)
def part_of(context, name: str, **shown) -> SafeString:
    """A part that shows these values of a hearing and nothing else. They are told apart by ``repr``: figures, words and values
    made of them, no rows."""
    what = (context["consultation"].pk, sha256(repr(shown).encode()).digest())
    return _fragment(context, name, what, **shown)


@register.simple_tag(takes_context=True)
def remembered(context, name: str, content: Hashable, **shown) -> SafeString:
    """A part of a page that comes with its ``content``: all that the part tells; None where it is to be remembered for nobody."""
    return _fragment(context, name, content, **shown)


@register.simple_tag(takes_context=True)
def card_of(context, consultation: Consultation) -> SafeString:
    """One hearing in a list (parts/hearing/consultation_card.html)."""
    now = timezone.now()
    what = (
        (
            consultation.pk,
            consultation.title,
            consultation.summary,
            consultation.agency.name,
            consultation.policy_field,
        ),
        (consultation.opens_at, consultation.ends_at, bool(consultation.closed_at), consultation.state(now)),
        (consultation.closes_soon(now), time_left(consultation.ends_at, now), consultation.is_demo),
        getattr(consultation, "comment_count", None),
        context.get("level"),
    )
    return _fragment(context, "parts/hearing/consultation_card.html", what, consultation=consultation)


@register.simple_tag(takes_context=True)
def narrowing_of(context, asked) -> SafeString:
    """The form over a list of hearings (parts/hearing/narrowing.html); what somebody ``asked`` for, a ``ConsultationFilter``, is
    shown to them alone."""
    what = None if asked else ConsultationFilter.offers()
    return _fragment(
        context, "parts/hearing/narrowing.html", what, filter=asked or SimpleLazyObject(ConsultationFilter)
    )


@register.simple_tag(takes_context=True)
def outline_of(context, reading: ShownDraft) -> SafeString:
    """The contents of a draft (parts/draft/outline.html)."""
    return _fragment(context, "parts/draft/outline.html", (reading.shown and reading.shown.number, _counts(reading)))


@register.simple_tag(takes_context=True)
def heat_of(context, reading: ShownDraft) -> SafeString:
    """Where people comment (parts/draft/heat.html)."""
    return _fragment(context, "parts/draft/heat.html", _counts(reading))


def _counts(reading: ShownDraft) -> Hashable:
    """A draft of which nothing but the counts can change."""
    return tuple((one.pk, one.plain_summary, one.comment_count) for part in reading.parts for one in part.sections)


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
