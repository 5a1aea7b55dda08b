"""A copy of all that is kept about somebody, and erasing who they are: nothing of others goes out, nothing of theirs stays."""

import json
import re
import time
import uuid
import zipfile
from io import BytesIO

import pytest
import redis
from django.conf import settings
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions as consult_actions
from consult.models import Announcement, Answer, Comment, Level, Membership, User, Vote
from consult.models.kept import received
from consult.people import actions
from consult.people.errors import StaffAskFirst
from consult.people.models import DataRequest, Erasure, Session
from tests.consult.people.traces import signed_in, somebody_vouched_for, taken_part
from tests.support.makers import ask, close, make_consultation, make_mandate, make_staff, make_user, post, vote

pytestmark = pytest.mark.django_db

SECRETS = ("zzmailbox", "ชื่อลับของฉันเอง", "ชื่อลับแต่ก่อน", "ชื่อจริงลับ", "0812349876", "zzhash", "zzletter", "zzscope")


def copy_of(client: Client) -> dict[str, str]:
    answer = client.get(reverse("people:data_copy"))
    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_copy_holds_everything_of_this_person_for_programs_and_for_reading():
    scene = taken_part()
    files = copy_of(scene.client)
    records = json.loads(files["data.json"])["records"]
    assert records["consult.User"][0]["email"] == "zzmailbox@example.org"
    assert any(row["text"].startswith("โทรหาฉันที่ 0812349876 ได้เลย") for row in records["consult.Comment"])
    assert len(records["consult.Vote"]) == 2 and len(records["consult.Answer"]) == 1
    assert [row["alias"] for row in records["people.FormerName"]] == ["ชื่อลับแต่ก่อน"]
    assert records["people.DataRequest"][0]["text"] == "ขอดูข้อมูลของฉัน" and records["consult.Notice"]
    page = files["อ่าน.html"]
    for words in ("สำเนาข้อมูลของฉัน", "ชื่อลับของฉันเอง", "0812349876", "ใช่เลย", "เห็นด้วย", scene.consultation.title):
        assert words in page, words


def test_the_copy_holds_nothing_of_others_and_no_secret():
    scene = taken_part()
    everything = "".join(copy_of(scene.client).values())
    others = User.objects.exclude(pk=scene.person.pk)
    for words in (
        "ความเห็นของคนอื่น",
        "zzsecret",
        scene.person.password,
        *(o.email for o in others),
        *(o.alias for o in others),
    ):
        assert words not in everything, words


def test_the_copy_says_in_whose_name_each_act_was_done():
    mandate, consultation = make_mandate(), make_consultation()
    holder, section = mandate.holder, consultation.draft.sections.first()
    (question,) = ask(consultation, ("ถามว่า", ("ใช่", "ไม่ใช่")))
    for acting in (None, mandate):
        vote(consultation, 1 if acting else -1, holder, section=section, mandate=acting)
        consult_actions.answer_question(
            consultation=consultation, question=question, author=holder, choices=[1 if acting else 0], mandate=acting
        )
        post(consultation, "บริษัทเห็นว่า" if acting else "ฉันเห็นว่า", author=holder, mandate=acting)
    files = copy_of(signed_in(holder))
    records = json.loads(files["data.json"])["records"]
    company = {row["id"]: row["company_number"] for row in records["consult.Participant"]}
    assert {row["choice"]: company[row["participant_id"]] for row in records["consult.Vote"]} == {
        -1: "",
        1: mandate.company_number,
    }
    assert {row["choice"]: company[row["participant_id"]] for row in records["consult.Answer"]} == {
        0: "",
        1: mandate.company_number,
    }
    said = {row["id"]: row["text"] for row in records["consult.Comment"]}
    assert {said[row["comment_id"]]: row["company_name"] for row in records["consult.Representation"]} == {
        "บริษัทเห็นว่า": mandate.company_name
    }
    lines = [line for line in files["อ่าน.html"].split("<li>") if f"ในนามของ {mandate.company_name}" in line]
    assert len(lines) == 3
    assert all(any(words in line for line in lines) for words in ("บริษัทเห็นว่า", "ถามว่า · ไม่ใช่", "· เห็นด้วย"))


