from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from .. import rules
from ..errors import NotAllowed
from ..models import Comment, Consultation, Participant, Section, User
from ..thai.language import language_of
from ..thai.normal_form import search_form
from .audit import record
from .comment import ChosenWords, clean_text, keep_span, mask, span_in
from .comment_leaves import log_comments_again
from .consultation import must_not_be_withdrawn, wait_for_acts


@dataclass(frozen=True, kw_only=True)
class ReceivedComment:
    """A comment that reached the agency outside this site: a letter, an e-mail, a meeting."""

    author: User
    text: str
    posted_at: datetime
    channel: Comment.Channel
    section: Section | None = None
    stance: str = ""
    words: ChosenWords | None = None
    #: position in the same list of the comment it answers
    parent: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What is worked out of a text before it is put on record."""

    text: str
    public_text: str
    language: str


def import_comments(*, consultation: Consultation, received: Sequence[ReceivedComment], by: User) -> list[Comment]:
    """Put comments received by other channels on record, all or none (นำเข้าความคิดเห็นจากช่องทางอื่น).

    Parents come before their replies, which take no position. Raises NotAllowed, ConsultationWithdrawn, TextEmpty, TextTooLong, TooManyMarks,
    WordsNotInSection.
    """
    if not rules.may_moderate(by, consultation):
        raise NotAllowed
    texts = [clean_text(one.text) for one in received]
    # before the transaction: nobody's comment waits for it
    readings = [_Reading(text=text, public_text=mask(text), language=language_of(text)) for text in texts]
    comments: list[Comment] = []
    with transaction.atomic():
        wait_for_acts(consultation)
        must_not_be_withdrawn(consultation)
        for one, reading in zip(received, readings, strict=True):
            parent = None if one.parent is None else comments[one.parent]
            comments.append(_record(consultation, one, parent, reading))
        log_comments_again(comments, "imported")
        record(verb="import_comments", by=by, consultation=consultation, count=len(comments))
    return comments


def _record(consultation: Consultation, one: ReceivedComment, parent: Comment | None, reading: _Reading) -> Comment:
    span = None if parent else span_in(one.section, one.words)
    comment = Comment.objects.create(
        consultation=consultation,
        section=one.section,
        parent=parent,
        participant=Participant.objects.enter(one.author, consultation),
        text=reading.text,
        public_text=reading.public_text,
        search_text=search_form(reading.public_text),
        language=reading.language,
        stance="" if parent else one.stance,
        channel=one.channel,
        posted_at=one.posted_at,
    )
    keep_span(comment, one.section, span)
    return comment
