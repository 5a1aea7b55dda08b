"""Arguments of analysts: a sentence out of a comment, who was confirmed behind it, and what two analysts see of one another."""

import re
from html import unescape

import pytest
from django.test import Client

from analysis import actions
from analysis.errors import ArgumentGone, CommentNotShown, NotASentence, SentenceCut
from analysis.models import AnalysisRun, Argument, ArgumentVerdict
from analysis.runs.arguments import arguments_by_theme, arguments_of
from analysis.runs.current import CurrentRun
from analysis.runs.suggestions import suggestions
from consult import actions as consult_actions
from consult.thai import personal_data
from tests.support.analyses import address, analyst_of, hides_elders, rows_of, run
from tests.support.makers import make_consultation, make_staff, officer_of, post

pytestmark = pytest.mark.django_db
COUNTER = "ควรมีเคาน์เตอร์สำหรับผู้สูงอายุที่ใช้อินเทอร์เน็ตไม่เป็น"


def of_elders(consultation) -> list:
    return [one for one in consultation.comments.order_by("pk") if "สำเนา" not in one.public_text]


def argued(consultation, by, *, words: str | None = None, kind: str = "ask") -> Argument:
    comment = of_elders(consultation)[0]
    words = comment.public_text if words is None else words
    return actions.make_argument(consultation=consultation, by=by, comment=comment, words=words, kind=kind)


def counted(argument: Argument) -> Argument:
    return Argument.objects.with_counts().get(pk=argument.pk)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_only_people_an_analyst_confirmed_are_counted_once_each(consultation, analyst):
    argument = argued(consultation, analyst)
    assert (counted(argument).people, counted(argument).members) == (1, 1)
    first, second, third, *_ = of_elders(consultation)
    again = post(consultation, "ขอเคาน์เตอร์สำหรับคนแก่ด้วย", author=second.author)
    for comment, belongs in ((second, True), (again, True), (third, False)):
        actions.judge_member(argument=argument, by=analyst, comment=comment, belongs=belongs)
    now = counted(argument)
    assert (now.people, now.members, now.judged) == (2, 3, 4)
    actions.take_back_verdict(argument=argument, by=analyst, comment=second)
    assert counted(argument).members == 2


@pytest.mark.parametrize(
    ("text", "words", "fault"),
    [
        ("ควรให้ผู้เชี่ยวชาญร่วมประชุม แต่ไม่มีสิทธิ์โหวต", "ควรให้ผู้เชี่ยวชาญร่วมประชุม", SentenceCut),
        ("ไม่ควรเก็บค่าธรรมเนียมจากคนจน", "ควรเก็บค่าธรรมเนียมจากคนจน", SentenceCut),
        ("ควรมีเคาน์เตอร์ให้คนแก่", "ควรมีเคาน์เตอร์ให้เด็ก", NotASentence),
        ("ควรมีเคาน์เตอร์ให้คนแก่", "  ", NotASentence),
    ],
)
def test_a_sentence_is_quoted_exactly_and_never_before_what_limits_it(text, words, fault):
    comment = post(make_consultation(), text)
    by = officer_of(comment.consultation)
    with pytest.raises(fault):
        actions.make_argument(consultation=comment.consultation, by=by, comment=comment, words=words, kind="for")
    assert not Argument.objects.exists()


def test_a_reason_left_out_is_marked():
    comment = post(make_consultation(), "ควรมีเคาน์เตอร์ทุกอำเภอ เพราะคนแก่ใช้มือถือไม่เป็น")
    told = {"consultation": comment.consultation, "by": officer_of(comment.consultation), "comment": comment}
    made = actions.make_argument(**told, words="ควรมีเคาน์เตอร์ทุกอำเภอ", kind="ask")
    assert made.goes_on and made.words == "ควรมีเคาน์เตอร์ทุกอำเภอ"


def test_an_argument_survives_every_run_with_all_that_was_judged(consultation, analyst):
    argument = argued(consultation, analyst)
    actions.judge_member(argument=argument, by=analyst, comment=of_elders(consultation)[1], belongs=True)
    run(consultation, themes=2)
    current = CurrentRun.of(consultation)
    ((theme, [again]),) = ((key, rows) for key, rows in arguments_by_theme(current).items() if rows)
    assert theme in current.labels and (again.pk, again.people) == (argument.pk, 2)


