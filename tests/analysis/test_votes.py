"""Votes by section for analysts: with the words they were cast on, also after the words changed."""

import csv
import io
import re
from html import unescape

import pytest

from analysis.runs.inputs import read_votes
from consult import actions
from consult.models import AuditEntry
from tests.support.analyses import address, analyst_of, rows_of
from tests.support.makers import make_consultation, make_mandate, make_sections, officer_of, post, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    """One section voted on, reworded, and voted on again; counts are hidden from citizens until closing."""
    consultation = make_consultation("=ถ้อยคำเดิม", "อื่น", tallies="after_close")
    vote(consultation, section=consultation.draft.sections.first())
    actions.issue_version(
        consultation=consultation, sections=make_sections("ถ้อยคำใหม่", "อื่น"), by=officer_of(consultation)
    )
    vote(consultation, -1, section=consultation.draft.sections.first())
    return consultation


def test_analysts_read_votes_with_the_words_they_were_cast_on(consultation):
    shown = analyst_of(consultation).get(address("vote_table", consultation)).content.decode()
    now, earlier = shown.split('id="earlier"')
    assert ("ถ้อยคำใหม่" in now, "=ถ้อยคำเดิม" in now, "=ถ้อยคำเดิม" in earlier) == (True, False, True)


def test_each_section_says_the_positions_of_those_who_wrote_on_it_and_opens_their_comments(consultation):
    section = consultation.draft.sections.first()
    for stance in ("agree", "agree", "partly", ""):
        post(consultation, f"ความเห็นต่อมาตรานี้ {stance}", section=section, stance=stance)
    client = analyst_of(consultation)
    html = unescape(client.get(address("vote_table", consultation)).content.decode())
    link = f"?section={section.anchor}&stance="
    told = {
        stance: re.search(rf'{re.escape(link + stance)}">([^<]+)<', html)[1]
        for stance in ("agree", "partly", "disagree")
    }
    assert told == {"agree": "เห็นด้วย 2", "partly": "เห็นด้วยบางส่วน 1", "disagree": "ไม่เห็นด้วย 0"}
    assert len(rows_of(client, consultation, section=section.anchor, stance="agree")) == 2


def test_the_figures_can_be_taken_away_with_the_words_and_who_took_them_is_on_record(consultation):
    raw = analyst_of(consultation).get(address("vote_export", consultation, "csv")).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert [(row["text"], row["version"], row["stands_now"], row["agree"], row["disagree"]) for row in rows] == [
        ("'=ถ้อยคำเดิม", "1", "0", "1", "0"),
        ("ถ้อยคำใหม่", "2", "1", "0", "1"),
    ]
    assert AuditEntry.objects.get(verb="record_export").detail == {"what": "votes.csv"}


def test_opinion_groups_are_of_people_and_a_company_is_no_voter_in_them(consultation):
    mandate, section = make_mandate(), consultation.draft.sections.first()
    before = read_votes(consultation)
    vote(consultation, 1, mandate.holder, section=section, mandate=mandate)
    assert read_votes(consultation) == before
    vote(consultation, 1, mandate.holder, section=section)
    assert len(read_votes(consultation)) == len(before) + 1
