import csv
import io
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from analysis import actions
from analysis.models import AnalysisJob
from analysis.views import comments
from consult import actions as consult_actions
from consult.models import AuditEntry
from consult.thai import personal_data
from tests.consult.test_versions import reissue
from tests.support.analyses import address, analyst_of, hides_elders, read_all, rows_of, run, talked_about
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db


def test_the_dashboard_shows_themes_quotes_and_citations_that_open_the_comment(consultation, done):
    client = analyst_of(consultation)
    first = unescape(client.get(address("dashboard", consultation)).content.decode())
    for theme in done.themes:
        page = address("theme_detail", consultation, theme["id"])
        assert theme["label"] in first and page in first
        html = unescape(client.get(page).content.decode())
        for line in theme["summary"]:
            cited = address("comment_detail", consultation, line["cites"][0])
            assert cited in html
            assert client.get(cited).status_code == 200


def test_themes_are_compared_and_every_chart_leads_to_a_theme(consultation, done):
    html = unescape(analyst_of(consultation).get(address("theme_list", consultation)).content.decode())
    compared = html[html.index('id="compared"') :]
    for chart in ("diverging", "dot-map", "multiples"):
        drawn = compared[compared.index(f'class="{chart}"') :]
        drawn = drawn[: drawn.index("</figure>")]
        for theme in done.themes:
            to = address("theme_detail", consultation, theme["id"])
            assert f'href="{to}">{theme["label"]}</a>' in drawn
        assert "<table" in drawn
    assert "ไม่มีใครไม่เห็นด้วย" in compared


def test_a_theme_that_was_renamed_is_offered_by_its_new_name_at_once(consultation, done):
    client, (theme, other) = analyst_of(consultation), done.themes
    page = address("theme_detail", consultation, other["id"])
    seen = unescape(client.get(page).content.decode())
    assert f">{theme['label']}</option>" in seen
    by = officer_of(consultation)
    actions.rename_theme(consultation=consultation, by=by, theme=theme["id"], name="ชื่อที่ตั้งใหม่")
    seen = unescape(client.get(page).content.decode())
    assert ">ชื่อที่ตั้งใหม่</option>" in seen and f">{theme['label']}</option>" not in seen


def test_the_timeline_marks_opening_closing_and_a_new_wording():
    consultation = talked_about()
    reissue(consultation, "ถ้อยคำใหม่")
    html = unescape(analyst_of(consultation).get(address("dashboard", consultation)).content.decode())
    marks = html[html.index('class="marks"') :]
    marks = marks[: marks.index("</ol>")]
    assert [word in marks for word in ("เปิดรับฟัง", "วันนี้", "ฉบับที่ 2", "ปิดรับฟัง")] == [True] * 4


def test_a_run_under_way_says_how_long_it_may_take_judging_by_the_one_before():
    consultation = talked_about()
    waiting = AnalysisJob.objects.create(consultation=consultation, options={})
    now = timezone.now()
    assert waiting.expected_end(now) is None
    AnalysisJob.objects.filter(pk=waiting.pk).update(state="failed")
    done = run(consultation, themes=2)
    job = AnalysisJob.objects.create(
        consultation=consultation, options={}, state="running", lease=uuid.uuid4(), fraction=0.75
    )
    assert job.expected_end(now) == now + timedelta(seconds=done.duration_seconds / 4)
    for number in range(12):
        post(consultation, f"ความคิดเห็นใหม่อีก {number}")
    assert job.expected_end(now) == now + timedelta(seconds=done.duration_seconds / 2)


def test_tone_is_told_of_twenty_comments_or_more_and_as_no_position(consultation):
    client = analyst_of(consultation)
    assert "น้ำเสียง" not in client.get(address("theme_list", consultation)).content.decode()
    for number in range(8):
        post(consultation, f"ดีใจมากที่ไม่ต้องถ่ายสำเนาแล้ว ขอบคุณหน่วยงาน ครั้งที่ {number}")
    done = run(consultation, themes=2)
    assert sum(done.document["run"]["sentiment"].values()) == 20
    assert "น้ำเสียงไม่ใช่จุดยืน" in client.get(address("theme_list", consultation)).content.decode()


