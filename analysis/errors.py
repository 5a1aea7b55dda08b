from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consult.errors import ConsultError


class AnalysisRunning(ConsultError):
    message = _("An analysis of this consultation is running already.")
    status = 409


class NothingToAnalyse(ConsultError):
    message = _("There is no comment to analyse yet.")
    status = 409


class NothingToEdit(ConsultError):
    message = _("There is no analysis yet, so there is no theme to change.")
    status = 409


class RunUnknown(ConsultError):
    message = _("This analysis is not one of this consultation.")
    status = 409


class RunFrozen(ConsultError):
    message = _(
        "An analysis is frozen as the basis of the result, so it and its themes stay as they are. Whoever wants to change them ends the "
        "freeze first."
    )
    status = 409


class NothingFrozen(ConsultError):
    message = _(
        "The result is made from an analysis that is frozen for it. Freeze one on the first page of the analysis."
    )
    status = 409


class ResultFaulty(ConsultError):
    """``faults``: how many there are; the page of the result names each."""

    status = 409

    def __init__(self, faults: int):
        self.message = ngettext_lazy(
            "%(n)s thing has to be mended before the result can be drafted or signed; the page of the result says which.",
            "%(n)s things have to be mended before the result can be drafted or signed; the page of the result says which.",
            faults,
        ) % {"n": faults}


class ResultOutOfDate(ConsultError):
    """``changed``: headings of the report under which something is otherwise than when it was drafted."""

    status = 409

    def __init__(self, changed: list[str]):
        self.message = _(
            "The record has moved since this result was drafted, so it was not signed. Draft it anew. Changed under: %(changed)s"
        ) % {"changed": ", ".join(changed)}


class FreezeTooEarly(ConsultError):
    message = _(
        "People may still speak, so no analysis is the basis of a result yet. Freeze one after the hearing is closed."
    )
    status = 409


class ResultSigned(ConsultError):
    message = _("Somebody has signed a result made from this analysis, so it stays frozen.")
    status = 409


class ThemeUnknown(ConsultError):
    message = _("This theme is no longer there. Please load the page again.")
    status = 409


class ThemeIntoItself(ConsultError):
    message = _("A theme cannot be merged into itself. Please choose another one.")
    status = 422


class NameMissing(ConsultError):
    message = _("Please give the theme a name of 120 characters at most.")
    status = 422


class DescriptionTooLong(ConsultError):
    message = _("Please describe the theme in 600 characters at most.")
    status = 422


class SentenceGone(ConsultError):
    message = _("The summary no longer has this sentence. Please load the page again and read what stands there now.")
    status = 409


class NoCommentChosen(ConsultError):
    message = _("Please tick a comment of this consultation first.")
    status = 422


class UnknownReason(ConsultError):
    message = _("Please choose a reason from the list.")
    status = 422


class AlreadyUndone(ConsultError):
    message = _("This change was undone already.")
    status = 409


class NotASentence(ConsultError):
    message = _("These words do not stand like this in the comment. Please choose one of its sentences.")
    status = 422


class SentenceCut(ConsultError):
    message = _(
        "Words before or behind this sentence change what it means, so it cannot be quoted alone. Please choose a longer one."
    )
    status = 422


class KindMissing(ConsultError):
    message = _("Please say whether the sentence is for the draft, against it, a request or a question.")
    status = 422


class ArgumentGone(ConsultError):
    message = _("This argument was taken back. It can be put back on the page of arguments.")
    status = 409


class CommentNotShown(ConsultError):
    message = _("This comment was hidden, so it stands behind no argument.")
    status = 409


class JudgedByYourself(ConsultError):
    message = _("The first verdict on this comment is yours, so somebody else has to judge it again.")
    status = 409


class NothingToJudge(ConsultError):
    message = _("No other analyst has judged this comment, so there is nothing to judge again.")
    status = 409


class JudgedAgainAlready(ConsultError):
    message = _("You judged this comment already, and your first answer stands: that is what agreement is measured on.")
    status = 409


class NotYetClosed(ConsultError):
    message = _("Open data is made when a hearing is over. This one is not.")
    status = 409


class ViewNameTaken(ConsultError):
    message = _("You have a view of this name already. Choose another name, or delete that one first.")
    status = 409


class ViewTooLong(ConsultError):
    message = _("These filters are too long to be kept. Shorten the words you look for.")
    status = 422


class TooManyViews(ConsultError):
    message = _("You keep 50 views of this consultation, and no more fit. Delete one you no longer need.")
    status = 409


class ChangedMeanwhile(ConsultError):
    """Somebody else changed the same thing first; the message says who, what it is now and what was wanted."""

    status = 409

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class LeaseLost(Exception):
    """The work went on without this worker: it was silent for too long, or somebody asked for something else."""


class ModelFailed(Exception):
    """The language model did not answer, or not in a form that can be read."""
