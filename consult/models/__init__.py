"""The record of participation: what was put to the people, and what they said."""

from .announcement import Announcement
from .audit import AuditEntry
from .comment import Comment
from .consultation import Agency, Consultation
from .draft import DraftVersion, Section
from .moderation import ModerationAct
from .official_reply import OfficialReply
from .question import Answer, Question, Questionnaire
from .user import Membership, User
from .vote import Vote

__all__ = [
    "Agency",
    "Announcement",
    "Answer",
    "AuditEntry",
    "Comment",
    "Consultation",
    "DraftVersion",
    "Membership",
    "ModerationAct",
    "OfficialReply",
    "Question",
    "Questionnaire",
    "Section",
    "User",
    "Vote",
]
