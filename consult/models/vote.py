from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .kept import LevelVotes, Received, received, wording_votes
from .level import Level
from .prepared import PreparedForIds
from .user import pseudonym


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
            .values_list("voter", "comment", "section", "choice", "level")
        )
        for voter, comment, section, choice, level in rows.iterator(chunk_size=5000):
            subject = str(comment) if comment else f"section:{section}"
            yield VoteRecord(person=pseudonym(voter, consultation.pk), subject=subject, value=choice, level=level)

    def counts_by_consultation(self, voter) -> dict[int, int]:
        """In which consultations this person voted, and on how many things in each."""
        rows = self.filter(voter=voter).values_list("comment__consultation", "section__version__consultation")
        return Counter(on_comment or on_section for on_comment, on_section in rows)

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


def _choices_of(voter: int, **on) -> models.QuerySet:
    return Vote.objects.filter(voter=voter, **on).order_by()


class Vote(models.Model):
    """One person's position on one section or one comment (เห็นด้วย / ไม่เห็นด้วย / ไม่แน่ใจ); changeable until closing."""

    class Choice(models.IntegerChoices):
        AGREE = 1, _("Agree")
        UNSURE = 0, _("Unsure")
        DISAGREE = -1, _("Disagree")

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
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
            models.UniqueConstraint(fields=["section", "voter"], name="one_vote_per_person_per_section"),
            models.UniqueConstraint(fields=["comment", "voter"], name="one_vote_per_person_per_comment"),
        ]
        indexes = [
            models.Index(fields=["section", "choice"], name="section_votes_by_choice"),
            models.Index(fields=["comment", "choice"], name="comment_votes_by_choice"),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
