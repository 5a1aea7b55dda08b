from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..suppression import in_fives
from .kept import LevelVotes, Received, received, wording_votes
from .level import Level
from .participant import pseudonym
from .prepared import Prepared, PreparedForIds
from .told_level import ToldLevel, told_levels


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How people voted on one thing, in votes; ``by_level``: of those at each level that voted, in the order of levels."""

    agree: int = 0
    unsure: int = 0
    disagree: int = 0
    by_level: tuple[LevelVotes, ...] = field(default=(), compare=False)

    @property
    def total(self) -> int:
        return self.agree + self.unsure + self.disagree

    @property
    def agree_or_unsure(self) -> int:
        return self.agree + self.unsure

    @property
    def levels(self) -> list[LevelVotes]:
        """Every level, those without a vote too, so that a page has a place for each."""
        voted = {one.level: one for one in self.by_level}
        return [voted.get(level, LevelVotes(level=level)) for level in Level]

    @property
    def told_levels(self) -> list[ToldLevel]:
        """What a page tells of every level."""
        return told_levels(self.by_level)

    @property
    def tells_levels(self) -> bool:
        """Whether any level reaches the least that a page tells."""
        return any(in_fives(one.total) for one in self.by_level)

    def as_list_by_level(self) -> list[int]:
        """Agree, unsure and disagree of each level, in the order of ``LEVEL_COLUMNS``."""
        return [n for one in self.levels for n in (one.agree, one.unsure, one.disagree)]

    @classmethod
    def of(cls, how: Received) -> "Tally":
        return cls(agree=how.agree, unsure=how.unsure, disagree=how.disagree, by_level=how.by_level)

    @classmethod
    def of_levels(cls, by_level: tuple[LevelVotes, ...]) -> "Tally":
        sums = (sum(getattr(one, name) for one in by_level) for name in ("agree", "unsure", "disagree"))
        agree, unsure, disagree = sums
        return cls(agree=agree, unsure=unsure, disagree=disagree, by_level=by_level)

    def as_list(self) -> list[int]:
        return [self.agree, self.unsure, self.disagree]


NO_VOTES = Tally()
#: Names of what ``as_list_by_level`` gives, for tables that leave the site
LEVEL_COLUMNS = [f"{level.name.lower()}_{how}" for level in Level for how in ("agree", "unsure", "disagree")]


@dataclass(frozen=True, kw_only=True)
class VoteRecord:
    """A vote as it leaves this room. ``subject`` is a comment id, or ``section:`` and a section id."""

    person: str
    subject: str
    value: int
    level: int


class VoteQuerySet(models.QuerySet):
    def records(self, consultation) -> Iterator[VoteRecord]:
        """Every vote of a consultation on a visible comment or a section, without the voters."""
        on_comments = Q(comment__consultation=consultation, comment__is_visible=True)
        on_sections = Q(section__version__consultation=consultation)
        rows = (
            self.filter(on_comments | on_sections)
            .order_by("pk")
            .values_list("participant", "comment", "section", "choice", "level")
        )
        for participant, comment, section, choice, level in rows.iterator(chunk_size=5000):
            subject = str(comment) if comment else f"section:{section}"
            yield VoteRecord(person=pseudonym(participant), subject=subject, value=choice, level=level)

    def counts_by_consultation(self, voter) -> dict[int, int]:
        """In which consultations this person voted, and on how many things in each."""
        return dict(_COUNTS.rows(voter.pk))

    def section_tallies(self, sections: Iterable[int]) -> dict[int, Tally]:
        """Tally of each section row that has votes (pass ballot ids)."""
        tallies = {pk: Tally.of_levels(by_level) for pk, by_level in wording_votes(sections).items()}
        return {pk: tally for pk, tally in tallies.items() if tally.total}

    def comment_tallies(self, comments: Iterable[int]) -> dict[int, Tally]:
        """Tally of each of these comments that has votes."""
        tallies = {pk: Tally.of(how) for pk, how in received(comments).items()}
        return {pk: tally for pk, tally in tallies.items() if tally.total}

    def section_choices(self, voter, sections: Iterable[int]) -> dict[int, int]:
        """How this person voted on these sections; empty for someone not signed in."""
        return self._choices(voter, "section", sections)

    def comment_choices(self, voter, comments: Iterable[int]) -> dict[int, int]:
        return self._choices(voter, "comment", comments)

    def _choices(self, voter, subject: str, ids: Iterable[int]) -> dict[int, int]:
        if not voter.is_authenticated:
            return {}
        return dict(_CHOICES[subject].rows(list(ids), voter.pk))


_CHOICES = {
    "section": PreparedForIds(
        lambda ids, voter: _choices_of(voter, section__in=ids).values_list("section", "choice"), 1
    ),
    "comment": PreparedForIds(
        lambda ids, voter: _choices_of(voter, comment__in=ids).values_list("comment", "choice"), 1
    ),
}


_COUNTS = Prepared(
    lambda voter: (
        Vote.objects.filter(participant__account=voter)
        .values_list("participant__consultation")
        .order_by()
        .annotate(n=Count("pk"))
    )
)


def _choices_of(voter: int, **on) -> models.QuerySet:
    return Vote.objects.filter(participant__account=voter, participant__company_number="", **on).order_by()


class Vote(models.Model):
    """One person's position on one section or one comment (เห็นด้วย / ไม่เห็นด้วย / ไม่แน่ใจ); changeable until closing."""

    class Choice(models.IntegerChoices):
        AGREE = 1, _("Agree")
        UNSURE = 0, _("Unsure")
        DISAGREE = -1, _("Disagree")

    participant = models.ForeignKey("consult.Participant", on_delete=models.PROTECT, related_name="votes")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="votes")
    comment = models.ForeignKey("consult.Comment", on_delete=models.PROTECT, null=True, related_name="votes")
    choice = models.SmallIntegerField(choices=Choice)
    level = models.PositiveSmallIntegerField(
        choices=Level, default=Level.EMAIL, help_text="Of the voter now: it moves up with the account."
    )
    cast_at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, comment__isnull=True)
                | Q(section__isnull=True, comment__isnull=False),
                name="a_vote_is_on_a_section_or_on_a_comment",
            ),
            models.CheckConstraint(condition=Q(choice__in=[-1, 0, 1]), name="a_vote_is_agree_unsure_or_disagree"),
            models.UniqueConstraint(fields=["section", "participant"], name="one_vote_per_person_per_section"),
            models.UniqueConstraint(fields=["comment", "participant"], name="one_vote_per_person_per_comment"),
        ]
        indexes = [
            models.Index(fields=["section", "choice"], name="section_votes_by_choice"),
            models.Index(fields=["comment", "choice"], name="comment_votes_by_choice"),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()

    @property
    def voter(self):
        """Whose vote it is: their account, which the vault leads to."""
        return self.participant.account
