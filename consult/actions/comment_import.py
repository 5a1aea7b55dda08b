import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from .. import rules
from ..errors import NotAllowed
from ..models import Comment, Consultation, Section, User
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


@transaction.atomic
def import_comments(*, consultation: Consultation, received: Sequence[ReceivedComment], by: User) -> list[Comment]:
    """Put comments received by other channels on record, all or none (นำเข้าความคิดเห็นจากช่องทางอื่น).

    Parents come before their replies. Raises NotAllowed, TextEmpty, TextTooLong.
    """
    if not rules.may_moderate(by, consultation):
        raise NotAllowed
    comments: list[Comment] = []
    for one in received:
        text = clean_text(one.text)
        public_text = mask(text)
        comments.append(
            Comment.objects.create(
                consultation=consultation,
                section=one.section,
                parent=None if one.parent is None else comments[one.parent],
                author=one.author,
                text=text,
                public_text=public_text,
                search_text=search_form(public_text),
                stance=one.stance,
                channel=one.channel,
                client_key=uuid.uuid4(),
                posted_at=one.posted_at,
            )
        )
    record(verb="import_comments", by=by, consultation=consultation, count=len(comments))
    return comments
