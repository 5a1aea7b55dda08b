"""Whoever has a copy of the tables of opinions knows nobody's account, and cannot tell who of one hearing is who in another."""

import re
import uuid

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.models import Comment, Level, Membership, Participant, User
from tests.consult.people.traces import taken_part
from tests.support.makers import ask, make_consultation, make_mandate, make_staff, make_user, post, vote

pytestmark = pytest.mark.django_db

#: Tables that are the vault, and why each is: they say who somebody is, or lead from there to what was said
VAULT = {
    "User": "the account: address, name, password",
    "Participant": "leads from an account to who that is in a hearing",
    "DigitalIdentity": "who vouches for whom, by a keyed hash",
    "Mandate": "which person speaks for which company",
    "Consent": "to which words which person consented",
    "Notice": "who is told what, at their account; led to by it alone",
}
#: Accounts of the test have numbers that nothing else has
FIRST_ACCOUNT = 7_777_000
ADDRESS = "203.0.113.77"


def tables_of_opinions():
    """Every table of what was said and of what was made of it, the vault's left out."""
    models = [*apps.get_app_config("consult").get_models(), *apps.get_app_config("analysis").get_models()]
    return [model for model in models if model.__name__ not in VAULT]


@pytest.fixture(autouse=True)
def accounts_of_their_own_numbers():
    make_user(pk=FIRST_ACCOUNT)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('consult_user', 'id'), %s)", [FIRST_ACCOUNT])


def dump(model) -> str:
    """Every value of every row, as a copy of the table has them."""
    return "\n".join(
        "\t".join(value.hex() if isinstance(value, bytes) else str(value) for value in map(as_plain, row))
        for row in model._base_manager.values_list()
    )


def as_plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_every_table_of_the_vault_is_there():
    names = {model.__name__ for model in apps.get_app_config("consult").get_models()}
    assert VAULT.keys() <= names


def test_the_role_that_reads_figures_is_given_no_table_of_the_vault():
    guide = (settings.BASE_DIR / "docs/operator.md").read_text(encoding="utf-8")
    left_out = set(re.findall(r"'(\w+)'", re.search(r"tablename NOT IN \(([^)]*)\)", guide)[1]))
    consult = apps.get_app_config("consult")
    assert left_out == {consult.get_model(name)._meta.db_table for name in VAULT}


def test_a_dump_of_the_tables_of_opinions_names_nobody():
    scene = taken_part()
    told = scene.person
    guest = through_the_doors(scene.consultation)
    citizens = User.objects.filter(participants__isnull=False, memberships=None, is_superuser=False).distinct()
    assert {told, guest} <= set(citizens) and min(citizen.pk for citizen in citizens) > FIRST_ACCOUNT
    secrets = {str(one) for citizen in citizens for one in (citizen.email, citizen.password, citizen.device) if one}
    secrets |= {citizen.alias for citizen in citizens} | {told.first_name, ADDRESS, "zzmailbox"}
    secrets |= set(told.digital_identities.values_list("hash", flat=True))
    of_accounts = re.compile(rf"(?<![\d.-])({'|'.join(str(citizen.pk) for citizen in citizens)})(?!\d)")
    vault = dump(User)
    assert of_accounts.search(vault) and told.email in vault and guest.alias in vault, "this is how they would be found"
    for model in tables_of_opinions():
        text = dump(model)
        assert not [secret for secret in secrets if secret in text], model
        assert not of_accounts.search(text), model


def through_the_doors(consultation) -> User:
    """A guest votes and writes at the site's own doors, from an address that is known."""
    fields = ("least_to_vote", "least_to_comment")
    for name in fields:
        setattr(consultation, name, Level.GUEST)
    consultation.save(update_fields=fields)
    client = Client(REMOTE_ADDR=ADDRESS)
    section = consultation.draft.sections.order_by("pk").last()
    tap = client.post(reverse("consult:section_vote", args=[consultation.pk, section.pk]), {"choice": "1"})
    client.post(tap.url)
    said = {"text": "ผู้เยี่ยมชมเขียน", "section": section.pk, "client_key": str(uuid.uuid4())}
    client.post(reverse("consult:comment_create", args=[consultation.pk]), said)
    return Comment.objects.get(text="ผู้เยี่ยมชมเขียน").author


