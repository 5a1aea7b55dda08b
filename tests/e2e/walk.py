"""The walk every check of the face takes: who visits which page, and what is no page of its own."""

from playwright.sync_api import Page

PASSWORD = "rabfang-demo-2569"
#: A desk at 400 % in CSS pixels
ZOOMED = {"width": 320, "height": 256}
SIZES = [ZOOMED, *({"width": width, "height": 800} for width in (320, 360, 768, 1280))]
PAGES = {
    None: [
        "/",
        "/consultations/",
        "/consultations/?q=ไม่มีคำนี้",
        "/consultations/1/",
        "/consultations/1/versions/1/",
        "/consultations/2/",
        "/consultations/2/figures/",
        "/consultations/2/issues/",
        "/consultations/2/issues/1/",
        "/consultations/2/answers/",
        "/consultations/2/analysis/shown/",
        "/consultations/2/result/",
        "/consultations/2/result/1/",
        "/consultations/2/open-data/",
        "/consultations/2/open-data/levels/",
        "/open-data/",
        "/log/",
        "/log/proof/",
        "/log/proof/?code=ABCD-EFGH-IJKL-MNOP",
        "/consultations/2/versions/2/",
        "/consultations/2/versions/2/changes/",
        "/consultations/1/deck/",
        "/consultations/1/discussion/",
        "/demo-agency/",
        "/meter/",
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/signup/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/no-such-key/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-no-such-key/",
        "/accounts/password/reset/key/done/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/patterns/",
        "/no-such-page/",
    ],
    "citizen": [
        "/consultations/1/sections/6/",
        "/consultations/1/comments/1/",
        "/consultations/1/comments/1/own/",
        "/consultations/1/comments/1/report/",
        "/consultations/1/moderation/figures/",
        "/consultations/mine/",
        "/consultations/mandates/",
        "/consultations/mine/votes/",
        "/consultations/notices/",
        "/people/name/",
        "/people/data/",
        "/people/sessions/",
        "/people/about/",
        "/people/erasure/",
        "/people/erased/",
        "/consultations/1/versions/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/logout/",
        "/consultations/1/moderation/",
    ],
    "analyst": [
        "/consultations/1/analysis/",
        "/consultations/1/analysis/comments/",
        "/consultations/1/analysis/comments/?stance=agree",
        "/consultations/1/analysis/comments/1/",
        "/consultations/1/analysis/themes/",
        "/consultations/1/analysis/groups/",
        "/consultations/1/analysis/aside/",
        "/consultations/1/analysis/turnout/",
        "/consultations/1/analysis/runs/",
        "/consultations/2/analysis/later/",
        "/consultations/2/analysis/result/",
        "/consultations/1/analysis/arguments/",
        "/consultations/2/analysis/arguments/1/",
        "/consultations/1/analysis/arguments/again/",
        "/consultations/1/analysis/edits/",
        "/consultations/1/analysis/answers/",
        "/consultations/1/analysis/votes/",
    ],
    "moderator": ["/consultations/1/moderation/", "/consultations/1/appeals/", "/people/names/?q=ประชาชนสาธิต"],
    "officer": [
        "/consultations/1/bursts/",
        "/consultations/2/unsettled/",
        "/consultations/2/issues/",
        "/consultations/2/issues/1/change/",
        "/consultations/1/",
        "/consultations/1/comments/1/",
        "/consultations/1/comments/1/official-reply/",
        "/consultations/2/sections/35/",
    ],
}
VISITS = [(role, path) for role, paths in PAGES.items() for path in paths]
NAMES_OF_VISITS = [f"{role or 'anybody'} {path}" for role, path in VISITS]

#: Pages that the demonstration has not, with who opens them: of a juristic person's votes, and of comments that a moderator looks at first
MADE = """
from django.test import Client
from django.urls import reverse
def seen_by(person, name, *args, query=""):
    browser = Client()
    browser.force_login(person)
    return {"path": reverse(f"consult:{name}", args=args) + query, "cookie": browser.cookies["sessionid"].value}
asks, mandate = make_consultation("ให้หน่วยงานเปิดเผยข้อมูล", "ให้เรียกเก็บค่าธรรมเนียม"), make_mandate()
ask(asks, ("เห็นด้วยกับหลักการหรือไม่", ("เห็นด้วย", "ไม่เห็นด้วย")))
vote(asks, -1, mandate.holder, section=asks.draft.sections.first(), mandate=mandate)
first = make_consultation("ให้หน่วยงานเปิดเผยข้อมูล", moderates_first=True)
waits = [post(first, f"ขอให้มีรถเข้าถึงหมู่บ้านบนเขา สายที่ {n}", section=first.draft.sections.first()) for n in range(3)]
moderator = make_staff(first.agency, Membership.Role.MODERATOR)
made = {
    "votes of a company": seen_by(mandate.holder, "company_ballot", asks.pk, mandate.pk),
    "comments that wait": seen_by(moderator, "moderation", first.pk, query="?queue=waiting"),
    "one's own that waits": seen_by(waits[0].author, "own_comment", first.pk, waits[0].pk),
}
"""
MADE_PLACES = ("votes of a company", "comments that wait", "one's own that waits")

