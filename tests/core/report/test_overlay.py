"""Edits laid over a finished run: whatever analysts do, every comment is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.pipeline import Analysis, analyse
from analysis.core.report.overlay import Member, changed_themes, fold, standing_for
from analysis.core.report.schema import check_document
from analysis.core.themes.edits import EXCLUSIONS, Edit
from tests.core.makers import COMMENTS, WORDS, merge, move, rename


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
