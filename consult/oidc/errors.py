"""How signing in with a digital identity can end other than well. Reasons name the check, and no claim of anybody."""


class NotSignedIn(Exception):
    """Signing in ended here. ``reason`` is for logs: it never holds what the provider said of a person."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


class ProviderAway(NotSignedIn):
    """The provider does not answer, too slowly, or with something else than OpenID Connect."""


class Unreachable(ProviderAway):
    """No answer at all, or not in time: asking again at once would only wait again."""


class CodeRefused(NotSignedIn):
    """The provider answered that it takes this no more: a code that was used, or a client it does not know."""


class Declined(NotSignedIn):
    """The person, or the provider in their place, ended it there."""


class NotBegunHere(NotSignedIn):
    """The answer belongs to nothing that this browser began, or to something that was used or has lapsed."""


class Lied(NotSignedIn):
    """The answer fails a check of the protocol: it is not from the provider, not for this site, or not about this attempt."""


class AssuranceTooLow(NotSignedIn):
    """The provider vouches for the person with less assurance than this site asks for."""


class TooLongAgo(NotSignedIn):
    """The person proved who they are longer ago than this site asks for."""
