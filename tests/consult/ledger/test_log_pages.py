"""Pages of the log: everybody reads its checkpoints, and whether an act stands in it; its owner takes a receipt along."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.ledger.checkpoint import is_signed, read
from consult.ledger.leaf import Leaf, commitment_of
from consult.ledger.tree import is_included
from consult.log_keys import public_keys
from consult.models import LoggedAct
from consult.pages.receipts import codes_of
from tests.support.makers import ask, make_consultation, make_user, post, vote

pytestmark = pytest.mark.django_db


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def acts_of(person):
    """A comment, a vote and an answer; returns their receipt codes."""
    consultation = make_consultation()
    comment = post(consultation, author=person)
    cast = vote(consultation, 1, person, section=consultation.draft.sections.first())
    (question,) = ask(consultation, ("ถาม", ("ก", "ข")))
    actions.answer_question(consultation=consultation, question=question, author=person, choices=[1])
    actions.sign_checkpoint(occasion="one", hearing=consultation.pk)
    codes = [codes_of("comment", [comment.pk])[comment.pk], codes_of("vote", [cast.pk])[cast.pk]]
    return [*codes, codes_of("answer", [question.pk])[question.pk]]


def test_a_receipt_proves_by_itself_that_the_act_is_in_the_log():
    person = make_user()
    for code in acts_of(person):
        response = client_of(person).get(reverse("consult:receipt", args=[code]))
        assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
        told = json.loads(response.content)
        entry, proof = told["entry"], told["proof"]
        assert commitment_of(bytes.fromhex(told["salt"]), told["act"]).hex() == entry["commitment"]
        said = read(proof["checkpoint"])
        assert is_signed(proof["checkpoint"], public_keys())
        path = [bytes.fromhex(step) for step in proof["path"]]
        assert is_included(Leaf(**entry).hash(), proof["index"], said.size, path, said.root)


def test_nobody_takes_the_receipt_of_somebody_else():
    codes, other = acts_of(make_user()), make_user()
    for code in codes:
        assert client_of(other).get(reverse("consult:receipt", args=[code])).status_code == 404
        assert Client().get(reverse("consult:receipt", args=[code])).status_code == 302
    assert client_of(other).get(reverse("consult:receipt", args=["ABC"])).status_code == 404


def test_a_receipt_of_what_was_changed_since_is_gone():
    person, consultation = make_user(), make_consultation()
    section = consultation.draft.sections.first()
    cast = vote(consultation, 1, person, section=section)
    before = codes_of("vote", [cast.pk])[cast.pk]
    vote(consultation, -1, person, section=section)
    assert codes_of("vote", [cast.pk])[cast.pk] != before
    assert client_of(person).get(reverse("consult:receipt", args=[before])).status_code == 404


def test_my_activity_shows_the_code_and_the_file():
    person = make_user()
    comment, ballot, answer = acts_of(person)
    client = client_of(person)
    assert f'<code translate="no">{comment}</code>' in client.get(reverse("consult:mine")).content.decode()
    html = client.get(reverse("consult:own_vote_list")).content.decode()
    for code in (ballot, answer):
        assert f'<code translate="no">{code}</code>' in html and reverse("consult:receipt", args=[code]) in html


@pytest.mark.parametrize("typed", ["{}", "  {} ", "lower", "spaces"])
def test_anybody_looks_up_a_code_however_it_is_typed(typed):
    code = acts_of(make_user())[1]
    code = {"lower": code.lower(), "spaces": code.replace("-", " ")}.get(typed, typed.format(code))
    response = Client().get(reverse("log:proof"), {"code": code})
    assert response.status_code == 200 and "การกระทำนี้อยู่ในสมุดบันทึก" in response.content.decode()


def test_a_code_that_is_none_and_one_that_is_not_there_are_told_apart():
    for code, status, said in (
        ("ABC", 400, "รหัสใบรับมีตัวอักษรและตัวเลข 16 ตัว"),
        ("ก" * 16, 400, "รหัสใบรับมีตัวอักษรและตัวเลข 16 ตัว"),
        ("ABCD-EFGH-IJKL-MNOP", 200, "ไม่มีรหัสนี้ในสมุดบันทึก"),
        ("", 200, "ค้นใบรับ"),
    ):
        response = Client().get(reverse("log:proof"), {"code": code})
        assert response.status_code == status and said in response.content.decode()
        assert f'value="{code}"' in response.content.decode()


def test_an_act_that_waits_for_its_line_says_so():
    consultation = make_consultation()
    cast = vote(consultation, section=consultation.draft.sections.first())
    response = Client().get(reverse("log:proof"), {"code": codes_of("vote", [cast.pk])[cast.pk]})
    assert "กำลังจะได้บรรทัดของตน" in response.content.decode()


def test_checkpoints_are_read_on_the_page_as_text_and_in_the_feed():
    assert Client().get(reverse("log:checkpoint")).status_code == 404
    acts_of(make_user())
    note = Client().get(reverse("log:checkpoint")).content.decode()
    assert is_signed(note, public_keys())
    page = Client().get(reverse("log:log")).content.decode()
    feed = Client().get(reverse("log:atom"))
    root = note.split("\n")[2]
    assert root in page.replace("&#x27;", "'") and root in feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert str(public_keys()[0]) in page


def test_entries_are_read_a_thousand_at_a_time():
    acts_of(make_user())
    told = Client().get(reverse("log:entries"), {"from": "2"}).json()
    assert [entry[0] for entry in told["entries"]] == list(range(2, told["size"]))
    index, hearing, kind, at, commitment = told["entries"][0]
    act = LoggedAct.objects.get(leaf_index=index)
    assert (hearing, kind, commitment) == (act.hearing, act.kind, act.leaf.commitment) and at == act.leaf.at
    for start in ("-1", "x", "1.5", "9" * 30, "๑"):
        assert Client().get(reverse("log:entries"), {"from": start}).status_code == 400
    assert Client().get(reverse("log:entries"), {"from": "9" * 12}).json()["entries"] == []
