"""Issue by issue the agency answers what people raised: one person writes, another approves, and then everybody reads it."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from consult import actions
from consult.errors import (
    IssueGone,
    IssueMoved,
    IssueTooEarly,
    IssueUndecided,
    NeedsAnotherOfficer,
    NotAllowed,
    NotInThisHearing,
    TextTooLong,
)
from consult.models import AuditEntry, Issue, IssueRevision, Membership, Notice
from tests.support.doors import browser
from tests.support.makers import close, make_consultation, make_staff, make_user, officer_of, post

pytestmark = pytest.mark.django_db

Role = Membership.Role
WORDS = {
    "title": "กำหนดเวลาจดทะเบียน",
    "said": "ขอเวลามากกว่าสามสิบวัน",
    "decision": "in_part",
    "reason": "ขยายเป็นหกสิบวันสำหรับร้านขนาดเล็ก",
    "effect": "แก้มาตรา ๕",
    "anchors": [],
}


@pytest.fixture
def hearing():
    return make_consultation()


@pytest.fixture
def officer(hearing):
    return officer_of(hearing)


@pytest.fixture
def colleague(hearing):
    return make_staff(hearing.agency, Role.OFFICER)


def begin(hearing, officer, *comments) -> Issue:
    ids = [comment.pk for comment in comments]
    return actions.draft_issue(consultation=hearing, by=officer, title="เวลาจดทะเบียน", comments=ids)


def decide(issue, by, **changes) -> Issue:
    issue.refresh_from_db()
    return actions.change_issue(issue=issue, by=by, seen=issue.revision, **WORDS | changes)


def publish(issue, by) -> Issue:
    issue.refresh_from_db()
    return actions.approve_issue(issue=issue, by=by, seen=issue.revision)


def page(name, hearing, issue=None, client=None):
    return (client or Client()).get(reverse(f"consult:{name}", args=[hearing.pk, *([issue.number] if issue else [])]))


def test_an_issue_begins_with_its_comments_and_the_same_title_is_the_same_issue(hearing, officer):
    first, second = post(hearing), post(hearing)
    issue = begin(hearing, officer, first)
    again = begin(hearing, officer, first, second)
    assert again == issue and Issue.objects.count() == 1 and list(issue.comments()) == [first, second]
    other = actions.draft_issue(consultation=hearing, by=officer, title="เรื่องอื่น")
    assert (issue.number, other.number) == (1, 2)


def test_comments_of_another_hearing_or_hidden_ones_change_nothing(hearing, officer):
    own, foreign, hidden = post(hearing), post(make_consultation()), post(hearing)
    actions.hide_comment(comment=hidden, by=officer, reason="spam")
    for wrong in (foreign, hidden):
        with pytest.raises(NotInThisHearing):
            begin(hearing, officer, own, wrong)
    assert not Issue.objects.exists()


def test_nobody_approves_what_they_wrote_nor_what_is_not_decided_nor_before_the_end(hearing, officer, colleague):
    issue = begin(hearing, officer, post(hearing))
    with pytest.raises(IssueTooEarly):
        publish(issue, colleague)
    close(hearing)
    with pytest.raises(IssueUndecided):
        publish(issue, colleague)
    decide(issue, officer)
    with pytest.raises(NeedsAnotherOfficer):
        publish(issue, officer)
    for stranger in (make_user(), make_staff(hearing.agency, Role.ANALYST), officer_of(make_consultation())):
        with pytest.raises(NotAllowed):
            publish(issue, stranger)
    assert publish(issue, colleague).public.decision == "in_part"
    lines = AuditEntry.objects.filter(verb="approve_issue").count()
    assert publish(issue, colleague) == issue and AuditEntry.objects.filter(verb="approve_issue").count() == lines


def test_where_drafts_are_reviewed_only_approvers_publish_an_issue(hearing, officer, colleague, settings):
    settings.REVIEW_REQUIRED = True
    issue = begin(hearing, officer, post(hearing))
    close(hearing)
    decide(issue, officer)
    with pytest.raises(NotAllowed):
        publish(issue, colleague)
    assert publish(issue, make_staff(hearing.agency, Role.APPROVER)).public


def test_readers_go_on_with_the_approved_words_until_the_next_are_approved(hearing, officer, colleague):
    issue = begin(hearing, officer, post(hearing, text="ขอเวลาเพิ่ม"))
    assert page("issue_detail", hearing, issue).status_code == 404
    close(hearing)
    decide(issue, officer)
    assert page("issue_detail", hearing, issue).status_code == 404
    publish(issue, colleague)
    read = page("issue_detail", hearing, issue).content.decode()
    assert WORDS["reason"] in read and "ขอเวลาเพิ่ม" in read and "รับบางส่วน" in read
    decide(issue, colleague, reason="เหตุผลใหม่ที่ยังไม่อนุมัติ")
    read = page("issue_detail", hearing, issue).content.decode()
    assert WORDS["reason"] in read and "เหตุผลใหม่" not in read
    publish(issue, officer)
    assert "เหตุผลใหม่" in page("issue_detail", hearing, issue).content.decode()
    assert [revision.number for revision in IssueRevision.objects.filter(issue=issue)] == [3, 2, 1]


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(hearing, officer, colleague):
    issue = begin(hearing, officer)
    decide(issue, colleague, reason="เหตุผลของเพื่อนร่วมงาน")
    with pytest.raises(IssueMoved):
        actions.change_issue(issue=issue, by=officer, seen=1, **WORDS)
    sent = WORDS | {"seen": 1, "reason": "เหตุผลที่พิมพ์ไว้"}
    address = reverse("consult:issue_change", args=[hearing.pk, issue.number])
    client = browser(officer)
    refused = client.post(address, sent)
    shown = refused.content.decode()
    assert refused.status_code == 409 and "เหตุผลที่พิมพ์ไว้" in shown and "เหตุผลของเพื่อนร่วมงาน" in shown
    assert client.post(address, sent | {"seen": 2}).status_code == 302
    issue.refresh_from_db()
    assert (issue.revision, issue.latest().reason) == (3, "เหตุผลที่พิมพ์ไว้")


def test_the_same_words_again_write_nothing(hearing, officer):
    issue = decide(begin(hearing, officer), officer)
    lines = AuditEntry.objects.count()
    assert actions.change_issue(issue=issue, by=officer, seen=1, **WORDS).revision == 2
    assert AuditEntry.objects.count() == lines


def test_personal_data_in_the_words_of_an_issue_is_masked(hearing, officer):
    issue = decide(begin(hearing, officer), officer, reason="ติดต่อ 081-234-5678")
    assert "081-234-5678" not in issue.latest().reason


def test_a_reason_whose_masks_are_longer_than_what_they_mask_is_kept_whole(hearing, officer):
    issue, reason = begin(hearing, officer), "0812345678 " * 180
    assert actions.drop_issue(issue=issue, by=officer, reason=reason).drop_reason.count("[เบอร์โทรศัพท์]") == 180
    with pytest.raises(TextTooLong):
        actions.draft_issue(consultation=hearing, by=officer, title="0812345678 " * 18)


def test_comments_of_a_public_issue_are_changed_by_who_may_publish_alone(hearing, officer, colleague):
    comment, other = post(hearing), post(hearing)
    issue = begin(hearing, officer, comment)
    close(hearing)
    decide(issue, officer)
    publish(issue, colleague)
    analyst = make_staff(hearing.agency, Role.ANALYST)
    for change, what in ((actions.put_in_issue, other), (actions.take_out_of_issue, comment)):
        with pytest.raises(NotAllowed):
            change(issue=issue, by=analyst, comments=[what.pk])
    with pytest.raises(NotAllowed):
        actions.draft_issue(consultation=hearing, by=analyst, title=WORDS["title"], comments=[other.pk])
    assert list(issue.comments()) == [comment]


def test_an_issue_that_was_public_leaves_its_reason_when_it_is_taken_away(hearing, officer, colleague):
    issue = begin(hearing, officer, post(hearing))
    close(hearing)
    decide(issue, officer)
    publish(issue, colleague)
    with pytest.raises(NotAllowed):  # an analyst takes no public issue away
        actions.drop_issue(issue=issue, by=make_staff(hearing.agency, Role.ANALYST), reason="ซ้ำ")
    actions.drop_issue(issue=issue, by=officer, reason="รวมกับอีกประเด็นหนึ่ง")
    gone = page("issue_detail", hearing, issue)
    assert gone.status_code == 410 and "รวมกับอีกประเด็นหนึ่ง" in gone.content.decode()
    assert WORDS["reason"] not in gone.content.decode()
    with pytest.raises(IssueGone):
        decide(issue, officer, reason="อีกครั้ง")
    with pytest.raises(IssueGone):
        actions.drop_issue(issue=issue, by=officer, reason="อีกครั้ง")
    sent = WORDS | {"seen": 9, "reason": "เหตุผลที่พิมพ์ไว้"}
    late = browser(officer).post(reverse("consult:issue_change", args=[hearing.pk, issue.number]), sent)
    assert late.status_code == 409 and "เหตุผลที่พิมพ์ไว้" in late.content.decode()


def test_comments_go_in_by_number_and_out_by_mark_and_a_wrong_number_is_named(hearing, officer):
    first, second = post(hearing), post(hearing)
    issue = begin(hearing, officer, first)
    client, address = browser(officer), reverse("consult:issue_comments", args=[hearing.pk, issue.number])
    assert client.post(address, {"numbers": f"#{second.pk}, {first.pk}", "in": "1"}).status_code == 302
    assert list(issue.comments()) == [first, second]
    refused = client.post(address, {"numbers": f"{second.pk} สิบสอง", "in": "1"})
    assert refused.status_code == 422 and "สิบสอง" in refused.content.decode()
    assert client.post(address, {"comments": [first.pk, "x"], "out": "1"}).status_code == 302
    assert list(issue.comments()) == [second]


def test_a_hidden_comment_leaves_the_issue_at_once_and_its_count(hearing, officer, colleague):
    comment, other = post(hearing, text="ข้อความที่จะถูกซ่อน"), post(hearing)
    issue = begin(hearing, officer, comment, other)
    close(hearing)
    decide(issue, officer)
    publish(issue, colleague)
    actions.hide_comment(comment=comment, by=officer, reason="spam")
    assert "ข้อความที่จะถูกซ่อน" not in page("issue_detail", hearing, issue).content.decode()
    (counted,) = Issue.objects.public().with_counts()
    assert counted.comment_count == 1


def test_whoever_commented_finds_the_decision_on_the_comment_the_list_and_the_closed_hearing(
    hearing, officer, colleague
):
    author = make_user()
    comment = post(hearing, author=author)
    issue = begin(hearing, officer, comment)
    close(hearing)
    decide(issue, officer)
    address = reverse("consult:issue_detail", args=[hearing.pk, issue.number])
    detail = reverse("consult:comment_detail", args=[hearing.pk, comment.pk])
    assert address not in Client().get(detail).content.decode()
    publish(issue, colleague)
    assert address in Client().get(detail).content.decode()
    assert "มีความคิดเห็นของคุณ" in page("issue_list", hearing, client=browser(author)).content.decode()
    assert "มีความคิดเห็นของคุณ" not in page("issue_list", hearing).content.decode()
    assert address in browser(author).get(reverse("consult:mine")).content.decode()
    closed = page("consultation_detail", hearing).content.decode()
    assert reverse("consult:issue_list", args=[hearing.pk]) in closed and "1 ประเด็น" in closed


def test_what_is_still_written_is_shown_to_staff_only(hearing, officer):
    begin(hearing, officer)
    assert "เวลาจดทะเบียน" not in page("issue_list", hearing).content.decode()
    assert "เวลาจดทะเบียน" not in page("issue_list", hearing, client=browser(make_user())).content.decode()
    assert "เวลาจดทะเบียน" in page("issue_list", hearing, client=browser(officer)).content.decode()


def test_the_list_costs_the_same_however_many_issues_there_are(
    hearing, officer, colleague, django_assert_max_num_queries
):
    for place in range(6):
        issue = actions.draft_issue(
            consultation=hearing, by=officer, title=f"ประเด็นที่ {place}", comments=[post(hearing).pk]
        )
        decide(issue, officer, title=f"ประเด็นที่ {place}")
    close(hearing)
    for issue in Issue.objects.all():
        publish(issue, colleague)
    with django_assert_max_num_queries(6):
        page("issue_list", hearing)


def told(person) -> list[str]:
    return [notice.kind for notice in Notice.objects.of(person)]


def test_who_commented_is_told_once_what_was_decided_also_when_it_is_decided_anew(hearing, officer, colleague):
    author, late, other = make_user(), make_user(), make_user()
    issue = begin(hearing, officer, post(hearing, author=author), post(hearing, author=author))
    added = post(hearing, author=late)
    post(hearing, author=other)
    close(hearing)
    decide(issue, officer)
    assert told(author) == []
    publish(issue, colleague)
    decide(issue, colleague, reason="เหตุผลใหม่")
    publish(issue, officer)
    actions.put_in_issue(issue=issue, by=officer, comments=[added.pk])
    assert (told(author), told(late), told(other)) == (["issue_decided"], ["issue_decided"], [])
    author.refresh_from_db()
    assert author.unread_notices == 1
    shown = browser(author).get(reverse("consult:notice_list")).content.decode()
    assert reverse("consult:issue_detail", args=[hearing.pk, issue.number]) in shown and "รับบางส่วน" in shown


def test_the_daily_mail_names_the_issue_and_leads_to_it(hearing, officer, colleague, mailoutbox):
    author = make_user()
    EmailAddress.objects.create(user=author, email=author.email, verified=True, primary=True)
    issue = begin(hearing, officer, post(hearing, author=author))
    close(hearing)
    decide(issue, officer)
    publish(issue, colleague)
    assert actions.mail_notices() == 1
    (mail,) = mailoutbox
    assert WORDS["title"] in mail.body and f"/issues/{issue.number}/" in mail.body
