"""Signing in with a digital identity, through the doors of the site, against a provider that lies when it is told to."""

import json
import logging
import uuid
from urllib.parse import unquote

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.settings import CONTENT_SECURITY_POLICY
from consult import actions
from consult.models import DigitalIdentity, Level, Membership, User
from consult.oidc.person import HashKey
from consult.oidc.provider import Provider
from consult.people.models import Session
from consult.thai.digits import to_thai
from consult.views import digital_identity
from tests.support.doors import browser
from tests.support.lying_provider import LIES, NUMBER, lying_provider
from tests.support.makers import make_agency, make_consultation, make_staff, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = HashKey(name="old", secret="o" * 32), HashKey(name="new", secret="n" * 32)
BEGIN = "/consultations/digital-id/test-id/"
#: The lies of the issue, and the status of the page that refuses each
TWELVE = {
    "nonce of another attempt": 400,
    "key of somebody else": 400,
    "no signature": 400,
    "HS256 with the public key": 400,
    "for another site": 400,
    "azp of another client": 400,
    "mix-up of issuers": 400,
    "expired": 400,
    "userinfo of somebody else": 400,
    "level too low": 403,
    "proved long ago": 403,
}  # the twelfth is a replay: it has tests of its own


@pytest.fixture(scope="module")
def one_provider():
    with lying_provider() as provider:
        yield provider


@pytest.fixture
def liar(one_provider, settings):
    one_provider.be_honest()
    settings.DIGITAL_ID_PROVIDERS = {"test-id": Provider(**one_provider.settings())}
    settings.DIGITAL_ID_HASH_KEYS = (OLD,)
    digital_identity._known.cache_clear()
    return one_provider


def begin(client, back_to="/consultations/", **headers):
    return client.post(BEGIN, {"next": back_to}, headers={"origin": "http://testserver"} | headers)


def come_back(client, liar, back_to="/consultations/"):
    """The page somebody gets who went to the provider and agreed there."""
    query = liar.send_back(begin(client, back_to)["Location"])
    return client.get(f"{BEGIN}back/", query), query


def everything_kept() -> set[tuple]:
    rows = set()
    for model in apps.get_models():
        if model is not Session:
            rows |= {(model.__name__, repr(sorted(row.items()))) for row in model.objects.values()}
    return rows


def test_whoever_comes_for_the_first_time_gets_an_account_without_an_email(liar):
    client = Client()
    page, _ = come_back(client, liar, "/consultations/mine/")
    assert (page.status_code, page["Location"]) == (302, "/consultations/mine/")
    assert client.get("/consultations/mine/").status_code == 200
    user = User.objects.get()
    assert (user.level, user.email, user.has_usable_password()) == (Level.PERSON, None, False)
    identity = user.digital_identities.get()
    assert (identity.provider, identity.source, identity.level, identity.birth_year) == (
        "test-id",
        "number",
        "2.3",
        None,
    )


def test_whoever_comes_again_is_in_the_same_account(liar):
    come_back(Client(), liar)
    come_back(Client(), liar)
    assert User.objects.count() == DigitalIdentity.objects.count() == 1


def test_somebody_with_an_email_moves_up_and_is_back_at_the_very_place(liar):
    user = make_user()
    client = browser(user)
    place = reverse("consult:section_detail", args=[7, 3]) + "?sort=votes"
    page, _ = come_back(client, liar, place)
    assert page["Location"] == place
    user.refresh_from_db()
    assert user.level == Level.PERSON
    assert user.email


@pytest.mark.parametrize(("lie", "status"), TWELVE.items())
@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "somebody"])
def test_a_lie_is_refused_on_a_plain_page_and_nothing_is_written(liar, lie, status, signed_in):
    client = browser(make_user()) if signed_in else Client()
    liar.lie = lie
    before = everything_kept()
    page, _ = come_back(client, liar)
    assert page.status_code == status
    body = page.content.decode()
    assert "ยังไม่ได้ยืนยันตัวตน" in body
    assert NUMBER not in body
    assert everything_kept() == before
    assert ("_auth_user_id" in client.session) == signed_in


def test_every_lie_that_is_known_is_in_some_test():
    assert TWELVE.keys() <= LIES.keys() | {"mix-up of issuers", "userinfo of somebody else"}


def test_an_answer_that_is_sent_again_is_refused(liar):
    client = Client()
    liar.lie = "code that works twice"
    page, query = come_back(client, liar)
    assert page.status_code == 302
    before = everything_kept()
    assert client.get(f"{BEGIN}back/", query).status_code == 400
    assert everything_kept() == before


def test_an_answer_that_failed_cannot_be_tried_again(liar):
    client = Client()
    liar.lie = "expired"
    _, query = come_back(client, liar)
    liar.be_honest()
    liar.asked.clear()
    assert client.get(f"{BEGIN}back/", query).status_code == 400
    assert not liar.asked


