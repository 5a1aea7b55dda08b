"""Copy and erasure reach every table that holds a person: those of today are walked, and one that is new fails here until it is told of."""

import pytest

from consult.models import Comment, Mandate, ModerationAct, User, Vote
from consult.people import actions
from consult.people.models import DataRequest
from consult.people.pages.data_copy import rows_about
from consult.people.processing import BY_KEY, NONE, STAFF, about, done_by, every_model, is_erased, known, label
from tests.consult.people.traces import taken_part
from tests.support.makers import make_user

pytestmark = pytest.mark.django_db

#: What belongs to what somebody said or did, and says nothing about them
FIGURES_AND_NEWS = {
    "consult.Announcement.comment",
    "consult.ChangeCause.comment",
    "consult.CommentTally.comment",
    "consult.IssueComment.comment",
    "consult.OfficialReply.comment",
    "consult.Reception.comment",
}
#: Of those who work at the desk; whoever has a role is not erased
DESK = "wagtail"


def purposes(model) -> set[str]:
    return set(known(model).values()) - {NONE}


def test_every_table_with_data_about_people_says_whose_it_is():
    """By a column that leads to the account, or by "of" in consult/people/data/fields.toml."""
    reached = {
        label(model)
        for model in every_model()
        if about(model, User()) is not None or (purposes(model) == {STAFF} and done_by(model, User()) is not None)
    }
    asked = {
        label(model)
        for model in every_model()
        if any(BY_KEY[key].copied or BY_KEY[key].erased for key in purposes(model) - {STAFF})
    }
    assert asked - reached == set()


def test_what_hangs_on_what_somebody_said_is_called_theirs_or_said_to_be_none_of_theirs():
    leading = {
        f"{label(model)}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if field.related_model in (Comment, Vote, ModerationAct, Mandate, DataRequest)
        if known(model).get(field.name) == NONE
    }
    assert leading == FIGURES_AND_NEWS


def tables_of(person) -> set[str]:
    """Tables that hold something of somebody which is copied or erased."""
    return {
        label(model)
        for model in every_model()
        if (rows := about(model, person)) is not None and model._base_manager.filter(rows).exists()
    }


def test_who_took_part_left_a_trace_in_every_table_and_finds_it_in_the_copy():
    """Fails for a table that is new until tests/consult/people/traces.py leaves something there."""
    person = taken_part().person
    every = {
        label(model)
        for model in every_model()
        if about(model, person) is not None and not label(model).startswith(DESK)
    } - {"people.Erasure", "consult.Membership"}
    assert tables_of(person) == every
    copied = {name for name, rows in rows_about(person) if list(rows)}
    never = {
        label(model) for model in every_model() if not any(BY_KEY[key].copied for key in purposes(model) - {STAFF})
    }
    assert copied >= every - never


def test_after_an_erasure_every_table_is_empty_of_what_is_erased():
    person = taken_part().person
    actions.erase_person(person=person)
    left = set()
    for model in every_model():
        rows, columns = about(model, person), [f for f in model._meta.concrete_fields if is_erased(model, f.name)]
        if model is User or rows is None or not columns:
            continue
        for row in model._base_manager.filter(rows):
            left |= {f"{label(model)}.{field.name}" for field in columns if getattr(row, field.attname)}
    assert left == set()


def test_the_columns_of_an_account_are_empty_or_say_nothing():
    """Of the account itself one row is left. A column that is new fails here until the erasure empties it."""
    scene = taken_part()
    before = User.objects.get(pk=scene.person.pk)
    actions.erase_person(person=scene.person)
    after, fresh = User.objects.get(pk=scene.person.pk), make_user()
    kept = {
        field.name
        for field in User._meta.concrete_fields
        if is_erased(User, field.name)
        if getattr(after, field.attname) == getattr(before, field.attname) != getattr(fresh, field.attname)
    }
    assert kept == {"id", "date_joined", "level"}
    assert after.email.endswith("@erased.invalid") and not after.is_active


def test_a_moderators_copy_holds_what_they_did_and_not_what_others_wrote():
    scene = taken_part()
    records = {name: list(rows) for name, rows in rows_about(scene.moderator)}
    assert [row["verb"] for row in records["consult.AuditEntry"]] == ["hide_comment"]
    assert records["consult.Comment"] == [] and "ถูกซ่อน" not in str(records)
    assert not records.get("consult.ModerationAct")
