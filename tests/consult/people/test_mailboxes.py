"""One mailbox is one person, however its provider lets people write it; throw-away mailboxes are refused."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.test import Client
from django.urls import reverse

from consult.models import User
from consult.people import actions
from consult.people.errors import MailboxTaken
from consult.people.mailboxes import is_disposable, mailbox_form, mailbox_key
from consult.people.models import Mailbox
from tests.support.makers import make_user

pytestmark = pytest.mark.django_db

ONE_MAILBOX = [
    ("somchai@gmail.com", "Som.Chai@Gmail.com"),
    ("somchai@gmail.com", "s.o.m.c.h.a.i+law@googlemail.com"),
    ("somchai@hotmail.com", "somchai+2@hotmail.com"),
    ("somchai@icloud.com", "somchai+x@me.com"),
    ("som-chai@proton.me", "som.chai+a@protonmail.com"),
    ("somchai@yahoo.com", "somchai-law@yahoo.com"),
]
TWO_MAILBOXES = [
    ("somchai@gmail.com", "somchai@hotmail.com"),
    ("som.chai@outlook.com", "somchai@outlook.com"),
    ("som.chai@agency.go.th", "somchai@agency.go.th"),
    ("somchai+a@agency.go.th", "somchai+b@agency.go.th"),
    ("somchai@yahoo.com", "somchai@yahoo.co.th"),
]


def sign_up(address: str, client: Client | None = None):
    form = {"email": address, "password1": "ยาวพอสมควร-2570", "alias": ""}
    return (client or Client()).post(reverse("account_signup"), form)


@pytest.mark.parametrize(("one", "other"), ONE_MAILBOX)
def test_two_ways_to_write_a_mailbox_are_one(one, other):
    assert mailbox_form(one) == mailbox_form(other) and mailbox_key(one) == mailbox_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_MAILBOXES)
def test_two_mailboxes_stay_two(one, other):
    assert mailbox_form(one) != mailbox_form(other)


@pytest.mark.parametrize("address", ["+@gmail.com", ".@gmail.com", "+law@hotmail.com", "nobody", "@", ""])
def test_an_odd_address_is_folded_to_something_and_breaks_nothing(address):
    assert mailbox_form(address) and not is_disposable(address)


def test_a_second_account_of_one_mailbox_is_refused():
    sign_up("somchai@gmail.com")
    answer = sign_up("som.chai+2@googlemail.com").content.decode()
    assert "กล่องจดหมายหนึ่งกล่องคือคนหนึ่งคน" in answer and "som.chai+2@googlemail.com" in answer
    assert User.objects.count() == 1


def test_where_addresses_are_confirmed_nobody_learns_that_a_mailbox_has_an_account_but_its_owner(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    owner = make_user_at("somchai@gmail.com")
    actions.claim_mailbox(person=owner)
    taken, free = sign_up("som.chai+2@googlemail.com"), sign_up("another@gmail.com")
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert User.objects.count() == 2
    assert [sent.to for sent in mail.outbox] == [["somchai@gmail.com"], ["another@gmail.com"]]


def test_where_addresses_are_confirmed_a_mailbox_belongs_to_who_confirmed_it(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    sign_up("somchai+squat@gmail.com")
    sign_up("somchai@gmail.com")
    assert User.objects.count() == 2 and not Mailbox.objects.exists()
    squatter, owner = User.objects.order_by("pk")
    for person in (owner, squatter):
        address = EmailAddress.objects.get(user=person)
        Client().post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))
    assert Mailbox.objects.get().person == owner
    assert not EmailAddress.objects.get(user=squatter).verified


def test_a_throw_away_mailbox_is_refused_in_thai_with_what_was_typed(settings):
    answer = sign_up("someone@mailinator.com").content.decode()
    assert "กล่องจดหมายใช้แล้วทิ้ง" in answer and "someone@mailinator.com" in answer
    assert "กล่องจดหมายใช้แล้วทิ้ง" in sign_up("someone@sub.mailinator.com").content.decode()
    assert not User.objects.exists()
    settings.REFUSE_DISPOSABLE_MAILBOXES = False
    assert sign_up("someone@mailinator.com").status_code == 302


def test_no_mailbox_that_many_people_keep_is_called_disposable():
    kept = [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "outlook.co.th",
        "yahoo.com",
        "yahoo.co.th",
        "icloud.com",
        "live.com",
        "proton.me",
    ]
    assert not any(is_disposable(f"a@{domain}") for domain in [*kept, "windowslive.com", "chula.ac.th", "moph.go.th"])


def test_accounts_of_before_that_share_a_mailbox_all_go_on():
    older, newer = make_user(), make_user()
    User.objects.filter(pk=older.pk).update(email="yaai@gmail.com")
    User.objects.filter(pk=newer.pk).update(email="ya.ai@gmail.com")
    for _ in range(2):
        assert actions.fold_mailboxes() == 1
    assert [box.shared for box in Mailbox.objects.filter(person__in=[older, newer]).order_by("person")] == [False, True]
    signed_in = Client()
    assert (
        signed_in.post(
            reverse("account_login"), {"login": "ya.ai@gmail.com", "password": "a-long-password"}
        ).status_code
        == 302
    )
    with pytest.raises(MailboxTaken):
        actions.claim_mailbox(person=make_user_at("y.aai@gmail.com"))


def make_user_at(address: str) -> User:
    person = make_user()
    User.objects.filter(pk=person.pk).update(email=address)
    person.refresh_from_db()
    return person


def test_claimed_again_it_is_the_same_and_a_new_address_moves_the_claim():
    person = make_user_at("one@gmail.com")
    for _ in range(2):
        actions.claim_mailbox(person=person)
    User.objects.filter(pk=person.pk).update(email="two@gmail.com")
    person.refresh_from_db()
    actions.claim_mailbox(person=person)
    actions.claim_mailbox(person=make_user_at("one@gmail.com"))
    assert {box.key for box in Mailbox.objects.all()} == {mailbox_key("one@gmail.com"), mailbox_key("two@gmail.com")}
    assert "two" not in Mailbox.objects.get(person=person).key
