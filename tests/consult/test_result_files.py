"""A published result is there as PDF and as a Word file, made once by a worker, and without words that left the record."""

import io
from dataclasses import replace

import docx
import pypdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from consult import actions
from consult.models import ResultFile
from consult.report import QuoteBlock, Run
from consult.tasks import make_result_files
from tests.support.makers import close, make_consultation, make_report, make_result, officer_of, post, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hearing():
    hearing = make_consultation()
    post(hearing, "ค่าธรรมเนียมสูงเกินไป")
    close(hearing)
    hearing.refresh_from_db()
    return hearing


def published(hearing, **changes):
    comment = hearing.comments.get()
    report = make_report(hearing)
    quote = QuoteBlock(runs=(Run(text=comment.public_text, cites=(comment.pk,)),), source="ความคิดเห็นหนึ่ง")
    return make_result(hearing, replace(report, blocks=(*report.blocks, quote)), **changes)


def get(hearing, name: str):
    return Client().get(f"/consultations/{hearing.pk}/{name}")


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_files_are_made_once_after_publishing_and_say_what_the_result_says(hearing):
    result = published(hearing)
    assert (make_result_files(), make_result_files()) == (2, 0)
    pdf, word = get(hearing, "result.pdf"), get(hearing, "result.docx")
    assert pdf["Content-Type"] == "application/pdf" and f"result-{hearing.pk}-1.pdf" in pdf["Content-Disposition"]
    assert "ค่าธรรมเนียมสูงเกินไป" in text_of(content(pdf))
    assert "ค่าธรรมเนียมสูงเกินไป" in "".join(one.text for one in docx.Document(io.BytesIO(content(word))).paragraphs)
    page = get(hearing, "result/").content.decode()
    assert all(file.sha256 in page for file in result.files.all())


def test_the_files_say_who_signed_when_and_by_what_they_are_checked(hearing):
    result = published(hearing)
    make_result_files()
    word = docx.Document(io.BytesIO(content(get(hearing, "result.docx"))))
    told = "\n".join(one.text for one in word.paragraphs)
    assert told.count("ลงนามโดยผู้เห็นชอบ เมื่อ") == 2 and result.sha256 in told
    assert result.sha256 in text_of(content(get(hearing, "result.pdf"))).replace("\n", "")


def test_no_request_makes_a_file(hearing):
    published(hearing)
    response = get(hearing, "result.pdf")
    assert response.status_code == 202 and response["Retry-After"] == "60"
    assert "กำลังทำไฟล์" in response.content.decode()
    assert not ResultFile.objects.exists()
    assert "ราวหนึ่งนาที" in get(hearing, "result/").content.decode()


def test_a_draft_and_a_withdrawn_hearing_have_no_files(hearing):
    make_result(hearing, signed=1)
    assert make_result_files() == 0
    assert get(hearing, "result.pdf").status_code == get(hearing, "result/1/result.docx").status_code == 404
    published(hearing)
    make_result_files()
    withdraw(hearing)
    assert get(hearing, "result.pdf").status_code == 404


def test_an_earlier_result_keeps_its_files(hearing):
    published(hearing)
    published(hearing, reason="แก้จำนวน")
    assert make_result_files() == 4
    first, second = get(hearing, "result/1/result.pdf"), get(hearing, "result.pdf")
    assert "-1.pdf" in first["Content-Disposition"] and "-2.pdf" in second["Content-Disposition"]
    assert content(first) != content(second)


def test_words_that_leave_the_record_leave_the_files_at_once_and_new_ones_are_made(hearing):
    result = published(hearing)
    make_result_files()
    old = {file.path for file in result.files.all()}
    actions.hide_comment(comment=hearing.comments.get(), by=officer_of(hearing), reason="spam")
    assert get(hearing, "result.pdf").status_code == 202
    assert make_result_files(all_results=True) == 2
    assert "ค่าธรรมเนียม" not in text_of(content(get(hearing, "result.pdf")))
    assert not any(default_storage.exists(path) for path in old) and result.files.count() == 2


def test_what_a_worker_left_half_written_is_written_anew(hearing):
    result = published(hearing)
    make_result_files()
    file = result.files.get(kind="pdf")
    whole = content(get(hearing, "result.pdf"))
    ResultFile.objects.filter(pk=file.pk).delete()
    with default_storage.open(file.path, "wb") as stored:
        stored.write(whole[:100])
    assert make_result_files() == 1
    assert content(get(hearing, "result.pdf")) == whole


def test_without_the_libraries_of_the_system_there_is_still_the_word_file(hearing, monkeypatch, caplog):
    import weasyprint  # noqa: F401 (what follows takes it away)

    result = published(hearing)
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert make_result_files() == 1
    assert [file.kind for file in result.files.all()] == ["docx"]
    assert "No PDF" in caplog.text
