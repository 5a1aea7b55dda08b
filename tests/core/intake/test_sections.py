"""Which section a comment speaks of: where it stands, what it names, whom it answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.intake.rows import sort_rows
from analysis.core.intake.sections import find_sections, named, numbered
from analysis.core.types import CommentText

NUMBERS = {"มาตรา 9": "s-09", "มาตรา 10": "s-10", "ข้อ 3": "s-x", "มาตรา 9/1": "s-09a"}


def spoken_of(*comments: CommentText, numbers: dict[str, str] | None = None) -> dict[str, str]:
    return {row.comment.id: row.speaks_of for row in find_sections(sort_rows(comments), numbers or NUMBERS)}


def comment(name: str, text: str = "ขอให้มีเจ้าหน้าที่ช่วยเหลือ", **more: object) -> CommentText:
    return CommentText(id=name, text=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("ขอคัดค้านมาตรา ๙ เรื่องสแกนใบหน้า", "s-09"),
        ("มาตรา9ไม่ชัดเจน", "s-09"),
        ("มาตรา ๙ วรรคสอง ของพระราชบัญญัตินี้", "s-09"),
        ("ตามร่างพระราชบัญญัติ มาตรา ๙ ควรแก้", "s-09"),
        ("มาตรา ๙/๑ ควรตัดออก", "s-09a"),
        ("ในข้อที่ 3 ยังไม่ชัด", "s-x"),
        ("มาตรา ๙ ดี และย้ำว่ามาตรา 9 ดี", "s-09"),
        ("เห็นด้วยกับมาตรา ๙ และ ๑๐", ""),
        ("มาตรา ๙ ดี แต่มาตรา ๑๐ ไม่ดี", ""),
        ("มาตรา ๙ - ๑๒", ""),
        ("มาตรา ๙๙ ไม่มีในร่างนี้", ""),
        ("ขัดกับรัฐธรรมนูญ มาตรา ๙", ""),
        ("มาตรา ๙ แห่งพระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง", ""),
        ("พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล มาตรา 9 ใช้อยู่แล้ว", ""),
        ("ลูกเรียนชั้น ม.9", ""),
        ("ไม่พูดถึงมาตราไหน", ""),
    ],
)
def test_a_comment_names_a_section_by_its_number_when_it_names_one_of_this_draft(text: str, section: str) -> None:
    assert named(text, NUMBERS) == section


def test_sections_are_numbered_by_the_draft_then_by_what_they_are_called() -> None:
    draft = {"5f0c": "มาตรา ๑๐/๒ การเชื่อมโยง\nให้หน่วยงาน…", "s-07": "ข้อ 4\nบทเฉพาะกาล"}
    assert numbered(["5f0c", "s-07", "s-09", "มาตรา ๑๑", "ข้อ 012"], draft) == {
        "มาตรา 10/2": "5f0c",
        "ข้อ 4": "s-07",
        "มาตรา 9": "s-09",
        "มาตรา 11": "มาตรา ๑๑",
        "ข้อ 12": "ข้อ 012",
    }


def test_a_number_two_sections_bear_names_neither_and_other_names_bear_none() -> None:
    assert numbered(["s-9", "มาตรา ๙", "หมวด ๒", "คำถามที่ 3", "0b5e99d1-9c1e", ""], {}) == {}


def test_whom_it_answers_or_who_answers_it_says_where_a_comment_belongs() -> None:
    found = spoken_of(
        comment("a"),
        comment("b", reply_to="a"),
        comment("c", reply_to="b", section="s-10"),
        comment("d", reply_to="c"),
        comment("e", reply_to="gone"),
    )
    assert found == {"a": "s-10", "b": "s-10", "c": "s-10", "d": "s-10", "e": ""}


def test_where_it_was_written_counts_before_what_it_names_and_that_before_its_thread() -> None:
    found = spoken_of(
        comment("a", section="s-10", text="มาตรา ๙ ขัดกับเรื่องนี้"),
        comment("b", reply_to="a", text="จะพูดถึงมาตรา ๙ มากกว่า"),
        comment("c", reply_to="b"),
    )
    # the reply stands where its parent stands; what it names moves only those that stand nowhere
    assert found == {"a": "s-10", "b": "s-10", "c": "s-10"}


def test_numbers_are_believed_only_when_those_who_stand_somewhere_mean_it() -> None:
    wrong = [comment(f"w{n}", section="s-10", text=f"แบบฟอร์มข้อ 3 กรอกยาก ครั้งที่ {n}") for n in range(6)]
    asked = comment("x", text="ดูข้อ 3 แล้วไม่เข้าใจ")
    assert spoken_of(*wrong, asked)["x"] == ""
    assert spoken_of(*wrong[:4], asked)["x"] == "s-x"


def test_a_hidden_comment_says_nothing_of_its_section() -> None:
    found = spoken_of(
        comment("a", section="s-10", text="", withheld=True), comment("b", reply_to="a", section="s-09"), comment("c")
    )
    assert found == {"a": "s-10", "b": "s-09", "c": ""}
    assert spoken_of(comment("a", section="s-10", withheld=True), comment("b", reply_to="a"))["b"] == ""


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "s-09", "s-10"]), st.integers(-1, 12), st.sampled_from(["ดี", "มาตรา ๙"])),
        max_size=12,
    )
)
def test_a_section_of_ones_own_is_never_changed_and_threads_may_run_in_circles(
    said: list[tuple[str, int, str]],
) -> None:
    comments = [
        comment(f"c{n:02d}", section=section, reply_to=f"c{parent:02d}" if parent >= 0 else "", text=f"{text} {n}")
        for n, (section, parent, text) in enumerate(said)
    ]
    found = spoken_of(*comments)
    assert len(found) == len(comments)
    for each in comments:
        assert not each.section or found[each.id] == each.section
