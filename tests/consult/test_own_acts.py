"""My activity: every act with its state, a receipt that tells nothing, and a fixed number of queries."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.actions.draft import PlannedChange
from consult.models import SectionChange
from tests.support.makers import ask, make_consultation, make_sections, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def html(person, name: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"consult:{name}")).content.decode()


def test_every_vote_says_whether_it_is_counted():
    consultation, person = make_consultation(), make_user()
    first, second = consultation.draft.sections.all()
    shown, hidden, gone = (post(consultation) for _ in range(3))
    for section in (first, second):
        vote(consultation, voter=person, section=section)
    for comment in (shown, hidden, gone):
        vote(consultation, -1, voter=person, comment=comment)
    actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="spam")
    actions.withdraw_comment(comment=gone, by=gone.author)
    actions.issue_version(
        consultation=consultation, sections=make_sections("ถ้อยคำใหม่", "ข้อความสอง"), by=officer_of(consultation)
    )
    page = html(person, "own_vote_list")
    assert page.count("นับแล้ว") == 2
    for state in ("ต่อถ้อยคำเดิม", "ความคิดเห็นนั้นถูกซ่อน", "ผู้เขียนถอนความคิดเห็นนั้น"):
        assert page.count(state) == 1, state
    assert page.count("<code") == 5


def test_answers_stand_beside_votes():
    consultation, person = make_consultation(), make_user()
    (question,) = ask(consultation, ("ถามว่า", ("ใช่เลย", "ไม่ใช่")))
    actions.answer_question(consultation=consultation, question=question, author=person, choices=[0])
    page = html(person, "own_vote_list")
    assert "ถามว่า" in page and "ใช่เลย" in page and "<code" in page


def test_what_a_comment_changed_in_the_draft_is_told_to_its_author():
    consultation = make_consultation()
    comment = post(consultation, section=consultation.draft.sections.first())
    anchor = make_sections("เดิม")[0].anchor
    actions.issue_version(
        consultation=consultation,
        sections=make_sections("ถ้อยคำใหม่", "ข้อความสอง"),
        changes=[PlannedChange(kind=SectionChange.Kind.REWORDED, old=(anchor,), new=(anchor,), causes=(comment.pk,))],
        by=officer_of(consultation),
    )
    assert reverse("consult:version_changes", args=[consultation.pk, 2]) in html(comment.author, "mine")


@pytest.mark.parametrize("name", ["own_vote_list", "mine"])
def test_the_pages_of_ones_own_acts_ask_as_much_for_twenty_as_for_two(name, django_assert_max_num_queries):
    consultation, person = make_consultation(), make_user()
    for _ in range(20):
        vote(consultation, voter=person, comment=post(consultation))
        post(consultation, author=person, client_key=uuid.uuid4())
    client = Client()
    client.force_login(person)
    with django_assert_max_num_queries(16):
        client.get(reverse(f"consult:{name}"))
