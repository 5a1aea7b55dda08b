"""A discussion in the order and with the words a reader asks for."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.models import Consultation, Vote
from tests.support.makers import close, make_consultation, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

AGREE, DISAGREE = Vote.Choice.AGREE, Vote.Choice.DISAGREE


@pytest.fixture
def heard():
    """A hearing whose first section four people spoke about, one heard in each way there is."""
    consultation = make_consultation("ข้อความ")
    section = consultation.draft.sections.first()
    said = {name: post(consultation, name, section=section) for name in ("ค่าธรรมเนียม", "ตู้บริการ", "อำเภอ", "สำเนา")}
    for name, choices in (
        ("ค่าธรรมเนียม", [AGREE] * 3 + [DISAGREE] * 3),
        ("ตู้บริการ", [AGREE] * 4),
        ("สำเนา", [AGREE] * 5 + [DISAGREE] * 2),
    ):
        for choice in choices:
            vote(consultation, choice, comment=said[name])
    actions.fold_figures()  # as the ticker does within a second: orders go by what is counted
    return consultation, section, said


def listed(consultation, section, **asked) -> list[str]:
    html = answer(consultation, section, **asked)
    return re.findall(r'<div class="comment__text"[^>]*>\s*<p>(.*?)</p>', html)


def answer(consultation, section, **asked) -> str:
    address = reverse("consult:section_detail", args=[consultation.pk, section.pk])
    response = Client().get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("newest", ["สำเนา", "อำเภอ", "ตู้บริการ", "ค่าธรรมเนียม"]),
        ("oldest", ["ค่าธรรมเนียม", "ตู้บริการ", "อำเภอ", "สำเนา"]),
        ("supported", ["ตู้บริการ", "สำเนา", "ค่าธรรมเนียม", "อำเภอ"]),
        ("divided", ["ค่าธรรมเนียม", "สำเนา", "อำเภอ", "ตู้บริการ"]),
        ("no-such-order", ["สำเนา", "อำเภอ", "ตู้บริการ", "ค่าธรรมเนียม"]),
    ],
)
def test_a_discussion_is_read_in_the_order_asked_for(heard, sort, first):
    consultation, section, _ = heard
    assert listed(consultation, section, sort=sort) == first


def test_what_the_agency_has_not_answered_yet_can_be_read_alone(heard):
    consultation, section, said = heard
    actions.reply_officially(comment=said["อำเภอ"], by=officer_of(consultation), text="รับไว้พิจารณา", seen=0)
    assert listed(consultation, section, sort="unanswered") == ["สำเนา", "ตู้บริการ", "ค่าธรรมเนียม"]


def test_a_search_finds_words_in_comments_and_in_their_replies_and_says_how_many_of_how_many(heard):
    consultation, section, said = heard
    post(consultation, "แม่ไปไม่ไหว", parent=said["อำเภอ"])
    assert listed(consultation, section, q="ตู้")[:1] == ["ตู้บริการ"]
    assert listed(consultation, section, q="แม่ไป") == ["อำเภอ", "แม่ไปไม่ไหว"]
    assert "พบ 1 จาก 4 ความคิดเห็น ไม่นับการตอบกลับ" in answer(consultation, section, q="แม่ไป")
    nothing = answer(consultation, section, q="ไม่มีคำนี้")
    assert "พบ 0 จาก 4 ความคิดเห็น ไม่นับการตอบกลับ" in nothing
    assert "ทั้งหมด 5 ความคิดเห็น รวมการตอบกลับ" in answer(consultation, section)
    assert "ไม่มีความคิดเห็นที่ตรงกับที่ค้น" in nothing


def test_pages_keep_the_order_and_the_words(heard):
    consultation, section, _ = heard
    for number in range(21):
        post(consultation, f"ซ้ำ {number}", section=section)
    first = answer(consultation, section, sort="oldest", q="ซ้ำ")
    (link,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert re.fullmatch(r"\?sort=oldest&amp;q=%E0%B8%8B%E0%B9%89%E0%B8%B3&amp;page=2&amp;from=\d+#found", link)
    followed = dict(pair.split("=") for pair in link.removeprefix("?").removesuffix("#found").split("&amp;"))
    assert listed(consultation, section, **followed | {"q": "ซ้ำ"}) == ["ซ้ำ 20"]
    assert listed(consultation, section, sort="oldest", q="ซ้ำ", page=2) == ["ซ้ำ 20"]


@pytest.mark.parametrize("tallies", [Consultation.Tallies.AFTER_VOTE, Consultation.Tallies.AFTER_CLOSE])
def test_an_order_by_votes_is_not_offered_while_votes_are_hidden(tallies):
    consultation = make_consultation("ข้อความ", tallies=tallies)
    section = consultation.draft.sections.first()
    liked, late = post(consultation, "ก", section=section), post(consultation, "ข", section=section)
    vote(consultation, AGREE, comment=liked)
    assert listed(consultation, section, sort="supported") == [late.text, liked.text]
    assert 'value="supported"' not in answer(consultation, section)
    close(consultation)
    actions.fold_figures()
    assert listed(consultation, section, sort="supported") == [liked.text, late.text]


def test_every_order_takes_the_same_number_of_queries_however_many_there_are(heard, django_assert_max_num_queries):
    consultation, section, _ = heard
    place = f"{reverse('consult:section_detail', args=[consultation.pk, section.pk])}"
    for rows in (0, 30):
        for number in range(rows):
            vote(consultation, AGREE, comment=post(consultation, f"คำ {number}", section=section))
        for asked in ({"sort": sort} for sort in ("newest", "oldest", "supported", "divided", "unanswered")):
            for words in ({}, {"q": "คำ"}):
                with django_assert_max_num_queries(13):
                    Client().get(place, asked | words)


def test_a_comment_that_comes_now_takes_no_place_in_another_order(heard):
    consultation, section, _ = heard
    assert f'data-comments="{section.anchor}"' in answer(consultation, section)
    for asked in ({"sort": "oldest"}, {"q": "ตู้"}, {"page": "2", "sort": "divided"}):
        assert "data-comments" not in answer(consultation, section, **asked)


def test_a_newcomer_finds_no_order_where_there_is_nothing_to_order():
    consultation = make_consultation("ข้อความ")
    section = consultation.draft.sections.first()
    post(consultation, "คนเดียว", section=section, author=make_user())
    assert "order-sort" not in answer(consultation, section)
