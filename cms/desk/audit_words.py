"""What acts and their details are called on the auditor's page. Acts of Wagtail have Wagtail's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry

OURS: dict[str, str | Promise] = {
    "publish_consultation": _("Put a hearing on record"),
    "move_opening": _("Move the opening"),
    "extend_consultation": _("Give more time"),
    "close_consultation": _("Close early"),
    "reopen_consultation": _("Open again"),
    "withdraw_consultation": _("Withdraw the hearing"),
    "decline_act": _("Decline a request about dates"),
    "issue_version": _("Issue a version"),
    "retract_version": _("Retract a version"),
    "ask_questions": _("Ask questions"),
    "release_comment": _("Show a comment that waited"),
    "hide_comment": _("Hide a comment"),
    "restore_comment": _("Show a comment again"),
    "keep_comment": _("Keep a comment"),
    "redact_comment": _("Close a part of a comment"),
    "unredact_comment": _("Show a comment whole again"),
    "decide_appeal": _("Decide an appeal"),
    "reply_officially": _("Answer in the agency's name"),
    "revise_official_reply": _("Change an official answer"),
    "withdraw_official_reply": _("Withdraw an official answer"),
    "draft_issue": _("Begin an issue"),
    "change_issue": _("Change an issue"),
    "approve_issue": _("Approve an issue"),
    "drop_issue": _("Take an issue away"),
    "put_in_issue": _("Put comments into an issue"),
    "take_out_of_issue": _("Take comments out of an issue"),
    "draft_result": _("Draft the result"),
    "sign_result": _("Sign the result"),
    "publish_result": _("Publish the result"),
    "withdraw_result": _("Take a draft of the result back"),
    "reattach_comments": _("Attach comments to another section"),
    "attach_file": _("Attach a file to a hearing"),
    "detach_file": _("Take a file off a hearing"),
    "begin_round": _("Begin a new round"),
    "tell_law_stage": _("Tell what became of a draft"),
    "take_law_stage_back": _("Take back what was told of a draft"),
    "import_comments": _("Bring in comments from other channels"),
    "mask_again": _("Mask personal data again"),
    "record_export": _("Take a file of a hearing"),
    "record_audit_export": _("Take a file of the audit trail"),
    "take_file": _("Take a file at the desk"),
    "appoint": _("Appoint"),
    "appoint_by_address": _("Look up an address without an account"),
    "dismiss": _("Dismiss"),
    "establish_agency": _("Found an agency"),
    "open_site": _("Put up the front page"),
    "request_analysis": _("Ask for an analysis"),
    "choose_run": _("Choose an analysis"),
    "freeze_run": _("Freeze an analysis for the result"),
    "unfreeze_run": _("End the freeze of an analysis"),
    "cancel_analysis": _("Cancel an analysis"),
    "save_view": _("Save a view of the comments"),
    "rename_view": _("Rename a view of the comments"),
    "delete_view": _("Delete a view of the comments"),
    "make_argument": _("Write an argument"),
    "change_argument": _("Change the argument"),
    "drop_argument": _("Take the argument back"),
    "restore_argument": _("Put an argument back"),
    "judge_again": _("Judge a comment of an argument again"),
    "judge_member": _("Say whether a comment makes an argument"),
    "take_back_verdict": _("Take back what was said of a comment and an argument"),
    "rename_theme_edit": _("Rename a theme"),
    "merge_theme_edit": _("Merge themes"),
    "split_theme_edit": _("Split a theme"),
    "move_theme_edit": _("Move comments to a theme"),
    "describe_theme_edit": _("Describe a theme"),
    "pin_theme_edit": _("Pin a quotation to a theme"),
    "check_theme_edit": _("Mark a sentence of a summary as checked"),
    "also_theme_edit": _("Put comments beside another theme too"),
    "exclude_theme_edit": _("Take comments out of the themes"),
    "revert_edit": _("Undo an edit of themes"),
    "decide_mandate": _("Decide on a mandate"),
    "end_mandate": _("End the mandate"),
    "sign_in": _("Sign in"),
    "set_up_second_factor": _("Set up the second step"),
    "take_off_second_factor": _("Take the second step off"),
    "forget_removed_files": _("Deleted the bytes of files that were taken off"),
    "reset_second_factor": _("Reset somebody's second step"),
    "answer_data_request": _("Answer a request about data"),
    "forget_old_data": _("Forgot data that was kept long enough"),
    "drop_votes_on_own_comments": _("Took off votes on own comments"),
    "use_desk": _("Another act at the desk"),
}
#: Details that are shown, in this order; a file of the trail has all of them
DETAILS: dict[str, str | Promise] = {
    "title": _("Title"),
    "user": _("Person"),
    "role": _("Role"),
    "number": _("Number"),
    "comment": _("Comment"),
    "count": _("How many"),
    "reason": _("Reason"),
    "name": _("Name"),
    "what": _("File"),
    "where": _("Door"),
    "id": _("Id"),
}


def act_label(verb: str) -> str:
    """What an act is called; its name where nobody gave it a word."""
    if verb in OURS:
        return str(OURS[verb])
    return str(registry.get_action_label(verb)) if registry.action_exists(verb) else verb


def choices() -> list[tuple[str, str]]:
    """Every act there is, by what it is called."""
    verbs = [*OURS, *(verb for verb, _label in registry.get_choices())]
    return sorted(((verb, act_label(verb)) for verb in verbs), key=lambda one: one[1])
