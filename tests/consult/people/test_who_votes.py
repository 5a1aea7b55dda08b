"""Who does not vote: people of the agency in its hearings, and authors on what they wrote."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.errors import OwnComment, StaffDoNotVote
from consult.models import AuditEntry, Membership, Vote
from consult.models.kept import received
from consult.people import actions
from tests.support.makers import make_consultation, make_staff, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", Membership.Role)
def test_who_works_for_the_agency_votes_in_none_of_its_hearings(role):
    consultation = make_consultation()
    staff, comment = make_staff(consultation.agency, role), post(consultation)
    for subject in ({"comment": comment}, {"section": consultation.draft.sections.first()}):
        with pytest.raises(StaffDoNotVote):
            vote(consultation, voter=staff, **subject)


def test_they_vote_in_hearings_of_other_agencies_and_where_the_site_lets_them(settings):
    consultation, other = make_consultation(), make_consultation()
    officer = officer_of(consultation)
    vote(other, voter=officer, section=other.draft.sections.first())
    settings.STAFF_MAY_VOTE = True
    vote(consultation, voter=officer, section=consultation.draft.sections.first())
    assert Vote.objects.filter(participant__account=officer).count() == 2


def test_they_are_told_so_in_thai_and_see_no_buttons():
    consultation = make_consultation()
    comment, page = post(consultation), signed_in(officer_of(consultation))
    answer = page.post(reverse("consult:comment_vote", args=[consultation.pk, comment.pk]), {"choice": "1"})
    assert answer.status_code == 403 and "จึงโหวตในเรื่องนี้ไม่ได้" in answer.content.decode()
    section = consultation.draft.sections.first()
    for address in (
        reverse("consult:consultation_detail", args=[consultation.pk]),
        reverse("consult:section_detail", args=[consultation.pk, section.pk]),
        reverse("consult:comment_detail", args=[consultation.pk, comment.pk]),
        reverse("consult:deck", args=[consultation.pk]),
    ):
        assert "/vote/" not in page.get(address).content.decode(), address
        assert "/vote/" in signed_in(make_user()).get(address).content.decode(), address


def test_what_they_write_says_where_they_work_and_nobody_elses_does():
    consultation = make_consultation()
    mine = post(consultation, author=officer_of(consultation))
    theirs = post(consultation, author=officer_of(make_consultation()))
    for comment, labelled in ((mine, True), (theirs, False)):
        page = Client().get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
        assert ("เจ้าหน้าที่ของหน่วยงานนี้" in page) is labelled


def test_nobody_votes_on_their_own_comment_or_reply():
    consultation, author = make_consultation(), make_user()
    comment = post(consultation, author=author)
    reply = post(consultation, author=author, parent=comment)
    for one in (comment, reply):
        with pytest.raises(OwnComment):
            vote(consultation, voter=author, comment=one)
    page = signed_in(author)
    answer = page.post(reverse("consult:comment_vote", args=[consultation.pk, comment.pk]), {"choice": "1"})
    assert answer.status_code == 403 and "ความคิดเห็นของคุณเอง" in answer.content.decode()
    assert (
        "/vote/" not in page.get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
    )
    deck = page.get(reverse("consult:deck", args=[consultation.pk]))
    assert deck.context["comment"] is None and deck.context["total"] == 0


def test_old_votes_on_own_comments_are_taken_off_counted_anew_and_on_the_audit_trail():
    consultation, author = make_consultation(), make_user()
    comment = post(consultation, author=author)
    vote(consultation, comment=comment)
    Vote.objects.create(participant=comment.participant, comment=comment, choice=1, cast_at=comment.posted_at)
    assert actions.drop_votes_on_own_comments() == 1
    assert received([comment.pk])[comment.pk].agree == 1
    assert AuditEntry.objects.first().detail == {"hearings": {str(consultation.pk): 1}}
    assert actions.drop_votes_on_own_comments() == 0
    assert AuditEntry.objects.filter(verb="drop_votes_on_own_comments").count() == 1
