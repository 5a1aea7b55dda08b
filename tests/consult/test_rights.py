"""Who may do what, asked of every action there is: a new one is not let in without an answer here."""

import inspect
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from cms import actions as cms_actions
from cms.attaching import CleanFile
from cms.desk.impact import impact_of
from cms.models import ConsultationPage, HomePage
from consult import actions
from consult.actions.comment_import import ReceivedComment
from consult.errors import NotAllowed
from consult.models import AuditEntry, Level, Membership
from consult.people import actions as people_actions
from tests.support.makers import (
    ask,
    close,
    hold,
    make_agency,
    make_consultation,
    make_facts,
    make_report,
    make_result,
    make_sections,
    make_staff,
    make_user,
    officer_of,
    platform_staff,
    post,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role

#: Actions for which no right of staff is asked, and why.
OF_CITIZENS = {
    "post_comment",
    "appeal",
    "report_comment",
    "withdraw_comment",
    "edit_comment",
    "add_to_comment",
    "cast_vote",
    "answer_question",
    "ask_mandate",
    "read_notices",
    "choose_mail",
    "sign_up_by_identity",
    "use_attempt",
    "verify_person",
    "withdraw_vote",
    "give_consent",
    "withdraw_consent",
    # whoever has the device or the key
    "welcome_guest",
    "move_up",
    "keep_unsent_act",
    "settle_unsent_act",
}  # any account, as itself
#: the ticker, the timetable, an operator's commands
OF_THE_SYSTEM = {
    "check_companies",
    "fold_figures",
    "watch_hours",
    "forget_announcements",
    "forget_unsent_acts",
    "log_record",
    "mail_checkpoint",
    "mail_notices",
    "make_result_files",
    "mask_again",
    "number_announcements",
    "number_leaves",
    "raise_level",
    "recount_figures",
    "sign_checkpoint",
    "sign_closing",
    "sign_due_checkpoints",
    "tell_languages",
    "tell_of_results",
}
NOT_ACTIONS = {"ChosenWords", "ReceivedComment", "Shorter"}
#: Of staff too, but not of the one who asked: see tests/consult/test_dates.py
OF_A_SECOND_OFFICER = {"approve_act"}


def in_days(days: int):
    return timezone.now() + timedelta(days=days)


def asked(consultation):
    return actions.reopen_consultation(
        consultation=closed(consultation), by=officer_of(consultation), closes_at=in_days(50), reason="เปิดต่อ"
    )


def hidden(consultation):
    comment = post(consultation)
    return actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")


def redacted(consultation):
    comment = post(consultation, "มีคำหยาบอยู่")
    return actions.redact_comment(comment=comment, by=officer_of(consultation), words="คำหยาบ", reason="insult")


def appealed(consultation):
    """Of a comment that somebody else than the hearing's first officer hid."""
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=make_staff(consultation.agency, Role.MODERATOR), reason="spam")
    return actions.appeal(comment=comment, by=comment.author, text="ไม่ใช่โฆษณา")


def closed(consultation):
    close(consultation)
    return consultation


def answered(consultation):
    return actions.reply_officially(comment=post(consultation), by=officer_of(consultation), text="คำชี้แจง")


def second_version(consultation):
    return actions.issue_version(consultation=consultation, sections=make_sections("ผิด"), by=officer_of(consultation))


def left_behind(consultation):
    """A comment on a section that the draft has no more."""
    comment = post(consultation, section=consultation.draft.sections.last())
    first, *_ = make_sections(consultation.draft.sections.first().text)
    actions.issue_version(consultation=consultation, sections=[first], by=officer_of(consultation))
    return comment


def told_stage(consultation):
    return actions.tell_law_stage(
        consultation=consultation, kind="on_agenda", on=timezone.localdate(), note="", by=officer_of(consultation)
    )


DECIDED = {"title": "ประเด็น", "said": "", "decision": "noted", "reason": "รับไว้", "effect": ""}


def drafted_issue(consultation):
    return actions.draft_issue(
        consultation=consultation, by=officer_of(consultation), title="ประเด็น", comments=[post(consultation).pk]
    )


