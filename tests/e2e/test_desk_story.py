"""A law on the ministry's desk, end to end, in a real browser: pasted, mended, reviewed, opened, spoken of, revised from Word, issued, extended."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from consult.models.facts import requirement
from tests.e2e.walk import with_password
from tests.support.makers import PACK_TOLD
from tests.support.word_files import paragraph, run, word_file

pytestmark = pytest.mark.browser

TITLE = "ร่างพระราชบัญญัติตลาดชุมชน พ.ศ. ...."
FEE = "ให้ผู้ค้าชำระค่าธรรมเนียมแผงค้าไม่เกินวันละยี่สิบบาท"
WASTE = "ห้ามผู้ใดทิ้งน้ำเสียลงในทางระบายน้ำของตลาดชุมชน"
LICENCE = "ให้นายทะเบียนรับคำขอใบอนุญาตตั้งตลาดชุมชนจากชาวบ้านในพื้นที่ และให้คณะกรรมการชุมชนพิจารณาคำขอนั้นให้แล้วเสร็จภายในสามสิบวัน"
CLOSING = "ให้ตลาดชุมชนปิดทำการในวันพระตามประเพณีของท้องถิ่น"
CHARGE = "ให้รัฐมนตรีว่าการกระทรวงมหาดไทยรักษาการตามพระราชบัญญัตินี้"

PASTED = f"""หมวด ๑ การจัดตลาด
มาตรา ๑ {FEE}
มาตรา ๒ {LICENCE}
มาตรา ๒ {CLOSING}
หมวด ๒ สุขอนามัย
มาตรา ๔ {WASTE}
มาตรา ๕ {CHARGE}
"""
MENDED = PASTED.replace(f"มาตรา ๒ {CLOSING}", f"มาตรา ๓ {CLOSING}")

#: The licence split in two, the closing taken out, the fee reworded, the rest renumbered
FIRST_HALF, SECOND_HALF = LICENCE.split(" และ")
LESS = FEE.replace("ยี่สิบบาท", "สิบบาท")
REVISED = [
    "หมวด ๑ การจัดตลาด",
    f"มาตรา ๑ {LESS}",
    f"มาตรา ๒ {FIRST_HALF}",
    f"มาตรา ๓ {SECOND_HALF}",
    "หมวด ๒ สุขอนามัย",
    f"มาตรา ๔ {WASTE}",
    f"มาตรา ๕ {CHARGE}",
]
#: Words of the section on waste, which stays as it is
WORDS = "ทางระบายน้ำของตลาดชุมชน"
MARK = """([inside, words]) => {
  const text = document.querySelector(`${inside} [data-words-of] p`).firstChild;
  const start = text.data.indexOf(words);
  getSelection().setBaseAndExtent(text, start, text, start + words.length);
}"""


COLLEAGUES = """
from consult.models import Agency, Membership
agency = Agency.objects.get(page__pk=4)
made = {role: make_staff(agency, Membership.Role(role)).email for role in ("reviewer", "approver")}
"""


def write(page: Page, text: str) -> None:
    """Put a whole text in the place of what stands in the editor, as from the clipboard."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def section_of(page: Page, text: str):
    return page.locator(".section", has_text=text)


def number_of(page: Page) -> int:
    return int(re.search(r"/consultations/(\d+)/", page.url)[1])


def choose(page: Page, act: str) -> None:
    """One of the acts behind the button below the editor."""
    page.get_by_role("button", name="การกระทำเพิ่มเติม").click()
    page.get_by_role("button", name=act, exact=True).click()


def decide(officer: Page, hearing: str, deed: str, button: str, *, moment: str, reason: str) -> None:
    """An act about the dates of a hearing, on its page of the desk."""
    officer.goto(f"/cms/hearings/{hearing.split('/')[2]}/")
    officer.locator("summary", has_text=deed).click()
    form = officer.locator("details[open] form").first
    form.locator("input[name$=moment]").fill(moment)
    officer.keyboard.press("Escape")  # the calendar stands over the reason
    form.locator("textarea").fill(reason)
    with officer.expect_navigation():
        form.get_by_role("button", name=button).click()
    expect(officer.locator(".messages")).to_contain_text("ทุกคนเห็นได้ในลำดับเหตุการณ์")


def tomorrow(site) -> str:
    return site.make(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "made = {'at': timezone.localtime(timezone.now() + timedelta(days=1)).strftime('%Y-%m-%d %H:%M')}"
    )["at"]


def moment_of(site, hearing: str, name: str, **later: int) -> str:
    """A moment of the hearing, moved, as it is typed at the desk."""
    return site.make(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        f"at = Consultation.objects.get(pk={hearing.split('/')[2]}).{name} + timedelta(**{later!r})\n"
        "made = {'at': timezone.localtime(at).strftime('%Y-%m-%d %H:%M')}"
    )["at"]


def opens_in(site, hearing: str, seconds: int) -> None:
    """Moved once more, to a moment the desk's fields are too coarse for: nothing is done at that moment, the record's clock opens it."""
    site.make(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        f"hearing = Consultation.objects.get(pk={hearing.split('/')[2]})\n"
        f"actions.move_opening(consultation=hearing, opens_at=timezone.now() + timedelta(seconds={seconds}), reason='เปิดได้แล้ว',\n"
        "    by=User.objects.get(email='officer@demo.example'))\nmade = {}"
    )


