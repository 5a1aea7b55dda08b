"""Who took part in a hearing, beside whom the draft affects: what people told of themselves, in fives and never crossed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise

from consult.models import Consultation
from consult.models.facts import pairs
from consult.people.actions import count_demographics
from consult.people.demographics import AGE_BANDS, KINDS, provinces

#: Everything that people told is unsealed for a count
CACHE_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class TurnoutLine:
    """``at_least``: people, in fives; None for fewer than five, none among them."""

    label: str | Promise
    at_least: int | None = None


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """``groups`` and ``areas``: as the agency told them, each with what changes there. ``kinds`` and ``ages``: every one that may be
    told. ``areas_heard``: the provinces among the areas; ``provinces``: the others that five people or more named."""

    groups: Sequence[tuple[str, str]]
    areas: Sequence[tuple[str, str]]
    kinds: Sequence[TurnoutLine]
    ages: Sequence[TurnoutLine]
    areas_heard: Sequence[TurnoutLine]
    provinces: Sequence[TurnoutLine]

    @property
    def is_told(self) -> bool:
        """Whether five people or more told any one thing of themselves."""
        return any(line.at_least for line in (*self.kinds, *self.ages, *self.areas_heard, *self.provinces))


def turnout(consultation: Consultation) -> Turnout:
    """What is known of who took part, an hour old at most (as many rows are read as people told something of themselves)."""
    key = f"turnout:{consultation.pk}"
    told = cache.get(key)
    if told is None:
        told = count_demographics(consultation=consultation)
        cache.set(key, told, CACHE_SECONDS)
    areas = pairs(consultation.pack.get("affected_areas", ""))
    meant = {name for name in provinces() if any(_names(where, name) for where, _how in areas)}
    by_province = told.get("province", {})
    return Turnout(
        groups=pairs(consultation.pack.get("affected_groups", "")),
        areas=areas,
        kinds=_lines(KINDS, told.get("kind", {})),
        ages=_lines(AGE_BANDS, told.get("age", {})),
        areas_heard=[TurnoutLine(label=name, at_least=by_province.get(name)) for name in provinces() if name in meant],
        provinces=sorted(
            (TurnoutLine(label=name, at_least=n) for name, n in by_province.items() if n and name not in meant),
            key=lambda line: -(line.at_least or 0),
        ),
    )


def _names(where: str, province: str) -> bool:
    """Whether an area is this province or lies in it; some names are words too ("เลย")."""
    return where == province or any(f"{before}{province}" in where for before in ("จังหวัด", "จ.", "จ. "))


def _lines(labels: Mapping[str, str | Promise], counts: Mapping[str, int | None]) -> list[TurnoutLine]:
    return [TurnoutLine(label=label, at_least=counts.get(value)) for value, label in labels.items()]
