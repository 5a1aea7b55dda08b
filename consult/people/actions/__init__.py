"""Everything that is done with what is kept of people, one verb each. Nothing else writes it."""

from .data_copy import copy_my_data
from .data_request import answer_data_request, ask_about_data
from .demographics import count_demographics, reseal_demographics, tell_of_oneself
from .erasure import erase_person
from .former_name import change_public_name, fold_public_names
from .mailbox import claim_confirmed_mailbox, claim_mailbox, fold_mailboxes
from .own_vote import drop_votes_on_own_comments
from .retention import forget_old_data
from .session import end_other_sessions, end_session

__all__ = [
    "answer_data_request",
    "ask_about_data",
    "change_public_name",
    "claim_confirmed_mailbox",
    "claim_mailbox",
    "copy_my_data",
    "count_demographics",
    "drop_votes_on_own_comments",
    "end_other_sessions",
    "end_session",
    "erase_person",
    "fold_mailboxes",
    "fold_public_names",
    "forget_old_data",
    "reseal_demographics",
    "tell_of_oneself",
]
