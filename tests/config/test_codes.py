"""Signing in and up by a code that is mailed."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult.models import Comment, Level, User
from consult.people.actions import claim_mailbox
from consult.people.models import Mailbox
from consult.thai import digits
from tests.support.makers import make_consultation, make_user

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


def ask_for_code(client: Client, email: str, to: str = "") -> str:
    sent = client.post(ASK, {"email": email, "next": to})
    assert sent.status_code == 302 and sent.url.startswith(CONFIRM)
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_from_the_first_tap_to_a_counted_comment_are_four_steps():
    consultation, client = make_consultation(), Client()
    form = {"text": "ควรมีทางลาด", "client_key": "6a1f0c1e-0000-4000-8000-000000000004"}
    led = client.post(reverse("consult:comment_create", args=[consultation.pk]), form)  # 1
    address = unquote(led.url.split("next=")[1])
    code = ask_for_code(client, "new@example.org", address)  # 2
    back = client.post(CONFIRM, {"code": code, "next": address}, follow=True)  # 3
    assert back.request["PATH_INFO"] == reverse("consult:whole_draft", args=[consultation.pk])
    assert "ควรมีทางลาด" in back.text
    client.post(reverse("consult:comment_create", args=[consultation.pk]), form)  # 4
    author = Comment.objects.get().author
    assert (author.email, author.level) == ("new@example.org", Level.EMAIL)
    assert EmailAddress.objects.get(user=author).verified


@pytest.mark.parametrize(
    "type_it", [lambda code: f" {code[:3]} {code[3:]} ", digits.to_thai, lambda code: f"{code[:3]}-{code[3:]}"]
)
def test_a_code_is_taken_as_people_type_it(type_it):
    client, person = Client(), make_user()
    code = ask_for_code(client, person.email)
    assert client.post(CONFIRM, {"code": type_it(code)}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_code_is_refused_in_thai_and_after_five_the_code_is_void():
    client, person = Client(), make_user()
    code = ask_for_code(client, person.email)
    wrong = "000000" if code != "000000" else "000001"
    first = client.post(CONFIRM, {"code": wrong})
    assert first.status_code == 200 and "รหัสนี้ไม่ตรง" in first.text
    for _ in range(4):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_codes_for_one_address_are_few():
    person = make_user()
    for _ in range(5):
        Client().post(ASK, {"email": person.email})
    assert len(mail.outbox) == 3


def test_an_address_with_and_without_an_account_are_answered_alike():
    known, unknown = make_user().email, "nobody@example.org"
    answers = [Client().post(ASK, {"email": email}) for email in (known, unknown)]
    assert answers[0].status_code == answers[1].status_code and answers[0].url == answers[1].url
    assert len({re.sub(r"\d{6}", "", message.subject + message.body) for message in mail.outbox}) == 1


def test_an_account_that_nobody_confirmed_is_of_no_use_to_who_asked():
    client = Client()
    ask_for_code(client, "victim@example.org")
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get(email="victim@example.org").verified


def test_a_password_set_before_the_mailbox_answered_opens_nothing_after_it():
    client, person = Client(), make_user()  # whoever signed up with an address that is not theirs
    code = ask_for_code(client, person.email)
    client.post(CONFIRM, {"code": code})
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_a_second_step_is_asked_after_the_code_too(settings):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    person, client = make_user(), Client()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    mail.outbox.clear()
    code = ask_for_code(client, person.email)
    assert client.post(CONFIRM, {"code": code}).url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_the_mail_is_thai_and_leads_back_to_what_waits_from_any_browser(settings):
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    led = Client().post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), {"choice": "1"})
    address = unquote(led.url.split("next=")[1])
    ask_for_code(Client(), "somebody@example.org", address)
    body = mail.outbox[-1].body
    assert f"{settings.SITE_URL}{address}" in body and "รหัสเข้าสู่ระบบ" in body
    assert Client().get(address).status_code == 200
    ask_for_code(Client(), "somebody@example.org", "https://other.example/")
    assert "other.example" not in mail.outbox[-1].body


def test_the_page_to_sign_in_asks_for_the_address_first_and_keeps_the_way_back():
    page = Client().get("/accounts/login/?next=/consultations/1/").text
    assert page.index('action="/accounts/login/code/"') < page.index('action="/accounts/login/"')
    assert page.count('value="/consultations/1/"') == 2


def test_every_way_to_write_a_mailbox_leads_to_its_one_account_and_the_code_goes_where_the_account_says():
    owner, client = User.objects.create_user("somchai@gmail.com"), Client()
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True)
    claim_mailbox(person=owner)
    code = ask_for_code(client, "Som.Chai+law@googlemail.com")
    assert mail.outbox[-1].to == ["somchai@gmail.com"]
    assert "som.chai+law@googlemail.com" in client.get(CONFIRM).text.lower() and User.objects.count() == 1
    client.post(CONFIRM, {"code": code})
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert EmailAddress.objects.get().verified


def test_a_mailbox_that_answered_is_claimed_and_of_two_accounts_that_asked_the_second_is_refused():
    first, second = Client(), Client()
    codes = [ask_for_code(first, "somchai@gmail.com"), ask_for_code(second, "som.chai@gmail.com")]
    assert User.objects.count() == 2 and not Mailbox.objects.exists()
    for client, code in zip((second, first), reversed(codes), strict=True):
        answer = client.post(CONFIRM, {"code": code}, follow=True)
    assert Mailbox.objects.get().person.email == "som.chai@gmail.com"
    assert "_auth_user_id" not in first.session and "กล่องจดหมายหนึ่งกล่องคือคนหนึ่งคน" in answer.text


def test_one_mailbox_gets_few_codes_however_its_address_is_written():
    for letters in range(5):
        Client().post(ASK, {"email": f"somchai+{letters}@gmail.com"})
    assert len(mail.outbox) == 3


def test_a_throw_away_mailbox_gets_no_account_at_the_door_of_codes_either():
    answer = Client().post(ASK, {"email": "someone@mailinator.com"})
    assert answer.status_code == 200 and "กล่องจดหมายใช้แล้วทิ้ง" in answer.text and "someone@mailinator.com" in answer.text
    assert not User.objects.exists() and not mail.outbox


def test_a_new_password_is_no_way_round_one_mailbox_is_one_person(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    owner, other = (User.objects.create_user(email, "a-long-password") for email in ("a.b@gmail.com", "ab@gmail.com"))
    for person in (owner, other):
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=person == owner)
    claim_mailbox(person=owner)
    Client().post(reverse("account_reset_password"), {"email": "ab@gmail.com"})
    address, client = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1], Client()
    form = client.get(address, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "ยาวพอสมควร-2570", "password2": "ยาวพอสมควร-2570"})
    assert not EmailAddress.objects.get(user=other).verified
