"""What analysts change: shown at once, kept for ever, undone as an edit of its own, surviving every new run."""

import re
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from analysis import actions
from analysis.core.report.schema import check_document
from analysis.errors import (
    AlreadyUndone,
    ChangedMeanwhile,
    NameMissing,
    NoCommentChosen,
    NothingToEdit,
    ThemeIntoItself,
    ThemeUnknown,
)
from analysis.models import AnalysisRun, Assignment, ThemeEdit
from analysis.runs import figures
from analysis.runs.current import CurrentRun, labels_in
from consult.errors import NotAllowed
from consult.models import AuditEntry
from tests.support.analyses import run
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db


def shown(consultation) -> dict:
    """The document as the dashboard shows it, checked against the contract."""
    current = CurrentRun.of(consultation)
    document = current.document
    placed = [(pk, *place) for pk, place in current.themes_of(Assignment.objects.filter(incremental=False)).items()]
    listed = [
        {"id": pk, "theme": theme, "reason": reason, "campaign": None, "confidence": 1.0 if theme else None}
        for pk, theme, reason in placed
    ]
    check_document(document | {"assignments": listed})
    accounted = document["run"]["accounted"]
    assert accounted["themed"] + sum(accounted["reasons"].values()) == document["run"]["n_comments"]
    assert sum(theme["n_comments"] for theme in document["themes"] if theme["parent_id"] is None) == accounted["themed"]
    for theme in (one for one in document["themes"] if one["parent_id"] is None):  # parts: test_subthemes.py
        members = {pk for pk, place, _ in placed if place == theme["id"]}
        assert theme["n_comments"] == len(members)
        assert {cite for line in theme["summary"] for cite in line["cites"]} <= members
        assert {quote["comment_id"] for quote in theme["quotes"]} <= members
    return document


def themes_of(document: dict) -> dict[str, int]:
    return {theme["id"]: theme["n_comments"] for theme in document["themes"]}


def in_theme(consultation, theme: str) -> list:
    ids = Assignment.objects.filter(run=AnalysisRun.objects.current(consultation.pk), theme=theme).values("comment")
    return list(consultation.comments.filter(pk__in=ids).order_by("pk"))


def test_a_name_shows_at_once_survives_a_run_and_goes_back_when_undone(consultation, analyst):
    first, *_ = AnalysisRun.objects.current(consultation.pk).themes
    edit = actions.rename_theme(consultation=consultation, by=analyst, theme=first["id"], name="  คนแก่กับ  มือถือ ")
    label = labels_in(shown(consultation))[first["id"]]
    assert label == "คนแก่กับ มือถือ"
    run(consultation, themes=2)
    document = shown(consultation)
    again = next(theme for theme in document["themes"] if theme["id"] == first["id"])
    assert (again["label"], again["label_source"]) == ("คนแก่กับ มือถือ", "analyst")
    actions.revert_edit(edit=edit, by=analyst)
    again = next(theme for theme in shown(consultation)["themes"] if theme["id"] == first["id"])
    assert (again["label"], again["label_source"]) == (first["label"], "auto")


def test_merged_themes_are_one_at_once_and_after_a_run_and_two_when_undone(consultation, analyst):
    big, small = AnalysisRun.objects.current(consultation.pk).themes
    edit = actions.merge_themes(consultation=consultation, by=analyst, theme=small["id"], into=big["id"])
    merged = shown(consultation)
    assert themes_of(merged) == {big["id"]: big["n_comments"] + small["n_comments"]}
    assert merged["themes"][0]["n_people"] == 12
    assert merged["themes"][0]["stance"]["asked"]["agree"] == 12
    actions.revert_edit(edit=edit, by=analyst)
    assert themes_of(shown(consultation)) == {big["id"]: big["n_comments"], small["id"]: small["n_comments"]}
    actions.merge_themes(consultation=consultation, by=analyst, theme=small["id"], into=big["id"])
    done = run(consultation)
    assert big["id"] in {theme["id"] for theme in done.themes}
    assert small["id"] not in {theme["id"] for theme in done.themes}
    assert len(in_theme(consultation, big["id"])) == 12


