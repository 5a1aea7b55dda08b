import json
import re
import time
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.actions import establish_agency, issue_draft, open_site, withdraw_hearing
from cms.desk.impact import impact_of
from cms.errors import DraftMoved
from cms.models import ArticlePage, ConsultationPage
from cms.tasks import publish_scheduled
from consult import actions, errors
from consult.models import Consultation, DraftVersion
from consult.models.facts import PACK
from tests.support.makers import PACK_TOLD, make_agency, make_staff, make_user, platform_staff, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency_page():
    home = open_site(heading="หัวเรื่อง", introduction="คำแนะนำ", by=platform_staff())
    number = uuid.uuid4().hex[:8]
    return establish_agency(name=f"กรมสมมติ {number}", slug=f"dept-{number}", home=home, by=platform_staff())


@pytest.fixture
def officer(agency_page):
    return make_staff(agency_page.agency, "officer")


def block(kind: str, key: str, **value) -> dict:
    return {"type": kind, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, key)), "value": value}


def chapter(number: str, heading: str) -> str:
    return f"{number} {heading}"


def section(number: str, *paragraphs: str) -> str:
    return "\n".join([f"มาตรา {number} {paragraphs[0]}", *paragraphs[1:]])


def write_page(agency_page, *parts: str, **fields) -> ConsultationPage:
    now = timezone.now()
    fields = {
        "title": "ร่างพระราชบัญญัติสมมติ",
        "slug": uuid.uuid4().hex[:10],
        "policy_field": "education",
        "summary": "สรุป",
        "pack": dict(PACK_TOLD),
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=15),
        "draft": "\n".join(parts),
        "live": False,
    } | fields
    return agency_page.add_child(instance=ConsultationPage(**fields))


def publish(page: ConsultationPage, by) -> Consultation:
    page.save_revision(user=by).publish(user=by)
    return page.consultation


def test_publishing_puts_the_draft_on_record_section_by_section(agency_page, officer):
    page = write_page(
        agency_page,
        section("๑", "ชื่อกฎหมาย"),
        chapter("หมวด ๑", "ทั่วไป"),
        section("๒", "วรรคหนึ่ง", "วรรคสอง"),
    )
    consultation = publish(page, officer)
    rows = [(row.label, row.chapter_heading, row.text) for row in consultation.draft.sections.all()]
    assert rows == [("มาตรา ๑", "", "ชื่อกฎหมาย"), ("มาตรา ๒", "ทั่วไป", "วรรคหนึ่ง\nวรรคสอง")]
    assert consultation.agency == agency_page.agency


def test_if_the_snapshot_fails_nothing_is_published(agency_page, officer):
    page = write_page(agency_page, chapter("หมวด ๑", "ไม่มีมาตรา"))
    with pytest.raises(errors.VersionWithoutSections):
        publish(page, officer)
    page.refresh_from_db()
    assert not page.live and page.consultation is None and not DraftVersion.objects.exists()


def issue(page: ConsultationPage, by, **options) -> DraftVersion:
    """What the officer does on the page of the impact."""
    impact = impact_of(page.consultation, page.read_draft())
    return issue_draft(page=page, impact=impact, why={}, seen=page.consultation.draft.number, by=by, **options)


