"""However Thai is typed: it is found, it is the same wording, it is nobody else's name; and it shows something."""

import json
import re
import threading
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult import actions, errors
from consult.models import Agency, Comment, User, Vote
from consult.models.search import comments_with, consultations_with, sections_with
from consult.models.user import fresh_alias
from consult.people.views.forms import AliasForm
from tests.support.makers import close, make_consultation, make_sections, make_user, officer_of, post, vote
from tests.support.spelling import SPELLING, rows

pytestmark = pytest.mark.django_db

TYPED = rows("typed_and_sought.csv") + rows("found_alike.csv") + [pair[::-1] for pair in rows("found_alike.csv")]
BLANK = ["".join(chr(int(code, 16)) for code in codes.split()) for (codes,) in rows("blank_texts.csv")]
UNSEEN = ["\u200b", "\u00ad\u2060", "\u3164", "\u2800"]


def test_comments_are_found_however_they_were_typed():
    consultation = make_consultation()
    for typed, sought in TYPED:
        comment = post(consultation, f"เรื่อง {typed}")
        assert consultation.comments.filter(comments_with(sought), pk=comment.pk).exists(), (typed, sought)
        assert comment.public_text == f"เรื่อง {typed}"  # shown as it was written


def test_sections_are_found_by_words_numbers_and_both_kinds_of_digits():
    drafted = rows("draft_sections.csv")
    sections = make_consultation(*[text for _, text in drafted]).draft.sections
    for query, places in json.loads((SPELLING / "draft_queries.json").read_text())["queries"].items():
        found = {
            f"มาตรา {'๐๑๒๓๔'[int(number)]}"
            for number in sections.filter(sections_with(query)).values_list("number", flat=True)
        }
        assert found == set(places), query
    assert [one.number for one in sections.filter(sections_with("มาตรา ๓"))] == ["3"]


def test_the_list_finds_words_of_titles_summaries_and_sections():
    told = make_consultation(title="ร่างกฎหมายนํ้าประปา", summary="สรุปเรื่องท่อ")
    drafted = make_consultation("ให้เเก้ไขทะเบียนต่าง ๆ")
    for query, found in [("น้ำประปา", told), ("ท่อ", told), ("แก้ไข ทะเบียนต่างๆ", drafted)]:
        page = Client().get(reverse("consult:consultation_list"), {"q": query})
        assert [one.pk for one in page.context["page"]] == [found.pk], query


@pytest.mark.parametrize("query", UNSEEN)
def test_a_query_that_shows_nothing_finds_nothing(query):
    consultation = make_consultation()
    post(consultation)
    assert not Comment.objects.filter(comments_with(query)).exists()
    assert not consultation.draft.sections.filter(sections_with(query)).exists()
    assert not type(consultation).objects.filter(consultations_with(query)).exists()
    moderator = Client()
    moderator.force_login(officer_of(consultation))
    for reader, name, args in [(Client(), "consultation_list", []), (moderator, "moderation", [consultation.pk])]:
        assert reader.get(reverse(f"consult:{name}", args=args), {"q": query}).status_code == 200


@pytest.mark.parametrize(("label", "first", "again"), rows("same_wording.csv"))
def test_votes_stay_with_a_wording_however_it_is_encoded(label, first, again):
    consultation = make_consultation(first, "อื่น")
    vote(consultation, section=consultation.draft.sections.first())
    actions.issue_version(consultation=consultation, sections=make_sections(again, "อื่น"), by=officer_of(consultation))
    consultation.refresh_from_db()
    section = consultation.draft.sections.first()
    assert section.text == again
    assert Vote.objects.section_tallies([section.ballot_id])
    changes = Client().get(reverse("consult:version_changes", args=[consultation.pk, consultation.draft.number]))
    assert "<del>" not in changes.content.decode()


@pytest.mark.parametrize("text", BLANK)
def test_a_comment_that_shows_nothing_is_refused_as_empty(text):
    with pytest.raises(errors.TextEmpty):
        post(make_consultation(), text)