def test_the_tone_of_themes_is_compared_where_it_is_told_and_says_that_it_is_no_position():
    consultation = make_consultation("ห้ามเรียกสำเนา")
    for number in range(24):
        post(consultation, f"ดีใจมากที่ไม่ต้องถ่ายสำเนาแล้ว ขอบคุณหน่วยงาน ครั้งที่ {number}", stance="agree")
    done = run(consultation, themes=1)
    (theme,) = done.themes
    client = analyst_of(consultation)
    html = unescape(client.get(address("theme_list", consultation)).content.decode())
    drawn = html[html.index("น้ำเสียงโดยประมาณของข้อความในแต่ละประเด็น") :]
    drawn = drawn[: drawn.index("</figure>")]
    assert f'href="{address("theme_detail", consultation, theme["id"])}">{theme["label"]}</a>' in drawn
    assert "น้ำเสียงไม่ใช่จุดยืน" in drawn and "<table" in drawn and "fill-agree" not in drawn
    for tone, word in (("negative", "เชิงลบ"), ("neutral", "กลาง ๆ"), ("question", "เชิงถาม"), ("positive", "เชิงบวก")):
        assert f"{word} <b>{theme['sentiment'][tone]}</b>" in drawn
    out = consultation.comments.filter(pk=consultation.comments.first().pk)
    actions.exclude_comments(consultation=consultation, by=officer_of(consultation), comments=out, reason="off_topic")
    assert (
        "น้ำเสียงโดยประมาณของข้อความในแต่ละประเด็น" not in client.get(address("theme_list", consultation)).content.decode()
    )


def test_a_theme_named_in_english_says_that_it_is_english(consultation, done):
    named, other = done.themes
    actions.rename_theme(consultation=consultation, by=officer_of(consultation), theme=named["id"], name="Help desk")
    client = analyst_of(consultation)
    for theme, heading in ((named["id"], 'lang="en">Help desk<'), (other["id"], f'lang="th">{other["label"]}<')):
        page = unescape(client.get(address("theme_detail", consultation, theme)).content.decode())
        assert f'id="theme-label" {heading}' in page
    html = unescape(client.get(address("theme_list", consultation)).content.decode())
    assert 'lang="th">Help desk<' not in html[html.index("diverging") :].split("<table", 1)[0]


def test_an_insult_is_pointed_out_to_analysts_and_stays_where_it_is():
    consultation = talked_about()
    insult = post(consultation, "ไอ้พวกโง่ เขียนกฎหมายแบบนี้ได้ยังไง ทางเท้าหน้าโรงเรียนยังพังอยู่เลย")
    run(consultation, themes=2)
    html = analyst_of(consultation).get(address("aside_detail", consultation)).content.decode()
    review = html[html.index('id="review"') :]
    assert address("comment_detail", consultation, insult.pk) in review[: review.index("</section>")]
    assert consultation.comments.visible().filter(pk=insult.pk).exists()


def test_words_hidden_after_a_run_are_on_no_dashboard(consultation, done):
    quotes = [quote for theme in done.themes for quote in theme["quotes"]]
    client = analyst_of(consultation)
    before = read_all(client, consultation)
    assert quotes and all(quote["text"] in before for quote in quotes)
    for pk in {quote["comment_id"] for quote in quotes}:
        comment = consultation.comments.get(pk=pk)
        consult_actions.hide_comment(comment=comment, by=officer_of(consultation), reason="personal_data")
    for earlier in ("", f"?run={done.pk}"):
        after = read_all(client, consultation, earlier)
        assert [quote["text"] for quote in quotes if quote["text"] in after] == []
        assert done.themes[0]["summary"][0]["sentence"] in after  # figures stay until the next run


def test_words_masked_after_a_run_are_on_no_dashboard(consultation, done, monkeypatch):
    quotes = [quote for theme in done.themes for quote in theme["quotes"]]
    told = [quote["text"] for quote in quotes if "ผู้สูงอายุ" in quote["text"]]
    others = [quote["text"] for quote in quotes if "ผู้สูงอายุ" not in quote["text"]]
    assert told and others
    monkeypatch.setattr(personal_data, "mask", hides_elders)
    consult_actions.mask_again(consultation=consultation)
    client = analyst_of(consultation)
    for earlier in ("", f"?run={done.pk}"):
        html = read_all(client, consultation, earlier)
        assert [text for text in told if text in html] == []
        assert [text for text in others if text not in html] == []


def test_a_dashboard_without_a_run_offers_to_start_one():
    consultation = talked_about()
    html = analyst_of(consultation).get(address("dashboard", consultation)).content.decode()
    assert "ยังไม่มีผลการวิเคราะห์" in html and "เริ่มวิเคราะห์" in html


def test_strangers_sign_in_first_and_staff_without_the_role_are_refused():
    consultation = talked_about()
    comment = consultation.comments.first()
    elsewhere = make_consultation()
    doors = [
        ("dashboard", []),
        ("comment_table", []),
        ("comment_export", ["csv"]),
        ("answer_table", []),
        ("answer_export", ["csv"]),
        ("theme_export", ["csv"]),
        ("argument_export", ["json"]),
        ("group_export", ["xlsx"]),
        ("argument_list", []),
        ("theme_list", []),
        ("group_detail", []),
        ("aside_detail", []),
        ("turnout_detail", []),
        ("run_list", []),
        ("comment_detail", [comment.pk]),
    ]
    for name, args in doors:
        assert "login" in Client().get(address(name, consultation, *args)).headers["Location"]
        for nobody in (make_user(), make_staff(consultation.agency, "moderator"), officer_of(elsewhere)):
            client = Client()
            client.force_login(nobody)
            assert client.get(address(name, consultation, *args)).status_code == 403
    assert analyst_of(elsewhere).get(address("comment_detail", elsewhere, comment.pk)).status_code == 404


