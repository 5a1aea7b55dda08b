"""After an upgrade of the masking, what is stored is masked again: nothing personal stays, nothing else moves."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.live.frames import frame
from consult.models import Announcement, AuditEntry, Comment, Consultation, OfficialReply
from consult.models.search import comments_with
from consult.thai import personal_data
from tests.consult.test_live import tick
from tests.support.makers import make_consultation, officer_of, post, withdraw

pytestmark = pytest.mark.django_db

NUMBER = "081-234-5678"
TEXT = f"ติดต่อ {NUMBER} ได้ทุกวัน"
MASKED = "ติดต่อ [เบอร์โทรศัพท์] ได้ทุกวัน"
SPOILT = "ข้อความที่ทำให้ตัวปิดบังล้ม"


def nothing(text: str) -> SimpleNamespace:
    """A masker that knows no rules yet."""
    return SimpleNamespace(text=text)


def too_much(text: str) -> SimpleNamespace:
    """A masker that takes every word of the law for a name."""
    return SimpleNamespace(text=text.replace("มาตรา", "[ชื่อบุคคล]"))


def fails(text: str) -> SimpleNamespace:
    if text == SPOILT:
        raise ValueError("no rule reads this")
    return SimpleNamespace(text=text.replace(NUMBER, "[เบอร์โทรศัพท์]"))


def interrupted(text: str) -> SimpleNamespace:
    if text == SPOILT:
        raise KeyboardInterrupt
    return fails(text)


@pytest.fixture
def rules(monkeypatch):
    """Choose who masks, as another release would: rules(nothing), and rules() for those of this one."""
    cache.clear()  # fragments of tests before and after have the same ids
    shipped = personal_data.mask

    def choose(masker=shipped):
        monkeypatch.setattr(personal_data, "mask", masker)

    yield choose
    cache.clear()


@pytest.fixture
def before(rules):
    """What is posted in the test is posted under rules that mask nothing, until ``rules()``."""
    rules(nothing)
    return rules


def mask_again(**options) -> str:
    out = StringIO()
    call_command("mask_again", stdout=out, **options)
    return out.getvalue()


def entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="mask_again").order_by("pk"))


def everything() -> list:
    """All that an operator's command might write."""
    return [list(kind.objects.order_by("pk").values()) for kind in (Comment, OfficialReply, AuditEntry, Announcement)]


