from django.db.models import Q
from django.utils import timezone

from consult import events
from consult.actions.consultation import must_be_open_now
from consult.errors import ConsultError
from consult.models import Answer, Consultation, User, Vote


def take_back_ballots(person: User) -> None:
    """Votes and answers of somebody in hearings that are open go (ถอนโหวตและคำตอบที่ยังเปิดรับ), inside the caller's transaction; those
    in closed ones stay as they were counted."""
    votes, answers = Vote.objects.filter(voter=person), Answer.objects.filter(author=person)
    taken_part = (
        Q(pk__in=votes.values("section__version__consultation"))
        | Q(pk__in=votes.values("comment__consultation"))
        | Q(pk__in=answers.values("question__questionnaire__consultation"))
    )
    for consultation in Consultation.objects.open(timezone.now()).filter(taken_part).order_by("pk"):
        try:
            must_be_open_now(consultation)
        except ConsultError:  # closed at this moment: it is counted
            continue
        _take_votes(consultation, votes)
        _take_answers(consultation, answers)


def _take_votes(consultation: Consultation, votes) -> None:
    here = votes.filter(Q(section__version__consultation=consultation) | Q(comment__consultation=consultation))
    cast = list(here.values_list("pk", "section", "comment"))
    Vote.objects.filter(pk__in=[pk for pk, _section, _comment in cast]).delete()
    for _pk, section, comment in cast:
        events.announce(events.VotesChanged(consultation_id=consultation.pk, section_id=section, comment_id=comment))


def _take_answers(consultation: Consultation, answers) -> None:
    given = list(answers.filter(question__questionnaire__consultation=consultation).values_list("pk", "question"))
    Answer.objects.filter(pk__in=[pk for pk, _question in given]).delete()
    for question in sorted({question for _pk, question in given}):
        events.announce(events.AnswersChanged(consultation_id=consultation.pk, question_id=question))