def decided_issue(consultation):
    """Of a hearing that is closed, written by somebody else than its first officer."""
    issue = drafted_issue(consultation)
    writer = make_staff(consultation.agency, Membership.Role.ANALYST)
    actions.change_issue(issue=issue, by=writer, seen=1, **DECIDED)
    closed(consultation)
    issue.refresh_from_db()
    return issue


def drafted_result(consultation):
    """Of a hearing that is closed, written by an analyst."""
    return make_result(closed(consultation), signed=0)


def letter():
    return ReceivedComment(author=make_user(), text="จดหมาย", posted_at=timezone.now(), channel="paper")


def with_second_factor():
    person = make_user()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def asked_mandate():
    return actions.ask_mandate(
        holder=make_user(level=Level.PERSON),
        company_number="0105536112014",
        company_name="บริษัท ทดสอบ จำกัด",
        scope="ทุกเรื่อง",
        begins_on=timezone.localdate(),
        ends_on=timezone.localdate(),
        evidence="หนังสือ",
    )


def dismissed(consultation) -> dict:
    role = Membership.Role.MODERATOR
    return {"user": make_staff(consultation.agency, role), "agency": consultation.agency, "role": role}


#: What each action of staff is given beside ``by``.
OF_STAFF = {
    "publish_consultation": lambda one: {"key": uuid.uuid4(), "agency": one.agency, "facts": make_facts()},
    "issue_version": lambda one: {"consultation": one, "sections": make_sections("ถ้อยคำใหม่")},
    "retract_version": lambda one: {"version": second_version(one), "reason": "ออกผิดฉบับ"},
    "ask_questions": lambda one: {"consultation": one, "questions": []} if ask(one, ("ถาม", ("ก", "ข"))) else {},
    "move_opening": lambda one: {
        "consultation": make_consultation(agency=one.agency, opens_at=in_days(1), closes_at=in_days(40)),
        "opens_at": in_days(2),
        "reason": "เลื่อน",
    },
    "extend_consultation": lambda one: {"consultation": one, "closes_at": in_days(50), "reason": "ขยาย"},
    "close_consultation": lambda one: {"consultation": one, "reason": "ปิด"},
    "reopen_consultation": lambda one: {"consultation": closed(one), "closes_at": in_days(50), "reason": "เปิดต่อ"},
    "withdraw_consultation": lambda one: {"consultation": one, "reason": "ถอน"},
    "decline_act": lambda one: {"act": asked(one), "reason": "ยังไม่จำเป็น"},
    "tell_law_stage": lambda one: {"consultation": one, "kind": "reported", "on": timezone.localdate(), "note": ""},
    "take_law_stage_back": lambda one: {"stage": told_stage(one), "reason": "ผิดเรื่อง"},
    "release_comment": lambda one: {"comment": hold(one), "reason": "in_order", "seen": 0},
    "hide_comment": lambda one: {"comment": post(one), "reason": "spam"},
    "keep_comment": lambda one: {"comment": post(one), "reason": "in_order"},
    "redact_comment": lambda one: {"comment": post(one, "คำหยาบ"), "words": "คำหยาบ", "reason": "insult"},
    "unredact_comment": lambda one: {"comment": redacted(one), "reason": "mistake"},
    "decide_appeal": lambda one: {"appeal": appealed(one), "outcome": "declined", "answer": "ผิดกติกาจริง"},
    "restore_comment": lambda one: {"comment": hidden(one), "reason": "mistake"},
    "reply_officially": lambda one: {"comment": post(one), "text": "คำชี้แจง"},
    "withdraw_official_reply": lambda one: {"reply": answered(one), "seen": 1},
    "reattach_comments": lambda one: {
        "consultation": one,
        "comments": [left_behind(one).pk],
        "section": one.draft.sections.first(),
    },
    "draft_issue": lambda one: {"consultation": one, "title": "ประเด็น"},
    "change_issue": lambda one: {"issue": drafted_issue(one), "seen": 1, **DECIDED},
    "approve_issue": lambda one: {"issue": decided_issue(one), "seen": 2},
    "drop_issue": lambda one: {"issue": drafted_issue(one), "reason": "ซ้ำ"},
    "put_in_issue": lambda one: {"issue": drafted_issue(one), "comments": [post(one).pk]},
    "take_out_of_issue": lambda one: {"issue": drafted_issue(one), "comments": [one.comments.first().pk]},
    "draft_result": lambda one: {"consultation": closed(one), "document": make_report(one).as_json()},
    "sign_result": lambda one: {"result": (draft := drafted_result(one)), "seen": draft.sha256},
    "withdraw_result": lambda one: {"result": drafted_result(one)},
    "import_comments": lambda one: {"consultation": one, "received": [letter()]},
    "record_export": lambda one: {"consultation": one, "what": "comments.csv"},
}
OF_HEADS = {
    "appoint": lambda one: {"user": make_user(), "agency": one.agency, "role": Membership.Role.ANALYST},
    "appoint_by_address": lambda one: {
        "address": make_user().email,
        "agency": one.agency,
        "role": Membership.Role.ANALYST,
    },
    "dismiss": dismissed,
}
OF_ADMINISTRATORS = {
    "reset_second_factor": lambda one: {"user": with_second_factor()},
    "decide_mandate": lambda one: {"mandate": asked_mandate(), "confirmed": True},
    "end_mandate": lambda one: {"mandate": asked_mandate(), "reason": "ถอน"},
}
OF_AUDITORS = {"record_audit_export": lambda one: {"what": "audit.csv"}}
#: Any account with what is kept of it, as itself
OF_ONESELF = {
    "ask_about_data",
    "change_public_name",
    "claim_confirmed_mailbox",
    "claim_mailbox",
    "copy_my_data",
    "end_other_sessions",
    "end_session",
    "erase_person",
    "tell_of_oneself",
}
#: the timetable, an operator's commands
OF_THE_SYSTEM_ABOUT_PEOPLE = {
    "count_demographics",
    "drop_votes_on_own_comments",
    "fold_mailboxes",
    "fold_public_names",
    "forget_old_data",
    "reseal_demographics",
}
#: who is let in and who not: tests/consult/people/test_data_requests.py
OF_DATA_PROTECTION = {"answer_data_request"}
#: What an action leaves in the audit trail, where that is another action's name
VERBS = {"appoint_by_address": "appoint"}
#: What a room above adds to an action of the record: the record asks who may
OF_STAFF_IN_CMS = {
    "withdraw_hearing": lambda: {"consultation": make_consultation(), "reason": "ถอน"},
    "issue_draft": lambda: drafted(),
    "begin_round": lambda: {"consultation": drafted()["page"].consultation},
    "put_text_in_draft": lambda: {"page": drafted()["page"], "text": "มาตรา ๑ ก", "seen": ""},
    "attach_file": lambda: {"page": drafted()["page"], "title": "ก", "file": CleanFile(kind="pdf", content=b"%PDF-")},
    "detach_file": lambda: {"page": drafted()["page"], "sha256": "0"},
}
#: the timetable, an operator's command
OF_THE_SYSTEM_IN_CMS = {"forget_removed_files"}
OF_THE_PLATFORM_IN_CMS = {
    "open_site": lambda: {"heading": "ก", "introduction": "ข"},
    "establish_agency": lambda: {"name": "กรมใหม่", "slug": uuid.uuid4().hex, "home": front_door()},
}


