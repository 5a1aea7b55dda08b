"""Make a hearing whose result can be drafted: said, voted, hidden, withdrawn, brought in, analysed, frozen, and decided issue by issue."""

from analysis import actions as analysis_actions
from analysis.models import AnalysisRun
from analysis.runs.current import CurrentRun
from consult import actions
from consult.actions.comment_import import ReceivedComment
from consult.models import Comment, Consultation, Issue, Level, Membership, User
from tests.support import analyses
from tests.support.makers import ask, close, make_mandate, make_staff, make_user, officer_of, post, vote

Role = Membership.Role


def heard() -> Consultation:
    """Closed, analysed into two themes, with a letter that came after the analysis; nothing frozen or decided yet."""
    hearing = analyses.talked_about()
    officer = officer_of(hearing)
    first, second = hearing.draft.sections.all()
    (question, _other) = ask(hearing, ("เปิดวันใด", ("เสาร์", "อาทิตย์")), ("เพราะเหตุใด", ()))
    for choice in (1, 1, 0, -1):
        vote(hearing, choice, section=first)
    vote(hearing, 1, voter=make_user(level=Level.PERSON), section=second)
    vote(hearing, -1, comment=hearing.comments.first())
    for chosen in (0, 0, 1):
        actions.answer_question(consultation=hearing, question=question, author=make_user(), choices=[chosen])
    mandate = make_mandate()
    post(hearing, "บริษัทขอให้รับเอกสารทางเว็บ", author=mandate.holder, mandate=mandate, section=second, stance="partly")
    post(hearing, "เห็นด้วย", section=first, stance="agree")
    hidden, withdrawn = post(hearing, "โฆษณาขายของ"), post(hearing, "ขอถอนเรื่องนี้", section=first)
    post(hearing, "ตอบโฆษณา", parent=hidden)
    actions.hide_comment(comment=hidden, by=officer, reason="spam")
    actions.withdraw_comment(comment=withdrawn, by=withdrawn.author)
    actions.reply_officially(comment=hearing.comments.visible().first(), by=officer, text="รับไว้พิจารณา")
    close(hearing)
    hearing.refresh_from_db()
    letter(hearing)
    analyses.run(hearing, themes=2)
    return hearing


def letter(hearing: Consultation, text: str = "ขอเคาน์เตอร์สำหรับคนแก่ในอำเภอ") -> Comment:
    """A letter that is brought in after the end."""
    received = ReceivedComment(author=make_user(), text=text, posted_at=hearing.opens_at, channel="paper")
    actions.import_comments(consultation=hearing, received=[received], by=officer_of(hearing))
    brought_in: Comment = hearing.comments.order_by("-pk").first()
    return brought_in


def freeze(hearing: Consultation) -> AnalysisRun:
    run: AnalysisRun = AnalysisRun.objects.current(hearing.pk)
    analysis_actions.freeze_run(run=run, consultation=hearing, by=officer_of(hearing))
    return run


def decide(issue: Issue, *, decision: str = "in_part", effect: str = "") -> Issue:
    """Decided by an analyst, approved by an approver."""
    hearing = issue.consultation
    latest = issue.latest()
    issue = actions.change_issue(
        issue=issue,
        by=make_staff(hearing.agency, Role.ANALYST),
        seen=issue.revision,
        title=latest.title,
        said=latest.said or "ประชาชนขอช่องทางที่ไม่ต้องใช้อินเทอร์เน็ต",
        decision=decision,
        reason="หน่วยงานจะเปิดเคาน์เตอร์\nในทุกอำเภอ",
        effect=effect,
    )
    return actions.approve_issue(issue=issue, by=make_staff(hearing.agency, Role.APPROVER), seen=issue.revision)


def decided(hearing: Consultation) -> list[Issue]:
    """An issue of each theme, and an argument of each kind in the first."""
    analyst = make_staff(hearing.agency, Role.ANALYST)
    current, issues = CurrentRun.of(hearing), []
    for theme, label in current.labels.items():
        inside = list(current.in_theme(current.comments(), theme).order_by("pk"))
        if not issues:
            for comment, kind in zip(inside, ("for", "against", "ask"), strict=False):
                made = analysis_actions.make_argument(
                    consultation=hearing, by=analyst, comment=comment, words=comment.public_text, kind=kind
                )
                analysis_actions.judge_member(argument=made, by=analyst, comment=inside[-1], belongs=True)
        ids = [comment.pk for comment in inside]
        issues.append(actions.draft_issue(consultation=hearing, by=officer_of(hearing), title=label, comments=ids))
    return [decide(issue, effect="เพิ่มข้อความในร่าง" if issue == issues[0] else "") for issue in issues]


def ready() -> Consultation:
    """Nothing keeps its result from being signed."""
    hearing = heard()
    freeze(hearing)
    decided(hearing)
    return hearing


def signers(hearing: Consultation) -> list[User]:
    return [make_staff(hearing.agency, Role.APPROVER), make_staff(hearing.agency, Role.OFFICER)]
