"""Rules about people that were broken, as sentences they may read."""

from django.utils.translation import gettext_lazy as _

from consult.errors import ConsultError


class NameUnreadable(ConsultError):
    message = _("Please choose a name of letters or digits that everybody can read.")
    status = 422


class NamePersonal(ConsultError):
    message = _("This name is public: please leave out e-mail addresses and long numbers.")
    status = 422


class NameTaken(ConsultError):
    message = _("Someone already uses this name. Please choose another one.")
    status = 409


class NameClaimsOffice(ConsultError):
    message = _(
        "This name reads like that of an agency, an official or this site, so nobody may take it. Please choose another one, "
        "your nickname for example."
    )
    status = 422


class TooManyNames(ConsultError):
    message = _("You have changed your public name several times today. Please wait until tomorrow to change it again.")
    status = 429


class StaffAskFirst(ConsultError):
    message = _(
        "You have a role here, so your acts are on record in an agency's name. Ask its head officer or an administrator to take the "
        "role back first; then you can erase your account."
    )
    status = 409


class SignInAgain(ConsultError):
    message = _(
        "So that nobody erases you who finds your device open: sign out, sign in again, and come back here within 15 minutes."
    )
    status = 403


class TooManyCopies(ConsultError):
    message = _("You have taken several copies within an hour. Please wait a while and take this one again.")
    status = 429


class DataRequestAnswered(ConsultError):
    message = _("Somebody has answered this request already. Read the answer above; yours was not sent.")
    status = 409


class TooManyDataRequests(ConsultError):
    message = _(
        "Several of your requests wait for an answer. Please wait for it before you ask for more; what you wrote is kept below."
    )
    status = 429


class MailboxTaken(ConsultError):
    message = _("Another account uses this mailbox. One mailbox is one person; please sign in with that account.")
    status = 409


class MailboxDisposable(ConsultError):
    message = _(
        "This address belongs to a service of throw-away mailboxes. Please use a mailbox you keep: what happens to your comments "
        "is sent there, and it is the way back into your account."
    )
    status = 422
