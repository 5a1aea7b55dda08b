"""Questions as a page shows them: each with what the reader answered, and what others did where that may be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..models import Answer, Consultation, Level, Question
from ..models.answer import NO_ANSWERS, Answers
from ..suppression import in_fives


@dataclass(frozen=True, kw_only=True)
class Option:
    """``is_chosen``: on record; ``is_ticked``: in the form, which differs after an answer that was refused. ``count``, and its
    ``percent`` of the people who answered, are None where the reader may not see them yet."""

    place: int
    text: str
    is_chosen: bool
    is_ticked: bool
    count: int | None
    percent: int | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question. ``people`` is how many answered, or None where the reader may not see it yet; ``people_by_level``: of those, in
    fives, levels that reach them.

    ``is_unfolded``: one open question at a time for those who answer, all of them once it is over.
    """

    question: Question
    options: Sequence[Option]
    people: int | None
    people_by_level: Mapping[Level, int] = field(default_factory=dict)
    is_unfolded: bool = True
    error: str = ""

    @property
    def is_answered(self) -> bool:
        return any(option.is_chosen for option in self.options)

    def refused(self, choices: Sequence[int], error: str) -> "Asked":
        """The same question with what was ticked and why it was not taken."""
        options = [replace(option, is_ticked=option.place in choices) for option in self.options]
        return replace(self, options=options, error=error)


def asked(consultation: Consultation, *, reader) -> list[Asked]:
    """The questions of a consultation for this reader (three queries, one when there are none)."""
    if consultation.questionnaire_id is None:
        return []
    questions = Question.objects.filter(questionnaire=consultation.questionnaire_id)
    dressed = dress(consultation, list(questions), reader=reader)
    if not consultation.is_open():
        return dressed
    first = next((one for one in dressed if not one.is_answered), None)
    return [replace(one, is_unfolded=one is first) for one in dressed]


def dress(consultation: Consultation, questions: Sequence[Question], *, reader, sees_all: bool = False) -> list[Asked]:
    """These questions for this reader (two queries); ``sees_all``: also figures that are not yet public."""
    ballots = [question.ballot_id for question in questions]
    given = Answer.objects.by_question(ballots)
    chosen = Answer.objects.choices_of(reader, ballots)
    dressed = []
    for question in questions:
        own = chosen.get(question.ballot_id, set())
        shown = sees_all or consultation.shows_tallies(voted=bool(own))
        dressed.append(_asked(question, given.get(question.ballot_id, NO_ANSWERS), own, shown=shown))
    return dressed


def _asked(question: Question, given: Answers, chosen: set[int], *, shown: bool) -> Asked:
    options = [
        Option(
            place=place,
            text=text,
            is_chosen=place in chosen,
            is_ticked=place in chosen,
            count=given.counts.get(place, 0) if shown else None,
            percent=round(100 * given.counts.get(place, 0) / (given.people or 1)) if shown else None,
        )
        for place, text in enumerate(question.options)
    ]
    return Asked(
        question=question,
        options=options,
        people=given.people if shown else None,
        people_by_level=_in_fives(given.people_by_level) if shown else {},
    )


def _in_fives(people: Mapping[Level, int]) -> dict[Level, int]:
    return {level: in_fives(n) for level, n in people.items() if in_fives(n)}
