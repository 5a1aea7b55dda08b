"""The saved model of a run, kept in this process's memory; runs never change, so it never grows old."""

from functools import lru_cache

from ..models import AnalysisRun


@lru_cache(maxsize=4)
def theme_model(run_id: int):
    """What the core assigns later comments with, and in whose space comments are compared."""
    from ..core.pipeline import ThemeModel

    return ThemeModel.from_bytes(bytes(AnalysisRun.objects.values_list("model", flat=True).get(pk=run_id)))
