from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .. import events, rules
from ..anchors.chosen import chosen
from ..anchors.span import TextSpan
from ..errors import (
    CommentIsHeld,
    CommentIsHidden,
    CommentIsWithdrawn,
    GuestMovedOn,
    NotAllowed,
    RepliesAreOneDeep,
    SectionRemoved,
    TextEmpty,
    TextTooLong,
    TextWithoutWords,
    TooManyComments,
    TooManyMarks,
    WordsNotInSection,
)
from ..models import Comment, CommentReport, CommentSpan, Consultation, Mandate, Participant, Section, User
from ..models.prepared import Prepared, ask
from ..thai import personal_data, text_rule
from ..thai.language import language_of
from ..thai.normal_form import search_form
from .comment_leaves import log_comment, log_withdrawn_comment
from .consultation import must_be_known, must_be_open_now, must_have_consented
from .mandate import keep_representation, must_act_for


@dataclass(frozen=True, kw_only=True)
class ChosenWords:
    """Words of a section by their places in its text, in code points; ``exact``: as the screen showed them, where it says so."""

    start: int
    end: int
    exact: str = ""


def mask(text: str) -> str:
    """The text with personal data masked, as anybody but its author's agency sees it."""
    return personal_data.mask(text).text


def clean_text(text: str) -> str:
    """The text as it is recorded: composed letters, plain line ends, no controls (see text_rule).

    Raises TextEmpty, TextWithoutWords, TextTooLong or TooManyMarks.
    """
    text = text_rule.tidy(text)
    if text_rule.is_blank(text):
        raise TextWithoutWords if text_rule.shows_signs(text) else TextEmpty
    if text_rule.has_tower_of_marks(text):
        raise TooManyMarks
    if len(text) > settings.COMMENT_MAX_LENGTH:
        raise TextTooLong(settings.COMMENT_MAX_LENGTH)
    return text


def wait_for_turn(author: User) -> None:
    """Let the writes of one person go one after the other, inside the caller's transaction.

    Taken before anything else is locked, so that two acts of one person never wait for each other. Raises GuestMovedOn when
    the guest has become somebody with an account meanwhile.
    """
    found = _HELD_LEVEL.rows(author.pk)
    if not found:
        raise GuestMovedOn
    ((author.level,),) = found


_HELD_LEVEL = Prepared(
    lambda author: User.objects.filter(pk=author).order_by().values_list("level"), lock="FOR NO KEY UPDATE"
)
_POSTED_SINCE = """
    SELECT count(*) FROM consult_comment said JOIN consult_participant who ON who.id = said.participant_id
    WHERE who.account_id = %s AND said.posted_at > %s
"""


def _must_not_flood(author: User, now: datetime) -> None:
    since = connection.ops.adapt_datetimefield_value(now - timedelta(hours=1))
    ((recent,),) = ask(_POSTED_SINCE, [author.pk, since])
    if recent >= settings.COMMENTS_PER_HOUR:
        raise TooManyComments


def is_in_draft(section: Section, consultation: Consultation) -> bool:
    """Whether the draft still has this section, in whatever wording."""
    draft = consultation.draft_id
    return section.version_id == draft or Section.objects.filter(version_id=draft, anchor=section.anchor).exists()


def _place(consultation: Consultation, section: Section | None, parent: Comment | None) -> Section | None:
    """Where a comment stands: with what it answers, or on a section that is still in the draft, or on the whole draft."""
    if parent is None:
        if section and not is_in_draft(section, consultation):
            raise SectionRemoved
        return section
    # A moderator who hides the parent at this moment either finds the reply or is found by it.
    parent = Comment.objects.select_for_update(no_key=True, of=("self",)).select_related("section").get(pk=parent.pk)
    if parent.parent_id:
        raise RepliesAreOneDeep
    must_be_visible(parent)
    return parent.section


def must_be_visible(comment: Comment) -> None:
    """Raises CommentIsWithdrawn, CommentIsHeld or CommentIsHidden."""
    if comment.withdrawn_at:
        raise CommentIsWithdrawn
    if comment.held_at:
        raise CommentIsHeld
    if not comment.is_visible:
        raise CommentIsHidden


def span_in(section: Section | None, words: ChosenWords | None) -> TextSpan | None:
    """The words in the text their reader had open, which is a row of one version."""
    if words is None:
        return None
    try:
        return chosen(section.text if section else "", words.start, words.end, words.exact)
    except ValueError as error:
        raise WordsNotInSection from error


