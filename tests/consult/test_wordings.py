"""Votes stay with the words they were cast on, and stay on screen with them."""

import pytest
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.models import Vote
from consult.models.vote import Tally
from consult.pages.ballots import every_wording, taken_out, with_votes
from consult.pages.discussion import NOBODY
from tests.support.makers import close, make_consultation, make_sections, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def reissue(consultation, *texts, **options):
    actions.issue_version(
        consultation=consultation, sections=make_sections(*texts, **options), by=officer_of(consultation)
    )
    consultation.refresh_from_db()


def first_section(consultation):
    section = consultation.draft.sections.first()
    with_votes(consultation, [section], reader=NOBODY)
    return section


def page(consultation, name="consultation_detail", *args) -> str:
    return Client().get(reverse(f"consult:{name}", args=[consultation.pk, *args])).content.decode()


def test_votes_come_back_when_an_earlier_wording_comes_back():
    consultation = make_consultation("เดิม", "อื่น")
    vote(consultation, section=consultation.draft.sections.first())
    reissue(consultation, "ใหม่", "อื่น")
    assert first_section(consultation).tally == Tally()
    reissue(consultation, "เดิม", "อื่น")
    assert first_section(consultation).tally == Tally(agree=1)


def test_votes_on_other_words_are_shown_beside_the_new_ones_with_their_version_also_after_closing():
    consultation = make_consultation("เดิม", "อื่น")
    vote(consultation, section=consultation.draft.sections.first())
    reissue(consultation, "ใหม่", "อื่น")
    vote(consultation, -1, section=consultation.draft.sections.first())
    for closes in (False, True):
        if closes:
            close(consultation)
            consultation.refresh_from_db()
        section = first_section(consultation)
        assert section.tally == Tally(disagree=1)
        assert [(one.section.version.number, one.tally) for one in section.earlier] == [(1, Tally(agree=1))]
        words = reverse("consult:version_detail", args=[consultation.pk, 1])
        for shown in (page(consultation), page(consultation, "section_detail", section.pk)):
            assert f'href="{words}#section-{section.earlier[0].section.pk}"' in shown


def test_a_version_shows_the_votes_on_its_own_words():
    consultation = make_consultation("เดิม", "อื่น")
    old = consultation.draft.sections.first()
    vote(consultation, section=old)
    reissue(consultation, "ใหม่", "อื่น")
    shown = page(consultation, "version_detail", 1)
    assert f'id="section-{old.pk}"' in shown
    assert f'data-tally="section-{old.pk}"' in shown


def test_somebody_who_voted_on_the_earlier_words_is_told_and_may_vote_again():
    consultation, voter = make_consultation("เดิม"), make_user()
    vote(consultation, voter=voter, section=consultation.draft.sections.first())
    reissue(consultation, "ใหม่")
    section = consultation.draft.sections.first()
    with_votes(consultation, [section], reader=voter)
    assert (section.choice, section.earlier[0].choice) == (None, 1)
    vote(consultation, -1, voter=voter, section=section)
    assert Vote.objects.filter(participant__account=voter).count() == 2


def test_hidden_tallies_of_earlier_words_stay_hidden_until_closing():
    consultation = make_consultation("เดิม", tallies="after_close")
    vote(consultation, section=consultation.draft.sections.first())
    reissue(consultation, "ใหม่")
    assert first_section(consultation).earlier[0].tally is None
    assert every_wording(consultation)[0].tally == Tally(agree=1)
    close(consultation)
    consultation.refresh_from_db()
    assert first_section(consultation).earlier[0].tally == Tally(agree=1)


def test_a_section_that_was_taken_out_keeps_its_page_votes_and_comments_and_the_draft_leads_there():
    consultation = make_consultation("หนึ่ง", "สอง")
    gone = consultation.draft.sections.last()
    vote(consultation, section=gone)
    post(consultation, "เสียดายมาตรานี้", section=gone)
    reissue(consultation, "หนึ่ง")
    assert [row.pk for row in taken_out(consultation)] == [gone.pk]
    address = reverse("consult:section_detail", args=[consultation.pk, gone.pk])
    assert f'href="{address}"' in page(consultation)
    shown = page(consultation, "section_detail", gone.pk)
    assert "เสียดายมาตรานี้" in shown
    assert f'data-tally="section-{gone.pk}"' in shown


def test_the_deck_says_when_a_comment_was_about_earlier_words():
    consultation = make_consultation("เดิม")
    post(consultation, section=consultation.draft.sections.first())
    before = page(consultation, "deck")
    reissue(consultation, "ใหม่")
    after = page(consultation, "deck")
    assert ["แก้ถ้อยคำแล้ว" in html for html in (before, after)] == [False, True]


def test_a_first_version_costs_no_query_for_earlier_words(django_assert_num_queries):
    consultation = make_consultation("เดิม", "อื่น")
    sections = list(consultation.draft.sections.all())
    with django_assert_num_queries(1):
        with_votes(consultation, sections, reader=NOBODY)
        assert taken_out(consultation) == []