def test_saving_and_publishing_the_page_change_no_wording_until_the_version_is_issued(agency_page, officer):
    page = write_page(agency_page, section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน"))
    consultation = publish(page, officer)
    anchor = consultation.draft.sections.get().anchor
    page.draft = section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน")
    publish(page, officer)
    consultation.refresh_from_db()
    assert [row.text for row in consultation.draft.sections.all()] == ["ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน"]
    issue(page, officer)
    consultation.refresh_from_db()
    assert [(row.text, row.anchor) for row in consultation.draft.sections.all()] == [
        ("ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน", anchor)
    ]
    assert consultation.versions.count() == 2


def test_an_issue_of_what_the_page_holds_no_more_is_refused(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    consultation = publish(page, officer)
    page.draft = section("๑", "แก้แล้ว")
    publish(page, officer)
    seen = impact_of(consultation, page.read_draft())
    page.draft = section("๑", "แก้อีก")
    publish(page, officer)
    with pytest.raises(DraftMoved):
        issue_draft(page=page, impact=seen, why={}, seen=1, by=officer)
    assert consultation.versions.count() == 1


def test_correcting_the_summary_is_no_new_version(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    publish(page, officer)
    page.summary = "สรุปที่ดีกว่า"
    consultation = publish(page, officer)
    assert (consultation.summary, consultation.versions.count()) == ("สรุปที่ดีกว่า", 1)


def test_a_copied_page_is_a_hearing_of_its_own(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    first = publish(page, officer)
    copy = page.copy(update_attrs={"slug": "copy", "title": "สำเนา"}, keep_live=False)
    second = publish(copy, officer)
    assert first != second
    comment = post(first, section=first.draft.sections.first())
    assert list(second.comments.filter(reception__anchor=second.draft.sections.first().anchor)) == []
    assert list(first.comments.filter(reception__anchor=first.draft.sections.first().anchor)) == [comment]


def test_a_withdrawn_hearing_takes_its_page_with_it(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    consultation = publish(page, officer)
    withdraw_hearing(consultation=consultation, by=officer, reason="ถอน")
    page.refresh_from_db()
    assert not page.live and not Consultation.objects.visible().filter(pk=consultation.pk).exists()


def test_citizens_who_open_the_page_are_led_to_the_record(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    consultation = publish(page, officer)
    response = Client().get(page.url)
    assert response.headers["Location"] == reverse("consult:consultation_detail", args=[consultation.pk])


def test_an_officer_publishes_in_the_editor(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    client = Client()
    client.force_login(officer)
    form = editor_form(page)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | {"action-publish": "1"})
    assert response.status_code == 302, errors_in(response)
    assert [row.text for row in page.consultation.draft.sections.all()] == ["เดิม"]


def test_the_editor_says_in_thai_what_is_missing_and_publishes_nothing(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    client = Client()
    client.force_login(officer)
    form = editor_form(page) | {"draft": "", "summary": "", "action-publish": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert response.status_code == 200
    assert page.consultation is None


def test_the_closing_time_must_follow_the_opening_time(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    client = Client()
    client.force_login(officer)
    form = editor_form(page) | {"closes_at": "2020-01-01 00:00", "action-publish": "1"}
    html = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).content.decode()
    assert "เวลาปิดรับฟังต้องอยู่หลังเวลาเปิดรับฟัง" in html
    assert page.consultation is None


def test_what_was_published_cannot_be_deleted_in_the_editor(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    publish(page, officer)
    client = Client()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    for doomed in (page, agency_page):
        client.post(reverse("wagtailadmin_pages:delete", args=[doomed.pk]), {"wagtail_site_name": "รับฟัง"})
    assert ConsultationPage.objects.filter(pk=page.pk).exists()


def test_an_officer_of_one_agency_can_neither_read_nor_publish_anothers_drafts(agency_page, officer):
    number = uuid.uuid4().hex[:8]
    other_page = establish_agency(
        name=f"กรมอื่น {number}", slug=f"other-{number}", home=agency_page.get_parent().specific, by=platform_staff()
    )
    stranger = make_staff(other_page.agency, "officer")
    page = write_page(agency_page, section("๑", "เดิม"), title="ร่างลับที่ยังไม่เผยแพร่")
    client = Client()
    client.force_login(stranger)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 404
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page) | {"action-publish": "1"})
    assert page.consultation is None
    for leak in (
        reverse("wagtailadmin_explore", args=[agency_page.pk]),
        reverse("wagtailadmin_choose_page_child", args=[agency_page.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=ร่างลับ",
        reverse("wagtailadmin_pages:search") + "?q=ร่างลับ",
        reverse("wagtailadmin_pages:type_use", args=["cms", "consultationpage"]),
    ):
        assert "ที่ยังไม่เผยแพร่" not in client.get(leak, follow=True).content.decode(), leak


def test_a_dismissed_officer_no_longer_publishes(agency_page, officer):
    page = write_page(agency_page, section("๑", "เดิม"))
    actions.dismiss(user=officer, agency=agency_page.agency, role="officer", by=platform_staff())
    with pytest.raises(errors.NotAllowed):
        page.save_revision(user=officer).publish(user=officer, skip_permission_checks=True)
    assert page.consultation is None


def test_the_home_and_agency_pages_show_what_is_open(agency_page, officer):
    consultation = publish(write_page(agency_page, section("๑", "เดิม"), title="ร่างที่เปิดอยู่"), officer)
    assert "ร่างที่เปิดอยู่" in Client().get("/").content.decode()
    assert "ร่างที่เปิดอยู่" in Client().get(agency_page.url).content.decode()
    assert consultation.is_open()


def errors_in(response) -> dict:
    return response.context["form"].errors if response.context else {}


def editor_form(page: ConsultationPage) -> dict:
    """What the editor's form sends for this page, unchanged."""
    local = timezone.localtime
    return {
        "title": page.title,
        "slug": page.slug,
        "policy_field": page.policy_field,
        "instrument": page.instrument,
        "summary": page.summary,
        **{fact.name: page.pack.get(fact.name, "") for fact in PACK},
        "opens_at": f"{local(page.opens_at):%Y-%m-%d %H:%M}",
        "closes_at": f"{local(page.closes_at):%Y-%m-%d %H:%M}",
        "tallies": page.tallies,
        "questions-count": "0",
        "draft": page.draft,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def question(text: str, *options: str, key: str | None = None, most: int = 1) -> dict:
    items = [{"type": "item", "id": str(uuid.uuid4()), "value": option} for option in options]
    return block("question", key or text, text=text, options=items, most=most)


def test_publishing_asks_the_questions_of_the_page(agency_page, officer):
    questions = [question("เห็นด้วยหรือไม่", "เห็นด้วย", " ไม่เห็นด้วย "), question("มีอะไรจะบอกอีกไหม")]
    page = write_page(agency_page, section("๑", "ข้อความ"), questions=json.dumps(questions))
    consultation = publish(page, officer)
    rows = [(row.text, row.options) for row in consultation.questionnaire.questions.all()]
    assert rows == [("เห็นด้วยหรือไม่", ["เห็นด้วย", "ไม่เห็นด้วย"]), ("มีอะไรจะบอกอีกไหม", [])]
    page.refresh_from_db()
    assert publish(page, officer).questionnaire == consultation.questionnaire


def test_a_question_with_one_option_or_the_same_option_twice_is_not_accepted(agency_page):
    for options in (["ใช่"], ["ใช่", "ใช่ "]):
        page = write_page(
            agency_page, section("๑", "ข้อความ"), questions=json.dumps([question("เห็นด้วยหรือไม่", *options)])
        )
        with pytest.raises(ValidationError):
            page.questions.stream_block.clean(page.questions)


def test_the_address_of_an_agency_leads_to_its_page_or_to_its_hearings(agency_page):
    client = Client()
    slug = agency_page.agency.slug
    assert client.get(f"/agencies/{slug}/").url == agency_page.url
    without_page = make_agency()
    assert client.get(f"/agencies/{without_page.slug}/").url == f"/consultations/?agency={without_page.slug}"
    assert client.get("/agencies/no-such/").status_code == 404


def test_the_front_door_shows_what_changed_after_people_spoke(agency_page, officer):
    page = write_page(agency_page, section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในเก้าสิบวัน"), section("๒", "คงเดิม"))
    consultation = publish(page, officer)
    home = Client().get(agency_page.get_parent().url)
    assert "revision" not in home.content.decode()
    post(consultation, section=consultation.draft.sections.first())
    page.refresh_from_db()
    page.draft = "\n".join([section("๑", "ให้หน่วยงานเปิดเผยข้อมูลภายในสามสิบวัน"), section("๒", "คงเดิม")])
    publish(page, officer)
    issue(page, officer)
    shown = Client().get(agency_page.get_parent().url).content.decode()
    assert shown.count('class="revision"') == 1
    assert "มาตรา ๑" in shown
    assert "มาตรา ๒" not in shown


def test_the_first_page_of_the_editor_speaks_thai(officer):
    client = Client()
    client.force_login(officer)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "ค้นหาทุกหน้า…" in html and "คู่มือผู้แก้ไข Wagtail" in html
    assert re.search(r"\d+ หน้า <span", html)
    assert [word for word in ("Search all pages", " Pages ", "editor guide") if word in html] == []


def test_the_timetable_publishes_a_page_whose_hour_has_come_and_takes_no_hearing_off(agency_page, officer):
    page = write_page(agency_page, section("๑", "ข้อความ"), go_live_at=timezone.now() + timedelta(seconds=1))
    assert publish(page, officer) is None
    time.sleep(1.1)
    publish_scheduled()
    assert page.consultation.draft.sections.count() == 1 and not page.consultation.withdrawn_at
    ConsultationPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    publish_scheduled()
    page.refresh_from_db()
    assert page.live and page.consultation.is_open()


@pytest.mark.parametrize("count", [None, "", "x", "-1", "๓", "1001", "9" * 40])
def test_a_form_that_comes_in_parts_or_counts_beyond_reason_is_refused_and_nothing_is_saved(
    agency_page, officer, count
):
    page = write_page(agency_page, section("๑", "เดิม"))
    sent = editor_form(page) | {"draft": section("๑", "ใหม่")}
    sent |= {"questions-count": count} if count is not None else {}
    if count is None:
        del sent["questions-count"]
    client = Client()
    client.force_login(officer)
    before = page.revisions.count()
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    assert answer.status_code == 400 and "ยังไม่มีการบันทึก" in answer.content.decode()
    assert page.revisions.count() == before


def test_the_front_page_asks_few_questions_and_is_left_to_wagtail_where_there_is_another_site(
    settings, django_assert_max_num_queries
):
    settings.ALLOWED_HOSTS = ["*"]
    home = open_site(heading="หัวเรื่อง", introduction="คำแนะนำ", by=platform_staff())
    client = Client()
    with django_assert_max_num_queries(6):
        assert "หัวเรื่อง" in client.get("/").content.decode()
    other = home.add_child(instance=ArticlePage(title="เว็บไซต์อื่น", slug="other", body="<p>ข้อความ</p>"))
    Site.objects.create(hostname="other.example", root_page=other)
    assert "หัวเรื่อง" in client.get("/").content.decode()
    assert "เว็บไซต์อื่น" in client.get("/", SERVER_NAME="other.example").content.decode()
