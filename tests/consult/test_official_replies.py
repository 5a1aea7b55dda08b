"""The official answer to a comment: spoken by the agency, on record, and never taken for what a citizen said."""

import threading
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import reverse

from analysis.runs.inputs import read_comments
from consult import actions, errors
from consult.live.frames import frame
from consult.models import Announcement, AuditEntry, Comment, Consultation, OfficialReply, OfficialReplyRevision
from consult.models.kept import counts_by_anchor, received
from consult.pages.discussion import threads
from tests.consult.test_live import tick
from tests.support.makers import close, make_consultation, make_staff, make_user, officer_of, post
from tests.support.makers import withdraw as withdraw_hearing

pytestmark = pytest.mark.django_db

ANSWER = "หน่วยงานจะเพิ่มจุดช่วยเหลือในทุกตำบล"


def reply(comment: Comment, text: str = ANSWER, *, seen: int = 0, by=None) -> OfficialReply:
    by = by or officer_of(comment.consultation)
    return actions.reply_officially(comment=comment, by=by, text=text, seen=seen)


def withdraw(answer: OfficialReply, *, seen: int | None = None, by=None) -> OfficialReply:
    by = by or officer_of(answer.comment.consultation)
    seen = answer.revision if seen is None else seen
    return actions.withdraw_official_reply(reply=answer, by=by, seen=seen)


def acts(comment: Comment) -> list[str]:
    """What was done about the answer to a comment, oldest first."""
    entries = AuditEntry.objects.filter(consultation=comment.consultation, verb__endswith="official_reply") | (
        AuditEntry.objects.filter(consultation=comment.consultation, verb="reply_officially")
    )
    return [entry.verb for entry in entries.order_by("pk") if entry.detail["comment"] == comment.pk]


def revisions(comment: Comment) -> list[tuple[str, str]]:
    """Kind and public words of each revision of the answer to a comment, oldest first."""
    rows = OfficialReplyRevision.objects.filter(reply__comment=comment).order_by("number")
    return list(rows.values_list("kind", "public_text"))


def test_an_answer_is_recorded_announced_and_on_the_audit_trail_with_who_gave_it():
    consultation = make_consultation()
    comment = post(consultation)
    answer = reply(comment)
    assert (answer.public_text, answer.revision) == (ANSWER, 1)
    entry = AuditEntry.objects.get(verb="reply_officially")
    assert (entry.by, entry.consultation) == (officer_of(consultation), consultation)
    assert entry.detail == {"comment": comment.pk, "revision": 1}
    assert revisions(comment) == [("published", ANSWER)]
    assert Announcement.objects.filter(type="official_reply.changed", comment=comment).count() == 1


def test_only_an_officer_of_the_agency_answers_for_it():
    consultation = make_consultation()
    comment = post(consultation)
    answer = reply(comment)
    strangers = [make_user(), officer_of(make_consultation()), AnonymousUser()]
    colleagues = [make_staff(consultation.agency, role) for role in ("moderator", "analyst")]
    for person in [*strangers, *colleagues]:
        with pytest.raises(errors.NotAllowed):
            reply(comment, "อื่น", by=person, seen=1)
        with pytest.raises(errors.NotAllowed):
            withdraw(answer, by=person)
    assert acts(comment) == ["reply_officially"]


def test_an_agency_answers_after_closing_when_citizens_no_longer_can():
    consultation = make_consultation()
    comment = post(consultation)
    close(consultation)
    assert reply(comment).public_text == ANSWER
    with pytest.raises(errors.ConsultationClosed):
        post(consultation, parent=comment)


def test_an_answer_is_masked_like_a_comment_and_the_trail_keeps_what_was_public():
    comment = post(make_consultation())
    answer = reply(comment, "โทรหาคุณที่ 081-234-5678")
    assert "081-234-5678" in answer.text
    assert "081-234-5678" not in answer.public_text
    assert revisions(comment) == [("published", answer.public_text)]
    assert "081-234-5678" not in str(AuditEntry.objects.get(verb="reply_officially").detail)


@pytest.mark.parametrize(("text", "error"), [(" \n\x07", errors.TextEmpty), ("ก" * 5_001, errors.TextTooLong)])
def test_an_answer_without_words_or_with_too_many_leaves_nothing_behind(text, error):
    comment = post(make_consultation())
    with pytest.raises(error):
        reply(comment, text)
    assert not OfficialReply.objects.exists()
    assert acts(comment) == []


