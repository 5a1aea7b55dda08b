"""Documents of a hearing: attached at the desk, public once published, handed out safely, kept by their hash."""

import hashlib

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.actions import attach_file, detach_file
from cms.attaching import CleanFile
from cms.errors import TitleMissing, TooManyAttachments
from cms.models import ConsultationPage
from consult.errors import NotAllowed
from consult.models.attachment import MOST_ATTACHMENTS, attachments_of
from consult.pages.meter import measured
from tests.cms.attaching.test_clean_files import MAKER, office_file, pdf
from tests.cms.test_publishing import (  # noqa: F401 (fixtures)
    agency_page,
    editor_form,
    errors_in,
    officer,
    publish,
    section,
    write_page,
)
from tests.support.makers import make_user, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(agency_page):  # noqa: F811
    return write_page(agency_page, section("๑", "เดิม"))


@pytest.fixture
def desk(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def send(desk, page, content: bytes, title="รายงานผลกระทบ", name="a.pdf", purpose="impact"):
    sent = {"act": "attach", "title": title, "purpose": purpose, "file": SimpleUploadedFile(name, content, "text/html")}
    return desk.post(reverse("desk_attachments", args=[page.pk]), sent, follow=True)


def latest(page) -> ConsultationPage:
    """As the editor would show it now."""
    return ConsultationPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def held(page):
    return attachments_of(latest(page).pack)


def test_a_document_is_public_once_the_page_is_and_not_before(page, desk, officer):  # noqa: F811
    consultation = publish(page, officer)
    assert "แนบแล้ว" in send(desk, page, pdf()).content.decode()
    (document,) = held(page)
    address = reverse("consult:attachment_detail", args=[consultation.pk, document.sha256])
    assert Client().get(address).status_code == 404
    desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page) | {"action-publish": "1"})
    answer = Client().get(address)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF") and MAKER.encode() not in content
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    shown = Client().get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()
    assert "รายงานผลกระทบ" in shown and "PDF ·" in shown and address in shown
    consultation.refresh_from_db()
    assert consultation.pack_issues.last().facts["pack"]["attachments"][0]["sha256"] == document.sha256


def test_what_a_document_is_is_chosen_told_and_counted_and_not_guessed_from_its_title(page, desk, officer):  # noqa: F811
    refused = send(desk, page, pdf(), title="ประกาศเชิญประชุม", purpose="")
    assert "โปรดเลือกว่าเป็นเอกสารอะไร" in refused.content.decode() and "ประกาศเชิญประชุม" in refused.content.decode()
    send(desk, page, pdf(), title="เอกสารที่ 1", purpose="invitation")
    hearing = publish(latest(page), officer)
    shown = Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    assert "หนังสือเชิญหรือประกาศรับฟัง" in shown
    assert measured([hearing])[0].invitations == 1
    send(desk, page, pdf(), title="ประกาศเชิญประชุม", purpose="minutes")
    assert [(one.title, one.purpose) for one in held(page)] == [("ประกาศเชิญประชุม", "minutes")], (
        "the same bytes, said otherwise"
    )
    assert measured([publish(latest(page), officer)])[0].invitations == 0


def test_a_document_that_was_taken_off_is_handed_out_no_more_and_stays_on_record(page, desk, officer):  # noqa: F811
    send(desk, page, pdf())
    (document,) = held(page)
    consultation = publish(latest(page), officer)
    desk.post(reverse("desk_attachments", args=[page.pk]), {"act": "detach", "sha256": document.sha256})
    assert held(page) == []
    address = reverse("consult:attachment_detail", args=[consultation.pk, document.sha256])
    assert Client().get(address).status_code == 200
    publish(latest(page), officer)
    assert Client().get(address).status_code == 404
    assert document.sha256 in str(consultation.pack_issues.first().facts) and default_storage.exists(document.path)