#: Named addresses that show no page of their own, and why
NO_PAGE = {
    "consult:receipt": "a file of JSON",
    "log:checkpoint": "a file of text",
    "log:closing": "a file of text",
    "log:entries": "answers programs in JSON",
    "log:atom": "a feed",
    "consult:mail_stop": "its address is signed for one person: tests/consult/test_notices.py",
    "consult:mandate_queue": "of administrators: tests/consult/test_mandates.py",
    "consult:digital_id_back": "whoever comes back from a provider is led on: tests/consult/test_digital_identity.py",
    "consult:digital_id_join": "of somebody who came back from a provider: tests/consult/test_digital_identity.py",
    "consult:unsent": "its address has the key of what waits: tests/e2e/test_guests.py",
    "consult:comment_appeal": "of the author of a hidden comment: tests/consult/test_moderating.py",
    "consult:company_ballot": "of a verified person with a mandate: MADE",
    "consult:comment_fragments": "answers a script with fragments of the discussion",
    "health": "answers whoever watches the site in JSON",
    "consult:session": "answers a script in JSON",
    "people:data_copy": "a file",
    "meter:meter_csv": "a file",
    "meter:meter_json": "a file of JSON",
    "consult:result_pdf": "a file, or the page that says it is being made: tests/consult/test_result_files.py",
    "consult:result_docx": "the same",
    "consult:result_version_pdf": "the same",
    "consult:result_version_docx": "the same",
    "people:request_list": "of data-protection officers: tests/consult/people/test_data_requests.py",
    "people:processing": "of data-protection officers: tests/consult/people/test_processing.py",
    "people:request_detail": "the demonstration has no request: tests/consult/people/test_data_requests.py",
    "consult:live_frame": "answers a script in JSON",
    "consult:attachment_detail": "a document",
    "consult:pack_json": "a file of JSON",
    "consult:pack_csv": "a file of CSV",
    "analysis:theme_detail": "its address is named by the run: tests/e2e/test_pages.py goes there from the dashboard",
    "analysis:job_detail": "answers a script with the progress of the dashboard",
    "analysis:comment_export": "a file",
    "analysis:answer_export": "a file",
    "analysis:vote_export": "a file",
    "analysis:theme_export": "a file",
    "analysis:argument_export": "a file",
    "analysis:group_export": "a file",
    "open_data:datasets": "a file of JSON",
    "open_data:catalogue": "a file of JSON-LD",
    "open_data:dataset": "a file of JSON-LD",
    "open_data:file": "a file",
    "wagtailadmin_login": "leads to the one sign-in",
    "wagtailcore_login": "leads to the one sign-in",
    "wagtailadmin_password_reset": "leads to the one way to a new password",
    "agency": "leads to the page of an agency",
    "mfa_authenticate": "the second step, in the middle of signing in: tests/config/test_second_factor.py",
    "mfa_reauthenticate": "asks for a code of somebody who has a second factor",
    "mfa_reauthenticate_webauthn": "asks for the passkey of somebody who has one",
    "mfa_edit_webauthn": "of somebody who has a passkey: tests/config/test_passkeys.py",
    "mfa_remove_webauthn": "of somebody who has a passkey: tests/config/test_passkeys.py",
    "mfa_deactivate_totp": "of somebody who has a second factor",
    "mfa_view_recovery_codes": "of somebody who has a second factor",
    "mfa_generate_recovery_codes": "of somebody who has a second factor",
    "mfa_download_recovery_codes": "a file of text",
    "account_set_password": "leads to the change of the password: every account has one",
    "account_confirm_login_code": "asks for the code that was mailed: tests/e2e/test_guests.py",
}


def sign_in(page: Page, role: str) -> None:
    page.goto("/accounts/login/")
    with_password(page, f"{role}@demo.example")
    page.wait_for_url("**/consultations/**")


def with_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.locator("main summary", has_text="ด้วยรหัสผ่าน").click()
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.click("main details button[type=submit]")


def in_language(language: str, path: str) -> str:
    return path if language == "th" else f"/{language}{path}"
