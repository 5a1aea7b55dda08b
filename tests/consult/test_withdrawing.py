"""Withdrawing what oneself said: the words leave every surface, counts follow, and what others said stays."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consult import actions, errors
from consult.live.frames import frame
from consult.models import Comment, Vote
from consult.models.kept import count_in
from tests.support.doors import browser
from tests.support.makers import close, make_consultation, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

WORDS = "ถ้อยคำที่ผู้เขียนถอน"
REPLY = "คำตอบของคนอื่น"
TRACE = "ผู้เขียนถอนความคิดเห็นนี้เมื่อ"


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def comment(consultation):
    comment = post(consultation, WORDS, section=consultation.draft.sections.first())
    post(consultation, REPLY, parent=comment)
    return comment


def page_of(comment: Comment) -> str:
    return reverse("consult:section_detail", args=[comment.consultation_id, comment.section_id])


def test_a_withdrawn_comment_leaves_a_trace_and_the_replies_of_others(consultation, comment):
    actions.withdraw_comment(comment=comment, by=comment.author)
    for address in (page_of(comment), reverse("consult:comment_detail", args=[consultation.pk, comment.pk])):
        answered = Client().get(address)
        html = answered.content.decode()
        assert answered.status_code == 200
        assert TRACE in html and REPLY in html
        assert WORDS not in html and comment.author.alias not in html
    assert count_in(consultation).in_all == 1


def test_what_was_withdrawn_stays_in_the_record_and_only_its_author_reads_it(consultation, comment):
    actions.withdraw_comment(comment=comment, by=comment.author)
    comment.refresh_from_db()
    assert (comment.text, comment.public_text, comment.search_text) == (WORDS, "", "")
    own = reverse("consult:own_comment", args=[consultation.pk, comment.pk])
    assert WORDS in browser(comment.author).get(own).content.decode()
    for person in (make_user(), officer_of(consultation)):
        assert browser(person).get(own).status_code == 404
    assert (
        WORDS
        not in browser(officer_of(consultation))
        .get(reverse("consult:moderation", args=[consultation.pk]))
        .content.decode()
    )


def test_nobody_withdraws_the_words_of_somebody_else(consultation, comment):
    door = reverse("consult:comment_withdraw", args=[consultation.pk, comment.pk])
    for person in (make_user(), officer_of(consultation)):
        with pytest.raises(errors.NotAllowed):
            actions.withdraw_comment(comment=comment, by=person)
        assert browser(person).post(door).status_code == 404
    assert browser().post(door).status_code == 302
    comment.refresh_from_db()
    assert comment.is_visible


def test_a_trace_takes_no_vote_no_reply_and_no_official_answer(consultation, comment):
    actions.withdraw_comment(comment=comment, by=comment.author)
    comment.refresh_from_db()
    with pytest.raises(errors.CommentIsWithdrawn):
        vote(consultation, comment=comment)
    with pytest.raises(errors.CommentIsWithdrawn):
        post(consultation, parent=comment)
    with pytest.raises(errors.CommentIsWithdrawn):
        actions.reply_officially(comment=comment, by=officer_of(consultation), text="ชี้แจง")
    sent = {"text": "คำที่พิมพ์ไว้", "parent": comment.pk, "client_key": str(uuid.UUID(int=1))}
    answered = browser(make_user()).post(reverse("consult:comment_create", args=[consultation.pk]), sent)
    assert answered.status_code == 409 and "คำที่พิมพ์ไว้" in answered.content.decode()


def test_restoring_what_was_hidden_does_not_bring_withdrawn_words_back(consultation, comment):
    officer, reply = officer_of(consultation), comment.replies.get()
    actions.hide_comment(comment=comment, by=officer, reason="insult")
    actions.withdraw_comment(comment=comment, by=comment.author)
    actions.withdraw_comment(comment=reply, by=reply.author)
    actions.restore_comment(comment=comment, by=officer, reason="mistake")
    assert not consultation.comments.visible().exists()


def test_masking_again_leaves_withdrawn_words_sealed(consultation, comment):
    actions.withdraw_comment(comment=comment, by=comment.author)
    actions.mask_again(consultation=consultation)
    comment.refresh_from_db()
    assert comment.public_text == ""


def test_the_database_keeps_no_public_words_of_what_was_withdrawn(consultation, comment):
    actions.withdraw_comment(comment=comment, by=comment.author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(public_text=WORDS)


def test_open_pages_put_the_trace_in_the_place_of_the_words(consultation, comment):
    actions.number_announcements()
    consultation.refresh_from_db()
    before = consultation.live_seq
    actions.withdraw_comment(comment=comment, by=comment.author)
    actions.number_announcements()
    told = frame(consultation.pk, after=before)
    assert (told.reworded, told.gone, told.takes_back) == ([comment.pk], [], True)
    assert told.counts == {str(comment.section.anchor): 1}
    address = reverse("consult:comment_fragments", args=[consultation.pk]) + f"?ids={comment.pk}"
    html = Client().get(address).content.decode()
    assert TRACE in html and WORDS not in html


def test_a_reply_withdrawn_stands_as_a_trace_on_the_page_of_what_it_answers(consultation, comment):
    reply = comment.replies.get()
    actions.withdraw_comment(comment=reply, by=reply.author)
    address = reverse("consult:comment_detail", args=[consultation.pk, reply.pk])
    html = Client().get(address, follow=True).content.decode()
    assert TRACE in html and REPLY not in html and WORDS in html


def test_a_comment_can_be_withdrawn_after_closing_and_a_vote_cannot(consultation, comment):
    voter = make_user()
    vote(consultation, voter=voter, comment=comment)
    close(consultation)
    consultation.refresh_from_db()
    with pytest.raises(errors.ConsultationClosed):
        actions.withdraw_vote(consultation=consultation, voter=voter, comment=comment)
    actions.withdraw_comment(comment=comment, by=comment.author)
    assert not consultation.comments.visible().filter(pk=comment.pk).exists()


@pytest.mark.parametrize("folded", [True, False])
def test_a_vote_that_is_withdrawn_is_counted_no_more_and_open_pages_hear_of_it(consultation, comment, folded):
    section, voter = consultation.draft.sections.first(), make_user()
    vote(consultation, voter=voter, section=section)
    vote(consultation, -1, voter=voter, comment=comment)
    actions.number_announcements()
    if folded:
        actions.fold_figures()
    consultation.refresh_from_db()
    before = consultation.live_seq
    client = browser(voter)
    for name, pk in (("section_vote", section.pk), ("comment_vote", comment.pk)):
        door = reverse(f"consult:{name}", args=[consultation.pk, pk])
        answered = client.post(door, {"choice": "none"}, headers={"HX-Request": "true"}).content.decode()
        assert "ถอนโหวตของคุณแล้ว" in answered and 'aria-pressed="true"' not in answered
    assert not Vote.objects.exists()
    actions.number_announcements()
    told = frame(consultation.pk, after=before)
    assert told.section_tallies == {section.ballot_id: [0, 0, 0]}
    assert told.comment_tallies == {comment.pk: [0, 0, 0]}
    assert not Vote.objects.section_tallies([section.ballot_id])
    assert not Vote.objects.comment_tallies([comment.pk])
    vote(consultation, voter=voter, section=section)
    assert Vote.objects.section_tallies([section.ballot_id])[section.ballot_id].agree == 1


def test_only_so_many_traces_stand_on_a_page(consultation, settings):
    settings.COMMENTS_PER_HOUR = 50
    author = make_user()
    with transaction.atomic():
        for number in range(30):
            made = post(consultation, f"ความเห็นที่ {number}", author=author)
            if number % 30:
                actions.withdraw_comment(comment=made, by=author)
    address = reverse("consult:whole_draft", args=[consultation.pk])
    assert Client().get(address).content.decode().count("comment--trace") == 20