def test_documents_of_a_withdrawn_hearing_are_handed_out_to_nobody(page, desk, officer):  # noqa: F811
    send(desk, page, pdf())
    consultation = publish(latest(page), officer)
    withdraw(consultation)
    address = reverse("consult:attachment_detail", args=[consultation.pk, held(page)[0].sha256])
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "title", "said"),
    [
        (b"<html><script>alert(1)</script>", "ชื่อ", "แนบได้เฉพาะ PDF"),
        (b"%PDF-1.7 half", "ชื่อที่พิมพ์ไว้", "ไฟล์เสีย"),
        (b"%PDF-" + b"0" * 2_000_000, "ชื่อ", "ไฟล์ใหญ่กว่า 1 MB"),
        (b"", "ชื่อ", "ไฟล์นี้ไม่มีข้อความ"),
    ],
)
def test_what_is_refused_is_said_in_thai_beside_the_title_and_stored_nowhere(
    page, desk, settings, content, title, said
):
    settings.ATTACHMENT_MB = 1
    answer = send(desk, page, content, title=title)
    html = answer.content.decode()
    assert answer.status_code == 422 and f'value="{title}"' in html
    assert said in html
    assert held(page) == [] and not list((site_settings.MEDIA_ROOT).rglob("*.*"))


def test_a_name_is_a_line_that_turns_nothing_round(page, desk):
    send(desk, page, pdf(), title="../../<b>ก</b>\u202efdp.exe")
    (document,) = held(page)
    assert "\u202e" not in document.title
    answer = desk.get(reverse("desk_attachment_file", args=[page.pk, document.sha256]))
    assert (
        answer["Content-Disposition"].endswith(".pdf") and "/" not in answer["Content-Disposition"].partition("''")[2]
    )
    assert "<b>ก" not in desk.get(reverse("desk_attachments", args=[page.pk])).content.decode()


def test_a_word_file_says_how_many_changes_readers_will_see(page, desk):
    assert "การแก้ไขที่ติดตามไว้ 1 จุด" in send(desk, page, office_file(), name="ก.docx").content.decode()
    assert held(page)[0].kind == "docx"


def test_the_same_file_sent_again_is_one_document_and_what_is_typed_elsewhere_meanwhile_stays(page, desk, officer):  # noqa: F811
    send(desk, page, pdf())
    revisions = page.revisions.count()
    send(desk, page, pdf())
    assert (page.revisions.count(), len(held(page))) == (revisions, 1)
    answer = desk.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), editor_form(page) | {"problem": "พิมพ์ในอีกหน้าต่าง"}
    )
    assert answer.status_code == 302, errors_in(answer)
    assert len(held(page)) == 1
    send(desk, page, pdf(), title="ชื่อใหม่")
    assert [one.title for one in held(page)] == ["ชื่อใหม่"]
    assert latest(page).pack["problem"] == "พิมพ์ในอีกหน้าต่าง"


def test_a_document_has_a_name_and_a_page_not_too_many(page, officer):  # noqa: F811
    with pytest.raises(TitleMissing):
        attach_file(page=page, title=" \u202e ", file=CleanFile(kind="pdf", content=b"a"), by=officer)
    for number in range(MOST_ATTACHMENTS):
        attach_file(page=page, title=f"{number}", file=CleanFile(kind="pdf", content=b"%d" % number), by=officer)
    with pytest.raises(TooManyAttachments):
        attach_file(page=page, title="อีก", file=CleanFile(kind="pdf", content=b"more"), by=officer)
    assert len(held(page)) == MOST_ATTACHMENTS


def test_documents_of_a_draft_are_for_those_who_work_on_it(page, desk, officer):  # noqa: F811
    send(desk, page, pdf())
    (document,) = held(page)
    stranger = Client()
    stranger.force_login(make_user())
    for client in (Client(), stranger):
        for address in (
            reverse("desk_attachments", args=[page.pk]),
            reverse("desk_attachment_file", args=[page.pk, document.sha256]),
        ):
            assert client.get(address).status_code != 200
    with pytest.raises(NotAllowed):
        detach_file(page=page, sha256=document.sha256, by=make_user())
    assert held(page) == [document]


def test_bytes_that_are_lost_are_not_found_rather_than_an_error(page, desk, officer):  # noqa: F811
    send(desk, page, pdf())
    consultation = publish(latest(page), officer)
    (document,) = held(page)
    default_storage.delete(document.path)
    address = reverse("consult:attachment_detail", args=[consultation.pk, document.sha256])
    assert Client().get(address).status_code == 404
