"""Comments as rows of a table that leaves the site: masked text, no author.

What the agency answered stands beside the comment in columns of its own, never as a row."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from consult.models import Comment, OfficialReply, Vote
from consult.models.participant import pseudonym
from consult.models.vote import LEVEL_COLUMNS, NO_VOTES
from consult.pages.where import with_where

from ..runs.current import CurrentRun

COLUMNS = [
    "id",
    "section",
    "version",
    "anchor",
    "section_now",
    "words",
    "words_start",
    "words_end",
    "reply_to",
    "stance",
    "channel",
    "participant",
    "company_number",
    "company_name",
    "posted_at",
    "theme",
    "subtheme",
    "reason",
    "campaign",
    "also_in",
    "votes_agree",
    "votes_unsure",
    "votes_disagree",
    *(f"votes_{name}" for name in LEVEL_COLUMNS),
    "text",
    "official_reply",
    "official_reply_at",
]
BATCH = 1_000


def rows(comments: QuerySet[Comment], current: CurrentRun) -> Iterator[list]:
    """One row a comment, in the order of COLUMNS; votes are read a thousand comments at a time."""
    waiting = comments.iterator(chunk_size=BATCH)
    while batch := list(islice(waiting, BATCH)):
        with_where(batch, current.consultation, words=False)
        tallies = Vote.objects.comment_tallies([comment.pk for comment in batch])
        for comment in batch:
            place = current.place_of(comment)
            tally = tallies.get(comment.pk, NO_VOTES)
            yield [
                comment.pk,
                *_section(comment),
                comment.parent_id or "",
                comment.stance,
                comment.channel,
                pseudonym(comment.participant_id),
                *_company(comment),
                timezone.localtime(comment.posted_at).isoformat(timespec="seconds"),
                place.theme_label,
                place.subtheme_label,
                place.reason,
                place.campaign,
                [current.labels[theme] for theme in current.notes.also_of(comment.pk) if theme in current.labels],
                *tally.as_list(),
                *tally.as_list_by_level(),
                comment.public_text,
                *_official_reply(comment),
            ]


def _section(comment: Comment) -> tuple:
    """The section as its author read it, the version that was, its identity through all versions and what it is called now (nothing
    where it was taken out); the words it speaks of and their places in that version, in code points."""
    where, span = comment.where, getattr(comment, "span", None)
    if where is None:
        return ("",) * 7
    seen, now = where.seen, where.now
    words = (span.exact, span.start, span.end) if span else ("", "", "")
    return seen.label, seen.version.number, str(seen.anchor), now.label if now else "", *words


def _company(comment: Comment) -> tuple[str, str]:
    """Number and name of the juristic person in whose name it was said; nothing where somebody spoke for themselves."""
    said_for = getattr(comment, "representation", None)
    return (said_for.company_number, said_for.company_name) if said_for else ("", "")


def _official_reply(comment: Comment) -> tuple[str, str]:
    """What the agency answers now, and since when; nothing where it has not answered or took that back."""
    reply: OfficialReply | None = getattr(comment, "official_reply", None)
    if reply is None or reply.withdrawn_at:
        return "", ""
    since = timezone.localtime(reply.revised_at or reply.answered_at)
    return reply.public_text, since.isoformat(timespec="seconds")
