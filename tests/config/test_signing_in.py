"""There is one door for signing in and for passwords; who did not confirm the mailbox is nobody, whichever way they came."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate, get_user, login, views
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from cms.checks import refuse_to_start
from cms.demo.logins import LOGINS, PASSWORD
from consult.models import User
from consult.people.models import Session
from tests.support.addresses import addresses
from tests.support.makers import make_user

pytestmark = pytest.mark.django_db
OWN_PASSWORD = "a-long-password"
LIBRARY_DOORS = (
    views.LoginView,
    views.PasswordResetView,
    views.PasswordResetConfirmView,
    views.PasswordResetDoneView,
    views.PasswordResetCompleteView,
    views.PasswordChangeView,
    views.PasswordChangeDoneView,
)


def is_a_library_door(view) -> bool:
    view_class = getattr(view, "view_class", None)
    if view_class:
        return issubclass(view_class, LIBRARY_DOORS)
    return "password" in view.__name__ and not view.__module__.startswith(("allauth", "config"))


def signed_in_as(client: Client) -> str | None:
    request = type("Request", (), {"session": client.session})
    user = get_user(request)
    return user.email if user.is_authenticated else None


def test_a_session_that_is_over_or_that_nobody_began_signs_nobody_in():
    person, client = make_user(), Client()
    client.force_login(person)
    assert signed_in_as(client) == person.email
    Session.objects.update(expire_date=timezone.now())
    assert signed_in_as(client) is None
    client.cookies["sessionid"] = "ไม่มีใคร'; --"
    assert signed_in_as(client) is None


def test_every_door_of_a_library_leads_to_the_one_door_or_nowhere():
    found = [address for address in addresses() if is_a_library_door(address.view)]
    assert len(found) >= 8, "the walk finds the libraries' doors"
    for address in found:
        for answer in (Client().get(address.path), Client().post(address.path, {"email": "a@example.org"})):
            leads = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/")
            assert leads or answer.status_code == 404, (address.path, answer.status_code)
        assert not is_a_library_door(resolve(address.path).func), address.path
    assert mail.outbox == []


@pytest.mark.walk
def test_no_address_signs_anybody_in_but_the_one_door(settings):
    person = make_user()
    words = {"login": person.email, "username": person.email, "email": person.email, "password": OWN_PASSWORD}
    doors = []
    for address in addresses():
        client = Client(raise_request_exception=False)
        client.post(address.path, words)
        if settings.SESSION_COOKIE_NAME in client.cookies and signed_in_as(client):
            doors.append(address.name)
    assert doors == ["account_login"]


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/login/?next=/cms/reports/locked/"])
def test_an_officer_sent_to_sign_in_comes_back_to_what_was_asked_for(path):
    admin = make_user(is_superuser=True, is_staff=True)
    client = Client()
    sent = client.get(path, follow=True)
    assert sent.request["PATH_INFO"] == reverse("account_login")
    asked = path.partition("next=")[2] or path
    back = client.post(
        reverse("account_login"),
        {"login": admin.email, "password": OWN_PASSWORD, "next": sent.context["request"].GET["next"]},
    )
    assert back.headers["Location"] == asked


def test_someone_signed_in_without_a_right_is_told_so_and_not_sent_in_a_circle():
    client = Client()
    client.force_login(make_user())
    for path in ("/cms/", "/cms/login/", "/_util/login/?next=/"):
        answer = client.get(path, follow=True)
        assert answer.status_code == 403, path


def test_a_wrong_password_is_counted_whatever_the_door_and_locks_the_account():
    person = make_user()
    client = Client()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong wrong"})
    for door in ("/accounts/login/", "/cms/login/", "/_util/login/"):
        client.post(door, {"login": person.email, "username": person.email, "password": OWN_PASSWORD}, follow=True)
        assert signed_in_as(client) is None, door


class TestWhereAMailboxMustBeConfirmed:
    @pytest.fixture(autouse=True)
    def production(self, settings):
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

    def confirmed(self) -> User:
        person = make_user()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person

    def test_nobody_else_is_authenticated_by_any_caller(self):
        stranger, person = make_user(), self.confirmed()
        EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False, primary=True)
        for words in ({"email": stranger.email}, {"username": stranger.email}):
            assert authenticate(None, password=OWN_PASSWORD, **words) is None
        assert authenticate(None, email=person.email, password=OWN_PASSWORD) == person

    def test_a_session_of_anybody_else_is_nobodys_and_costs_one_query(self, rf, django_assert_num_queries):
        for person, expected in ((make_user(), False), (self.confirmed(), True)):
            client = Client()
            request = rf.get("/")
            request.session = client.session
            login(request, person)
            request.session.save()
            with django_assert_num_queries(1):
                assert get_user(request).is_authenticated is expected

    def test_the_door_mails_a_confirmation_and_the_link_lets_in(self):
        person, client = make_user(), Client()
        answer = client.post(reverse("account_login"), {"login": person.email, "password": OWN_PASSWORD})
        assert answer.headers["Location"] == reverse("account_email_verification_sent")
        assert signed_in_as(client) is None
        link = next(word for word in mail.outbox[-1].body.split() if "/confirm-email/" in word)
        client.post(link.partition("testserver")[2])
        client.post(reverse("account_login"), {"login": person.email, "password": OWN_PASSWORD})
        assert signed_in_as(client) == person.email


class TestADatabaseWithTheDemonstrationsAccounts:
    def test_is_refused_in_production(self, settings):
        User.objects.create_user(LOGINS["officer"][0], PASSWORD)
        call_command("check")
        settings.PRODUCTION = True
        with pytest.raises(SystemCheckError, match=r"rabfang\.E001"):
            call_command("check")
        with pytest.raises(SystemCheckError, match=r"rabfang\.E001"):
            call_command("check", deploy=True)
        with pytest.raises(ImproperlyConfigured, match="demonstration accounts"):
            refuse_to_start()

    def test_and_one_without_is_not(self, settings):
        make_user()
        settings.PRODUCTION = True
        call_command("check")
