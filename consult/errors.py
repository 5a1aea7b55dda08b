"""Rules of a consultation that were broken, as sentences a citizen may read.

Messages are lazy: a worker or another reader may have another language than the one who raised them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ConsultError(Exception):
    """A rule of the consultation was broken; the message may be shown to the citizen."""

    message: str | Promise = _("This is not possible.")
    status = 400

    def __str__(self) -> str:
        return str(self.message)


class ConsultationClosed(ConsultError):
    message = _(
        "This consultation is closed, so it takes no more comments or votes. Everything said until then is on record."
    )
    status = 409


class ConsultationNotYetOpen(ConsultError):
    message = _("This consultation has not opened yet.")
    status = 409


class ConsultationWithdrawn(ConsultError):
    message = _("The agency has withdrawn this consultation.")
    status = 409


class SectionReworded(ConsultError):
    message = _(
        "The text of this section has changed since you opened the page. Please read the new wording and vote again."
    )
    status = 409


class SectionRemoved(ConsultError):
    message = _(
        "This section was taken out of the draft, so it takes no more comments or votes. What was said about it is kept."
    )
    status = 409


class ReasonDoesNotFit(ConsultError):
    message = _("Please choose a reason that fits what you are doing.")
    status = 422


class CommentIsHidden(ConsultError):
    message = _("This comment was hidden by a moderator, so it takes no replies or votes.")
    status = 409


class RepliesAreOneDeep(ConsultError):
    message = _("A reply cannot be replied to. Please reply to the first comment instead.")
    status = 409


class TextEmpty(ConsultError):
    message = _("Please write your comment before sending it.")
    status = 422


class TextWithoutWords(ConsultError):
    message = _(
        "There is no word in it yet: signs and emoji alone cannot be searched, read aloud or analysed. Please add words; what you"
        " wrote is still below."
    )
    status = 422


class TextTooLong(ConsultError):
    status = 422

    def __init__(self, limit: int):
        self.message = ngettext_lazy(
            "The text is too long: at most %(limit)s character.",
            "The text is too long: at most %(limit)s characters.",
            limit,
        ) % {"limit": f"{limit:,}"}


class TooManyMarks(ConsultError):
    message = _(
        "A letter in this text carries more than three marks one above the other, which cover what other people wrote. "
        "Please take them out; your text is kept below."
    )
    status = 422


class OfficialReplyMoved(ConsultError):
    message = _(
        "Somebody at your agency answered this comment, or changed the answer, since you opened the page. Read it above; "
        "what you wrote is kept below and has not been published."
    )
    status = 409


class TooManyComments(ConsultError):
    message = _("You have sent many comments in the last hour. Please wait a while and send this one again.")
    status = 429


class TooManyChanges(ConsultError):
    message = _(
        "You have changed votes many times within a minute. Your vote stands as it was; please wait a minute to change it."
    )
    status = 429


class TooManyExports(ConsultError):
    message = _("You have taken many exports within an hour. Please wait a while and take this one again.")
    status = 429


class QuestionChanged(ConsultError):
    message = _("This question has changed since you opened the page. Please read it again and answer anew.")
    status = 409


class NothingChosen(ConsultError):
    message = _("Please choose an answer before sending it.")
    status = 422


class TooManyChosen(ConsultError):
    status = 422

    def __init__(self, most: int):
        self.message = ngettext_lazy(
            "Please choose at most %(most)s answer.", "Please choose at most %(most)s answers.", most
        ) % {"most": most}


class VersionWithoutSections(ConsultError):
    message = _("The draft has no section yet, so there is nothing to comment on.")
    status = 422


class VersionMoved(ConsultError):
    message = _(
        "A colleague issued another version since you opened this page. Please compare again; what you typed is kept below."
    )
    status = 409


class VersionIsNotCurrent(ConsultError):
    message = _("Only the version people read now can be retracted, and only where there was one before it.")
    status = 409


class ReasonMissing(ConsultError):
    message = _("Please give a reason; it is shown to the public.")
    status = 422


class NotAllowed(ConsultError):
    message = _("You do not have the right to do this.")
    status = 403