def test_a_comment_moved_stays_where_it_was_put_whatever_a_run_finds(consultation, analyst):
    one, other = AnalysisRun.objects.current(consultation.pk).themes
    comment = in_theme(consultation, other["id"])[0]
    edit = actions.move_comments(consultation=consultation, by=analyst, comments=[comment], into=one["id"])
    assert themes_of(shown(consultation)) == {
        one["id"]: one["n_comments"] + 1,
        other["id"]: other["n_comments"] - 1,
    }
    for _ in range(2):
        done = run(consultation, themes=2)
        assert Assignment.objects.get(run=done, comment=comment).theme == one["id"]
    actions.revert_edit(edit=edit, by=analyst)
    assert CurrentRun.of(consultation).places([comment.pk]) == {str(comment.pk): other["id"]}
    shown(consultation)
    run(consultation, themes=2)
    assert CurrentRun.of(consultation).places([comment.pk]) == {str(comment.pk): other["id"]}


def test_comments_split_off_are_a_theme_of_their_own_from_then_on(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    chosen = in_theme(consultation, theme["id"])[:2]
    edit = actions.split_theme(consultation=consultation, by=analyst, comments=chosen, name="ช่องทางเดิม")
    new = edit.payload["into"]
    assert themes_of(shown(consultation))[new] == 2
    assert labels_in(shown(consultation))[new] == "ช่องทางเดิม"
    done = run(consultation)
    rows = Assignment.objects.filter(run=done, comment__in=chosen)
    assert set(rows.values_list("theme", flat=True)) == {new}
    assert labels_in(shown(consultation))[new] == "ช่องทางเดิม"


def test_a_comment_taken_out_is_counted_under_its_reason_and_comes_back_when_undone(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    comment = in_theme(consultation, theme["id"])[0]
    edit = actions.exclude_comments(consultation=consultation, by=analyst, comments=[comment], reason="off_topic")
    assert shown(consultation)["run"]["accounted"]["reasons"]["off_topic"] == 1
    done = run(consultation, themes=2)
    assert Assignment.objects.get(run=done, comment=comment).reason == "off_topic"
    actions.revert_edit(edit=edit, by=analyst)
    document = shown(consultation)
    assert document["run"]["accounted"]["reasons"]["off_topic"] == 0
    assert CurrentRun.of(consultation).places([comment.pk]) == {str(comment.pk): theme["id"]}


def test_similar_comments_follow_what_was_placed_by_hand(consultation, analyst):
    """Half of the comments about copies of documents are put into a theme of their own; the next run brings the others."""
    copies = [comment for comment in consultation.comments.all() if "สำเนา" in comment.text]
    edit = actions.split_theme(consultation=consultation, by=analyst, comments=copies[:3], name="ห้ามเรียกสำเนา")
    done = run(consultation, themes=2)
    theme = edit.payload["into"]
    placed = set(Assignment.objects.filter(run=done, theme=theme).values_list("comment", flat=True))
    assert placed == {comment.pk for comment in copies}


def test_the_document_lists_every_edit_with_who_and_when_and_no_address(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    edit = actions.rename_theme(consultation=consultation, by=analyst, theme=theme["id"], name="ชื่อใหม่")
    actions.revert_edit(edit=edit, by=analyst)
    for document in (shown(consultation), run(consultation).document):
        renamed, undone = document["audit"]
        assert (renamed["by"], renamed["at"], renamed["undone"]) == (str(analyst.pk), edit.at.isoformat(), True)
        assert undone["reverts"] == str(edit.pk)
        assert analyst.email not in str(document["audit"])
    verbs = AuditEntry.objects.filter(by=analyst).values_list("verb", flat=True)
    assert set(verbs) == {"rename_theme_edit", "revert_edit"}


def test_a_form_sent_twice_is_one_edit_and_an_edit_is_undone_once(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    chosen = in_theme(consultation, theme["id"])[:1]
    for _ in range(2):
        edit = actions.split_theme(consultation=consultation, by=analyst, comments=chosen, name="แยก")
    assert ThemeEdit.objects.count() == 1
    actions.revert_edit(edit=edit, by=analyst)
    with pytest.raises(AlreadyUndone):
        actions.revert_edit(edit=edit, by=analyst)
    with pytest.raises(AlreadyUndone):
        actions.revert_edit(edit=ThemeEdit.objects.get(kind="revert"), by=analyst)


def test_an_edit_never_changes(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    edit = actions.rename_theme(consultation=consultation, by=analyst, theme=theme["id"], name="ชื่อ")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ThemeEdit.objects.filter(pk=edit.pk).update(payload={})


def test_only_analysts_and_officers_of_the_agency_change_themes(consultation, analyst):
    one, other = AnalysisRun.objects.current(consultation.pk).themes
    comment = in_theme(consultation, one["id"])[0]
    edit = actions.rename_theme(consultation=consultation, by=analyst, theme=one["id"], name="ชื่อ")
    wishes = [
        (actions.rename_theme, {"theme": one["id"], "name": "อื่น"}),
        (actions.merge_themes, {"theme": one["id"], "into": other["id"]}),
        (actions.split_theme, {"comments": [comment], "name": "อื่น"}),
        (actions.move_comments, {"comments": [comment], "into": other["id"]}),
        (actions.exclude_comments, {"comments": [comment], "reason": "off_topic"}),
    ]
    for nobody in (make_user(), make_staff(consultation.agency, "moderator"), officer_of(make_consultation())):
        for verb, wish in wishes:
            with pytest.raises(NotAllowed):
                verb(consultation=consultation, by=nobody, **wish)
        with pytest.raises(NotAllowed):
            actions.revert_edit(edit=edit, by=nobody)
    assert ThemeEdit.objects.count() == 1


def test_what_makes_no_sense_is_refused_and_nothing_written(consultation, analyst):
    one, *_ = AnalysisRun.objects.current(consultation.pk).themes
    told = {"consultation": consultation, "by": analyst}
    elsewhere = post(make_consultation())
    with pytest.raises(NameMissing):
        actions.rename_theme(**told, theme=one["id"], name="   ")
    with pytest.raises(ThemeUnknown):
        actions.rename_theme(**told, theme="t0000", name="ชื่อ")
    with pytest.raises(ThemeIntoItself):
        actions.merge_themes(**told, theme=one["id"], into=one["id"])
    with pytest.raises(NoCommentChosen):
        actions.move_comments(**told, comments=[elsewhere], into=one["id"])
    with pytest.raises(NoCommentChosen):
        actions.split_theme(**told, comments=[], name="ชื่อ")
    with pytest.raises(NothingToEdit):
        actions.rename_theme(
            consultation=elsewhere.consultation, by=officer_of(elsewhere.consultation), theme="t", name="ก"
        )
    assert not ThemeEdit.objects.exists()


# The doors


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, consultation, *args) -> str:
    return reverse(f"analysis:{name}", args=[consultation.pk, *args])


def test_an_analyst_renames_on_the_page_of_the_theme_and_undoes_it_in_the_list(consultation, analyst):
    client, theme = client_of(analyst), AnalysisRun.objects.current(consultation.pk).themes[0]
    answer = client.post(address("theme_rename", consultation, theme["id"]), {"name": "ชื่อที่อ่านรู้เรื่อง"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address("theme_detail", consultation, theme["id"])
    assert "ชื่อที่อ่านรู้เรื่อง" in html and "ปรับโดยนักวิเคราะห์" in html
    edit = ThemeEdit.objects.get()
    html = client.get(address("dashboard", consultation)).content.decode()
    assert address("edit_revert", consultation, edit.pk) in html
    html = client.post(address("edit_revert", consultation, edit.pk), follow=True).content.decode()
    assert "ยกเลิกการแก้ไขแล้ว" in html
    assert address("edit_revert", consultation, edit.pk) not in html
    assert client.post(address("edit_revert", consultation, edit.pk)).status_code == 409


def test_a_name_that_is_missing_comes_back_with_the_form_and_a_message(consultation, analyst):
    client, theme = client_of(analyst), AnalysisRun.objects.current(consultation.pk).themes[0]
    answer = client.post(address("theme_rename", consultation, theme["id"]), {"name": "ก" * 121})
    assert answer.status_code == 422
    assert "ก" * 121 in answer.content.decode() and "field__error" in answer.content.decode()
    assert client.post(address("theme_merge", consultation, theme["id"]), {"into": "?"}).status_code == 422


@pytest.mark.parametrize("name", ["คนแก่กับมือถือ", "ก" * 121])
def test_a_refused_name_for_a_theme_that_is_gone_comes_back_with_the_form_and_its_words(consultation, analyst, name):
    door = address("theme_rename", consultation, "t000")
    answer = client_of(analyst).post(door, {"name": name})
    html = answer.content.decode()
    assert answer.status_code == 409 and "ประเด็นนี้ไม่มีแล้ว" in html
    assert f'action="{door}"' in html and f'value="{name}"' in html


def test_a_refused_merge_comes_back_with_the_choice_that_was_made(consultation, analyst):
    gone, other = AnalysisRun.objects.current(consultation.pk).themes
    actions.merge_themes(consultation=consultation, by=analyst, theme=gone["id"], into=other["id"])
    door = address("theme_merge", consultation, gone["id"])
    answer = client_of(analyst).post(door, {"into": other["id"]})
    html = answer.content.decode()
    assert answer.status_code == 409 and f'action="{door}"' in html
    assert f'<option value="{other["id"]}" selected' in html


def test_the_second_who_renames_is_told_of_the_first_name_and_may_insist(consultation, analyst):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    door, page = (address(name, consultation, theme["id"]) for name in ("theme_rename", "theme_detail"))
    other = make_staff(consultation.agency, "analyst")
    seen = client_of(analyst).get(page).context["rename_form"]["seen"].value()
    assert client_of(other).post(door, {"name": "ชื่อของคนแรก", "seen": seen}).status_code == 302
    answer = client_of(analyst).post(door, {"name": "ชื่อของคนที่สอง", "seen": seen})
    html = unescape(answer.content.decode())
    assert answer.status_code == 409 and f"{other} แก้ไปก่อนแล้ว" in html
    assert "ชื่อของคนแรก" in html and 'value="ชื่อของคนที่สอง"' in html
    assert labels_in(shown(consultation))[theme["id"]] == "ชื่อของคนแรก"
    knows = re.search(r'name="seen"[^>]*value="(\d+)"', html)
    assert client_of(analyst).post(door, {"name": "ชื่อของคนที่สอง", "seen": knows[1]}).status_code == 302
    assert labels_in(shown(consultation))[theme["id"]] == "ชื่อของคนที่สอง"


def test_two_who_place_the_same_comment_do_not_overwrite_each_other_and_other_comments_are_free(consultation, analyst):
    one, two = AnalysisRun.objects.current(consultation.pk).themes
    first, second, *_ = in_theme(consultation, one["id"])
    told = {"consultation": consultation, "by": analyst, "seen": 0}
    actions.exclude_comments(**told, comments=[first], reason="off_topic")
    actions.move_comments(**told, comments=[second], into=two["id"])  # nobody touched this one
    with pytest.raises(ChangedMeanwhile, match=f"#{first.pk}"):
        actions.move_comments(**told, comments=[first, second], into=two["id"])
    assert ThemeEdit.objects.count() == 2


def test_ticked_comments_move_from_the_table_and_the_filter_stays(consultation, analyst):
    client = client_of(analyst)
    one, other = AnalysisRun.objects.current(consultation.pk).themes
    chosen = [str(comment.pk) for comment in in_theme(consultation, other["id"])[:2]]
    table = address("comment_table", consultation)
    rows = client.get(table, {"theme": other["id"]}).context["comments"]
    assert len(rows) == other["n_comments"]
    answer = client.post(
        f"{address('comments_place', consultation)}?theme={other['id']}",
        {"comments": chosen, "place": one["id"]},
        follow=True,
    )
    assert f"theme={other['id']}" in answer.redirect_chain[-1][0]
    assert len(answer.context["comments"]) == other["n_comments"] - 2
    assert len(client.get(table, {"theme": one["id"]}).context["comments"]) == one["n_comments"] + 2
    client.post(address("comments_place", consultation), {"comments": chosen, "place": "reason:off_topic"})
    rows = client.get(table, {"theme": "reason:off_topic"}).context["comments"]
    assert {str(comment.pk) for comment in rows} == set(chosen)
    exported = b"".join(client.get(address("comment_export", consultation, "csv")).streaming_content).decode()
    assert exported.count("off_topic") == 2


def test_a_card_takes_its_comment_to_a_new_theme_and_says_so(consultation, analyst):
    client, theme = client_of(analyst), AnalysisRun.objects.current(consultation.pk).themes[0]
    comment = in_theme(consultation, theme["id"])[0]
    told = {"comments": comment.pk, "card": comment.pk, "place": "new"}
    wrong = client.post(address("comments_place", consultation), told)
    assert wrong.status_code == 422 and "โปรดตั้งชื่อประเด็นใหม่" in wrong.content.decode()
    right = client.post(
        address("comments_place", consultation), told | {"name": "เรื่องใหม่"}, headers={"HX-Request": "true"}, follow=True
    )
    assert right.redirect_chain[-1][0] == address("comment_detail", consultation, comment.pk)
    html = client.get(address("comment_detail", consultation, comment.pk)).content.decode()
    assert "เรื่องใหม่" in html


def test_nothing_ticked_is_said_and_what_was_ticked_is_kept(consultation, analyst):
    client, theme = client_of(analyst), AnalysisRun.objects.current(consultation.pk).themes[0]
    nothing = client.post(address("comments_place", consultation), {"place": theme["id"]})
    assert nothing.status_code == 422 and "โปรดเลือกความคิดเห็น" in nothing.content.decode()
    comment = in_theme(consultation, theme["id"])[0]
    nowhere = client.post(address("comments_place", consultation), {"comments": [comment.pk], "place": ""})
    assert nowhere.status_code == 422
    assert f'value="{comment.pk}" checked' in nowhere.content.decode()
    assert not ThemeEdit.objects.exists()


def test_days_of_a_theme_add_up_to_its_comments_before_and_after_edits(consultation, analyst):
    run = AnalysisRun.objects.current(consultation.pk)
    first, second = run.themes
    moved, out = in_theme(consultation, first["id"])[:2]

    def days_add_up(current: CurrentRun) -> None:
        days = figures.days_of_themes(current)
        top = [theme for theme in current.document["themes"] if theme["parent_id"] is None]
        assert {theme["id"]: sum(days[theme["id"]].values()) for theme in top} == {
            theme["id"]: theme["n_comments"] for theme in top
        }

    days_add_up(CurrentRun(run, consultation))
    place = {"consultation": consultation, "by": analyst}
    actions.move_comments(**place, comments=[moved], into=second["id"])
    actions.exclude_comments(**place, comments=[out], reason="off_topic")
    days_add_up(CurrentRun(run, consultation))
    days_add_up(CurrentRun.as_made(run, consultation))
    actions.merge_themes(**place, theme=first["id"], into=second["id"])
    days_add_up(CurrentRun(run, consultation))


def test_what_an_act_came_to_is_said_where_it_was_done(consultation, analyst):
    first, *_ = AnalysisRun.objects.current(consultation.pk).themes
    client = client_of(analyst)
    door = address("theme_rename", consultation, first["id"])
    html = client.post(door, {"name": "ชื่อใหม่"}, headers={"HX-Request": "true"}, follow=True).content.decode()
    toasts = html[html.index('id="toasts"') :]
    assert "บันทึกการแก้ไขแล้ว" in toasts[: toasts.index("</div>")]
    assert 'hx-select="#theme" hx-select-oob="#toasts"' in html


def test_the_doors_are_shut_to_strangers_and_staff_without_the_role(consultation):
    theme = AnalysisRun.objects.current(consultation.pk).themes[0]
    doors = [
        ("theme_rename", [theme["id"]]),
        ("theme_merge", [theme["id"]]),
        ("comments_place", []),
    ]
    for name, args in doors:
        assert "login" in Client().post(address(name, consultation, *args)).headers["Location"]
        for nobody in (make_user(), make_staff(consultation.agency, "moderator"), officer_of(make_consultation())):
            assert client_of(nobody).post(address(name, consultation, *args)).status_code == 403
            assert client_of(nobody).get(address("edit_list", consultation)).status_code == 403


def test_the_dashboard_says_what_changed_since_the_run_before(consultation, analyst):
    client, theme = client_of(analyst), AnalysisRun.objects.current(consultation.pk).themes[0]
    assert "สิ่งที่เปลี่ยนไป" not in client.get(address("dashboard", consultation)).content.decode()
    section = in_theme(consultation, theme["id"])[0].section
    post(consultation, in_theme(consultation, theme["id"])[0].text + " ด่วนมาก", section=section)
    done = run(consultation, themes=2)
    assert sum(n for n in done.document["diff_from_previous"].values() if isinstance(n, int)) == 1
    html = client.get(address("dashboard", consultation)).content.decode()
    assert "สิ่งที่เปลี่ยนไป" in html and "+1" in html


def test_an_earlier_run_is_shown_as_it_was_and_cannot_be_edited(consultation, analyst):
    first = AnalysisRun.objects.current(consultation.pk)
    theme = first.themes[0]
    run(consultation, themes=2)
    actions.rename_theme(consultation=consultation, by=analyst, theme=theme["id"], name="ชื่อใหม่เอี่ยม")
    for page in (address("dashboard", consultation), address("theme_detail", consultation, theme["id"])):
        html = client_of(analyst).get(page, {"run": first.pk}).content.decode()
        assert theme["label"] in html and "ชื่อใหม่เอี่ยม" not in html.split('id="edits"')[0]
        assert address("run_choose", consultation, first.pk) in html or page.endswith(f"{theme['id']}/")
        assert address("theme_rename", consultation, theme["id"]) not in html


@pytest.mark.parametrize("nonsense", ["x", "๑", "9" * 30, "-1", ""])
def test_what_is_no_comment_is_refused_with_a_reason_and_changes_nothing(consultation, analyst, nonsense):
    client = Client()
    client.force_login(analyst)
    answer = client.post(
        address("comments_place", consultation),
        {"comments": [nonsense], "place": "new", "name": "ใหม่", "card": nonsense},
    )
    assert answer.status_code == 422
    assert not ThemeEdit.objects.exists()
