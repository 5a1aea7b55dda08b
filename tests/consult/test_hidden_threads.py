"""A reply goes with the comment it answers: hidden with it, back with it, on every surface there is."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from analysis.runs.inputs import read_comments, read_votes
from consult import actions, errors
from consult.live.frames import frame
from consult.models import OfficialReply, Vote
from consult.models.kept import count_for, counts_by_anchor, received
from consult.pages.discussion import NOBODY, threads
from tests.support.makers import make_consultation, make_sections, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db

WORDS = "คำตอบสุภาพที่มีถ้อยคำของตัวเอง"


@pytest.fixture
def here():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    parent = post(consultation, "ถ้อยคำหยาบ", section=section)
    author, reader = make_user(), make_user()
    reply = post(consultation, WORDS, parent=parent, author=author)
    vote(consultation, comment=reply)
    officer = officer_of(consultation)
    actions.reply_officially(comment=reply, by=officer, text="ชี้แจงต่อคำตอบ")
    actions.number_announcements()
    return SimpleNamespace(
        consultation=consultation,
        section=section,
        parent=parent,
        reply=reply,
        author=author,
        officer=officer,
        reader=reader,
    )


def html(address: str, person=None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(address, follow=True).content.decode()


def at(name: str, here, *args) -> str:
    return reverse(f"consult:{name}", args=[here.consultation.pk, *args])


def counted(here) -> int:
    count_for([here.consultation])
    return here.consultation.comment_count


def on_section(here):
    return counts_by_anchor(here.consultation.pk)[here.section.anchor]


def exported(here) -> set[str]:
    client = Client()
    client.force_login(here.officer)
    answered = client.get(reverse("analysis:comment_export", args=[here.consultation.pk, "csv"]))
    lines = b"".join(answered.streaming_content if answered.streaming else [answered.content]).decode("utf-8-sig")
    return {row["id"] for row in csv.DictReader(io.StringIO(lines))}


def dressed(here) -> list:
    shown = here.consultation.comments.visible().top_level().with_author()
    return [reply.comment for thread in threads(here.consultation, shown, reader=NOBODY) for reply in thread.replies]


#: Each surface, and whether the reply is there.
SURFACES = {
    "count of a hearing": lambda here: counted(here) == 2,
    "count of a section": lambda here: on_section(here).in_all == 2,
    "count on the page of a section": lambda here: on_section(here).top_level == 1,
    "replies of a comment": lambda here: received([here.parent.pk])[here.parent.pk].replies == 1,
    "threads": lambda here: here.reply in dressed(here),
    "page of the section": lambda here: WORDS in html(at("section_detail", here, here.section.pk)),
    "its own address": lambda here: Client().get(at("comment_detail", here, here.reply.pk)).status_code == 302,
    "fragments": lambda here: WORDS in html(at("comment_fragments", here) + f"?ids={here.reply.pk}"),
    "table of analysts": lambda here: (
        WORDS in html(f"/consultations/{here.consultation.pk}/analysis/comments/", here.officer)
    ),
    "CSV": lambda here: str(here.reply.pk) in exported(here),
    "what the analysis reads": lambda here: WORDS in {one.text for one in read_comments(here.consultation)},
    "votes the analysis reads": lambda here: (
        str(here.reply.pk) in {one.comment for one in read_votes(here.consultation)}
    ),
    "activity of its author": lambda here: "ของคุณจึงไม่แสดง" not in html(reverse("consult:mine"), here.author),
    "page of the official answer": lambda here: WORDS in html(at("official_reply", here, here.reply.pk), here.officer),
}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_reply_is_there_as_long_as_what_it_answers_is(here, surface):
    is_there = SURFACES[surface]
    assert is_there(here)
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    actions.number_announcements()
    assert not is_there(here)
    actions.restore_comment(comment=here.parent, by=here.officer, reason="mistake")
    actions.number_announcements()
    assert is_there(here)


def test_a_reply_hidden_by_itself_stays_hidden_when_its_parent_comes_back(here):
    actions.hide_comment(comment=here.reply, by=here.officer, reason="spam")
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    actions.restore_comment(comment=here.parent, by=here.officer, reason="mistake")
    assert list(here.consultation.comments.visible()) == [here.parent]
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    actions.restore_comment(comment=here.reply, by=here.officer, reason="mistake")
    assert not here.consultation.comments.visible().exists()  # still below a hidden one
    actions.restore_comment(comment=here.parent, by=here.officer, reason="other")
    assert here.consultation.comments.visible().count() == 2


def test_a_reply_below_a_hidden_comment_takes_no_vote_reply_or_official_answer(here):
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    here.reply.refresh_from_db()
    with pytest.raises(errors.CommentIsHidden):
        vote(here.consultation, comment=here.reply)
    with pytest.raises(errors.CommentIsHidden):
        actions.reply_officially(comment=here.reply, by=here.officer, text="ชี้แจงใหม่", seen=1)
    with pytest.raises(errors.CommentIsHidden):
        post(here.consultation, parent=here.parent)
    assert Vote.objects.filter(comment=here.reply).count() == OfficialReply.objects.count() == 1


def test_open_pages_lose_the_replies_with_their_comment_and_get_them_back(here):
    both = [here.parent.pk, here.reply.pk]
    here.consultation.refresh_from_db()
    before = here.consultation.live_seq
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    actions.number_announcements()
    told = frame(here.consultation.pk, after=before)
    assert (told.gone, told.posted, told.counts) == (both, [], {str(here.section.anchor): 0})
    actions.restore_comment(comment=here.parent, by=here.officer, reason="mistake")
    actions.number_announcements()
    told = frame(here.consultation.pk, after=before + 1)
    assert ([pk for pk, *_ in told.posted], told.gone) == (both, [])
    assert told.counts == {str(here.section.anchor): 2}


def test_votes_on_a_hidden_comment_are_no_news(here):
    here.consultation.refresh_from_db()
    before = here.consultation.live_seq
    vote(here.consultation, comment=here.reply)
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    actions.number_announcements()
    assert frame(here.consultation.pk, after=before).comment_tallies == {}


def test_what_somebody_wrote_to_a_comment_hidden_meanwhile_is_refused_with_its_words(here):
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    client = Client()
    client.force_login(here.reader)
    sent = {"text": "คำที่พิมพ์ไว้", "parent": here.parent.pk, "client_key": "00000000-0000-0000-0000-000000000001"}
    for headers in ({}, {"HX-Request": "true"}):
        answered = client.post(at("comment_create", here), sent, headers=headers)
        assert answered.status_code == 409
        assert "คำที่พิมพ์ไว้" in answered.content.decode() and "ถ้อยคำหยาบ" not in answered.content.decode()
    assert client.post(at("comment_vote", here, here.reply.pk), {"choice": "1"}).status_code == 409


def test_a_moderator_sees_why_a_reply_is_not_shown(here):
    actions.hide_comment(comment=here.parent, by=here.officer, reason="insult")
    page = html(at("moderation", here) + "?hidden=1", here.officer)
    assert WORDS in page and "เพราะความคิดเห็นที่ตอบถูกซ่อนไว้" in page


def test_a_moderator_chooses_among_reasons_that_fit_and_none_is_chosen_beforehand(here):
    listed = html(at("moderation", here) + f"?comment={here.parent.pk}", here.officer)
    page = listed.split('<ol class="comments"')[1]
    assert 'value="mistake"' not in page and "selected" not in page.split('name="reason"')[1].split("</select>")[
        0
    ].replace('<option value="" selected>', "")
    client = Client()
    client.force_login(here.officer)
    for reason in ("", "mistake", "no such reason"):
        answered = client.post(at("comment_hide", here, here.parent.pk), {"reason": reason})
        assert answered.status_code == 422 and "notice--error" in answered.content.decode()
    with pytest.raises(errors.ReasonDoesNotFit):
        actions.hide_comment(comment=here.parent, by=here.officer, reason="mistake")
    here.parent.refresh_from_db()
    assert here.parent.is_visible
    assert client.post(at("comment_hide", here, here.parent.pk), {"reason": "insult"}).status_code == 302
    page = html(at("moderation", here) + f"?comment={here.parent.pk}", here.officer).split('<ol class="comments"')[1]
    assert 'value="mistake"' in page and 'value="spam"' not in page


def test_the_page_of_a_section_counts_what_the_list_and_the_frame_count(here):
    page = html(at("section_detail", here, here.section.pk))
    assert f'data-count="{here.section.anchor}">2</span>' in page


def test_a_comment_on_a_section_taken_out_keeps_its_words(here):
    kept, gone = here.consultation.draft.sections.all()
    actions.issue_version(consultation=here.consultation, sections=make_sections(kept.text), by=here.officer)
    client = Client()
    client.force_login(here.reader)
    sent = {"text": "คำที่พิมพ์ไว้", "section": gone.pk, "client_key": "00000000-0000-0000-0000-000000000001"}
    for headers in ({}, {"HX-Request": "true"}):
        answered = client.post(at("comment_create", here), sent, headers=headers)
        assert answered.status_code == 409 and "คำที่พิมพ์ไว้" in answered.content.decode()
    assert here.consultation.comments.count() == 2