def test_the_answer_to_somebody_elses_attempt_is_refused(liar):
    """An attacker who leads a victim's browser to the attacker's own answer would put the victim into the attacker's account."""
    query = liar.send_back(begin(Client())["Location"])
    victim = Client()
    begin(victim)
    assert victim.get(f"{BEGIN}back/", query).status_code == 400
    assert not User.objects.exists()


def test_an_attempt_belongs_to_who_began_it(liar):
    client = Client()
    query = liar.send_back(begin(client)["Location"])
    client.force_login(make_user())
    assert client.get(f"{BEGIN}back/", query).status_code == 400
    assert not DigitalIdentity.objects.exists()


def test_asking_for_the_head_of_the_answer_uses_nothing_up(liar):
    client = Client()
    query = liar.send_back(begin(client)["Location"])
    assert client.head(f"{BEGIN}back/", query).status_code == 400
    assert client.get(f"{BEGIN}back/", query).status_code == 302


def test_three_windows_may_be_on_the_way_at_once(liar):
    client = Client()
    queries = [liar.send_back(begin(client)["Location"]) for _ in range(4)]
    assert [client.get(f"{BEGIN}back/", query).status_code for query in queries] == [400, 302, 400, 400]


def test_whoever_declines_is_told_that_it_is_all_right(liar):
    client = Client()
    query = liar.send_back(begin(client)["Location"])
    page = client.get(f"{BEGIN}back/", {"error": "access_denied", "state": query["state"], "iss": query["iss"]})
    assert page.status_code == 403
    assert "อีเมล" in page.content.decode()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
def test_a_provider_that_is_away_is_said_to_be(liar, path):
    liar.instead[path] = (500, {}, b"")
    client = Client()
    page = begin(client)
    if page.status_code == 302:
        page = client.get(f"{BEGIN}back/", liar.send_back(page["Location"]))
    assert page.status_code == 503
    assert "ไม่ตอบ" in page.content.decode()
    assert not User.objects.exists()


def test_what_somebody_wrote_before_is_there_when_they_come_back(liar):
    consultation = make_consultation()
    client = Client()
    place = reverse("consult:whole_draft", args=[consultation.pk])
    sent = {"text": "ควรมีทางลาด", "client_key": str(uuid.uuid4())}
    led = client.post(
        reverse("consult:comment_create", args=[consultation.pk]), sent, headers={"origin": "http://testserver"}
    )
    waiting = unquote(led.url.split("next=")[1])
    page, _ = come_back(client, liar, waiting)
    assert page["Location"] == waiting
    back = client.get(waiting, follow=True)
    assert back.request["PATH_INFO"] == place and "ควรมีทางลาด" in back.text


def test_a_place_on_another_site_is_not_gone_back_to(liar):
    page, _ = come_back(Client(), liar, "https://evil.example/")
    assert page["Location"] == "/consultations/"


def test_a_form_on_another_site_begins_nothing(liar):
    assert begin(Client(enforce_csrf_checks=True), origin="https://evil.example").status_code == 403


def test_a_provider_nobody_set_up_is_not_found(liar):
    assert (
        Client().post("/consultations/digital-id/unheard-of/", headers={"origin": "http://testserver"}).status_code
        == 404
    )
    assert Client().get("/consultations/digital-id/unheard-of/back/").status_code == 404


def test_a_second_account_is_told_of_the_first_and_may_go_on_there(liar):
    come_back(Client(), liar)
    first = User.objects.get()
    second = make_user()
    client = browser(second)
    page, _ = come_back(client, liar, "/consultations/mine/")
    assert page["Location"] == "/consultations/digital-id/join/"
    assert first.alias in client.get("/consultations/digital-id/join/").content.decode()
    second.refresh_from_db()
    assert second.level == Level.EMAIL
    page = client.post("/consultations/digital-id/join/")
    assert page["Location"] == "/consultations/mine/"
    assert client.session["_auth_user_id"] == str(first.pk)


def test_nobody_joins_an_account_without_having_come_from_the_provider(liar):
    come_back(Client(), liar)
    stranger = browser(make_user())
    who = stranger.session["_auth_user_id"]
    stranger.post("/consultations/digital-id/join/")
    assert stranger.session["_auth_user_id"] == who


def test_an_account_is_one_person(liar):
    client = browser(make_user())
    come_back(client, liar)
    liar.claims |= {"sub": "another", "pid": "1101700230708"}
    page, _ = come_back(client, liar)
    assert page.status_code == 409
    assert DigitalIdentity.objects.count() == 1


def test_a_new_key_of_hashes_takes_over_when_somebody_comes_again(liar, settings):
    come_back(Client(), liar)
    old = DigitalIdentity.objects.get()
    settings.DIGITAL_ID_HASH_KEYS = (NEW, OLD)
    come_back(Client(), liar)
    new = DigitalIdentity.objects.get()
    assert (old.hash_key, new.hash_key, new.user_id) == ("old", "new", old.user_id)
    settings.DIGITAL_ID_HASH_KEYS = (NEW,)
    come_back(Client(), liar)
    assert User.objects.count() == 1


