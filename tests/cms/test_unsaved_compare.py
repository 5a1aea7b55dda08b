"""What an officer typed and has not saved is shown beside what somebody else saved meanwhile; nothing is written."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.cms.test_publishing import agency_page, officer, section, write_page  # noqa: F401 (fixtures)
from tests.support.editor import editor_form
from tests.support.makers import make_agency, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(agency_page, officer):  # noqa: F811
    page = write_page(agency_page, section("๑", "ข้อความที่อีกคนบันทึก"))
    page.save_revision(user=officer)
    return page


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def compared(page, client, **typed):
    return client.post(reverse("desk_unsaved_compare", args=[page.pk]), editor_form(page, client) | typed)


@pytest.mark.parametrize("travels", ["as a field", "as a file"])
def test_both_texts_are_shown_and_neither_is_changed(page, officer, travels):  # noqa: F811
    client, mine = signed_in(officer), section("๑", "ข้อความที่ฉันพิมพ์")
    before = (page.revisions.count(), PageLogEntry.objects.count(), ModelLogEntry.objects.count())
    draft = mine if travels == "as a field" else SimpleUploadedFile("draft-1.txt", mine.encode())
    answer = compared(page, client, draft=draft)
    html = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200 and "สิ่งที่คุณพิมพ์ เทียบกับที่บันทึกไว้ล่าสุด" in html.get_text()
    assert (
        "บันทึก" in html.select_one(".desk-diff del").get_text() and "พิมพ์" in html.select_one(".desk-diff ins").get_text()
    )
    assert before == (page.revisions.count(), PageLogEntry.objects.count(), ModelLogEntry.objects.count())
    page.refresh_from_db()
    assert "อีกคน" in page.get_latest_revision_as_object().draft


def test_what_no_field_can_take_is_left_out_and_the_rest_compared(page, officer):  # noqa: F811
    answer = compared(page, signed_in(officer), closes_at="พรุ่งนี้", title="", summary="สรุปใหม่")
    assert answer.status_code == 200
    assert "ใหม่" in BeautifulSoup(answer.content, "html.parser").select_one(".desk-diff ins").get_text()


def test_what_is_typed_is_text_and_no_markup(page, officer):  # noqa: F811
    answer = compared(page, signed_in(officer), summary="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in answer.content and b"&lt;script&gt;" in answer.content


def test_nobody_else_looks_and_a_link_does_not(page, officer):  # noqa: F811
    address = reverse("desk_unsaved_compare", args=[page.pk])
    assert signed_in(make_staff(make_agency(), "officer")).post(address).status_code in (302, 403, 404)
    assert signed_in(make_user()).post(address).status_code in (302, 403, 404)
    assert signed_in(officer).get(address).status_code == 405
    assert signed_in(officer).post(reverse("desk_unsaved_compare", args=[999_999])).status_code == 404
