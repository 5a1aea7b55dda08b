"""However many first acts of one person come at once, from whatever process, a hearing knows one participant."""

from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.services]

PROCESSES, ACTS, SECTIONS = 4, 50, 20

WORLD = f"""
consultation, person = make_consultation(*(f"ข้อความที่ {{n}}" for n in range({SECTIONS}))), make_user()
ask(consultation, ("ถาม", ("ก", "ข")))
made = {{"consultation": consultation.pk, "person": person.pk, "other": post(consultation).pk}}
"""
ACT = """
import uuid
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from consult import actions
from consult.errors import TooManyChanges, TooManyComments
from consult.models import Comment, Consultation, User

def act(n):
    consultation, person = Consultation.objects.get(pk={consultation}), User.objects.get(pk={person})
    sections = list(consultation.draft.sections.order_by("pk"))
    try:
        if n % 5 == 0:
            key = uuid.uuid4()
            actions.post_comment(consultation=consultation, author=person, text="พร้อมกัน", client_key=key, section=sections[0])
        elif n % 5 == 1:
            (question,) = consultation.questionnaire.questions.all()
            actions.answer_question(consultation=consultation, question=question, author=person, choices=[n % 2])
        elif n % 5 == 2:
            actions.report_comment(comment=Comment.objects.get(pk={other}), by=person, reason="spam")
        else:
            actions.cast_vote(consultation=consultation, voter=person, choice=n % 3 - 1, section=sections[n % len(sections)])
    except (TooManyChanges, TooManyComments):
        pass
    finally:
        connection.close()

with ThreadPoolExecutor(5) as pool:
    list(pool.map(act, range({acts})))
"""
FOUND = """
from consult.models import Answer, CommentReport, LogOpening, Participant
(one,) = Participant.objects.filter(account={person})
rows = (one.votes, one.answers, one.reports)
made = {{
    "rows": [found.count() for found in rows],
    "comments": one.comments.exists(),
    "hearing": one.consultation_id,
    "openings": LogOpening.objects.filter(participant=one).exists(),
}}
"""


def test_two_hundred_first_acts_of_one_person_from_four_processes_make_one_participant(site):
    world = site.make(WORLD)
    code = ACT.format(acts=ACTS, **world)
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(lambda _: site.manage("shell", "--no-imports", stdin=code), range(PROCESSES)))
    found = site.make(FOUND.format(**world))
    votes = len({n % SECTIONS for n in range(ACTS) if n % 5 > 2})
    assert found == {"rows": [votes, 1, 1], "comments": True, "hearing": world["consultation"], "openings": True}
