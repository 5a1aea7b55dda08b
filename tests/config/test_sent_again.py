"""Every address that writes, out of the resolver: sent twice, sent with other words, sent by somebody else.

Nothing is lost, nothing doubled, nothing put in another person's name. A new address that takes a POST fails the first test
until it has an entry here.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis import actions as analysis_actions
from analysis.actions.theme_edit_notes import digest_of
from analysis.models import AnalysisJob, ThemeEdit
from consult import actions
from consult.models import Comment, Membership, User
from tests.consult.test_rights import decided_issue, drafted_issue
from tests.support import analyses, results
from tests.support.addresses import addresses
from tests.support.doors import browser
from tests.support.makers import ask, close, make_consultation, make_sections, make_staff, make_user, officer_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

Role = Membership.Role
#: Wagtail's own: the editor, and files it serves
ELSEWHERE = ("/cms/", "/_util/", "/documents/")
#: allauth's: an account, not a word on record
OF_ACCOUNTS = ("account_", "mfa_")
#: A choice of the browser, kept in a cookie
OF_THE_BROWSER = {"consult:digits", "consult:guest_forget"}
#: What one person has read and which mail they want: no word on record (tests/consult/test_notices.py)
OF_THE_READER = {"consult:notice_list", "consult:mail_choice", "consult:mail_stop"}
#: Told twice it is one mandate, told otherwise it is refused with its words (tests/consult/test_mandates.py)
OF_MANDATES = {"consult:mandate_list", "consult:mandate_end", "consult:mandate_decide"}
#: What waits under its key, sent in one tap: tests/consult/test_guests.py sends it thrice
OF_WHO_COMES = {"consult:unsent"}
#: Who somebody is, what they ask about that, and no word on record (tests/consult/test_digital_identity.py, tests/consult/people/)
OF_THE_PERSON = {
    "consult:digital_id_begin",
    "consult:digital_id_join",
    "consult:digital_id_out",
    "people:consent_withdraw",
    "people:data_request",
    "people:erasure",
    "people:own_demographics",
    "people:own_name",
    "people:own_sessions",
    "people:request_detail",
}
#: Takes whatever address is left and never writes
OF_THE_TREE = {"wagtail_serve"}


@dataclass(frozen=True, kw_only=True)
class Door:
    """What is sent to one address: ``sent``, and ``other`` content from the same page (None where there is none).

    What is only known with the scene is asked of it. ``place``: the values in its path; ``before``: what has to be so first. Both get the scene.
    """

    sent: Mapping
    other: Mapping | None
    place: Callable[[SimpleNamespace], dict] = lambda scene: {}
    role: Role | None = None
    before: Callable[[SimpleNamespace], object] = lambda scene: None
    #: Sent first by who wrote the comment of the scene; the others have no such door
    own: bool = False


KEY = str(uuid.UUID(int=7))
OF_COMMENT = {"role": None, "place": lambda scene: {"comment_pk": scene.comment.pk}}
OF_MODERATOR = OF_COMMENT | {"role": Role.MODERATOR}
OF_OFFICER = OF_COMMENT | {"role": Role.OFFICER}


def hide(scene) -> None:
    actions.hide_comment(comment=scene.comment, by=officer_of(scene.consultation), reason="spam")


def hold(scene) -> None:
    Comment.objects.filter(pk=scene.comment.pk).update(held_at=timezone.now(), is_visible=False)


def redact(scene) -> None:
    officer = officer_of(scene.consultation)
    actions.redact_comment(comment=scene.comment, by=officer, words=scene.comment.text[:4], reason="insult")


def appeal(scene) -> None:
    hide(scene)
    actions.appeal(comment=scene.comment, by=scene.comment.author, text="ไม่ใช่โฆษณา")


def answer(scene) -> None:
    actions.reply_officially(comment=scene.comment, by=officer_of(scene.consultation), text="คำชี้แจง")


def leave_behind(scene) -> None:
    """The section of the comment is taken out of the draft."""
    sections = make_sections("มาตราใหม่ที่หนึ่ง", "มาตราใหม่ที่สอง", anchors=[uuid.uuid4(), uuid.uuid4()])
    actions.issue_version(consultation=scene.consultation, sections=sections, by=officer_of(scene.consultation))
    scene.sections = list(scene.consultation.draft.sections.all())


#: What an issue is decided as, whatever the reason
OF_ISSUE = {"title": "ประเด็น", "said": "", "decision": "noted", "effect": ""}
CONSULT = {
    "consult:comment_create": Door(
        sent={"text": "ความเห็นแรก", "client_key": KEY}, other={"text": "คนละเรื่องกัน", "client_key": KEY}
    ),
    "consult:section_vote": Door(
        sent={"choice": "1"}, other={"choice": "-1"}, place=lambda scene: {"section_pk": scene.section.pk}
    ),
    "consult:comment_vote": Door(sent={"choice": "1"}, other={"choice": "0"}, **OF_COMMENT),
    "consult:question_answer": Door(
        sent={"choice": "0"}, other={"choice": "1"}, place=lambda scene: {"question_pk": scene.question.pk}
    ),
    "consult:comment_edit": Door(
        sent={"text": "แก้ครั้งแรก", "seen": "0", "client_key": KEY},
        other={"text": "แก้อีกแบบ", "seen": "0", "client_key": KEY},
        own=True,
        **OF_COMMENT,
    ),
    "consult:comment_add": Door(
        sent={"text": "เพิ่มครั้งแรก", "client_key": KEY},
        other={"text": "เพิ่มอีกเรื่อง", "client_key": KEY},
        own=True,
        **OF_COMMENT,
    ),
    "consult:comment_withdraw": Door(sent={}, other=None, own=True, **OF_COMMENT),
    "consult:comment_release": Door(sent={"reason": "in_order"}, other=None, before=hold, **OF_MODERATOR),
    "consult:comment_hide": Door(sent={"reason": "spam"}, other={"reason": "insult"}, **OF_MODERATOR),
    "consult:comment_keep": Door(sent={"reason": "in_order"}, other={"reason": "sharp"}, **OF_MODERATOR),
    "consult:comment_redact": Door(
        sent={"words": lambda scene: scene.comment.text[:4], "reason": "insult"}, other=None, **OF_MODERATOR
    ),
    "consult:comment_unredact": Door(sent={"reason": "mistake"}, other=None, before=redact, **OF_MODERATOR),
    "consult:comments_moderate": Door(
        sent={"comments": lambda scene: scene.comment.pk, "reason": "spam", "act": "hide"},
        other=None,
        role=Role.MODERATOR,
    ),
    "consult:comment_report": Door(
        sent={"reason": "spam", "words": "ขายของ"}, other={"reason": "insult", "words": "ด่าด้วย"}, **OF_COMMENT
    ),
    "consult:comment_appeal": Door(
        sent={"text": "ไม่ใช่โฆษณา"}, other={"text": "ขอให้ดูอีกที"}, own=True, before=hide, **OF_COMMENT
    ),
    "consult:appeal_decide": Door(
        sent={"outcome": "granted", "answer": "ไม่ใช่โฆษณาจริง"},
        other={"outcome": "declined", "answer": "เป็นโฆษณา"},
        role=Role.MODERATOR,
        before=lambda scene: appeal(scene),
        place=lambda scene: {"appeal_pk": scene.consultation.appeals.get().pk},
    ),
    "consult:comment_restore": Door(sent={"reason": "mistake"}, other={"reason": "other"}, before=hide, **OF_MODERATOR),
    "consult:official_reply": Door(
        sent={"text": "คำชี้แจงแรก", "seen": "0"}, other={"text": "คำชี้แจงอื่น", "seen": "0"}, **OF_OFFICER
    ),
    "consult:unsettled": Door(
        sent={"comments": lambda scene: scene.comment.pk, "section": lambda scene: scene.sections[0].pk},
        other={"comments": lambda scene: scene.comment.pk, "section": lambda scene: scene.sections[1].pk},
        role=Role.OFFICER,
        before=lambda scene: leave_behind(scene),
    ),
    "consult:issue_create": Door(sent={"title": "ประเด็นแรก"}, other={"title": "ประเด็นอื่น"}, role=Role.OFFICER),
    "consult:issue_change": Door(
        sent=OF_ISSUE | {"reason": "เหตุผลแรก", "seen": "1"},
        other=OF_ISSUE | {"reason": "เหตุผลอื่น", "seen": "1"},
        role=Role.OFFICER,
        place=lambda scene: {"number": 1},
        before=lambda scene: drafted_issue(scene.consultation),
    ),
    "consult:issue_approve": Door(
        sent={"seen": "2"},
        other=None,
        role=Role.OFFICER,
        place=lambda scene: {"number": 1},
        before=lambda scene: decided_issue(scene.consultation),
    ),
    "consult:issue_drop": Door(
        sent={"reason": "ซ้ำกัน"},
        other={"reason": "อื่นใด"},
        role=Role.OFFICER,
        place=lambda scene: {"number": 1},
        before=lambda scene: drafted_issue(scene.consultation),
    ),
    "consult:issue_comments": Door(
        sent={"numbers": lambda scene: str(scene.comment.pk), "in": "1"},
        other=None,
        role=Role.OFFICER,
        place=lambda scene: {"number": 1},
        before=lambda scene: drafted_issue(scene.consultation),
    ),
    "consult:official_reply_withdraw": Door(sent={"seen": "1"}, other=None, before=answer, **OF_OFFICER),
}
OF_ARGUMENT = {"place": lambda scene: {"argument_pk": scene.argument.pk}}
OF_VERDICT = {"place": lambda scene: {"argument_pk": scene.argument.pk, "comment_pk": scene.comment.pk}}
ANALYSIS = {
    "analysis:argument_create": Door(
        sent={"sentence": "whole", "kind": "for"},
        other={"sentence": "whole", "kind": "against"},
        place=lambda scene: {"comment_pk": scene.comment.pk},
    ),
    "analysis:verdict_create": Door(sent={"verdict": "yes"}, other={"verdict": "no"}, **OF_VERDICT),
    "analysis:verdict_again": Door(sent={"verdict": "yes"}, other={"verdict": "no"}, **OF_VERDICT),
    "analysis:verdict_take_back": Door(sent={}, other=None, **OF_VERDICT),
    "analysis:argument_change": Door(
        sent={"sentence": "whole of it", "kind": "against", "seen": "1"},
        other={"sentence": "whole of it", "kind": "question", "seen": "1"},
        **OF_ARGUMENT,
    ),
    "analysis:argument_drop": Door(sent={}, other=None, **OF_ARGUMENT),
    "analysis:argument_restore": Door(sent={}, other=None, **OF_ARGUMENT),
    "analysis:theme_rename": Door(
        sent={"name": "ชื่อแรก"}, other={"name": "ชื่ออื่น"}, place=lambda scene: {"theme": scene.theme}
    ),
    "analysis:theme_describe": Door(
        sent={"text": "เรื่องแรก"}, other={"text": "เรื่องอื่น"}, place=lambda scene: {"theme": scene.theme}
    ),
    "analysis:theme_pin": Door(
        sent={"comment": "pinned", "words": "pinned"}, other=None, place=lambda scene: {"theme": scene.theme}
    ),
    "analysis:theme_check": Door(sent={"sentence": "checked"}, other=None, place=lambda scene: {"theme": scene.theme}),
    "analysis:theme_issue": Door(sent={}, other=None, place=lambda scene: {"theme": scene.theme}),
    "analysis:theme_merge": Door(sent={"into": "second theme"}, other=None, place=lambda scene: {"theme": scene.theme}),
    "analysis:comments_place": Door(sent={"place": "reason:off_topic"}, other={"place": "reason:unclear"}),
    "analysis:view_create": Door(sent={"name": "มุมมองแรก"}, other={"name": "มุมมองอื่น"}),
    "analysis:view_rename": Door(sent={"name": "ชื่อใหม่"}, other=None, place=lambda scene: {"view_pk": scene.view.pk}),
    "analysis:view_delete": Door(sent={}, other=None, place=lambda scene: {"view_pk": scene.view.pk}),
    "analysis:edit_revert": Door(sent={}, other=None, place=lambda scene: {"edit_pk": scene.edit.pk}),
    "analysis:job_create": Door(sent={"themes": ""}, other=None),
    "analysis:job_cancel": Door(sent={}, other=None, place=lambda scene: {"job_pk": scene.job.pk}),
    "analysis:argument_issue": Door(sent={}, other=None, **OF_ARGUMENT),
    "analysis:run_choose": Door(sent={}, other=None, place=lambda scene: {"run_pk": scene.run.pk}),
    # the last ones: a frozen run takes no edits
    "analysis:run_freeze": Door(
        sent={},
        other=None,
        place=lambda scene: {"run_pk": scene.run.pk},
        before=lambda scene: close(scene.consultation),
    ),
    "analysis:run_unfreeze": Door(sent={}, other=None),
}


def draft_result(scene) -> None:
    writer = make_staff(scene.consultation.agency, Role.ANALYST)
    scene.draft = analysis_actions.draft_examined_result(consultation=scene.consultation, by=writer)


THE_DRAFT = {"result": lambda scene: scene.draft.pk, "seen": lambda scene: scene.draft.sha256}
#: Of a hearing whose result can be drafted
RESULTS = {
    "analysis:result_draft": Door(sent={}, other=None, role=Role.ANALYST),
    "analysis:result_sign": Door(sent=THE_DRAFT, other=None, role=Role.APPROVER, before=draft_result),
    "analysis:result_withdraw": Door(sent=THE_DRAFT, other=None, role=Role.ANALYST, before=draft_result),
}


def on_record() -> set[tuple]:
    """All that people and staff did, without the moments of it."""
    rows = set()
    for room in ("consult", "analysis"):
        for model in apps.get_app_config(room).get_models():
            if model.__name__ in ("Announcement", "User"):
                continue
            names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, DateTimeField)]
            names = [name for name in names if name not in ("live_seq", "model", "document")]
            rows |= {
                (model.__name__, *((name, repr(value)) for name, value in row.items()))
                for row in model.objects.values(*names)
            }
    return rows


def of(person: User, rows: set[tuple]) -> set[tuple]:
    """What stands in this person's name."""
    mine = {(name, repr(person.pk)) for name in ("by_id", "decided_by_id", "requested_by_id")}
    mine |= {("participant_id", repr(one.pk)) for one in person.participants.all()}
    return {row for row in rows if mine & set(row[1:])}


