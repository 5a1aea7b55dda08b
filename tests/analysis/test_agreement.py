"""Verdicts given twice: who may give the second, that it changes no count, and how far two analysts agree."""

import json
from html import unescape

import pytest
from django.test import Client

from analysis import actions
from analysis.errors import ArgumentGone, JudgedAgainAlready, JudgedByYourself, NothingToJudge
from analysis.models import Argument, SecondVerdict
from analysis.runs.agreement import LEAST_UNITS, agreement_on, krippendorff_alpha
from consult import actions as consult_actions
from tests.support.analyses import address, analyst_of
from tests.support.makers import make_consultation, make_staff, officer_of, post

pytestmark = pytest.mark.django_db


def units(*observers: str) -> list[list[str]]:
    """What each of several observers said of the same things, a dot for nothing, as the values of each thing."""
    return [[value for value in values if value != "."] for values in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_is_that_of_the_published_examples(observers, alpha):
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): parts A (two values), B (names) and C (four observers, gaps)."""
    assert krippendorff_alpha(units(*observers)) == pytest.approx(alpha, abs=0.0005)


def test_alpha_is_one_where_all_agree_and_nothing_where_all_say_the_same():
    assert krippendorff_alpha([(1, 1), (0, 0)]) == 1
    assert krippendorff_alpha([(1, 1), (1, 1)]) is None
    assert krippendorff_alpha([]) is None


@pytest.fixture
def argument(consultation, done, analyst) -> Argument:
    """An argument of one analyst, with its own comment and another one judged by her."""
    first, second, *_ = consultation.comments.order_by("pk")
    told = {"consultation": consultation, "by": analyst, "comment": first}
    made = actions.make_argument(**told, words=first.public_text, kind="ask")
    actions.judge_member(argument=made, by=analyst, comment=second, belongs=True)
    return made


def test_a_second_verdict_is_somebody_elses_and_changes_no_count(consultation, argument, analyst):
    first, second, third, *_ = consultation.comments.order_by("pk")
    other = make_staff(consultation.agency, "analyst")
    with pytest.raises(JudgedByYourself):
        actions.judge_again(argument=argument, by=analyst, comment=second, belongs=False)
    with pytest.raises(NothingToJudge):
        actions.judge_again(argument=argument, by=other, comment=third, belongs=False)
    with pytest.raises(NothingToJudge):
        actions.judge_again(argument=argument, by=other, comment=first, belongs=True)
    before = Argument.objects.with_counts().get(pk=argument.pk)
    for _ in range(2):
        actions.judge_again(argument=argument, by=other, comment=second, belongs=False)
    with pytest.raises(JudgedAgainAlready):
        actions.judge_again(argument=argument, by=other, comment=second, belongs=True)
    now = Argument.objects.with_counts().get(pk=argument.pk)
    assert (now.people, now.members, now.judged) == (before.people, before.members, before.judged)
    assert SecondVerdict.objects.get().belongs is False
    actions.drop_argument(argument=argument, by=analyst)
    argument.refresh_from_db()
    with pytest.raises(ArgumentGone):
        actions.judge_again(argument=argument, by=other, comment=second, belongs=True)
    assert agreement_on(consultation).units == 0


def test_the_page_asks_for_what_others_judged_and_never_says_how(consultation, argument, analyst):
    again = address("second_queue", consultation)
    own = Client()
    own.force_login(analyst)
    nothing = "ไม่มีความคิดเห็นที่คนอื่นตรวจแล้วแต่คุณยังไม่ได้ตรวจ"
    assert nothing in own.get(again).content.decode()
    client = analyst_of(consultation)
    page = client.get(again)
    html = unescape(page.content.decode())
    assert page.context["comment"].public_text in html and argument.words in html
    assert analyst.alias not in html and page.context["comment"] != argument.comment
    judged = address("verdict_again", consultation, argument.pk, page.context["comment"].pk)
    assert client.post(judged, {"verdict": "maybe"}).status_code == 422
    assert client.post(judged, {"verdict": "yes"}).status_code == 302
    assert nothing in client.get(again).content.decode()
    assert agreement_on(consultation).units == 1


def test_agreement_is_shown_with_its_number_and_only_from_enough_comments():
    consultation = make_consultation()
    first, second = (make_staff(consultation.agency, "analyst") for _ in range(2))
    comments = [post(consultation, f"ขอให้เปิดวันเสาร์ ครั้งที่ {number}") for number in range(LEAST_UNITS + 1)]
    told = {"consultation": consultation, "by": first, "comment": comments[0]}
    argument = actions.make_argument(**told, words=comments[0].public_text, kind="ask")
    client = analyst_of(consultation)
    for number, comment in enumerate(comments[1:]):
        actions.judge_member(argument=argument, by=first, comment=comment, belongs=number % 2 == 0)
        if number == LEAST_UNITS - 1:
            html = client.get(address("argument_list", consultation)).content.decode()
            assert f"มี {number} ความคิดเห็นที่นักวิเคราะห์ตรวจ" in html and "แอลฟา" not in html
        actions.judge_again(argument=argument, by=second, comment=comment, belongs=number % 2 == 0 or number == 1)
    alpha = agreement_on(consultation).alpha
    assert 0.9 < alpha < 1
    html = client.get(address("argument_list", consultation)).content.decode()
    assert f"มี {LEAST_UNITS} ความคิดเห็นที่นักวิเคราะห์ตรวจ" in html and f"คือ {alpha:.2f} (แอลฟา" in html
    about = json.loads(client.get(address("argument_export", consultation, "json")).getvalue())["about"]
    assert (about["judged_twice"], about["krippendorff_alpha"]) == (LEAST_UNITS, alpha)
    consult_actions.hide_comment(comment=comments[-1], by=officer_of(consultation), reason="spam")
    assert agreement_on(consultation).alpha is None
