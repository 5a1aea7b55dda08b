"""How each act is spelled in the log, of what open data publishes of it and nothing else: a published row with its salt opens its leaf.

Somebody is called by the same pseudonyms as there: one for comments, another one for votes and answers. An act that takes the
place of earlier leaves names those it ``replaces``; one that takes comments off every page names those it ``closes``, one that shows them again those it
``opens``. Empty cells are null where they hold a number, and an empty text elsewhere.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

Act = dict[str, Any]

#: First parts of the kinds of votes and answers
BALLOTS = ("vote", "answer")


def moment_of_ballot(at: datetime) -> datetime:
    """Of a vote or an answer the log tells the hour, and within it no order: nobody shall find out by their moments who cast it."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def comment_act(
    *,
    hearing: int,
    id: int,
    section: int | None,
    words: str,
    reply_to: int | None,
    stance: str,
    channel: str,
    participant: str,
    posted_on: str,
    text: str,
) -> Act:
    """``section``: the row as its author read it, none for the draft as a whole; ``text``: as anybody reads it; ``posted_on``: YYYY-MM-DD."""
    return {
        "act": "comment",
        "hearing": hearing,
        "id": id,
        "section": section,
        "words": words,
        "reply_to": reply_to,
        "stance": stance,
        "channel": channel,
        "participant": participant,
        "posted_on": posted_on,
        "text": text,
    }


def vote_act(*, hearing: int, participant: str, section: int | None, comment: int | None, choice: str) -> Act:
    """``section``: the row in which the wording first stood; ``choice``: agree, unsure or disagree."""
    return {
        "act": "vote",
        "hearing": hearing,
        "participant": participant,
        "section": section,
        "comment": comment,
        "choice": choice,
    }


def answer_act(*, hearing: int, participant: str, question: int, options: Iterable[int]) -> Act:
    """``question``: the row in which the wording first stood; ``options``: their places, from 0."""
    return {
        "act": "answer",
        "hearing": hearing,
        "participant": participant,
        "question": question,
        "options": sorted(options),
    }


def gone_act(*, kind: str, hearing: int, at: str, replaces: Sequence[str]) -> Act:
    """Something was taken back, or other leaves take the place of these: it says which, and nothing of what they were."""
    return {"act": kind, "hearing": hearing, "at": at, "replaces": sorted(replaces)}
