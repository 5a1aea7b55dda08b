"""Views of few people, whatever theme they stand in."""

from __future__ import annotations

import numpy as np

from analysis.core.intake.reading import read
from analysis.core.pipeline import Analysis
from analysis.core.signals.small_views import Crowd, find_pockets
from tests.core.makers import bundles


def test_a_view_of_three_people_is_a_pocket_and_of_two_is_none() -> None:
    texts = [f"ค่าไฟแพงมาก เดือนที่ {n}" for n in range(80)] + [f"ล่ามภาษามือ จังหวัดที่ {n}" for n in range(4)]
    places = bundles(80, 4)
    themes = np.zeros(84, dtype=np.int64)
    readings = list(read(texts))
    for people, found in ((4, 1), (2, 0)):
        who = [frozenset({f"p{n}"}) for n in range(80)] + [frozenset({f"q{n % people}"}) for n in range(4)]
        crowd = Crowd(readings=readings, people=who, sections=[""] * 84, themes=themes)
        pockets = find_pockets([places], crowd)
        assert sum(set(pocket.units) <= {80, 81, 82, 83} for pocket in pockets) == found


def few(sections: list[str], themes: list[int]) -> list[tuple[str, tuple[int, ...]]]:
    """Kind and units of the small views among comments in one word, each of another person."""
    crowd = Crowd(
        readings=list(read(f"เรื่องที่ {n}" for n in range(100))),
        people=[frozenset({f"p{n}"}) for n in range(100)],
        sections=sections,
        themes=np.array(themes, dtype=np.int64),
    )
    return [(pocket.kind, pocket.units) for pocket in find_pockets([bundles(100)], crowd)]


def test_a_section_on_which_few_spoke_is_a_small_view_and_one_of_many_is_none() -> None:
    assert few(["s1"] * 96 + ["s2"] * 4, [0] * 100) == [("section", (96, 97, 98, 99))]
    assert few(["s1"] * 95 + ["s2"] * 5, [0] * 100) == []
    assert few(["s1"] * 98 + ["s2"] * 2, [0] * 100) == []
    assert few(["s1"] * 96 + [""] * 4, [0] * 100) == []


def test_a_theme_of_few_is_told_once_whatever_else_would_name_it() -> None:
    assert few(["s1"] * 96 + ["s2"] * 4, [0] * 96 + [1] * 4) == [("theme", (96, 97, 98, 99))]


def test_small_views_are_shown_beside_the_themes(analysis: Analysis, demo) -> None:
    for view in analysis.document["minority"]:
        assert view["n_people"] >= 3
        assert len(set(view["comment_ids"])) == len(view["comment_ids"])
    language = {name for name, gold in demo.gold.items() if gold["theme"] == "ภาษาและกลุ่มชาติพันธุ์"}
    assert any(len(language & set(view["comment_ids"])) >= 4 for view in analysis.document["minority"])


def test_sixty_people_are_few_and_more_are_not_whatever_their_share() -> None:
    people = [frozenset({f"p{n}"}) for n in range(2_000)]
    crowd = Crowd(readings=[], people=people, sections=[], themes=np.zeros(2_000, dtype=np.int64))
    assert crowd.few(range(60)) and not crowd.few(range(61))


def test_words_beside_masked_data_or_of_a_dialect_make_no_view() -> None:
    usual = [f"ค่าไฟแพงมาก เดือนที่ {n}" for n in range(80)]
    for odd in (
        ["รถติด โทร 081-000-1111", "น้ำท่วม โทร 081-000-2222", "ไฟดับ โทร 081-000-3333", "ขยะล้น โทร 081-000-4444"],
        ["บ่มีน้ำ เด้อ", "บ่มีรถ เด้อ", "บ่มีไฟ เด้อ", "บ่มีครู เด้อ"],
    ):
        crowd = Crowd(
            readings=list(read([*usual, *odd])),
            people=[frozenset({f"p{n}"}) for n in range(84)],
            sections=[""] * 84,
            themes=np.zeros(84, dtype=np.int64),
        )
        found = find_pockets([bundles(80, 4)], crowd)
        assert not any(set(pocket.units) <= {80, 81, 82, 83} for pocket in found)
