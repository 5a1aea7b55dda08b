from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from consult.templatetags import thai

BANGKOK = ZoneInfo("Asia/Bangkok")


def test_days_are_counted_in_the_buddhist_era_and_in_bangkok():
    with translation.override("th"):
        assert thai.moment(datetime(2026, 12, 1, 23, 59, 59, tzinfo=BANGKOK)) == "1 ธันวาคม 2569 เวลา 23:59\u00a0น."
        assert thai.day(datetime(2026, 12, 31, 18, 0, tzinfo=ZoneInfo("UTC"))) == "1 มกราคม 2570"
        assert thai.calendar_day(date(2024, 2, 29)) == "29 กุมภาพันธ์ 2567"
    with translation.override("en"):
        assert thai.moment(datetime(2026, 12, 1, 23, 59, tzinfo=BANGKOK)) == "1 December 2026 at 23:59"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=9, hours=3), "เหลืออีก 9 วัน"),
        (timedelta(hours=47), "เหลืออีก 47 ชั่วโมง"),
        (timedelta(hours=1, minutes=59, seconds=59), "เหลืออีก 120 นาที"),
        (timedelta(seconds=1), "เหลืออีก 1 นาที"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_time_left_is_said_in_the_unit_that_matters(left, words):
    now = datetime(2026, 11, 22, 12, 0, tzinfo=BANGKOK)
    with translation.override("th"):
        assert thai.time_left(now + left, now) == words


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 3, "33.33"), (0, 0, "0"), (5, 5, "100"), (1, 700_000, "0.0001429")]
)
def test_a_share_is_a_plain_number(part, whole, share):
    assert thai.percent_of(part, whole) == share


@pytest.mark.parametrize(
    ("share", "read"), [(2 / 3, "67"), (0, "0"), (1, "100"), (0.004, "<1"), (0.996, ">99"), (0.5, "50")]
)
def test_a_share_is_read_in_whole_hundredths_and_nearly_all_is_not_all(share, read):
    assert thai.in_hundred(share) == read
