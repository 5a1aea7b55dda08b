"""Everything that writes analysis: asking for a run, doing it, choosing one, placing later comments, and what analysts
change. A file is named for the model it writes."""

from .argument import change_argument, drop_argument, make_argument, restore_argument
from .argument_verdict import judge_again, judge_member, take_back_verdict
from .assignment import assign_new_comments
from .embedding import forget_embeddings
from .freeze import freeze_run, unfreeze_run
from .freeze_result import draft_examined_result, sign_examined_result
from .job import cancel_analysis, claim_job, fail_job, refresh_analysis, request_analysis, take_up_lost_jobs
from .job_chunks import embed_chunk, plan_embedding, take_up_lost_chunks
from .job_leases import MAX_ATTEMPTS
from .open_data import publish_open_data
from .run import choose_run, run_job
from .saved_view import delete_view, rename_view, save_view
from .theme_edit import exclude_comments, merge_themes, move_comments, rename_theme, revert_edit, split_theme
from .theme_edit_notes import also_in_theme, check_sentence, describe_theme, pin_quotation

__all__ = [
    "MAX_ATTEMPTS",
    "also_in_theme",
    "assign_new_comments",
    "cancel_analysis",
    "change_argument",
    "check_sentence",
    "choose_run",
    "claim_job",
    "delete_view",
    "describe_theme",
    "draft_examined_result",
    "drop_argument",
    "embed_chunk",
    "exclude_comments",
    "fail_job",
    "forget_embeddings",
    "freeze_run",
    "judge_again",
    "judge_member",
    "make_argument",
    "merge_themes",
    "move_comments",
    "pin_quotation",
    "plan_embedding",
    "publish_open_data",
    "refresh_analysis",
    "rename_theme",
    "rename_view",
    "request_analysis",
    "restore_argument",
    "revert_edit",
    "run_job",
    "save_view",
    "sign_examined_result",
    "split_theme",
    "take_back_verdict",
    "take_up_lost_chunks",
    "take_up_lost_jobs",
    "unfreeze_run",
]
