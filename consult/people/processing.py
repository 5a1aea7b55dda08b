"""What this site does with data about people: the record of processing (บันทึกรายการกิจกรรมการประมวลผลข้อมูลส่วนบุคคล), generated.

Personal Data Protection Act B.E. 2562 s. 39 asks a controller for such a record. Each column of the database belongs to one purpose
(data/fields.toml); of each purpose is said here on what basis, how long and who sees it. The bases are named as we read the Act and
are **unverified**: the controller's lawyer confirms them (docs/operator.md).
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path

from django.apps import apps
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import User

FIELDS = Path(__file__).parent / "data" / "fields.toml"
#: Columns that say nothing about a person
NONE = "none"
#: In the table: the way from a row to the person it is about, where that is not a column of the row
OF = "of"
#: What somebody did in an agency's name: a column that leads to them makes nothing else in the row theirs
STAFF = "staff"
#: Libraries' tables that have no columns of their own in every database (SQLite's full-text index)
WITHOUT_COLUMNS = {"wagtailsearch.SQLiteFTSIndexEntry"}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """``erased``: gone at once when somebody erases who they are; ``copied``: part of the copy people take of their data."""

    key: str
    name: str | Promise
    why: str | Promise
    basis: str | Promise
    kept: str | Promise
    seen_by: str | Promise
    erased: bool
    copied: bool = True


_CONSENT = _("explicit consent, since it may show a political opinion (s. 26)")
_PUBLIC_TASK = _("a task in the public interest (s. 24(4))")
_LEGAL_DUTY = _("a duty the law lays on the agency (s. 24(6))")
_SECURITY = _("a legitimate interest: the safety of accounts and of the count (s. 24(5))")
_UNTIL_ERASED = _("until you erase it or your account")
_WITH_THE_HEARING = _("with the record of the hearing, without your identity once you have erased it")

PURPOSES = [
    Purpose(
        key="account",
        name=_("Account"),
        why=_("To let you in, to write to you about what you took part in, and to count one mailbox once."),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("you; administrators of the database"),
        erased=True,
    ),
    Purpose(
        key="public_name",
        name=_("Public name and the ones before it"),
        why=_("To show who said what without saying who you are, and to let nobody pass for you."),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("everybody; former names: moderators, officers and auditors"),
        erased=True,
    ),
    Purpose(
        key="opinion",
        name=_("Comments, votes and answers"),
        why=_("To hear people on a draft law and to answer for how they were heard."),
        basis=_CONSENT,
        kept=_WITH_THE_HEARING,
        seen_by=_(
            "comments: everybody; votes and answers: everybody, as totals, and as open data without names when the hearing is over"
        ),
        erased=False,
    ),
    Purpose(
        key="consent",
        name=_("What you consented to, and when"),
        why=_(
            "To prove that you consented before you voted, answered or commented, and to know when you took it back."
        ),
        basis=_LEGAL_DUTY,
        kept=_WITH_THE_HEARING,
        seen_by=_("you; administrators of the database"),
        erased=False,
    ),
    Purpose(
        key="sealed_text",
        name=_("What you wrote before it was masked"),
        why=_("To prove what was said, and to mask it again by better rules."),
        basis=_PUBLIC_TASK,
        kept=_("with the record of the hearing; the masked text takes its place when you erase your identity"),
        seen_by=_("you; administrators of the database"),
        erased=False,
    ),
    Purpose(
        key="openings",
        name=_("What opens your leaves of the log"),
        why=_(
            "To prove by your receipts that what you did is in the log nobody can rewrite. Without it nobody can say what a leaf was."
        ),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("you, with your receipts; everybody, with what open data publishes without your name"),
        erased=True,
        copied=False,
    ),
    Purpose(
        key="notices",
        name=_("Notices"),
        why=_("To tell you what became of what you took part in."),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("you"),
        erased=True,
    ),
    Purpose(
        key="moderation",
        name=_("Moderation and moves of comments"),
        why=_("To keep the discussion within its rules and to say why a comment was hidden."),
        basis=_PUBLIC_TASK,
        kept=_WITH_THE_HEARING,
        seen_by=_("moderators and officers of the agency; the author"),
        erased=False,
    ),
    Purpose(
        key="moderation_notes",
        name=_("Notes of moderators"),
        why=_("To let colleagues and auditors follow why a moderator acted as they did."),
        basis=_PUBLIC_TASK,
        kept=_WITH_THE_HEARING,
        seen_by=_("moderators and officers of the agency; auditors"),
        erased=False,
        copied=False,
    ),
    Purpose(
        key="reports",
        name=_("Reports of comments"),
        why=_("To let a moderator look at what you found against the rules; the author is not told who reported."),
        basis=_PUBLIC_TASK,
        kept=_WITH_THE_HEARING,
        seen_by=_("you; moderators and officers of the agency"),
        erased=False,
    ),
    Purpose(
        key="mandates",
        name=_("Mandates of juristic persons"),
        why=_("To show in whose name somebody speaks, and to answer for it."),
        basis=_PUBLIC_TASK,
        kept=_WITH_THE_HEARING,
        seen_by=_("everybody: the juristic person's name; administrators: the rest"),
        erased=False,
    ),
    Purpose(
        key="mandate_words",
        name=_("What a mandate says, and where it is written"),
        why=_("To confirm that you speak for a juristic person."),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("you; administrators"),
        erased=True,
    ),
    Purpose(
        key="unsent",
        name=_("What waits to be sent"),
        why=_("To lose nothing of what you did before you signed in; it is kept under no name."),
        basis=_PUBLIC_TASK,
        kept=_("a day at most"),
        seen_by=_("whoever has its address, which stands in your browser and in your mail"),
        erased=False,
        copied=False,
    ),
    Purpose(
        key="staff",
        name=_("Roles and acts of staff"),
        why=_("To say who decided what in the agency's name."),
        basis=_LEGAL_DUTY,
        kept=_("with the record of the hearing"),
        seen_by=_("staff of the agency; auditors"),
        erased=False,
    ),
    Purpose(
        key="desk",
        name=_("Settings of the desk"),
        why=_("To let staff work in the editor as they like."),
        basis=_PUBLIC_TASK,
        kept=_UNTIL_ERASED,
        seen_by=_("you; administrators of the database"),
        erased=True,
    ),
    Purpose(
        key="sessions",
        name=_("Where you are signed in"),
        why=_("To show you where you are signed in, and to let you end it from elsewhere."),
        basis=_SECURITY,
        kept=_("until they end, two weeks at most"),
        seen_by=_("you; administrators of the database"),
        erased=True,
    ),
    Purpose(
        key="security",
        name=_("Sessions"),
        why=_("To keep you signed in, and to take what is sent twice once."),
        basis=_SECURITY,
        kept=_("until they end, two weeks at most"),
        seen_by=_("administrators of the database"),
        erased=True,
        copied=False,
    ),
    Purpose(
        key="secret",
        name=_("Password and second step of signing in"),
        why=_("To make sure that it is you who signs in."),
        basis=_SECURITY,
        kept=_UNTIL_ERASED,
        seen_by=_("nobody: kept so that it can be compared, not read"),
        erased=True,
        copied=False,
    ),
    Purpose(
        key="analysis",
        name=_("Themes of comments"),
        why=_("To find what many comments are about; without the names of their authors."),
        basis=_PUBLIC_TASK,
        kept=_WITH_THE_HEARING,
        seen_by=_("analysts of the agency"),
        erased=False,
        copied=False,
    ),
    Purpose(
        key="demographics",
        name=_("Province, age band and kind"),
        why=_(
            "To see whether all parts of the country were heard; only if you like, and never fewer than five people at once."
        ),
        basis=_("consent, which you take back whenever you like (s. 19)"),
        kept=_UNTIL_ERASED,
        seen_by=_("you; others only as totals of five people or more"),
        erased=True,
    ),
    Purpose(
        key="rights",
        name=_("Requests about data, and erasures"),
        why=_("To do what you ask about data on you, and to prove that it was done."),
        basis=_LEGAL_DUTY,
        kept=_("as long as settings say (RETENTION_DAYS)"),
        seen_by=_("you; the data-protection officer"),
        erased=False,
    ),
]
BY_KEY = {purpose.key: purpose for purpose in PURPOSES}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(FIELDS.read_text(encoding="utf-8"))


@cache
def columns() -> dict[str, dict[str, str]]:
    """Model (``app.Name``) → column → key of its purpose, or NONE."""
    return {
        model: {column: key for key, names in told.items() if key != OF for column in names.split()}
        for model, told in _table().items()
    }


def label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def known(model: type[Model]) -> dict[str, str]:
    """Column → key of its purpose, of a model of this site or of a library."""
    return columns().get(label(model), {})


def about(model: type[Model], person: User) -> Q | None:
    """The rows of a model that are about somebody: their account, and what leads to them."""
    if model is User:
        return Q(pk=person.pk)
    return _led_to(model, person, [*_leading(model, lambda key: key != STAFF), *_ways(model)])


def done_by(model: type[Model], person: User) -> Q | None:
    """The rows of a model that say what somebody did in an agency's name; who else they are about is not theirs to copy."""
    return _led_to(model, person, _leading(model, lambda key: key == STAFF))