def somebody(scene, role: Role | None) -> User:
    return make_staff(scene.consultation.agency, role) if role else make_user()


def sent_thrice(name: str, door: Door, scene) -> None:
    address = reverse(name, kwargs={"pk": scene.consultation.pk} | door.place(scene))
    first, second = somebody(scene, door.role), somebody(scene, door.role)
    if door.own:
        first = scene.comment.author
    client = browser(first)
    before = on_record()
    assert client.post(address, door.sent).status_code < 400
    once = on_record()
    assert of(first, once) - before or door.own and once - before, (
        f"{name}: nothing was recorded in the name of who sent it"
    )
    client.post(address, door.sent)
    assert on_record() == once, "sent twice it is on record twice"
    if door.other is not None:
        answered = client.post(address, door.other)
        if on_record() == once:
            assert answered.status_code >= 400, "thanked, and not recorded"
            lost = [word for word in door.other.values() if word not in answered.content.decode()]
            assert not lost, "refused, and the words are gone"
    mine = of(first, on_record())
    browser(second).post(address, door.sent)
    assert of(first, on_record()) == mine, "what somebody else sent stands in the first one's name, or in place of it"


def scene() -> SimpleNamespace:
    consultation = make_consultation()
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    section = consultation.draft.sections.first()
    return SimpleNamespace(
        consultation=consultation, question=question, section=section, comment=post(consultation, section=section)
    )