def test_an_analyst_starts_a_run_and_sees_how_far_it_is():
    consultation = talked_about()
    client = analyst_of(consultation)
    client.post(address("job_create", consultation), {"themes": "3"})
    job = AnalysisJob.objects.get(consultation=consultation)
    assert job.options["themes"] == 3
    progress = client.get(address("job_detail", consultation, job.pk), headers={"HX-Request": "true"})
    assert "<progress" in progress.content.decode()
    AnalysisJob.objects.filter(pk=job.pk).update(state="done")
    over = client.get(address("job_detail", consultation, job.pk), headers={"HX-Request": "true"})
    assert over.headers["HX-Redirect"] == address("dashboard", consultation)


@pytest.mark.parametrize("themes", ["1", "41", "x", "-3"])
def test_a_number_of_themes_that_makes_no_sense_starts_nothing(themes):
    consultation = talked_about()
    response = analyst_of(consultation).post(address("job_create", consultation), {"themes": themes}, follow=True)
    assert response.status_code == 200 and not AnalysisJob.objects.filter(consultation=consultation).exists()


def test_the_table_narrows_by_theme_section_position_and_words():
    consultation = talked_about()
    first, second = consultation.draft.sections.all()
    odd = post(consultation, "ถามเรื่องน้ำประปาไหลน้อย ๒ วัน", stance="disagree")
    done = run(consultation, themes=2)
    client = analyst_of(consultation)
    assert len(rows_of(client, consultation)) == 13
    assert rows_of(client, consultation, q="ประปา") == [odd.public_text]
    assert rows_of(client, consultation, q="ประปา 2 วัน") == [odd.public_text]
    assert rows_of(client, consultation, stance="disagree") == [odd.public_text]
    assert rows_of(client, consultation, section="whole") == [odd.public_text]
    assert len(rows_of(client, consultation, section=str(second.anchor))) == 6
    by_theme = [len(rows_of(client, consultation, theme=theme["id"])) for theme in done.themes]
    assert by_theme == [theme["n_comments"] for theme in done.themes]
    assert rows_of(client, consultation, campaign="any") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "no such theme"},
        {"stance": "yes"},
        {"section": "1"},
        {"channel": "fax"},
        {"campaign": "9"},
        {"argument": "x"},
        {"q": "ก" * 5000},
    ],
)
def test_a_filter_that_cannot_be_is_refused_and_never_widened(consultation, wrong):
    client = analyst_of(consultation)
    for page, form in (("comment_table", ()), ("comment_export", ("csv",))):
        answer = client.get(address(page, consultation, *form), wrong)
        html = unescape(answer.content.decode())
        assert answer.status_code == 400 and "ใช้ค่านี้ไม่ได้ จึงไม่แสดงรายการใด" in html
        assert consultation.comments.first().public_text not in html
    assert not AuditEntry.objects.filter(verb="record_export").exists()


def test_every_number_of_an_earlier_run_opens_the_rows_of_that_run(consultation, done):
    theme = done.themes[0]
    out = consultation.comments.filter(assignments__run=done, assignments__theme=theme["id"]).first()
    actions.exclude_comments(consultation=consultation, by=officer_of(consultation), comments=[out], reason="off_topic")
    later = run(consultation, themes=2)
    client = analyst_of(consultation)
    html = read_all(client, consultation, f"?run={done.pk}")
    assert html.count("ผลนี้ไม่ใช่ฉบับที่ใช้อยู่") == html.count("<h1") >= 5
    links = re.findall(rf'href="({address("comment_table", consultation)}\?[^"]+)"', html)
    assert links and all(f"run={done.pk}" in link for link in links)
    earlier = client.get(f"{address('comment_table', consultation)}?run={done.pk}&theme={theme['id']}")
    assert len(earlier.context["comments"]) == theme["n_comments"]
    assert 'name="comments"' not in earlier.content.decode()  # as it was made: nothing in it is moved
    now = client.get(f"{address('comment_table', consultation)}?theme=reason:off_topic")
    assert later.pk != done.pk and [one.pk for one in now.context["comments"]] == [out.pk]


def test_the_first_screen_says_through_which_channels_and_opens_them(consultation, done):
    client = analyst_of(consultation)
    html = unescape(client.get(address("dashboard", consultation)).content.decode())
    assert f'href="{address("comment_table", consultation)}?channel=web">เว็บไซต์นี้ 12</a>' in html
    assert (
        len(rows_of(client, consultation, channel="web")) == 12 and rows_of(client, consultation, channel="paper") == []
    )


