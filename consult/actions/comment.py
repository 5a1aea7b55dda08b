import unicodedata
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from .. import events
from ..errors import CommentIsHidden, RepliesAreOneDeep, TextEmpty, TextTooLong, TooManyComments
from ..models import Comment, Consultation, Section, User
from ..models.search import fold
from ..thai import personal_data
from .consultation import must_be_open_now


def mask(text: str) -> str:
    """The text with personal data masked, as anybody but its author's agency sees it."""
    return personal_data.mask(text).text


def clean_text(text: str) -> str:
    """The text as it is recorded: composed marks, plain line ends, no control characters.

    Raises TextEmpty or TextTooLong.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")).strip()
    if not text:
        raise TextEmpty
    if len(text) > settings.COMMENT_MAX_LENGTH:
        raise TextTooLong(settings.COMMENT_MAX_LENGTH)
    return text


def _must_not_flood(author: User, now) -> None:
    recent = author.comments.filter(posted_at__gt=now - timedelta(hours=1))
    if recent.count() >= settings.COMMENTS_PER_HOUR:
        raise TooManyComments


@transaction.atomic
def post_comment(
    *,
    consultation: Consultation,
    author: User,
    text: str,
    client_key: UUID,
    section: Section | None = None,
    parent: Comment | None = None,
    stance: str = "",
) -> Comment:
    """Record a comment (ความคิดเห็น) on a section or the whole draft, or a reply, and tell everyone watching.

    The same ``client_key`` from the same author is the same comment: sending a form again changes nothing.
    Raises ConsultationClosed and its kin, TextEmpty, TextTooLong, TooManyComments, RepliesAreOneDeep, CommentIsHidden.
    """
    if already := Comment.objects.filter(author=author, client_key=client_key).first():
        return already
    now = must_be_open_now(consultation)
    text = clean_text(text)
    _must_not_flood(author, now)
    if parent:
        if parent.parent_id:
            raise RepliesAreOneDeep
        if parent.hidden_at:
            raise CommentIsHidden
        section = parent.section
    public_text = mask(text)
    comment, is_new = Comment.objects.get_or_create(
        author=author,
        client_key=client_key,
        defaults={
            "consultation": consultation,
            "section": section,
            "parent": parent,
            "text": text,
            "public_text": public_text,
            "search_text": fold(public_text),
            "stance": stance,
            "posted_at": now,
        },
    )
    if is_new:  # otherwise the same form came twice at once, and the other one was first
        events.announce(
            events.CommentPosted(consultation_id=consultation.pk, section_id=comment.section_id, comment_id=comment.pk)
        )
    return comment
