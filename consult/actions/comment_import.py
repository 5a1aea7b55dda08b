from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from .. import rules
from ..errors import NotAllowed
from ..models import Comment, Consultation, Section, User
from ..thai.language import language_of
from ..thai.normal_form import search_form
from .audit import record
from .comment import clean_text, mask


@dataclass(frozen=True, kw_only=True)
class ReceivedComment:
    """A comment that reached the agency outside this site: a letter, an e-mail, a meeting."""

    author: User
    text: str
    posted_at: datetime
    channel: Comment.Channel
    section: Section | None = None
    stance: str = ""
    #: position in the same list of the comment it answers
    parent: int | None = None


def import_comments(*, consultation: Consultation, received: Sequence[ReceivedComment], by: User) -> list[Comment]:
    """Put comments received by other channels on record, all or none (นำเข้าความคิดเห็นจากช่องทางอื่น).

    Parents come before their replies, which take no position. Raises NotAllowed, TextEmpty, TextTooLong, TooManyMarks.
    """
    if not rules.may_moderate(by, consultation):
        raise NotAllowed
    texts = [clean_text(one.text) for one in received]
    public_texts = [mask(text) for text in texts]  # before the transaction: nobody's comment waits for it
    comments: list[Comment] = []
    with transaction.atomic():
        for one, text, public_text in zip(received, texts, public_texts, strict=True):
            parent = None if one.parent is None else comments[one.parent]
            comments.append(_record(consultation, one, parent, text, public_text))
        record(verb="import_comments", by=by, consultation=consultation, count=len(comments))
    return comments


def _record(
    consultation: Consultation, one: ReceivedComment, parent: Comment | None, text: str, public_text: str
) -> Comment:
    return Comment.objects.create(
        consultation=consultation,
        section=one.section,
        parent=parent,
        author=one.author,
        text=text,
        public_text=public_text,
        search_text=search_form(public_text),
        language=language_of(public_text),
        stance="" if parent else one.stance,
        channel=one.channel,
        posted_at=one.posted_at,
    )
