"""Parts of pages that are remembered show what is so now, each reader their own votes and token."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.templatetags.fragments import _TOKEN
from tests.support.makers import close, make_consultation, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    return consultation, section, post(consultation, "ความเห็นแรก", section=section)


def page(heard, person=None, language="", cookies=None) -> str:
    consultation, section, _ = heard
    client = Client()
    if person:
        client.force_login(person)
    client.cookies.load(cookies or {})
    return client.get(language + reverse("consult:section_detail", args=[consultation.pk, section.pk])).content.decode()


def test_each_reader_gets_a_token_of_their_own(heard):
    for _ in range(2):
        html = page(heard, make_user())
        tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
        assert len(tokens) > 2 and len(set(tokens)) == 1
        assert _TOKEN not in html


def test_each_reader_sees_their_own_vote(heard):
    consultation, _, comment = heard
    voter, other = make_user(), make_user()
    pressed = 'value="1" aria-pressed="true"'
    vote(consultation, 1, voter, comment=comment)
    assert pressed in page(heard, voter)
    assert pressed not in page(heard, other)
    assert pressed not in page(heard)


def test_what_happens_to_a_comment_is_seen_at_once(heard):
    consultation, section, comment = heard
    officer = officer_of(consultation)
    before = page(heard)
    vote(consultation, -1, comment=comment)
    assert page(heard) != before
    post(consultation, "คำตอบหนึ่ง", parent=comment)
    assert "คำตอบหนึ่ง" in page(heard)
    actions.reply_officially(comment=comment, by=officer, text="คำชี้แจงแรก")
    assert "คำชี้แจงแรก" in page(heard)
    assert "Comment by" in page(heard, language="/en")
    actions.hide_comment(comment=comment, by=officer, reason="spam")
    assert "ความเห็นแรก" not in page(heard)


def test_a_section_is_read_in_the_digits_and_the_language_of_its_reader(heard):
    consultation, section, _ = heard
    address = reverse("consult:consultation_detail", args=[consultation.pk])  # once: a request leaves its language here

    def draft(**options) -> str:
        client = Client()
        client.cookies.load(options.get("cookies", {}))
        return client.get(options.get("language", "") + address).content.decode()

    assert "มาตรา ๑" in draft(cookies={"digits": "thai"})
    assert "มาตรา ๑" not in draft(cookies={"digits": "arabic"})
    assert "Comment and read comments" in draft(language="/en")
    assert "Comment and read comments" not in draft()
    close(consultation)
    assert "Comment and read comments" not in draft(language="/en")
