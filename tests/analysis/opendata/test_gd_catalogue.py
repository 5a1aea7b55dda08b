"""Entries of the state's catalogue keep its rules, and are sent once however often they are sent."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analysis import actions
from analysis.opendata.gd_catalogue import REQUIRED, faults_of, gd_entry, name_of
from tests.support.ckan import KEY, Catalogue
from tests.support.makers import close, make_consultation, post
from tests.support.open_data import hide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path


def released(title: str = ""):
    consultation = make_consultation(**({"title": title} if title else {}))
    post(consultation)
    close(consultation)
    return actions.publish_open_data(consultation=consultation)


@pytest.fixture
def release(settings):
    release = released()
    settings.CKAN_OWNER_ORGS = {release.consultation.agency.slug: "dga"}
    return release


@pytest.fixture
def catalogue(settings):
    with Catalogue() as catalogue:
        settings.CKAN_URL, settings.CKAN_API_KEY = catalogue.address, KEY
        yield catalogue


def pushed(*args) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("push_ckan", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*args) -> str:
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("push_ckan", *args, stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_an_entry_has_the_thirteen_keys_and_an_organisation(release):
    entry = gd_entry(release)
    assert len(REQUIRED) == 13 and all(entry[key] for key in (*REQUIRED, "owner_org"))
    assert faults_of(entry) == [] and len(entry["name"]) <= 70
    assert (entry["data_type"], entry["license_id"]) == ("ข้อมูลระเบียน", "Creative Commons Attributions")


def test_two_rounds_with_one_title_have_two_titles_in_the_catalogue():
    first, second = released("ร่างพระราชบัญญัติเดียวกัน"), released("ร่างพระราชบัญญัติเดียวกัน")
    assert gd_entry(first)["title"] != gd_entry(second)["title"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "a" * 71),
        ("name", "ชื่อไทย"),
        ("tag_string", "Upper"),
        ("tag_string", "ดี,กฎหมาย!"),
        ("maintainer_email", "nobody"),
        ("objective", "กฎหมายที่เกี่ยวข้อง"),
        ("data_format", ["DOC"]),
        ("license_id", "CC-BY-4.0"),
        ("notes", ""),
        ("owner_org", ""),
        ("allow_harvest", True),
    ],
)
def test_what_the_catalogue_refuses_is_found_before(release, key, value):
    assert [fault for fault in faults_of(gd_entry(release) | {key: value}) if key.removesuffix("_string") in fault]


def test_a_title_that_is_taken_is_found_before(release):
    entry = gd_entry(release)
    assert faults_of(entry, titles={entry["title"]}) == ["title is that of another entry"]


def test_an_entry_is_made_once_and_changed_afterwards(release, catalogue):
    name = name_of(release.consultation_id)
    assert pushed(release.consultation_id) == (f"{name}: created\n", "")
    ids = {one["name"]: one["id"] for one in catalogue.entries[name]["resources"]}
    assert pushed() == (f"{name}: updated\n", "")
    assert {one["name"]: one["id"] for one in catalogue.entries[name]["resources"]} == ids
    assert len(catalogue.entries) == 1 and catalogue.asked.count("package_create") == 1


def test_a_refusal_is_told_in_one_line(release, catalogue, settings):
    settings.CKAN_OWNER_ORGS = {}
    assert "owner_org: Organization does not exist" in refused()
    settings.CKAN_API_KEY = "another"
    said = refused()
    assert "403" in said and said.count("\n") == 1
    assert catalogue.entries == {}


def test_a_catalogue_that_answers_with_a_page_or_not_at_all_is_told(release, catalogue, settings):
    catalogue.breaks = "package_create"
    assert "status 502, and no JSON" in refused()
    settings.CKAN_URL = "http://127.0.0.1:9"
    assert "not reached" in refused()


def test_what_the_catalogue_did_not_keep_is_not_hidden(release, catalogue):
    catalogue.forgets = "votes.csv"
    assert "keeps it otherwise: votes.csv" in refused()


def test_an_entry_without_a_contact_is_not_sent(catalogue, settings):
    release = released()
    release.consultation.pack.pop("contact_email")
    release.consultation.save()
    assert "maintainer_email is missing" in refused(release.consultation_id)
    assert catalogue.entries == {}
    settings.CKAN_MAINTAINER_EMAIL = "opendata@agency.example"
    settings.CKAN_OWNER_ORGS = {release.consultation.agency.slug: "dga"}
    assert "created" in pushed(release.consultation_id)[0]


def test_what_was_hidden_since_is_not_sent(release, catalogue):
    hide(release.consultation.comments.first())
    assert "hidden since" in refused()


def test_nothing_is_sent_without_a_catalogue(release, settings):
    settings.CKAN_URL = ""
    with pytest.raises(CommandError, match="CKAN_URL"):
        call_command("push_ckan")
    assert "in order" in pushed("--check")[0]
    with pytest.raises(CommandError, match="no open data"):
        call_command("push_ckan", 999_999, "--check")
