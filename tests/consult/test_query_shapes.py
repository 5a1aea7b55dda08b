"""Questions that grew with all that was ever said: asked so that an index can answer them. No times are measured here."""

import re
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from consult.models import Comment
from tests.support.makers import make_consultation, make_user, post, vote

pytestmark = pytest.mark.django_db

BUSY = 3_000
#: what SQLite and PostgreSQL say of an index that is asked for a section
LOOKED_UP = re.compile(r"SEARCH consult_comment USING .*section_id=|Index Cond: .*section_id")


def plan(rows) -> str:
    """How the database answers, once it knows how many rows there are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consult_comment")
    return rows.explain()


def test_the_comments_of_a_quiet_section_are_found_without_reading_those_of_a_busy_one():
    consultation = make_consultation()
    quiet, busy = consultation.draft.sections.select_related("version")
    author, now = make_user(), timezone.now()
    words = {"text": "ก", "public_text": "ก", "search_text": "ก", "posted_at": now}
    Comment.objects.bulk_create(
        Comment(consultation=consultation, section=busy, author=author, client_key=uuid.uuid4(), **words)
        for _ in range(BUSY)
    )
    mine = post(consultation, section=quiet)
    shown = consultation.comments.on_section(quiet).visible().top_level().order_by("-pk")
    assert list(shown) == [mine]
    assert "consult_section" not in str(shown.query)  # no join that an index cannot see through
    assert LOOKED_UP.search(plan(shown.all()[:20]))


def test_how_a_comment_was_received_is_counted_once_for_replies_and_once_for_votes():
    consultation, author = make_consultation(), make_user()
    popular, quiet = (post(consultation, author=author) for _ in range(2))
    for _ in range(3):
        post(consultation, parent=popular)
    for choice in (1, 1, 1, 1, 0, -1):
        vote(consultation, choice, comment=popular)
    mine = Comment.objects.of_author(author)
    assert [(one.pk, one.reply_count, one.agree_count) for one in mine] == [(quiet.pk, 0, 0), (popular.pk, 3, 4)]
    assert "JOIN" not in str(mine.query)  # joined, the two would be counted as one times the other
