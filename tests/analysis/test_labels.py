"""A comment on a section that has another number now: every surface says what its author read, and what that is called today."""

import csv
import io
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.actions import ChosenWords
from consult.models import Membership
from tests.support.makers import make_consultation, make_sections, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db

TEXT = "ให้ผู้มีหน้าที่เสียภาษียื่นแบบภายในสิบห้าวัน"
TERM = "ภายในสิบห้าวัน"
A, B, NEW = (uuid.UUID(int=number) for number in (1, 2, 9))


@pytest.fixture
def renumbered():
    """มาตรา 2 of version 2 is มาตรา 3 of version 3; somebody spoke of words in it."""
    consultation, author = make_consultation("ใช้ชั่วคราว"), make_user()
    officer = officer_of(consultation)

    def issue(*sections) -> None:
        anchors, texts = zip(*sections, strict=True)
        rows = make_sections(*texts, anchors=list(anchors))
        actions.issue_version(consultation=consultation, sections=rows, by=officer)
        consultation.refresh_from_db()

    issue((A, "ให้จัดตั้งกองทุน"), (B, TEXT))
    start = TEXT.index(TERM)
    comment = post(
        consultation,
        "ขอเวลามากกว่านี้",
        author=author,
        section=consultation.draft.sections.get(anchor=B),
        words=ChosenWords(start=start, end=start + len(TERM)),
    )
    issue((NEW, "มาตราใหม่"), (A, "ให้จัดตั้งกองทุน"), (B, TEXT))
    return comment


def in_consultation(name: str):
    return lambda comment: reverse(f"consult:{name}", args=[comment.consultation_id])


def of_comment(name: str):
    return lambda comment: reverse(name, args=[comment.consultation_id, comment.pk])


def section_now(comment) -> str:
    row = comment.consultation.draft.sections.get(anchor=B)
    return reverse("consult:section_detail", args=[comment.consultation_id, row.pk])


#: Every page that shows a comment, and who reads it
SURFACES = {
    "the section": (None, section_now),
    "the comment alone": (None, of_comment("consult:comment_detail")),
    "what open pages fetch": (None, lambda one: f"{in_consultation('comment_fragments')(one)}?ids={one.pk}"),
    "the deck": (None, in_consultation("deck")),
    "my activity": ("author", lambda one: reverse("consult:mine")),
    "moderation": ("moderator", in_consultation("moderation")),
    "the official answer": ("officer", of_comment("consult:official_reply")),
    "the table of the analyst": ("analyst", lambda one: reverse("analysis:comment_table", args=[one.consultation_id])),
    "the card of the analyst": ("analyst", of_comment("analysis:comment_detail")),
}


def reader(comment, role: str | None) -> Client:
    client = Client()
    if role == "author":
        client.force_login(comment.author)
    elif role:
        client.force_login(make_staff(comment.consultation.agency, Membership.Role(role)))
    return client


def words_of(html: str) -> str:
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("surface", SURFACES)
def test_it_says_the_number_and_version_that_was_read_the_number_of_today_and_the_words(renumbered, surface):
    role, address = SURFACES[surface]
    response = reader(renumbered, role).get(address(renumbered))
    assert response.status_code == 200
    said = words_of(response.content.decode())
    assert re.search(r"มาตรา 2 [^·]{0,12}ฉบับที่ 2", said), said
    assert "มาตรา 3" in said
    assert f"“{TERM}”" in said


def test_the_export_carries_version_anchor_both_labels_and_the_words(renumbered):
    address = reverse("analysis:comment_export", args=[renumbered.consultation_id, "csv"])
    body = b"".join(reader(renumbered, "analyst").get(address)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["section"], row["version"], row["anchor"], row["section_now"]) == ("มาตรา 2", "2", str(B), "มาตรา 3")
    assert row["words"] == TERM == TEXT[int(row["words_start"]) : int(row["words_end"])]
