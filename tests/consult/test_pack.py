"""What is told about a hearing beside its draft: declared once, required by the kind of the draft, kept with a hash, shown and exported."""

import csv
import io
import json

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import actions
from consult.errors import PackIncomplete
from consult.models import Consultation, PackIssue
from consult.models.consultation import policy_fields
from consult.models.facts import PACK, FactPlace, contact, requirement
from tests.support.makers import PACK_TOLD, make_consultation, make_facts, officer_of, withdraw

pytestmark = pytest.mark.django_db


def publish(facts, key, agency, by):
    return actions.publish_consultation(key=key, agency=agency, facts=facts, by=by)


@pytest.mark.parametrize("instrument", Consultation.Instrument.values)
def test_a_hearing_without_a_required_part_is_not_published_and_the_part_is_named(instrument):
    hearing = make_consultation()
    for part in requirement(instrument).parts:
        facts = make_facts(instrument=instrument, pack={**PACK_TOLD, part: ""})
        with pytest.raises(PackIncomplete) as refused:
            publish(facts, hearing.key, hearing.agency, officer_of(hearing))
        assert [one.name for one in refused.value.missing] == [part]
        assert str(refused.value.missing[0].label) in str(refused.value)
    assert hearing.pack_issues.count() == 1


def test_a_plan_needs_less_than_an_act():
    light = dict.fromkeys(requirement("policy").parts, "ทดสอบ")
    assert not make_facts(instrument="policy", pack=light).missing()
    assert make_facts(instrument="act", pack=light).missing()


def test_every_row_of_the_table_says_where_it_comes_from_and_what_is_not_verified():
    for instrument in Consultation.Instrument.values:
        assert "ยังไม่ได้ตรวจสอบ" in str(requirement(instrument).source), instrument


def test_what_was_told_is_kept_with_a_hash_each_time_it_is_told_otherwise():
    hearing = make_consultation()
    officer = officer_of(hearing)
    first = hearing.pack_issues.get()
    assert first.facts["pack"] == PACK_TOLD and len(first.content_sha256) == 64
    same = make_facts(title=hearing.title)
    publish(same, hearing.key, hearing.agency, officer)
    assert hearing.pack_issues.count() == 1
    publish(
        make_facts(title=hearing.title, pack=PACK_TOLD | {"problem": "อีกอย่าง"}), hearing.key, hearing.agency, officer
    )
    second = hearing.pack_issues.last()
    assert (second.number, second.facts["pack"]["problem"]) == (2, "อีกอย่าง")
    assert second.content_sha256 != first.content_sha256
    assert PackIssue.objects.get(pk=first.pk).facts["pack"]["problem"] == PACK_TOLD["problem"]


@pytest.mark.parametrize("fact", PACK, ids=lambda fact: fact.name)
def test_every_declared_fact_is_on_the_page_in_both_exports_and_escaped(fact):
    attack = f"<script>{fact.name}</script>"
    hearing = make_consultation(pack=PACK_TOLD | {fact.name: attack})
    html = Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    assert f"&lt;script&gt;{fact.name}&lt;/script&gt;" in html and attack not in html
    if fact.place in (FactPlace.FOLD, FactPlace.REFERENCE):
        assert f"{str(fact.label)[0].upper()}{str(fact.label)[1:]}" in html
    exported = json.loads(Client().get(reverse("consult:pack_json", args=[hearing.pk])).content)
    assert exported[fact.name] == attack
    rows = csv.DictReader(
        io.StringIO(Client().get(reverse("consult:pack_csv", args=[hearing.pk])).content.decode("utf-8-sig"))
    )
    assert {row["name"]: row for row in rows}[fact.name].popitem()[1] == attack


def test_a_spreadsheet_computes_nothing_of_an_export():
    hearing = make_consultation(pack=PACK_TOLD | {"problem": '=HYPERLINK("http://evil")'})
    table = Client().get(reverse("consult:pack_csv", args=[hearing.pk])).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in table


def test_every_page_of_a_hearing_says_whom_to_ask():
    hearing = make_consultation(pack=PACK_TOLD | {"contact_phone": "0 2000 0000 ต่อ 12", "contact_person": "กองกฎหมาย"})
    section = hearing.draft.sections.first()
    places = {
        "consultation_detail": [], "version_list": [], "version_detail": [1], "deck": [], "whole_draft": [],
        "section_detail": [section.pk],
    }  # fmt: skip
    for name, more in places.items():
        html = Client().get(reverse(f"consult:{name}", args=[hearing.pk, *more])).content.decode()
        assert 'href="tel:020000000"' in html and "กองกฎหมาย" in html, name
    withdraw(hearing)
    gone = Client().get(reverse("consult:consultation_detail", args=[hearing.pk]))
    assert gone.status_code == 410 and "กองกฎหมาย" in gone.content.decode()
    assert Client().get(reverse("consult:pack_json", args=[hearing.pk])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("02-000-0000 ต่อ 1 ถึง 3", "020000000"), ("+66 2 000 0000", "+6620000000"), ("1111", "1111"), ("", "")],
)
def test_a_telephone_dials_the_number_without_its_extension(typed, dialled):
    assert contact({"contact_phone": typed}).dialled == dialled


def test_an_operator_adds_fields_of_policy_and_the_list_narrows_by_them_at_the_same_cost(settings):
    def queries(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as done:
            html = Client().get(reverse("consult:consultation_list") + query).content.decode()
        assert ("ร่างขนส่ง" in html, "ร่างอื่น" in html) == (True, "field" not in query)
        return len(done)

    settings.MORE_POLICY_FIELDS = {"transport": "คมนาคม"}
    make_consultation(title="ร่างขนส่ง", policy_field="transport")
    make_consultation(title="ร่างอื่น")
    assert ("transport", "คมนาคม") in policy_fields()
    assert queries("?field=transport") <= queries("")
    html = Client().get(reverse("consult:consultation_list") + "?field=transport").content.decode()
    assert '<option value="transport" selected>คมนาคม</option>' in html and "คมนาคม</span>" in html


def test_a_table_of_parts_nobody_declared_is_found_at_the_start(settings):
    settings.HEARING_PARTS = {"light": ["probelm"], "full": ["problem"]}
    settings.HEARING_PACKS = {"act": {"tier": "heavy", "source": ""}}
    settings.MORE_POLICY_FIELDS = {"health": "สาธารณสุข"}
    assert {"rabfang.E002", "rabfang.E003", "rabfang.E004"} <= {error.id for error in run_checks()}
