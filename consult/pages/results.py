"""A published result as pages show it."""

from collections.abc import Collection
from dataclasses import dataclass

from ..models import Consultation, Result, ResultFile
from ..models.prepared import PreparedForIds
from ..report import HeadingBlock, Report, shown_digest


def files_of(result: Result, report: Report) -> list[ResultFile]:
    """The files that say what the report says now; none while they are made (one query)."""
    return list(result.files.filter(shown=shown_digest(report)).order_by("-kind"))


def contents(report: Report) -> list[HeadingBlock]:
    """The parts of the report, for a list of contents."""
    return [block for block in report.blocks if isinstance(block, HeadingBlock) and block.level == 1]


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published result: the ``latest`` of its hearing, and ``others``, which stay readable."""

    result: Result
    latest: Result
    others: list[Result]

    @property
    def is_latest(self) -> bool:
        return self.result == self.latest


def published(consultation: Consultation, number: int | None = None) -> Published | None:
    """The latest result of a hearing, or the one of this number; None where there is none (one query)."""
    rows = Result.objects.published().filter(consultation=consultation).defer("document")
    results = list(rows.prefetch_related("signatures"))
    result = next((one for one in results if number is None or one.number == number), None)
    if result is None:
        return None
    return Published(result=result, latest=results[0], others=[one for one in results if one != result])


def result_numbers(consultations: Collection[int]) -> dict[int, int]:
    """Hearing → the number of its latest published result, of those that have one (one query)."""
    return dict(_NUMBERS.rows(sorted(consultations)))


_NUMBERS = PreparedForIds(
    lambda hearings: (
        Result.objects.published()
        .filter(consultation__in=hearings)
        .order_by("number")
        .values_list("consultation", "number")
    )
)