def test_only_the_vault_leads_to_the_account_of_somebody_who_takes_part():
    """Other tables that refer to accounts are about staff, who answer for what they do with their name."""
    scene = taken_part()
    citizens = set(User.objects.filter(participants__isnull=False, memberships=None).values_list("pk", flat=True))
    for model in tables_of_opinions():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                assert not citizens & set(model._base_manager.values_list(field.attname, flat=True)), field
    assert Participant.objects.filter(account=scene.person).count() == 1


def test_two_hearings_of_one_person_share_nothing_without_the_vault():
    """What ties somebody's rows in one hearing to theirs in another ties them as well to those of anybody else there."""
    mandate, another = make_mandate(), make_mandate("0994000617721")
    hearings = [make_consultation("ก", "ข", "ค") for _ in range(2)]
    me, other = mandate.holder, another.holder
    for hearing in hearings:
        strange = post(hearing, "ความเห็นของคนอื่น", stance="agree")
        (question,) = ask(hearing, ("ถาม", ("ก", "ข")))
        for person in (me, other):
            take_part_in(hearing, person, strange, question)
        for one in (mandate, another):
            vote(hearing, -1, one.holder, section=hearing.draft.sections.order_by("pk").last(), mandate=one)
            told = {"consultation": hearing, "question": question, "author": one.holder, "choices": [0]}
            actions.answer_question(mandate=one, **told)
    here, there = (values_of(me, hearing) for hearing in hearings)
    other_there = values_of(other, hearings[1])
    assert len(here) > 30 and len(there) > 30
    assert not (here & there) - other_there


def take_part_in(hearing, person, strange, question) -> None:
    first, second, _third = hearing.draft.sections.order_by("pk")
    vote(hearing, 1, person, section=first)
    vote(hearing, -1, person, comment=strange)
    actions.answer_question(consultation=hearing, question=question, author=person, choices=[1])
    actions.report_comment(comment=strange, by=person, reason="spam", words="ซ้ำ")
    words = actions.ChosenWords(start=0, end=1)
    mine = post(hearing, "ความเห็นนี้", author=person, section=second, words=words, stance="agree")
    actions.add_to_comment(comment=mine, by=person, text="เพิ่ม", client_key=uuid.uuid4())
    hidden = post(hearing, "ซ่อน", author=person)
    moderator = make_staff(hearing.agency, Membership.Role.MODERATOR)
    actions.hide_comment(comment=hidden, by=moderator, reason="insult")
    actions.appeal(comment=hidden, by=person, text="ไม่ได้ดูหมิ่น")


def values_of(person: User, hearing) -> set:
    """Values of every column of what somebody said in a hearing and of what hangs on it, the vault's left out."""
    me = list(Participant.objects.filter(account=person, consultation=hearing))  # and the company they speak for
    found = {one.pk for one in me}
    for model in tables_of_opinions():
        for field in model._meta.concrete_fields:
            if field.related_model is Participant:
                found |= values(model._base_manager.filter(**{f"{field.name}__in": me}))
            elif field.related_model is Comment:
                found |= values(model._base_manager.filter(**{f"{field.name}__participant__in": me}))
    return found


def values(rows) -> set:
    """With their columns: that a choice is 1 and a place is 1 says nothing of either."""
    columns = [field.attname for field in rows.model._meta.concrete_fields]
    return {
        (rows.model.__name__, column, str(as_plain(value)))
        for row in rows.values_list(*columns)
        for column, value in zip(columns, row, strict=True)
    }
