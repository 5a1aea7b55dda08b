"""What a juristic person voted and answered in a hearing, for whoever speaks for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from ..models import Answer, Consultation, Question, Section, Vote


@dataclass(frozen=True, kw_only=True)
class CompanyAnswer:
    """One question with what the company answered: ``chosen`` are places of its options."""

    question: Question
    chosen: Sequence[int]


def with_company_votes(consultation: Consultation, company_number: str, sections: Sequence[Section]) -> None:
    """Give sections the ``vote`` of this company, or None (one query)."""
    cast = Vote.objects.filter(**_theirs(consultation, company_number), section__in=[one.ballot_id for one in sections])
    votes = {vote.section_id: vote for vote in cast}
    for section in sections:
        section.vote = votes.get(section.ballot_id)


def company_answers(consultation: Consultation, company_number: str) -> list[CompanyAnswer]:
    """Questions with options that are asked now, each with what this company answered (two queries)."""
    questions: QuerySet[Question] = Question.objects.filter(questionnaire=consultation.questionnaire_id)
    asked = [one for one in questions if one.options]
    given = Answer.objects.filter(
        **_theirs(consultation, company_number), question__in=[one.ballot_id for one in asked]
    )
    chosen: dict[int, list[int]] = defaultdict(list)
    for question, choice in given.order_by("choice").values_list("question", "choice"):
        chosen[question].append(choice)
    return [CompanyAnswer(question=one, chosen=chosen[one.ballot_id]) for one in asked]


def _theirs(consultation: Consultation, company_number: str) -> dict:
    return {"participant__consultation": consultation, "participant__company_number": company_number}
