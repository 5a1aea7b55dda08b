"""A text from a file goes into the draft of a hearing: what it changes is shown first, nothing is published and nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consult.models import Membership
from tests.cms.test_impact import DATA, FEE, PENALTY, page  # noqa: F401 (fixtures)
from tests.cms.test_publishing import agency_page, officer, section  # noqa: F401 (fixtures)
from tests.support.makers import make_agency, make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "/cms/drafts/put/"
NEW = "\n".join([section("๑", DATA.replace("เก้าสิบ", "สามสิบ")), section("๒", FEE), section("๓", PENALTY)])


@pytest.fixture
def desk(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def looked_at(desk, page, text=NEW):  # noqa: F811
    return desk.post(ADDRESS, {"page": page.pk, "text": text})


def put(desk, page, seen, text=NEW):  # noqa: F811
    return desk.post(ADDRESS, {"page": page.pk, "text": text, "seen": seen, "act": "put"})


def saved(page) -> str:  # noqa: F811
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object().draft


def test_what_the_text_changes_is_shown_before_it_is_put(page, desk):  # noqa: F811
    before = saved(page)
    context = looked_at(desk, page).context
    assert [change.kind for change in context["changes"]] == ["reworded", "removed"]
    assert context["kept"] == 2 and saved(page) == before


def test_it_becomes_a_saved_draft_that_is_not_published_and_the_earlier_text_stays(page, desk):  # noqa: F811
    before, revisions = saved(page), page.revisions.count()
    response = put(desk, page, looked_at(desk, page).context["seen"])
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert saved(page) == NEW
    page.refresh_from_db()
    assert page.draft == before and page.consultation.versions.count() == 1
    assert page.revisions.count() == revisions + 1
    assert before in {one.as_object().draft for one in page.revisions.all()}


def test_sent_twice_it_is_put_once(page, desk):  # noqa: F811
    seen = looked_at(desk, page).context["seen"]
    put(desk, page, seen)
    count = page.revisions.count()
    assert put(desk, page, seen).status_code == 302 and page.revisions.count() == count


def test_what_a_colleague_saved_meanwhile_is_not_written_over(page, desk, officer):  # noqa: F811
    seen = looked_at(desk, page).context["seen"]
    page.draft = section("๑", "ข้อความของเพื่อนร่วมงาน")
    page.save_revision(user=officer)
    response = put(desk, page, seen)
    assert response.status_code == 409 and saved(page) == page.draft
    assert NEW.splitlines()[1] in response.content.decode()
    assert put(desk, page, response.context["seen"]).status_code == 302 and saved(page) == NEW


def test_nobody_of_another_agency_writes_or_reads_it_and_nor_do_moderators(page, officer):  # noqa: F811
    agency = page.consultation.agency
    before = saved(page)
    for who in (
        make_staff(make_agency(), Membership.Role.OFFICER),
        make_staff(agency, Membership.Role.MODERATOR),
        make_staff(agency, Membership.Role.ANALYST),
    ):
        client = Client()
        client.force_login(who)
        assert DATA not in looked_at(client, page).content.decode()
        put(client, page, "")
        assert saved(page) == before


def test_a_locked_page_is_not_written(page, desk, officer):  # noqa: F811
    seen = looked_at(desk, page).context["seen"]
    type(page).objects.filter(pk=page.pk).update(locked=True)
    assert put(desk, page, seen).status_code == 409 and saved(page) != NEW


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30])
def test_a_hearing_that_is_none_is_asked_for(desk, asked):
    response = desk.post(ADDRESS, {"page": asked, "text": NEW}, follow=True)
    assert "เลือกการรับฟังก่อน" in response.content.decode()


def test_the_page_of_the_file_leads_to_the_draft_it_was_opened_from(page, desk):  # noqa: F811
    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    way = f"{reverse('desk_draft_file')}?page={page.pk}"
    assert way in edit
    html = desk.post(way, {"file": SimpleUploadedFile("a.txt", NEW.encode()), "page": page.pk}).content.decode()
    assert f'<option value="{page.pk}" selected>' in html


def test_a_plan_without_numbers_is_said_and_keeps_all_its_lines(desk):
    plan = "แผนพัฒนาดิจิทัล\nวิสัยทัศน์\nประชาชนเข้าถึงบริการได้ทุกที่\nยุทธศาสตร์\nพัฒนาบริการกลาง"
    html = desk.post(
        reverse("desk_draft_file"), {"file": SimpleUploadedFile("plan.txt", plan.encode())}
    ).content.decode()
    assert "ไม่พบมาตราหรือข้อ" in html
    listed = html[html.index("<h3>ไม่อยู่ในมาตราหรือข้อใด") : html.index("<summary>")]
    assert all(line in listed for line in plan.splitlines())
