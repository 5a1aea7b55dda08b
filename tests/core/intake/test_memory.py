"""A run that will not fit into memory is refused at its start, with the figure and what to do."""

from __future__ import annotations

import pytest

from analysis.core.errors import AnalysisError
from analysis.core.intake.memory import available, needed, refuse_what_does_not_fit


def test_more_comments_longer_ones_and_more_encoders_need_more() -> None:
    assert needed(1_000, 60_000, "tfidf") < needed(100_000, 6_000_000, "tfidf") < needed(100_000, 60_000_000, "tfidf")
    assert needed(100_000, 6_000_000, "tfidf") < needed(100_000, 6_000_000, "use")


def test_a_run_that_does_not_fit_is_refused_with_the_figure_and_a_way_out() -> None:
    with pytest.raises(
        AnalysisError,
        match=r"1,000,000 comments take some .* MiB, 16,000 MiB are free; use --encoder tfidf .*หน่วยความจำไม่พอ",
    ):
        refuse_what_does_not_fit(1_000_000, 60_000_000, "use", 16_000)
    with pytest.raises(AnalysisError, match="run it in parts"):
        refuse_what_does_not_fit(1_000_000, 60_000_000, "tfidf", 8_000)


def test_what_fits_or_cannot_be_told_is_not_refused() -> None:
    refuse_what_does_not_fit(500, 30_000, "use+e5", 4_000)
    refuse_what_does_not_fit(10**7, 10**9, "use", None)
    assert available() is None or available() > 0
