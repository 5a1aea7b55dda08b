"""Why a file is not attached, where the sentence about a draft would not fit; Thai in the catalogue, as all that people see."""

from cms.drafting.files import refusal

_ = str

UNKNOWN = _("Only PDF (.pdf) and Word files (.docx) are attached. Save the file as one of these and bring it again.")
TOO_LARGE = _("The file is larger than %(most)s MB. Make its pictures smaller, or attach it in parts.")
HOSTILE = _("The file is not built as a document is, so it was not stored. Save it anew as PDF and attach that.")
HOLDS_FILES = _(
    "The file holds other files, scripts or things loaded from elsewhere. Save it anew as PDF without them and attach that."
)
#: Sentences about drafts → those about attachments
OF_ATTACHMENTS = {refusal.HOSTILE: HOSTILE, refusal.UNKNOWN: UNKNOWN, refusal.SCRIPTS: HOLDS_FILES}
