"""Bytes of files that were taken off go after a settable time, and no others; hash and removal stay on record; doctor compares."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.actions import attach_file, detach_file, forget_removed_files
from cms.attaching import CleanFile
from cms.models import ConsultationPage
from cms.unused_file import UnusedFile
from consult.models import AuditEntry
from tests.cms.test_publishing import agency_page, officer, section, write_page  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REMOVED_FILE_DAYS = 30


@pytest.fixture
def page(agency_page):  # noqa: F811
    return write_page(agency_page, section("๑", "เดิม"))


def attach(page, officer, content: bytes = b"%PDF-1"):  # noqa: F811
    return attach_file(page=page, title="รายงาน", file=CleanFile(kind="pdf", content=content), by=officer)


def publish_latest(page, officer):  # noqa: F811
    ConsultationPage.objects.get(pk=page.pk).get_latest_revision().publish(user=officer)


def days_pass(days: int) -> None:
    for row in UnusedFile.objects.all():
        row.since -= timedelta(days=days)
        row.save()


def doctor() -> tuple[bool, str]:
    said = StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError:
        return False, said.getvalue()
    return True, said.getvalue()


def test_bytes_of_a_document_that_was_taken_off_go_when_their_time_is_over(page, officer):  # noqa: F811
    made = attach(page, officer)
    publish_latest(page, officer)
    assert forget_removed_files() == [] and not UnusedFile.objects.exists()
    detach_file(page=page, sha256=made.sha256, by=officer)
    forget_removed_files()
    assert not UnusedFile.objects.exists()  # readers still get it: the page was not published since
    publish_latest(page, officer)
    forget_removed_files()
    days_pass(29)
    assert forget_removed_files() == [] and default_storage.exists(made.path)
    days_pass(1)
    assert forget_removed_files(dry_run=True) == [made.path] and default_storage.exists(made.path)
    assert forget_removed_files() == [made.path] and not default_storage.exists(made.path)
    assert forget_removed_files() == [] and not UnusedFile.objects.exists()
    told = [issue.facts["pack"].get("attachments") for issue in page.consultation.pack_issues.all()]
    assert [[one["sha256"] for one in pack or []] for pack in told] == [[made.sha256], []]
    assert AuditEntry.objects.get(verb="forget_removed_files").detail == {"paths": [made.path]}


def test_what_is_attached_again_is_kept_and_its_time_begins_anew(page, officer):  # noqa: F811
    made = attach(page, officer)
    detach_file(page=page, sha256=made.sha256, by=officer)
    forget_removed_files()
    days_pass(40)
    attach(page, officer)
    assert forget_removed_files() == [] and default_storage.exists(made.path)
    detach_file(page=page, sha256=made.sha256, by=officer)
    forget_removed_files()
    assert forget_removed_files() == [] and default_storage.exists(made.path)


def test_a_document_of_two_hearings_stays_while_one_has_it(agency_page, officer):  # noqa: F811
    first, second = (write_page(agency_page, section("๑", "เดิม")) for _ in range(2))
    made = attach(first, officer)
    attach(second, officer)
    detach_file(page=first, sha256=made.sha256, by=officer)
    forget_removed_files()
    assert not UnusedFile.objects.exists()


def test_a_text_from_the_history_is_not_published_with_a_document_that_is_gone(page, officer):  # noqa: F811
    made = attach(page, officer)
    with_it = ConsultationPage.objects.get(pk=page.pk).get_latest_revision()
    detach_file(page=page, sha256=made.sha256, by=officer)
    forget_removed_files()
    days_pass(31)
    forget_removed_files()
    back = with_it.as_object()
    assert "รายงาน" in str(back.why_not_published(by=officer))
    back.save_revision(user=officer)
    with pytest.raises(Exception, match="รายงาน"):
        publish_latest(page, officer)
    assert page.consultation is None


def test_files_of_wagtail_that_no_row_names_go_too_and_those_in_use_stay():
    kept = get_document_model().objects.create(title="คู่มือ", file=ContentFile(b"%PDF-2", name="guide.pdf"))
    default_storage.save("documents/left.pdf", ContentFile(b"%PDF-3"))
    forget_removed_files()
    days_pass(31)
    assert forget_removed_files() == ["documents/left.pdf"]
    assert default_storage.exists(kept.file.name)


def test_doctor_says_where_files_and_rows_differ(page, officer, monkeypatch):  # noqa: F811
    made = attach(page, officer)
    publish_latest(page, officer)
    assert doctor()[0]
    default_storage.save("documents/left.pdf", ContentFile(b"%PDF-3"))
    assert doctor()[0]  # just stored
    monkeypatch.setattr("cms.desk.comparison.DAY", timedelta(days=-1))
    well, said = doctor()
    assert not well and "documents/left.pdf" in said and "ไม่มีหน้าใดอ้างถึง" in said
    forget_removed_files()
    assert doctor()[0]  # waits to be deleted
    default_storage.delete(made.path)
    default_storage.save(made.path, ContentFile(b"other"))
    assert "ค่าแฮช" in doctor()[1]
    default_storage.delete(made.path)
    assert "ไม่พบเนื้อไฟล์" in doctor()[1]


def test_the_command_says_what_would_go(page, officer):  # noqa: F811
    made = attach(page, officer)
    detach_file(page=page, sha256=made.sha256, by=officer)
    forget_removed_files()
    UnusedFile.objects.update(since=timezone.now() - timedelta(days=31))
    said = StringIO()
    call_command("forget_removed_files", dry_run=True, stdout=said)
    assert said.getvalue().strip() == f"would delete {made.path}" and default_storage.exists(made.path)
