"""A copy of all that is kept about somebody, and erasing who they are: nothing of others goes out, nothing of theirs stays."""

import json
import re
import uuid
import zipfile
from io import BytesIO
from types import SimpleNamespace

import pytest
import redis
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions as consult_actions
from consult.models import Comment, Membership, Notice, User, Vote
from consult.models.kept import received
from consult.people import actions
from consult.people.errors import StaffAskFirst
from consult.people.models import DataRequest, Erasure, FormerName, Mailbox
from consult.people.processing import BY_KEY, NONE, every_model, known
from tests.support.makers import ask, make_consultation, make_sections, make_staff, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

SECRETS = ("zzmailbox", "ชื่อลับของฉันเอง", "ชื่อลับแต่ก่อน", "ชื่อจริงลับ", "0812349876")


def taken_part() -> SimpleNamespace:
    """Somebody who left a trace wherever one can be left, signed in; and somebody else in the same hearing."""
    consultation = make_consultation()
    person = make_user(alias="ชื่อลับแต่ก่อน", first_name="ชื่อจริงลับ")
    User.objects.filter(pk=person.pk).update(email="zzmailbox@example.org")
    person.refresh_from_db()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    actions.claim_mailbox(person=person)
    actions.change_public_name(person=person, alias="ชื่อลับของฉันเอง")
    section, other = consultation.draft.sections.first(), post(consultation, "ความเห็นของคนอื่น")
    mine = post(consultation, "โทรหาฉันที่ 0812349876 ได้เลย", author=person, section=section)
    vote(consultation, voter=person, comment=other)
    vote(consultation, voter=person, section=section)
    vote(consultation, comment=mine)
    (question,) = ask(consultation, ("ถามว่า", ("ใช่เลย", "ไม่ใช่เลย")))
    consult_actions.answer_question(consultation=consultation, question=question, author=person, choices=[0])
    consult_actions.issue_version(
        consultation=consultation, sections=make_sections("ถ้อยคำอื่น", "ข้อความสอง"), by=officer_of(consultation)
    )
    actions.ask_about_data(person=person, kind="access", text="ขอดูข้อมูลของฉัน", client_key=uuid.uuid4())
    client = signed_in(person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "zzsecret"})
    return SimpleNamespace(person=person, consultation=consultation, mine=mine, other=other, client=client)


def signed_in(person: User) -> Client:
    """By the sign-in page: erasing asks for a password that was just given."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": "a-long-password"})
    client.post(reverse("account_reauthenticate"), {"password": "a-long-password"})
    return client


def copy_of(client: Client) -> dict[str, str]:
    answer = client.get(reverse("people:data_copy"))
    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_copy_holds_everything_of_this_person_for_programs_and_for_reading():
    scene = taken_part()
    files = copy_of(scene.client)
    records = json.loads(files["data.json"])["records"]
    assert records["consult.User"][0]["email"] == "zzmailbox@example.org"
    assert [row["text"] for row in records["consult.Comment"]] == ["โทรหาฉันที่ 0812349876 ได้เลย"]
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


def test_what_was_said_and_voted_stays_counted_in_nobodys_name():
    scene = taken_part()
    erase(scene.client)
    comment = Comment.objects.get(pk=scene.mine.pk)
    assert comment.text == comment.public_text and "0812349876" not in comment.text
    assert Vote.objects.filter(voter=scene.person).count() == 2
    assert received([scene.other.pk])[scene.other.pk].agree == 1
    shown = Client().get(reverse("consult:comment_detail", args=[scene.consultation.pk, comment.pk])).content.decode()
    assert User.objects.get(pk=scene.person.pk).alias in shown and "ชื่อลับ" not in shown


def test_everything_the_record_says_is_erased_is_gone():
    scene = taken_part()
    erase(scene.client)
    left = {
        f"{model.__name__}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if model is not User and field.related_model is User
        if known(model)[field.name] != NONE and BY_KEY[known(model)[field.name]].erased
        if model._base_manager.filter(**{field.name: scene.person.pk}).exists()
    }
    assert left == set()
    assert not any(kind.objects.filter(person=scene.person).exists() for kind in (FormerName, Mailbox, Notice))


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
    assert once.sessions_gone_at or Erasure.objects.get().sessions_gone_at


def test_who_finds_an_open_session_erases_nobody_without_the_password():
    person, client = make_user(), Client()
    client.force_login(person)
    address = reverse("people:erasure")
    assert client.get(address).status_code == 200
    answer = client.post(address, {"sure": "1"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))
    goes_on = client.post(answer.url, {"password": "a-long-password", "next": address})
    assert 'name="key"' in goes_on.content.decode()


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
