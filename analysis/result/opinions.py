"""What people said, issue by issue: every sentence about it cites the comments it stands on."""

from collections import Counter, defaultdict
from functools import cached_property

from consult.models import Comment, IssueComment
from consult.report import Run

from ..models import Argument, ArgumentVerdict
from .basis import ResultBasis
from .pen import Pen, some

#: Kinds of arguments in the order in which a report tells them, each with what is said when there is none
KINDS = {
    Argument.Kind.FOR: ("ข้อสนับสนุน", "ไม่มีข้อสนับสนุนที่นักวิเคราะห์ตรวจแล้ว"),
    Argument.Kind.AGAINST: ("ข้อคัดค้าน", "ไม่มีข้อคัดค้านที่นักวิเคราะห์ตรวจแล้ว"),
    Argument.Kind.ASK: ("ข้อเสนอ", "ไม่มีข้อเสนอที่นักวิเคราะห์ตรวจแล้ว"),
    Argument.Kind.QUESTION: ("คำถาม", ""),
}
_STANCES = {"agree": "เห็นด้วย", "partly": "เห็นด้วยบางส่วน", "disagree": "ไม่เห็นด้วย", "": "ไม่ระบุจุดยืน"}


class Members:
    """Who stands in the issues of a hearing: its readable comments, each with writer and position (one query)."""

    def __init__(self, basis: ResultBasis):
        self.comments: dict[int, list[int]] = defaultdict(list)
        self.people: dict[int, set[int]] = defaultdict(set)
        self.stances: dict[int, Counter[str]] = defaultdict(Counter)
        rows = IssueComment.objects.filter(issue__in=[one.pk for one in basis.issues], comment__is_visible=True)
        columns = rows.order_by("comment").values_list("issue", "comment", "comment__participant", "comment__stance")
        for issue, comment, author, stance in columns.iterator():
            self.comments[issue].append(comment)
            self.people[issue].add(author)
            self.stances[issue][stance] += 1

    @cached_property
    def issues_of(self) -> dict[int, list[int]]:
        """Comment → the issues it stands in."""
        found: dict[int, list[int]] = defaultdict(list)
        for issue, comments in self.comments.items():
            for comment in comments:
                found[comment].append(issue)
        return found


def issues(pen: Pen, basis: ResultBasis) -> None:
    """All of them in one table, with how many stand in each and what was decided."""
    if not basis.issues:
        pen.none("ไม่มีประเด็นที่หน่วยงานตั้งขึ้นจากความคิดเห็น")
        return
    members = Members(basis)
    rows = [
        (
            str(issue.number),
            Run(text=issue.public.title, cites=some(members.comments[issue.pk])),
            pen.number(f"issues.{issue.pk}.comments", len(members.comments[issue.pk])),
            pen.number(f"issues.{issue.pk}.people", len(members.people[issue.pk])),
            issue.public.get_decision_display(),
        )
        for issue in basis.issues
    ]
    pen.text(
        "หน่วยงานตั้งประเด็นจากความคิดเห็น ", pen.number("issues", len(basis.issues)), " ประเด็น ความคิดเห็นหนึ่งอาจอยู่ในหลายประเด็น"
    )
    pen.table("ประเด็นทั้งหมด", ("ที่", "ประเด็น", "ความคิดเห็น", "คน", "ผลการพิจารณา"), rows)
    inside = {comment for comments in members.comments.values() for comment in comments}
    pen.text("ความคิดเห็นที่อยู่ในประเด็นอย่างน้อยหนึ่งประเด็นมี ", pen.number("issues.comments", len(inside)), " รายการ")


def opinions(pen: Pen, basis: ResultBasis) -> None:
    """For each issue what was said of it, for, against and asked, with the people confirmed behind each sentence."""
    if not basis.issues:
        pen.none("ไม่มีประเด็น จึงไม่มีข้อคัดค้านหรือความเห็นรายประเด็น")
        return
    members = Members(basis)
    arguments = _arguments(basis, members)
    for issue in basis.issues:
        pen.heading(2, f"issue-{issue.number}", f"ประเด็นที่ {issue.number} {issue.public.title}")
        cites = some(members.comments[issue.pk])
        for line in issue.public.said.splitlines():
            if line.strip():
                pen.text(line.strip(), cites=cites)
        stances = members.stances[issue.pk]
        parts: list[str | Run] = ["จุดยืนที่ผู้เขียนเลือกเอง: "]
        for name, label in _STANCES.items():
            parts += [f"{label} ", pen.number(f"issues.{issue.pk}.{name or 'none'}", stances[name]), " "]
        pen.text(*parts, "ความคิดเห็น", cites=cites)
        _told(pen, arguments[issue.pk])


def _told(pen: Pen, arguments: list[tuple[Argument, list[int], int]]) -> None:
    for kind, (label, none) in KINDS.items():
        of_kind = [one for one in arguments if one[0].kind == kind]
        for argument, confirmed, people in of_kind:
            number = pen.number(f"arguments.{argument.pk}.people", people, strong=True)
            pen.text(f"{label} พูดอย่างเดียวกัน ", number, " คน (นักวิเคราะห์ตรวจแล้ว)", cites=some(confirmed))
            words = f"{argument.words}{' …' if argument.goes_on else ''}"
            pen.quote(words, f"ความคิดเห็นที่ {argument.comment_id}", cites=(argument.comment_id,))
        if not of_kind and none:
            pen.none(none)


def _arguments(basis: ResultBasis, members: Members) -> dict[int, list[tuple[Argument, list[int], int]]]:
    """Issue → arguments whose sentence is of a comment in it, those of most people first, each with confirmed comments and people."""
    behind: dict[int, list[int]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    verdicts = ArgumentVerdict.objects.filter(
        argument__consultation=basis.consultation, argument__dropped_at=None, belongs=True, comment__is_visible=True
    )
    for argument, comment, author in verdicts.values_list("argument", "comment", "comment__participant"):
        behind[argument].append(comment)
        people[argument].add(author)
    found: dict[int, list[tuple[Argument, list[int], int]]] = defaultdict(list)
    standing = Argument.objects.filter(consultation=basis.consultation).standing()
    for one in sorted(standing, key=lambda one: (-len(people[one.pk]), one.pk)):
        for issue in members.issues_of.get(one.comment_id, []) if one.words else []:
            found[issue].append((one, behind[one.pk], len(people[one.pk])))
    return found


def readable(ids: set[int]) -> set[int]:
    """Of these comments, those anybody may read now."""
    return set(Comment.objects.filter(pk__in=ids).visible().values_list("pk", flat=True))
