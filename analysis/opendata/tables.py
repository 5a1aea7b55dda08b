"""Every table of open data, in the order in which they are listed; what was counted once stands last."""

from typing import Any

from .answers import ANSWERS
from .arguments import ARGUMENTS
from .basis import Basis
from .changes import CHANGES
from .comments import COMMENTS
from .declared import OpenTable
from .demographics import DEMOGRAPHICS, count_told
from .draft import SECTIONS, VERSIONS
from .figures import FIGURES
from .issues import ISSUES
from .levels import LEVELS, count_levels
from .official_replies import OFFICIAL_REPLIES
from .questions import QUESTIONS
from .small_views import SMALL_VIEWS
from .themes import THEMES
from .votes import VOTES
from .withheld import WITHHELD

TABLES: tuple[OpenTable, ...] = (
    VERSIONS,
    SECTIONS,
    CHANGES,
    QUESTIONS,
    THEMES,
    COMMENTS,
    SMALL_VIEWS,
    OFFICIAL_REPLIES,
    VOTES,
    ANSWERS,
    ARGUMENTS,
    ISSUES,
    FIGURES,
    WITHHELD,
    LEVELS,
    DEMOGRAPHICS,
)


def count(basis: Basis) -> dict[str, Any]:
    """The tables of counts without the few, for the first release and every later one.

    They are counted once: a second count could be subtracted from the first. Later releases only leave lines out.
    """
    return {"levels": count_levels(basis), "demographics": count_told(basis)}
