"""The record of participation: what was put to the people, and what they said. One noun a file, its queryset beside it."""

from .act import ConsultationAct
from .agency import Agency
from .announcement import Announcement
from .answer import Answer
from .appeal import Appeal
from .audit import AuditEntry
from .burst import Burst, HourReading
from .comment import Comment
from .comment_report import CommentReport
from .comment_revision import CommentRevision
from .comment_span import CommentSpan
from .consent import Consent, ConsentWords
from .consultation import Consultation
from .digital_identity import DigitalIdentity
from .draft import DraftVersion, Section, VersionRetraction
from .issue import Issue, IssueApproval, IssueComment, IssueRevision
from .kept import CommentTally, DayCount, OptionTally, PlaceCount, Reception, Uncounted, WordingTally
from .law_stage import LawStage
from .ledger import LogCheckpoint, LoggedAct, LogOpening, LogSubtree
from .level import Level
from .mandate import Mandate, Representation
from .membership import Membership
from .moderation import ModerationAct
from .notice import Notice
from .official_reply import OfficialReply, OfficialReplyRevision
from .pack import PackIssue
from .participant import Participant
from .question import Question, Questionnaire
from .reattachment import Reattachment
from .redaction import Redaction
from .result import Result, ResultSignature
from .result_file import ResultFile
from .section_change import ChangeCause, ChangedSection, SectionChange
from .unsent import UnsentAct
from .user import User
from .vote import Vote

__all__ = [
    "Agency",
    "Announcement",
    "Appeal",
    "Answer",
    "AuditEntry",
    "Burst",
    "ChangeCause",
    "ChangedSection",
    "Comment",
    "CommentReport",
    "CommentRevision",
    "CommentSpan",
    "CommentTally",
    "Consent",
    "ConsentWords",
    "Consultation",
    "ConsultationAct",
    "DayCount",
    "DigitalIdentity",
    "DraftVersion",
    "HourReading",
    "Issue",
    "IssueApproval",
    "IssueComment",
    "IssueRevision",
    "LawStage",
    "Level",
    "LogCheckpoint",
    "LogOpening",
    "LogSubtree",
    "LoggedAct",
    "Mandate",
    "Membership",
    "ModerationAct",
    "Notice",
    "OfficialReply",
    "OfficialReplyRevision",
    "OptionTally",
    "PackIssue",
    "Participant",
    "PlaceCount",
    "Question",
    "Questionnaire",
    "Reattachment",
    "Reception",
    "Redaction",
    "Representation",
    "Result",
    "ResultFile",
    "ResultSignature",
    "Section",
    "SectionChange",
    "Uncounted",
    "UnsentAct",
    "User",
    "VersionRetraction",
    "Vote",
    "WordingTally",
]
