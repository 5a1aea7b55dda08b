"""The same hearing in the shape in which Polis exports conversations, which tools of this field read (ไฟล์ตามแบบ Polis).

There the author of a comment and whoever votes have one number. Here they have two (`ballot_pseudonym`), so ``n-comments`` is 0.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from consult.models import Comment, Vote
from consult.models.participant import ballot_pseudonym, pseudonym

from .basis import BATCH, Basis
from .files import OpenFile, write_lines

FOLDER = "polis-"
_COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
_VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
_PEOPLE = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
#: Cells of the matrix of people and comments beyond which it is left out: nobody opens it, and polis-votes.csv says the same
MOST_CELLS = 50_000_000


def write_polis(folder: Path, basis: Basis) -> list[OpenFile]:
    """Comments, votes, the matrix of who voted how where it is not too large, and the summary."""
    shown = _shown(basis)
    numbers = list(shown.order_by("pk").values_list("pk", flat=True))
    votes = Vote.objects.filter(comment__consultation=basis.consultation, comment__is_visible=True)
    voters = votes.aggregate(n=Count("participant", distinct=True))["n"]
    files = [
        write_lines(folder / f"{FOLDER}comments.csv", _COMMENTS, _comments(basis, shown)),
        write_lines(folder / f"{FOLDER}votes.csv", _VOTES, _votes(basis, votes)),
    ]
    if voters * len(numbers) <= MOST_CELLS:
        people = folder / f"{FOLDER}participants-votes.csv"
        files.append(write_lines(people, (*_PEOPLE, *numbers), _people(basis, votes, numbers)))
    files.append(_summary(folder / f"{FOLDER}summary.csv", basis, shown, voters))
    return files


def _shown(basis: Basis):
    """Statements of Polis answer nobody: replies are left out."""
    return Comment.objects.filter(consultation=basis.consultation).visible().top_level()


def _comments(basis: Basis, shown) -> Iterator[list[Any]]:
    """With midnight of the day for a moment, as the table of comments tells it."""
    counted = shown.annotate(
        agrees=Count("votes", filter=Q(votes__choice=Vote.Choice.AGREE)),
        disagrees=Count("votes", filter=Q(votes__choice=Vote.Choice.DISAGREE)),
    )
    columns = ("posted_at", "pk", "participant", "agrees", "disagrees", "public_text")
    for posted, pk, author, agrees, disagrees, text in counted.order_by("pk").values_list(*columns).iterator(BATCH):
        day = timezone.localtime(posted).replace(hour=0, minute=0, second=0, microsecond=0)
        told = (int(day.timestamp()) * 1000, day.isoformat())
        yield [*told, pk, pseudonym(author), agrees, disagrees, 1, text]


def _votes(basis: Basis, votes) -> Iterator[list[Any]]:
    """Without moments, 1 for agree. On replies too."""
    rows = votes.order_by("pk").values_list("comment", "participant", "choice")
    for comment, voter, choice in rows.iterator(BATCH):
        yield [None, None, comment, ballot_pseudonym(voter), choice]


def _people(basis: Basis, votes, numbers: list[int]) -> Iterator[list[Any]]:
    """One row a voter, one column a comment; group numbers are not told, since the site keeps nobody's group."""
    places = {number: place for place, number in enumerate(numbers)}
    rows = (
        votes.filter(comment__parent=None)
        .order_by("participant", "comment")
        .values_list("participant", "comment", "choice")
    )
    for voter, cast in groupby(rows.iterator(BATCH), key=itemgetter(0)):
        cells: list[int | None] = [None] * len(numbers)
        counts: Counter[int] = Counter()
        for _voter, comment, choice in cast:
            cells[places[comment]] = choice
            counts[choice] += 1
        told = (None, 0, counts.total(), counts[Vote.Choice.AGREE], counts[Vote.Choice.DISAGREE])
        yield [ballot_pseudonym(voter), *told, *cells]


def _summary(path: Path, basis: Basis, shown, voters: int) -> OpenFile:
    """A name and a value a line, as Polis has it."""
    groups = basis.current.shown.get("groups") or {}
    address = f"{settings.SITE_URL}/consultations/{basis.consultation.pk}/"
    rows = [
        ("url", address),
        ("views", None),
        ("voters", voters),
        ("voters-in-conv", voters),
        ("commenters", shown.aggregate(n=Count("participant", distinct=True))["n"]),
        ("comments", shown.count()),
        ("groups", len(groups.get("items", ()))),
        ("conversation-description", basis.consultation.summary),
    ]
    return write_lines(path, ("topic", basis.consultation.title), rows)
