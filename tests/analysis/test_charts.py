import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import charts
from analysis.charts import dots
from analysis.charts.columns import COLUMN_HEIGHT, LANE_HEIGHT
from analysis.charts.multiples import PANEL_HEIGHT
from analysis.charts.tones import TONES
from consult.pages.spreadsheet import inert


def test_the_longest_bar_is_as_wide_as_the_chart_and_the_others_in_proportion():
    drawn = charts.bars([("ก", 40, "#a"), ("ข", 10, "#b"), ("ค", 0, "#c")])
    assert [bar.width for bar in drawn.bars] == [100, 25, 0]


def test_nothing_to_draw_is_no_error():
    assert charts.bars([]).bars == []
    assert charts.columns([]).columns == []
    assert charts.diverging([]).rows == []
    assert charts.diverging([("ก", {"none": 3}, "#")]).rows[0].slices == []
    assert charts.multiples([("ก", {}, "#")]).highest is None
    assert dots.dot_map([("ก", {}, "#")]).clusters == []
    assert charts.stance_bar({}) == []
    assert charts.tones([("ก", None, "#"), ("ข", dict.fromkeys(TONES, 0), "#")]).rows == []
    assert [bar.width for bar in charts.bars([("ก", 0, "#")]).bars] == [0]


def test_a_column_stands_on_the_ground_and_the_highest_fills_the_chart():
    first, second = charts.columns([(date(2026, 1, 1), 3), (date(2026, 1, 2), 12)]).columns
    assert (second.height, second.y) == (COLUMN_HEIGHT, 0)
    assert first.y + first.height == COLUMN_HEIGHT
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


@given(st.fixed_dictionaries({tone: st.integers(0, 10**6) for tone in TONES}))
def test_tones_fill_the_bar_and_none_is_left_out(counts):
    (row, *_) = [*charts.tones([("ก", counts, "#")]).rows, None]
    if not sum(counts.values()):
        assert row is None
        return
    assert {part.key: part.value for part in row.slices} == counts
    assert row.total == sum(counts.values()) and abs(sum(part.width for part in row.slices) - 100) < 0.05


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
    assert charts.columns([], [(date(2026, 11, 1), "เปิด")]).highest is None


def test_agreement_reaches_left_disagreement_right_and_what_lies_between_half_each_way():
    drawn = charts.diverging(
        [
            ("แตก", {"agree": 6, "partly": 2, "disagree": 2, "none": 5}, "#a"),
            ("ไม่เห็นด้วย", {"agree": 0, "partly": 2, "disagree": 2}, "#b"),
        ]
    )
    # left: .6 + .1 and .25; right: .3 and .75; so 1.45 shares fill the chart and the line stands at .7 of them
    assert drawn.middle == pytest.approx(100 * 0.7 / 1.45, abs=0.01)
    split, opposed = drawn.rows
    assert [part.key for part in split.slices] == ["agree", "partly", "disagree"]
    assert split.slices[0].x == 0
    assert split.slices[1].x + split.slices[1].width / 2 == pytest.approx(drawn.middle, abs=0.02)
    assert [part.key for part in opposed.slices] == ["partly", "disagree"]
    assert opposed.slices[0].x + opposed.slices[0].width / 2 == pytest.approx(drawn.middle, abs=0.02)
    assert opposed.slices[1].x + opposed.slices[1].width == pytest.approx(100, abs=0.02)
    assert (split.stated, split.unstated) == (10, 5)


def test_those_who_are_unsure_and_those_who_agree_in_part_straddle_the_line_together():
    (row,) = charts.diverging([("ก", {"disagree": 1, "unsure": 1, "partly": 1, "agree": 1}, "#")]).rows
    assert [(part.key, part.x, part.width) for part in row.slices] == [
        ("agree", 0, 25),
        ("partly", 25, 25),
        ("unsure", 50, 25),
        ("disagree", 75, 25),
    ]


POSITIONS = st.dictionaries(st.sampled_from(["agree", "partly", "unsure", "disagree", "none"]), st.integers(0, 10**6))


@given(st.lists(POSITIONS, max_size=6))
def test_every_diverging_bar_is_inside_the_chart_and_as_long_as_every_other(rows):
    drawn = charts.diverging([("ก", counts, "#") for counts in rows])
    lengths = [sum(part.width for part in row.slices) for row in drawn.rows if row.slices]
    assert all(abs(length - lengths[0]) < 0.05 for length in lengths)
    for row in drawn.rows:
        assert all(part.x >= -0.02 and part.x + part.width <= 100.02 for part in row.slices)


