"""What analysts note of themes: descriptions, pinned quotations, checked sentences, comments that speak of another theme too."""

import pytest
from django.test import Client
from django.urls import reverse

from analysis import actions
from analysis.actions.theme_edit_notes import digest_of
from analysis.errors import (
    AlreadyUndone,
    DescriptionTooLong,
    NoCommentChosen,
    NotASentence,
    SentenceGone,
    ThemeUnknown,
)
from analysis.models import AnalysisRun, ThemeEdit
from analysis.runs.current import CurrentRun
from analysis.runs.staleness import HearingState
from consult.actions import hide_comment
from consult.errors import NotAllowed
from consult.models import IssueRevision
from tests.support import analyses
from tests.support.analyses import run
from tests.support.makers import make_staff, make_user

pytestmark = pytest.mark.django_db


def first_theme(consultation) -> dict:
    return AnalysisRun.objects.current(consultation.pk).themes[0]


def address(name: str, consultation, *args) -> str:
    return reverse(f"analysis:{name}", args=[consultation.pk, *args])


def page_of(consultation, by, theme: str) -> str:
    client = Client()
    client.force_login(by)
    return client.get(address("theme_detail", consultation, theme)).content.decode()


def member(consultation, theme: str):
    current = CurrentRun.of(consultation)
    return current.in_theme(current.comments(), theme).order_by("pk").first()


def test_a_description_a_pin_and_a_check_stand_on_the_page_survive_a_run_and_are_undone(consultation, analyst):
    theme = first_theme(consultation)
    comment, told = (
        member(consultation, theme["id"]),
        {"consultation": consultation, "by": analyst, "theme": theme["id"]},
    )
    sentence = theme["summary"][0]["sentence"]
    edits = [
        actions.describe_theme(**told, text="  คนแก่ใช้แอป  ไม่เป็น "),
        actions.pin_quotation(**told, comment=comment, words=comment.public_text),
        actions.check_sentence(**told, sentence=digest_of(sentence)),
    ]
    for _ in range(2):
        html = page_of(consultation, analyst, theme["id"])
        assert (
            "คนแก่ใช้แอป ไม่เป็น" in html and "คำพูดที่ปักหมุด" in html and f'ตรวจแล้วโดย <span translate="no">{analyst}' in html
        )
        run(consultation, themes=2)
    for edit in edits:
        actions.revert_edit(edit=edit, by=analyst)
        with pytest.raises(AlreadyUndone):
            actions.revert_edit(edit=edit, by=analyst)
    html = page_of(consultation, analyst, theme["id"])
    assert "คนแก่ใช้แอป" not in html and "คำพูดที่ปักหมุด" not in html and "ตรวจแล้วโดย" not in html


def test_notes_change_no_figure_and_make_no_run_stale(consultation, analyst):
    theme = first_theme(consultation)
    before, state = CurrentRun.of(consultation).document, HearingState.of(consultation).as_json()
    edit = actions.describe_theme(consultation=consultation, by=analyst, theme=theme["id"], text="ว่าด้วยคนแก่")
    comment = member(consultation, theme["id"])
    other = AnalysisRun.objects.current(consultation.pk).themes[1]["id"]
    actions.also_in_theme(consultation=consultation, by=analyst, comments=[comment], into=other)
    actions.revert_edit(edit=edit, by=analyst)
    assert CurrentRun.of(consultation).document == before
    assert HearingState.of(consultation).as_json() == state


def test_what_is_noted_twice_is_noted_once(consultation, analyst):
    theme = first_theme(consultation)
    comment = member(consultation, theme["id"])
    second = make_staff(consultation.agency, "analyst")
    for by in (analyst, second):
        told = {"consultation": consultation, "by": by, "theme": theme["id"]}
        actions.pin_quotation(**told, comment=comment, words=comment.public_text)
        actions.check_sentence(**told, sentence=digest_of(theme["summary"][0]["sentence"]))
    assert ThemeEdit.objects.count() == 2


def test_words_of_a_comment_that_was_hidden_are_pinned_no_more(consultation, analyst):
    theme = first_theme(consultation)
    comment = member(consultation, theme["id"])
    told = {"consultation": consultation, "by": analyst, "theme": theme["id"]}
    actions.pin_quotation(**told, comment=comment, words=comment.public_text)
    assert comment.public_text not in str(ThemeEdit.objects.get().payload)
    moderator = make_staff(consultation.agency, "moderator")
    hide_comment(comment=comment, by=moderator, reason="illegal")
    assert CurrentRun.of(consultation).notes.pinned(theme["id"]) == []


