"""Why a file is not read. The sentences are English here and Thai in the catalogue, as all that people see."""

from dataclasses import dataclass

_ = str


class DraftRefused(Exception):
    """A file that is not read; ``message`` is a sentence of the catalogue, ``values`` what it needs."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


MISSING = _("There is no such file.")
EMPTY = _("The file is empty.")
UNKNOWN = _("Only Word files (.docx), PDF files with text (.pdf) and plain text (.txt) can be read.")
OLD_WORD = _("This is a file of an old Word. Open it, save it as .docx, and bring that.")
TOO_LARGE = _("The file is larger than %(most)s MB. Take out the pictures and bring it again.")
TOO_LONG = _("The text is longer than a draft can be. Bring it in parts.")
ENCRYPTED = _("The file is locked with a password. Take the password off and bring it again.")
BROKEN = _("The file is broken and cannot be read. Open it where it was made, save it again, and bring that.")
HOSTILE = _(
    "The file is not built as a draft is, so it was not opened. Save it anew as .docx without anything but text."
)
MACROS = _("The file holds macros. Save it as .docx without macros and bring that.")
SCANNED = _("The PDF holds pictures of pages and no text. Bring the Word file, or a PDF made from it.")
SCRIPTS = _("The PDF holds scripts or other files. Save it anew without them and bring that.")
NOT_TEXT = _("The file says it is plain text but its letters cannot be read. Save it as UTF-8 and bring it again.")
TOO_COSTLY = _("The file takes too long to read, so reading was stopped. Save it anew, or bring the text.")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a file is looked at. Those of the process that reads: CPU seconds, bytes of memory, seconds by the clock.

    The Civil and Commercial Code takes half a second of CPU and 40 MB as a Word file, 4 to 7 seconds and 120 MB as a PDF.
    """

    size: int = 20_000_000
    entries: int = 3000
    unpacked: int = 100_000_000
    part: int = 30_000_000
    ratio: int = 150
    letters: int = 3_000_000
    pages: int = 3000
    plain: int = 5_000_000
    """Of plain text alone: half as much again as the longest code Thailand has."""
    letters_per_byte: float = 2.0
    """Of a PDF. Packed text of real offices has less than one; a file that promises more is not written by one."""
    letters_per_page: int = 30_000
    cpu: float = 1.4
    cpu_per_letter: float = 2e-5
    """What each letter of a PDF adds, as each is asked for by itself: a file is given time for the text it has, not for its size."""
    most_cpu: float = 12.0
    memory: int = 190_000_000
    seconds: float = 20.0
