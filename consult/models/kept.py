"""Figures that are kept, so that no page counts what a whole country said.

The database counts (``counting``): each row of a comment, a vote or an answer, in the transaction that writes it, appends what it
adds to ``Uncounted``, where nobody waits for anybody; once a second the ticker folds that into the kept rows
(``actions.fold_figures``). What is kept and what is not yet counted is read in one question, so a figure is the number of rows at
any moment; only orders that go by figures lag by that second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from .level import Level
from .prepared import PreparedForIds

#: In place of the anchor or the row of a section: the draft as a whole
WHOLE_DRAFT = UUID(int=0)
NO_SECTION = 0


class ReceptionQuerySet(models.QuerySet):
    def listed_on(self, consultation: int, anchor: UUID | None):
        """Of the comments that are listed on a section, or (``None``) on the whole draft."""
        return self.filter(consultation=consultation, anchor=anchor or WHOLE_DRAFT, is_listed=True)

    def statements(self, consultation: int):
        """Of those to vote on one at a time, the least heard first, so that late comments are heard too; then the older one."""
        return self.filter(consultation=consultation, is_statement=True).order_by("votes", "comment_id")


class Reception(models.Model):
    """How one comment was received, and where it is listed: what lists are drawn and ordered from.

    ``is_listed``: visible and no reply. ``is_statement``: listed, and short enough to be voted on at a glance.
    """

    comment = models.OneToOneField(
        "consult.Comment", on_delete=models.CASCADE, primary_key=True, related_name="reception"
    )
    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, db_index=False, related_name="+")
    anchor = models.UUIDField(help_text="Of the section, or zeros for the whole draft.")
    is_listed = models.BooleanField()
    is_statement = models.BooleanField()
    agree = models.IntegerField(default=0)
    unsure = models.IntegerField(default=0)
    disagree = models.IntegerField(default=0)
    replies = models.IntegerField(default=0, help_text="Visible ones.")
    votes = models.GeneratedField(
        expression=F("agree") + F("unsure") + F("disagree"), output_field=models.IntegerField(), db_persist=True
    )
    support = models.GeneratedField(
        expression=F("agree") - F("disagree"), output_field=models.IntegerField(), db_persist=True
    )
    smaller_side = models.GeneratedField(
        expression=Least("agree", "disagree"), output_field=models.IntegerField(), db_persist=True
    )
    closeness = models.GeneratedField(
        expression=0 - F("agree") - F("disagree"), output_field=models.IntegerField(), db_persist=True
    )

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("consultation", "anchor", "comment", condition=Q(is_listed=True), name="listed_by_time"),
            models.Index(
                "consultation", "anchor", "support", "agree", "comment",
                condition=Q(is_listed=True), name="listed_by_support",
            ),
            models.Index(
                "consultation", "anchor", "smaller_side", "closeness", "comment",
                condition=Q(is_listed=True), name="listed_by_division",
            ),
            models.Index(
                "consultation", "votes", "comment", condition=Q(is_statement=True), name="statements_least_heard_first"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.votes}"


class WordingTally(models.Model):
    """How people at one level voted on one wording of a section: on the row ``ballot_id`` names."""

    section = models.ForeignKey(
        "consult.Section", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    level = models.IntegerField(choices=Level)
    agree = models.IntegerField(default=0)
    unsure = models.IntegerField(default=0)
    disagree = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "level"], name="a_wording_is_counted_once_a_level")]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.level}"


class CommentTally(models.Model):
    """How people at one level voted on one comment. ``Reception`` has the sums, by which lists are ordered."""

    comment = models.ForeignKey(
        "consult.Comment", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    level = models.IntegerField(choices=Level)
    agree = models.IntegerField(default=0)
    unsure = models.IntegerField(default=0)
    disagree = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "level"], name="a_comment_is_counted_once_a_level")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.level}"


class OptionTally(models.Model):
    """How often people at one level chose one option of a question; ``people`` summed over its options is how many answered it."""

    question = models.ForeignKey("consult.Question", on_delete=models.CASCADE, db_constraint=False, related_name="+")
    choice = models.IntegerField()
    level = models.IntegerField(choices=Level, default=Level.EMAIL)
    chosen = models.IntegerField(default=0)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "choice", "level"], name="an_option_is_counted_once_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.choice}"


class PlaceCount(models.Model):
    """Comments on one row of a section, or on the whole draft (``place`` 0): visible ones, those of
    them that are no replies, those that can be voted on at a glance, and hidden ones."""

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="+")
    place = models.BigIntegerField()
    in_all = models.IntegerField(default=0)
    top_level = models.IntegerField(default=0)
    statements = models.IntegerField(default=0)
    hidden = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "place"], name="a_place_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.place}"


class DayCount(models.Model):
    """Visible comments of one day, as Bangkok counts days."""

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    in_all = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "day"], name="a_day_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.day}"


class Uncounted(models.Model):
    """What one act adds to kept figures, until the ticker has counted it. Written by the database itself; ids of 0 mean none.

    No foreign keys: to check them an act would wait for a row everybody votes on.
    """

    consultation_id = models.BigIntegerField(default=0, db_default=0)
    place = models.BigIntegerField(default=0, db_default=0)
    day = models.DateField(null=True)
    comment_id = models.BigIntegerField(default=0, db_default=0)
    section_id = models.BigIntegerField(default=0, db_default=0)
    question_id = models.BigIntegerField(default=0, db_default=0)
    choice = models.IntegerField(default=0, db_default=0)
    level = models.IntegerField(default=0, db_default=0, help_text="Of whoever voted or answered.")
    in_all = models.IntegerField(default=0, db_default=0)
    top_level = models.IntegerField(default=0, db_default=0)
    statements = models.IntegerField(default=0, db_default=0)
    hidden = models.IntegerField(default=0, db_default=0)
    replies = models.IntegerField(default=0, db_default=0)
    agree = models.IntegerField(default=0, db_default=0)
    unsure = models.IntegerField(default=0, db_default=0)
    disagree = models.IntegerField(default=0, db_default=0)
    chosen = models.IntegerField(default=0, db_default=0)
    people = models.IntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=[f"{key}_id"], condition=~Q(**{f"{key}_id": 0}), name=f"uncounted_of_{key}")
            for key in ("consultation", "comment", "section", "question")
        ]

    def __str__(self) -> str:
        return str(self.pk)


@dataclass(frozen=True, kw_only=True)
class CommentCount:
    """``in_all``: visible, replies included; ``top_level``: of those no replies; ``statements``: of those the short ones."""

    in_all: int = 0
    top_level: int = 0
    statements: int = 0
    hidden: int = 0

    def __add__(self, other: "CommentCount") -> "CommentCount":
        return CommentCount(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})


NO_COMMENTS = CommentCount()


@dataclass(frozen=True, kw_only=True)
class LevelVotes:
    """How those at one level voted on one thing."""

    level: Level
    agree: int = 0
    unsure: int = 0
    disagree: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.unsure + self.disagree


@dataclass(frozen=True, kw_only=True)
class Received:
    """How one comment was received: votes, and visible replies; ``by_level``: of those at each level that voted."""

    agree: int = 0
    unsure: int = 0
    disagree: int = 0
    replies: int = 0
    by_level: tuple[LevelVotes, ...] = field(default=(), compare=False)


_AS_WAITING = {key: f"{key}_id" for key in ("comment", "section", "question", "consultation")}


@lru_cache
def _question(kept, keys: tuple[str, ...], counted: tuple[str, ...], key: str) -> PreparedForIds:
    """Kept rows and what is not yet counted into them, in one."""

    def rows(ids: Sequence[int]) -> models.QuerySet:
        found = kept.objects.filter(**{f"{key}__in": ids}).order_by().values_list(*keys, *counted)
        waiting = Uncounted.objects.filter(**{f"{_AS_WAITING[key]}__in": ids}).order_by()
        return found.union(waiting.values_list(*(_AS_WAITING.get(one, one) for one in keys), *counted), all=True)

    return PreparedForIds(rows)


def _figures(kept, keys: tuple[str, ...], counted: tuple[str, ...], key: str, ids: Iterable[int]) -> dict:
    """Key → figures of the rows whose ``key`` is among the ids, and of what is not yet counted into them: one query, one moment."""
    found = _question(kept, keys, counted, key).rows(list(ids))
    sums: dict[tuple, list[int]] = {}
    for row in found:
        figures = sums.setdefault(row[: len(keys)], [0] * len(counted))
        for place, n in enumerate(row[len(keys) :]):
            figures[place] += n
    return sums


def comment_counts(consultations: Iterable[int]) -> dict[int, dict[int, CommentCount]]:
    """Hearing → place → its comments (one query). A place is the row of a section, or 0 for the draft as a whole."""
    ids = list(consultations)
    names = tuple(one.name for one in fields(CommentCount))
    counts: dict[int, dict[int, CommentCount]] = {pk: {} for pk in ids}
    for (consultation, place), found in _figures(
        PlaceCount, ("consultation", "place"), names, "consultation", ids
    ).items():
        counts[consultation][place] = CommentCount(**dict(zip(names, found, strict=True)))
    return counts


@lru_cache
def _anchors() -> PreparedForIds:
    from .draft import Section

    return PreparedForIds(lambda ids: Section.objects.filter(pk__in=ids).order_by().values_list("pk", "anchor"))


def counts_by_anchor(consultation: int, anchors: Iterable[UUID] | None = None) -> dict[UUID | None, CommentCount]:
    """Comments of a hearing by the anchor of their section, whatever version it stood in; the whole draft is under ``None``.

    All of them, or those of these sections (two queries).
    """
    from .draft import Section

    counts = comment_counts([consultation])[consultation]
    rows = (
        _anchors().rows(sorted(counts))
        if anchors is None
        else Section.objects.filter(anchor__in=anchors).order_by().values_list("pk", "anchor")
    )
    found: dict[UUID | None, CommentCount] = {None: counts.get(NO_SECTION, NO_COMMENTS)}
    for pk, anchor in rows:
        found[anchor] = found.get(anchor, NO_COMMENTS) + counts.get(pk, NO_COMMENTS)
    return found


def count_in(consultation) -> CommentCount:
    """Comments of a whole hearing (one query)."""
    return sum(comment_counts([consultation.pk])[consultation.pk].values(), NO_COMMENTS)


def count_on(consultation, section) -> CommentCount:
    """Comments on one section in all its versions, or (``None``) on the whole draft (a query, and one where the draft was
    issued more than once)."""
    counts = comment_counts([consultation.pk])[consultation.pk]
    if section is None:
        rows = [NO_SECTION]
    elif consultation.draft.number == 1:
        rows = [section.pk]
    else:
        rows = list(type(section).objects.filter(anchor=section.anchor).order_by().values_list("pk", flat=True))
    return sum((counts.get(row, NO_COMMENTS) for row in rows), NO_COMMENTS)


def count_for(consultations: Iterable) -> None:
    """Give each consultation its ``comment_count``: visible comments, replies included (one query)."""
    consultations = list(consultations)
    counts = comment_counts(consultation.pk for consultation in consultations)
    for consultation in consultations:
        consultation.comment_count = sum(one.in_all for one in counts[consultation.pk].values())


def day_counts(consultation: int) -> dict[date, int]:
    """Visible comments of a hearing by Bangkok day, oldest first, days without any left out (one query)."""
    found = _figures(DayCount, ("day",), ("in_all",), "consultation", [consultation])
    return {day: n for (day,), (n,) in sorted(found.items()) if n}


def received(comments) -> dict[int, Received]:
    """Comment → how it was received (one query)."""
    replies: dict[int, int] = {}
    votes: dict[tuple, list[int]] = {}
    for pk, answered, level, agree, unsure, disagree in _RECEIVED.rows(list(comments)):
        replies[pk] = replies.get(pk, 0) + answered
        if level:
            sums = votes.setdefault((pk, level), [0, 0, 0])
            votes[pk, level] = [n + more for n, more in zip(sums, (agree, unsure, disagree), strict=True)]
    by_level = _by_level(votes)
    return {pk: _received(n, by_level.get(pk, ())) for pk, n in replies.items()}


def _received(replies: int, by_level: tuple[LevelVotes, ...]) -> Received:
    votes = {name: sum(getattr(one, name) for one in by_level) for name in _VOTES}
    return Received(replies=replies, by_level=by_level, **votes)


_VOTES = ("agree", "unsure", "disagree")


def _by_level(votes: dict[tuple, list[int]]) -> dict[int, tuple[LevelVotes, ...]]:
    """(what was voted on, level) → figures, as what was voted on → its levels in order, those without votes left out."""
    found: dict[int, tuple[LevelVotes, ...]] = {}
    for (pk, level), counts in sorted(votes.items()):
        if any(counts):
            one = LevelVotes(level=Level(level), **dict(zip(_VOTES, counts, strict=True)))
            found[pk] = (*found.get(pk, ()), one)
    return found


def _receptions(ids: Sequence[int]) -> models.QuerySet:
    """(comment, replies, level or 0, agree, unsure, disagree): votes counted by level, replies, and what is not yet counted."""
    none = models.Value(0)
    replies = Reception.objects.filter(comment__in=ids).order_by().annotate(level=none, a=none, u=none, d=none)
    votes = CommentTally.objects.filter(comment__in=ids).order_by().annotate(replies=none)
    waiting = Uncounted.objects.filter(comment_id__in=ids).order_by()
    return replies.values_list("comment", "replies", "level", "a", "u", "d").union(
        votes.values_list("comment", "replies", "level", *_VOTES),
        waiting.values_list("comment_id", "replies", "level", *_VOTES),
        all=True,
    )


_RECEIVED: PreparedForIds = PreparedForIds(_receptions)


def wording_votes(sections) -> dict[int, tuple[LevelVotes, ...]]:
    """Row of a section → the votes on it by level (one query)."""
    return _by_level(_figures(WordingTally, ("section", "level"), _VOTES, "section", sections))


def votes_on_drafts(consultations: Iterable[int]) -> dict[int, int]:
    """Hearing → votes on the sections of its draft, on whatever wording they were cast (three queries)."""
    from .draft import Section

    of_hearing, votes = "section__version__consultation", models.Sum(F("agree") + F("unsure") + F("disagree"))
    kept = WordingTally.objects.filter(**{f"{of_hearing}__in": list(consultations)})
    found = dict(kept.values_list(of_hearing).annotate(votes=votes))
    waiting = dict(Uncounted.objects.exclude(section_id=0).values_list("section_id").annotate(votes=votes))
    for section, hearing in Section.objects.filter(pk__in=waiting).values_list("pk", "version__consultation"):
        found[hearing] = found.get(hearing, 0) + waiting[section]
    return found


def votes_by_level(consultation: int) -> tuple[LevelVotes, ...]:
    """Votes on the sections of a hearing's draft, on whatever wording they were cast, at each level (two queries)."""
    from .draft import Section

    ballots = (
        Section.objects.filter(version__consultation=consultation, origin=None).order_by().values_list("pk", flat=True)
    )
    sums: dict[tuple, list[int]] = {}
    for by_level in wording_votes(ballots).values():
        for one in by_level:
            before = sums.get((0, one.level), [0, 0, 0])
            sums[0, one.level] = [n + getattr(one, name) for n, name in zip(before, _VOTES, strict=True)]
    return _by_level(sums).get(0, ())


def options_chosen(questions) -> dict[tuple[int, int, int], tuple[int, ...]]:
    """(question, option, level) → (how often it was chosen, what it adds to the people who answered) (one query)."""
    found = _figures(OptionTally, ("question", "choice", "level"), ("chosen", "people"), "question", questions)
    return {key: tuple(counts) for key, counts in found.items()}
