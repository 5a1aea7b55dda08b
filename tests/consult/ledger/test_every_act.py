"""Every action there is leaves a leaf, or says here why not: a new one has to answer."""

import inspect
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from analysis import actions as analysis_actions
from cms import actions as cms_actions
from consult import actions
from consult.models import Answer, AuditEntry, Comment, LoggedAct, Vote
from consult.people import actions as people_actions
from tests.consult.test_rights import (
    NOT_ACTIONS,
    OF_ADMINISTRATORS,
    OF_AUDITORS,
    OF_HEADS,
    OF_STAFF,
    asked,
    platform_staff,
)
from tests.support.makers import ask, make_consultation, make_staff, make_user, officer_of, post, take_part, vote

pytestmark = pytest.mark.django_db

#: Acts of people and of the system, and the leaf they leave: tests/consult/ledger/test_leaves.py walks them one by one
LEAVES = {
    "post_comment": "comment",
    "edit_comment": "comment.edited",
    "add_to_comment": "comment.added",
    "withdraw_comment": "comment.withdrawn",
    "cast_vote": "vote",
    "withdraw_vote": "vote.withdrawn",
    "answer_question": "answer",
    "mask_again": "comment.masked",
    "move_up": "vote.joined",
    "approve_act": "audit",
    "log_record": "comment.recorded",
    "erase_person": "erased",
    "drop_votes_on_own_comments": "vote.withdrawn",
    "answer_data_request": "audit",
    "forget_old_data": "audit",
    "settle_unsent_act": "the act itself",
}
#: Why an action leaves none
NONE = {
    "appeal": "it is sealed; how it was decided is an act of staff",
    "report_comment": "it is sealed and changes nothing that is read",
    "ask_mandate": "it is no part of a hearing; confirming it is an act of staff",
    "check_companies": "what a register answers about a mandate that waits",
    "choose_mail": "about mail to oneself",
    "read_notices": "about what oneself has read",
    "mail_notices": "mail",
    "mail_checkpoint": "mail",
    "tell_of_results": "notices about a result, whose publication is an act of staff",
    "sign_up_by_identity": "an account is no act in a hearing",
    "use_attempt": "an account is no act in a hearing",
    "verify_person": "an account is no act in a hearing",
    "raise_level": "how surely somebody is known is no part of what they said",
    "welcome_guest": "an account is no act in a hearing",
    "keep_unsent_act": "nothing is on record yet",
    "forget_unsent_acts": "nothing was on record",
    "forget_announcements": "news of what is logged",
    "number_announcements": "news of what is logged",
    "number_leaves": "the log itself",
    "sign_checkpoint": "the log itself",
    "sign_closing": "the log itself",
    "sign_due_checkpoints": "the log itself",
    "fold_figures": "figures are counted from what is logged",
    "recount_figures": "figures are counted from what is logged",
    "tell_languages": "worked out of the text",
    "watch_hours": "figures of how fast people come, no act of anybody",
    "make_result_files": "files of a result whose digest is logged",
    "give_consent": "consent is kept with the account and told to nobody else",
    "withdraw_consent": "consent is kept with the account and told to nobody else",
}
#: What is kept of people beside the record
ABOUT_PEOPLE = "of an account, no act in a hearing"


def test_every_action_of_the_record_leaves_a_leaf_or_says_why_not():
    known = set(LEAVES) | set(NONE) | NOT_ACTIONS | set(OF_STAFF) | set(OF_HEADS) | set(OF_AUDITORS)
    assert set(actions.__all__) - known - set(OF_ADMINISTRATORS) == set()
    assert set(NONE) - set(actions.__all__) == set()


def test_actions_about_people_that_leave_no_leaf_are_about_accounts():
    of_accounts = {name for name in people_actions.__all__ if name not in LEAVES}
    for name in of_accounts:
        source = inspect.getsource(inspect.getmodule(getattr(people_actions, name)))
        assert not any(word in source for word in ("Vote.objects", "Answer.objects", "Comment.objects")), (
            f"{name}: {ABOUT_PEOPLE}?"
        )