def test_the_same_answer_sent_again_is_one_answer():
    comment = post(make_consultation())
    assert reply(comment) == reply(comment)
    reply(comment, "แก้แล้ว", seen=1)
    reply(comment, "แก้แล้ว", seen=1)
    answer = OfficialReply.objects.get()
    assert answer.revision == 2
    withdraw(answer)
    withdraw(answer, seen=2)
    assert acts(comment) == ["reply_officially", "revise_official_reply", "withdraw_official_reply"]


def test_an_answer_is_revised_withdrawn_and_given_anew_and_the_trail_keeps_every_wording():
    comment = post(make_consultation())
    first = reply(comment)
    second = reply(comment, "แก้แล้ว", seen=1)
    assert (second.pk, second.public_text, second.revised_at is not None) == (first.pk, "แก้แล้ว", True)
    gone = withdraw(second)
    assert gone.withdrawn_at
    anew = reply(comment, "ออกใหม่", seen=gone.revision)
    assert (anew.withdrawn_at, anew.revised_at, anew.answered_at > first.answered_at) == (None, None, True)
    assert revisions(comment) == [
        ("published", ANSWER),
        ("changed", "แก้แล้ว"),
        ("withdrawn", ""),
        ("published", "ออกใหม่"),
    ]


def test_a_colleagues_answer_is_never_replaced_or_withdrawn_unread():
    comment = post(make_consultation())
    first = reply(comment)
    with pytest.raises(errors.OfficialReplyMoved):
        reply(comment, "คนที่สองเขียนพร้อมกัน")
    reply(comment, "แก้แล้ว", seen=1)
    with pytest.raises(errors.OfficialReplyMoved):
        withdraw(first, seen=1)
    withdraw(OfficialReply.objects.get())
    with pytest.raises(errors.OfficialReplyMoved):
        reply(comment, "จากหน้าที่เปิดไว้ก่อนถอน", seen=2)


def test_a_hidden_comment_and_a_withdrawn_consultation_take_no_answer():
    consultation = make_consultation()
    comment = post(consultation)
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    with pytest.raises(errors.CommentIsHidden):
        reply(comment)
    other = post(make_consultation())
    withdraw_hearing(other.consultation)
    with pytest.raises(errors.ConsultationWithdrawn):
        reply(other)
    assert not OfficialReply.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_answer_at_once_give_one_answer_and_one_of_them_is_told():
    comment, told = post(make_consultation()), []
    start = threading.Barrier(2)

    def answer(text: str) -> None:
        try:
            start.wait()
            reply(Comment.objects.get(pk=comment.pk), text)
        except errors.OfficialReplyMoved:
            told.append(text)
        finally:
            connection.close()

    officers = [threading.Thread(target=answer, args=(text,)) for text in ("หนึ่ง", "สอง")]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert len(told) == 1
    assert OfficialReply.objects.get().public_text not in told


def test_an_answer_is_no_participation():
    consultation = make_consultation()
    section = consultation.draft.sections.first()
    comment = post(consultation, section=section)
    before = read_comments(consultation)
    reply(comment)
    assert consultation.comments.count() == 1
    assert counts_by_anchor(consultation.pk)[section.anchor].in_all == 1
    assert received([comment.pk])[comment.pk].replies == 0
    assert not officer_of(consultation).participants.exists()
    assert read_comments(consultation) == before
    assert ANSWER not in str(before)


def test_pages_are_told_which_comment_was_answered_and_that_is_no_new_comment():
    consultation = make_consultation()
    comment = post(consultation)
    start = tick(consultation)
    reply(comment)
    tick(consultation)
    news = frame(consultation.pk, after=start)
    assert (news.official_replies, news.posted, news.counts) == ([comment.pk], [], {})
    actions.hide_comment(comment=comment, by=officer_of(consultation), reason="spam")
    tick(consultation)
    assert frame(consultation.pk, after=start).official_replies == []


def test_the_number_of_queries_does_not_grow_with_answers(django_assert_max_num_queries):
    consultation, reader = make_consultation(), make_user()
    for _ in range(12):
        reply(post(consultation))
    for count in (1, 12):
        shown = Comment.objects.with_author().order_by("pk")[:count]
        with django_assert_max_num_queries(6):
            dressed = threads(consultation, shown, reader=reader)
            assert [thread.official.public_text for thread in dressed] == [ANSWER] * count


