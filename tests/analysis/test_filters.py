"""What an analyst narrows and orders by: days, who wrote, groups; on the table, the page of themes, arguments, and in their files."""

import csv
import io
import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from analysis import actions
from analysis.models import Argument
from analysis.runs import suggestions
from analysis.views import comments as comment_views
from consult import actions as consult_actions
from consult.models import AuditEntry, Comment, Level, Vote
from consult.people.actions import tell_of_oneself
from consult.people.demographics import AboutOneself
from tests.support.analyses import address, analyst_of, rows_of, run, talked_about
from tests.support.makers import make_consultation, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def at(comment: Comment, day: date, clock: str = "12:00") -> Comment:
    """The same comment as if it had been sent on this day, in Bangkok."""
    hour, minute = map(int, clock.split(":"))
    moment = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, hour, minute))
    Comment.objects.filter(pk=comment.pk).update(posted_at=moment)
    return comment


def test_days_are_bangkoks_and_the_last_one_counts():
    consultation = make_consultation()
    before, first, last, after = (post(consultation, f"วันที่ {n}") for n in range(4))
    at(before, date(2026, 11, 1), "23:59")
    at(first, date(2026, 11, 2), "00:00")
    at(last, date(2026, 11, 4), "23:59")
    at(after, date(2026, 11, 5), "00:00")
    client = analyst_of(consultation)
    for since, until in (("2026-11-02", "2026-11-04"), ("2/11/2569", "๔/๑๑/๒๕๖๙")):
        assert rows_of(client, consultation, since=since, until=until) == [last.public_text, first.public_text]
    assert len(rows_of(client, consultation, since="2026-11-05")) == 1
    assert rows_of(client, consultation, since="29/02/2567", until="29/02/2567") == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"since": "เมื่อวาน"}, "ตั้งแต่วันที่"),
        ({"since": "2026-13-01"}, "ตั้งแต่วันที่"),
        ({"until": "9999-12-31"}, "ถึงวันที่"),
        ({"since": "2026-11-05", "until": "2026-11-04"}, "ถึงวันที่"),
        ({"level": "king"}, "ผู้เขียน"),
        ({"group": "9"}, "กลุ่มความเห็น"),
        ({"sort": "loudest"}, "เรียงตาม"),
        ({"stance": "maybe", "channel": "fax"}, "จุดยืน”, “ช่องทาง"),
    ],
)
def test_a_filter_that_cannot_be_is_named_in_one_sentence_and_nothing_is_shown(consultation, done, wrong, named):
    client = analyst_of(consultation)
    for page in ("comment_table", "theme_list"):
        if page == "theme_list" and "sort" in wrong:
            continue
        answer = client.get(address(page, consultation), wrong)
        html = unescape(answer.content.decode())
        assert answer.status_code == 400
        assert len(re.findall(rf"ตัวกรอง “{named}” ใช้ค่านี้ไม่ได้ จึงไม่แสดงรายการใด", html)) == 1
        assert consultation.comments.first().public_text not in html
    answer = client.get(address("argument_list", consultation), {"kind": "rant"})
    assert answer.status_code == 400 and "ใช้ค่านี้ไม่ได้" in answer.content.decode()
    for name in ("theme_export", "argument_export"):
        asked = {"kind": "rant"} if name == "argument_export" else wrong
        if "sort" not in asked:
            assert client.get(address(name, consultation, "csv"), asked).status_code == 400
    assert not AuditEntry.objects.filter(verb="record_export").exists()


def test_comments_are_told_apart_by_how_surely_their_author_is_known():
    consultation = make_consultation(least_to_comment=Level.GUEST)
    guest = post(consultation, "ผู้เยี่ยมชม", author=consult_actions.welcome_guest(device=uuid.uuid4()))
    member = post(consultation, "ยืนยันอีเมล")
    person = post(consultation, "ยืนยันตัวตน", author=make_user(level=Level.PERSON))
    client = analyst_of(consultation)
    found = {level: rows_of(client, consultation, level=level) for level in ("guest", "email", "person", "juristic")}
    assert found == {
        "guest": [guest.public_text],
        "email": [member.public_text],
        "person": [person.public_text],
        "juristic": [],
    }


