from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from analysis import charts
from analysis.exports import inert


def test_the_longest_bar_is_as_wide_as_the_chart_and_the_others_in_proportion():
    drawn = charts.bars([("ก", 40, "#a"), ("ข", 10, "#b"), ("ค", 0, "#c")])
    assert [bar.width for bar in drawn.bars] == [100, 25, 0]


def test_nothing_to_draw_is_no_error():
    assert charts.bars([]).bars == []
    assert charts.columns([]).columns == []
    assert charts.stance_bar({}) == []
    assert [bar.width for bar in charts.bars([("ก", 0, "#")]).bars] == [0]


def test_a_column_stands_on_the_ground_and_the_highest_fills_the_chart():
    first, second = charts.columns([(date(2026, 1, 1), 3), (date(2026, 1, 2), 12)]).columns
    assert (second.height, second.y) == (charts.COLUMN_HEIGHT, 0)
    assert first.y + first.height == charts.COLUMN_HEIGHT
    assert first.height * 4 == second.height


@given(st.dictionaries(st.sampled_from(["agree", "partly", "disagree", "none"]), st.integers(0, 10**6)))
def test_positions_fill_the_bar_without_gap_or_overlap(counts):
    slices = charts.stance_bar(counts)
    if not sum(counts.values()):
        assert slices == []
        return
    assert abs(sum(part.width for part in slices) - 100) < 0.05
    for left, right in zip(slices, slices[1:], strict=False):
        assert abs(left.x + left.width - right.x) < 0.02


@given(st.text())
def test_no_cell_of_an_export_can_start_a_formula(text):
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert inert(text).removeprefix("'") == text.removeprefix("'") or inert(text) == text


def test_a_chart_says_its_finding():
    rows = [("ประเด็นแรก", 3, "#a"), ("ประเด็นใหญ่", 9, "#b"), ("เท่ากัน", 9, "#c")]
    assert charts.bars(rows).longest.label == "ประเด็นใหญ่"
    assert charts.bars([]).longest is None
    days = [(date(2026, 11, 1), 2), (date(2026, 11, 2), 7), (date(2026, 11, 3), 7)]
    assert charts.columns(days).highest.day == date(2026, 11, 2)
    assert charts.columns([]).highest is None
