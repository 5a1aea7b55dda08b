"""A passkey as the second step: Chromium with a virtual authenticator (CDP WebAuthn), under the content policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.walk import with_password

pytestmark = pytest.mark.browser

PASSWORD = "a-long-password"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(site, browser):
    """A browser with an authenticator; passkeys belong to a name, so the site is asked for by one."""
    context = browser.new_context(base_url=site.address.replace("127.0.0.1", "localhost"), locale="th-TH")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    page.device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.devices = devices
    yield page
    context.close()
    assert [one for one in complaints if "Content Security" in one] == []


def give_password(page, email: str) -> None:
    page.goto("/accounts/login/")
    with_password(page, email, PASSWORD)


def test_a_passkey_is_set_up_lets_in_and_a_recovery_code_stands_in_for_a_lost_device(site, page):
    made = site.make(
        "from tests.support.makers import make_agency, make_staff\n"
        "made = {'email': make_staff(make_agency(), 'officer').email}"
    )
    give_password(page, made["email"])
    page.wait_for_url("**/consultations/**")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="เพิ่มพาสคีย์").click()
    page.fill("#id_password", PASSWORD)  # asked for again before this
    page.click("main button[type=submit]")
    page.get_by_label("ชื่อเรียกเครื่องนี้").fill("เครื่องที่โต๊ะงาน")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_url("**/recovery-codes/")
    code = page.locator(".second-step__codes code").first.inner_text()
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("เครื่องที่โต๊ะงาน")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    expect(page.get_by_role("alert")).to_have_text("เครื่องนี้มีพาสคีย์ของบัญชีนี้อยู่แล้ว")

    for way in ("passkey", "recovery code"):
        page.context.clear_cookies()
        give_password(page, made["email"])
        page.wait_for_url("**/2fa/authenticate/**")
        if way == "recovery code":
            page.devices.send("WebAuthn.clearCredentials", {"authenticatorId": page.device})
        page.get_by_role("button", name="ใช้พาสคีย์").click()
        if way == "recovery code":
            expect(page.get_by_role("alert")).to_contain_text("ลองอีกครั้ง")
            page.fill("#id_code", code)
            page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
        page.wait_for_url("**/consultations/**")
        page.goto("/cms/")
        expect(page.get_by_role("heading", name=re.compile("สิ่งที่รอคุณ|โต๊ะงาน")).first).to_be_visible()
