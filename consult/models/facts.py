"""What an agency tells about a hearing beside the draft (ข้อมูลประกอบการรับฟัง): each fact declared once, here.

From these rows come the fields of the editor, what publishing puts on record, the table of what is required, the public page,
the exports and the check of the demonstration. A fact that is added here needs no migration: values stand in one JSON column.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Letters of a line and of a text; a paste of a whole Act belongs into the draft
LONGEST_LINE, LONGEST_TEXT = 200, 20_000


class FactKind(Enum):
    """How a fact is typed and shown."""

    LINE = "line"
    TEXT = "text"
    #: One a line, ``who: how``
    LIST = "list"
    #: The same of places; those that are called provinces are provinces
    AREAS = "areas"
    PHONE = "phone"
    EMAIL = "email"


class FactPlace(Enum):
    """Where it stands on the page of a hearing."""

    #: Folded by its heading, behind the first screen
    FOLD = "fold"
    #: Who is affected has a list of its own there
    AFFECTED = "affected"
    #: At the foot of every page of the hearing
    CONTACT = "contact"
    #: Under "reference numbers"
    REFERENCE = "reference"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact: ``name`` in forms, on record and in exports; ``label`` on every page."""

    name: str
    label: str | Promise
    help_text: str | Promise = ""
    kind: FactKind = FactKind.TEXT
    place: FactPlace = FactPlace.FOLD

    @property
    def longest(self) -> int:
        return LONGEST_TEXT if self.kind in (FactKind.TEXT, FactKind.LIST, FactKind.AREAS) else LONGEST_LINE


PACK = (
    Fact(
        name="problem",
        label=_("the problem and what causes it"),
        help_text=_("What goes wrong today, for whom, and why."),
    ),
    Fact(
        name="necessity",
        label=_("why it has to be done this way"),
        help_text=_("Why the problem is not solved without this draft."),
    ),
    Fact(
        name="principles",
        label=_("what the draft sets out to do"),
        help_text=_("The principles of the draft, in a few points."),
    ),
    Fact(
        name="alternatives",
        label=_("other ways that were looked at"),
        help_text=_("One a line; after a colon why it was not chosen. Doing nothing is one of them."),
        kind=FactKind.LIST,
    ),
    Fact(
        name="affected_groups",
        label=_("who is affected, and how"),
        help_text=_("One group a line; after a colon what changes for it."),
        kind=FactKind.LIST,
        place=FactPlace.AFFECTED,
    ),
    Fact(
        name="affected_areas",
        label=_("areas the draft is about"),
        help_text=_("One province or place a line; after a colon what changes there. Empty for the whole country."),
        kind=FactKind.AREAS,
    ),
    Fact(
        name="impact",
        label=_("summary of the impact analysis"),
        help_text=_("Costs and benefits, for people, business and the state."),
    ),
    Fact(
        name="contact_person",
        label=_("who answers questions"),
        help_text=_("A person or a unit. Public, on every page of the hearing."),
        kind=FactKind.LINE,
        place=FactPlace.CONTACT,
    ),
    Fact(
        name="contact_phone",
        label=_("telephone"),
        help_text=_("Public, on every page of the hearing."),
        kind=FactKind.PHONE,
        place=FactPlace.CONTACT,
    ),
    Fact(
        name="contact_email",
        label=_("e-mail of the agency"),
        help_text=_("Public, on every page of the hearing."),
        kind=FactKind.EMAIL,
        place=FactPlace.CONTACT,
    ),
    Fact(
        name="reference",
        label=_("number in the central law system"),
        help_text=_("As the system gives it, so that the same draft is found there."),
        kind=FactKind.LINE,
        place=FactPlace.REFERENCE,
    ),
    Fact(
        name="parliament_number",
        label=_("number at Parliament"),
        help_text=_("Once the draft is there."),
        kind=FactKind.LINE,
        place=FactPlace.REFERENCE,
    ),
)
BY_NAME = {fact.name: fact for fact in PACK}
#: Beside the facts, a hearing may have to bring files
ATTACHMENTS = "attachments"
ATTACHMENTS_LABEL = _("documents")


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What a hearing on one kind of draft has to tell before it is published: a row of ``settings.HEARING_PACKS``."""

    tier: str
    parts: Sequence[str]
    source: str | Promise


def requirement(instrument: str) -> Requirement:
    """The row of a kind of draft; a kind without one needs what the light tier needs."""
    row = settings.HEARING_PACKS.get(instrument, {"tier": "light", "source": ""})
    return Requirement(tier=row["tier"], parts=settings.HEARING_PARTS[row["tier"]], source=row["source"])


@dataclass(frozen=True, kw_only=True)
class MissingPart:
    """A part that is required and not there: its name, and what people call it."""

    name: str
    label: str | Promise


def missing_parts(instrument: str, pack: dict) -> list[MissingPart]:
    """What a pack lacks to be published, in the order of the declaration."""
    asked = set(requirement(instrument).parts)
    found = [
        MissingPart(name=fact.name, label=fact.label) for fact in PACK if fact.name in asked and not pack.get(fact.name)
    ]
    if ATTACHMENTS in asked and not pack.get(ATTACHMENTS):
        found.append(MissingPart(name=ATTACHMENTS, label=ATTACHMENTS_LABEL))
    return found


def told(pack: dict, *places: FactPlace) -> list[tuple[Fact, str]]:
    """The facts of a pack that say something, in order; those of the places asked for, or all."""
    return [(fact, pack[fact.name]) for fact in PACK if pack.get(fact.name) and (not places or fact.place in places)]


def pairs(text: str) -> list[tuple[str, str]]:
    """Lines of a list, each ``who: how`` as two; a line without a colon is only who."""
    return [_pair(line) for line in text.splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    who, _colon, how = line.partition(":")
    return who.strip(), how.strip()


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to ask about a hearing; empty strings for what is not told."""

    person: str
    phone: str
    email: str

    @property
    def dialled(self) -> str:
        """The telephone number as a telephone takes it: digits, without an extension."""
        number = re.split(r"[^0-9+()\-–. ]", self.phone, maxsplit=1)[0]
        return re.sub(r"[^0-9+]", "", number)

    def __bool__(self) -> bool:
        return bool(self.person or self.phone or self.email)


def contact(pack: dict) -> Contact:
    return Contact(**{name: pack.get(f"contact_{name}", "") for name in ("person", "phone", "email")})


def more_policy_fields() -> Iterable[tuple[str, str]]:
    """Fields of policy that an operator added: code and name as it is shown."""
    return settings.MORE_POLICY_FIELDS.items()
