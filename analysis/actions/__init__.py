"""Everything that writes analysis: asking for a run, doing it, choosing one, placing later comments, and what analysts
change. A file is named for the model it writes."""

from .argument import change_argument, drop_argument, make_argument, restore_argument
from .argument_verdict import judge_again, judge_member, take_back_verdict
from .assignment import assign_new_comments
from .embedding import forget_embeddings
from .job import cancel_analysis, claim_job, fail_job, refresh_analysis, request_analysis, take_up_lost_jobs
from .job_chunks import embed_chunk, plan_embedding, take_up_lost_chunks
from .job_leases import MAX_ATTEMPTS
from .run import choose_run, run_job
from .theme_edit import exclude_comments, merge_themes, move_comments, rename_theme, revert_edit, split_theme

__all__ = [
    "MAX_ATTEMPTS",
    "assign_new_comments",
    "cancel_analysis",
    "change_argument",
    "choose_run",
    "claim_job",
    "drop_argument",
    "embed_chunk",
    "exclude_comments",
    "fail_job",
    "forget_embeddings",
    "judge_again",
    "judge_member",
    "make_argument",
    "merge_themes",
    "move_comments",
    "plan_embedding",
    "refresh_analysis",
    "rename_theme",
    "request_analysis",
    "restore_argument",
    "revert_edit",
    "run_job",
    "split_theme",
    "take_back_verdict",
    "take_up_lost_chunks",
    "take_up_lost_jobs",
]
