"""Files that are shown with a hearing, as its pack names them. Their bytes are stored under their hash, so that a name says nothing."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .facts import ATTACHMENTS

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_ATTACHMENTS = 20
LONGEST_TITLE = 150
_OF_PATHS = re.compile(r'[/\\:*?"<>|]')
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")


class DocumentPurpose(models.TextChoices):
    """What a document is in the hearing, as whoever attached it chose; the report's annexes and the meter go by it."""

    DRAFT = "draft", _("the draft, or explains it")
    INVITATION = "invitation", _("invitation or notice of the hearing")
    MINUTES = "minutes", _("minutes of a meeting")
    IMPACT = "impact", _("impact analysis")
    QUESTIONS = "questions", _("questions of the hearing")
    OTHER = "other", _("another document")


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file by the title people know it by; ``size`` in bytes, ``kind`` one of CONTENT_TYPES, ``sha256`` of what is stored, ``purpose``
    one of DocumentPurpose."""

    title: str
    kind: str
    size: int
    sha256: str
    purpose: str = DocumentPurpose.OTHER.value

    @property
    def path(self) -> str:
        """Where its bytes are stored."""
        return f"attachments/{self.sha256}.{self.kind}"

    @property
    def file_name(self) -> str:
        """What a reader's machine calls it."""
        return f"{_OF_PATHS.sub(' ', self.title)}.{self.kind}"

    @property
    def purpose_label(self) -> str:
        """What readers are told it is; empty where whoever attached it did not say."""
        return "" if self.purpose == DocumentPurpose.OTHER else str(DocumentPurpose(self.purpose).label)

    def told(self) -> dict[str, Any]:
        """As it stands in a pack."""
        return asdict(self)


def attachments_of(pack: dict) -> list[Attachment]:
    return [Attachment(**one) for one in pack.get(ATTACHMENTS, [])]


def clean_title(text: str) -> str:
    """One printable line, without the letters that turn the direction of a name round."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:LONGEST_TITLE]