def test_hidden_comments_leave_the_counts_and_the_words_at_once(consultation, analyst):
    argument = argued(consultation, analyst)
    other = of_elders(consultation)[1]
    actions.judge_member(argument=argument, by=analyst, comment=other, belongs=True)
    consult_actions.hide_comment(comment=other, by=officer_of(consultation), reason="spam")
    assert (counted(argument).people, counted(argument).judged) == (1, 1)
    with pytest.raises(CommentNotShown):
        actions.judge_member(
            argument=argument, by=analyst, comment=consultation.comments.get(pk=other.pk), belongs=True
        )
    consult_actions.hide_comment(comment=argument.comment, by=officer_of(consultation), reason="spam")
    client = client_of(analyst)
    for page in ("argument_list", "argument_detail"):
        args = [argument.pk] if page == "argument_detail" else []
        html = unescape(client.get(address(page, consultation, *args)).content.decode())
        assert COUNTER not in html and "ไม่แสดงถ้อยคำ" in html
    assert counted(argument).people == 0


def test_words_that_were_masked_since_are_not_shown(consultation, analyst, monkeypatch):
    argument = argued(consultation, analyst)
    assert "ผู้สูงอายุ" in argument.words
    monkeypatch.setattr(personal_data, "mask", hides_elders)
    consult_actions.mask_again(consultation=consultation)
    assert Argument.objects.select_related("comment").get(pk=argument.pk).words == ""


def test_the_likest_comments_of_the_theme_are_suggested_first_and_judged_ones_never(consultation, analyst):
    argument = argued(consultation, analyst)
    current = CurrentRun.of(consultation)
    theme = current.themes_of(consultation.comments.first().assignments.model.objects.all())[str(argument.comment_id)][
        0
    ]
    queue = suggestions(current, argument, theme)
    twin = next(one.pk for one in of_elders(consultation)[1:] if one.public_text.startswith(COUNTER))
    assert queue[0] == twin and argument.comment_id not in queue
    actions.judge_member(argument=argument, by=analyst, comment=consultation.comments.get(pk=twin), belongs=False)
    assert twin not in suggestions(current, argument, theme)
    assert suggestions(current, argument, theme) == suggestions(CurrentRun.of(consultation), argument, theme)


def test_a_theme_says_what_stands_behind_none_of_its_arguments_and_how_far_one_got(consultation, analyst):
    argument = argued(consultation, analyst)
    current = CurrentRun.of(consultation)
    theme = next(key for key, rows in arguments_by_theme(current).items() if rows)
    fellow = current.in_theme(current.comments(), theme).exclude(pk=argument.comment_id).first()
    actions.judge_member(argument=argument, by=analyst, comment=fellow, belongs=False)
    told = arguments_of(current, theme)
    assert (told.behind_none, told.looked_at) == (told.comments - 1, 2)
    client = client_of(analyst)
    html = unescape(client.get(address("theme_detail", consultation, theme)).content.decode())
    assert f"ยังไม่อยู่ในข้อใด {told.behind_none} ความคิดเห็น" in html and f"ตรวจแล้ว 2 จาก {told.comments}" in html
    assert len(rows_of(client, consultation, theme=theme, argument="none")) == told.behind_none
    assert rows_of(client, consultation, argument=argument.pk) == [argument.comment.public_text]


def test_a_theme_of_very_many_comments_tells_the_figures_of_its_run(consultation, analyst, monkeypatch):
    argument = argued(consultation, analyst)
    theme = next(key for key, rows in arguments_by_theme(CurrentRun.of(consultation)).items() if rows)
    counted = arguments_of(CurrentRun.of(consultation), theme)
    monkeypatch.setattr("analysis.runs.arguments.COUNTED", 2)
    assert counted.comments > 2 and arguments_of(CurrentRun.of(consultation), theme) == counted
    assert argument in counted.arguments


def test_an_argument_taken_back_is_counted_nowhere_and_comes_back_whole(consultation, analyst):
    argument = argued(consultation, analyst)
    actions.judge_member(argument=argument, by=analyst, comment=of_elders(consultation)[1], belongs=True)
    actions.drop_argument(argument=argument, by=analyst)
    assert not any(arguments_by_theme(CurrentRun.of(consultation)).values())
    assert len(rows_of(client_of(analyst), consultation, argument="none")) == 12
    with pytest.raises(ArgumentGone):
        gone = Argument.objects.get(pk=argument.pk)
        actions.judge_member(argument=gone, by=analyst, comment=of_elders(consultation)[2], belongs=True)
    actions.restore_argument(argument=argument, by=analyst)
    assert counted(argument).people == 2


