from django.utils import timezone

from consult import events
from consult.actions.consultation import must_be_open_now
from consult.actions.vote_leaves import log_withdrawn_answers, log_withdrawn_votes
from consult.errors import ConsultError
from consult.models import Answer, Consultation, Participant, User, Vote


def take_back_ballots(person: User) -> None:
    """Votes and answers of somebody in hearings that are open go (ถอนโหวตและคำตอบที่ยังเปิดรับ), inside the caller's transaction; those
    in closed ones stay as they were counted, and those in a company's name are the company's."""
    open_ones = Consultation.objects.open(timezone.now())
    taking_part = person.participants.people().filter(consultation__in=open_ones).select_related("consultation")
    for one in taking_part.order_by("consultation"):
        try:
            must_be_open_now(one.consultation)
        except ConsultError:  # closed at this moment: it is counted
            continue
        _take_votes(one)
        _take_answers(one)


def _take_votes(one: Participant) -> None:
    hearing, cast = one.consultation_id, list(one.votes.values_list("pk", "section", "comment"))
    Vote.objects.filter(pk__in=[pk for pk, _section, _comment in cast]).delete()
    log_withdrawn_votes([(pk, hearing) for pk, _section, _comment in cast])
    for _pk, section, comment in cast:
        events.announce(events.VotesChanged(consultation_id=hearing, section_id=section, comment_id=comment))


def _take_answers(one: Participant) -> None:
    hearing, given = one.consultation_id, list(one.answers.values_list("pk", "question"))
    Answer.objects.filter(pk__in=[pk for pk, _question in given]).delete()
    questions = sorted({question for _pk, question in given})
    log_withdrawn_answers(one.pk, hearing, questions)
    for question in questions:
        events.announce(events.AnswersChanged(consultation_id=hearing, question_id=question))
