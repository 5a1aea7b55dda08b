"""How surely a person is known."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from consult import rules
from consult.models import Level, User
from tests.support.makers import make_user

pytestmark = pytest.mark.django_db


def test_an_account_begins_as_somebody_with_an_email_and_is_all_below_that():
    person = make_user()
    assert [level for level in Level if rules.is_at_least(person, level)] == [Level.GUEST, Level.EMAIL]


def test_nobody_is_a_guest_before_acting_as_one():
    assert not rules.is_at_least(AnonymousUser(), Level.GUEST)


def test_an_account_that_was_closed_is_at_no_level():
    assert not rules.is_at_least(make_user(is_active=False), Level.GUEST)


@pytest.mark.parametrize(
    "wrong", [{"level": Level.GUEST, "email": "guest@example.org"}, {"level": Level.EMAIL, "email": None}]
)
def test_a_guest_has_no_email_and_who_confirmed_one_has(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**wrong)


def test_one_browser_is_one_guest():
    device = uuid.uuid4()
    User.objects.create(level=Level.GUEST, device=device)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(level=Level.GUEST, device=device)