def _ways(model: type[Model]) -> list[str]:
    return _table().get(label(model), {}).get(OF, "").split()


def _leading(model: type[Model], fits: Callable[[str], bool]) -> list[str]:
    """Columns of a purpose that fits which lead to an account."""
    told = known(model)
    fields = (field for field in model._meta.concrete_fields if field.related_model is User)
    return [field.name for field in fields if told.get(field.name, NONE) != NONE and fits(told[field.name])]


def _led_to(model: type[Model], person: User, ways: list[str]) -> Q | None:
    return reduce(or_, (Q(**{way: person.pk}) for way in ways)) if ways else None


def is_erased(model: type[Model], column: str) -> bool:
    """Whether a column goes when somebody erases who they are."""
    key = known(model).get(column, NONE)
    return key != NONE and BY_KEY[key].erased


def record() -> Iterator[tuple[Purpose, list[tuple[str, list[str]]]]]:
    """Each purpose with its models and their columns, in the order of PURPOSES."""
    for purpose in PURPOSES:
        found = []
        for model, purposes in columns().items():
            if mine := [column for column, key in purposes.items() if key == purpose.key]:
                found.append((model, mine))
        yield purpose, found


def every_model() -> list[type[Model]]:
    """Models with columns in the database, those of libraries and the ones between two models too."""
    return [model for model in apps.get_models(include_auto_created=True) if label(model) not in WITHOUT_COLUMNS]
