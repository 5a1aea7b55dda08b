"""The result of a hearing: built from the frozen run, counted twice, signed by two who did not write it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis import actions
from analysis.errors import ResultFaulty, ResultOutOfDate
from analysis.models import Argument
from analysis.result.checks import examine, faults_of, parts_of
from analysis.result.fates import FATES, WHENCE
from analysis.result.recount import recount
from analysis.result.report import HEADINGS, build, headings
from analysis.runs.current import CurrentRun
from consult import actions as consult_actions
from consult.errors import ReasonMissing
from consult.models import Comment, Consultation, Membership, Notice, Result
from consult.report import EmptyBlock, HeadingBlock, QuoteBlock, TextBlock
from consult.report.document import runs_of
from tests.support.analyses import talked_about
from tests.support.doors import browser
from tests.support.makers import close, hold, make_consultation, make_staff, officer_of
from tests.support.results import decided, freeze, heard, letter, ready, signers

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(made_once) -> int:
    return ready().pk


@pytest.fixture
def hearing(made):
    return Consultation.objects.get(pk=made)


def drafted(hearing) -> Result:
    analyst = make_staff(hearing.agency, Membership.Role.ANALYST)
    return actions.draft_examined_result(consultation=hearing, by=analyst)


def published(hearing) -> Result:
    result = drafted(hearing)
    for signer in signers(hearing):
        result = actions.sign_examined_result(result=result, by=signer, seen=result.sha256)
    return result


def faults(hearing) -> list[str]:
    return [one.text for one in examine(hearing).faults]


def waits(hearing) -> Comment:
    """A comment that waits for a moderator since before the end."""
    Consultation.objects.filter(pk=hearing.pk).update(closed_at=None)
    comment = hold(hearing)
    Consultation.objects.filter(pk=hearing.pk).update(closed_at=timezone.now())
    hearing.refresh_from_db()
    return comment


def test_a_comment_that_waits_for_a_moderator_keeps_the_result_from_being_signed(hearing):
    comment, moderator = waits(hearing), officer_of(hearing)
    told = "ความคิดเห็น 1 ข้อรอผู้ดูแลตรวจ"
    assert [text for text in faults(hearing) if told in text], "and no number differs"
    assert len(faults(hearing)) == 1
    desk = browser(moderator).get(reverse("analysis:result_desk", args=[hearing.pk])).content.decode()
    assert told in desk
    consult_actions.release_comment(comment=comment, by=moderator, reason="in_order", seen=0)
    assert faults(hearing) == []
    assert build(hearing).figures["comments.later"] == 1


def test_every_heading_of_the_form_is_filled_or_says_that_there_is_nothing(hearing):
    report = build(hearing)
    parts = parts_of(report)
    assert list(parts) == headings(hearing.instrument) == list(HEADINGS)
    assert all(any(not isinstance(block, HeadingBlock) for block in blocks) for blocks in parts.values())
    silent = make_consultation()
    close(silent)
    silent.refresh_from_db()
    empty = parts_of(build(silent))
    assert list(empty) == list(HEADINGS)
    for name in ("issues", "opinions", "explanations", "effect", "questions", "later"):
        assert any(isinstance(block, EmptyBlock) for block in empty[name]), name
    assert examine(silent).faults == []


def test_the_table_of_comments_adds_up_both_ways_to_every_row_on_record(hearing):
    letter(hearing)
    figures = build(hearing).figures
    assert "comments.held" not in figures, "no column for what cannot be in a result"
    waits(hearing)
    figures = build(hearing).figures
    for name in WHENCE:
        assert figures[f"comments.{name}"] == sum(figures[f"comments.{name}.{fate}"] for fate in FATES)
    for fate in FATES:
        assert figures[f"comments.{fate}"] == sum(figures[f"comments.{name}.{fate}"] for name in WHENCE)
    assert figures["comments"] == sum(figures[f"comments.{fate}"] for fate in FATES) == hearing.comments.count()
    told = {fate: figures[f"comments.{fate}"] for fate in ("held", "hidden", "below", "withdrawn", "later")}
    assert told == {"held": 1, "hidden": 1, "below": 1, "withdrawn": 1, "later": 1}
    assert figures["comments.paper"] == 2
    assert figures["comments.aside"] == sum(n for name, n in figures.items() if name.startswith("aside."))


def test_every_number_is_the_one_plain_sql_counts(hearing):
    report = build(hearing)
    counted = recount(hearing.pk, report.basis["run"], report.basis["last_edit"])
    assert {name: counted.get(name, 0) for name in report.figures} == report.figures
    told = set(report.figures)
    assert {name for name, n in counted.items() if n and not name.startswith("levels")} <= told
    assert not {name for name in told if name.startswith("levels")}, "some levels have fewer than five"
    golden = {
        "comments": 18,
        "votes.agree": 3,
        "votes.unsure": 1,
        "votes.disagree": 1,
        "people.voters": 6,
        "people.answered": 3,
        "replies": 1,
        "issues": 2,
        "rounds": 1,
    }
    assert {name: report.figures[name] for name in golden} == golden


def test_edits_of_analysts_are_counted_by_both_ways_alike():
    hearing = heard()
    current, by = CurrentRun.of(hearing), officer_of(hearing)
    theme = next(iter(current.labels))
    inside = list(current.in_theme(current.comments(), theme).order_by("pk")[:3])
    actions.exclude_comments(consultation=hearing, by=by, comments=inside[:2], reason="off_topic")
    moved = actions.move_comments(consultation=hearing, by=by, comments=[inside[2]], into=list(current.labels)[1])
    actions.revert_edit(edit=moved, by=by)
    freeze(hearing)
    decided(hearing)
    report = build(hearing)
    assert report.figures["aside.off_topic"] == 2
    assert examine(hearing).faults == []


def test_every_number_in_the_text_stands_among_the_figures_and_is_spelled_so(hearing):
    report = build(hearing)
    stated = [run for run in report.runs() if run.figure]
    assert {run.figure for run in stated} == set(report.figures)
    assert all(run.text.replace(",", "") == str(report.figures[run.figure]) for run in stated)


def test_what_people_said_names_for_against_and_asks_with_the_people_confirmed(hearing):
    part = parts_of(build(hearing))["opinions"]
    quotes = [block for block in part if isinstance(block, QuoteBlock)]
    assert len(quotes) == 3 and all(run.cites for block in quotes for run in block.runs)
    said = ["".join(run.text for run in block.runs) for block in part if isinstance(block, TextBlock)]
    assert any(text.startswith("ข้อคัดค้าน พูดอย่างเดียวกัน 2 คน") for text in said)
    assert any(isinstance(block, EmptyBlock) and "ไม่มีข้อคัดค้าน" in block.text for block in part)


def test_nothing_is_built_before_a_run_is_frozen_and_nothing_drafted_before_every_issue_is_approved():
    hearing = heard()
    assert any("ตรึง" in text for text in faults(hearing))
    freeze(hearing)
    assert any("ยังไม่มีประเด็นชี้แจง" in text for text in faults(hearing))
    issue = consult_actions.draft_issue(consultation=hearing, by=officer_of(hearing), title="ค้างอยู่")
    assert any("ประเด็นที่ 1" in text for text in faults(hearing))
    with pytest.raises(ResultFaulty):
        drafted(hearing)
    consult_actions.drop_issue(issue=issue, by=officer_of(hearing), reason="ซ้ำ")
    decided(hearing)
    assert faults(hearing) == []
    assert drafted(hearing).published_at is None


def test_annexes_stand_under_what_whoever_attached_them_said_and_areas_are_told(hearing):
    document = {"kind": "pdf", "size": 9, "sha256": "0" * 64}
    named = {"invitation": "เอกสารหนึ่ง", "minutes": "เอกสารสอง", "other": "ประกาศเชิญประชุม"}
    hearing.pack = hearing.pack | {
        "affected_areas": "ลำพูน: ลุ่มน้ำกวง",
        "attachments": [document | {"title": title, "purpose": purpose} for purpose, title in named.items()],
    }
    hearing.save(update_fields=["pack"])
    place, found = "", {}
    for block in build(hearing).blocks:
        place = block.id if isinstance(block, HeadingBlock) else place
        for run in runs_of(block):
            found.setdefault(run.text.partition(" (")[0], place)
    assert {found[title] for title in named.values()} == {"annex-invitations", "annex-minutes", "annex-documents"}
    assert found["ลำพูน: ลุ่มน้ำกวง"] == "areas"


def test_an_open_hearing_has_no_result_yet():
    assert any("ยังไม่ปิด" in text for text in faults(talked_about()))


def test_a_sentence_without_a_citation_keeps_the_result_from_being_signed(hearing):
    issue = hearing.issues.first()
    consult_actions.take_out_of_issue(
        issue=issue, by=officer_of(hearing), comments=issue.members.values_list("comment", flat=True)
    )
    found = [one for one in examine(hearing).faults if "ไม่มีความคิดเห็น" in one.text]
    assert [one.link for one in found] == [reverse("consult:issue_change", args=[hearing.pk, issue.number])]


def test_a_number_that_plain_sql_counts_otherwise_keeps_it_too(hearing):
    Comment.objects.filter(pk=hearing.comments.visible().first().pk).update(stance="disagree")
    report = build(hearing)
    told = report.figures | {"stances.agree": report.figures["stances.agree"] + 1}
    wrong = [one.text for one in faults_of(type(report)(**vars(report) | {"figures": told}), hearing)]
    assert any("stances.agree" in text for text in wrong)


def test_a_missing_heading_is_named(hearing):
    report = build(hearing)
    without = tuple(block for block in report.blocks if block not in parts_of(report)["limits"])
    named = [one.text for one in faults_of(type(report)(**vars(report) | {"blocks": without}), hearing)]
    assert any(HEADINGS["limits"][0] in text for text in named)


def test_a_comment_hidden_between_draft_and_signature_stops_it_and_says_what_changed(hearing):
    result = drafted(hearing)
    first, second = signers(hearing)
    result = actions.sign_examined_result(result=result, by=first, seen=result.sha256)
    quoted = Argument.objects.filter(consultation=hearing).first().comment
    consult_actions.hide_comment(comment=quoted, by=officer_of(hearing), reason="insult")
    with pytest.raises(ResultOutOfDate, match=HEADINGS["opinions"][0]):
        actions.sign_examined_result(result=result, by=second, seen=result.sha256)
    result.refresh_from_db()
    assert result.published_at is None
    page = browser(second).get(reverse("analysis:result_desk", args=[hearing.pk])).content.decode()
    assert quoted.public_text not in page and "บันทึกเปลี่ยนไปหลังจากทำร่างนี้" in page and HEADINGS["counts"][0] in page
    assert published(hearing).published_at


def test_words_that_leave_the_record_after_publication_leave_the_page_and_the_digest_holds(hearing):
    result = published(hearing)
    quoted = Argument.objects.filter(consultation=hearing).first().comment
    address = reverse("consult:result_detail", args=[hearing.pk])
    assert quoted.public_text in Client().get(address).content.decode()
    consult_actions.withdraw_comment(comment=quoted, by=quoted.author)
    page = Client().get(address).content.decode()
    assert quoted.public_text not in page and "ถ้อยคำนี้ไม่แสดงแล้ว" in page and result.sha256 in page


def test_a_stranger_reads_the_result_and_its_correction_and_who_signed(hearing):
    address = reverse("consult:result_detail", args=[hearing.pk])
    assert Client().get(address).status_code == 404
    first = published(hearing)
    page = Client().get(address).content.decode()
    for told in (hearing.title, "ผู้เห็นชอบ", first.sha256, HEADINGS["explanations"][0], "หน่วยงานจะเปิดเคาน์เตอร์"):
        assert told in page
    assert all(person.email not in page for person in (first.drafted_by, *(one.by for one in first.signatures.all())))
    letter(hearing)
    analyst = make_staff(hearing.agency, Membership.Role.ANALYST)
    with pytest.raises(ReasonMissing):
        actions.draft_examined_result(consultation=hearing, by=analyst)
    second = actions.draft_examined_result(consultation=hearing, by=analyst, reason="นับจดหมายที่มาช้าด้วย")
    for signer in signers(hearing):
        actions.sign_examined_result(result=second, by=signer, seen=second.sha256)
    assert "นับจดหมายที่มาช้าด้วย" in Client().get(address).content.decode()
    before = Client().get(reverse("consult:result_version", args=[hearing.pk, 1])).content.decode()
    assert first.sha256 in before and "นับจดหมายที่มาช้าด้วย" in before
    assert Client().get(reverse("consult:result_version", args=[hearing.pk, 3])).status_code == 404


def test_from_draft_to_publication_at_the_desk(hearing):
    writer = browser(make_staff(hearing.agency, Membership.Role.ANALYST))
    desk = reverse("analysis:result_desk", args=[hearing.pk])
    page = writer.get(desk).content.decode()
    assert "ไม่มีอะไรต้องแก้" in page and "ทำร่างสรุปผล" in page
    assert (
        "ร่างของสรุปผลที่ 1"
        in writer.post(reverse("analysis:result_draft", args=[hearing.pk]), follow=True).content.decode()
    )
    draft = Result.objects.draft_of(hearing)
    form = {"result": draft.pk, "seen": draft.sha256}
    assert writer.post(reverse("analysis:result_sign", args=[hearing.pk]), form).status_code == 403
    for signer in signers(hearing):
        page = browser(signer).get(desk).content.decode()
        assert draft.sha256 in page and "ลงนาม" in page
        answered = browser(signer).post(reverse("analysis:result_sign", args=[hearing.pk]), form)
        assert answered.status_code == 302
    assert answered.url == reverse("consult:result_detail", args=[hearing.pk])
    assert consult_actions.tell_of_results() and Notice.objects.filter(result=draft).exists()
    assert browser(make_staff(hearing.agency, Membership.Role.MODERATOR)).get(desk).status_code in (302, 403, 404)


def test_two_officers_who_correct_at_once_are_told_and_neither_loses_what_was_typed(hearing):
    published(hearing)
    letter(hearing)
    first, second = (browser(make_staff(hearing.agency, role)) for role in ("analyst", "officer"))
    desk, draft = (reverse(f"analysis:{name}", args=[hearing.pk]) for name in ("result_desk", "result_draft"))
    assert all('name="seen" value="0"' in one.get(desk).content.decode() for one in (first, second))
    assert first.post(draft, {"reason": "นับจดหมายที่มาช้า", "seen": 0}).status_code == 302
    stands = Result.objects.draft_of(hearing)
    refused = second.post(draft, {"reason": "แก้คำผิดในประเด็นที่ 2", "seen": 0})
    page = refused.content.decode()
    assert refused.status_code == 409 and "มีคนอื่นทำร่างสรุปผล" in page
    assert "แก้คำผิดในประเด็นที่ 2</textarea>" in page and f'name="seen" value="{stands.pk}"' in page
    assert "นับจดหมายที่มาช้า" in page and Result.objects.draft_of(hearing) == stands
    assert second.post(draft, {"reason": "แก้คำผิดในประเด็นที่ 2", "seen": stands.pk}).status_code == 302
    assert Result.objects.draft_of(hearing).reason == "แก้คำผิดในประเด็นที่ 2"
    assert first.post(draft, {"reason": "แก้คำผิดในประเด็นที่ 2", "seen": 0}).status_code == 302, (
        "sent again, it is the same draft"
    )


def test_a_reason_typed_while_the_record_moved_stays_in_the_form(hearing):
    published(hearing)
    consult_actions.draft_issue(consultation=hearing, by=officer_of(hearing), title="ยังไม่ตัดสินใจ")
    writer = browser(make_staff(hearing.agency, Membership.Role.ANALYST))
    refused = writer.post(reverse("analysis:result_draft", args=[hearing.pk]), {"reason": "เหตุผลที่พิมพ์ไว้"})
    assert refused.status_code == 409 and "เหตุผลที่พิมพ์ไว้</textarea>" in refused.content.decode()
    empty = writer.post(reverse("analysis:result_draft", args=[hearing.pk]), {"reason": ""})
    assert empty.status_code in (400, 409, 422)


def test_a_result_drafted_in_the_minute_of_closing_is_signed_without_being_drafted_anew(hearing):
    """The timetable signs the end of the hearing after the draft: the result names that checkpoint already."""
    result = drafted(hearing)
    assert result.report.basis["checkpoint"]
    consult_actions.sign_due_checkpoints()
    for signer in signers(hearing):
        result = actions.sign_examined_result(result=result, by=signer, seen=result.sha256)
    assert result.published_at


def test_a_draft_is_taken_back_at_the_desk(hearing):
    draft = drafted(hearing)
    writer = browser(draft.drafted_by)
    writer.post(reverse("analysis:result_withdraw", args=[hearing.pk]), {"result": draft.pk})
    assert Result.objects.draft_of(hearing) is None


def test_themes_are_shown_to_everybody_where_the_agency_allows_and_the_hearing_is_over(hearing):
    address = reverse("analysis:shown_themes", args=[hearing.pk])
    assert Client().get(address).status_code == 404
    Consultation.objects.filter(pk=hearing.pk).update(shows_themes=True)
    page = Client().get(address).content.decode()
    assert all(label in page for label in CurrentRun.of(hearing).labels.values())
    closed = Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    assert f'href="{address}"' in closed
    still_open = talked_about()
    Consultation.objects.filter(pk=still_open.pk).update(shows_themes=True)
    assert Client().get(reverse("analysis:shown_themes", args=[still_open.pk])).status_code == 404


def test_the_closed_hearing_shows_the_result_first_and_leads_to_every_official_answer(hearing):
    published(hearing)
    page = Client().get(reverse("consult:consultation_detail", args=[hearing.pk])).content.decode()
    answers = reverse("consult:official_reply_list", args=[hearing.pk])
    assert page.index(reverse("consult:result_detail", args=[hearing.pk])) < page.index(answers)
    assert "รับไว้พิจารณา" in Client().get(answers).content.decode()
    author = hearing.issues.first().comments().first().author
    mine = browser(author).get(reverse("consult:mine")).content.decode()
    assert reverse("consult:result_detail", args=[hearing.pk]) in mine
