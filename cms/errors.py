"""What the desk refuses, as sentences an officer may read: why not, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.errors import ConsultError


class StaysOnRecord(ConsultError):
    """Something of Wagtail would leave the page and the public record of a hearing saying different things."""

    status = 409
    DELETE = _(
        "A hearing that was published stays on record, so its page is not deleted. To stop it, withdraw the hearing with a "
        "reason on its page of dates."
    )
    UNPUBLISH = _(
        "A hearing that was published is not taken off from here. To stop it, withdraw the hearing with a reason on its page of "
        "dates; readers then see why."
    )
    MOVE = _(
        "A hearing belongs to the agency that published it, so its page is not moved. If it stands under the wrong agency, "
        "withdraw it with a reason and let the right agency publish it."
    )
    ALIAS = _(
        "A hearing and an agency have one page each, so there is no second one that follows it. To start from the same text, copy "
        "the page of the hearing: the copy is a draft of its own."
    )
    ONE_PAGE = _("An agency has one page, and the site has one front page, so they are not copied.")
    PRIVACY = _(
        "Hearings are for everybody, so readers of this page cannot be narrowed. A draft that is not published is seen by nobody "
        "outside the agency anyway."
    )
    AGENCY = _(
        "The page of an agency stays with that agency: its officers and hearings hang on it. Ask the platform's staff to set up a "
        "page for the other agency."
    )
    SITE = _(
        "Published hearings are reached through this site, so neither the site nor its front page is changed from here."
    )
    REFERRED_TO = _(
        "Rows of the public record refer to this, so it is not deleted. An account of somebody who left is closed instead: take "
        "the mark “active” off."
    )
    UNKNOWN = _("This would leave the page and the public record saying different things, so nothing was changed.")

    def __init__(self, message: str | Promise):
        self.message = message


class FormBroken(ConsultError):
    """A form of the editor came in parts, or with more blocks than anybody writes."""

    message = _(
        "The form did not arrive whole, so nothing was saved. Please open the page again; what you saved before is kept."
    )
    status = 400


class DraftMoved(ConsultError):
    """What an officer saw the impact of is not what the page holds any more."""

    message = _(
        "The text of the draft was changed since you opened this page. The comparison below is of the text as it is now; what you "
        "typed is kept."
    )
    status = 409


class ReviewMissing(ConsultError):
    """Where drafts are reviewed first, what nobody approved is not published, by whatever door."""

    message = _(
        "Drafts are published after a review here. Send this one for review; once the approver agrees, it is published."
    )
    status = 409


class AgencyKnown(ConsultError):
    message = _("An agency of this name, or another page at this address, is there already.")
    status = 409


class TitleMissing(ConsultError):
    message = _("Please say what the document is called.")
    status = 422


class AttachmentGone(ConsultError):
    """A text from the history names a document whose bytes were deleted after it had been taken off."""

    status = 409

    def __init__(self, title: str):
        self.message = _(
            "The document “%(title)s” was taken off and deleted. Attach it again, or take it off this text."
        ) % {"title": title}


class TooManyAttachments(ConsultError):
    status = 409

    def __init__(self, most: int):
        self.message = _("A hearing has at most %(most)s documents. Take one off first.") % {"most": most}


class RoundFollows(ConsultError):
    message = _("A later round of this draft was published already. Begin the next one from that one.")
    status = 409


class DraftLocked(ConsultError):
    """A page is locked, or under review by somebody else."""

    message = _("The page is locked, so its draft is not written. Ask whoever locked it, or wait for the review.")
    status = 409