class Desk:
    """An officer before a comment on a section."""

    def __init__(self, text: str = "ขอให้มีเจ้าหน้าที่ช่วยกรอกแบบ"):
        self.consultation, self.author = make_consultation(), make_user("ยายแก้ว ทดสอบ")
        self.section = self.consultation.draft.sections.first()
        self.comment = post(self.consultation, text, section=self.section, author=self.author)
        self.officer, self.client = officer_of(self.consultation), Client()
        self.client.force_login(self.officer)
        self.page = reverse("consult:comment_detail", args=[self.consultation.pk, self.comment.pk])
        self.address = f"{self.page}official-reply/"

    def send(self, text: str = ANSWER, *, seen: int | str = 0, client: Client | None = None):
        return (client or self.client).post(self.address, {"text": text, "seen": seen})

    def pages(self) -> list[str]:
        discussion = reverse("consult:section_detail", args=[self.consultation.pk, self.section.pk])
        fragments = reverse("consult:comment_fragments", args=[self.consultation.pk])
        return [discussion, self.page, f"{fragments}?ids={self.comment.pk}"]


def read(page: str, client: Client | None = None) -> str:
    return unescape((client or Client()).get(page).content.decode())


def test_an_officer_answers_without_a_script_and_everybody_reads_the_agency_not_the_officer():
    desk = Desk()
    assert "ชี้แจงในนามหน่วยงาน" in read(desk.pages()[0], desk.client)
    sent = desk.send()
    assert (sent.status_code, sent.url) == (302, f"{desk.page}#comment-{desk.comment.pk}")
    for page in desk.pages():
        shown = read(page)
        official = shown[shown.index('<article class="official"') :]
        official = official[: official.index("</article>")]
        assert ANSWER in official
        assert desk.consultation.agency.name in official
        assert "คำชี้แจงของหน่วยงาน" in official
        assert desk.officer.alias not in shown
        assert "vote" not in official
        assert "ชี้แจงในนามหน่วยงาน" not in shown
        assert "แก้หรือถอน" not in shown
    assert "แก้หรือถอนคำชี้แจง" in read(desk.page, desk.client)


def test_the_answer_stands_before_the_replies_of_citizens_also_under_a_reply():
    desk = Desk()
    citizens = post(desk.consultation, "คำตอบของเพื่อนบ้าน", parent=desk.comment)
    desk.send()
    reply(citizens, "ตอบเพื่อนบ้าน")
    shown = read(desk.page)
    places = [shown.index(words) for words in ("ช่วยกรอกแบบ", ANSWER, "คำตอบของเพื่อนบ้าน", "ตอบเพื่อนบ้าน")]
    assert places == sorted(places)
    sent = desk.client.post(
        reverse("consult:official_reply", args=[desk.consultation.pk, citizens.pk]), {"text": "แก้", "seen": 1}
    )
    assert sent.url == f"{desk.page}#comment-{citizens.pk}"


def test_an_answer_is_hostile_until_escaped():
    desk = Desk()
    desk.send("<script>alert(1)</script>")
    for page in desk.pages():
        assert "<script>alert(1)" not in Client().get(page).content.decode()


@pytest.mark.parametrize("role", ["citizen", "moderator", "analyst", "officer elsewhere"])
def test_whoever_does_not_speak_for_the_agency_is_refused(role):
    desk, client = Desk(), Client()
    if role == "citizen":
        client.force_login(make_user())
    elif role == "officer elsewhere":
        client.force_login(officer_of(make_consultation()))
    else:
        client.force_login(make_staff(desk.consultation.agency, role))
    assert desk.send(client=client).status_code == 403
    assert client.get(desk.address).status_code == 403
    assert client.post(f"{desk.address}withdraw/", {"seen": 1}).status_code == 403
    assert "ชี้แจงในนามหน่วยงาน" not in read(desk.page, client)
    assert not OfficialReply.objects.exists()


def test_a_stranger_is_asked_to_sign_in():
    sent = Desk().send(client=Client())
    assert sent.status_code == 302
    assert sent.url.startswith("/accounts/login/")
    assert not OfficialReply.objects.exists()


