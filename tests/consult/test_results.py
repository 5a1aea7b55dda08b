"""Who closed a hearing owes people its result; the public list, the hearing and its agency say where it is still awaited."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions
from consult.errors import ReasonMissing, ResultMoved, ResultNeedsAnother, ResultPublished, ResultTooEarly, WrongMoment
from consult.models import AuditEntry, Consultation, Membership, Notice, Result
from consult.models.result import result_is_awaited
from consult.report import QuoteBlock, Run, digested, seal, without_words_of
from tests.cms.test_publishing import agency_page, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.support.makers import (
    ask,
    close,
    make_consultation,
    make_report,
    make_result,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    post,
    vote,
    withdraw,
)

pytestmark = pytest.mark.django_db


def awaited(later: int = 31) -> list[Consultation]:
    return list(Consultation.objects.filter(result_is_awaited(timezone.now() + timedelta(days=later))))


@pytest.fixture
def hearing():
    hearing = make_consultation()
    post(hearing)
    close(hearing)
    hearing.refresh_from_db()
    return hearing


def test_a_result_is_awaited_after_its_days_and_never_of_a_withdrawn_or_silent_hearing(hearing):
    silent = make_consultation()
    close(silent)
    assert awaited(29) == [] and awaited() == [hearing]
    withdraw(hearing)
    assert awaited() == []


def test_issues_answers_and_new_versions_are_parts_of_a_result_and_only_a_published_one_ends_the_waiting(hearing):
    actions.reply_officially(comment=hearing.comments.get(), by=officer_of(hearing), text="รับไว้")
    actions.issue_version(consultation=hearing, sections=make_sections("ใหม่"), by=officer_of(hearing))
    issue = actions.draft_issue(consultation=hearing, by=officer_of(hearing), title="เวลา")
    words = {"title": "เวลา", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}
    actions.change_issue(issue=issue, by=officer_of(hearing), seen=1, **words)
    actions.approve_issue(issue=issue, by=make_staff(hearing.agency, Membership.Role.OFFICER), seen=2)
    assert awaited() == [hearing]
    make_result(hearing, signed=1)
    assert awaited() == [hearing]
    make_result(hearing)
    assert awaited() == []


def test_two_others_than_the_writer_sign_and_the_second_signature_publishes(hearing):
    writer, approver = officer_of(hearing), make_staff(hearing.agency, Membership.Role.APPROVER)
    document = make_report(hearing).as_json()
    draft = actions.draft_result(consultation=hearing, by=writer, document=document)
    with pytest.raises(ResultNeedsAnother):
        actions.sign_result(result=draft, by=writer, seen=draft.sha256)
    for _again in range(2):  # one person is one signature
        signed = actions.sign_result(result=draft, by=approver, seen=draft.sha256)
        assert signed.published_at is None and signed.signatures.count() == 1
    second = make_staff(hearing.agency, Membership.Role.OFFICER)
    published = actions.sign_result(result=draft, by=second, seen=draft.sha256)
    assert published.published_at and [one.role for one in published.signatures.all()] == ["approver", "officer"]
    with pytest.raises(ResultPublished):
        actions.sign_result(result=draft, by=make_staff(hearing.agency, Membership.Role.APPROVER), seen=draft.sha256)
    with pytest.raises(ResultPublished):
        actions.withdraw_result(result=draft, by=writer)
    verbs = list(
        AuditEntry.objects.filter(consultation=hearing, verb__endswith="_result").values_list("verb", flat=True)
    )
    assert verbs == ["publish_result", "sign_result", "sign_result", "draft_result"]


def test_another_document_takes_the_place_of_a_draft_and_its_signatures_lapse(hearing):
    first = make_result(hearing, signed=1)
    second = make_result(hearing, make_report(hearing, "ข้อความอื่น"), signed=0)
    assert Result.objects.draft_of(hearing) == second and second.number == 1 and not second.signatures.exists()
    with pytest.raises(ResultMoved):
        actions.sign_result(result=first, by=make_staff(hearing.agency, Membership.Role.APPROVER), seen=first.sha256)
    assert make_result(hearing, make_report(hearing, "ข้อความอื่น"), signed=0) == second
    assert actions.withdraw_result(result=second, by=officer_of(hearing)).withdrawn_at
    assert Result.objects.draft_of(hearing) is None


def test_a_correction_has_the_next_number_and_says_why(hearing):
    first = make_result(hearing)
    with pytest.raises(ReasonMissing):
        make_result(hearing, make_report(hearing, "แก้ไข"))
    with pytest.raises(ResultMoved):  # made before the first was published
        make_result(hearing, replace(make_report(hearing, "แก้ไข"), number=1), reason="นับผิด")
    second = make_result(hearing, make_report(hearing, "แก้ไข"), reason="นับผิด โทร 081 234 5678")
    assert second.number == 2 and "081" not in second.reason
    assert list(Result.objects.published().filter(consultation=hearing)) == [second, first]


def test_no_result_is_written_while_people_may_still_speak():
    hearing = make_consultation()
    with pytest.raises(ResultTooEarly):
        make_result(hearing)


def test_a_hearing_with_a_published_result_is_not_opened_again(hearing):
    make_result(hearing)
    later = timezone.now() + timedelta(days=3)
    with pytest.raises(WrongMoment, match="อีกรอบ"):
        actions.reopen_consultation(consultation=hearing, by=officer_of(hearing), closes_at=later, reason="ขอเพิ่มเวลา")


def test_everybody_who_took_part_is_told_once_of_each_result(hearing):
    (author,) = {comment.author for comment in hearing.comments.all()}
    open_one = make_consultation()
    (question,) = ask(open_one, ("ถาม", ("ก", "ข")))
    voter, answerer = make_user(), make_user()
    vote(open_one, voter=voter, section=open_one.draft.sections.first())
    actions.answer_question(consultation=open_one, question=question, author=answerer, choices=[0])
    close(open_one)
    open_one.refresh_from_db()
    make_result(open_one)
    make_result(hearing, signed=1)  # a draft is told to nobody
    assert actions.tell_of_results() == 2 and actions.tell_of_results() == 0
    assert {notice.person for notice in Notice.objects.filter(result__isnull=False)} == {voter, answerer}
    make_result(hearing)
    assert actions.tell_of_results() == 1
    author.refresh_from_db()
    assert author.unread_notices == 1


def test_the_digest_of_a_document_holds_when_words_of_a_citizen_are_taken_out(hearing):
    quote = QuoteBlock(runs=(Run(text="ควรมีล่าม", cites=(7,)),), source="ความคิดเห็นที่ 7")
    report = replace(make_report(hearing), blocks=(quote,))
    document = report.as_json()
    assert (
        seal(document)
        == seal(digested(document, {7}))
        == seal(digested(document))
        != seal(make_report(hearing).as_json())
    )
    assert digested(document, {8})["blocks"][0]["runs"] == list(document["blocks"][0]["runs"])
    shown = without_words_of(report, {7}, "ถอนแล้ว")
    assert shown.blocks[0].runs == (Run(text="ถอนแล้ว", cites=(7,)),)


def test_everybody_sees_it_on_the_list_on_the_hearing_and_on_the_page_of_the_agency(agency_page, officer, settings):  # noqa: F811
    consultation = publish(write_page(agency_page, section("๑", "ข้อความ")), officer)
    post(consultation)
    close(consultation)
    address = reverse("consult:consultation_detail", args=[consultation.pk])
    assert "ประชาชนยังรอผลอยู่" not in Client().get(address).content.decode()
    settings.RESULT_DAYS = -1
    assert "ประชาชนยังรอผลอยู่" in Client().get(address + "?").content.decode()
    listed = Client().get(reverse("consult:consultation_list"), {"status": "awaited"}).content.decode()
    assert f'href="{address}"' in listed
    told = Client().get(agency_page.url).content.decode()
    assert "แจ้งผลแล้ว 0 จาก 1" in told and "status=awaited" in told
    make_result(consultation)
    assert "ประชาชนยังรอผลอยู่" not in Client().get(address + "?again").content.decode()
    assert "แจ้งผลแล้ว 1 จาก 1" in Client().get(agency_page.url).content.decode()
