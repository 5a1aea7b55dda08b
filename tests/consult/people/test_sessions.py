"""Where somebody is signed in, seen and ended from anywhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consult.people.browsers import browser_words
from consult.people.models import Session
from tests.support.makers import make_user

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def signed_in(person, browser: str) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post(reverse("account_login"), {"login": person.email, "password": "a-long-password"})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("consult:mine")).status_code == 200


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (PHONE, "Chrome, Android"),
        (DESKTOP, "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari Line/14.0.0",
            "LINE, iPhone",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(told, words):
    assert browser_words(told) == words


def test_each_browser_is_listed_in_words_without_what_would_open_it():
    person = make_user()
    phone, desktop = signed_in(person, PHONE), signed_in(person, DESKTOP)
    signed_in(make_user(), PHONE)
    page = phone.get(reverse("people:own_sessions")).text
    assert page.index("Chrome, Android") < page.index("Firefox, Windows") and page.count('name="end"') == 2
    for client in (phone, desktop):
        assert client.session.session_key not in page


def test_one_is_ended_from_another_and_the_others_stay():
    person, other = make_user(), make_user()
    phone, desktop, third, stranger = (signed_in(who, PHONE) for who in (person, person, person, other))
    mark = Session.objects.get(pk=desktop.session.session_key).mark
    for _ in range(2):
        assert phone.post(reverse("people:own_sessions"), {"end": mark}).status_code == 302
    assert [is_in(client) for client in (phone, desktop, third, stranger)] == [True, False, True, True]
    theirs = Session.objects.get(pk=stranger.session.session_key).mark
    phone.post(reverse("people:own_sessions"), {"end": theirs})
    assert is_in(stranger)


def test_all_but_this_one_are_ended_with_one_press():
    person = make_user()
    phone, desktop, third = (signed_in(person, PHONE) for _ in range(3))
    answer = phone.post(reverse("people:own_sessions"), {"end": "others"}, follow=True).text
    assert re.search("2 เบราว์เซอร์", answer)
    assert [is_in(client) for client in (phone, desktop, third)] == [True, False, False]


def test_a_new_password_keeps_the_row_of_the_browser_it_was_set_in():
    person = make_user()
    phone = signed_in(person, PHONE)
    fresh = "ยาวพอสมควร-2570"
    phone.post(
        reverse("account_change_password"), {"oldpassword": "a-long-password", "password1": fresh, "password2": fresh}
    )
    assert Session.objects.get(person=person).pk == phone.session.session_key
    assert Session.objects.get().browser == "Chrome, Android"


def test_reading_makes_no_session():
    Client().get(reverse("consult:consultation_list"))
    assert not Session.objects.exists()


def test_where_a_code_was_asked_the_session_is_of_its_account_whatever_the_number_of_that():
    person, client = make_user(pk=1_234_567), Client()
    client.post("/accounts/login/code/", {"email": person.email})
    assert Session.objects.get().person == person
