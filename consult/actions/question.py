from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from .. import events, rules
from ..errors import NotAllowed, NothingChosen, QuestionChanged, QuestionsStand, TooManyChosen
from ..models import Answer, Consultation, Mandate, Participant, Question, Questionnaire, User
from ..models.issued import issue, wording_sha256
from .audit import record
from .comment import wait_for_turn
from .consultation import must_be_known, must_be_open_now, must_have_consented, must_not_be_withdrawn, wait_for_acts
from .mandate import must_act_for
from .vote_leaves import log_answer


@dataclass(frozen=True, kw_only=True)
class QuestionText:
    """One question to be asked. ``anchor`` stays the same when it is asked again; no options: answered in words."""

    anchor: UUID
    text: str
    options: tuple[str, ...] = ()
    most: int = 1

    @property
    def wording_sha256(self) -> str:
        return wording_sha256(self.text, str(self.most), *self.options)


def asks_the_same(consultation: Consultation, questions: Sequence[QuestionText]) -> bool:
    """Whether these are the questions people read now."""
    asked = consultation.questionnaire.questions.all() if consultation.questionnaire else []
    return [(row.anchor, row.text, row.options, row.most) for row in asked] == [
        (one.anchor, one.text, list(one.options), one.most) for one in questions
    ]


def must_still_be_answered(consultation: Consultation) -> None:
    """Raises QuestionsStand where people have answered and nobody can any more."""
    if consultation.questionnaire and consultation.state() == Consultation.State.CLOSED:
        raise QuestionsStand


@transaction.atomic
def ask_questions(*, consultation: Consultation, questions: Sequence[QuestionText], by: User) -> Questionnaire | None:
    """Put questions to the people: an immutable questionnaire, or none (ออกชุดคำถาม).

    The same questions again are the same questionnaire. A question whose wording stood in any earlier questionnaire keeps
    its answers; one with another wording or other options starts anew. Once the hearing is closed nobody could answer that one, so
    what was asked stays. Raises NotAllowed, ConsultationWithdrawn, QuestionsStand.
    """
    if not rules.may_publish(by, consultation.agency):
        raise NotAllowed
    wait_for_acts(consultation)
    must_not_be_withdrawn(consultation)
    current = consultation.questionnaire
    if asks_the_same(consultation, questions):
        return current
    must_still_be_answered(consultation)
    questionnaire = Questionnaire.objects.create(
        consultation=consultation, number=consultation.questionnaires.count() + 1, issued_by=by
    )
    rows = (
        Question(
            questionnaire=questionnaire,
            anchor=one.anchor,
            text=one.text,
            options=list(one.options),
            most=one.most,
            wording_sha256=one.wording_sha256,
        )
        for one in questions
    )
    earlier = Question.objects.filter(questionnaire__consultation=consultation)
    Question.objects.bulk_create(issue(rows, earlier=earlier))
    consultation.questionnaire = questionnaire
    consultation.save(update_fields=["questionnaire"])
    told = {"sha256": [one.wording_sha256 for one in questions]}
    record(
        verb="ask_questions",
        by=by,
        consultation=consultation,
        told=told,
        number=questionnaire.number,
        count=len(questions),
    )
    events.announce(events.ConsultationChanged(consultation_id=consultation.pk))
    return questionnaire


@transaction.atomic
def answer_question(
    *,
    consultation: Consultation,
    question: Question,
    author: User,
    choices: Sequence[int],
    mandate: Mandate | None = None,
) -> list[Answer]:
    """Record what one person answers; another answer replaces the one before (ตอบคำถาม).
    The same answer again changes nothing and is no news.

    ``choices`` are places of options, from 0. ``mandate``: of the juristic person in whose name it is, which answers beside its author,
    counted apart. Raises MandateEnded, ConsultationClosed and its kin, LevelTooLow, ConsentMissing, QuestionChanged when it is no longer
    asked as it was read, NothingChosen, TooManyChosen.
    """
    wait_for_turn(author)  # two answers of one person at once would each remove what was there and add to it
    now = must_be_open_now(consultation)
    must_be_known(author, consultation.least_to_answer)
    must_have_consented(author, consultation)
    must_act_for(author, mandate)
    if not question.stands_in(consultation.questionnaire_id):
        raise QuestionChanged
    chosen = sorted(set(choices) & set(range(len(question.options))))
    if not chosen:
        raise NothingChosen
    if len(chosen) > question.most:
        raise TooManyChosen(question.most)
    # before what stands is read: two who answer for one company wait for each other here
    participant = Participant.objects.enter(author, consultation, mandate.company_number if mandate else "")
    before = Answer.objects.filter(question_id=question.ballot_id, participant=participant).order_by("choice")
    if [answer.choice for answer in before] == chosen:
        return list(before)
    before.exclude(choice__in=chosen).delete()
    answers = [
        Answer.objects.update_or_create(
            question_id=question.ballot_id,
            participant=participant,
            choice=choice,
            defaults={"answered_at": now, "level": participant.level},
        )[0]
        for choice in chosen
    ]
    log_answer(
        participant=participant.pk,
        hearing=consultation.pk,
        question=question.ballot_id,
        choices=chosen,
        at=now,
    )
    events.announce(events.AnswersChanged(consultation_id=consultation.pk, question_id=question.ballot_id))
    return answers
