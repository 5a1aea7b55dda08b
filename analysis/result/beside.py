"""What stands beside the issues: texts of campaigns, views of few, what came too late, and what this report cannot say."""

from collections import defaultdict

from consult.models import Comment

from ..models import Assignment, later_comments
from .basis import ResultBasis
from .pen import Pen, some

#: Of campaigns and of small views so many are told, the largest first; the sentence says how many more there are
TOLD = 20
#: Letters of a text that many sent
LONGEST_EXAMPLE = 300


def small(pen: Pen, basis: ResultBasis) -> None:
    """Copies of one text, each counted in texts and people; views of three people or more that a large theme would swallow."""
    pen.heading(2, "campaigns", "ข้อความรณรงค์")
    _campaigns(pen, basis)
    pen.heading(2, "views", "ความเห็นของคนกลุ่มเล็ก")
    _views(pen, basis)


def _campaigns(pen: Pen, basis: ResultBasis) -> None:
    rows = Assignment.objects.filter(run=basis.run, incremental=False, comment__is_visible=True).exclude(campaign="")
    texts: dict[str, list[int]] = defaultdict(list)
    people: dict[str, set[int]] = defaultdict(set)
    for name, comment, author in rows.order_by("comment").values_list("campaign", "comment", "comment__participant"):
        texts[name].append(comment)
        people[name].add(author)
    if not texts:
        pen.none("ไม่พบข้อความที่หลายคนส่งเหมือนกันหรือแทบเหมือนกัน")
        return
    pen.text(
        "พบข้อความที่ส่งเหมือนกันหรือแทบเหมือนกัน ",
        pen.number("campaigns", len(texts)),
        " ชุด ทุกข้อความยังอยู่ในบันทึกและนับครบ การส่งข้อความเดียวกันไม่ใช่ความผิด",
        cites=some(pk for members in texts.values() for pk in members),
    )
    largest = sorted(texts, key=lambda name: (-len(texts[name]), texts[name][0]))[:TOLD]
    words = dict(Comment.objects.filter(pk__in=[texts[name][0] for name in largest]).values_list("pk", "public_text"))
    for name in largest:
        cites, first = some(texts[name]), texts[name][0]
        pen.text(
            "ข้อความชุดหนึ่ง ",
            pen.number(f"campaigns.{name}.texts", len(texts[name])),
            " ข้อความ จาก ",
            pen.number(f"campaigns.{name}.people", len(people[name])),
            " คน ขึ้นต้นว่า",
            cites=cites,
        )
        told = " ".join(words[first].split())
        short = told if len(told) <= LONGEST_EXAMPLE else f"{told[:LONGEST_EXAMPLE]}…"
        pen.quote(short, f"ความคิดเห็นที่ {first}", cites=(first,))


def _views(pen: Pen, basis: ResultBasis) -> None:
    document = basis.current.whole_shown if basis.freeze else {"minority": []}
    views = {one["id"]: [int(pk) for pk in one["comment_ids"]] for one in document["minority"]}
    asked = {pk for ids in views.values() for pk in ids}
    authors = dict(
        Comment.objects.filter(consultation=basis.consultation, pk__in=asked).visible().values_list("pk", "participant")
    )
    told = 0
    for one in document["minority"][:TOLD]:
        here = [pk for pk in views[one["id"]] if pk in authors]
        if not here:
            continue
        told += 1
        cites = some(here)
        people = pen.number(f"views.{one['id']}.people", len({authors[pk] for pk in here}))
        pen.text(f"“{one['label']}” ", people, " คน", cites=cites)
    if not told:
        pen.none("ไม่พบความเห็นของคนกลุ่มเล็กที่แยกออกจากประเด็นใหญ่")


def later(pen: Pen, basis: ResultBasis) -> None:
    """Comments that are in no figure of a theme or an issue's basis, each named."""
    run = basis.current.run
    ids = list(later_comments(run).visible().order_by("pk").values_list("pk", flat=True)) if run else []
    if not ids:
        pen.none("ไม่มีความคิดเห็นที่ส่งหรือนำเข้าหลังการวิเคราะห์")
        return
    pen.text(
        "มีความคิดเห็นที่ส่งหรือนำเข้าหลังการวิเคราะห์ ",
        pen.number("later", len(ids)),
        " รายการ ไม่ได้จัดเข้าประเด็นโดยการวิเคราะห์ หน่วยงานอ่านและอาจใส่ไว้ในประเด็นชี้แจงด้วยมือ",
        cites=some(ids),
    )


def limits(pen: Pen, basis: ResultBasis) -> None:
    """What a reader must not take the figures for."""
    pen.items(
        [
            ["ผู้มีส่วนร่วมเลือกเข้ามาเอง จึงไม่ใช่ผลสำรวจ และไม่บอกสัดส่วนของประชาชนทั้งประเทศ"],
            ["จำนวนบัญชีไม่ใช่จำนวนคน คนหนึ่งอาจมีหลายเครื่องหรือหลายอีเมล เว้นแต่ผู้ที่ยืนยันตัวตน ตัวเลขจึงแยกตามระดับการยืนยันตัวตน"],
            [
                "การจัดความคิดเห็นเข้าประเด็นทำโดยโปรแกรมและแก้โดยนักวิเคราะห์ อาจผิดได้เป็นรายความคิดเห็น จำนวนคนหลังข้อสำคัญนับเฉพาะที่นักวิเคราะห์ตรวจแล้ว จึงเป็นจำนวนขั้นต่ำ"
            ],
            ["จุดยืนนับจากที่ผู้เขียนเลือกเอง ไม่ใช่ที่โปรแกรมเดา"],
            ["ความคิดเห็นที่ซ่อนหรือถอนหลังเผยแพร่สรุปผลนี้ยังอยู่ในตัวเลข แต่ถ้อยคำที่ยกมาจะไม่แสดง"],
        ]
    )
    told = basis.told()
    if told["run"]:
        pen.text(
            f"ทำจากผลการวิเคราะห์รอบที่ {told['run']} โปรแกรมรุ่น {told['code_version']} ข้อมูลเข้า SHA-256 {told['run_input_sha256']}"
        )
