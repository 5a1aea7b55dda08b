"""What staff may still do about a hearing that was withdrawn or closed, asked of every action there is: a new one has to answer here."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.actions.draft import SectionText
from consult.errors import ConsultationWithdrawn, QuestionsStand, WrongMoment
from consult.models import AuditEntry, Vote
from tests.cms.test_publishing import agency_page, editor_form, officer, publish, section, write_page  # noqa: F401 (fixtures)
from tests.consult.test_rights import OF_STAFF, closed, in_days
from tests.support.makers import ask, close, make_consultation, make_sections, make_user, officer_of, post, withdraw

pytestmark = pytest.mark.django_db

#: Of a withdrawn hearing: what nothing new is told by, or what has to come off
STILL_WHEN_WITHDRAWN = {
    "publish_consultation": "another hearing, announced anew; the same one is refused below",
    "decline_act": "a request that waits is answered",
    "take_law_stage_back": "a wrong stage comes off",
    "release_comment": "its author waits for it",
    "hide_comment": "its author and the files still show it",
    "restore_comment": "likewise",
    "redact_comment": "likewise",
    "unredact_comment": "likewise",
    "keep_comment": "what was reported of it is settled",
    "decide_appeal": "its author waits for the answer",
    "withdraw_official_reply": "a wrong answer comes off: the author of the comment reads it",
    "drop_issue": "a wrong issue comes off",
    "take_out_of_issue": "its author may have withdrawn it",
    "withdraw_result": "a draft of a result comes off",
    "record_export": "the record is kept and read",
}
#: Of a closed hearing: agencies answer, count and go on with the draft after the end
REFUSED_WHEN_CLOSED = {
    "ask_questions": QuestionsStand,
    "move_opening": WrongMoment,
    "extend_consultation": WrongMoment,
    "close_consultation": WrongMoment,
}


def given(name: str, hearing) -> dict:
    """What an action is given about this hearing itself."""
    if name == "move_opening":
        return {"consultation": hearing, "opens_at": in_days(2), "reason": "เลื่อน"}
    if name == "ask_questions":
        ask(hearing, ("ถามเดิม", ("ก", "ข")))
        return {"consultation": hearing, "questions": []}
    return OF_STAFF[name](hearing)


@pytest.mark.parametrize("name", OF_STAFF)
def test_of_a_withdrawn_hearing_nothing_new_is_told(name):
    hearing = make_consultation()
    what, by = given(name, hearing), officer_of(hearing)
    withdraw(hearing)
    lines = AuditEntry.objects.count()
    if name in STILL_WHEN_WITHDRAWN:
        getattr(actions, name)(**what, by=by)
        return
    with pytest.raises(ConsultationWithdrawn):
        getattr(actions, name)(**what, by=by)
    assert AuditEntry.objects.count() == lines


def test_what_is_said_about_a_withdrawn_hearing_stays_and_citizens_are_refused():
    hearing = make_consultation()
    (question,) = ask(hearing, ("ถาม", ("ก", "ข")))
    by, facts = officer_of(hearing), make_consultation()
    withdraw(hearing)
    with pytest.raises(ConsultationWithdrawn):
        actions.publish_consultation(key=hearing.key, agency=hearing.agency, facts=facts, by=by)
    person, draft_section = make_user(), hearing.draft.sections.first()
    with pytest.raises(ConsultationWithdrawn):
        post(hearing, author=person)
    with pytest.raises(ConsultationWithdrawn):
        actions.cast_vote(consultation=hearing, voter=person, choice=Vote.Choice.AGREE, section=draft_section)
    with pytest.raises(ConsultationWithdrawn):
        actions.answer_question(consultation=hearing, question=question, author=person, choices=[0])


@pytest.mark.parametrize("name", OF_STAFF)
def test_of_a_closed_hearing_dates_and_questions_stand(name):
    hearing = make_consultation()
    what, by = given(name, hearing), officer_of(hearing)
    if hearing.state() != hearing.State.CLOSED:
        close(hearing)
    if name in REFUSED_WHEN_CLOSED:
        with pytest.raises(REFUSED_WHEN_CLOSED[name]):
            getattr(actions, name)(**what, by=by)
    else:
        getattr(actions, name)(**what, by=by)


def test_the_same_questions_again_are_no_change_after_the_end():
    hearing = make_consultation()
    ask(hearing, ("ถาม", ("ก", "ข")))
    before = closed(hearing).questionnaire
    ask(hearing, ("ถาม", ("ก", "ข")))
    hearing.refresh_from_db()
    assert hearing.questionnaire == before


@pytest.fixture
def changed(agency_page, officer):  # noqa: F811
    """A published page whose new text waits to be issued."""
    page = write_page(agency_page, section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน"))
    publish(page, officer)
    page.draft = section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน")
    publish(page, officer)
    return page


def test_the_page_of_the_impact_says_that_nothing_is_issued_of_a_withdrawn_hearing(changed, officer):  # noqa: F811
    desk, address = Client(), reverse("desk_draft_impact", args=[changed.pk])
    desk.force_login(officer)
    sent = {"act": "issue", "seen": "1", "text": desk.get(address).context["mark"]}
    withdraw(changed.consultation)
    page = desk.get(address).content.decode()
    assert "ถอนการรับฟังนี้แล้ว" in page and 'value="issue"' not in page
    refused = desk.post(address, sent)
    assert refused.status_code == 409 and "หน่วยงานได้ถอนการรับฟังความคิดเห็นนี้แล้ว" in refused.content.decode()
    retract = desk.post(reverse("desk_version_retract", args=[changed.pk]), {"version": "1", "reason": "ผิด"})
    assert retract.status_code == 409
    assert changed.consultation.versions.count() == 1


def test_no_text_comes_to_people_from_a_withdrawn_hearing_by_code_either():
    hearing = make_consultation()
    withdraw(hearing)
    texts = [*make_sections("ใหม่"), SectionText(anchor=uuid.uuid4(), text="เพิ่ม")]
    with pytest.raises(ConsultationWithdrawn):
        actions.issue_version(consultation=hearing, sections=texts, by=officer_of(hearing))
