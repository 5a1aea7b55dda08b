"""The page of a draft says beside the text what its newest version changed, and shows what was taken out where it stood."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.actions.draft import SectionText
from consult.pages.ballots import taken_out
from consult.pages.draft import ShownDraft
from consult.pages.marks import mark_changes
from tests.support.makers import make_consultation, officer_of

pytestmark = pytest.mark.django_db

#: What is said beside sections
SAID = ("เพิ่มใหม่", "แก้ถ้อยคำ", "เดิมคือ", "ตัดออกจากร่าง")


def page(consultation, **asked) -> list[str]:
    """The page of the hearing, cut where each section begins, without the list below it."""
    html = Client().get(reverse("consult:consultation_detail", args=[consultation.pk]), asked).content.decode()
    return re.split('<article class="section"', html.split('<details class="taken-out"')[0])


def reissue(consultation, *texts: tuple) -> None:
    """Pairs of the section it continues (None for a new one) and its text, numbered anew."""
    actions.issue_version(
        consultation=consultation,
        sections=[
            SectionText(anchor=was.anchor if was else uuid4(), unit="มาตรา", number=str(number), text=text)
            for number, (was, text) in enumerate(texts, start=1)
        ],
        by=officer_of(consultation),
    )
    consultation.refresh_from_db()


@pytest.fixture
def consultation():
    return make_consultation("หนึ่ง", "สอง", "สาม", "สี่")


def test_each_section_says_what_became_of_it_and_one_that_is_gone_stands_where_it_stood(consultation):
    first, _second, third, fourth = consultation.draft.sections.all()
    reissue(consultation, (first, "หนึ่ง"), (third, "สามใหม่"), (fourth, "สี่"), (None, "ห้า"))
    parts = page(consultation)
    assert "ร่างฉบับนี้ต่างจากฉบับก่อน 4 แห่ง" in parts[0]
    told = [[words for words in SAID if words in part] for part in parts[1:]]
    assert told == [["ตัดออกจากร่าง"], ["แก้ถ้อยคำ", "เดิมคือ"], ["เดิมคือ"], ["เพิ่มใหม่"]]
    assert "<del>สอง</del>" in parts[1]


def test_what_stood_before_everything_that_is_left_stands_before_it(consultation):
    _first, *rest = consultation.draft.sections.all()
    reissue(consultation, *((one, one.text) for one in rest))
    assert "<del>หนึ่ง</del>" in page(consultation)[0]


def test_whoever_looks_for_words_in_a_long_draft_sees_nothing_that_is_gone():
    consultation = make_consultation(*(f"ข้อความที่ {number}" for number in range(70)))
    _first, *rest = consultation.draft.sections.all()
    reissue(consultation, *((one, one.text) for one in rest))
    assert ["<del>" in "".join(page(consultation, **asked)) for asked in ({}, {"q": "ข้อความ"}, {"part": "2"})] == [
        True,
        False,
        False,
    ]


def test_a_first_version_costs_nothing_and_others_at_most_four_questions(django_assert_num_queries):
    consultation = make_consultation("หนึ่ง", "สอง")
    with django_assert_num_queries(0):
        mark_changes(consultation, ShownDraft(parts=[], total=0), [])
    reissue(consultation, (consultation.draft.sections.first(), "หนึ่งใหม่"))
    gone, shown = taken_out(consultation), list(consultation.draft.sections.all())
    with django_assert_num_queries(4):
        mark_changes(consultation, ShownDraft(parts=[], total=1, sections=shown), gone)
