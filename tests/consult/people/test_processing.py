"""The record of processing is complete: every column of every table says what it is for."""

import csv
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from consult.models import Membership, User
from consult.people.pages.processing import as_csv, as_markdown
from consult.people.processing import BY_KEY, NONE, PURPOSES, columns, every_model, known, label
from tests.support.makers import make_agency, make_staff, make_user, platform_staff

pytestmark = pytest.mark.django_db
#: Columns that a library has on PostgreSQL alone
OF_ONE_DATABASE = {"wagtailsearch.IndexEntry": {"title_text", "body_text"}}


def test_every_column_of_the_database_has_an_entry_and_every_entry_a_column():
    """A new field? Say in consult/people/data/fields.toml what it is for; "none" when it says nothing about a person."""
    there = {label(model): {field.name for field in model._meta.concrete_fields} for model in every_model()}
    told = {model: set(purposes) for model, purposes in columns().items()}
    without = {model: names - told.get(model, set()) for model, names in there.items()}
    beyond = {model: names - there.get(model, set()) for model, names in told.items()}
    beyond = {model: names - OF_ONE_DATABASE.get(model, set()) for model, names in beyond.items()}
    assert {model: names for model, names in without.items() if names} == {}, "columns without an entry"
    assert {model: names for model, names in beyond.items() if names} == {}, "entries without a column"


def test_every_entry_is_of_a_purpose_and_every_purpose_has_columns():
    used = {key for purposes in columns().values() for key in purposes.values()}
    assert used - {NONE} == set(BY_KEY)


def test_what_names_a_person_is_never_called_nothing():
    """A column that leads to an account says something about somebody."""
    nameless = {
        f"{label(model)}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if field.related_model is User and known(model).get(field.name) == NONE
    }
    assert nameless == set()


def test_what_is_erased_is_said_to_be_kept_only_until_then():
    for purpose in PURPOSES:
        assert all(map(str, (purpose.name, purpose.why, purpose.basis, purpose.kept, purpose.seen_by)))


def test_the_record_is_read_by_data_protection_officers_auditors_and_administrators_alone():
    page, agency = reverse("people:processing"), make_agency()
    readers = {role: make_staff(agency, role) for role in Membership.Role} | {"admin": platform_staff()}
    for role, person in readers.items():
        client = Client()
        client.force_login(person)
        allowed = role in ("protection", "auditor", "admin")
        for form in ("", "?as=csv", "?as=md"):
            assert client.get(page + form).status_code == (200 if allowed else 403), (role, form)
    client = Client()
    client.force_login(make_user())
    assert client.get(page).status_code == 403 and Client().get(page).status_code == 302


def test_the_files_hold_every_purpose_and_column():
    rows = list(csv.reader(as_csv().removeprefix("\ufeff").splitlines()))
    told = {(row[6], column) for row in rows[1:] for column in row[7].split()}
    assert told == {(model, name) for model, found in columns().items() for name, key in found.items() if key != NONE}
    text = as_markdown()
    assert all(f"## {purpose.name}" in text for purpose in PURPOSES) and "`consult.User`: id, " in text


def test_everybody_reads_what_is_kept_what_for_and_how_long_without_being_known():
    client = Client()
    page = client.get(reverse("privacy"))
    assert all(
        str(told) in unescape(page.text) for one in PURPOSES for told in (one.name, one.why, one.kept, one.seen_by)
    )
    assert reverse("people:own_data") in page.text and not page.cookies.get("sessionid")
