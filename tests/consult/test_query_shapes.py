"""Questions that grew with all that was ever said: asked so that an index can answer them. No times are measured here."""

import re
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from consult import actions
from consult.models import Comment, CommentSpan, LoggedAct, Participant, Reception, User
from consult.models.kept import Received, received
from consult.models.ledger import newest_leaves
from consult.pages.order import SORTS, Order
from tests.support.makers import make_consultation, make_user, post, take_part, vote

pytestmark = pytest.mark.django_db

#: what SQLite and PostgreSQL say of rows that are read first and put in order then
# The few official answers (u0) may be sorted to be left out; comments never.
SORTED = re.compile(r"USE TEMP B-TREE FOR ORDER BY|Sort Key: (?!u0\.)")

BUSY = 3_000


@pytest.fixture
def busy():
    """A hearing with a quiet section of one comment and a busy one, voted on; figures folded, statistics fresh."""
    consultation = make_consultation()
    quiet, crowded = consultation.draft.sections.all()
    author, now = take_part(make_user(), consultation), timezone.now()
    words = {"text": "ก", "public_text": "ก", "search_text": "ก", "posted_at": now}
    Comment.objects.bulk_create(
        Comment(consultation=consultation, section=crowded, participant=author, client_key=uuid.uuid4(), **words)
        for _ in range(BUSY)
    )
    alone = post(consultation, section=quiet)
    while actions.fold_figures():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return SimpleNamespace(consultation=consultation, quiet=quiet, crowded=crowded, alone=alone)


INDEX_OF = {
    "newest": "listed_by_time",
    "oldest": "listed_by_time",
    "supported": "listed_by_support",
    "divided": "listed_by_division",
    "unanswered": "listed_by_time",
}


@pytest.mark.parametrize("section", ["quiet", "crowded"])
@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
def test_a_page_of_comments_in_any_order_is_read_from_an_index_in_that_order(busy, sort, section):
    anchor = getattr(busy, section).anchor
    order = Order(sort=sort, sorts=SORTS, query="")
    page = order.of(Reception.objects.listed_on(busy.consultation.pk, anchor)).order_by(*sort.by).values_list("pk")[:20]
    assert len(page) == (1 if section == "quiet" else 20)
    told = page.explain()
    # Where nearly all rows of a hearing are of one section, their ids are order enough.
    assert INDEX_OF[sort.key] in told or (section == "crowded" and "consult_reception_pkey" in told)
    assert not SORTED.search(told)


def test_the_words_marked_in_a_section_are_read_from_the_newest(busy):
    """And no others: however many comments on words there are."""
    CommentSpan.objects.bulk_create(
        CommentSpan(comment=comment, section=busy.crowded, anchor=busy.crowded.anchor, start=0, end=1, exact="ก")
        for comment in busy.crowded.comments.all()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    newest = CommentSpan.objects.newest(busy.consultation.pk).filter(anchor=busy.crowded.anchor)
    found = list(newest[:10].values_list("comment_id", flat=True))
    assert found == sorted(busy.crowded.comments.values_list("pk", flat=True), reverse=True)[:10]
    told = newest[:10].explain()
    # Where all words are of one section, their ids are order enough.
    assert "newest_words_of_a_section" in told or "consult_commentspan_comment_id_key" in told
    assert not SORTED.search(told)


def test_the_deck_reads_from_the_front_of_an_index(busy):
    told = Reception.objects.statements(busy.consultation.pk).values_list("comment")[:1].explain()
    assert "statements_least_heard_first" in told
    assert not SORTED.search(told)


def test_how_a_comment_was_received_is_counted_once_for_replies_and_once_for_votes():
    consultation, author = make_consultation(), make_user()
    popular, quiet = (post(consultation, author=author) for _ in range(2))
    for _ in range(3):
        post(consultation, parent=popular)
    for choice in (1, 1, 1, 1, 0, -1):
        vote(consultation, choice, comment=popular)
    how = received([quiet.pk, popular.pk])
    assert how[quiet.pk] == Received()
    assert how[popular.pk] == Received(agree=4, unsure=1, disagree=1, replies=3)


def test_what_one_person_said_is_read_by_their_number_of_the_hearing(busy):
    """However much others said there: the account leads to the number, and the number to the comments, by whichever of two indexes."""
    names = [f"person {number}" for number in range(300)]
    accounts = User.objects.bulk_create(
        User(email=f"{name}@example.org".replace(" ", ""), alias=name) for name in names
    )
    people = Participant.objects.bulk_create(
        Participant(account=one, consultation=busy.consultation) for one in accounts
    )
    said = list(Comment.objects.filter(section=busy.crowded))
    for place, comment in enumerate(said):
        comment.participant = people[place % len(people)]
    Comment.objects.bulk_update(said, ["participant"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = Comment.objects.of_author(accounts[7])
    assert len(found) == BUSY / len(people)
    told = found.explain()
    assert re.search(r"participant_id ?=", told) and not re.search(
        r"Seq Scan on consult_comment|SCAN consult_comment", told
    )


def test_of_a_vote_that_was_changed_often_the_log_is_asked_for_its_newest_leaf_alone(busy):
    person = make_user()
    for choice in (1, -1, 0, 1):
        cast = vote(busy.consultation, choice, voter=person, comment=busy.alone)
    ((row, leaf, _commitment),) = newest_leaves("vote", [cast.pk])
    assert (row, leaf) == (cast.pk, LoggedAct.objects.about("vote", [cast.pk]).last().pk)
    LoggedAct.objects.bulk_create(
        LoggedAct(hearing=busy.consultation.pk, kind="vote", row=10**9 + n, at=timezone.now(), commitment=b"%d" % n)
        for n in range(BUSY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "logged_acts_on_a_row" in LoggedAct.objects.about("vote", [cast.pk]).order_by().explain()
