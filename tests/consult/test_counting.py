"""Kept figures under many hands at once: none is lost, none counted twice, at any moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from consult import actions
from consult.models import CommentTally, Uncounted, Vote
from consult.models.kept import count_in, day_counts, received
from tests.support.makers import make_consultation, make_user, post, vote

PEOPLE = 4
VOTES_EACH = 12


@pytest.mark.django_db(transaction=True)
def test_votes_and_comments_that_come_while_figures_are_folded_are_each_counted_once():
    consultation = make_consultation()
    section = consultation.draft.sections.select_related("version").first()
    comment = post(consultation, section=section)
    people, over, seen = [make_user() for _ in range(PEOPLE)], Event(), []

    def take_part(person):
        for number in range(VOTES_EACH):
            vote(consultation, (1, -1, 0)[number % 3], person, section=section)
            vote(consultation, (1, 0)[number % 2], person, comment=comment)
        post(consultation, author=person, parent=comment)
        connection.close()

    def fold():
        while not over.is_set():
            actions.fold_figures()
            seen.append(sum(tally.total for tally in Vote.objects.section_tallies([section.pk]).values()))
        connection.close()

    with ThreadPoolExecutor(PEOPLE + 2) as pool:
        folding = [pool.submit(fold) for _ in range(2)]
        acts = [pool.submit(take_part, person) for person in people]
        try:
            for act in acts:
                act.result()
        finally:
            over.set()
        for one in folding:
            one.result()
    for _ in range(2):
        assert Vote.objects.section_tallies([section.pk])[section.pk].total == PEOPLE
        how = received([comment.pk])[comment.pk]
        rows = list(Vote.objects.filter(comment=comment).values_list("choice", flat=True))
        assert (how.agree, how.unsure, how.disagree, how.replies) == (rows.count(1), rows.count(0), 0, PEOPLE)
        assert count_in(consultation).in_all == PEOPLE + 1 == sum(day_counts(consultation.pk).values())
        while actions.fold_figures():
            pass
    assert all(0 <= total <= PEOPLE for total in seen)
    assert not Uncounted.objects.exists()


@pytest.mark.django_db
def test_figures_that_somebody_changed_by_hand_are_counted_anew():
    consultation = make_consultation()
    comment = post(consultation)
    vote(consultation, comment=comment)
    actions.fold_figures()
    CommentTally.objects.filter(comment=comment).update(agree=7)
    assert received([comment.pk])[comment.pk].agree == 7
    actions.recount_figures()
    assert received([comment.pk])[comment.pk].agree == 1


@pytest.mark.django_db
def test_a_vote_that_is_deleted_is_counted_no_more_and_so_it_is_when_all_is_counted_anew():
    consultation = make_consultation()
    comment = post(consultation)
    vote(consultation, comment=comment)
    actions.fold_figures()
    Vote.objects.filter(comment=comment).delete()
    assert received([comment.pk])[comment.pk].agree == 0
    actions.recount_figures()
    assert received([comment.pk])[comment.pk].agree == 0