@pytest.mark.parametrize(
    ("text", "seen", "status", "words"),
    [
        ("", 0, 422, "เขียนคำชี้แจงก่อนเผยแพร่"),
        ("ก" * 5_001, 0, 422, "ข้อความยาวเกินไป"),
        ("คำตอบ", "", 422, "กดเผยแพร่อีกครั้ง"),
        ("คำตอบ", "x" * 9, 422, "กดเผยแพร่อีกครั้ง"),
        ("คำตอบ", -1, 422, "กดเผยแพร่อีกครั้ง"),
        ("คำตอบ", "9" * 40, 422, "กดเผยแพร่อีกครั้ง"),
        ("คำตอบ", 7, 409, "มีเพื่อนร่วมงาน"),
    ],
)
def test_what_cannot_be_published_is_refused_in_words_and_kept(text, seen, status, words):
    desk = Desk()
    sent = desk.send(text, seen=seen)
    shown = unescape(sent.content.decode())
    assert sent.status_code == status
    assert words in shown
    assert f"\n{text}</textarea>" in shown
    assert f'action="{desk.address}"' in shown
    assert 'name="seen" value="0"' in shown
    assert not OfficialReply.objects.exists()


def test_who_came_second_reads_the_first_answer_and_may_then_replace_it():
    desk = Desk()
    reply(desk.comment, "คนแรกตอบ")
    sent = desk.send("คนที่สองตอบ")
    shown = sent.content.decode()
    assert sent.status_code == 409
    assert "คนแรกตอบ" in shown
    assert "คนที่สองตอบ</textarea>" in shown
    assert 'name="seen" value="1"' in shown
    assert desk.send("คนที่สองตอบ", seen=1).status_code == 302
    assert OfficialReply.objects.get().public_text == "คนที่สองตอบ"


def test_a_revised_answer_says_so_and_a_withdrawn_one_leaves_only_that_it_was():
    desk = Desk()
    desk.send()
    desk.send("แก้แล้ว", seen=1)
    assert "แก้ไขเมื่อ" in read(desk.page)
    assert desk.client.post(f"{desk.address}withdraw/", {"seen": 1}).status_code == 409
    assert desk.client.post(f"{desk.address}withdraw/", {"seen": "x"}).status_code == 409
    assert desk.client.post(f"{desk.address}withdraw/", {"seen": 2}).status_code == 302
    tick(desk.consultation)
    for page in desk.pages():
        shown = read(page)
        assert "หน่วยงานถอนคำชี้แจงนี้แล้ว" in shown
        assert "แก้แล้ว" not in shown
    history = read(desk.address, desk.client)
    assert ANSWER in history
    assert "แก้แล้ว" in history


def test_a_comment_that_is_hidden_or_elsewhere_is_not_found():
    desk, other = Desk(), make_consultation()
    foreign = reverse("consult:official_reply", args=[other.pk, desk.comment.pk])
    client = Client()
    client.force_login(officer_of(other))
    assert client.post(foreign, {"text": "คำตอบ", "seen": 0}).status_code == 404
    desk.send()
    actions.hide_comment(comment=desk.comment, by=desk.officer, reason="spam")
    assert desk.client.get(desk.address).status_code == 404
    assert ANSWER not in read(desk.pages()[0])


def test_a_closed_consultation_is_answered_at_the_same_door():
    desk = Desk()
    close(Consultation.objects.get(pk=desk.consultation.pk))
    assert "ชี้แจงในนามหน่วยงาน" in read(desk.page, desk.client)
    assert desk.send().status_code == 302
    assert ANSWER in read(desk.page)


def test_whoever_wrote_the_comment_sees_that_the_agency_answered():
    desk, author = Desk(), Client()
    author.force_login(desk.author)
    assert "ชี้แจงความคิดเห็นนี้แล้ว" not in read("/consultations/mine/", author)
    desk.send()
    shown = read("/consultations/mine/", author)
    assert "ชี้แจงความคิดเห็นนี้แล้ว" in shown
    assert f"{desk.page}#official-{desk.comment.pk}" in shown
    withdraw(OfficialReply.objects.get())
    assert "ถอนคำชี้แจงแล้ว" in read("/consultations/mine/", author)


def test_the_deck_votes_on_comments_only():
    desk = Desk()
    desk.send()
    assert ANSWER not in read(reverse("consult:deck", args=[desk.consultation.pk]))
