"""What exact closing costs on PostgreSQL: acts wait for the officer, never for each other."""

import pytest

pytestmark = [pytest.mark.services]
TWO_VOTES = """
import threading
from django.db import connection, transaction
consultation = make_consultation()
section, voter, meanwhile = consultation.draft.sections.first(), make_user(), []
def another():
    vote(consultation, section=section, voter=voter)
    meanwhile.append(True)
    connection.close()
with transaction.atomic():
    vote(consultation, section=section)
    thread = threading.Thread(target=another)
    thread.start()
    thread.join(20)
    made = {"meanwhile": bool(meanwhile)}
"""


def test_a_vote_does_not_wait_for_another_one_under_way(site):
    assert site.make(TWO_VOTES) == {"meanwhile": True}
