"""The panel beside the editor shows the page as it is typed, in a frame of the editor and of nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cms.test_impact import page  # noqa: F401 (fixtures)
from tests.cms.test_publishing import agency_page, editor_form, officer, section  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

TYPED = "ถ้อยคำที่เพิ่งพิมพ์และยังไม่ได้บันทึก"


@pytest.fixture
def desk(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def policy(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


@pytest.mark.parametrize("as_file", [True, False])
def test_the_preview_shows_the_draft_as_it_is_typed(page, desk, as_file):  # noqa: F811
    """With JavaScript the draft travels as a file, without it as a field."""
    form = editor_form(page) | {"draft": section("๑", TYPED)}
    if as_file:
        form["draft"] = SimpleUploadedFile("draft-3.txt", form["draft"].encode(), "text/plain")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert desk.post(address, form).json() == {"is_valid": True, "is_available": True}
    assert TYPED in desk.get(address, {"in_preview_panel": "true"}).content.decode()
    page.refresh_from_db()
    assert TYPED not in page.draft and TYPED not in page.get_latest_revision_as_object().draft


def test_only_the_editor_may_frame_a_page_and_only_its_preview(page, desk):  # noqa: F811
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    desk.post(address, editor_form(page))
    preview = desk.get(address)
    assert policy(preview)["frame-ancestors"] == "'self'"
    assert "unsafe-inline" not in policy(preview)["script-src"]
    hearing = desk.get(reverse("consult:consultation_detail", args=[page.consultation.pk]))
    assert policy(hearing)["frame-ancestors"] == "'none'"