def page(name: str, *args, **query) -> str:
    response = Client().get(reverse(f"consult:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_number_that_was_shown_is_masked_and_no_longer_found(before):
    comment = post(make_consultation(), TEXT)
    assert comment.public_text == TEXT
    before()
    said = mask_again()
    comment.refresh_from_db()
    assert (comment.text, comment.public_text) == (TEXT, MASKED)
    assert not Comment.objects.filter(comments_with(NUMBER)).exists()
    assert Comment.objects.filter(comments_with("เบอร์โทรศัพท์")).get() == comment
    assert f"Consultation {comment.consultation_id}: 1 texts looked at, 1 comments changed, 0 of them" in said
    assert "In all: 1 texts looked at, 1 comments changed, 0 of them" in said


def test_pages_and_fragments_lose_the_number_and_open_pages_hear_that_they_are_out_of_date(before):
    consultation = make_consultation()
    comment = post(consultation, TEXT)
    start = tick(consultation)
    places = [("comment_fragments", (consultation.pk,), {"ids": comment.pk})]
    places += [("comment_detail", (consultation.pk, comment.pk), {}), ("whole_draft", (consultation.pk,), {})]
    assert all(NUMBER in page(name, *args, **query) for name, args, query in places)
    before()
    mask_again()
    assert tick(consultation) == start + 1
    news = frame(consultation.pk, after=start)
    assert (news.changed, news.posted, news.gone) == (True, [], [])
    for name, args, query in places:
        html = page(name, *args, **query)
        assert NUMBER not in html and "[เบอร์โทรศัพท์]" in html, name


def test_the_audit_trail_says_which_comments_and_nothing_they_say(before):
    first, second = make_consultation(), make_consultation()
    comments = [post(first, TEXT), post(first, TEXT), post(second, TEXT)]
    post(second, "ไม่มีอะไรต้องปิดบัง")
    before()
    mask_again()
    told = [(entry.by, entry.consultation, entry.detail["count"], entry.detail["comments"]) for entry in entries()]
    assert told == [(None, first, 2, [comments[0].pk, comments[1].pk]), (None, second, 1, [comments[2].pk])]
    assert "ติดต่อ" not in str([entry.detail for entry in entries()])


def test_official_replies_are_masked_again_and_put_in_place_without_counting_as_revised(before):
    consultation = make_consultation()
    comment = post(consultation)
    officer = officer_of(consultation)
    reply = actions.reply_officially(comment=comment, by=officer, text=TEXT)
    start = tick(consultation)
    before()
    mask_again()
    tick(consultation)
    reply.refresh_from_db()
    assert (reply.text, reply.public_text, reply.revision, reply.revised_at) == (TEXT, MASKED, 1, None)
    news = frame(consultation.pk, after=start)
    assert (news.official_replies, news.changed) == ([comment.pk], False)
    (entry,) = entries()
    assert (entry.detail["comments"], entry.detail["official_replies"]) == ([], [comment.pk])
    assert actions.withdraw_official_reply(
        reply=reply, by=officer, seen=1
    ).withdrawn_at  # the officer's form still holds


def test_hidden_and_imported_comments_and_replies_are_masked_too_and_a_hidden_one_is_no_news(before):
    consultation = make_consultation()
    officer = officer_of(consultation)
    hidden = post(consultation, TEXT)
    actions.hide_comment(comment=hidden, by=officer, reason="personal_data")
    start = tick(consultation)
    before()
    mask_again()
    assert tick(consultation) == start
    hidden.refresh_from_db()
    assert hidden.public_text == MASKED and hidden.hidden_at
    before(nothing)
    above = post(consultation)
    below = post(consultation, TEXT, parent=above)
    letter = actions.ReceivedComment(
        author=above.author, text=TEXT, posted_at=above.posted_at, channel=Comment.Channel.PAPER
    )
    (imported,) = actions.import_comments(consultation=consultation, received=[letter], by=officer)
    before()
    mask_again()
    assert {comment.public_text for comment in Comment.objects.filter(pk__in=[below.pk, imported.pk])} == {MASKED}


def test_doing_it_twice_changes_nothing(before):
    post(make_consultation(), TEXT)
    before()
    mask_again()
    done = everything()
    assert "In all: 1 texts looked at, 0 comments changed" in mask_again()
    assert everything() == done


def test_a_dry_run_counts_and_writes_nothing(before):
    comment = post(make_consultation(), TEXT)
    actions.reply_officially(comment=comment, by=officer_of(comment.consultation), text=TEXT)
    before()
    untouched = everything()
    assert "In all: 2 texts looked at, 1 comments would change, 0 of them" in mask_again(dry_run=True)
    assert everything() == untouched


def test_what_the_new_rules_show_again_is_shown_and_reported(before):
    before(too_much)
    consultation = make_consultation()
    shown, both = post(consultation, "ตามมาตรา ๓ ควรแก้"), post(consultation, f"มาตรา ๓ โทร {NUMBER}")
    post(consultation, TEXT)
    before()
    expected = "2 of them show more than before\n  more than before is shown of comments " + f"{shown.pk}, {both.pk}\n"
    assert expected in mask_again(dry_run=True)
    assert expected in mask_again()
    assert Comment.objects.get(pk=shown.pk).public_text == "ตามมาตรา ๓ ควรแก้"
    assert entries()[0].detail["shows_more"] == [shown.pk, both.pk]


def test_batches_go_by_id_and_a_failure_keeps_those_before_it(before):
    consultation = make_consultation()
    comments = [post(consultation, text) for text in (TEXT, TEXT, TEXT, SPOILT)]
    before(fails)
    batch = actions.mask_again(consultation=consultation, limit=2)
    assert (batch.last, batch.looked_at, batch.changed) == (comments[1].pk, 2, [comments[0].pk, comments[1].pk])
    with pytest.raises(ValueError, match="no rule"):
        actions.mask_again(consultation=consultation, after=batch.last, limit=2)
    texts = consultation.comments.order_by("pk").values_list("public_text", flat=True)
    assert list(texts) == [MASKED, MASKED, TEXT, SPOILT]
    assert [entry.detail["count"] for entry in entries()] == [2]
    before()
    mask_again()
    assert list(texts.all()) == [MASKED, MASKED, MASKED, SPOILT]
    assert [entry.detail["count"] for entry in entries()] == [2, 1]
    assert actions.mask_again(consultation=consultation, after=comments[-1].pk).last is None


def test_a_command_that_is_stopped_says_so_and_the_next_one_does_the_rest(before):
    first, second = make_consultation(), make_consultation()
    done, undone = post(first, TEXT), post(second, TEXT)
    post(second, SPOILT)
    before(interrupted)
    with pytest.raises(CommandError, match="run it again") as stopped:
        mask_again()
    assert stopped.value.returncode == 130
    done.refresh_from_db()
    undone.refresh_from_db()
    assert (done.public_text, undone.public_text) == (MASKED, TEXT)
    before()
    mask_again()
    undone.refresh_from_db()
    assert undone.public_text == MASKED


def test_an_answer_revised_meanwhile_keeps_its_new_words(before):
    """The officer's transaction may end between reading a batch and writing it."""
    consultation = make_consultation()
    reply = actions.reply_officially(comment=post(consultation), by=officer_of(consultation), text=TEXT)
    before(revises_meanwhile)
    mask_again()
    reply.refresh_from_db()
    assert (reply.text, reply.public_text, entries()) == ("ถ้อยคำใหม่", "ถ้อยคำใหม่", [])


def revises_meanwhile(text: str) -> SimpleNamespace:
    reply = OfficialReply.objects.filter(text=text).first()
    if reply and text == TEXT:
        comment = reply.comment
        actions.reply_officially(comment=comment, by=officer_of(comment.consultation), text="ถ้อยคำใหม่", seen=1)
    return fails(text)


def test_withdrawn_consultations_are_masked_too(before):
    consultation = make_consultation()
    comment = post(consultation, TEXT)
    withdraw(consultation)
    before()
    mask_again()
    comment.refresh_from_db()
    assert comment.public_text == MASKED and Consultation.objects.visible().count() == 0
