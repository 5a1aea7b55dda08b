"""Comments on words inside a section: what is put on record, where the words stand later, who sees them."""

import re
import uuid
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult import actions
from consult.actions import ChosenWords
from consult.errors import WordsNotInSection
from consult.models import Comment, CommentSpan
from consult.pages.where import with_where
from consult.pages.words import marked, words_spoken_of
from tests.support.makers import make_consultation, make_sections, make_user, officer_of, post

pytestmark = pytest.mark.django_db

TAX = "ให้ผู้มีหน้าที่เสียภาษีที่ดินยื่นแบบแสดงรายการ ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง\nผู้ใดฝ่าฝืนต้องระวางโทษปรับไม่เกิน ๕,๐๐๐ บาท"
OTHER = "รัฐมนตรีรักษาการตามพระราชบัญญัตินี้และมีอำนาจออกกฎกระทรวง"
TERM = "ภายในสิบห้าวัน"


def places(words: str, text: str = TAX) -> ChosenWords:
    start = text.index(words)
    return ChosenWords(start=start, end=start + len(words))


def on_words(consultation, words: str = TERM, **options) -> Comment:
    section = consultation.draft.sections.first()
    return post(consultation, section=section, words=places(words, section.text), **options)


def issue(consultation, *texts: str) -> None:
    actions.issue_version(consultation=consultation, sections=make_sections(*texts), by=officer_of(consultation))
    consultation.refresh_from_db()


def where_of(comment: Comment):
    (found,) = Comment.objects.with_author().filter(pk=comment.pk)
    with_where([found])
    return found.where