def sign_in_as(page: Page, address: str) -> None:
    page.goto("/accounts/login/")
    with_password(page, address, "a-long-password")


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows now (RFC 6238), or one that is so many half minutes fast."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up_second_step(page: Page) -> str:
    """As somebody does it who has just signed in; the key they typed into their app."""
    page.goto("/accounts/2fa/totp/activate/")
    page.fill("#id_password", "a-long-password")  # asked for again before this
    page.click("main button[type=submit]")
    secret = page.locator(".second-step__key code").inner_text()
    page.fill("#id_code", code_of(secret))
    page.locator("form", has=page.locator("#id_code")).get_by_role("button").click()
    page.wait_for_url("**/recovery-codes/**")
    return secret


def sign_in_with_code(page: Page, address: str, secret: str) -> None:
    """Signed out before; the password alone leads no further than to the code."""
    page.context.clear_cookies()
    sign_in_as(page, address)
    page.wait_for_url("**/2fa/authenticate/**")
    page.fill("#id_code", code_of(secret, ahead=1))  # a code is taken once, and the last one set the app up
    page.locator("form", has=page.locator("#id_code")).get_by_role("button").click()
    page.wait_for_url(lambda url: "authenticate" not in url)


def test_a_law_is_written_opened_revised_and_no_voice_is_lost(site, visit):
    officer, ann, ben = visit("officer"), visit("citizen"), visit()

    # pasted with a number that stands twice: said beside the text, and mended before anything is public
    officer.goto("/cms/pages/add/cms/consultationpage/4/")
    officer.fill("#id_title", TITLE)
    officer.select_option("#id_policy_field", "welfare")
    officer.fill("#id_summary", "ตลาดชุมชนต้องสะอาดและค่าแผงต้องถูก")
    for part in requirement("act").parts:
        officer.fill(f"#id_{part}", PACK_TOLD[part])
    officer.fill("#id_opens_at", tomorrow(site))
    officer.keyboard.press("Escape")
    write(officer, PASTED)
    expect(officer.locator("[data-draft-problems]")).to_contain_text("ซ้ำ")
    write(officer, MENDED)
    expect(officer.locator("[data-draft-found]")).to_be_hidden()
    expect(officer.locator("[data-draft-outline] option")).to_have_count(7)
    choose(officer, "ส่งไปยัง ตรวจและเห็นชอบ")
    officer.get_by_text(re.compile("ส่ง.*แล้ว")).first.wait_for()
    page_id = site.make(
        f"from cms.models import ConsultationPage\nmade = {{'pk': ConsultationPage.objects.get(title={TITLE!r}).pk}}"
    )["pk"]

    # a lawyer reviews it, and an approver who is no officer signs in with a second step and lets it be published
    staff = site.make(COLLEAGUES)
    lawyer, approver = visit(), visit()
    sign_in_as(lawyer, staff["reviewer"])
    lawyer.wait_for_url("**/consultations/**")
    sign_in_as(approver, staff["approver"])
    approver.wait_for_url("**/consultations/**")
    secret = set_up_second_step(approver)
    sign_in_with_code(approver, staff["approver"], secret)
    for colleague, step in ((lawyer, "เห็นชอบ"), (approver, "เห็นชอบ และเผยแพร่")):
        colleague.goto("/cms/")
        colleague.get_by_role("link", name=TITLE).first.click()
        with colleague.expect_navigation():
            choose(colleague, step)
        expect(colleague.locator(".messages")).not_to_contain_text("ขออภัย")

    # announced, it waits for its hour; an officer moves that with a reason, and it opens by the clock of the record
    ann.goto(f"/consultations/?q={TITLE}")
    ann.get_by_role("link", name=TITLE).click()
    hearing = f"/consultations/{number_of(ann)}/"
    expect(section_of(ann, FEE)).to_be_visible()
    expect(section_of(ann, FEE).locator(".vote__button--agree:enabled")).to_have_count(0)
    sooner = moment_of(site, hearing, "opens_at", hours=-12)
    decide(officer, hearing, "เลื่อนวันเปิด", "เลื่อนวันเปิด", moment=sooner, reason="ประชาคมขอให้เปิดเร็วขึ้น")
    ann.goto(hearing)
    expect(ann.get_by_text("ประชาคมขอให้เปิดเร็วขึ้น").first).to_be_attached()
    opens_in(site, hearing, 3)
    while not section_of(ann, FEE).locator(".vote__button--agree:enabled").count():
        ann.reload()

    # a citizen votes on the fee, comments on it, on words about waste, and on the closing day
    section_of(ann, FEE).locator(".vote__button--agree").click()
    expect(section_of(ann, FEE).locator(".vote__button--agree")).to_have_attribute("aria-pressed", "true")
    said = {
        FEE: "ยี่สิบบาทแพงไปสำหรับแม่ค้ารายเล็ก",
        CLOSING: "ปิดวันพระแล้วคนจะซื้อของที่ไหน",
        LICENCE: "พิจารณาคำขอให้แล้วเสร็จเร็วกว่านี้ได้ไหม",
    }
    for text, comment in said.items():
        ann.goto(hearing)
        section_of(ann, text).get_by_role("link", name="แสดงและอ่านความคิดเห็น").click()
        ann.locator(".comment-form textarea").first.fill(comment)
        ann.get_by_role("button", name="ส่งความคิดเห็น").click()
        expect(ann.locator(".comment", has_text=comment)).to_be_visible()
    ann.goto(hearing)
    anchor = section_of(ann, WASTE).get_attribute("id")
    ann.evaluate(MARK, [f"#{anchor}", WORDS])
    ann.locator("[data-comment-on]").click()
    ann.wait_for_url("**/sections/*/?words=*")
    ann.locator(".comment-form textarea").first.fill("ท่อหน้าตลาดตันมาสามปีแล้ว")
    ann.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(ann.locator(".comment", has_text="ท่อหน้าตลาดตัน").locator(".words")).to_contain_text(WORDS)

    # the revised law comes in a Word file and goes from there into the draft
    word = word_file(*(paragraph(run(line)) for line in REVISED))
    officer.goto("/cms/drafts/file/")
    officer.set_input_files(
        "input[type=file]",
        {
            "name": "ร่างแก้ไข.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": word,
        },
    )
    officer.get_by_role("button", name="อ่านไฟล์").click()
    text = officer.locator("textarea[readonly]").first.input_value()
    officer.goto(f"/cms/pages/{page_id}/edit/")
    write(officer, text)
    expect(officer.locator("[data-draft-preview]")).to_contain_text(CHARGE)
    choose(officer, "เผยแพร่")

    # the page about the impact says what each change does to whom; the officer gives a reason and issues
    officer.wait_for_url("**/impact/")
    rows = officer.locator(".impact__row")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="มาตรา ๑").first).to_contain_text("โหวต 1 เสียง")
    expect(rows.filter(has_text=CLOSING)).to_contain_text("ความคิดเห็น 1 รายการต้องได้รับคำชี้แจงจากหน่วยงาน")
    split = rows.filter(has_text="แยกเป็นหลายมาตรา")
    expect(split).to_contain_text("แนะนำ: มาตรา ๓")
    split.get_by_role("button", name="เลือกตามที่แนะนำทั้งหมด").click()
    expect(split.get_by_label(re.compile("^ความคิดเห็นหมายเลข"))).to_have_value("2")
    rows.filter(has_text="มาตรา ๑").first.get_by_label("เหตุผล").fill("ลดตามที่แม่ค้ารายเล็กขอ")
    officer.get_by_role("button", name=re.compile("^ออกร่างฉบับที่ 2")).click()
    officer.wait_for_url("**/versions/2/changes/")
    expect(officer.locator("main")).to_contain_text("ลดตามที่แม่ค้ารายเล็กขอ")

    # she is told once, sees what changed with the reason; every word of hers is where it belongs
    ann.goto(hearing)
    ann.locator(".site-nav__news").click()
    expect(ann.locator("main")).to_contain_text("ลดตามที่แม่ค้ารายเล็กขอ")
    ann.goto("/consultations/mine/")
    expect(ann.locator(".mine > li", has_text="ท่อหน้าตลาดตัน").locator(".words")).to_contain_text(WORDS)
    ben.goto(hearing)
    expect(section_of(ben, LESS).locator('[data-votes="agree"]').first).to_have_text("0")
    section_of(ben, WASTE).get_by_role("link", name="แสดงและอ่านความคิดเห็น").click()
    expect(ben.locator("mark.spoken").first).to_contain_text(WORDS)

    ben.goto(hearing)
    section_of(ben, SECOND_HALF).get_by_role("link", name="แสดงและอ่านความคิดเห็น").click()
    expect(ben.locator(".comment", has_text=said[LICENCE])).to_contain_text("หน่วยงานย้ายมาจาก มาตรา ๒ (ฉบับที่ 1)")

    # what was said on the section that is gone waits for an answer, and nothing else does
    officer.goto(f"{hearing}unsettled/")
    expect(officer.locator(".comment")).to_have_count(1)
    expect(officer.locator(".comment", has_text="ปิดวันพระ")).to_be_visible()

    # extended with a reason, which everybody reads
    later = moment_of(site, hearing, "closes_at", days=7)
    decide(officer, hearing, "ขยายเวลา", "ขยายเวลารับฟัง", moment=later, reason="ชาวบ้านขอเวลาอ่านร่างใหม่")
    ben.goto(hearing)
    expect(ben.get_by_text("ชาวบ้านขอเวลาอ่านร่างใหม่").first).to_be_attached()

    # no side door: the page cannot be deleted, and the desk says what to do instead
    refused = officer.request.get(f"/cms/pages/{page_id}/delete/")
    assert refused.status == 409 and "ถอน" in refused.text()
    ben.goto(hearing)
    expect(ben.get_by_role("heading", level=1)).to_have_text(TITLE)
