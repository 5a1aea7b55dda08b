"""Whatever comes back when a form is sent, nothing typed or ticked leaves the page, the reason is said, and one tap sends it again.

The forms are found on the pages of the walk, so that the next form is tested by itself."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.walk import NAMES_OF_VISITS, VISITS, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.walk]

OURS = {"X-Rabfang": "1"}
HTML = "text/html; charset=utf-8"
STRANGE = "<!doctype html><html><body><h1>Welcome to the guest network</h1><a href='/'>Sign in</a></body></html>"
REFUSED = "<div class='notice notice--error' role='alert'>กรุณาเลือกคำตอบก่อนส่ง</div>"
OUR_PAGE = "<!doctype html><html><body><main id='main'><h1>ไม่มีหน้านี้</h1></main></body></html>"
TOKEN = "<!doctype html><html><body><main><div data-token-refused></div></main></body></html>"
#: what comes back, and a word of what is said then; None: the connection breaks
ANSWERS = {
    "a rule of the hearing": ({"status": 422, "headers": OURS, "content_type": HTML, "body": REFUSED}, "กรุณาเลือกคำตอบ"),
    "a rule broken meanwhile": ({"status": 409, "headers": OURS, "content_type": HTML, "body": REFUSED}, "กรุณาเลือก"),
    "too many": ({"status": 429, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "รอสักครู่"),
    "an old token": ({"status": 403, "headers": OURS, "content_type": HTML, "body": TOKEN}, "พร้อมแล้ว"),
    "no right": ({"status": 403, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "สิทธิ์"),
    "no such thing": ({"status": 404, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "ไม่อยู่ในเว็บไซต์"),
    "not understood": ({"status": 400, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "ไม่ครบ"),
    "our fault": ({"status": 500, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "ขัดข้อง"),
    "what we stand on is away": ({"status": 503, "headers": OURS, "content_type": HTML, "body": OUR_PAGE}, "ชั่วคราว"),
    "a proxy without us": ({"status": 502, "content_type": HTML, "body": STRANGE}, "ชั่วคราว"),
    "a network that wants a sign-in": ({"status": 200, "content_type": HTML, "body": STRANGE}, "เครือข่าย"),
    "a network that forbids": ({"status": 403, "content_type": HTML, "body": STRANGE}, "เครือข่าย"),
    "a lost line": (None, "การเชื่อมต่อขาดหาย"),
}
#: Forms of this page that write, one of each kind; those of every page are looked at on the first one only
FORMS = """(everywhere) => {
  const kinds = new Map();
  for (const form of document.querySelectorAll(everywhere ? "form[method=post]" : "main form[method=post]")) {
    const kind = new URL(form.getAttribute("action") || location.href, location.href).pathname.replace(/[0-9]+|t[0-9a-f]{6,}/g, "N");
    if (!kinds.has(kind)) kinds.set(kind, form);
  }
  [...kinds.values()].forEach((form, place) => form.dataset.walked = place);
  return [...kinds.keys()];
}"""
#: Type into and tick everything, as somebody would who has much to lose
FILL = """(form) => {
  for (let one = form; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  for (const field of form.elements) {
    if (field.tagName === "TEXTAREA") field.value = "ย่อหน้าแรก\\n\\nย่อหน้าที่สอง 123";
    else if (["text", "email", "password"].includes(field.type)) field.value = field.type === "email" ? "somebody@example.org" : "พิมพ์ไว้แล้ว";
    else if (field.type === "checkbox" || field.type === "radio") field.checked = true;
    else if (field.tagName === "SELECT") field.selectedIndex = field.options.length - 1;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  window.stayed = true;
}"""
HELD = """(form) => [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken").map((field) =>
  [field.name, field.value, field.checked ?? null])"""
SENT_TO = """(form) => {
  const button = [...form.elements].find((one) => one.type === "submit");
  return button?.hasAttribute("formaction") ? button.formAction : form.action;
}"""
SEND = "(form) => form.requestSubmit([...form.elements].find((one) => one.type === 'submit'))"


def sent_by(route: Route) -> list:
    """What a request carries, without the token, which may be a new one."""
    return [pair for pair in parse_qsl(route.request.post_data or "", True) if pair[0] != "csrfmiddlewaretoken"]


def giving(answer: dict | None, sent: list):
    """A server that answers what is written with ``answer``, and notes in ``sent`` what it was sent."""

    def give(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(sent_by(route))
        route.fulfill(**answer) if answer else route.abort()

    return give


@pytest.mark.parametrize(("role", "path"), VISITS, ids=NAMES_OF_VISITS)
def test_nothing_typed_is_lost_whatever_comes_back(reader, role, path):
    page: Page = reader(role)
    page.goto(path)
    send_each_form(page, everywhere=path == "/")


#: Pages with forms that no walk reaches: what has to be so first, and the address
FURTHER = {
    "an appeal": (
        "citizen",
        "comment = post(consultation, 'ซ่อนไว้', author=citizen)\n"
        "actions.hide_comment(comment=comment, by=officer_of(consultation), reason='insult')\n"
        "where = f'comments/{comment.pk}/appeal/'",
    ),
    "the decision of an appeal": (
        "moderator",
        "comment = post(consultation, 'ซ่อนไว้', author=citizen)\n"
        "actions.hide_comment(comment=comment, by=officer_of(consultation), reason='insult')\n"
        "actions.appeal(comment=comment, by=citizen, text='ขอให้ดูอีกครั้ง')\n"
        "where = 'appeals/'",
    ),
    "one's own comment": ("citizen", "where = f'comments/{post(consultation, author=citizen).pk}/own/'"),
    "what waits for a guest or for consent": (
        None,
        "section = consultation.draft.sections.first()\n"
        "told = {'section': section.pk, 'choice': 1}\n"
        "act = actions.keep_unsent_act(consultation=consultation, kind='vote', content=told, back_to='/')\n"
        "where = f'unsent/{act.key}/'",
    ),
    "comments that wait to be shown": (
        "moderator",
        "hold(consultation, author=citizen)\nwhere = 'moderation/?queue=waiting'",
    ),
    "a question, a vote, a reply": ("citizen", "where = f'comments/{post(consultation).pk}/'"),
    "a juristic person": (
        "holder",
        "mandate = make_mandate()\nbrowser.force_login(mandate.holder)\nwhere = f'in-name-of/{mandate.pk}/'",
    ),
}


@pytest.mark.parametrize("name", FURTHER)
def test_nothing_typed_is_lost_on_pages_that_no_walk_reaches(site, visit, name):
    role, first = FURTHER[name]
    made = site.make(
        "from django.test import Client\n"
        "browser = Client()\n"
        "citizen = User.objects.get(email='citizen@demo.example')\n"
        "consultation = make_consultation('ข้อความ', agency=Agency.objects.get(slug='demo-agency'), least_to_vote=1)\n"
        "ask(consultation, ('ถามว่า', ('ใช่', 'ไม่ใช่')))\n"
        f"{first}\n"
        "cookie = browser.cookies.get('sessionid')\n"
        "made = {'path': f'/consultations/{consultation.pk}/{where}', 'cookie': cookie.value if cookie else ''}"
    )
    page = visit(None if role == "holder" else role, bypass_csp=True)
    if made["cookie"]:
        page.context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.address}])
    page.goto(made["path"])
    send_each_form(page)
    visit.complaints.clear()  # every refusal is one


def send_each_form(page: Page, *, everywhere: bool = False) -> None:
    """Each kind of form on the page gets every answer there is, and is then as it was."""
    kinds = page.evaluate(FORMS, everywhere)
    for place, kind in enumerate(kinds):
        form = page.locator(f'form[data-walked="{place}"]')
        form.evaluate(FILL)
        held, here, sent = form.evaluate(HELD), page.url, []
        address = re.compile(re.escape(urlsplit(form.evaluate(SENT_TO)).path) + r"(\?.*)?$")
        again = form.locator("[data-send-again]")
        for name, (answer, words) in ANSWERS.items():
            give = giving(answer, sent)
            page.route(address, give)
            what = f"{kind}: {name}"
            # the first time as somebody sends it, then with the one tap
            form.locator("[data-unsent]").evaluate_all("(old) => old.forEach((notice) => (notice.dataset.old = ''))")
            again.click() if sent else form.evaluate(SEND)
            expect(form.locator("[data-unsent]:not([data-old])"), what).to_contain_text(words)
            expect(form.locator("[data-unsent]"), what).to_have_count(1)
            assert form.evaluate(HELD) == held, what
            assert page.url == here and page.evaluate("window.stayed"), what
            assert page.evaluate("document.activeElement !== document.body"), f"{what}: the focus is lost"
            page.unroute(address, give)
        assert sent == [sent[0]] * len(ANSWERS), f"{kind}: sent again, it is another thing"
    page.evaluate("localStorage.clear()")


def make_hearing(site) -> tuple[str, str]:
    made = site.make(
        "consultation = make_consultation('ข้อความ')\n"
        "ask(consultation, ('เลือกได้สองข้อ', ('หนึ่ง', 'สอง', 'สาม')), most=2)\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    return f"/consultations/{made['pk']}/", f"/consultations/{made['pk']}/sections/{made['section']}/"


def test_signed_out_in_another_tab_one_signs_in_there_and_sends_it_here(site, visit):
    _, section = make_hearing(site)
    page = visit("citizen")
    page.goto(section)
    page.locator("textarea").fill("เขียนไว้ก่อนออกจากระบบ")
    page.locator(".segment--agree input").check()
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main button[type=submit]").click()
    expect(other.locator(".site-nav a[href*=login]")).to_be_visible()
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator("[data-unsent]")).to_contain_text("คุณออกจากระบบแล้ว")
    expect(page.locator("textarea")).to_have_value("เขียนไว้ก่อนออกจากระบบ")
    sign_in(other, "citizen")
    page.locator("[data-send-again]").click()  # the token changed with the sign-in
    expect(page.locator("[data-unsent]")).to_contain_text("พร้อมแล้ว")
    page.locator("[data-send-again]").click()
    posted = page.locator(".comment", has_text="เขียนไว้ก่อนออกจากระบบ")
    expect(posted).to_have_count(1)
    expect(posted.locator(".stance--agree")).to_be_visible()
    visit.complaints[:] = [text for text in visit.complaints if "403" not in text]


def test_signed_in_as_somebody_else_in_another_tab_one_is_told_whose_name_it_will_bear(site, visit):
    _, section = make_hearing(site)
    page = visit("citizen")
    page.goto(section)
    page.locator("textarea").fill("ข้อความของคนแรก")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main button[type=submit]").click()
    expect(other.locator(".site-nav a[href*=login]")).to_be_visible()
    sign_in(other, "analyst")
    name = other.locator(".site-nav__who > span:last-child").inner_text()
    page.get_by_role("button", name="ส่งความคิดเห็น").click()
    expect(page.locator("[data-unsent] [data-alias]")).to_have_text(name)
    expect(page.locator("textarea")).to_have_value("ข้อความของคนแรก")
    visit.complaints[:] = [text for text in visit.complaints if "403" not in text]


def test_a_server_that_never_answers_is_given_up_and_the_vote_sent_again(site, visit):
    _, section = make_hearing(site)
    page = visit("citizen")
    page.clock.install()
    page.goto(section)
    page.route("**/vote/", lambda route: None)
    page.locator(".section .vote__button--disagree").click()
    page.clock.fast_forward(31_000)
    expect(page.locator("[data-unsent]")).to_contain_text("ยังไม่มีคำตอบ")
    page.unroute("**/vote/")
    page.locator("[data-send-again]").click()
    expect(page.locator(".section .vote__button--disagree")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-unsent]")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")
    visit.complaints.clear()


def test_a_refused_questionnaire_answer_keeps_its_ticks_with_a_script_and_without(site, visit):
    for script in (True, False):
        hearing, _ = make_hearing(site)
        page = visit("citizen", java_script_enabled=script)
        page.goto(hearing)
        for option in ("หนึ่ง", "สอง", "สาม"):
            page.get_by_label(option, exact=True).check()
        page.locator(".question").get_by_role("button", name="ส่งคำตอบ").click()
        expect(page.locator(".question [role=alert]")).to_contain_text("ไม่เกิน 2")
        assert [page.get_by_label(option, exact=True).is_checked() for option in ("หนึ่ง", "สอง", "สาม")] == [True] * 3
        page.get_by_label("สาม", exact=True).uncheck()
        page.locator(".question button[type=submit]").click()
        expect(page.locator(".question .tag--done")).to_be_visible()
        visit.complaints[:] = [text for text in visit.complaints if "422" not in text]