def test_every_address_that_takes_a_post_is_walked_here():
    known = (
        CONSULT.keys() | ANALYSIS.keys() | RESULTS.keys() | OF_THE_BROWSER | OF_THE_READER | OF_THE_PERSON | OF_MANDATES
    )
    known |= OF_WHO_COMES | OF_THE_TREE
    client = Client()
    writing = {
        str(address)
        for address in addresses()
        if not address.path.startswith(ELSEWHERE)
        and not str(address).startswith(OF_ACCOUNTS)
        and client.post(address.path).status_code != 405
    }
    assert writing == known


@pytest.mark.parametrize("name", CONSULT)
def test_what_is_sent_again_is_neither_lost_nor_doubled_nor_anothers(name):
    here = scene()
    door = CONSULT[name]
    door.before(here)
    sent, other = (
        form and {key: value(here) if callable(value) else value for key, value in form.items()}
        for form in (door.sent, door.other)
    )
    sent_thrice(name, replace(door, sent=sent, other=other), here)


def test_edits_of_an_analysis_sent_again_are_neither_lost_nor_doubled_nor_anothers():
    consultation = analyses.talked_about()
    earlier, newest = (analyses.run(consultation, themes=2) for _ in range(2))
    themes = [theme["id"] for theme in newest.document["themes"]]
    theme, second = themes[:2]
    officer = officer_of(consultation)
    edit = analysis_actions.rename_theme(consultation=consultation, by=officer, theme=theme, name="ชื่อ")
    said, judged = consultation.comments.all()[:2]
    argument = analysis_actions.make_argument(
        consultation=consultation, by=officer, comment=said, words=said.public_text, kind="ask"
    )
    view = analysis_actions.save_view(consultation=consultation, by=officer, name="ของทุกคน", query="", shared=True)
    here = SimpleNamespace(
        view=view, consultation=consultation, run=earlier, theme=theme, edit=edit, argument=argument, comment=judged
    )
    whole = {"whole": f"0-{len(judged.public_text)}", "whole of it": f"0-{len(said.public_text)}"}
    comment = {"comments": str(consultation.comments.first().pk)}
    for name, door in ANALYSIS.items():
        if name.endswith("cancel"):
            here.job = AnalysisJob.objects.get(consultation=consultation, state="waiting")
        door.before(here)
        sent = dict(door.sent) | (comment if name.endswith("place") else {})
        other = door.other and dict(door.other) | (comment if name.endswith("place") else {})
        if "into" in sent:
            sent["into"] = second
        if name.endswith("theme_pin"):
            sent = {"comment": str(judged.pk), "words": judged.public_text}
        if name.endswith("theme_check"):
            sent = {"sentence": digest_of(newest.document["themes"][0]["summary"][0]["sentence"])}
        for form in (sent, other or {}):
            if form.get("sentence") in whole:
                form["sentence"] = whole[form["sentence"]]
        sent_thrice(name, Door(sent=sent, other=other, place=door.place, role=Role.ANALYST), here)
    assert ThemeEdit.objects.filter(consultation=consultation).exists()


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_sent_again_is_one_draft_and_one_signature(name):
    here, door = SimpleNamespace(consultation=results.ready()), RESULTS[name]
    door.before(here)
    sent_thrice(name, replace(door, sent={key: value(here) for key, value in door.sent.items()}), here)