def test_the_table_is_ordered_as_asked_from_page_to_page_and_in_the_file():
    consultation = make_consultation()
    comments = [post(consultation, f"ความเห็นที่ {number}") for number in range(comment_views.PAGE_SIZE + 3)]
    liked = comments[7]
    for _ in range(3):
        vote(consultation, comment=liked)
    vote(consultation, comment=comments[9])
    post(consultation, "ตอบ", parent=comments[20])
    consult_actions.fold_figures()
    client = analyst_of(consultation)
    assert rows_of(client, consultation, sort="supported")[:2] == [liked.public_text, comments[9].public_text]
    assert rows_of(client, consultation, sort="replies")[0] == comments[20].public_text
    first = client.get(address("comment_table", consultation), {"sort": "oldest"})
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1]
    second = client.get(address("comment_table", consultation) + unescape(following))
    shown = [one.pk for one in (*first.context["comments"], *second.context["comments"])]
    assert shown == sorted(consultation.comments.values_list("pk", flat=True))
    answer = client.get(address("comment_export", consultation, "csv"), {"sort": "supported"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [int(row["id"]) for row in csv.DictReader(io.StringIO(text))][:2] == [liked.pk, comments[9].pk]


def test_all_of_a_page_are_ticked_with_one_link_and_moved(consultation, done):
    client = analyst_of(consultation)
    theme, other = (one["id"] for one in done.themes)
    asked = {"theme": theme}
    html = unescape(client.get(address("comment_table", consultation), asked).content.decode())
    link = re.search(r'id="tick-page" href="([^"]+)"', html)[1]
    ticked = client.get(address("comment_table", consultation) + link)
    numbers = re.findall(r'name="comments" value="(\d+)" checked', ticked.content.decode())
    assert len(numbers) == done.themes[0]["n_comments"] and "ยกเลิกการเลือกทั้งหน้า" in ticked.content.decode()
    sent = re.search(r'action="([^"]+comments/place/[^"]*)"', unescape(ticked.content.decode()))[1]
    assert "tick=" not in sent
    moved = client.post(sent, {"comments": numbers, "place": other, "seen": 0})
    assert moved.status_code == 302 and rows_of(client, consultation, theme=theme) == []


def test_all_that_match_are_ticked_with_one_link_and_moved_also_those_of_other_pages(consultation, done, monkeypatch):
    monkeypatch.setattr(comment_views, "PAGE_SIZE", 3)
    client = analyst_of(consultation)
    theme, other = (one["id"] for one in done.themes)
    html = unescape(client.get(address("comment_table", consultation), {"theme": theme}).content.decode())
    link = re.search(r'id="tick-all" href="([^"]+)"', html)[1]
    ticked = client.get(address("comment_table", consultation) + link).content.decode()
    numbers = re.findall(r'name="comments" value="(\d+)"', ticked)
    assert len(set(numbers)) == done.themes[0]["n_comments"] > 3
    assert f"เลือกความคิดเห็นในหน้าอื่นไว้ด้วย {len(numbers) - 3} รายการ" in ticked
    sent = re.search(r'action="([^"]+comments/place/[^"]*)"', unescape(ticked))[1]
    assert client.post(sent, {"comments": numbers, "place": other, "seen": 0}).status_code == 302
    assert rows_of(client, consultation, theme=theme) == []


def test_without_copies_each_campaign_is_one_row_and_one_count(consultation):
    wording = "ขอคัดค้านการเก็บค่าธรรมเนียมรายปีของแอปภาครัฐ เพราะเป็นบริการที่ประชาชนจ่ายภาษีไปแล้ว"
    copies = [post(consultation, wording) for _ in range(6)]
    done = run(consultation, themes=2)
    assert done.document["campaigns"][0]["n_texts"] == 6
    client = analyst_of(consultation)
    assert rows_of(client, consultation).count(wording) == 6
    assert rows_of(client, consultation, copies="once").count(wording) == 1
    consult_actions.hide_comment(comment=copies[0], by=officer_of(consultation), reason="illegal")
    assert rows_of(client, consultation, copies="once").count(wording) == 1
    counted = client.get(address("theme_list", consultation), {"copies": "once"})
    assert (
        counted.status_code == 200
        and client.get(address("theme_list", consultation), {"copies": "x"}).status_code == 400
    )


def test_a_comment_leads_to_those_of_its_theme_that_are_like_it(consultation, done, monkeypatch):
    monkeypatch.setattr(suggestions, "LIKEST", 2)
    client = analyst_of(consultation)
    comment = consultation.comments.order_by("pk").first()
    html = client.get(address("comment_detail", consultation, comment.pk)).content.decode()
    assert f"?like={comment.pk}" in html
    found = rows_of(client, consultation, like=comment.pk)
    twin = consultation.comments.get(public_text=comment.public_text.replace("(0)", "(6)"))
    assert comment.public_text in found and twin.public_text in found and len(found) == 3
    assert rows_of(client, consultation, like=10**12) == []
    assert client.get(address("comment_table", consultation), {"like": "ก"}).status_code == 400


def test_the_page_of_themes_counts_the_comments_that_match_where_they_stand_now(consultation, done):
    theme, other = (one["id"] for one in done.themes)
    old, moved, *_ = consultation.comments.filter(assignments__run=done, assignments__theme=theme).order_by("pk")
    actions.move_comments(consultation=consultation, by=officer_of(consultation), comments=[moved], into=other)
    long_ago = date(2020, 1, 5)
    for comment in (old, moved):
        at(comment, long_ago)
    client = analyst_of(consultation)
    shown = client.get(address("theme_list", consultation), {"until": "2020-01-05"})
    counted = {bar.label: bar.value for bar in shown.context["matching"].bars}
    labels = shown.context["matching"] and {one["id"]: one["label"] for one in done.themes}
    assert counted == {labels[theme]: 1, labels[other]: 1}
    for bar in shown.context["matching"].bars:
        assert len(client.get(bar.href).context["comments"]) == bar.value
    file = (
        client.get(address("theme_export", consultation, "csv"), {"until": "2020-01-05"}).getvalue().decode("utf-8-sig")
    )
    rows = [row for row in csv.DictReader(io.StringIO(file)) if not row["part_of"]]
    assert {row["id"]: row["comments_that_match"] for row in rows} == {theme: "1", other: "1"}
    assert AuditEntry.objects.get(verb="record_export").detail == {"what": "themes.csv?until=2020-01-05"}
    none = client.get(address("theme_list", consultation), {"until": "2019-01-05"}).content.decode()
    assert "ไม่พบความคิดเห็น" in none or "ไม่มีความคิดเห็น" in none


def test_comments_that_mark_an_opinion_group_are_opened_from_the_group():
    consultation = talked_about()
    comments = list(consultation.comments.all())
    for number in range(24):
        voter = make_user()
        for place, comment in enumerate(comments):
            choice = Vote.Choice.AGREE if (number + place) % 2 else Vote.Choice.DISAGREE
            vote(consultation, choice, voter, comment=comment)
    done = run(consultation, themes=2)
    client = analyst_of(consultation)
    page = unescape(client.get(address("group_detail", consultation)).content.decode())
    for item in done.document["groups"]["items"]:
        link = f"{address('comment_table', consultation)}?group={item['id']}"
        assert f'href="{link}"' in page
        shown = {str(one.pk) for one in client.get(link).context["comments"]}
        assert shown == {row["statement_id"] for row in item["representative"] if row["statement_id"].isdigit()}


def test_arguments_are_narrowed_by_kind_and_theme_on_the_page_and_in_the_file(consultation, done, analyst):
    first, *_, last = consultation.comments.filter(assignments__run=done).order_by("assignments__theme", "pk")
    made = {}
    for comment, kind in ((first, "ask"), (last, "question")):
        told = {"consultation": consultation, "by": analyst, "comment": comment}
        made[kind] = actions.make_argument(**told, words=comment.public_text, kind=kind)
    client = analyst_of(consultation)
    theme = first.assignments.get(run=done).theme
    for asked in ({"kind": "ask"}, {"theme": theme}, {"theme": theme, "kind": "ask"}):
        html = client.get(address("argument_list", consultation), asked).content.decode()
        assert first.public_text in html and last.public_text not in html
        file = client.get(address("argument_export", consultation, "csv"), asked).getvalue().decode("utf-8-sig")
        assert [row["id"] for row in csv.DictReader(io.StringIO(file))] == [str(made["ask"].pk)]
    empty = client.get(address("argument_list", consultation), {"theme": theme, "kind": "question"}).content.decode()
    assert "ไม่มีข้อสำคัญที่ตรงกับตัวกรอง" in empty


def test_a_filter_folded_away_stands_open_while_it_is_used(consultation, done):
    client = analyst_of(consultation)
    folded = client.get(address("comment_table", consultation)).content.decode()
    used = client.get(address("comment_table", consultation), {"channel": "web"}).content.decode()
    assert '<details class="filter-bar__more">' in folded and '<details class="filter-bar__more" open>' in used


def test_filters_of_time_and_writer_cost_no_query_a_row(consultation, done, django_assert_max_num_queries):
    client = analyst_of(consultation)
    since = (timezone.localdate() - timedelta(days=3)).isoformat()
    with django_assert_max_num_queries(14):
        assert len(rows_of(client, consultation, since=since, level="email", sort="supported")) == 12
    with django_assert_max_num_queries(13):
        assert client.get(address("theme_list", consultation), {"since": since}).status_code == 200


def test_a_kind_is_what_an_analyst_confirmed_that_a_comment_says():
    consultation = make_consultation()
    asks, objects, unread = (
        post(consultation, f"{words}ทุกอำเภอ") for words in ("ขอให้มีเคาน์เตอร์", "ไม่เห็นด้วยกับการปิด", "มีเคาน์เตอร์")
    )
    by = officer_of(consultation)
    for comment, kind in ((asks, "ask"), (objects, "against")):
        words = comment.public_text
        actions.make_argument(consultation=consultation, by=by, comment=comment, words=words, kind=kind)
    client = analyst_of(consultation)
    found = {kind: rows_of(client, consultation, kind=kind) for kind in ("ask", "against", "question")}
    assert found == {"ask": [asks.public_text], "against": [objects.public_text], "question": []}
    assert rows_of(client, consultation, kind="ask", q="เคาน์เตอร์") == [asks.public_text]
    actions.drop_argument(argument=Argument.objects.get(comment=objects), by=by)
    assert rows_of(client, consultation, kind="against") == [] and unread.public_text in rows_of(client, consultation)


@pytest.mark.parametrize(
    ("province", "named", "not_named"),
    [
        ("เลย", "คนจังหวัดเลยเดินทางไกล", "ไม่เห็นด้วยเลย"),
        ("ตาก", "อำเภอแม่สอด จ.ตาก ไม่มีสำนักงาน", "ตากแดดรอคิว"),
        ("เชียงใหม่", "ชาวเชียงใหม่รอนานมาก", "ชาวเชียงรายรอนานมาก"),
        ("กรุงเทพมหานคร", "ใน กทม. สะดวกแล้ว", "ต่างจังหวัดลำบาก"),
    ],
)
def test_a_province_is_the_one_the_words_name(province, named, not_named):
    consultation = make_consultation()
    post(consultation, not_named)
    here = post(consultation, named)
    client = analyst_of(consultation)
    assert rows_of(client, consultation, province=province) == [here.public_text]
    file = b"".join(client.get(address("comment_export", consultation, "csv"), {"province": province})).decode(
        "utf-8-sig"
    )
    assert [row["id"] for row in csv.DictReader(io.StringIO(file))] == [str(here.pk)]
    refused = client.get(address("comment_table", consultation), {"province": "แอตแลนติส"})
    assert refused.status_code == 400 and "จังหวัดที่เอ่ยถึง" in refused.content.decode()


def test_what_people_told_of_themselves_narrows_no_comment():
    consultation = make_consultation()
    author = make_user()
    tell_of_oneself(person=author, told=AboutOneself(province="เชียงใหม่", kind="farmer"))
    post(consultation, "ขอน้ำให้ไร่", author=author)
    assert rows_of(analyst_of(consultation), consultation, province="เชียงใหม่") == []
