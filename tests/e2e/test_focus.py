"""Where the focus stands after an act, and what is said: the table of docs/accessibility.md."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walk import with_password

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hearing(site):
    """A hearing with comments on its section, apart from the demonstration, at the agency whose staff can sign in."""
    return make(site, "Agency.objects.get(slug='demo-agency')")


@pytest.fixture(scope="module")
def elsewhere(site):
    """The same at another agency, where that staff vote as anybody does."""
    return make(site, "None")


def make(site, agency: str) -> dict:
    return site.make(
        f"consultation = make_consultation('ข้อความของมาตรา', agency={agency})\n"
        "ask(consultation, ('เห็นด้วยหรือไม่', ('เห็นด้วย', 'ไม่เห็นด้วย')))\n"
        "section = consultation.draft.sections.first()\n"
        "said = [post(consultation, f'ความเห็น {n}', section=section) for n in range(22)]\n"
        "made = {'pk': consultation.pk, 'comment': said[-1].pk,\n"
        "  'section': f'/consultations/{consultation.pk}/sections/{section.pk}/'}"
    )


def focused(page: Page, selector: str):
    return expect(page.locator(selector).first)


def send(page: Page, words: str) -> None:
    page.fill(".comment-form textarea", words)
    page.locator(".comment-form .button").click()


def test_after_posting_the_focus_is_at_the_word_of_thanks(hearing, visit):
    page = visit("citizen")
    page.goto(hearing["section"])
    send(page, "ขอเพิ่มจุดบริการ")
    focused(page, "[data-sent]").to_be_focused()
    focused(page, "[data-sent]").to_contain_text("ขอบคุณ")


def test_without_a_script_the_focus_is_at_the_comment_that_was_posted(hearing, visit):
    page = visit("citizen", java_script_enabled=False)
    page.goto(hearing["section"])
    send(page, "ขอเพิ่มเวลา")
    assert page.url.split("#")[1] == page.locator(".comment", has_text="ขอเพิ่มเวลา").get_attribute("id")
    focused(page, ".comment:target").to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_refused_comment_puts_the_focus_at_the_reason(hearing, visit, script):
    page = visit("citizen", java_script_enabled=script)
    page.goto(hearing["section"])
    send(page, "   ")
    reason = focused(page, ".comment-form [role=alert]")
    reason.to_be_focused()
    reason.to_contain_text("โปรดเขียนความคิดเห็น")
    visit.complaints[:] = [text for text in visit.complaints if "422" not in text]


def test_asking_to_reply_leads_into_the_field(hearing, visit):
    page = visit("citizen")
    page.goto(hearing["section"])
    page.locator(".comment__actions a").first.click()
    page.wait_for_url("**/comments/**")
    focused(page, "textarea").to_be_focused()
    assert page.locator("textarea").bounding_box()["y"] > 0


def test_a_vote_leaves_the_focus_on_its_button_and_says_that_it_counts(hearing, visit):
    page = visit("citizen")
    page.goto(hearing["section"])
    page.locator(".section .vote__button--agree").click()
    focused(page, ".section .vote__said[role=status]").to_be_visible()
    focused(page, ".section .vote__button--agree").to_be_focused()


def test_a_second_vote_is_said_in_the_same_place_in_other_words(elsewhere, visit):
    page = visit("officer")
    page.goto(elsewhere["section"])
    said = page.locator(".section .vote__said")
    place = said.element_handle()
    for choice, words in (("agree", "“เห็นด้วย”"), ("disagree", "“ไม่เห็นด้วย”")):
        page.locator(f".section .vote__button--{choice}").click()
        expect(said).to_contain_text(words)
    assert place.evaluate("place => place.isConnected")


def test_a_vote_without_a_script_stands_at_the_section_or_the_comment(hearing, visit):
    page = visit("citizen", java_script_enabled=False)
    page.goto(hearing["section"])
    page.locator(".section .vote__button--disagree").click()
    focused(page, ".section:target").to_be_focused()
    page.locator(".comment .vote__button--agree").first.click()
    focused(page, ".comment:target").to_be_focused()
    page.goto(f"/consultations/{hearing['pk']}/")
    page.locator(".section .vote__button--agree").first.click()
    focused(page, ".section:target").to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_voting_one_comment_at_a_time_stands_at_the_next_one(elsewhere, visit, script):
    page = visit("officer" if script else "analyst", java_script_enabled=script)
    page.goto(f"/consultations/{elsewhere['pk']}/deck/")
    for act in (".vote__button--agree", ".deck__foot a >> nth=1"):
        before = page.locator(".deck__card blockquote").inner_text()
        page.locator(".deck__card").locator(act).click()
        expect(page.locator(".deck__card blockquote")).not_to_have_text(before)
        focused(page, ".deck__card").to_be_focused()


def test_answering_a_question_leaves_the_focus_on_its_button_and_says_that_it_counts(hearing, visit):
    page = visit("citizen")
    page.goto(f"/consultations/{hearing['pk']}/")
    page.get_by_label("เห็นด้วย", exact=True).check()
    page.locator(".question__foot button").first.click()
    focused(page, ".question .vote__said[role=status]").to_contain_text("บันทึกคำตอบของคุณแล้ว")
    focused(page, ".question__foot button").to_be_focused()


def test_answering_without_a_script_stands_at_the_question(hearing, visit):
    page = visit("moderator", java_script_enabled=False)
    page.goto(f"/consultations/{hearing['pk']}/")
    page.get_by_label("ไม่เห็นด้วย", exact=True).check()
    page.locator(".question__foot button").first.click()
    focused(page, "[id^=question-]:target").to_be_focused()


def test_a_form_that_nobody_answered_puts_the_focus_at_sending_it_again(hearing, visit):
    page = visit("citizen")
    page.goto(hearing["section"])
    page.route("**/comments/", lambda route: route.abort())
    send(page, "ข้อความที่ไม่มีใครตอบ")
    focused(page, "[data-unsent] [data-send-again]").to_be_focused()
    focused(page, "[data-unsent][role=alert]").to_be_visible()
    visit.complaints[:] = [text for text in visit.complaints if "ERR_FAILED" not in text and "Object" not in text]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_official_answer_stands_at_the_comment_it_answers_also_when_changed_and_withdrawn(hearing, visit, script):
    page = visit("officer", java_script_enabled=script)
    comment = f"/consultations/{hearing['pk']}/comments/{hearing['comment']}/"
    for words in ("จะนำไปพิจารณา", "จะนำไปพิจารณาในเดือนหน้า"):
        page.goto(f"{comment}official-reply/")
        page.fill(".official-form textarea", words)
        page.locator(".official-form button[type=submit]").click()
        page.wait_for_url(f"**{comment}#comment-{hearing['comment']}")
        focused(page, ".comment:target").to_be_focused()
    page.goto(f"{comment}official-reply/")
    page.locator(".official-withdraw summary").click()
    page.locator(".official-withdraw button").click()
    page.wait_for_url(f"**{comment}#comment-{hearing['comment']}")
    focused(page, ".comment:target").to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_filtering_the_list_stands_at_how_many_there_are(visit, script):
    page = visit(java_script_enabled=script)
    page.goto("/consultations/")
    page.locator(".chip:not([aria-current])").last.click()
    page.wait_for_url("**status=**")
    focused(page, "#found").to_be_focused()
    page.select_option("#id_field", index=1)
    page.locator(".search-bar .button").click()
    page.wait_for_url("**field=**")
    focused(page, "#found").to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_sorting_searching_and_paging_stand_at_how_many_there_are(hearing, visit, script):
    page = visit(java_script_enabled=script)
    page.goto(hearing["section"])
    page.select_option("#order-sort", "oldest")
    page.locator(".search-bar .button").click()
    page.wait_for_url("**sort=oldest**")
    focused(page, "#found").to_be_focused()
    page.locator("a[rel=next]").last.click()
    page.wait_for_url("**page=2**")
    focused(page, "#found").to_be_focused()
    focused(page, "#found").to_contain_text("หน้า 2")
    page.goto("/consultations/")
    page.fill("#id_q", "ไม่มีคำนี้")
    page.locator(".search-bar .button").click()
    focused(page, "#found").to_be_focused()
    focused(page, "#found").to_have_text("พบ 0 เรื่อง")


def test_hiding_and_restoring_a_comment_stand_at_the_word_that_it_is_done(visit):
    page = visit("moderator")
    page.goto("/consultations/1/moderation/")
    row = page.locator(".comment").first
    row.locator("select").first.select_option(index=1)
    row.locator("button").first.click()
    focused(page, "main .notice[role=status]").to_be_focused()
    focused(page, "main .notice[role=status]").to_have_text("ซ่อนความคิดเห็นแล้ว")
    page.goto("/consultations/1/moderation/?hidden=1")
    row = page.locator(".comment", has=page.get_by_role("button", name="แสดงอีกครั้ง")).first
    row.locator("select").first.select_option(index=1)
    row.locator("button").first.click()
    focused(page, "main .notice[role=status]").to_have_text("แสดงความคิดเห็นอีกครั้งแล้ว")
    focused(page, "main .notice[role=status]").to_be_focused()


def test_words_that_waited_for_the_sign_in_have_the_focus_afterwards(hearing, visit):
    page = visit()
    page.goto(hearing["section"])
    send(page, "เขียนไว้ก่อนเข้าสู่ระบบ")
    with_password(page, "citizen@demo.example")
    focused(page, ".comment-form textarea").to_be_focused()
    focused(page, ".comment-form textarea").to_have_value("เขียนไว้ก่อนเข้าสู่ระบบ")


def test_a_hearing_that_closes_says_so_and_moves_nothing(site, visit):
    made = site.make("consultation = make_consultation('ข้อความ')\npost(consultation)\nmade = {'pk': consultation.pk}")
    page, deck = visit("citizen"), visit("officer")
    page.goto(f"/consultations/{made['pk']}/discussion/")
    page.locator("textarea").first.focus()
    deck.goto(f"/consultations/{made['pk']}/deck/")
    deck.locator(".vote__button--unsure").focus()
    site.make(f"close(Consultation.objects.get(pk={made['pk']}))\nmade = {{}}")
    focused(page, "[role=status] [data-closed-now]").to_be_visible()
    focused(page, "[data-live-changed][role=status]").to_be_visible()
    focused(page, "textarea").to_be_focused()
    focused(deck, "[role=status] [data-closed-now]").to_be_visible(timeout=20_000)
    focused(deck, ".vote__button--unsure").to_be_disabled()
    focused(deck, ".vote__button--unsure").to_be_focused()


def said_and_focused(page: Page, words: str) -> None:
    focused(page, "main .notice[role=status]").to_contain_text(words)
    focused(page, "main .notice[role=status]").to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_one_does_with_ones_own_comment_stands_at_the_word_that_it_is_done(hearing, site, visit, script):
    made = site.make(
        f"consultation = Consultation.objects.get(pk={hearing['pk']})\n"
        "citizen = User.objects.get(email='citizen@demo.example')\n"
        "mine, hidden = (post(consultation, words, author=citizen) for words in ('ของฉัน', 'ที่ซ่อน'))\n"
        "actions.hide_comment(comment=hidden, by=officer_of(consultation), reason='insult')\n"
        "made = {'mine': mine.pk, 'hidden': hidden.pk}"
    )
    page = visit("citizen", java_script_enabled=script)
    root = f"/consultations/{hearing['pk']}/comments"
    page.goto(f"{root}/{made['mine']}/own/")
    page.fill("main textarea", "ถ้อยคำที่แก้แล้ว")
    page.get_by_role("button", name="บันทึกที่แก้").click()
    said_and_focused(page, "แก้ความคิดเห็นของคุณแล้ว")
    page.get_by_role("button", name="ถอนความคิดเห็นของฉัน").click()
    said_and_focused(page, "ถอนความคิดเห็นของคุณแล้ว")
    page.goto(f"{root}/{made['hidden']}/own/")
    page.get_by_role("link", name="อุทธรณ์").click()
    page.fill("main textarea", "ไม่ได้ดูหมิ่นใคร")
    page.get_by_role("button", name="ส่งอุทธรณ์").click()
    said_and_focused(page, "อุทธรณ์")


@pytest.mark.parametrize(
    ("who", "script"), [("analyst", True), ("moderator", False)], ids=["with script", "without script"]
)
def test_reporting_a_comment_stands_at_the_word_of_thanks(hearing, visit, who, script):
    page = visit(who, java_script_enabled=script)
    page.goto(f"/consultations/{hearing['pk']}/comments/{hearing['comment']}/report/")
    page.locator("main input[type=radio]").first.check()
    page.locator("main form button[type=submit]").first.click()
    said_and_focused(page, "ขอบคุณ")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_vote_that_waited_for_consent_stands_at_its_section(site, visit, script):
    made = site.make(
        "consultation = make_consultation('ข้อความ', least_to_vote=1)\n"
        "made = {'pk': consultation.pk, 'section': consultation.draft.sections.first().pk}"
    )
    page = visit(java_script_enabled=script)
    page.goto(f"/consultations/{made['pk']}/")
    page.locator(".section .vote__button--agree").first.click()
    page.get_by_role("button", name="ส่งในฐานะผู้เยี่ยมชม").click()
    page.wait_for_url("**#section-**")
    focused(page, ".section:target").to_be_focused()