def test_a_tower_of_marks_is_refused_and_what_was_written_stays_in_the_form():
    consultation, citizen = make_consultation(), Client()
    citizen.force_login(make_user())
    text = "ข้อความ" + "ก" + "้" * 80
    address = reverse("consult:comment_create", args=[consultation.pk])
    answer = citizen.post(address, {"text": text, "client_key": str(uuid.uuid4())})
    assert answer.status_code == 422 and text in answer.content.decode()
    assert "เครื่องหมายซ้อนกัน" in answer.content.decode()
    assert not consultation.comments.exists()


def test_a_comment_keeps_its_spelling_and_loses_what_turns_its_direction():
    assert post(make_consultation(), "นำ้\u202eท่วม").text == "นำ้ท่วม"


LOOK_ALIKE = [
    *rows("names_alike.csv"),
    ("สมใจ", "สมใจ\u3164"),
    ("สมใจ", "ส ม ใจ"),
    ("Somjai", "ＳＯＭＪＡＩ"),
    ("ที่รัก", "ท่ีรัก"),
]


@pytest.mark.parametrize(("used", "wanted"), LOOK_ALIKE)
def test_a_name_that_reads_like_another_is_taken(used, wanted):
    make_user(alias=used)
    form = AliasForm({"alias": wanted})
    assert not form.is_valid() and "มีผู้ใช้ชื่อนี้แล้ว" in str(form.errors)


@pytest.mark.parametrize("alias", [*BLANK, "สมใจ" + "้" * 9, "a@example.org", "081-234-5678", "๐๘๑๒๓๔๕๖๗๘"])
def test_a_name_nobody_can_read_or_that_holds_an_address_is_refused(alias):
    assert not AliasForm({"alias": alias}).is_valid()


def test_the_name_we_make_up_is_never_refused():
    for _ in range(10_000):
        form = AliasForm({"alias": fresh_alias()})
        form.fields["alias"].run_validators(form.data["alias"])
    for _ in range(50):
        assert AliasForm({"alias": ""}).is_valid()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_one_name_at_once_one_gets_it_and_the_other_is_told():
    start, pages = threading.Barrier(2), []

    def sign_up(number: int, alias: str) -> None:
        try:
            citizen = Client(raise_request_exception=False)
            start.wait()
            fields = {"email": f"quick{number}@example.org", "password1": "ยาวพอสมควร-2570", "alias": alias}
            pages.append(citizen.post(reverse("account_signup"), fields))
        finally:
            connection.close()

    both = [threading.Thread(target=sign_up, args=pair) for pair in enumerate(["คนไว", "คน\u200bไว"])]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(page.status_code for page in pages) == [200, 302]
    assert "มีผู้ใช้ชื่อนี้แล้ว" in next(page for page in pages if page.status_code == 200).content.decode()
    assert User.objects.filter(alias_form="คนไว").count() == 1


def test_agencies_stand_in_the_order_of_the_thai_dictionary_everywhere():
    ordered = ["กรมเกษตร", "เทศบาลนคร", "แพทยสภา", "สำนักงานตำรวจ", "องค์การบริหาร"]
    for name in ordered[::-1]:
        Agency.objects.create(name=name, slug=uuid.uuid4().hex[:8])
    assert [agency.name for agency in Agency.objects.all()] == ordered
    page = Client().get(reverse("consult:consultation_list")).content.decode()
    places = [page.index(f">{name}<") for name in ordered]
    assert places == sorted(places)


def test_a_closed_hearing_counts_its_sections_in_their_own_word():
    consultation = make_consultation()
    officer = officer_of(consultation)
    sections = [replace(section, unit="ข้อ") for section in make_sections("หนึ่ง", "สอง", "สาม")]
    actions.issue_version(consultation=consultation, sections=sections, by=officer)
    close(consultation)
    page = Client().get(reverse("consult:consultation_detail", args=[consultation.pk])).content.decode()
    assert "<b>3</b> ข้อ<" in page and "มาตราหรือข้อ" not in page


def test_the_deck_names_a_section_and_a_space_parts_it_from_the_next_word():
    consultation = make_consultation()
    post(consultation, section=consultation.draft.sections.first())
    page = Client().get(reverse("consult:deck", args=[consultation.pk])).content.decode()
    assert "มาตรา 1 ว่า" in re.sub("<[^>]*>", "", page)