def test_the_first_screen_says_what_all_agree_on_and_what_divides(consultation):
    half = consultation.draft.sections.first()
    for number in range(12):
        side = "disagree" if number % 2 else "agree"
        post(consultation, f"ค่าธรรมเนียมใบอนุญาตร้านอาหารแพงไป ครั้งที่ {number}", section=half, stance=side)
    done = run(consultation, themes=3)
    html = unescape(analyst_of(consultation).get(address("dashboard", consultation)).content.decode())
    divided = html[html.index('id="divided"') :].split("</section>")[0]
    fees = max(done.themes, key=lambda theme: theme["stance"]["asked"]["disagree"])
    assert fees["label"] in divided and f"theme={fees['id']}&stance=disagree" in divided


def test_the_export_holds_the_filtered_comments_masked_and_without_authors_and_is_on_record():
    consultation = talked_about()
    author = make_user(alias="คุณลับมาก")
    post(consultation, "=HYPERLINK(1) โทร 081-234-5678", author=author, stance="disagree")
    run(consultation, themes=2)
    client = analyst_of(consultation)
    response = client.get(address("comment_export", consultation, "csv"), {"stance": "disagree"})
    raw = b"".join(response.streaming_content).decode("utf-8")
    assert raw.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(raw.removeprefix("\ufeff")))
    assert row["text"].startswith("'=HYPERLINK") and "081-234-5678" not in raw
    assert author.alias not in raw and author.email not in raw
    assert row["stance"] == "disagree" and (row["theme"] or row["reason"])
    assert AuditEntry.objects.get(verb="record_export").detail == {"what": "comments.csv?stance=disagree"}


def test_the_dashboard_counts_the_same_comments_above_a_run_and_in_it():
    consultation = talked_about()
    post(consultation, "ตอบกลับไว้หนึ่งข้อ", parent=consultation.comments.last())
    for number in range(2):
        hidden = post(consultation, f"ข้อความต้องห้าม {number}")
        consult_actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="illegal")
    done = run(consultation)
    page = analyst_of(consultation).get(address("dashboard", consultation)).content.decode()
    assert "มีความคิดเห็นแล้ว 13 ความคิดเห็น รวมการตอบกลับ" in page
    assert f'<dt>ความคิดเห็น</dt><dd><a href="{address("comment_table", consultation)}">13</a></dd>' in page
    assert "<dt>ถูกผู้ดูแลซ่อน ไม่นับรวม</dt><dd>2</dd>" in page
    assert (done.comment_count, done.shown_count) == (15, 13)


def test_hidden_comments_are_neither_listed_nor_exported_nor_opened():
    consultation = talked_about()
    hidden = post(consultation, "ข้อความต้องห้าม")
    consult_actions.hide_comment(comment=hidden, by=officer_of(consultation), reason="illegal")
    run(consultation)
    client = analyst_of(consultation)
    assert "ข้อความต้องห้าม" not in rows_of(client, consultation)
    exported = b"".join(client.get(address("comment_export", consultation, "csv")).streaming_content).decode()
    assert "ข้อความต้องห้าม" not in exported
    assert client.get(address("comment_detail", consultation, hidden.pk)).status_code == 404


def test_the_table_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    consultation = talked_about()
    for _ in range(40):
        post(consultation)
    run(consultation)
    client = analyst_of(consultation)
    with django_assert_max_num_queries(15):
        assert len(rows_of(client, consultation)) == comments.PAGE_SIZE


def test_the_table_and_the_file_say_which_comments_the_agency_answered():
    consultation = make_consultation()
    officer = officer_of(consultation)
    answered, taken_back, open_still = (post(consultation, f"ความเห็น {n}") for n in range(3))
    consult_actions.reply_officially(comment=answered, by=officer, text="=คำชี้แจง")
    reply = consult_actions.reply_officially(comment=taken_back, by=officer, text="ผิดเรื่อง")
    consult_actions.withdraw_official_reply(reply=reply, by=officer, seen=1)
    client = analyst_of(consultation)

    def export(query: str = "") -> dict[int, str]:
        answer = client.get(address("comment_export", consultation, "csv") + query)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return {int(row["id"]): row["official_reply"] for row in csv.DictReader(io.StringIO(text))}

    assert export() == {answered.pk: "'=คำชี้แจง", taken_back.pk: "", open_still.pk: ""}
    assert list(export("?official=yes")) == [answered.pk]
    assert set(export("?official=no")) == {taken_back.pk, open_still.pk}
    shown = client.get(address("comment_table", consultation)).content.decode()
    assert shown.count("#icon-agency") == 1
    assert "=คำชี้แจง" in client.get(address("comment_detail", consultation, answered.pk)).content.decode()
