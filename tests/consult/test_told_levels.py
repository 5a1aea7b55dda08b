"""Pages tell how large levels voted, and nothing from which the votes of a few could be worked out."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import actions
from consult.live.frames import frame
from consult.models import Level
from consult.models.kept import LevelVotes
from consult.models.told_level import told_levels
from tests.support.makers import make_consultation, make_user, vote


def votes(level: Level, agree: int, total: int) -> LevelVotes:
    return LevelVotes(level=level, agree=agree, disagree=total - agree)


def told_of(*levels: LevelVotes) -> dict[Level, tuple[int, int | None, int | None]]:
    return {one.level: (one.at_least, one.agree, one.disagree) for one in told_levels(levels) if one.at_least}


def test_guests_who_vote_otherwise_than_verified_persons_are_seen():
    told = told_of(votes(Level.GUEST, 380, 503), votes(Level.EMAIL, 41, 102), votes(Level.PERSON, 7, 61))
    assert told == {Level.GUEST: (500, 80, 20), Level.EMAIL: (100, 40, 60), Level.PERSON: (60, 10, 90)}


def test_guests_nearly_all_of_whom_disagree_are_seen_by_that():
    guests = LevelVotes(level=Level.GUEST, agree=2, unsure=3, disagree=495)
    others = LevelVotes(level=Level.EMAIL, agree=60, unsure=20, disagree=40)
    told = told_of(guests, others, LevelVotes(level=Level.PERSON, agree=30, unsure=9, disagree=30))
    assert told[Level.GUEST] == (500, None, 100)


def test_a_small_level_says_only_how_many():
    told = told_of(votes(Level.GUEST, 30, 100), votes(Level.EMAIL, 20, 49))
    assert told == {Level.GUEST: (100, 30, 70), Level.EMAIL: (45, None, None)}


def test_no_share_is_told_where_the_sum_would_give_a_few_away():
    assert told_of(votes(Level.GUEST, 58, 100)) == {Level.GUEST: (100, None, None)}  # the sum is theirs alone
    assert told_of(votes(Level.GUEST, 30, 100), votes(Level.PERSON, 2, 49)) == {
        Level.GUEST: (100, None, None),
        Level.PERSON: (45, None, None),
    }


@given(
    st.lists(
        st.integers(0, 90).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))),
        min_size=2,
        max_size=3,
    )
)
def test_whoever_subtracts_finds_no_number_under_five(counted):
    """Known are the total of each level and of all who agree, and what is told: every number under five could be another one."""
    real = [votes(level, agree, total) for level, (agree, total) in zip(Level, counted, strict=False)]
    told = {one.level: (one.agree, one.disagree) for one in told_levels(real)}
    if all(share is None for shares in told.values() for share in shares):
        return
    agree = sum(one.agree for one in real)
    if agree in (0, sum(one.total for one in real)):  # all votes say the same, and the page says so
        return
    possible = []
    for others in product(*(range(one.total + 1) for one in real[1:])):  # the first level is what the sum leaves
        first = agree - sum(others)
        if 0 <= first <= real[0].total:
            guess = [votes(one.level, n, one.total) for one, n in zip(real, (first, *others), strict=True)]
            if all(_fits(one, *told[one.level]) for one in guess):
                possible.append((first, *others))
    for place, one in enumerate(real):
        if one.total and min(one.agree, one.disagree) < 5:
            assert len({numbers[place] for numbers in possible}) > 1


def _fits(one: LevelVotes, agree: int | None, disagree: int | None) -> bool:
    return all(
        share is None or share == int((Fraction(10 * some, one.total) + Fraction(1, 2)) // 1) * 10  # to the nearest ten
        for some, share in ((one.agree, agree), (one.disagree, disagree))
    )


@pytest.mark.django_db
def test_page_and_live_message_tell_the_shares_of_a_large_level(client):
    hearing = make_consultation(tallies="live", least_to_vote=Level.GUEST)
    section = hearing.draft.sections.first()
    for level, agree, total in ((Level.EMAIL, 56, 62), (Level.PERSON, 8, 13)):
        for number in range(total):
            vote(hearing, 1 if number < agree else -1, voter=make_user(level=level), section=section)
    actions.fold_figures()
    actions.number_announcements()
    page = client.get(f"/consultations/{hearing.pk}/").content.decode()
    assert "เห็นด้วยราว <b>90</b>%" in page
    assert "ไม่เห็นด้วยราว <b>10</b>%" in page
    assert "%" not in client.get(f"/consultations/{hearing.pk}/figures/").content.decode().partition("<main")[2]
    assert frame(hearing.pk, after=0).levels == {
        f"section-{section.pk}": [[Level.EMAIL, 60, 90, 10], [Level.PERSON, 10, None, None]]
    }