def section_page(consultation, client=None, **query) -> str:
    section = consultation.draft.sections.first()
    response = (client or Client()).get(reverse("consult:section_detail", args=[consultation.pk, section.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_comment_on_words_keeps_them_as_selectors_with_the_version_they_stood_in():
    consultation = make_consultation(TAX, OTHER)
    span = on_words(consultation).span
    assert span.section == consultation.draft.sections.first()
    assert (span.exact, TAX[span.start : span.end]) == (TERM, TERM)
    assert TAX[: span.start].endswith(span.prefix) and TAX[span.end :].startswith(span.suffix)


def test_places_count_code_points_and_never_cut_a_letter():
    text = "ป้าย 🏠🏠 ที่น\u0e4d\u0e49าดื่ม ท้าย"
    consultation = make_consultation(text)
    comment = on_words(consultation, "🏠 ที่")
    assert comment.span.exact == "🏠 ที่"
    section = consultation.draft.sections.first()
    torn = text.index("\u0e4d")  # a consonant stands before it, the rest of its marks behind
    comment = post(consultation, section=section, words=ChosenWords(start=torn, end=torn + 1))
    assert comment.span.exact == "น\u0e4d\u0e49า"


def test_words_as_a_screen_shows_them_are_the_same_words():
    """In other digits and in another normal form, as a browser may hand them over."""
    consultation = make_consultation(TAX)
    section = consultation.draft.sections.first()
    shown = places("ไม่เกิน ๕,๐๐๐ บาท")
    for exact in ("ไม่เกิน ๕,๐๐๐ บาท", "ไม่เกิน 5,000 บาท"):
        words = ChosenWords(start=shown.start, end=shown.end, exact=exact)
        assert post(consultation, section=section, words=words).span.exact == "ไม่เกิน ๕,๐๐๐ บาท"


@pytest.mark.parametrize(
    "words",
    [
        ChosenWords(start=0, end=10_000),  # as one that reaches into the next section
        ChosenWords(start=-3, end=4),
        ChosenWords(start=9, end=9),
        ChosenWords(start=9, end=2),
        ChosenWords(start=2**62, end=2**63),
        ChosenWords(start=TAX.index(" "), end=TAX.index(" ") + 1),
        ChosenWords(start=0, end=8, exact="ถ้อยคำที่ไม่มีในร่าง"),
    ],
)
def test_words_that_do_not_stand_in_the_section_are_refused_and_nothing_is_written(words):
    consultation = make_consultation(TAX, OTHER)
    for section in (consultation.draft.sections.first(), None):
        with pytest.raises(WordsNotInSection):
            post(consultation, section=section, words=words)
    assert not Comment.objects.exists() and not CommentSpan.objects.exists()


@pytest.mark.parametrize("words", ["0-999999", "5-2", "x", "1-5:ไม่ใช่คำนี้", "-1-5", "9" * 40, "๑-๕"])
def test_hostile_places_come_back_with_the_words_that_were_typed(words):
    consultation, client = make_consultation(TAX), Client()
    client.force_login(make_user())
    sent = {"text": "ขอเวลามากกว่านี้", "words": words, "client_key": uuid.uuid4()}
    sent |= {"section": consultation.draft.sections.first().pk}
    response = client.post(reverse("consult:comment_create", args=[consultation.pk]), sent)
    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert "ขอเวลามากกว่านี้" in response.content.decode()
    assert section_page(consultation, words=words, about=words)


def test_without_script_a_paragraph_or_a_part_of_it_is_chosen_in_the_form():
    consultation, client = make_consultation(TAX), Client()
    client.force_login(make_user())
    offered = re.findall(r'<option value="(\d+)-(\d+)"', section_page(consultation, client))
    texts = [TAX[int(start) : int(end)] for start, end in offered]
    assert TAX.split("\n")[0] in texts and "ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง" in texts
    start, end = offered[texts.index("ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง")]
    form = {"text": "สั้นไป", "words": f"{start}-{end}", "client_key": uuid.uuid4()}
    form |= {"section": consultation.draft.sections.first().pk}
    assert client.post(reverse("consult:comment_create", args=[consultation.pk]), form).status_code == 302
    assert Comment.objects.get().span.exact == "ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง"


def test_words_chosen_before_signing_in_are_there_after_it():
    consultation, client, person = make_consultation(TAX), Client(), make_user()
    chosen = places(TERM)
    form = {"text": "สั้นไป", "words": f"{chosen.start}-{chosen.end}", "client_key": uuid.uuid4()}
    form |= {"section": consultation.draft.sections.first().pk}
    sent = client.post(reverse("consult:comment_create", args=[consultation.pk]), form)
    client.force_login(person)
    page = client.get(unquote(sent.url.split("next=")[1]), follow=True).content.decode()
    assert re.search(rf'value="{chosen.start}-{chosen.end}"[^>]* selected', page)


def test_the_same_text_on_other_words_is_another_comment_and_on_the_same_words_it_is_not():
    consultation, author, key = make_consultation(TAX), make_user(), uuid.uuid4()
    for words in (TERM, TERM, "ไม่เกิน ๕,๐๐๐ บาท"):
        on_words(consultation, words, author=author, client_key=key, text="แก้ตรงนี้")
    assert {comment.span.exact for comment in Comment.objects.all()} == {TERM, "ไม่เกิน ๕,๐๐๐ บาท"}
    assert Comment.objects.count() == 2


def test_a_reply_is_on_no_words():
    consultation = make_consultation(TAX)
    reply = post(consultation, parent=on_words(consultation), words=ChosenWords(start=0, end=9_999))
    assert not hasattr(reply, "span")


def test_words_follow_a_rewording_around_them_and_are_marked_in_it():
    consultation = make_consultation(TAX, OTHER)
    comment = on_words(consultation)
    issue(consultation, "เว้นแต่มีเหตุจำเป็น " + TAX.replace("ได้รับแจ้ง", "ได้รับหนังสือแจ้ง"), OTHER)
    assert where_of(comment).lost_in is None
    section = consultation.draft.sections.first()
    spoken = words_spoken_of(consultation, section)
    assert section.text[spoken[comment.pk].start : spoken[comment.pk].end] == TERM


def test_words_of_which_a_part_changed_are_marked_and_both_readings_shown():
    consultation = make_consultation(TAX, OTHER)
    on_words(consultation, "ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง")
    issue(consultation, TAX.replace("สิบห้าวัน", "หกสิบวัน"), OTHER)
    shown = section_page(consultation)
    assert "“ภายในสิบห้าวันนับแต่วันที่ได้รับแจ้ง”" in shown
    assert "“ภายในหกสิบวันนับแต่วันที่ได้รับแจ้ง”" in shown and "spoken--1" in shown


def test_words_that_changed_stay_with_the_section_and_say_in_which_version():
    consultation = make_consultation(TAX, OTHER)
    comment = on_words(consultation)
    issue(consultation, TAX + "\nวรรคใหม่ที่ไม่เกี่ยวกับข้อความข้างต้นเลย", OTHER)
    issue(consultation, TAX.replace("ภายในสิบห้าวันนับแต่", "เมื่อครบกำหนดตามประกาศของอธิบดีใน"), OTHER)
    assert (where_of(comment).words, where_of(comment).lost_in) == (TERM, 3)
    shown = section_page(consultation)
    assert "ข้อความที่อ้างถึงเปลี่ยนไปในร่างฉบับที่ 3" in shown and TERM in shown
    assert "spoken--" not in shown
    issue(consultation, TAX, OTHER)
    assert where_of(comment).lost_in is None and "spoken--1" in section_page(consultation)


def test_marks_overlap_and_say_how_many_comments_there_are():
    consultation = make_consultation(TAX)
    first, second = on_words(consultation, "ภายในสิบห้าวัน"), on_words(consultation, "สิบห้าวันนับแต่")
    lone = on_words(consultation, "ไม่เกิน ๕,๐๐๐ บาท")
    section = consultation.draft.sections.first()
    line, last = marked(section.text, words_spoken_of(consultation, section))
    spoken = [(piece.text, set(piece.comments)) for piece in line.pieces if piece.comments]
    both = {first.pk, second.pk}
    assert spoken == [("ภายใน", {first.pk}), ("สิบห้าวัน", both), ("นับแต่", {second.pk})]
    assert [set(piece.ends) for piece in line.pieces if piece.ends] == [both]
    assert [piece.ends for piece in last.pieces if piece.ends] == [(lone.pk,)]
    assert "".join(piece.text for paragraph in (line, last) for piece in paragraph.pieces) == TAX.replace("\n", "")


def test_a_mark_leads_to_the_comments_on_its_words_and_to_no_others():
    consultation = make_consultation(TAX)
    here, there = on_words(consultation, text="ขอสามสิบวัน"), on_words(consultation, "๕,๐๐๐ บาท", text="ปรับแพงไป")
    (about,) = set(re.findall(rf'about=(\d+-\d+)#found" data-comments="{here.pk}"', section_page(consultation)))
    narrowed = section_page(consultation, about=about)
    assert f'id="comment-{here.pk}"' in narrowed and f'id="comment-{there.pk}"' not in narrowed


def test_a_hidden_comment_leaves_no_mark():
    consultation = make_consultation(TAX)
    comment = on_words(consultation)
    assert "spoken--1" in section_page(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    assert "spoken--" not in section_page(consultation)


def test_marks_cost_the_same_however_many_comments_there_are():
    consultation = make_consultation(TAX, OTHER)
    written = 0
    asked = []
    for number in (3, 12):
        for place in range(written, number):
            on_words(consultation, TAX[place : place + 9])
        written = number
        if consultation.draft.number == 1:
            issue(consultation, TAX.replace("สิบห้า", "สามสิบ"), OTHER)
        section_page(consultation)
        with CaptureQueriesContext(connection) as queries:
            section_page(consultation)
        asked.append(len(queries))
    assert asked[0] == asked[1]