# Several analysts at once


def test_the_second_who_changes_an_argument_is_told_what_it_is_now_and_keeps_her_choice(consultation, analyst):
    argument = argued(consultation, analyst)
    other = make_staff(consultation.agency, "analyst")
    door = address("argument_change", consultation, argument.pk)
    sent = {"sentence": f"{argument.start}-{argument.end}", "seen": argument.version}
    assert client_of(other).post(door, sent | {"kind": "for"}).status_code == 302
    answer = client_of(analyst).post(door, sent | {"kind": "question"})
    html = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert str(other) in html and "(สนับสนุนร่าง)" in html and "ส่วนคุณต้องการ: คำถาม" in html
    assert re.search(r'<input[^>]*value="question"[^>]*checked', html)
    assert Argument.objects.get(pk=argument.pk).kind == "for"
    assert client_of(analyst).post(door, sent | {"kind": "for"}).status_code == 302  # what is wanted is so already


def test_the_second_who_judges_otherwise_is_told_whose_verdict_stands(consultation, analyst):
    argument, comment = argued(consultation, analyst), of_elders(consultation)[1]
    other = make_staff(consultation.agency, "analyst")
    door = address("verdict_create", consultation, argument.pk, comment.pk)
    assert client_of(other).post(door, {"verdict": "yes"}).status_code == 302
    assert client_of(analyst).post(door, {"verdict": "yes"}).status_code == 302
    answer = client_of(analyst).post(door, {"verdict": "no"})
    assert answer.status_code == 409 and f"{other} ตัดสินไปก่อนแล้วว่าความคิดเห็น #{comment.pk} อยู่ในข้อนี้" in unescape(
        answer.content.decode()
    )
    assert ArgumentVerdict.objects.get(comment=comment, argument=argument).by == other


# The doors


def test_an_analyst_makes_an_argument_of_a_comment_and_confirms_without_a_script(consultation, analyst):
    client, comment = client_of(analyst), of_elders(consultation)[0]
    html = unescape(client.get(address("comment_detail", consultation, comment.pk)).content.decode())
    assert f'action="{address("argument_create", consultation, comment.pk)}"' in html
    sent = {"sentence": f"0-{len(comment.public_text)}", "kind": "ask", "seen": "0"}
    answer = client.post(address("argument_create", consultation, comment.pk), sent, follow=True)
    argument = Argument.objects.get()
    suggested = answer.context["suggestion"]
    door = address("verdict_create", consultation, argument.pk, suggested.pk)
    html = unescape(answer.content.decode())
    assert f'action="{door}"' in html and 'data-key="1"' in html and "1 คน" in html
    answer = client.post(door, {"verdict": "yes"}, follow=True)
    assert answer.context["suggestion"].pk != suggested.pk and answer.context["argument"].members == 2
    later = client.get(
        address("argument_detail", consultation, argument.pk), {"after": answer.context["suggestion"].pk}
    )
    assert later.context["suggestion"].pk != answer.context["suggestion"].pk
    assert client.post(door, {"verdict": "perhaps"}).status_code == 422


def test_a_form_without_a_choice_comes_back_with_what_was_chosen(consultation, analyst):
    comment = of_elders(consultation)[0]
    answer = client_of(analyst).post(
        address("argument_create", consultation, comment.pk), {"sentence": "", "kind": "ask"}
    )
    assert answer.status_code == 422 and "โปรดเลือกประโยค" in answer.content.decode()
    assert not Argument.objects.exists()


def test_a_page_of_a_theme_or_an_argument_takes_a_fixed_number_of_queries(
    consultation, analyst, django_assert_max_num_queries
):
    argument = argued(consultation, analyst)
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]["id"]
    client = analyst_of(consultation)
    for address_of, most in (
        (address("theme_detail", consultation, theme), 17),
        (address("argument_detail", consultation, argument.pk), 17),
        (address("argument_list", consultation), 12),
    ):
        client.get(address_of)
        with django_assert_max_num_queries(most):
            assert client.get(address_of).status_code == 200