def test_a_comment_that_speaks_of_two_themes_is_listed_in_the_second_and_counted_in_the_first(consultation, analyst):
    one, two = AnalysisRun.objects.current(consultation.pk).themes
    comment = member(consultation, one["id"])
    client = Client()
    client.force_login(analyst)
    sent = {"comments": comment.pk, "card": comment.pk, "place": f"also:{two['id']}"}
    assert client.post(address("comments_place", consultation), sent).status_code == 302
    assert CurrentRun.of(consultation).notes.also_in(two["id"]) == [comment.pk]
    assert "ในประเด็นอื่น 1 รายการพูดถึงเรื่องนี้ด้วย" in page_of(consultation, analyst, two["id"])
    assert "พูดถึงเรื่องนี้ด้วย" in client.get(address("comment_detail", consultation, comment.pk)).content.decode()
    counted = {theme["id"]: theme["n_comments"] for theme in CurrentRun.of(consultation).document["themes"]}
    assert counted[one["id"]] == one["n_comments"] and counted[two["id"]] == two["n_comments"]


def test_notes_of_a_theme_go_into_the_issue_made_of_it(consultation, analyst):
    theme = first_theme(consultation)
    comment = member(consultation, theme["id"])
    told = {"consultation": consultation, "by": analyst, "theme": theme["id"]}
    actions.describe_theme(**told, text="ว่าด้วยผู้สูงอายุ")
    actions.pin_quotation(**told, comment=comment, words=comment.public_text)
    client = Client()
    client.force_login(analyst)
    client.post(address("theme_issue", consultation, theme["id"]))
    said = IssueRevision.objects.get().said
    assert said.startswith("ว่าด้วยผู้สูงอายุ\n") and f"“{comment.public_text}” [{comment.pk}]" in said


def test_what_makes_no_sense_is_refused(consultation, analyst):
    theme = first_theme(consultation)["id"]
    comment, told = member(consultation, theme), {"consultation": consultation, "by": analyst}
    for error, verb, wish in (
        (DescriptionTooLong, actions.describe_theme, {"theme": theme, "text": "ก" * 601}),
        (ThemeUnknown, actions.describe_theme, {"theme": "t0", "text": "ก"}),
        (NotASentence, actions.pin_quotation, {"theme": theme, "comment": comment, "words": "ไม่มีคำนี้"}),
        (NoCommentChosen, actions.pin_quotation, {"theme": theme, "comment": None, "words": "ก"}),
        (SentenceGone, actions.check_sentence, {"theme": theme, "sentence": digest_of("ไม่มี")}),
        (NoCommentChosen, actions.also_in_theme, {"comments": [], "into": theme}),
    ):
        with pytest.raises(error):
            verb(**told, **wish)
        with pytest.raises(NotAllowed):
            verb(**told | {"by": make_user()}, **wish)
    assert not ThemeEdit.objects.exists()


def test_the_second_who_describes_is_told_what_the_first_wrote_and_may_insist(consultation, analyst):
    theme = first_theme(consultation)["id"]
    told = {"consultation": consultation, "theme": theme, "seen": 0}
    first = make_staff(consultation.agency, "analyst")
    actions.describe_theme(**told, by=first, text="ของคนแรก")
    client = Client()
    client.force_login(analyst)
    answer = client.post(address("theme_describe", consultation, theme), {"text": "ของคนที่สอง", "seen": 0})
    html = answer.content.decode()
    assert answer.status_code == 409 and "ของคนแรก" in html and "ของคนที่สอง" in html and str(first) in html
    seen = CurrentRun.of(consultation).last_edit
    assert (
        client.post(address("theme_describe", consultation, theme), {"text": "ของคนที่สอง", "seen": seen}).status_code
        == 302
    )
    assert CurrentRun.of(consultation).notes.description(theme) == "ของคนที่สอง"


@pytest.mark.parametrize("place", ["9" * 5_000 + "-1", "1-" + "9" * 5_000, "๑-๒", "--", "3-1"])
def test_a_place_that_is_none_pins_nothing_and_is_refused_with_a_sentence(consultation, place):
    theme = first_theme(consultation)["id"]
    comment = member(consultation, theme)
    sent = {"comment": comment.pk, "sentence": place}
    answer = analyses.analyst_of(consultation).post(address("theme_pin", consultation, theme), sent)
    assert 400 <= answer.status_code < 500
    assert not ThemeEdit.objects.exists()
