from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count

from .kept import options_chosen
from .level import Level
from .prepared import Prepared


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What people answered to one question: ``counts`` by option, and how many ``people`` answered at all.

    ``people_by_level``: of those, how many at each level (an account each), in the order of levels.
    """

    people: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)
    people_by_level: Mapping[Level, int] = field(default_factory=dict, compare=False)


NO_ANSWERS = Answers()


class AnswerQuerySet(models.QuerySet):
    def by_question(self, questions: Iterable[int]) -> dict[int, Answers]:
        """What was answered to each question that has answers (pass ballot ids); one query."""
        people: dict[int, Counter] = defaultdict(Counter)
        counts: dict[int, Counter] = defaultdict(Counter)
        for (question, choice, level), (chosen, answered) in sorted(options_chosen(questions).items()):
            people[question][Level(level)] += answered
            counts[question][choice] += chosen
        return {
            question: Answers(
                people=people[question].total(), counts=dict(+found), people_by_level=dict(+people[question])
            )
            for question, found in counts.items()
            if +found
        }

    def choices_of(self, author, questions: Iterable[int]) -> dict[int, set[int]]:
        """What this person answered to these questions; empty for someone not signed in."""
        chosen: dict[int, set[int]] = defaultdict(set)
        if author.is_authenticated:
            own = self.filter(participant__account=author, participant__company_number="", question__in=questions)
            for question, choice in own.values_list("question", "choice"):
                chosen[question].add(choice)
        return chosen

    def counts_by_consultation(self, author) -> dict[int, int]:
        """In which consultations this person answered, and how many questions in each."""
        return dict(_COUNTS.rows(author.pk))


_COUNTS = Prepared(
    lambda author: (
        Answer.objects.filter(participant__account=author)
        .values_list("participant__consultation")
        .order_by()
        .annotate(n=Count("question", distinct=True))
    )
)


class Answer(models.Model):
    """One option one person chose (คำตอบ), one row each; changeable until closing."""

    question = models.ForeignKey("consult.Question", on_delete=models.PROTECT, related_name="answers")
    participant = models.ForeignKey("consult.Participant", on_delete=models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField(help_text="Place of the option in the question, from 0.")
    level = models.PositiveSmallIntegerField(
        choices=Level, default=Level.EMAIL, help_text="Of the participant now: it moves up with the account."
    )
    answered_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "participant", "choice"], name="each_option_is_chosen_once_a_person"
            ),
        ]
        indexes = [models.Index(fields=["question", "choice"], name="answers_by_choice")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.choice}"
