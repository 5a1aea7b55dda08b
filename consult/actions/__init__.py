"""Everything a person can do here, one verb each. Nothing else writes.

Each action is keyword-only, checks its rule, changes the record in one transaction, and announces what happened.
"""

from .announcement import forget_announcements, number_announcements
from .appeal import appeal, decide_appeal
from .audit import record_audit_export, record_export
from .burst import watch_hours
from .comment import ChosenWords, post_comment, withdraw_comment
from .comment_import import ReceivedComment, import_comments
from .comment_language import tell_languages
from .comment_masking import mask_again
from .comment_report import report_comment
from .comment_revision import add_to_comment, edit_comment
from .consent import give_consent, withdraw_consent
from .consultation import Shorter, publish_consultation
from .consultation_dates import (
    approve_act,
    close_consultation,
    decline_act,
    extend_consultation,
    move_opening,
    reopen_consultation,
    withdraw_consultation,
)
from .counting import fold_figures, recount_figures
from .digital_identity import sign_up_by_identity, use_attempt, verify_person
from .draft import issue_version, retract_version
from .issue import approve_issue, change_issue, draft_issue, drop_issue, put_in_issue, take_out_of_issue
from .law_stage import take_law_stage_back, tell_law_stage
from .ledger_checkpoint import mail_checkpoint, number_leaves, sign_checkpoint, sign_closing, sign_due_checkpoints
from .ledger_record import log_record
from .level import move_up, raise_level, welcome_guest
from .mandate import ask_mandate, check_companies, decide_mandate, end_mandate
from .membership import appoint, appoint_by_address, dismiss
from .moderation import hide_comment, keep_comment, release_comment, restore_comment
from .notice import choose_mail, mail_notices, read_notices, tell_of_results
from .official_reply import reply_officially, withdraw_official_reply
from .question import answer_question, ask_questions
from .reattachment import reattach_comments
from .redaction import redact_comment, unredact_comment
from .result import draft_result, sign_result, withdraw_result
from .result_file import make_result_files
from .unsent import forget_unsent_acts, keep_unsent_act, settle_unsent_act
from .user import reset_second_factor
from .vote import cast_vote, withdraw_vote

__all__ = [
    "ChosenWords",
    "ReceivedComment",
    "Shorter",
    "add_to_comment",
    "answer_question",
    "appeal",
    "appoint",
    "appoint_by_address",
    "approve_act",
    "approve_issue",
    "ask_mandate",
    "ask_questions",
    "cast_vote",
    "change_issue",
    "check_companies",
    "choose_mail",
    "close_consultation",
    "decide_appeal",
    "decide_mandate",
    "decline_act",
    "dismiss",
    "draft_issue",
    "draft_result",
    "drop_issue",
    "edit_comment",
    "end_mandate",
    "extend_consultation",
    "fold_figures",
    "forget_announcements",
    "forget_unsent_acts",
    "give_consent",
    "hide_comment",
    "import_comments",
    "issue_version",
    "keep_comment",
    "keep_unsent_act",
    "log_record",
    "mail_checkpoint",
    "mail_notices",
    "make_result_files",
    "mask_again",
    "move_opening",
    "move_up",
    "number_announcements",
    "number_leaves",
    "post_comment",
    "publish_consultation",
    "put_in_issue",
    "raise_level",
    "read_notices",
    "reattach_comments",
    "record_audit_export",
    "record_export",
    "recount_figures",
    "redact_comment",
    "release_comment",
    "reopen_consultation",
    "reply_officially",
    "report_comment",
    "reset_second_factor",
    "restore_comment",
    "retract_version",
    "settle_unsent_act",
    "sign_result",
    "sign_up_by_identity",
    "sign_checkpoint",
    "sign_closing",
    "sign_due_checkpoints",
    "take_law_stage_back",
    "take_out_of_issue",
    "tell_languages",
    "tell_law_stage",
    "tell_of_results",
    "unredact_comment",
    "use_attempt",
    "verify_person",
    "watch_hours",
    "welcome_guest",
    "withdraw_comment",
    "withdraw_consent",
    "withdraw_consultation",
    "withdraw_official_reply",
    "withdraw_result",
    "withdraw_vote",
]
