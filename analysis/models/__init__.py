"""What the pipeline found, kept for ever; the jobs that find it; and what analysts change."""

from .argument import Argument, ArgumentVerdict, SecondVerdict, digest, in_no_argument
from .assignment import REASONS, Assignment
from .embedding import Embedding
from .freeze import RunFreeze, later_comments
from .job import STAGES, AnalysisJob, EmbeddingChunk
from .leased_work import LeasedWork, LeasedWorkQuerySet
from .open_data import OpenDataRelease
from .run import AnalysisRun, RunChoice, RunList
from .saved_view import VIEW_NAME_MAX_LENGTH, SavedView
from .theme_edit import THEME_NAME_MAX_LENGTH, THEME_TEXT_MAX_LENGTH, ThemeEdit

__all__ = [
    "REASONS",
    "STAGES",
    "THEME_NAME_MAX_LENGTH",
    "THEME_TEXT_MAX_LENGTH",
    "VIEW_NAME_MAX_LENGTH",
    "AnalysisJob",
    "AnalysisRun",
    "Argument",
    "ArgumentVerdict",
    "Assignment",
    "Embedding",
    "EmbeddingChunk",
    "LeasedWork",
    "LeasedWorkQuerySet",
    "OpenDataRelease",
    "RunChoice",
    "RunFreeze",
    "RunList",
    "SavedView",
    "SecondVerdict",
    "ThemeEdit",
    "digest",
    "in_no_argument",
    "later_comments",
]
