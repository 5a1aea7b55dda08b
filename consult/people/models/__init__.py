"""What is kept of people beside their account. One noun a file."""

from .data_request import DataRequest
from .demographics import Demographics
from .erasure import Erasure
from .former_name import FormerName
from .mailbox import Mailbox
from .session import Session

__all__ = ["DataRequest", "Demographics", "Erasure", "FormerName", "Mailbox", "Session"]
