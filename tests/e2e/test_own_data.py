"""What somebody said is defended, taken along and left behind: reported, hidden, appealed and shown again; then copied, and erased."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.e2e.walk import with_password

pytestmark = pytest.mark.browser

WORDS = "ขอให้มีเจ้าหน้าที่ช่วยผู้สูงอายุกรอกแบบที่บ้าน"
MAKE = f"""
import uuid
consultation = make_consultation('ข้อความ', agency=Consultation.objects.get(pk=1).agency)
author = make_user(alias=f'คนบ้านสวน {{uuid.uuid4().hex[:6]}}')
comment = post(consultation, author=author, text='{WORDS}')
made = {{'email': author.email, 'comment': f'/consultations/{{consultation.pk}}/comments/{{comment.pk}}/', 'hearing': f'/consultations/{{consultation.pk}}/', 'pk': comment.pk, 'person': author.pk}}
"""


@pytest.fixture
def author(site, visit):
    """Somebody with one comment, signed in in a browser: the page, and what the comment is."""
    made = site.make(MAKE)
    page = visit()
    page.goto("/accounts/login/")
    with_password(page, made["email"], "a-long-password")
    page.wait_for_url("**/consultations/**")
    return page, made


def test_a_comment_is_reported_hidden_appealed_and_shown_again(author, visit):
    page, made = author
    reader = visit("citizen")
    reader.goto(made["comment"])
    reader.get_by_role("link", name=re.compile("^แจ้ง ")).first.click()
    reader.locator("main").get_by_role("radio").first.check()
    reader.get_by_role("button", name="ส่งการแจ้ง").click()
    expect(reader.get_by_role("button", name="ส่งการแจ้ง")).to_have_count(0)

    moderator = visit("moderator")
    moderator.goto(f"{made['hearing']}moderation/?queue=reported")
    waiting = moderator.locator(f"#comment-{made['pk']}")
    waiting.locator("select").select_option(index=1)
    waiting.get_by_role("button", name=re.compile("^ซ่อน")).click()
    expect(moderator.locator(f"#comment-{made['pk']}")).to_have_count(0)
    reader.goto(made["comment"])
    expect(reader.locator("main")).not_to_contain_text(WORDS)

    page.goto("/consultations/notices/")
    page.locator("main a[href*='/own/']").first.click()
    page.get_by_role("link", name=re.compile("^อุทธรณ์")).first.click()
    page.get_by_role("button", name="ส่งอุทธรณ์").click()
    expect(page.locator("main")).to_contain_text("เขียน")  # nothing was written: said, and nothing sent
    page.locator("textarea").fill("พูดถึงเรื่องในร่างนี้โดยตรง")
    page.get_by_role("button", name="ส่งอุทธรณ์").click()
    expect(page.get_by_role("button", name="ส่งอุทธรณ์")).to_have_count(0)

    moderator.goto(f"{made['hearing']}appeals/")
    expect(moderator.locator("main .comment", has_text=WORDS).get_by_role("button", name="ตัดสิน")).to_have_count(0)
    officer = visit("officer")
    officer.goto(f"{made['hearing']}appeals/")
    appeal = officer.locator("main .comment", has_text=WORDS)
    appeal.get_by_role("radio").first.check()
    appeal.locator("textarea").fill("ความเห็นนี้พูดถึงร่างจริง จึงแสดงอีกครั้ง")
    appeal.get_by_role("button", name="ตัดสิน").click()
    expect(officer.locator("main .comment", has_text=WORDS)).to_have_count(0)
    reader.goto(made["comment"])
    expect(reader.locator("main")).to_contain_text(WORDS)
    page.goto("/consultations/notices/")
    expect(page.locator("main")).to_contain_text("ความเห็นนี้พูดถึงร่างจริง")
    said = ("410", "422")  # the browser's console repeats the status of a page that says so itself
    visit.complaints[:] = [text for text in visit.complaints if not any(status in text for status in said)]


def test_who_takes_a_copy_and_erases_herself_leaves_what_she_said_in_nobodys_name(author, site, visit, tmp_path):
    page, made = author
    page.goto("/consultations/mine/")
    page.get_by_role("link", name="ข้อมูลของฉัน").first.click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="ดาวน์โหลดสำเนา").click()
    taken.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as copy:
        told = {name: copy.read(name).decode() for name in copy.namelist()}
    machine = next(text for name, text in told.items() if name.endswith(".json"))
    readable = next(text for name, text in told.items() if name.endswith(".html"))
    for words in (WORDS, made["email"]):
        assert words in json.dumps(json.loads(machine), ensure_ascii=False)
        assert words in readable

    page.get_by_role("link", name="อ่านว่าอะไรถูกลบและอะไรยังอยู่").click()
    page.get_by_role("button", name="ไปขั้นตอนลบ").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("input[type=password]", "a-long-password")
    page.locator("main form:has(input[type=password]) button[type=submit]").first.click()
    page.get_by_role("button", name="ลบตัวตนของฉัน").click()
    expect(page.get_by_role("heading", name="ลบตัวตนของคุณแล้ว")).to_be_visible()

    page.goto("/accounts/login/")
    with_password(page, made["email"], "a-long-password")
    expect(page.locator("main [role=alert]").first).to_be_visible()
    reader = visit()
    reader.goto(made["comment"])
    expect(reader.locator("main")).to_contain_text(WORDS)
    expect(reader.locator("main")).not_to_contain_text("คนบ้านสวน")
    gone = site.make(f"made = {{'left': list(User.objects.filter(email='{made['email']}').values_list('pk'))}}")
    assert gone["left"] == []
