"""Entries of themes and of their parts in a run's document."""

from __future__ import annotations

from dataclasses import replace

from analysis.core.pipeline import Analysis
from analysis.core.report.checker import check
from analysis.core.report.citations import Source
from consult.thai.personal_data import mask
from tests.core.makers import top_level


def test_quotes_and_sentences_stand_the_check_again(analysis: Analysis, demo) -> None:
    """Rebuild the evidence from the input alone and check the finished document against it."""
    placed = {a.id: a for a in analysis.assignments}
    evidence = {
        c.id: Source(
            id=c.id,
            text=mask(c.text).text,
            stance=c.stance,
            person=c.person,
            theme=placed[c.id].theme,
            campaign=placed[c.id].campaign,
        )
        for c in demo.comments
    }
    for theme in analysis.document["themes"]:
        known = evidence
        if theme["parent_id"]:
            known = {
                name: replace(source, theme=theme["id"] if theme["id"] in placed[name].subthemes else None)
                for name, source in evidence.items()
            }
        assert check(theme["summary"], known, theme=theme["id"]) == []
        for row in (*theme["quotes"], *theme["asks"]):
            assert evidence[row["comment_id"]].text[row["start"] : row["end"]] == row["text"] != ""
        assert theme["summary"] and theme["quotes"]


def test_each_theme_shows_its_most_central_comment(analysis: Analysis, demo) -> None:
    texts = {c.id: mask(c.text).text for c in demo.comments}
    for theme in analysis.document["themes"]:
        assert theme["central"]["text"] in texts[theme["central"]["comment_id"]]


def test_themes_are_in_order_of_people_with_their_interval(analysis: Analysis) -> None:
    people = [theme["n_people"] for theme in top_level(analysis.document)]
    assert people == sorted(people, reverse=True)
    for theme in analysis.document["themes"]:
        low, high = theme["ci95"]
        assert low <= theme["share_people"] <= high


def test_parts_of_a_theme_count_their_own_and_their_guests(analysis: Analysis) -> None:
    """Every comment of a theme stands in two of its parts at most, one of them its own, and the parts count them."""
    placed = {a.id: a for a in analysis.assignments if a.theme}
    parts = {theme["id"]: theme for theme in analysis.document["themes"] if theme["parent_id"]}
    assert parts
    for theme in top_level(analysis.document):
        mine = [part for part in parts.values() if part["parent_id"] == theme["id"]]
        assert len(mine) != 1 and len(mine) <= 16
        assert all(part["n_comments"] <= theme["n_comments"] and part["n_people"] >= 3 for part in mine)
    for assignment in placed.values():
        assert len(set(assignment.subthemes)) == len(assignment.subthemes) <= 2
        assert all(parts[name]["parent_id"] == assignment.theme for name in assignment.subthemes)
    for name, part in parts.items():
        assert sum(name in a.subthemes for a in placed.values()) == part["n_comments"]
