import csv
import io

import pytest

from consult import actions
from consult.models import AuditEntry
from tests.support.analyses import address, analyst_of
from tests.support.makers import ask, make_consultation, make_user

pytestmark = pytest.mark.django_db


def answer(consultation, question, *choices) -> None:
    actions.answer_question(consultation=consultation, question=question, author=make_user(), choices=choices)


def test_analysts_read_answers_that_citizens_see_only_after_closing_and_those_to_earlier_wordings():
    consultation = make_consultation(tallies="after_close")
    (first,) = ask(consultation, ("เห็นด้วยหรือไม่", ("=ใช่", "ไม่")))
    answer(consultation, first, 0)
    client = analyst_of(consultation)
    public = client.get(f"/consultations/{consultation.pk}/").content.decode()
    assert "100%" not in public
    (second,) = ask(consultation, ("เห็นด้วยเพียงใด", ("มาก", "น้อย")))
    for choice in (0, 1, 1):
        answer(consultation, second, choice)
    shown = client.get(address("answer_table", consultation)).content.decode()
    assert "เห็นด้วยหรือไม่" in shown[shown.index('id="earlier"') :]
    assert "67%" in shown[: shown.index('id="earlier"')]


def test_the_figures_can_be_taken_away_and_who_took_them_is_on_record():
    consultation = make_consultation()
    (question,) = ask(consultation, ("เห็นด้วยหรือไม่", ("=ใช่", "ไม่")))
    answer(consultation, question, 0)
    raw = analyst_of(consultation).get(address("answer_export", consultation, "csv")).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert [(row["option"], row["people"], row["people_who_answered"]) for row in rows] == [
        ("'=ใช่", "1", "1"),
        ("ไม่", "0", "1"),
    ]
    assert AuditEntry.objects.get(verb="record_export").detail == {"what": "answers.csv"}
