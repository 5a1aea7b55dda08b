"""Moderation that can be defended: reports hide nothing, authors are told and may appeal, a second moderator decides, figures are public."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult import actions, errors
from consult.models import Appeal, CommentReport, Level, Membership, Notice, User
from consult.pages.moderation import figures_of
from tests.support.doors import at, browser
from tests.support.makers import close, make_consultation, make_staff, make_user, post, withdraw

pytestmark = pytest.mark.django_db

WORDS = "ถ้อยคำที่มีคนแจ้ง"


@pytest.fixture
def consultation():
    return make_consultation()


@pytest.fixture
def comment(consultation):
    return post(consultation, WORDS)


@pytest.fixture
def moderators(consultation):
    return [make_staff(consultation.agency, Membership.Role.MODERATOR) for _ in range(2)]


def hidden(comment, moderator, reason="insult"):
    return actions.hide_comment(comment=comment, by=moderator, reason=reason)


def test_no_number_of_reports_hides_a_comment(consultation, comment):
    for _ in range(30):
        actions.report_comment(comment=comment, by=make_user(), reason="insult")
    comment.refresh_from_db()
    assert comment.is_visible
    assert WORDS in browser().get(at("comment_detail", consultation, comment.pk)).content.decode()


def test_one_person_is_one_report_and_says_why(consultation, comment):
    person = make_user()
    for reason in ("spam", "spam", "insult"):
        actions.report_comment(comment=comment, by=person, reason=reason)
    assert [one.reason for one in CommentReport.objects.all()] == ["insult"]
    with pytest.raises(errors.ReasonDoesNotFit):
        actions.report_comment(comment=comment, by=person, reason="")
    with pytest.raises(errors.NotAllowed):
        actions.report_comment(comment=comment, by=comment.author, reason="spam")


def test_so_many_comments_are_reported_by_one_person_within_an_hour(consultation, settings):
    settings.REPORTS_PER_HOUR = 2
    person = make_user()
    for _ in range(2):
        actions.report_comment(comment=post(consultation), by=person, reason="spam")
    with pytest.raises(errors.TooManyReports):
        actions.report_comment(comment=post(consultation), by=person, reason="spam")


def test_who_has_no_account_reports_as_a_guest_and_a_form_sent_twice_is_one_report(consultation, comment):
    address, client = at("comment_report", consultation, comment.pk), browser()
    sent = {"reason": "personal_data", "client_key": client.get(address).context["form"]["client_key"].value()}
    for one in (client, browser(), client):  # the answer to the first was lost on the way
        assert one.post(address, sent).status_code == 302
    (report,) = CommentReport.objects.all()
    assert report.participant.account.level == Level.GUEST and User.objects.filter(level=Level.GUEST).count() == 1
    actions.move_up(device=report.participant.account.device, account=comment.author)
    assert not CommentReport.objects.exists(), "now it would be a report of one's own comment"


def test_devices_without_an_account_report_so_many_comments_from_one_address(consultation, comment, settings):
    settings.GUEST_REPORTS_PER_HOUR = 2
    address = at("comment_report", consultation, comment.pk)
    answers = [browser().post(address, {"reason": "spam", "words": "คำที่พิมพ์ไว้"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429] and "คำที่พิมพ์ไว้" in answers[2].text
    assert browser(make_user()).post(address, {"reason": "spam"}).status_code == 302


def test_nothing_is_left_to_report_or_to_decide_of_a_withdrawn_comment(consultation, comment, moderators):
    actions.report_comment(comment=comment, by=make_user(), reason="spam", words=WORDS)
    other = hidden(post(consultation, author=comment.author), moderators[0])
    actions.appeal(comment=other, by=other.author, text="คำอุทธรณ์ที่อ้างถ้อยคำ")
    stale = type(comment).objects.get(pk=comment.pk)
    for one in (comment, other):
        actions.withdraw_comment(comment=one, by=one.author)
    with pytest.raises(errors.CommentIsWithdrawn):
        actions.report_comment(comment=stale, by=make_user(), reason="spam")
    with pytest.raises(errors.NothingToAppeal):
        actions.appeal(comment=other, by=other.author, text="อีกครั้ง")
    assert not CommentReport.objects.waiting().exists() and not consultation.appeals.waiting().exists()
    for page in (at("moderation", consultation), at("appeal_list", consultation) + "?all=1"):
        html = browser(moderators[1]).get(page).content.decode()
        assert WORDS not in html and "คำอุทธรณ์" not in html


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "script"])
def test_a_report_without_a_reason_is_refused_with_its_words_and_one_with_it_leads_back(consultation, comment, headers):
    client, address = browser(make_user()), at("comment_report", consultation, comment.pk)
    assert client.get(address, headers=headers).status_code == 200
    refused = client.post(address, {"words": "คำที่พิมพ์ไว้"}, headers=headers)
    assert refused.status_code == 422 and "คำที่พิมพ์ไว้" in refused.content.decode()
    sent = client.post(address, {"words": "คำที่พิมพ์ไว้", "reason": "spam"}, headers=headers)
    if headers:
        assert sent.status_code == 200 and 'role="status"' in sent.content.decode()
    else:
        assert sent.headers["Location"].endswith(at("comment_detail", consultation, comment.pk))


def test_a_moderator_finds_what_was_reported_with_reasons_and_numbers_and_settles_it(consultation, comment, moderators):
    other = post(consultation, "ความเห็นอื่นของผู้เขียน", author=comment.author)
    hidden(other, moderators[0])
    for reason in ("spam", "spam", "insult"):
        actions.report_comment(comment=comment, by=make_user(), reason=reason, words="ดูตรงนี้")
    client, page = browser(moderators[1]), at("moderation", consultation) + "?queue=reported"
    html = client.get(page).content.decode()
    assert WORDS in html and "(2)" in html and "ดูตรงนี้" in html and "ถูกซ่อน 1 ความคิดเห็น" in html
    assert (
        client.post(at("comment_keep", consultation, comment.pk), {"reason": "sharp", "queue": "reported"}).status_code
        == 302
    )
    assert WORDS not in client.get(page).content.decode()
    assert not CommentReport.objects.waiting().exists()
    new = client.get(at("moderation", consultation) + "?queue=new").content.decode()
    assert WORDS not in new


def test_several_comments_are_hidden_at_once_for_one_reason(consultation, moderators):
    ids = [post(consultation, f"โฆษณา {number}").pk for number in range(3)]
    client, address = browser(moderators[0]), at("comments_moderate", consultation)
    for wrong in ({"comments": ids}, {"reason": "spam"}, {"comments": ids, "reason": "in_order", "act": "hide"}):
        answered = client.post(address, wrong)
        assert (
            answered.status_code == 422
            and "notice--error" in answered.content.decode()
            or "field__error" in answered.content.decode()
        )
    assert consultation.comments.visible().count() == 3
    assert client.post(address, {"comments": ids[:2], "reason": "spam", "act": "hide"}).status_code == 302
    assert consultation.comments.visible().count() == 1
    assert browser(make_user()).post(address, {"comments": ids, "reason": "spam"}).status_code == 403


def test_a_note_is_read_by_staff_and_by_nobody_else(consultation, comment, moderators):
    actions.hide_comment(comment=comment, by=moderators[0], reason="insult", note="ปรึกษาหัวหน้าแล้ว")
    assert "ปรึกษาหัวหน้าแล้ว" in browser(moderators[1]).get(at("moderation", consultation)).content.decode()
    for name in ("comment_detail", "own_comment"):
        assert "ปรึกษาหัวหน้าแล้ว" not in browser(comment.author).get(at(name, consultation, comment.pk)).content.decode()


def test_where_a_hidden_comment_stood_readers_see_the_rule_and_no_word_of_it(consultation, comment, moderators):
    hidden(comment, moderators[0])
    for address in (at("whole_draft", consultation), at("comment_detail", consultation, comment.pk)):
        html = browser().get(address).content.decode()
        assert "ดูหมิ่นหรือข่มขู่" in html or "ดูหมิ่น" in html or "comment--trace" in html
        assert WORDS not in html and comment.author.alias not in html


def test_the_author_is_told_the_rule_and_the_way_to_appeal_and_no_word_is_in_the_mail(
    consultation, comment, moderators
):
    comment.author.emailaddress_set.create(email=comment.author.email, verified=True, primary=True)
    hidden(comment, moderators[0])
    client = browser(comment.author)
    html = client.get(reverse("consult:notice_list")).content.decode()
    assert "ผู้ดูแลซ่อนความคิดเห็นของคุณ" in html and at("own_comment", consultation, comment.pk) in html
    own = client.get(at("own_comment", consultation, comment.pk)).content.decode()
    assert at("comment_appeal", consultation, comment.pk) in own
    assert actions.mail_notices() == 1
    assert "ผู้ดูแลซ่อนความคิดเห็นของคุณ" in mail.outbox[-1].body and WORDS not in mail.outbox[-1].body
    withdraw(consultation)
    assert "ผู้ดูแลซ่อนความคิดเห็นของคุณ" not in client.get(reverse("consult:notice_list")).content.decode()


def test_who_hid_a_comment_does_not_decide_its_appeal_and_the_database_holds_that(consultation, comment, moderators):
    hidden(comment, moderators[0])
    appeal = actions.appeal(comment=comment, by=comment.author, text="ไม่ได้ดูหมิ่นใคร")
    for person in (moderators[0], make_user(), comment.author):
        with pytest.raises(errors.NotAllowed):
            actions.decide_appeal(appeal=appeal, by=person, outcome="granted", answer="ได้")
    assert browser(moderators[0]).post(at("appeal_decide", consultation, appeal.pk), {}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by=moderators[0], decided_at=appeal.at, outcome="granted", answer="ได้")


def test_a_second_moderator_grants_an_appeal_and_both_are_told(consultation, comment, moderators):
    hidden(comment, moderators[0])
    client = browser(comment.author)
    client.post(at("comment_appeal", consultation, comment.pk), {"text": "ไม่ได้ดูหมิ่นใคร"})
    appeal = consultation.appeals.get()
    assert "ไม่ได้ดูหมิ่นใคร" in browser(moderators[1]).get(at("appeal_list", consultation)).content.decode()
    decided = {"outcome": "granted", "answer": "อ่านแล้วไม่พบถ้อยคำดูหมิ่น"}
    assert browser(moderators[1]).post(at("appeal_decide", consultation, appeal.pk), decided).status_code == 302
    comment.refresh_from_db()
    assert comment.is_visible
    for person in (comment.author, moderators[0]):
        assert Notice.objects.of(person).filter(kind="appeal_decided").count() == 1
        assert decided["answer"] in browser(person).get(reverse("consult:notice_list")).content.decode()
    figures = figures_of(consultation)
    assert (figures.hidden_in_all, figures.appeals, figures.appeals_granted, figures.appeals_waiting) == (0, 1, 1, 0)


def test_an_appeal_is_made_once_for_each_act_also_after_closing_and_a_declined_one_says_why(
    consultation, comment, moderators
):
    hidden(comment, moderators[0])
    close(consultation)
    appeal = actions.appeal(comment=comment, by=comment.author, text="ครั้งแรก")
    assert actions.appeal(comment=comment, by=comment.author, text="ครั้งแรก") == appeal
    with pytest.raises(errors.AppealIsMade):
        actions.appeal(comment=comment, by=comment.author, text="ครั้งที่สอง")
    actions.decide_appeal(appeal=appeal, by=moderators[1], outcome="declined", answer="เป็นคำข่มขู่")
    assert "เป็นคำข่มขู่" in browser(comment.author).get(at("own_comment", consultation, comment.pk)).content.decode()
    actions.restore_comment(comment=comment, by=moderators[0], reason="mistake")
    with pytest.raises(errors.NothingToAppeal):
        actions.appeal(comment=comment, by=comment.author, text="ครั้งแรก")
    hidden(comment, moderators[1])
    assert actions.appeal(comment=comment, by=comment.author, text="ครั้งแรก") != appeal


def test_everybody_reads_how_a_hearing_is_moderated(consultation, moderators):
    for reason in ("insult", "insult", "spam"):
        hidden(post(consultation), moderators[0], reason)
    assert at("moderation_figures", consultation) in browser().get(at("consultation_detail", consultation)).text
    html = browser().get(at("moderation_figures", consultation)).content.decode()
    figures = figures_of(consultation)
    assert [n for _, n in figures.hidden] == [2, 1] and figures.hidden_in_all == 3
    assert all(f"{reason}: {n}" in html for reason, n in figures.hidden)


def test_the_page_of_ones_own_comment_says_what_became_of_every_appeal(consultation, comment, moderators):
    first, second = moderators
    for words, outcome, answer in (("ครั้งแรก", "granted", "ไม่พบถ้อยคำดูหมิ่น"), ("ครั้งที่สอง", "declined", "เป็นคำข่มขู่")):
        hidden(comment, first, "insult" if outcome == "granted" else "illegal")
        made = actions.appeal(comment=comment, by=comment.author, text=words)
        actions.decide_appeal(appeal=made, by=second, outcome=outcome, answer=answer)
        assert answer in browser(comment.author).get(at("own_comment", consultation, comment.pk)).content.decode()
    own = browser(comment.author).get(at("own_comment", consultation, comment.pk)).content.decode()
    assert own.count("ไม่พบถ้อยคำดูหมิ่น") == own.count("เป็นคำข่มขู่") == 1