def keep_span(comment: Comment, section: Section | None, span: TextSpan | None) -> None:
    """Put the words a comment speaks of on record beside it."""
    if section and span:
        CommentSpan.objects.create(comment=comment, section=section, anchor=section.anchor, **asdict(span))


def key_of(client_key: UUID, *content: object) -> UUID:
    """One key for a form and what was sent with it: a form that a browser brings back can carry a second comment."""
    return uuid5(client_key, "\x1f".join(str(part) for part in content))


_ALREADY = Prepared(
    lambda author, key: Comment.objects.filter(participant__account=author, client_key=key).order_by(), of=(int, UUID)
)


def post_comment(
    *,
    consultation: Consultation,
    author: User,
    text: str,
    client_key: UUID,
    section: Section | None = None,
    parent: Comment | None = None,
    stance: str = "",
    words: ChosenWords | None = None,
    mandate: Mandate | None = None,
) -> Comment:
    """Record a comment (ความคิดเห็น) on a section, on words in it, or on the whole draft, or a reply, and tell everyone watching;
    where a moderator looks first, it is held and nobody is told yet.

    The same content under the same ``client_key`` from the same author is the same comment: sending a form again changes
    nothing; other content under that key is another comment. A reply takes no ``stance`` and no ``words``: it would be one on
    what somebody said, and be read as one on the draft.
    ``mandate``: of the juristic person in whose name it is said.
    Raises MandateEnded, ConsultationClosed and its kin, LevelTooLow, ConsentMissing, SectionRemoved, TextEmpty, TextWithoutWords,
    TextTooLong, TooManyMarks, TooManyComments, RepliesAreOneDeep, CommentIsHeld, CommentIsHidden, CommentIsWithdrawn, WordsNotInSection.
    """
    text = clean_text(text)
    stance = "" if parent else stance
    span = None if parent else span_in(section, words)
    place = [section and section.pk, *([span.start, span.end] if span else [])]
    key = key_of(
        client_key, consultation.pk, *place, parent and parent.pk, stance, text, *([mandate.pk] if mandate else [])
    )
    # both take their time: nobody's comment shall wait for them inside the transaction
    public_text, language = mask(text), language_of(text)
    with transaction.atomic():
        wait_for_turn(author)
        if already := _ALREADY.first(author.pk, key):
            return already
        now = must_be_open_now(consultation)
        must_be_known(author, consultation.least_to_comment)
        must_have_consented(author, consultation)
        _must_not_flood(author, now)
        must_act_for(author, mandate)
        comment = Comment.objects.create(
            consultation=consultation,
            section=_place(consultation, section, parent),
            parent=parent,
            participant=Participant.objects.enter(author, consultation),
            text=text,
            public_text=public_text,
            search_text=search_form(public_text),
            language=language,
            stance=stance,
            client_key=key,
            posted_at=now,
            held_at=now if consultation.moderates_first else None,
            is_visible=not consultation.moderates_first,
        )
        keep_span(comment, section, span)
        keep_representation(comment, mandate)
        log_comment(comment, span.exact if span else "")
        news = events.CommentHeld if comment.held_at else events.CommentPosted
        events.announce(news(consultation_id=consultation.pk, section_id=comment.section_id, comment_id=comment.pk))
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User) -> Comment:
    """Take back what oneself wrote, also after closing (ถอนความคิดเห็น).

    Its words leave every surface; what was written stays in the record, which no page shows to others. Replies of other people stay
    under its trace, since nobody takes back the words of others. Withdrawn again nothing changes. Raises NotAllowed.
    """
    if not rules.wrote(by, comment):
        raise NotAllowed
    # Replies that are being written wait here, so that none is put under words that are gone.
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if comment.withdrawn_at:
        return comment
    comment.withdrawn_at, comment.held_at, comment.is_visible = timezone.now(), None, False
    comment.public_text = comment.search_text = ""
    comment.save(update_fields=["withdrawn_at", "held_at", "is_visible", "public_text", "search_text"])
    CommentReport.objects.waiting().filter(comment=comment).update(settled_at=comment.withdrawn_at)
    log_withdrawn_comment(comment)
    events.announce(
        events.CommentWithdrawn(
            consultation_id=comment.consultation_id, section_id=comment.section_id, comment_id=comment.pk
        )
    )
    return comment
