"""Everything that writes analysis: asking for a run, doing it, placing later comments, and what analysts change."""

from .edits import exclude_comments, merge_themes, move_comments, rename_theme, revert_edit, split_theme
from .embeddings import embed_chunk, forget_embeddings, plan_embedding, take_up_lost_chunks
from .job_leases import MAX_ATTEMPTS
from .runs import (
    assign_new_comments,
    claim_job,
    fail_job,
    request_analysis,
    run_job,
    take_up_lost_jobs,
    theme_model,
)

__all__ = [
    "MAX_ATTEMPTS",
    "assign_new_comments",
    "claim_job",
    "embed_chunk",
    "exclude_comments",
    "fail_job",
    "forget_embeddings",
    "merge_themes",
    "move_comments",
    "plan_embedding",
    "rename_theme",
    "request_analysis",
    "revert_edit",
    "run_job",
    "split_theme",
    "take_up_lost_chunks",
    "take_up_lost_jobs",
    "theme_model",
]