def front_door() -> HomePage:
    return cms_actions.open_site(heading="ก", introduction="ข", by=platform_staff())


def drafted() -> dict:
    """A published page whose draft reads otherwise than what people read."""
    agency = established()
    officer = make_staff(agency, Membership.Role.OFFICER)
    facts = {name: value for name, value in make_facts().facts().items() if name != "title"}
    page = ConsultationPage(title="ร่าง", slug=uuid.uuid4().hex, draft="มาตรา ๑ ให้ใช้บังคับ", live=False, **facts)
    agency.page.add_child(instance=page)
    page.save_revision(user=officer).publish(user=officer)
    page.draft = "มาตรา ๑ ให้ใช้บังคับทันที"
    page.save_revision(user=officer).publish(user=officer)
    return {"page": page, "impact": impact_of(page.consultation, page.read_draft()), "why": {}, "seen": 1}


def established():
    slug = uuid.uuid4().hex
    return cms_actions.establish_agency(name=slug, slug=slug, home=front_door(), by=platform_staff()).agency


def test_every_action_says_who_may_do_it():
    assert set(actions.__all__) == OF_CITIZENS | OF_THE_SYSTEM | NOT_ACTIONS | OF_A_SECOND_OFFICER | set(
        OF_STAFF
    ) | set(OF_HEADS) | set(OF_AUDITORS) | set(OF_ADMINISTRATORS)
    of_cms = {
        name
        for name, action in inspect.getmembers(cms_actions, inspect.isfunction)
        if not name.startswith("_") and action.__module__ == cms_actions.__name__
    }
    assert of_cms == set(OF_THE_PLATFORM_IN_CMS) | set(OF_STAFF_IN_CMS) | OF_THE_SYSTEM_IN_CMS
    assert set(people_actions.__all__) == OF_ONESELF | OF_THE_SYSTEM_ABOUT_PEOPLE | OF_DATA_PROTECTION


