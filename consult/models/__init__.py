"""The record of participation: what was put to the people, and what they said. One noun a file, its queryset beside it."""

from .agency import Agency
from .announcement import Announcement
from .answer import Answer
from .audit import AuditEntry
from .comment import Comment
from .consultation import Consultation
from .draft import DraftVersion, Section
from .kept import DayCount, OptionTally, PlaceCount, Reception, Uncounted, WordingTally
from .membership import Membership
from .moderation import ModerationAct
from .official_reply import OfficialReply, OfficialReplyRevision
from .question import Question, Questionnaire
from .user import User
from .vote import Vote

__all__ = [
    "Agency",
    "Announcement",
    "Answer",
    "AuditEntry",
    "Comment",
    "Consultation",
    "DayCount",
    "DraftVersion",
    "Membership",
    "ModerationAct",
    "OfficialReply",
    "OfficialReplyRevision",
    "OptionTally",
    "PlaceCount",
    "Question",
    "Questionnaire",
    "Reception",
    "Section",
    "Uncounted",
    "User",
    "Vote",
    "WordingTally",
]
