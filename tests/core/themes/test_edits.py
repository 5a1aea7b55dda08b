"""What edits come to, laid over a run and taught to the next: by hand, and for any list of edits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.overlay import Member, changed_themes, fold, standing_for
from analysis.core.report.schema import check_document
from analysis.core.themes.edits import EXCLUSIONS, Edit, guide, standing
from analysis.core.themes.ids import difference, keep_ids
from analysis.core.types import CommentText, Options


def rename(number: str, theme: str, name: str, was: str = "") -> Edit:
    return Edit(id=number, kind="rename", theme=theme, name=name, was=was)


def merge(number: str, theme: str, into: str) -> Edit:
    return Edit(id=number, kind="merge", theme=theme, into=into)


def move(number: str, comment: str, into: str, stood: str = "") -> Edit:
    return Edit(id=number, kind="move", comments=(comment,), into=into, stood={comment: stood} if stood else {})


def undo(number: str, reverts: str) -> Edit:
    return Edit(id=number, kind="revert", reverts=reverts)


def test_the_last_name_holds_and_an_undone_one_gives_the_name_before_it_back() -> None:
    edits = [rename("1", "a", "หนึ่ง"), rename("2", "a", "สอง", was="หนึ่ง")]
    assert standing(edits).names == {"a": "สอง"}
    assert standing([*edits, undo("3", "2")]).names == {"a": "หนึ่ง"}


def test_a_name_taken_back_after_a_run_learned_it_is_the_one_before() -> None:
    edits = [rename("1", "a", "ใหม่", was="เดิม"), undo("2", "1")]
    assert standing(edits).restored == {}
    assert standing(edits, done=["1"]).restored == {"a": "เดิม"}


def test_merges_are_followed_to_the_end_and_never_in_a_circle() -> None:
    now = standing([merge("1", "a", "b"), merge("2", "b", "c"), merge("3", "c", "a")])
    assert now.merged == {"a": "c", "b": "c"}
    gone_already = standing([merge("1", "a", "c"), merge("2", "b", "a"), merge("3", "a", "b")])
    assert gone_already.merged == {"a": "c", "b": "c"}
    assert now.theme_of("x", "a", None) == ("c", None)


def test_the_last_place_of_a_comment_holds_and_goes_through_later_merges() -> None:
    edits = [move("1", "x", "a"), move("2", "x", "b"), merge("3", "b", "c")]
    assert standing(edits).theme_of("x", "d", None) == ("c", None)
    assert standing([*edits, undo("4", "2")]).theme_of("x", "d", None) == ("a", None)
    out = Edit(id="5", kind="exclude", comments=("x",), reason="off_topic")
    assert standing([*edits, out]).theme_of("x", "d", None) == (None, "off_topic")


def test_a_move_undone_after_a_run_learned_it_puts_the_comment_back() -> None:
    edits = [move("1", "x", "a", stood="b"), undo("2", "1")]
    assert standing(edits).theme_of("x", "b", None) == ("b", None)
    assert standing(edits, done=["1"]).theme_of("x", "a", None) == ("b", None)


def test_a_withheld_comment_stays_withheld_whatever_analysts_did() -> None:
    assert standing([move("1", "x", "a")]).theme_of("x", None, "withheld") == (None, "withheld")


def test_a_run_is_taught_the_members_of_shaped_themes_and_the_comments_placed_by_hand() -> None:
    edits = [rename("1", "a", "ชื่อ"), move("2", "y", "b")]
    told = guide(edits, {"x": ("a", None), "y": ("b", None), "z": ("c", None), "w": (None, "too_short")})
    assert told.names == {"a": "ชื่อ"} and told.pins == {"y": "b"}
    assert told.examples == {"x": "a"}
    assert told.previous == {"x": "a", "y": "b", "z": "c"}
    assert [entry["id"] for entry in told.audit] == ["1", "2"]


def test_ids_are_kept_by_overlap_one_to_one() -> None:
    # found 0: {1,2,3,4} with a {1,2,3}: 3/4; found 1: {5,6} with b {4,5,6}: 2/3; found 2 shares nothing
    before = dict.fromkeys("123", "a") | dict.fromkeys("456", "b")
    found = [frozenset("1234"), frozenset("56"), frozenset("789")]
    assert keep_ids(found, before) == {0: "a", 1: "b"}
    assert keep_ids(found, before, taken=frozenset("a")) == {1: "b"}


def test_under_half_of_what_both_hold_an_id_is_not_kept() -> None:
    # {1,2} of a {1,2,3,4,5}: 2/5; new comments alone never cost a theme its id
    before = dict.fromkeys("12345", "a")
    assert keep_ids([frozenset("12")], before) == {0: "a"} or keep_ids([frozenset("12")], before) == {}
    assert keep_ids([frozenset("12"), frozenset("345")], before) == {1: "a"}
    assert keep_ids([frozenset("12345") | frozenset("abcdefghij")], before) == {0: "a"}


def test_the_difference_by_hand() -> None:
    assert difference({"a": 7, "c": 2}, {"a": 5, "b": 4}) == {"a": 2, "new": ["c"], "vanished": ["b"]}


TEXTS = [
    "ค่าธรรมเนียมแพงเกินไปสำหรับร้านเล็ก",
    "ค่าธรรมเนียมใบอนุญาตควรลดลง",
    "ลดค่าธรรมเนียมให้ผู้ค้ารายย่อย",
    "ระบบล่มบ่อยตอนยื่นเรื่อง",
    "เว็บไซต์ของระบบช้าและล่มทุกเช้า",
    "ระบบออนไลน์ล่มจนยื่นไม่ทัน",
    "คนแก่ใช้มือถือไม่เป็น ขอเจ้าหน้าที่ช่วย",
    "ผู้สูงอายุไม่มีมือถือ ขอเคาน์เตอร์เดิม",
    "ยายใช้มือถือไม่เป็นเลย",
    "เห็นด้วยครับ",
]
COMMENTS = [
    CommentText(id=f"c{i:02d}", text=text, person=f"p{i % 7}", stance=("agree", "disagree", "")[i % 3])
    for i, text in enumerate(TEXTS * 2)
]
WORDS = Options(encoder="tfidf", themes=3)


@pytest.fixture(scope="module")
def run() -> Analysis:
    return analyse(COMMENTS, options=WORDS)


def members_of(run: Analysis) -> list[Member]:
    placed = {a.id: a for a in run.assignments}
    return [
        Member(comment=c, theme=placed[c.id].theme, reason=placed[c.id].reason, campaign=placed[c.id].campaign)
        for c in COMMENTS
    ]


def folded(run: Analysis, edits: list[Edit]) -> dict:
    members = members_of(run)
    now = standing_for(run.document, edits)
    changed = changed_themes(run.document, now, members)
    needed = [m for m in members if m.theme in changed or m.comment.id in now.touched]
    return fold(run.document, edits, needed)


IDS = st.sampled_from([c.id for c in COMMENTS])


def any_edits(themes: list[str]) -> st.SearchStrategy[list[Edit]]:
    theme = st.sampled_from(themes)
    kinds = st.one_of(
        st.builds(
            lambda t, n: Edit(id="", kind="rename", theme=t, name=n, was="?"), theme, st.sampled_from(["ก", "ข"])
        ),
        st.builds(lambda t, i: Edit(id="", kind="merge", theme=t, into=i), theme, theme),
        st.builds(lambda c, i: Edit(id="", kind="move", comments=(c,), into=i), IDS, theme),
        st.builds(lambda c, r: Edit(id="", kind="exclude", comments=(c,), reason=r), IDS, st.sampled_from(EXCLUSIONS)),
        st.builds(
            lambda c, k: Edit(id="", kind="split", comments=tuple(c), into=k, name="แยก"),
            st.lists(IDS, min_size=1, max_size=4, unique=True),
            st.sampled_from(["a1", "a2"]),
        ),
        st.builds(lambda n: Edit(id="", kind="revert", reverts=str(n)), st.integers(0, 6)),
    )
    numbered = st.lists(kinds, max_size=7)
    return numbered.map(lambda edits: [Edit(**{**vars(edit), "id": str(n)}) for n, edit in enumerate(edits)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_analysts_did_every_comment_is_accounted_for_and_every_citation_holds(run: Analysis, data) -> None:
    themes = [theme["id"] for theme in run.document["themes"]]
    edits = data.draw(any_edits(themes))
    document = folded(run, edits)
    now = standing_for(run.document, edits)
    placed = {m.comment.id: now.theme_of(m.comment.id, m.theme, m.reason) for m in members_of(run)}
    accounted = document["run"]["accounted"]
    assert accounted["themed"] == sum(theme is not None for theme, _ in placed.values())
    for code, count in accounted["reasons"].items():
        assert count == sum(reason == code for _, reason in placed.values())
    assert {theme["id"] for theme in document["themes"]} == {theme for theme, _ in placed.values() if theme}
    for theme in document["themes"]:
        mine = {name for name, (place, _) in placed.items() if place == theme["id"]}
        people = {c.person for c in COMMENTS if c.id in mine}
        assert (theme["n_comments"], theme["n_people"]) == (len(mine), len(people))
        assert {cite for line in theme["summary"] for cite in line["cites"]} <= mine
    rows = [
        {"id": name, "theme": theme, "reason": reason, "campaign": None, "confidence": 1.0 if theme else None}
        for name, (theme, reason) in placed.items()
    ]
    check_document(document | {"assignments": rows})


def test_no_edit_changes_nothing(run: Analysis) -> None:
    assert folded(run, []) == run.document


def test_parts_of_a_theme_go_with_it_into_another_and_wait_for_the_next_run_when_a_comment_left(run: Analysis) -> None:
    one, other = (theme["id"] for theme in run.document["themes"][:2])
    part = run.document["themes"][0] | {"id": "s1", "parent_id": one}
    document = run.document | {"themes": [*run.document["themes"], part]}
    members = members_of(run)

    def parts(edits: list[Edit]) -> list[str | None]:
        now = standing_for(document, edits)
        changed = changed_themes(document, now, members)
        needed = [m for m in members if m.theme in changed or m.comment.id in now.touched]
        return [theme["parent_id"] for theme in fold(document, edits, needed)["themes"] if theme["id"] == "s1"]

    assert parts([rename("1", one, "ชื่อ")]) == [one]
    assert parts([merge("1", one, other)]) == [other]
    leaving = next(m.comment.id for m in members if m.theme == one)
    assert parts([move("1", leaving, other)]) == []


def test_a_theme_among_the_small_views_follows_what_analysts_call_it_and_where_they_put_it(analysis, demo) -> None:
    view = next(view for view in analysis.document["minority"] if view["kind"] == "theme")
    theme = next(theme for theme in analysis.document["themes"] if theme["id"] == view["theme"])
    other = next(theme for theme in analysis.document["themes"] if theme["id"] != view["theme"])
    assert view["label"] == theme["label"]
    placed = {a.id: a for a in analysis.assignments}
    members = [
        Member(comment=c, theme=placed[c.id].theme, reason=placed[c.id].reason, campaign=placed[c.id].campaign)
        for c in demo.comments
    ]

    def seen(edit: Edit) -> dict:
        views = fold(analysis.document, [edit], members)["minority"]
        return next(now for now in views if now["id"] == view["id"])

    assert seen(Edit(id="1", kind="rename", theme=view["theme"], name="ชื่อใหม่", was="?"))["label"] == "ชื่อใหม่"
    merged = seen(Edit(id="1", kind="merge", theme=view["theme"], into=other["id"]))
    assert (merged["kind"], merged["theme"], merged["label"]) == ("words", other["id"], view["label"])