@pytest.mark.parametrize("name", sorted(OF_THE_BROWSER))
def test_a_choice_of_the_browser_is_on_no_record(name):
    before = on_record()
    for _ in range(2):
        assert Client().post(reverse(name), {"digits": "thai", "language": "en"}).status_code == 302
    assert on_record() == before


def test_a_reply_under_a_key_that_came_back_is_stored_too():
    here, client = scene(), browser(make_user())
    address = reverse("consult:comment_create", args=[here.consultation.pk])
    for text in ("ตอบครั้งแรก", "ตอบเรื่องอื่น", "ตอบเรื่องอื่น"):
        client.post(address, {"text": text, "parent": here.comment.pk, "client_key": KEY})
    assert {reply.text for reply in here.comment.replies.all()} == {"ตอบครั้งแรก", "ตอบเรื่องอื่น"}
    assert here.comment.replies.count() == 2


def test_a_page_with_a_form_of_its_own_key_is_kept_by_no_cache():
    here = scene()
    officer = browser(officer_of(here.consultation))
    kept = []
    values = {"pk": here.consultation.pk, "section_pk": here.section.pk, "comment_pk": here.comment.pk, "number": 1}
    for address in addresses(**values):
        if address.path.startswith((*ELSEWHERE, "/patterns/")) or str(address).startswith(OF_ACCOUNTS):
            continue  # the page of patterns shows forms that are not sent
        answered = officer.get(address.path)
        if answered.streaming or b'name="client_key"' not in answered.content:
            continue
        kept.append(str(address))
        assert "no-store" in answered.headers["Cache-Control"], address
    assert {"consult:section_detail", "consult:whole_draft", "consult:comment_detail"} <= set(kept)


def test_signing_up_twice_with_one_mailbox_is_one_account():
    form = {"email": "once@example.org", "password1": "a-long-password-77", "alias": "ชื่อเดียว"}
    for _ in range(2):
        assert Client().post(reverse("account_signup"), form).status_code < 500
    assert User.objects.filter(email=form["email"]).count() == 1