@pytest.mark.parametrize("name", [*OF_STAFF, *OF_HEADS, *OF_AUDITORS, *OF_ADMINISTRATORS])
def test_an_action_of_staff_is_refused_to_everybody_else_and_signed_by_who_did_it(name):
    consultation = make_consultation()
    what = (OF_STAFF | OF_HEADS | OF_AUDITORS | OF_ADMINISTRATORS)[name](consultation)
    strangers = [make_user(), officer_of(make_consultation()), make_user(is_superuser=True, is_active=False)]
    if name in OF_ADMINISTRATORS:
        strangers += [make_staff(consultation.agency, Role.HEAD), officer_of(consultation)]
    if name in OF_HEADS:
        strangers += [officer_of(consultation), make_staff(make_agency(), Membership.Role.HEAD)]
    audited = AuditEntry.objects.count()
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            getattr(actions, name)(**what, by=stranger)
    assert AuditEntry.objects.count() == audited  # a refused act leaves nothing
    role = Role.HEAD if name in OF_HEADS else Role.AUDITOR if name in OF_AUDITORS else None
    staff = make_staff(consultation.agency, role) if role else officer_of(consultation)
    if name in OF_ADMINISTRATORS:
        staff = platform_staff()
    getattr(actions, name)(**what, by=staff)
    entry = AuditEntry.objects.first()
    assert (entry.by, entry.verb) == (staff, VERBS.get(name, name))


@pytest.mark.parametrize("name", OF_THE_PLATFORM_IN_CMS)
def test_giving_agencies_a_place_is_for_staff_of_the_platform(name):
    what = OF_THE_PLATFORM_IN_CMS[name]()
    for stranger in (make_user(), officer_of(make_consultation(agency=make_agency()))):
        with pytest.raises(NotAllowed):
            getattr(cms_actions, name)(**what, by=stranger)
    getattr(cms_actions, name)(**what, by=platform_staff())


@pytest.mark.parametrize("name", [*OF_STAFF, *OF_HEADS, *OF_AUDITORS, *OF_ADMINISTRATORS])
def test_nobody_acts_namelessly(name):
    assert inspect.signature(getattr(actions, name)).parameters["by"].default is inspect.Parameter.empty


@pytest.mark.parametrize("name", OF_STAFF_IN_CMS)
def test_an_action_of_staff_above_the_record_is_refused_by_the_record(name):
    what = OF_STAFF_IN_CMS[name]()
    for stranger in (make_user(), officer_of(make_consultation())):
        with pytest.raises(NotAllowed):
            getattr(cms_actions, name)(**what, by=stranger)
