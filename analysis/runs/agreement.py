"""How far analysts agree whether comments stand behind arguments: Krippendorff's alpha of verdicts given twice."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from django.db.models import Exists, F, OuterRef

from consult.models import Consultation, User

from ..models import ArgumentVerdict, SecondVerdict

#: comments judged twice from which the figure is shown: with fewer, two verdicts more or less turn it over. A choice of ours.
LEAST_UNITS = 30


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """``units``: comments of arguments that at least two analysts judged. ``alpha`` is None with too few of them, and where every
    verdict is the same, so that nothing can be told from chance."""

    units: int
    alpha: float | None

    @property
    def is_enough(self) -> bool:
        return self.units >= LEAST_UNITS


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Of the values each unit was given, in no order, any number of raters: 1 is agreement, 0 what chance would give, less is worse.

    For names without an order: alpha = 1 - (n - 1) * (sum of o_ck, c != k) / (sum of n_c * n_k, c != k), with each pair of values of a
    unit of m values counted 1 / (m - 1) times in o (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, part C).
    None when all values are the same.

    >>> krippendorff_alpha([(1, 1), (1, 0), (0, 0), (1, 1)])
    0.5333333333333333
    """
    coincidences: Counter[tuple] = Counter()
    for values in units:
        for pair in permutations(values, 2) if len(values) > 1 else ():
            coincidences[pair] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (value, _other), count in coincidences.items():
        totals[value] += count
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = sum(count for (value, other), count in coincidences.items() if value != other)
    return 1 - (n - 1) * observed / expected


def agreement_on(consultation: Consultation) -> Agreement:
    """Of the arguments that stand, and of comments that are visible; an argument's own comment is no judgement."""
    judged: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for verdicts in (ArgumentVerdict, SecondVerdict):
        for argument, comment, belongs in _judged(verdicts, consultation).values_list("argument", "comment", "belongs"):
            judged[argument, comment].append(belongs)
    twice = [values for values in judged.values() if len(values) > 1]
    alpha = krippendorff_alpha(twice) if len(twice) >= LEAST_UNITS else None
    return Agreement(units=len(twice), alpha=alpha)


def to_judge_again(consultation: Consultation, by: User):
    """First verdicts of others that this analyst has not judged again, in an order that has nothing to do with likeness."""
    mine = SecondVerdict.objects.filter(argument=OuterRef("argument"), comment=OuterRef("comment"), by=by)
    return _judged(ArgumentVerdict, consultation).exclude(by=by).filter(~Exists(mine))


def _judged(verdicts: type[ArgumentVerdict] | type[SecondVerdict], consultation: Consultation):
    standing = verdicts.objects.filter(argument__consultation=consultation, argument__dropped_at=None)
    return standing.filter(comment__is_visible=True).exclude(comment=F("argument__comment"))
