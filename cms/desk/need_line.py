"""One line of the first page of the desk."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    """One thing to do: what it is about, what there is to do, and the page where it is done."""

    about: str
    what: str
    leads_to: str
    #: What comes first has the smaller one
    urgency: float = 0
