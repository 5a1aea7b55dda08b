"""Rules of a consultation that were broken, as sentences a citizen may read.

Messages are lazy: a worker or another reader may have another language than the one who raised them.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _


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


class ConsentMissing(ConsultError):
    message = _("Please read what you consent to and confirm it; nothing is sent before that.")
    status = 409


class QuestionsStand(ConsultError):
    """Questions of a closed hearing are what people answered."""

    message = _("The hearing is closed, so its questions stay as they were answered. Ask other ones in a new round.")
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


class NothingSuggested(ConsultError):
    message = _(
        "No section is suggested for the comments you ticked, or the draft has changed since. Nothing was moved; please look again."
    )
    status = 409


class SectionStands(ConsultError):
    message = _(
        "One of these comments is on a section that is still in the draft in one piece, so it stays there. Nothing was moved; please "
        "look at the list again."
    )
    status = 409


class ReasonDoesNotFit(ConsultError):
    message = _("Please choose a reason that fits what you are doing.")
    status = 422


class CommentIsHidden(ConsultError):
    message = _("This comment was hidden by a moderator, so it takes no replies or votes.")
    status = 409


class CommentIsHeld(ConsultError):
    message = _("This comment waits for a moderator, so it takes no replies or votes yet.")
    status = 409


class CommentWasReleased(ConsultError):
    message = _(
        "A moderator has looked at this comment and shown it, so its words stay as they are. You can write another one, or withdraw it."
    )
    status = 409


class CommentReadsOtherwise(ConsultError):
    message = _("Its author has changed this comment since you opened the page. Please read it once more.")
    status = 409


class ModerationIsChosen(ConsultError):
    message = _("Whether a moderator looks at comments first is chosen before a hearing opens, and stays.")
    status = 409


class CommentIsWithdrawn(ConsultError):
    message = _("Its author has withdrawn this comment, so it takes no replies or votes.")
    status = 409


class CompaniesVoteOnDrafts(ConsultError):
    message = _(
        "A juristic person votes on sections of the draft. What it thinks of a comment it says in a reply in its own name; no vote was cast."
    )
    status = 403


class OwnComment(ConsultError):
    message = _("This is your own comment: votes on it are for others. You can add to it in a reply.")
    status = 403


class StaffDoNotVote(ConsultError):
    message = _(
        "You work for the agency that holds this hearing, so you do not vote in it. You can comment; readers see where you work."
    )
    status = 403


class CommentStands(ConsultError):
    message = _(
        "Somebody has voted on it or answered it by now, or its time to be changed is over, so its words stay as they are. You can add to it."
    )
    status = 409


class CommentHasChanged(ConsultError):
    message = _(
        "This comment was changed in another window. What you wrote is still below; please look at both and send again."
    )
    status = 409


class TooManyReports(ConsultError):
    message = _("You have reported many comments within an hour. Moderators look at them; please go on later.")
    status = 429


class NothingToAppeal(ConsultError):
    message = _("This comment is not hidden, so there is nothing to appeal against.")
    status = 409


class AppealIsMade(ConsultError):
    message = _("You have appealed already, and a second moderator looks at it. What you wrote now was not sent.")
    status = 409


class AppealIsDecided(ConsultError):
    message = _("This appeal has been decided by now. What you wrote was not sent; please look at the answer.")
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


class WordsNotInComment(ConsultError):
    message = _(
        "These words do not stand in the comment as readers see it. Please copy them from it, without the signs in brackets; nothing was closed."
    )
    status = 422


class WordsNotInSection(ConsultError):
    message = _(
        "The words you chose do not all stand in this section. Please choose words inside one section, or speak about the whole of "
        "it; what you wrote is kept below."
    )
    status = 422


class TooManyComments(ConsultError):
    message = _("You have sent many comments in the last hour. Please wait a while and send this one again.")
    status = 429


class TooManyChanges(ConsultError):
    message = _(
        "You have changed votes many times within a minute. Your vote stands as it was; please wait a minute to change it."
    )
    status = 429


class LevelTooLow(ConsultError):
    """``least``: the number of the level that the hearing asks for (models.Level)."""

    status = 403
    ASKED: ClassVar = {
        2: _(
            "This hearing takes this from people who have confirmed an e-mail address. What you did is kept; please confirm yours."
        ),
        3: _("This hearing takes this from people who have confirmed their identity. What you did is kept."),
    }

    def __init__(self, least: int):
        self.least = least
        self.message = self.ASKED.get(least, self.message)


class GuestMovedOn(ConsultError):
    message = _(
        "What you did as a guest now belongs to your account. Please load the page again, then send this once more."
    )
    status = 409


class TooManyActs(ConsultError):
    message = _(
        "Very many votes came from this device within a minute. Please wait a minute, or confirm your e-mail address."
    )
    status = 429


class TooManyGuests(ConsultError):
    message = _(
        "Very many people from your network have taken part without an account within an hour. Please confirm by e-mail instead."
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


class PackIncomplete(ConsultError):
    """``missing``: the parts, each with a label that a person knows it by."""

    status = 422

    def __init__(self, missing):
        self.missing = missing

    def __str__(self) -> str:
        parts = ", ".join(str(one.label) for one in self.missing)
        return gettext("The hearing was not published. Still to be told: %(parts)s") % {"parts": parts}


class HearingTooShort(ConsultError):
    status = 422

    def __init__(self, days: int):
        self.message = ngettext_lazy(
            "A hearing on this kind of draft lasts at least %(days)s day. For a shorter one an officer gives the reason in the "
            "editor, and another officer of the agency publishes it; readers see both.",
            "A hearing on this kind of draft lasts at least %(days)s days. For a shorter one an officer gives the reason in the "
            "editor, and another officer of the agency publishes it; readers see both.",
            days,
        ) % {"days": days}


class NeedsAnotherOfficer(ConsultError):
    message = _("This takes two people: another officer of the agency has to approve it.")
    status = 403


class IssueMoved(ConsultError):
    message = _(
        "A colleague has changed this issue meanwhile. Their words stand above; yours are kept below, nothing is saved yet."
    )
    status = 409


class IssueGone(ConsultError):
    message = _("This issue was taken away. What it said is on record.")
    status = 409


class IssueTooEarly(ConsultError):
    message = _("People may still speak, so no issue is approved yet. Approve it after the hearing is closed.")
    status = 409


class ResultTooEarly(ConsultError):
    message = _("People may still speak, so there is no result yet. Write it after the hearing is closed.")
    status = 409


class ResultMoved(ConsultError):
    message = _(
        "This draft of the result was replaced or taken back since you opened the page. Please read the one there is now."
    )
    status = 409


class ResultDraftedMeanwhile(ConsultError):
    message = _(
        "Somebody else drafted the result since you opened the page. Read theirs below. What you typed is kept: send it again to put yours in its place."
    )
    status = 409


class ResultPublished(ConsultError):
    message = _("This result is published, so it stays. Publish a corrected one, which says why.")
    status = 409


class ResultNeedsAnother(ConsultError):
    message = _("A result takes three people: one writes it, two others sign it.")
    status = 403


class IssueUndecided(ConsultError):
    message = _("Before an issue is approved, the agency decides it and gives the reason.")
    status = 409


class NotInThisHearing(ConsultError):
    message = _("One of these comments is not of this hearing, or nobody may read it any more. Nothing was changed.")
    status = 422


class EndIsPast(ConsultError):
    message = _("The end of this hearing is past, so nobody could take part. Please choose a later end.")
    status = 422


class DayIsAhead(ConsultError):
    message = _("That day has not come yet. Tell what has happened, on the day it happened.")
    status = 422


class StageTakenBack(ConsultError):
    message = _("Somebody at your agency has taken this back already.")
    status = 409


class RequestWaits(ConsultError):
    message = _(
        "This was asked for already and waits for another officer. Take the request back to ask for something else."
    )
    status = 409


class RequestAnswered(ConsultError):
    message = _("Somebody at your agency has answered this request. Nothing was changed again.")
    status = 409


class WrongMoment(ConsultError):
    """A hearing cannot open, end or go on at this moment, or not from how it stands now."""

    status = 409
    OPENING = _("Please choose an opening that is not past and comes before the end.")
    EARLIER = _(
        "That is no later than the announced end. To give people more time choose a later end; to end sooner close the hearing "
        "with a reason."
    )
    PAST = _("Please choose an end that lies in the future.")
    LONGEST = _("A hearing of more than three years: please check the year.")
    HAS_RESULT = _(
        "The result of this hearing is published, so it is not opened again. Hear the draft in another round instead."
    )
    #: By the kind of the act: from which states it is possible, and what is said otherwise
    POSSIBLE: ClassVar = {
        "open": {"upcoming"},
        "extend": {"upcoming", "open"},
        "close": {"open"},
        "reopen": {"closed"},
        "withdraw": {"upcoming", "open", "closed"},
    }
    OTHERWISE: ClassVar = {
        "open": _("This hearing has opened, and what has opened cannot open at another time."),
        "extend": _("This hearing is closed. Ask to open it again instead."),
        "close": _("Only an open hearing is closed. One that has not opened is withdrawn, or its opening moved."),
        "reopen": _("Only a closed hearing is opened again."),
    }

    def __init__(self, what: str | Promise):
        self.message = self.OTHERWISE.get(str(what), what)


class NotAllowed(ConsultError):
    message = _("You do not have the right to do this.")
    status = 403


class OwnRole(ConsultError):
    message = _("Nobody gives a role to themselves. Another head officer or an administrator does it.")
    status = 403


class LastHead(ConsultError):
    message = _("This is the agency's only head officer. Appoint another one first.")
    status = 409


class NobodyByThatAddress(ConsultError):
    message = _(
        "No account has this address. Ask the person to sign up with it on this site first, then appoint them here."
    )
    status = 422


class TooManyLookUps(ConsultError):
    message = _("You have appointed many people within an hour. Please wait a while and go on then.")
    status = 429


class CameFromElsewhere(ConsultError):
    message = _(
        "Files are taken from their page on this site, not by a link from elsewhere. Open the page and take it there."
    )
    status = 403


class OwnSecondFactor(ConsultError):
    message = _("Your own second step of signing in is changed on the page of your account.")
    status = 403


class IdentityOfAnotherAccount(ConsultError):
    message = _("This person has another account here already. One person has one account.")
    status = 409


class AccountOfAnotherPerson(ConsultError):
    message = _(
        "Somebody else has verified this account as theirs. Sign out first if this device is shared; then verify who you are."
    )
    status = 409


class NotACompanyNumber(ConsultError):
    message = _(
        "This is not the number of a juristic person. It has 13 digits, begins with 0, and its last digit must fit."
    )
    status = 422


class NotAPeriod(ConsultError):
    message = _("Please check the days: the mandate must end after it begins, and not before today.")
    status = 422


class MandateStands(ConsultError):
    message = _("You have told of a mandate of this juristic person already. End that one before you tell of another.")
    status = 409


class MandateEnded(ConsultError):
    message = _(
        "Your mandate of this juristic person does not act any more, so this was not sent in its name. Choose your own name, or tell of a new mandate."
    )
    status = 409
