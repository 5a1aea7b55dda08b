"""The second step of signing in: codes of a real authenticator, recovery, and staff who have none yet."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from consult import actions, rules
from consult.errors import NotAllowed, OwnSecondFactor
from consult.models import AuditEntry, Comment, Membership, User
from tests.support.addresses import addresses
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, platform_staff, post

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password"
SET_UP = "/accounts/2fa/totp/activate/"
#: Where staff without one are led, to choose an app or a passkey
CHOOSE = "/accounts/2fa/"
#: Of the editor, and open to anybody: words for scripts, pictures, and the ways out
OPEN = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(person: User, **more) -> tuple[Client, object]:
    client = Client()
    return client, client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD} | more)


def is_in(client: Client) -> bool:
    return bool(client.session.get("_auth_user_id"))


def set_up(client: Client) -> str:
    """As somebody does it: the key is read on the page, the app makes a code of it."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": SET_UP})  # asked for again
    page = client.get(SET_UP)
    assert page.status_code == 200, page.headers.get("Location")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post(SET_UP, {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def person():
    return make_user()


@pytest.fixture
def protected(person):
    client, _ = sign_in(person)
    return person, set_up(client)


class TestSigningIn:
    def test_the_password_alone_does_not_let_in_and_the_code_leads_on(self, protected):
        person, secret = protected
        client, answer = sign_in(person, next="/consultations/mine/")
        assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
        assert not is_in(client)
        assert client.get("/consultations/mine/").status_code == 302
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert is_in(client)
        assert answer.headers["Location"] == "/consultations/mine/"

    def test_a_recovery_code_lets_in_once(self, protected):
        person, _secret = protected
        codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
        assert len(codes) == 10
        for expected in (True, False):
            client, _ = sign_in(person)
            client.post(reverse("mfa_authenticate"), {"code": codes[0]})
            assert is_in(client) is expected

    def test_guessing_is_stopped_and_then_the_right_code_is_refused_too(self, protected):
        person, secret = protected
        client, _ = sign_in(person)
        for _ in range(5):
            answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "รหัส" in answer.content.decode()
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert not is_in(client)

    def test_who_reads_the_database_makes_no_codes(self, protected):
        person, secret = protected
        stored = str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))
        assert secret not in stored

    def test_pages_of_somebody_who_has_it_speak_of_codes_and_take_it_off(self, person):
        client, _ = sign_in(person)
        set_up(client)
        for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
            assert client.get(reverse(name)).status_code == 200, name
        assert client.get(reverse("mfa_download_recovery_codes")).headers["Content-Type"].startswith("text/plain")
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.exists()
        assert sign_in(person)[1].headers["Location"] != reverse("mfa_authenticate")


def of_staff(consultation) -> list:
    """Addresses of the editor and those behind the door for staff."""
    values = {"pk": consultation.pk, "comment_pk": Comment.objects.first().pk, "int": consultation.pk}
    return [
        one
        for one in addresses(**values)
        if (one.path.startswith("/cms/") and one.name not in OPEN) or getattr(one.view, "for_staff", False)
    ]


class TestWhereStaffMustHaveIt:
    @pytest.fixture(autouse=True)
    def asked_for(self, settings):
        settings.STAFF_SECOND_FACTOR = True

    @pytest.fixture
    def hearing(self, settings):
        settings.STAFF_SECOND_FACTOR = False
        consultation = make_consultation()
        post(consultation)
        settings.STAFF_SECOND_FACTOR = True
        return consultation

    @pytest.mark.walk
    @pytest.mark.parametrize("role", ["administrator", *Membership.Role.values])
    def test_staff_without_it_are_led_to_set_it_up_from_every_page_and_write_nothing(self, hearing, settings, role):
        settings.STAFF_SECOND_FACTOR = False
        who = platform_staff() if role == "administrator" else make_staff(hearing.agency, role)
        settings.STAFF_SECOND_FACTOR = True
        client = Client(raise_request_exception=False)
        client.force_login(who)
        lines, found = AuditEntry.objects.count(), of_staff(hearing)
        assert len(found) > 100
        for one in found:
            for answer in (client.get(one.path), client.post(one.path, {"reason": "spam", "act": "close"})):
                assert (answer.status_code, answer.headers.get("Location")) == (302, CHOOSE), one
        assert AuditEntry.objects.count() == lines
        assert client.get(f"/consultations/{hearing.pk}/").status_code == 200  # what everybody reads

    def test_no_right_of_theirs_counts_whatever_the_door(self, hearing):
        officer = officer_of(hearing)
        assert not rules.may_moderate(officer, hearing)
        with pytest.raises(NotAllowed):
            actions.close_consultation(consultation=hearing, by=officer, reason="ปิด")

    def test_once_it_is_set_up_the_same_session_works_on(self, hearing, django_capture_on_commit_callbacks):
        client, _ = sign_in(officer_of(hearing))
        assert client.get("/cms/").headers["Location"] == CHOOSE
        assert "ก่อนเริ่มงาน" in client.get(CHOOSE, follow=True).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            set_up(client)
        assert client.get("/cms/").status_code == 200
        assert client.get(f"/consultations/{hearing.pk}/moderation/").status_code == 200
        verbs = AuditEntry.objects.filter(by=officer_of(hearing)).values_list("verb", flat=True)
        assert {"sign_in", "set_up_second_factor"} <= set(verbs)

    def test_citizens_are_not_asked(self, hearing):
        client, answer = sign_in(make_user())
        assert is_in(client)
        assert client.get(f"/consultations/{hearing.pk}/moderation/").status_code == 403
        sent = {"text": "ควรมีช่องทางอื่นด้วย", "client_key": "6a1f0c1e-0000-4000-8000-000000000009"}
        assert client.post(f"/consultations/{hearing.pk}/comments/", sent).status_code == 302
        assert Comment.objects.filter(text=sent["text"]).exists()


class TestRecovery:
    def test_an_administrator_resets_it_on_the_page_of_people_and_it_is_on_record(self, settings):
        consultation = make_consultation()
        officer = officer_of(consultation)
        client, _ = sign_in(officer)
        set_up(client)
        head, admin = make_staff(consultation.agency, "head"), platform_staff()
        page = reverse("agency_people", args=[consultation.agency_id])
        sent = {"act": "reset", "membership": officer.memberships.get().pk}
        theirs = Client()
        theirs.force_login(head)
        assert theirs.post(page, sent).status_code in (302, 403)
        assert Authenticator.objects.filter(user=officer).exists()
        theirs.force_login(admin)
        assert "ล้างการยืนยันขั้นที่สอง" in theirs.get(page).content.decode()
        for _ in range(2):
            assert theirs.post(page, sent).status_code == 302
        assert not Authenticator.objects.filter(user=officer).exists()
        (line,) = AuditEntry.objects.filter(verb="reset_second_factor")
        assert (line.by, line.detail) == (admin, {"user": officer.pk})
        assert is_in(sign_in(officer)[0])

    def test_nobody_resets_their_own(self):
        with pytest.raises(OwnSecondFactor):
            actions.reset_second_factor(user=platform_staff(), by=platform_staff())

    def test_an_administrator_is_helped_by_another_one(self):
        lost, other = (make_user(is_superuser=True, is_staff=True) for _ in range(2))
        set_up(sign_in(lost)[0])
        client = Client()
        client.force_login(other)
        assert client.post(reverse("agency_list"), {"act": "reset", "user": lost.pk}).status_code == 302
        assert not Authenticator.objects.filter(user=lost).exists()
        assert client.post(reverse("agency_list"), {"act": "reset", "user": make_user().pk}).status_code == 404
