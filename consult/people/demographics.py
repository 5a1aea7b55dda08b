"""What people may tell of themselves if they like. Values are words for people and codes for programs alike."""

from dataclasses import asdict, dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from consult.thai.order import sort_key
from consult.thai.word_lists import names_of_provinces

AGE_BANDS = {
    "under_18": _("under 18"),
    "18_24": "18–24",
    "25_34": "25–34",
    "35_44": "35–44",
    "45_59": "45–59",
    "60_up": _("60 and over"),
}
KINDS = {
    "farmer": _("farmer or fisher"),
    "worker": _("employee or worker"),
    "business": _("business owner or trader"),
    "official": _("official or state employee"),
    "student": _("pupil or student"),
    "caretaker": _("keeping house or caring for somebody"),
    "retired": _("retired"),
    "association": _("speaking for an association"),
    "other": _("something else"),
}


@dataclass(frozen=True, kw_only=True)
class AboutOneself:
    """Each may be empty. Not a column of any table: it is sealed as a whole (sealing.py)."""

    province: str = ""
    age: str = ""
    kind: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.province or self.age or self.kind)

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@cache
def provinces() -> tuple[str, ...]:
    """The 77 provinces, Bangkok among them, as PyThaiNLP lists them, in the order of the dictionary."""
    return tuple(sorted(names_of_provinces(), key=sort_key))
