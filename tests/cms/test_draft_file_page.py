"""The page on which an officer brings a file: what was found is shown before it goes anywhere, and nothing is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cms.test_publishing import agency_page, officer  # noqa: F401 (fixtures)
from tests.support.makers import make_user
from tests.support.word_files import paragraph, run, word_file

pytestmark = pytest.mark.django_db
ADDRESS = "/cms/drafts/file/"


@pytest.fixture
def desk(officer):  # noqa: F811
    client = Client()
    client.force_login(officer)
    return client


def bring(desk, content, name="ร่าง.docx"):
    return desk.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def test_sections_and_all_that_is_in_none_are_shown(desk):
    page = bring(
        desk,
        word_file(
            paragraph("ร่างระเบียบ"),
            paragraph("หมวด ๑ ก"),
            paragraph("ลอย"),
            paragraph("ข้อ ๑ ผู้ใด"),
            paragraph("ข้อ ๓ ตามข้อ ๙"),
        ),
    )
    assert page.status_code == 200
    words = page.content.decode()
    assert "พบ 2 มาตราหรือข้อ" in words and "<strong>ข้อ ๑</strong>" in words
    assert "บรรทัด 3: ลอย" in words
    assert "ไม่มี ข้อ ๒ ก่อน ข้อ ๓" in words and "ข้อ ๓ อ้างถึง ข้อ ๙" in words
    assert "ร่างระเบียบ\n\nหมวด ๑ ก\nลอย\n\nข้อ ๑ ผู้ใด\n" in words


def test_the_text_before_tracked_changes_is_one_click_away(desk):
    change = f'<w:ins w:id="1">{run("สามสิบ")}</w:ins><w:del w:id="2"><w:r><w:delText>สิบ</w:delText></w:r></w:del>'
    words = bring(desk, word_file(paragraph("มาตรา ๑ ภายใน", change, "วัน"))).content.decode()
    assert "การแก้ไขที่ติดตามไว้ 2 แห่ง" in words and 'href="#original"' in words
    assert words.index("ภายในสามสิบวัน") < words.index('id="original"') < words.index("ภายในสิบวัน")


def test_what_a_file_says_is_shown_as_text(desk):
    words = bring(desk, word_file(paragraph("มาตรา ๑ <script>alert(1)</script>"))).content.decode()
    assert "<script>alert" not in words and "&lt;script&gt;alert" in words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"x", "ไฟล์เสีย"),
        ("a.txt", b"", "ไม่มีข้อความ"),
        ("a.exe", b"MZ", "อ่านได้เฉพาะ"),
        ("a.docm", b"PK", "มาโคร"),
    ],
)
def test_a_file_that_is_refused_is_refused_in_thai(desk, name, content, said):
    page = bring(desk, content, name)
    assert page.status_code == 422 and said in page.content.decode()


def test_no_file_is_said_and_a_large_one_is_not_read(desk, settings):
    assert "เลือกไฟล์ก่อน" in desk.post(ADDRESS).content.decode()
    settings.DRAFT_FILE_MB = 1
    assert "ไฟล์ใหญ่กว่า 1 MB" in bring(desk, b"PK" + b"x" * 1_500_000).content.decode()


def test_only_staff_come_in():
    assert Client().get(ADDRESS).status_code == 302
    client = Client()
    client.force_login(make_user())
    assert client.get(ADDRESS).status_code in (302, 403)


def test_the_way_in_is_in_the_menu(desk):
    assert reverse("desk_draft_file") in desk.get("/cms/").content.decode() and desk.get(ADDRESS).status_code == 200
