"""The facts of a hearing in the editor: one declaration makes the fields; what is missing is said with a way to it, nothing is lost."""

import importlib

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.desk.fact_panel import AreasField
from cms.models import ConsultationPage
from consult.errors import PackIncomplete
from consult.models.facts import PACK, requirement
from tests.cms.test_publishing import (  # noqa: F401 (fixtures)
    agency_page,
    editor_form,
    errors_in,
    officer,
    publish,
    section,
    write_page,
)
from tests.support.makers import PACK_TOLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def address(page: ConsultationPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_every_declared_fact_has_a_field_that_goes_on_record(agency_page, editor):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), pack={})
    typed = PACK_TOLD | {"contact_phone": "๐๒ ๐๐๐ ๐๐๐๐"}
    answer = editor.post(address(page), editor_form(page) | typed | {"action-publish": "1"})
    assert answer.status_code == 302, errors_in(answer)
    assert page.consultation.pack == PACK_TOLD


@pytest.mark.parametrize("part", requirement("act").parts)
def test_a_missing_part_keeps_the_page_from_the_people_and_everything_typed_stays(agency_page, editor, part):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), pack={})
    form = editor_form(page) | PACK_TOLD | {part: "", "summary": "สรุปที่พิมพ์ใหม่", "action-publish": "1"}
    answer = editor.post(address(page), form)
    html = answer.content.decode()
    assert set(answer.context["form"].errors) == {part} and page.consultation is None
    assert "ต้องกรอกข้อมูลนี้ก่อนเผยแพร่การรับฟัง" in html and "สรุปที่พิมพ์ใหม่" in html
    assert all(str(PACK_TOLD[fact.name]) in html for fact in PACK if fact.name != part)
    assert f'href="#id_{part}"' in html and f'id="id_{part}"' in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("จังหวัดลำพูน: ลุ่มน้ำกวง\nจ.เชียงใหม่", "ลำพูน: ลุ่มน้ำกวง\nเชียงใหม่"),
        ("กทม.\n\n  ลุ่มน้ำโขง ", "กรุงเทพมหานคร\nลุ่มน้ำโขง"),
    ],
)
def test_areas_are_written_as_the_list_of_provinces_has_them(typed, kept):
    assert AreasField(required=False).clean(typed) == kept
    with pytest.raises(ValidationError, match="ไม่มีจังหวัดชื่อ"):
        AreasField().clean("จังหวัดอโยธยา")


def test_a_draft_is_saved_with_nothing_told_and_the_list_says_what_is_missing(agency_page, editor):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), pack={})
    answer = editor.post(address(page), editor_form(page) | {"problem": "น้ำท่วม"})
    assert answer.status_code == 302, errors_in(answer)
    html = editor.get(address(page)).content.decode()
    assert "น้ำท่วม" in html and "ยังไม่ได้ตรวจสอบ" in html
    assert 'href="#id_necessity"' in html and 'href="#id_problem"' not in html


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("contact_phone", "โทรมาเลย"),
        ("contact_phone", "<b>02 000 0000</b>"),
        ("contact_email", "ไม่ใช่อีเมล"),
        ("problem", "ก" * 20_001),
    ],
)
def test_what_no_page_could_show_is_refused_beside_its_field_with_the_words_kept(agency_page, editor, name, typed):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    answer = editor.post(address(page), editor_form(page) | {name: typed})
    assert set(answer.context["form"].errors) == {name}
    page.refresh_from_db()
    assert page.pack == PACK_TOLD


def test_a_page_that_lacks_a_part_is_published_by_no_other_way_either(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), pack={})
    with pytest.raises(PackIncomplete):
        publish(page, officer)
    page.refresh_from_db()
    assert not page.live and page.consultation is None


def test_the_comparison_of_revisions_shows_what_was_told_otherwise(agency_page, officer, editor):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    first = page.save_revision(user=officer)
    page.pack = PACK_TOLD | {"problem": "ฝนแล้ง"}
    second = page.save_revision(user=officer)
    html = editor.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    ).content.decode()
    assert "ฝนแล้ง" in html


def test_reasons_of_earlier_pages_and_their_revisions_become_facts(agency_page, officer):  # noqa: F811
    from django.apps import apps

    moved = importlib.import_module("cms.migrations.0010_facts_stand_in_a_pack")
    page = write_page(agency_page, section("๑", "เดิม"))
    revision = page.save_revision(user=officer)
    revision.content = {**revision.content, "rationale": "เหตุผลเดิม", "affected_groups": "ทุกคน"}
    del revision.content["pack"]
    revision.save()
    moved.put_in_revisions(apps)
    revision.refresh_from_db()
    assert revision.content["pack"] == {"problem": "เหตุผลเดิม", "affected_groups": "ทุกคน"}
    assert revision.as_object().pack["problem"] == "เหตุผลเดิม"


def test_the_preview_shows_what_will_be_told(agency_page, editor):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor.post(address, editor_form(page) | {"necessity": "ข้อความในตัวอย่าง"})
    assert "ข้อความในตัวอย่าง" in editor.get(address).content.decode()


def test_the_page_of_the_impact_lists_what_is_missing_with_a_way_to_it(agency_page, officer, editor, settings):  # noqa: F811
    page = write_page(agency_page, section("๑", "เดิม"), pack=PACK_TOLD | {"reference": ""})
    publish(page, officer)
    settings.HEARING_PARTS = settings.HEARING_PARTS | {"full": [*requirement("act").parts, "reference"]}
    html = editor.get(reverse("desk_draft_impact", args=[page.pk])).content.decode()
    assert f'href="{address(page)}#id_reference"' in html