def test_the_theme_with_most_who_disagree_is_named_not_the_one_with_the_largest_share():
    rows = [("คนเดียว", {"disagree": 1}, "#a"), ("ใหญ่", {"disagree": 30, "agree": 60}, "#b")]
    assert charts.diverging(rows).most_opposed.label == "ใหญ่"
    assert charts.diverging([("ก", {"agree": 3}, "#")]).most_opposed is None


def test_a_timeline_reaches_from_opening_to_closing_and_marks_what_happened():
    opens, ends = date(2026, 11, 1), date(2026, 11, 10)
    drawn = charts.columns([(date(2026, 11, 3), 4)], [(ends, "ปิด"), (opens, "เปิด")])
    assert [column.day for column in drawn.columns] == [opens + timedelta(days=n) for n in range(10)]
    assert [(mark.number, mark.label, mark.x) for mark in drawn.marks] == [(1, "เปิด", 4), (2, "ปิด", 94)]
    assert drawn.head == LANE_HEIGHT


def test_a_flag_that_would_cover_another_goes_a_lane_higher():
    day = date(2026, 11, 1)
    rows = [(day + timedelta(days=n), 1) for n in range(100)]
    marks = [(day + timedelta(days=n), f"{n}") for n in (0, 3, 20, 20)]
    heights = [mark.y for mark in charts.columns(rows, marks).marks]
    low, high = 36, 12
    assert heights == [low, high, low, high]


def test_small_charts_share_days_and_scale():
    first, last = date(2026, 11, 1), date(2026, 11, 3)
    drawn = charts.multiples([("ก", {first: 8}, "#a"), ("ข", {last: 2}, "#b"), ("ว่าง", {}, "#c")])
    assert [panel.label for panel in drawn.panels] == ["ก", "ข"]
    one, other = drawn.panels
    assert [column.day for column in one.columns] == [column.day for column in other.columns] == drawn.days
    assert (one.columns[0].height, other.columns[2].height) == (PANEL_HEIGHT, PANEL_HEIGHT / 4)
    assert (drawn.largest, drawn.highest.label, other.total) == (8, "ก", 2)


@pytest.mark.parametrize(("comments", "a_dot"), [(0, 1), (600, 1), (601, 2), (1201, 5), (99_999, 200), (10**6, 2000)])
def test_a_dot_stands_for_as_few_comments_as_the_map_can_hold(comments, a_dot):
    assert dots.comments_per_dot(comments) == a_dot


def test_dots_are_shared_out_by_largest_remainder():
    # exact shares of 10 dots: 1.25 disagree, 3.75 partly, 5 agree
    assert dots.shared_out({"disagree": 1, "partly": 3, "agree": 4}, 10) == {
        "disagree": 1,
        "partly": 4,
        "none": 0,
        "agree": 5,
    }


def test_dots_of_a_cluster_never_touch_and_stay_inside_it():
    places = dots.spiral(600)
    near = min(math.dist(one, other) for place, one in enumerate(places) for other in places[:place])
    assert near > 7
    (cluster,) = dots.dot_map([("ก", {"agree": 600}, "#")]).clusters
    assert max(math.hypot(*place) for place in places) + 3.5 < cluster.size / 2


@given(st.lists(st.dictionaries(st.sampled_from(dots.ORDER), st.integers(0, 10**5)), max_size=5))
def test_every_theme_with_a_comment_has_a_dot_and_every_dot_a_position_somebody_took(rows):
    drawn = dots.dot_map([("ก", counts, "#") for counts in rows])
    assert len(drawn.clusters) == sum(any(counts.values()) for counts in rows)
    for cluster in drawn.clusters:
        assert sum(part.path.count("M") for part in cluster.dots) == max(round(cluster.total / drawn.per_dot), 1)
        assert all(part.value for part in cluster.dots)


def test_dots_of_one_position_stand_together_those_who_disagree_to_the_left():
    (cluster,) = dots.dot_map([("ก", {"agree": 20, "disagree": 20}, "#")]).clusters
    across = {part.key: [float(dot.split()[0]) for dot in part.path.split("M")[1:]] for part in cluster.dots}
    assert max(across["disagree"]) <= min(across["agree"])
