"""Comments that lost their section: the agency answers them or puts them on another one, in the open."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.actions import ChosenWords
from consult.actions.draft import PlannedChange
from consult.errors import SectionRemoved, SectionStands
from consult.models import AuditEntry, Comment, Membership, Reattachment, SectionChange
from consult.models.kept import count_on
from tests.support.doors import browser
from tests.support.makers import make_consultation, make_sections, make_staff, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

FIRST = "ให้จัดตั้งกองทุนส่งเสริมการเข้าถึงบริการสาธารณะขึ้นในสำนักงาน"
TAX = "ให้ผู้มีหน้าที่เสียภาษียื่นแบบภายในสิบห้าวัน"
FINE = "ผู้ใดฝ่าฝืนต้องระวางโทษปรับไม่เกินห้าพันบาท"
A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))


def hearing():
    consultation = make_consultation("ใช้ชั่วคราว")
    issue(consultation, (A, FIRST), (B, f"{TAX}\n{FINE}"))
    return consultation


def issue(consultation, *sections, changes=None) -> None:
    anchors, texts = zip(*sections, strict=True)
    actions.issue_version(
        consultation=consultation,
        sections=make_sections(*texts, anchors=list(anchors)),
        changes=changes,
        by=officer_of(consultation),
    )
    consultation.refresh_from_db()


def split(consultation) -> None:
    change = PlannedChange(kind=SectionChange.Kind.SPLIT, old=(B,), new=(B, C))
    issue(consultation, (A, FIRST), (B, TAX), (C, FINE), changes=[change])


def section(consultation, anchor):
    return consultation.draft.sections.get(anchor=anchor)


def on_fine(consultation, **options) -> Comment:
    where = section(consultation, B)
    start = where.text.index("ห้าพันบาท")
    return post(consultation, section=where, words=ChosenWords(start=start, end=start + 9), **options)


def reattach(consultation, *comments, to, by=None):
    return actions.reattach_comments(
        consultation=consultation,
        comments=[comment.pk for comment in comments],
        section=to,
        by=by or officer_of(consultation),
    )


def waiting(consultation) -> set[int]:
    return set(consultation.comments.left_behind(consultation).values_list("pk", flat=True))


def page_of(consultation, anchor) -> str:
    address = reverse("consult:section_detail", args=[consultation.pk, section(consultation, anchor).pk])
    return Client().get(address).content.decode()


def test_comments_on_sections_that_were_split_or_taken_out_wait_until_they_are_answered_or_moved():
    consultation = hearing()
    on_first, on_second = post(consultation, section=section(consultation, A)), on_fine(consultation)
    whole = post(consultation)
    assert waiting(consultation) == set()
    split(consultation)
    assert waiting(consultation) == {on_second.pk}
    later = post(consultation, section=section(consultation, B))
    assert later.pk not in waiting(consultation), "written on a part, as it stands"
    issue(consultation, (B, TAX), (C, FINE))
    assert waiting(consultation) == {on_first.pk, on_second.pk}
    actions.reply_officially(comment=on_first, by=officer_of(consultation), text="รับไว้พิจารณา")
    reattach(consultation, on_second, to=section(consultation, C))
    assert waiting(consultation) == set()
    assert whole.pk not in waiting(consultation)


def test_a_hidden_comment_waits_for_nobody():
    consultation = hearing()
    comment = on_fine(consultation)
    split(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    assert waiting(consultation) == set()
    assert reattach(consultation, comment, to=section(consultation, C)) == []


def test_a_split_that_was_taken_back_leaves_comments_where_they_were():
    consultation = hearing()
    comment = on_fine(consultation)
    split(consultation)
    actions.retract_version(version=consultation.draft, by=officer_of(consultation), reason="ออกผิดฉบับ")
    consultation.refresh_from_db()
    assert comment.pk not in waiting(consultation)


def test_a_moved_comment_stands_with_its_replies_votes_and_words_where_it_was_put_and_says_where_it_was():
    consultation = hearing()
    comment = on_fine(consultation, text="ปรับหนักไป")
    post(consultation, "เห็นเหมือนกัน", parent=comment)
    vote(consultation, comment=comment)
    split(consultation)
    before = count_on(consultation, section(consultation, B)).in_all
    reattach(consultation, comment, to=section(consultation, C))
    assert count_on(consultation, section(consultation, C)).in_all == 2
    assert count_on(consultation, section(consultation, B)).in_all == before - 2
    while actions.fold_figures():
        pass
    kept = count_on(consultation, section(consultation, C))
    actions.recount_figures()
    assert count_on(consultation, section(consultation, C)) == kept
    shown = page_of(consultation, C)
    for words in ("ปรับหนักไป", "เห็นเหมือนกัน", "หน่วยงานย้ายมาจาก มาตรา 2 (ฉบับที่ 2)", "spoken--1"):
        assert words in shown, words
    assert "ปรับหนักไป" not in page_of(consultation, B)
    alone = Client().get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
    assert "หน่วยงานย้ายมาจาก มาตรา 2" in alone


def test_who_moved_it_and_when_is_on_record_and_moving_it_again_changes_nothing():
    consultation = hearing()
    comment, officer = on_fine(consultation), officer_of(consultation)
    split(consultation)
    (act,) = reattach(consultation, comment, to=section(consultation, C), by=officer)
    assert (act.before.anchor, act.after.anchor, act.by) == (B, C, officer)
    assert reattach(consultation, comment, to=section(consultation, C), by=officer) == []
    assert Reattachment.objects.count() == AuditEntry.objects.filter(verb="reattach_comments").count() == 1


def test_a_comment_put_in_the_wrong_place_is_put_right():
    consultation = hearing()
    comment = on_fine(consultation)
    split(consultation)
    reattach(consultation, comment, to=section(consultation, A))
    reattach(consultation, comment, to=section(consultation, C))
    assert "หน่วยงานย้ายมาจาก มาตรา 2 (ฉบับที่ 2)" in page_of(consultation, C)


def test_nobody_moves_a_comment_whose_section_still_stands_and_then_none_of_them_is_moved():
    consultation = hearing()
    stays, left = post(consultation, section=section(consultation, A)), on_fine(consultation)
    split(consultation)
    with pytest.raises(SectionStands):
        reattach(consultation, left, stays, to=section(consultation, C))
    assert not Reattachment.objects.exists()


def test_a_comment_is_moved_only_to_a_section_that_the_draft_has_and_of_its_own_hearing():
    consultation, other = hearing(), hearing()
    comment, gone = on_fine(consultation), section(consultation, A)
    elsewhere = on_fine(other)
    issue(consultation, (C, FINE))
    with pytest.raises(SectionRemoved):
        reattach(consultation, comment, to=gone)
    assert reattach(consultation, elsewhere, to=section(consultation, C)) == []


def test_an_officer_ticks_comments_on_the_page_and_what_was_refused_keeps_its_ticks():
    consultation = hearing()
    comment = on_fine(consultation, text="ปรับหนักไป")
    split(consultation)
    officer, address = browser(officer_of(consultation)), reverse("consult:unsettled", args=[consultation.pk])
    assert "ปรับหนักไป" in officer.get(address).content.decode()
    assert address in officer.get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()
    refused = officer.post(address, {"comments": [comment.pk], "section": ""})
    assert refused.status_code == 422 and f'value="{comment.pk}" checked' in refused.content.decode()
    for nonsense in ({}, {"comments": "x", "section": "y"}, {"comments": "9" * 30, "section": "9" * 30}):
        assert officer.post(address, nonsense).status_code == 422
    target = section(consultation, C)
    assert officer.post(address, {"comments": [comment.pk], "section": target.pk}).status_code == 302
    comment.refresh_from_db()
    assert comment.section == target
    assert "ไม่มีความคิดเห็นรออยู่" in officer.get(address).content.decode()


@pytest.mark.parametrize("role", [None, *Membership.Role])
def test_only_officers_of_the_agency_see_the_list(role):
    consultation = hearing()
    person = make_staff(consultation.agency, role) if role else make_user()
    address = reverse("consult:unsettled", args=[consultation.pk])
    expected = 200 if role == Membership.Role.OFFICER else 403
    assert browser(person).get(address).status_code == expected
    assert browser().get(address).status_code == 302


def test_the_part_that_goes_on_under_the_name_of_a_split_section_may_be_the_one_and_says_so():
    consultation = hearing()
    comment = post(consultation, "ยื่นแบบสิบห้าวันน้อยไป", section=section(consultation, B))
    split(consultation)
    (act,) = reattach(consultation, comment, to=section(consultation, B))
    assert (act.before.anchor, act.after.anchor) == (B, B) and act.before != act.after
    assert waiting(consultation) == set()
    assert "หน่วยงานยืนยันว่าพูดถึงส่วนนี้" in page_of(consultation, B)
    assert reattach(consultation, comment, to=section(consultation, B)) == []
    issue(consultation, (A, FIRST + " ใหม่"), (B, TAX), (C, FINE))
    assert reattach(consultation, comment, to=section(consultation, B)) == [], "it stands there, in a later version too"


def test_a_part_is_suggested_by_the_words_chosen_or_used_and_moved_there_only_when_somebody_says_so():
    consultation = hearing()
    by_span = on_fine(consultation, text="แพงไป")
    by_words = post(consultation, "ยื่นแบบภายในสิบห้าวันน้อยไป", section=section(consultation, B))
    neither = post(consultation, "ไม่เห็นด้วย", section=section(consultation, B))
    split(consultation)
    officer, address = browser(officer_of(consultation)), reverse("consult:unsettled", args=[consultation.pk])
    shown = officer.get(address)
    suggested = {one.pk: one.suggestion and one.suggestion.section.anchor for one in shown.context["comments"]}
    assert suggested == {by_span.pk: C, by_words.pk: B, neither.pk: None}
    assert waiting(consultation) == {by_span.pk, by_words.pk, neither.pk}
    names = {f"suggested-{pk}": section(consultation, anchor).pk for pk, anchor in suggested.items() if anchor}
    everything = {"suggested": "yes", "comments": list(suggested)} | names
    stale = everything | {f"suggested-{by_span.pk}": section(consultation, A).pk}
    assert officer.post(address, stale | {"comments": [by_span.pk, neither.pk]}).status_code == 409
    assert officer.post(address, {"suggested": "yes"}).status_code == 422
    assert officer.post(address, everything).status_code == 302
    assert waiting(consultation) == {neither.pk}
    by_span.refresh_from_db()
    by_words.refresh_from_db()
    assert (by_span.section.anchor, by_words.section.anchor) == (C, B)


def test_what_was_merged_is_suggested_where_it_went_and_what_was_taken_out_nowhere():
    consultation = hearing()
    on_first = post(consultation, "ไม่เห็นด้วย", section=section(consultation, A))
    change = PlannedChange(kind=SectionChange.Kind.MERGED, old=(A, B), new=(B,))
    issue(consultation, (B, f"{FIRST}\n{TAX}\n{FINE}"), changes=[change])
    officer, address = browser(officer_of(consultation)), reverse("consult:unsettled", args=[consultation.pk])
    (shown,) = officer.get(address).context["comments"]
    assert shown == on_first and shown.suggestion.section.anchor == B
    issue(consultation, (C, "ให้รัฐมนตรีรักษาการ"), changes=[PlannedChange(kind=SectionChange.Kind.REMOVED, old=(B,))])
    assert [one.suggestion for one in officer.get(address).context["comments"]] == [None]


def test_a_part_that_was_split_again_is_followed_to_its_parts():
    consultation = hearing()
    comment = on_fine(consultation, text="แพงไป")
    split(consultation)
    again = uuid.UUID(int=4)
    change = PlannedChange(kind=SectionChange.Kind.SPLIT, old=(C,), new=(C, again))
    issue(consultation, (A, FIRST), (B, TAX), (C, "ให้ศาลกำหนดโทษ"), (again, FINE), changes=[change])
    officer, address = browser(officer_of(consultation)), reverse("consult:unsettled", args=[consultation.pk])
    (shown,) = officer.get(address).context["comments"]
    assert shown == comment and shown.suggestion.section.anchor == again
