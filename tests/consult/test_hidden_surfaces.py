"""What was hidden, withdrawn or changed is gone from every address there is: taken from the resolver, as every kind of reader.

Each state is looked for at every GET address of the site, plain and with everything in the query that makes an address show one comment,
so that the next surface is walked without anybody remembering.
"""

import uuid
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from consult import actions
from consult.live.frames import ReadingPlace, fragments_of, frame
from consult.models import Comment, Consultation, Membership
from tests.support import analyses
from tests.support.addresses import addresses
from tests.support.makers import ask, make_staff, make_user, officer_of, post, vote

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

#: Looked for by its first half, so that a page that repeats a query is no leak
FOUND_BY, SECRET = "ขอช่องทาง", "ถ้อยคำที่ต้องไม่มีใครเห็น"
REPLY = "คำตอบใต้ถ้อยคำนั้น"
#: Libraries' own, which know no comments, and sign-out
ELSEWHERE = ("/cms/", "/_util/", "/documents/", "/patterns/", "/accounts/")
OWN = {"consult:mine", "consult:own_comment", "consult:comment_appeal"}
STAFF = {"consult:moderation", "consult:appeal_list"}


def scene() -> SimpleNamespace:
    """A hearing whose analysis quotes the comment, with a reply, a vote, an official answer and a change that names it."""
    consultation = analyses.talked_about()
    section = consultation.draft.sections.first()
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    comment = post(consultation, f"{FOUND_BY} {SECRET}", section=section, stance="disagree")
    officer = officer_of(consultation)
    actions.draft_issue(consultation=consultation, by=officer, title="ประเด็นชี้แจงทดสอบ", comments=[comment.pk])
    waits = actions.keep_unsent_act(
        consultation=consultation, kind="vote", content={"comment": comment.pk, "choice": 1}, back_to="/"
    )
    return SimpleNamespace(consultation=consultation, section=section, question=question, comment=comment, unsent=waits)


def spoken_to(here) -> None:
    reply = post(here.consultation, REPLY, parent=here.comment)
    vote(here.consultation, comment=here.comment)
    vote(here.consultation, comment=reply)
    actions.reply_officially(comment=here.comment, by=officer_of(here.consultation), text=f"ชี้แจงเรื่อง {here.comment.pk}")


def hide(here) -> None:
    spoken_to(here)
    here.run = analyses.run(here.consultation, themes=2)
    actions.hide_comment(comment=here.comment, by=officer_of(here.consultation), reason="insult")
    actions.appeal(comment=here.comment, by=here.comment.author, text="ขอให้ดูอีกครั้ง")


def withdraw(here) -> None:
    spoken_to(here)
    here.run = analyses.run(here.consultation, themes=2)
    actions.withdraw_comment(comment=here.comment, by=here.comment.author)


def change(here) -> None:
    here.run = analyses.run(here.consultation, themes=2)
    actions.edit_comment(
        comment=here.comment, by=here.comment.author, text=f"{FOUND_BY} ถ้อยคำใหม่", seen=0, client_key=uuid.uuid4()
    )


def close_a_part(here) -> None:
    spoken_to(here)
    here.run = analyses.run(here.consultation, themes=2)
    moderator = officer_of(here.consultation)
    actions.redact_comment(comment=here.comment, by=moderator, words=SECRET, reason="insult")
    actions.appeal(comment=here.comment, by=here.comment.author, text="ขอให้ดูอีกครั้ง")


def hold(here) -> None:
    """It waits for a moderator, and so does the change its author made to it; with nothing said to it yet."""
    Consultation.objects.filter(pk=here.consultation.pk).update(moderates_first=True)
    Comment.objects.filter(pk=here.comment.pk).update(held_at=timezone.now(), is_visible=False)
    here.comment.refresh_from_db()
    words = f"{FOUND_BY} {SECRET} แก้แล้ว"
    actions.edit_comment(comment=here.comment, by=here.comment.author, text=words, seen=0, client_key=uuid.uuid4())
    here.run = analyses.run(here.consultation, themes=2)


#: What was done → who may still read the words, and where
STATES = {
    "held": (hold, {"author": OWN, "moderator": STAFF, "officer": STAFF}),
    "hidden": (hide, {"author": OWN, "moderator": STAFF, "officer": STAFF}),
    "closed in part": (close_a_part, {"author": OWN, "moderator": STAFF, "officer": STAFF}),
    "withdrawn": (withdraw, {"author": OWN}),
    "changed": (change, {"author": {"consult:own_comment"}}),
}


def readers(here) -> dict[str, Client]:
    agency = here.consultation.agency
    people = {
        "stranger": None,
        "citizen": make_user(),
        "author": here.comment.author,
        "moderator": make_staff(agency, Membership.Role.MODERATOR),
        "analyst": make_staff(agency, Membership.Role.ANALYST),
        "officer": officer_of(here.consultation),
        "of another agency": officer_of(analyses.make_consultation()),
    }
    clients = {}
    for name, person in people.items():
        clients[name] = Client()
        if person:
            clients[name].force_login(person)
    return clients


def body(client: Client, path: str) -> str:
    answered = client.get(path)
    return answered.getvalue().decode("utf-8", errors="replace")


@pytest.mark.parametrize("state", STATES)
def test_no_address_shows_words_that_are_gone(state):
    act, allowed = STATES[state]
    here = scene()
    values = {
        "pk": here.consultation.pk,
        "section_pk": here.section.pk,
        "comment_pk": here.comment.pk,
        "question_pk": here.question.pk,
        "number": 1,
        "key": here.unsent.key,
    }
    walked = [one for one in addresses(**values) if not one.path.startswith(ELSEWHERE)]
    asked = {"q": FOUND_BY, "ids": here.comment.pk, "after": 0, "comment": here.comment.pk, "queue": "hidden", "all": 1}
    reader = Client()
    paths = [(str(one), path) for one in walked for path in (one.path, f"{one.path}?{urlencode(asked)}")]
    before = {name for name, path in paths if SECRET in body(reader, path)}
    assert {"consult:section_detail", "consult:comment_detail", "consult:comment_fragments", "consult:unsent"} <= before
    act(here)
    values["run_pk"] = here.run.pk
    actions.number_announcements()
    leaks, seen = [], set()
    for who, client in readers(here).items():
        for name, path in paths:
            if SECRET not in body(client, path):
                continue
            seen.add((who, name))
            if name not in allowed.get(who, ()):
                leaks.append((who, path))
    assert not leaks
    for who, names in allowed.items():
        assert {name for reader, name in seen if reader == who}, f"{who} should still read it at one of {names}"


@pytest.mark.parametrize("state", STATES)
def test_no_frame_brings_words_that_are_gone(state):
    act, _allowed = STATES[state]
    here = scene()
    actions.number_announcements()
    act(here)
    actions.number_announcements()
    told = frame(here.consultation.pk, after=0)
    places = [ReadingPlace(language="th", anchor=str(here.section.anchor))]
    fragments = fragments_of(here.consultation.pk, told, places)
    assert SECRET not in str(fragments) and SECRET not in str(told)


@pytest.mark.parametrize("state", STATES)
def test_no_mail_and_no_notice_carries_words_that_are_gone(state, mailoutbox):
    act, _allowed = STATES[state]
    here = scene()
    here.comment.author.emailaddress_set.create(email=here.comment.author.email, verified=True, primary=True)
    act(here)
    actions.mail_notices()
    assert SECRET not in "".join(mail.body for mail in mailoutbox)