@pytest.mark.parametrize("name", [*OF_STAFF, *OF_HEADS, *OF_AUDITORS, *OF_ADMINISTRATORS])
def test_every_act_of_staff_leaves_a_leaf(name):
    consultation = make_consultation()
    what = (OF_STAFF | OF_HEADS | OF_AUDITORS | OF_ADMINISTRATORS)[name](consultation)
    role = "head" if name in OF_HEADS else "auditor" if name in OF_AUDITORS else None
    by = make_staff(consultation.agency, role) if role else officer_of(consultation)
    last = LoggedAct.objects.latest("pk").pk
    getattr(actions, name)(**what, by=platform_staff() if name in OF_ADMINISTRATORS else by)
    line = AuditEntry.objects.latest("pk")
    assert LoggedAct.objects.filter(pk__gt=last, kind="audit", row=line.pk).exists()


def test_what_a_second_officer_approves_is_told():
    consultation = make_consultation()
    by = make_staff(consultation.agency, "officer")
    actions.approve_act(act=asked(consultation), by=by)
    assert LoggedAct.objects.filter(kind="reopen_consultation").count() == 1


def test_lines_of_the_audit_trail_are_written_in_one_place_only():
    root = Path(actions.__file__).parents[2]
    places = [
        path.relative_to(root).as_posix()
        for room in ("consult", "analysis", "cms", "config")
        for path in (root / room).rglob("*.py")
        if "AuditEntry.objects.create" in path.read_text(encoding="utf-8")
    ]
    assert places == ["consult/actions/audit.py"]


@pytest.mark.parametrize(
    "name", sorted(name for name in analysis_actions.__all__ if inspect.isfunction(getattr(analysis_actions, name)))
)
def test_every_act_of_analysts_is_in_the_audit_trail_and_so_in_the_log(name):
    action = getattr(analysis_actions, name)
    if "by" not in inspect.signature(action).parameters:
        return  # a machine works; what people decide of it is logged
    source = inspect.getsource(inspect.getmodule(action))
    assert any(way in source for way in ("record(", "write_edit(", "consult.actions")), name


def test_every_act_of_the_desk_is_in_the_audit_trail_and_so_in_the_log():
    source = inspect.getsource(cms_actions)
    assert "record(" in source


def test_what_was_on_record_before_the_log_began_is_logged_once(capsys):
    consultation, voter = make_consultation(), make_user()
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    now = timezone.now()
    told = {
        "consultation": consultation,
        "participant": take_part(voter, consultation),
        "text": "ก",
        "public_text": "ก",
        "posted_at": now,
    }
    shown = Comment.objects.create(**told)
    Comment.objects.create(**told, is_visible=False, hidden_at=now, hidden_reason="spam")
    cast = Vote.objects.create(participant=take_part(make_user(), consultation), comment=shown, choice=1, cast_at=now)
    Answer.objects.create(question=question, participant=take_part(voter, consultation), choice=0, answered_at=now)
    AuditEntry.objects.create(verb="hide_comment", consultation=consultation)
    there, found = LoggedAct.objects.count(), {"comment": 2, "vote": 1, "answer": 1, "audit": 1}
    assert actions.log_record(dry_run=True) == found
    assert LoggedAct.objects.count() == there
    call_command("log_record")
    assert "comment: 2 logged" in capsys.readouterr().out
    assert LoggedAct.objects.filter(kind="still_hidden").count() == 1
    assert set(actions.log_record().values()) == {0}
    vote(consultation, -1, cast.voter, comment=shown)
    assert LoggedAct.objects.filter(kind="vote.replaced").count() == 1


def test_a_comment_masked_again_is_logged_again(monkeypatch):
    comment = post(make_consultation(), "บ้านสีฟ้า")
    Comment.objects.filter(pk=comment.pk).update(public_text="[ปิด]")
    actions.mask_again(consultation=comment.consultation)
    assert LoggedAct.objects.filter(kind="comment.masked", row=comment.pk).count() == 1


def test_comments_by_letter_are_logged():
    consultation = make_consultation()
    actions.import_comments(**OF_STAFF["import_comments"](consultation), by=officer_of(consultation))
    assert LoggedAct.objects.filter(kind="comment.imported").count() == 1
