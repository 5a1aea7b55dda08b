"""News of the record. Only actions announce.

An event is a value of ids, no text: whoever hears it fetches what they may see. ``announce`` writes it in the same
transaction as the change, for the ticker (live.py), and after the commit tells the listeners that other rooms added.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from .models import Announcement


@dataclass(frozen=True, kw_only=True)
class Event:
    type: ClassVar[str]
    consultation_id: int
    section_id: int | None = None
    comment_id: int | None = None
    question_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CommentPosted(Event):
    """Anybody may read it from now on."""

    type = "comment.posted"


@dataclass(frozen=True, kw_only=True)
class CommentHeld(Event):
    """One waits for a moderator, or reads otherwise while it waits: figures change, and no watcher is told which it is."""

    type = "comment.held"


@dataclass(frozen=True, kw_only=True)
class CommentHidden(Event):
    type = "comment.hidden"


@dataclass(frozen=True, kw_only=True)
class CommentRestored(Event):
    type = "comment.restored"


@dataclass(frozen=True, kw_only=True)
class CommentReworded(Event):
    """Its words are others now, or more."""

    type = "comment.reworded"


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(Event):
    """Its author took it back: its trace stands in its place."""

    type = "comment.withdrawn"


@dataclass(frozen=True, kw_only=True)
class OfficialReplyChanged(Event):
    """The agency answered a comment, changed its answer or took it back."""

    type = "official_reply.changed"


@dataclass(frozen=True, kw_only=True)
class VotesChanged(Event):
    type = "votes.changed"


@dataclass(frozen=True, kw_only=True)
class AnswersChanged(Event):
    type = "answers.changed"


@dataclass(frozen=True, kw_only=True)
class ConsultationChanged(Event):
    """A new version, other dates, closed or withdrawn, comments masked anew: an open page is out of date."""

    type = "consultation.changed"


_listeners: dict[type[Event], list[Callable[[Event], None]]] = defaultdict(list)


def listen(kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Call ``listener`` after the commit of each event of this kind. Rooms above register theirs in ``AppConfig.ready``."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def announce(event: Event, *, is_recorded: bool = False) -> None:
    """Record the news with the change itself; nobody hears of a change that was rolled back. ``is_recorded``: the change recorded them in
    the question that made it."""
    if not is_recorded:
        about = (event.section_id, event.comment_id, event.question_id)
        Announcement.objects.append(event.type, event.consultation_id, *about)
    for listener in _listeners[type(event)]:
        transaction.on_commit(_telling(listener, event), robust=True)


def _telling(listener: Callable[[Event], None], event: Event) -> Callable[[], None]:
    """The call to make after the commit. A function, not a partial: Django logs a robust callback by ``__qualname__``,
    and one without it turns a listener's failure into the citizen's."""

    def tell() -> None:
        listener(event)

    return tell