def test_words_of_citizens_are_no_markup_in_the_copy():
    person, client = make_user(), Client()
    post(make_consultation(), "<script>alert(1)</script> จริงนะ", author=person)
    client.force_login(person)
    assert "<script>" not in copy_of(client)["อ่าน.html"]


def test_a_copy_is_taken_from_this_site_and_not_all_day_long(settings):
    settings.COPIES_PER_HOUR = 1
    client = Client()
    client.force_login(make_user())
    address = reverse("people:data_copy")
    assert client.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 429
    assert Client().get(address).status_code == 302


def dump() -> str:
    """Every value of every table, and what sessions and the cache hold."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [f"{table}: {value}" for row in cursor.fetchall() for value in row]
    found += [str(session.get_decoded()) for session in Session.objects.all()]
    with redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as valkey:
        for key in valkey.scan_iter():
            found.append(f"valkey: {key} {valkey.get(key) if valkey.type(key) == 'string' else ''}")
    return "\n".join(found)


def erase(client: Client):
    address = reverse("people:erasure")
    first = client.post(address, {"sure": "1"})
    key = re.search(r'name="key" value="([^"]+)"', first.content.decode())[1]
    return client.post(address, {"key": key}), key


def test_after_an_erasure_who_it_was_stands_in_no_table_no_session_and_no_cache():
    scene = taken_part()
    before = dump()
    assert all(word in before for word in SECRETS)
    answer, _key = erase(scene.client)
    assert answer.url == reverse("people:erased")
    after = dump()
    assert {word: re.findall(f".*{word}.*", after)[:3] for word in SECRETS if word in after} == {}
    assert "ลบตัวตนของคุณแล้ว" in Client().get(answer.url).content.decode()


def test_what_was_said_and_what_a_closed_hearing_counted_stays_in_nobodys_name():
    scene = taken_part()
    close(scene.consultation)
    erase(scene.client)
    comment = Comment.objects.get(pk=scene.mine.pk)
    assert comment.text == comment.public_text and "0812349876" not in comment.text
    assert (comment.participant.votes.count(), comment.participant.answers.count()) == (2, 1)
    assert received([scene.other.pk])[scene.other.pk].agree == 1
    shown = Client().get(reverse("consult:comment_detail", args=[scene.consultation.pk, comment.pk])).content.decode()
    assert comment.author.alias in shown and "ชื่อลับ" not in shown


def test_whoever_erases_who_they_are_is_somebody_else_in_each_hearing():
    person, comments = make_user(), []
    for _ in range(2):
        comments.append(post(make_consultation(), author=person))
        vote(comments[-1].consultation, voter=person, section=comments[-1].consultation.draft.sections.first())
        close(comments[-1].consultation)
    actions.erase_person(person=person)
    here, there = (Comment.objects.get(pk=comment.pk).author for comment in comments)
    assert len({here.pk, there.pk, person.pk}) == len({here.alias, there.alias}) + 1 == 3
    assert not (here.is_active or there.is_active or person.participants.exists())
    assert [one.participant.votes.count() for one in comments] == [1, 1]


def test_who_erases_and_comes_again_is_counted_once():
    """Else one digital identity, or one mailbox, would be as many voters as it likes."""
    scene = taken_part()
    for _ in range(2):
        erase(scene.client)
        person = consult_actions.sign_up_by_identity(person=somebody_vouched_for())
        vote(scene.consultation, voter=person, comment=scene.other)
        scene.client.force_login(person)
    assert received([scene.other.pk])[scene.other.pk].agree == 1
    assert Vote.objects.filter(comment=scene.other).count() == 1 and not Answer.objects.exists()
    assert Announcement.objects.filter(type="votes.changed", comment_id=scene.other.pk).count() >= 4


def test_nobody_signs_in_as_who_was_erased_and_the_mailbox_and_the_name_are_free_again():
    scene = taken_part()
    elsewhere = Client()
    elsewhere.force_login(scene.person)
    erase(scene.client)
    for client in (scene.client, elsewhere):
        assert client.get(reverse("consult:mine")).status_code == 302
    form = {"login": "zzmailbox@example.org", "password": "a-long-password"}
    assert "_auth_user_id" not in Client().post(reverse("account_login"), form).client.session
    fresh = {"email": "zzmailbox@example.org", "password1": "ยาวพอสมควร-2570", "alias": "ชื่อลับของฉันเอง"}
    assert Client().post(reverse("account_signup"), fresh).status_code == 302


def test_an_erasure_sent_again_is_the_same_and_is_confirmed_twice():
    scene = taken_part()
    address = reverse("people:erasure")
    page = scene.client.get(address).content.decode()
    assert "สิ่งที่ยังอยู่ในหลักฐาน" in page and 'name="key"' not in page
    scene.client.post(address, {"key": "made-up"})
    stranger = signed_in(make_user())
    _answer, key = erase(scene.client)
    once = Erasure.objects.get()
    assert scene.client.post(address, {"key": key}).url == reverse("people:erased")
    assert stranger.post(address, {"key": key}).status_code == 200  # another's confirmation erases nobody
    assert Erasure.objects.get() == once and actions.erase_person(person=scene.person) == once


def test_who_finds_an_open_session_erases_nobody_without_the_password():
    person, client = make_user(), Client()
    client.force_login(person)
    address = reverse("people:erasure")
    assert client.get(address).status_code == 200
    answer = client.post(address, {"sure": "1"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))
    goes_on = client.post(answer.url, {"password": "a-long-password", "next": address})
    assert 'name="key"' in goes_on.content.decode()


def test_without_a_password_it_takes_a_sign_in_of_just_now():
    person, client = make_user(), Client()
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})
    session = client.session
    assert time.time() - session["signed_in_at"] < 60
    session["signed_in_at"] -= 1000
    session.save()
    answer = client.post(reverse("people:erasure"), {"sure": "1"})
    assert answer.status_code == 403 and "เข้าสู่ระบบอีกครั้ง" in answer.text and not Erasure.objects.exists()
    session["signed_in_at"] += 1000
    session.save()
    assert erase(client)[0].url == reverse("people:erased")


def test_a_guest_takes_a_copy_asks_and_is_erased_with_the_mark_of_the_device():
    consultation = make_consultation(least_to_vote=Level.GUEST)
    device, client = uuid.uuid4(), Client()
    guest = consult_actions.welcome_guest(device=device)
    client.cookies["guest"] = signing.dumps(str(device), salt="rabfang.guest")
    vote(consultation, voter=guest, section=consultation.draft.sections.first())
    assert json.loads(copy_of(client)["data.json"])["records"]["consult.User"][0]["device"] == str(device)
    form = {"kind": "erasure", "text": "ลบให้ด้วย", "client_key": str(uuid.uuid4())}
    assert client.post(reverse("people:data_request"), form).status_code == 302
    for closed_to_guests in ("own_name", "own_demographics"):
        assert client.get(reverse(f"people:{closed_to_guests}")).status_code == 302
    answer, _key = erase(client)
    assert answer.url == reverse("people:erased") and answer.cookies["guest"].value == ""
    assert str(device) not in dump() and device.hex not in dump()
    assert not Vote.objects.exists()


def test_what_waits_in_a_browser_that_asked_for_a_code_goes_too():
    scene = taken_part()
    elsewhere = Client()
    elsewhere.post("/accounts/login/code/", {"email": scene.person.email})
    assert "zzmailbox" in str(elsewhere.session["account_login"])
    erase(scene.client)
    assert "zzmailbox" not in dump()


def test_staff_are_told_whom_to_ask_first():
    officer = make_staff(make_consultation().agency, Membership.Role.ANALYST)
    client = signed_in(officer)
    page = client.get(reverse("people:erasure")).content.decode()
    assert "หัวหน้าหน่วยงาน" in page and 'name="sure"' not in page
    with pytest.raises(StaffAskFirst):
        actions.erase_person(person=officer)
    officer.refresh_from_db()
    assert officer.is_active


def test_requests_are_kept_after_an_erasure_without_a_name():
    scene = taken_part()
    erase(scene.client)
    assert DataRequest.objects.get().person.alias.startswith("ประชาชน-")
