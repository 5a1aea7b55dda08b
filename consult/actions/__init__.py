"""Everything a person can do here, one verb each. Nothing else writes.

Each action is keyword-only, checks its rule, changes the record in one transaction, and announces what happened.
"""

from .announcements import forget_announcements, number_announcements
from .ask import answer_question, ask_questions
from .comment import post_comment
from .imports import import_comments
from .mask_again import mask_again
from .moderate import hide_comment, restore_comment
from .official_reply import reply_officially, withdraw_official_reply
from .people import appoint, dismiss
from .publish import (
    close_consultation,
    issue_version,
    publish_consultation,
    record_export,
    reopen_consultation,
    withdraw_consultation,
)
from .vote import cast_vote

__all__ = [
    "answer_question",
    "appoint",
    "ask_questions",
    "cast_vote",
    "close_consultation",
    "dismiss",
    "forget_announcements",
    "hide_comment",
    "import_comments",
    "issue_version",
    "mask_again",
    "number_announcements",
    "post_comment",
    "publish_consultation",
    "record_export",
    "reopen_consultation",
    "reply_officially",
    "restore_comment",
    "withdraw_consultation",
    "withdraw_official_reply",
]
