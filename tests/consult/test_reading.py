"""How a draft is read: digits, long texts, where people comment; voting one at a time; one's own activity."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from consult import actions
from consult.actions.draft import SectionText
from consult.models import Consultation, Section
from consult.pages.draft import PART_SIZE
from consult.pages.heat import MOST_CELLS, heat
from consult.templatetags import thai
from tests.consult.test_pages import page, signed_in
from tests.support.makers import close, make_consultation, make_user, officer_of, post, vote

LONG = [f"ข้อความของมาตราที่ {number}" for number in range(1, 3 * PART_SIZE + 1)]


@pytest.mark.django_db
def test_the_law_is_shown_in_the_digits_the_reader_chose_and_comments_as_they_were_written():
    consultation = make_consultation("ภายใน 30 วัน หรือ ๖๐ วัน")
    section = consultation.draft.sections.first()
    post(consultation, "ขอ 15 วัน", section=section)
    client = Client()
    assert "ภายใน 30 วัน หรือ ๖๐ วัน" in page("section_detail", consultation.pk, section.pk, client=client)
    here = reverse("consult:section_detail", args=[consultation.pk, section.pk])
    answer = client.post(reverse("consult:digits"), {"digits": "thai", "next": here})
    assert answer.headers["Location"] == here
    html = page("section_detail", consultation.pk, section.pk, client=client)
    assert "ภายใน ๓๐ วัน หรือ ๖๐ วัน" in html and "ขอ 15 วัน" in html
    client.post(reverse("consult:digits"), {"digits": "arabic", "next": here})
    assert "ภายใน 30 วัน หรือ 60 วัน" in page("section_detail", consultation.pk, section.pk, client=client)
    client.post(reverse("consult:digits"), {"digits": "", "next": here})
    assert "หรือ ๖๐ วัน" in page("section_detail", consultation.pk, section.pk, client=client)


@pytest.mark.django_db
def test_the_choice_of_digits_leads_to_no_foreign_site():
    answer = Client().post(reverse("consult:digits"), {"digits": "thai", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_section_before_the_first_chapter_is_headed_as_high_as_a_chapter():
    consultation = make_consultation("ก่อนแก้")
    first = consultation.draft.sections.first().anchor
    texts = [(first, "", "ทั่วไป"), (uuid4(), "ตลาด", "ในหมวด")]
    actions.issue_version(
        consultation=consultation,
        sections=[SectionText(anchor=one, chapter_heading=chapter, text=text) for one, chapter, text in texts],
        by=officer_of(consultation),
    )
    html = page("consultation_detail", consultation.pk)
    assert re.findall(r'<h(\d) class="(section__label|chapter)"', html) == [
        ("3", "section__label"),
        ("3", "chapter"),
        ("4", "section__label"),
    ]


@pytest.mark.django_db
def test_a_short_draft_stands_on_one_page_and_a_long_one_in_parts_that_hold_every_section_once():
    short = make_consultation(*LONG[:PART_SIZE])
    assert page("consultation_detail", short.pk).count('<article class="section"') == PART_SIZE
    long = make_consultation(*LONG)
    ids = [
        re.findall(r'<article class="section" id="section-(\d+)"', page("consultation_detail", long.pk, part=n))
        for n in (1, 2, 3)
    ]
    assert [int(one) for part in ids for one in part] == [one.pk for one in long.draft.sections.all()]


@pytest.mark.django_db
def test_a_link_to_a_section_opens_the_part_it_stands_in_and_nonsense_the_beginning():
    consultation = make_consultation(*LONG)
    first, last = consultation.draft.sections.first(), consultation.draft.sections.last()
    assert f'id="section-{last.pk}"' in page("consultation_detail", consultation.pk, section=last.pk)
    for nonsense in ({"part": "9"}, {"part": "x"}, {"section": "0"}, {"section": "'"}):
        assert f'id="section-{first.pk}"' in page("consultation_detail", consultation.pk, **nonsense)


@pytest.mark.django_db
def test_words_inside_a_long_draft_are_found_and_marked_in_either_kind_of_digits():
    consultation = make_consultation(*LONG, "ผู้เช่าต้องจ่ายภายใน ๙๙๙ วัน <b>")
    html = page("consultation_detail", consultation.pk, q="ผู้เช่า 999")
    assert html.count('<article class="section"') == 1
    assert "<mark>ผู้เช่า</mark>" in html and "<mark>๙๙๙</mark>" in html and "&lt;b&gt;" in html
    assert html.count("<mark>") == 2
    assert "0 แห่ง" in page("consultation_detail", consultation.pk, q="ไม่มีคำนี้เลย")


@pytest.mark.django_db
def test_the_pages_of_a_long_draft_take_as_few_queries_as_a_short_one(django_assert_max_num_queries):
    consultation = make_consultation(*LONG)
    client = signed_in(make_user())
    with django_assert_max_num_queries(13):
        page("consultation_detail", consultation.pk, client=client)
    with django_assert_max_num_queries(14):
        page("consultation_detail", consultation.pk, client=client, q="ข้อความ")


@given(st.lists(st.integers(0, 500), min_size=1, max_size=400))
def test_a_heat_strip_is_full_and_its_fullest_cell_is_darkest_and_highest(counts):
    sections = []
    for order, count in enumerate(counts):
        section = Section(order=order, number=str(order))
        section.comment_count = count
        sections.append(section)
    strip = heat(sections)
    assert 1 <= len(strip.cells) <= MOST_CELLS
    assert all(0 <= cell.level <= 4 and cell.y >= 0 and cell.y + cell.height == strip.height for cell in strip.cells)
    assert strip.cells[-1].x + strip.cells[-1].width <= 100.01
    if any(counts):
        assert max(cell.level for cell in strip.cells) == 4
        assert strip.busiest[0].comment_count == max(counts)
    else:
        assert strip.busiest == []


@pytest.mark.django_db
def test_one_votes_on_a_comment_at_a_time_the_least_heard_first_until_none_is_left():
    consultation = make_consultation()
    heard, unheard = post(consultation, "มีคนโหวตแล้ว"), post(consultation, "ยังไม่มีใครโหวต")
    vote(consultation, comment=heard)
    actions.fold_figures()  # as the ticker does within a second: orders go by what is counted
    client = signed_in(make_user())
    deck = reverse("consult:deck", args=[consultation.pk])
    assert "ยังไม่มีใครโหวต" in page("deck", consultation.pk, client=client)
    address = reverse("consult:comment_vote", args=[consultation.pk, unheard.pk])
    assert client.post(address, {"choice": "1", "from": "deck"}).headers["Location"] == f"{deck}#statement"
    html = page("deck", consultation.pk, client=client)
    assert "มีคนโหวตแล้ว" in html and 'data-votes="' not in html
    client.post(reverse("consult:comment_vote", args=[consultation.pk, heard.pk]), {"choice": "0", "from": "deck"})
    assert "ครบแล้ว" in page("deck", consultation.pk, client=client)


@pytest.mark.django_db
def test_the_deck_leaves_out_replies_hidden_and_skipped_comments_and_closes_with_the_consultation():
    consultation = make_consultation()
    first, second = post(consultation, "ความเห็นแรก"), post(consultation, "ความเห็นที่สอง")
    post(consultation, "คำตอบกลับ", parent=first)
    client = signed_in(make_user())
    assert "ความเห็นที่สอง" in page("deck", consultation.pk, client=client, skip=first.pk)
    assert "ความเห็นแรก" in page("deck", consultation.pk, client=client, skip="nonsense")
    html = page("deck", consultation.pk, client=client, skip=[first.pk, second.pk])
    assert "คำตอบกลับ" not in html and 'name="choice"' not in html
    close(consultation)
    assert 'name="choice"' not in page("deck", consultation.pk, client=client)


@pytest.mark.django_db
def test_one_finds_ones_own_comments_and_votes_and_nobody_elses():
    consultation = make_consultation(title="ร่างกฎหมายของฉัน")
    me = make_user(alias="ฉันเอง")
    mine = post(consultation, "ความเห็นของฉัน", author=me)
    post(consultation, "ความเห็นของคนอื่น")
    post(consultation, "ตอบฉัน", parent=mine)
    vote(consultation, comment=mine)
    vote(consultation, voter=me, section=consultation.draft.sections.first())
    html = page("mine", client=signed_in(me))
    assert "ความเห็นของฉัน" in html and "ความเห็นของคนอื่น" not in html
    assert "ตอบกลับ 1 รายการ" in html and "เห็นด้วย 1 คน" in html and "โหวต 1 ครั้ง" in html
    assert "login" in Client().get(reverse("consult:mine")).headers["Location"]


@pytest.mark.parametrize(
    ("back", "thai_words", "english"),
    [
        (timedelta(seconds=20), "เมื่อสักครู่", "just now"),
        (timedelta(minutes=5), "5 นาทีที่ผ่านมา", "5 minutes ago"),
        (timedelta(hours=3), "3 ชั่วโมงที่ผ่านมา", "3 hours ago"),
        (timedelta(days=2), "2 วันที่ผ่านมา", "2 days ago"),
        (timedelta(days=30), "23 ตุลาคม 2569", "23 October 2026"),
    ],
)
def test_what_was_said_lately_is_dated_by_how_long_ago(back, thai_words, english):
    now = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
    with translation.override("th"):
        assert thai.ago(now - back, now) == thai_words
    with translation.override("en"):
        assert thai.ago(now - back, now) == english


@pytest.mark.parametrize(("alias", "letter"), [("ยายแก้ว", "ย"), ("เด็กดี", "ด"), ("ไทย", "ท"), ("ann", "A"), ("เ", "เ")])
def test_an_avatar_shows_the_first_consonant(alias, letter):
    assert thai.avatar(alias).endswith(f">{letter}</span>")


@pytest.mark.django_db
def test_the_pattern_page_is_for_staff_once_the_site_is_public(settings):
    assert Client().get(reverse("patterns")).status_code == 200
    settings.PRODUCTION = True
    assert Client().get(reverse("patterns")).status_code == 403


@pytest.mark.django_db
def test_how_others_voted_on_my_comment_is_not_told_before_the_consultation_tells_it():
    me, consultation = make_user(), make_consultation(tallies=Consultation.Tallies.AFTER_CLOSE)
    vote(consultation, comment=post(consultation, author=me))
    said = "เห็นด้วย 1 คน"
    assert said not in page("mine", client=signed_in(me))
    close(consultation)
    assert said in page("mine", client=signed_in(me))