def test_staff_prove_that_the_session_is_theirs_before_an_identity_opens_their_account(liar):
    officer = make_staff(make_agency(), Membership.Role.OFFICER)
    page = begin(browser(officer))
    assert page["Location"].startswith("/accounts/reauthenticate/")
    assert not liar.asked


def test_the_digital_identity_of_a_citizen_opens_no_account_of_staff(liar):
    make_staff(make_agency(), Membership.Role.OFFICER)
    client = Client()
    come_back(client, liar)
    assert client.get("/cms/").status_code == 302
    assert User.objects.get(pk=client.session["_auth_user_id"]).memberships.count() == 0


def test_an_account_that_was_closed_is_not_opened(liar):
    come_back(Client(), liar)
    User.objects.update(is_active=False)
    client = Client()
    come_back(client, liar)
    assert "_auth_user_id" not in client.session


def test_a_person_without_an_email_comes_in_where_mail_must_be_confirmed(liar, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client = Client()
    come_back(client, liar)
    assert client.get("/consultations/mine/").status_code == 200


def test_whoever_signs_out_may_do_so_at_the_provider_too(liar):
    client = Client()
    come_back(client, liar)
    assert f"{BEGIN}out/" in client.get("/accounts/logout/").content.decode()
    page = client.post(f"{BEGIN}out/")
    assert page["Location"].startswith(f"{liar.issuer}/endsession?")
    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_away_keeps_nobody_signed_in(liar):
    client = Client()
    come_back(client, liar)
    digital_identity._known.cache_clear()
    liar.instead["/.well-known/openid-configuration"] = (500, {}, b"")
    assert client.post(f"{BEGIN}out/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_who_came_in_by_password_is_not_asked_about_a_provider(liar):
    assert "digital-id" not in browser(make_user()).get("/accounts/logout/").content.decode()


def test_the_button_stands_on_the_sign_in_page_only_where_a_provider_is_set_up(liar, settings):
    page = Client().get("/accounts/login/?next=/consultations/5/").content.decode()
    assert "ยืนยันตัวตนด้วย บัตรทดสอบ" in page
    assert 'name="next" value="/consultations/5/"' in page
    settings.DIGITAL_ID_PROVIDERS = {}
    assert "ยืนยันตัวตนด้วย" not in Client().get("/accounts/login/").content.decode()


def test_forms_may_lead_to_no_provider_that_is_not_set_up():
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]


def spellings(number: str) -> list[str]:
    grouped = f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"
    return [spelling for plain in (number, grouped, grouped.replace("-", " ")) for spelling in (plain, to_thai(plain))]


def test_the_number_is_kept_nowhere(liar, caplog):
    """Every table's text, sessions, Valkey, logs, mails: after signing up, coming again, joining, a lie and a failure."""
    caplog.set_level(logging.DEBUG)
    liar.claims |= {
        "given_name": "สมชายทดสอบ",
        "email": "somchai@secret.example",
        "address": {"formatted": "99/9 ถนนลับ"},
    }
    client = Client()
    come_back(client, liar)
    come_back(browser(make_user()), liar)
    for lie in TWELVE:
        liar.lie = lie
        come_back(Client(), liar)
    liar.be_honest()
    liar.instead["/userinfo"] = (500, {}, NUMBER.encode())
    come_back(Client(), liar)
    kept = {
        "tables": json.dumps(
            [list(model.objects.values()) for model in apps.get_models()], default=str, ensure_ascii=False
        ),
        "sessions": json.dumps([row.get_decoded() for row in Session.objects.all()], ensure_ascii=False),
        "logs": caplog.text,
        "mails": "".join(f"{one.subject} {one.body}" for one in mail.outbox),
        "valkey": "".join(everything_in_valkey()),
    }
    assert "test-id" in kept["tables"] and "digital_id_waiting" in kept["sessions"] and "Lied" in kept["logs"]
    assert "digital id" in kept["valkey"]
    for where, text in kept.items():
        for secret in [*spellings(NUMBER), liar.claims["sub"], "สมชายทดสอบ", "secret.example", "ถนนลับ"]:
            assert secret not in text, (where, secret)


def everything_in_valkey() -> list[str]:
    valkey = redis.from_url(settings.REDIS_URL)
    values = {b"string": valkey.get, b"hash": valkey.hgetall, b"zset": lambda key: valkey.zrange(key, 0, -1)}
    return [repr((key, values.get(valkey.type(key), valkey.dump)(key))) for key in valkey.scan_iter()]


def test_what_goes_wrong_after_the_provider_answered_tells_no_number(liar, monkeypatch, caplog):
    """The database fails at this moment: the fault stands in the log, the number does not."""

    def fail(**kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(actions, "sign_up_by_identity", fail)
    client = Client(raise_request_exception=False)
    page, _ = come_back(client, liar)
    assert page.status_code == 500
    assert "the database is gone" in caplog.text
    for spelling in spellings(NUMBER):
        assert spelling not in caplog.text + page.content.decode()
