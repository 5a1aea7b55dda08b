from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from consult import actions, errors
from consult.models import Announcement, Consultation, LoggedAct, LogOpening, Vote
from consult.models.vote import Tally
from consult.pages.discussion import visible_tally
from tests.support.makers import close, make_consultation, make_sections, make_user, officer_of, post, take_part, vote

pytestmark = pytest.mark.django_db


def test_a_person_votes_once_and_may_change_it():
    consultation, voter = make_consultation(), make_user()
    section = consultation.draft.sections.first()
    vote(consultation, 1, voter, section=section)
    vote(consultation, -1, voter, section=section)
    assert Vote.objects.section_tallies([section.pk]) == {section.pk: Tally(disagree=1)}


@pytest.mark.parametrize("tallies", Consultation.Tallies.values)
@pytest.mark.parametrize("kind", ["section", "comment"])
def test_the_same_choice_again_changes_nothing_and_is_no_news(client, kind, tallies):
    consultation, voter = make_consultation(tallies=tallies), make_user()
    subject = {"section": consultation.draft.sections.first, "comment": lambda: post(consultation)}[kind]()
    vote(consultation, 0, **{kind: subject})
    cast = vote(consultation, 1, voter, **{kind: subject})
    news, rows = Announcement.objects.count(), list(Vote.objects.order_by("pk").values())
    client.force_login(voter)
    address = f"/consultations/{consultation.pk}/{kind}s/{subject.pk}/vote/"
    again = client.post(address, {"choice": "1"}, headers={"HX-Request": "true"})
    assert again.status_code == 200 and 'aria-pressed="true"' in again.content.decode()
    assert (Announcement.objects.count(), list(Vote.objects.order_by("pk").values())) == (news, rows)
    client.post(address, {"choice": "0"})
    assert Announcement.objects.count() == news + 1 and Vote.objects.get(pk=cast.pk).choice == 0


def test_the_database_refuses_a_second_vote_of_the_same_person():
    consultation, voter = make_consultation(), make_user()
    section = consultation.draft.sections.first()
    vote(consultation, 1, voter, section=section)
    with pytest.raises(IntegrityError, match="(?i)unique"), transaction.atomic():
        Vote.objects.create(
            participant=take_part(voter, consultation), section=section, choice=1, cast_at=timezone.now()
        )


def test_the_database_refuses_a_vote_on_nothing_on_two_things_or_of_no_kind():
    consultation, voter = make_consultation(), make_user()
    section, comment = consultation.draft.sections.first(), post(consultation)
    for wrong in ({}, {"section": section, "comment": comment}, {"section": section, "choice": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(
                **{"participant": take_part(voter, consultation), "choice": 1, "cast_at": timezone.now()} | wrong
            )


def test_tallies_count_people_by_choice():
    consultation = make_consultation()
    comment = post(consultation)
    for choice in (1, 1, 1, 0, -1, -1):
        vote(consultation, choice, comment=comment)
    assert Vote.objects.comment_tallies([comment.pk]) == {comment.pk: Tally(agree=3, unsure=1, disagree=2)}
    assert Vote.objects.comment_tallies([]) == {}


def test_a_closed_consultation_refuses_votes_and_changes_of_votes():
    consultation, voter = make_consultation(), make_user()
    section = consultation.draft.sections.first()
    vote(consultation, 1, voter, section=section)
    close(consultation)
    with pytest.raises(errors.ConsultationClosed):
        vote(consultation, -1, voter, section=section)
    assert Vote.objects.get().choice == 1


def test_a_vote_that_waited_while_an_officer_closed_is_refused():
    consultation = make_consultation()
    as_loaded_before = Consultation.objects.get(pk=consultation.pk)
    close(consultation)
    with pytest.raises(errors.ConsultationClosed):
        vote(as_loaded_before, 1, section=consultation.draft.sections.first())
    with pytest.raises(errors.ConsultationClosed):
        post(as_loaded_before)


def test_a_vote_is_on_something():
    with pytest.raises(ValueError, match="section or on a comment"):
        vote(make_consultation(), 1)


def test_a_hidden_comment_takes_no_votes():
    consultation = make_consultation()
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="insult")
    with pytest.raises(errors.CommentIsHidden):
        vote(consultation, comment=comment)


def test_votes_stay_with_a_section_that_did_not_change_and_not_with_a_reworded_one():
    consultation = make_consultation("ไม่เปลี่ยน", "จะเปลี่ยน")
    same, reworded = consultation.draft.sections.all()
    voter = make_user()
    vote(consultation, 1, voter, section=same)
    vote(consultation, 1, voter, section=reworded)
    actions.issue_version(
        consultation=consultation, sections=make_sections("ไม่เปลี่ยน", "เปลี่ยนแล้ว"), by=officer_of(consultation)
    )
    same_now, reworded_now = consultation.draft.sections.all()
    assert Vote.objects.section_tallies([same_now.ballot_id])[same_now.ballot_id] == Tally(agree=1)
    assert Vote.objects.section_tallies([reworded_now.ballot_id]) == {}
    vote(consultation, -1, voter, section=same)  # from a page opened before the new version
    assert Vote.objects.section_tallies([same_now.ballot_id])[same_now.ballot_id] == Tally(disagree=1)
    with pytest.raises(errors.SectionReworded):
        vote(consultation, -1, voter, section=reworded)


@pytest.mark.parametrize(
    ("shown", "choice", "closed", "expected"),
    [
        ("live", None, False, True),
        ("after_vote", None, False, False),
        ("after_vote", 0, False, True),
        ("after_close", 1, False, False),
        ("after_close", None, True, True),
        ("after_vote", None, True, True),
    ],
)
def test_a_consultation_says_when_tallies_are_shown(shown, choice, closed, expected):
    consultation = make_consultation(tallies=shown)
    if closed:
        close(consultation)
    assert (visible_tally(consultation, Tally(agree=1), choice) is not None) is expected


@pytest.mark.django_db(transaction=True)
def test_votes_of_one_person_at_once_leave_one_vote_that_one_leaf_opens():
    consultation, voter = make_consultation(), make_user()
    section = consultation.draft.sections.select_related("version").first()

    def vote_again_and_again(hand: int) -> None:
        for turn in range(8):
            if (turn + hand) % 4:
                vote(consultation, (1, 0, -1)[(turn * hand) % 3], voter, section=section)
            else:
                actions.withdraw_vote(consultation=consultation, voter=voter, section=section)
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(vote_again_and_again, range(1, 4)))
    stands = vote(consultation, 1, voter, section=section)
    assert Vote.objects.section_tallies([section.pk]) == {section.pk: Tally(agree=1)}
    of_theirs = LogOpening.objects.filter(participant=stands.participant_id, act="")
    newest = LoggedAct.objects.about("vote", [stands.pk]).last()
    assert list(of_theirs.values_list("entry", flat=True)) == [newest.pk]
