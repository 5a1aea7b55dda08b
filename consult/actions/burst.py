"""Which hours of open hearings are far above the others of the same hearing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ..models import Burst, Consultation, HourReading, Level, Section, WordingTally
from ..models.kept import PlaceCount

HOUR = timedelta(hours=1)
#: Hours that say what is usual in a hearing
_COMPARED = 14 * 24
#: With fewer earlier hours nothing is usual yet
_LEAST_HOURS = 6
#: Of the votes on one section within an hour, how many hundredths are of guests where guests are what is unusual
_GUESTS_SHARE = 80

Place = tuple[str, int | None]


def watch_hours(*, at: datetime | None = None) -> int:
    """Read the figures of all open hearings, and note hours that are far above the rest; returns how many were noted. For the timetable."""
    at = at or timezone.now()
    hearings = Consultation.objects.open(at).filter(draft__isnull=False)
    return sum(_watch(consultation, at) for consultation in hearings)


@transaction.atomic
def _watch(consultation: Consultation, at: datetime) -> int:
    hour = at.replace(minute=0, second=0, microsecond=0)
    now = _reading(consultation, hour)
    begun, _ = HourReading.objects.get_or_create(
        consultation=consultation, hour=hour, defaults={"comments": now.comments, "votes": now.votes}
    )
    rows = HourReading.objects.filter(consultation=consultation, hour__lt=hour).order_by("-hour")[:_COMPARED]
    earlier = [*reversed(rows), begun]
    before = [_between(one, two) for one, two in zip(earlier, earlier[1:], strict=False) if two.hour - one.hour == HOUR]
    if len(before) < _LEAST_HOURS:
        return 0
    found = {place: n for place, n in _between(begun, now).items() if _is_far_above(n, _usual(before, place))}
    sections = Section.objects.in_bulk([section for _kind, section in found if section])
    for (kind, section), count in found.items():
        Burst.objects.update_or_create(
            consultation=consultation,
            kind=kind,
            section=sections.get(section or 0),
            hour=hour,
            defaults={"count": count, "usual": _usual(before, (kind, section))},
        )
    return len(found)


def _reading(consultation: Consultation, hour: datetime) -> HourReading:
    """The figures of now, from what is kept (two queries)."""
    comments = PlaceCount.objects.filter(consultation=consultation).aggregate(n=Sum("in_all"))["n"] or 0
    votes: dict[str, dict[str, int]] = {}
    tallies = WordingTally.objects.filter(section__version__consultation=consultation)
    for one in tallies.only("section", "level", "agree", "unsure", "disagree"):
        votes.setdefault(str(one.section_id), {})[str(one.level)] = one.agree + one.unsure + one.disagree
    return HourReading(consultation=consultation, hour=hour, comments=comments, votes=votes)


def _between(one: HourReading, two: HourReading) -> Counter[Place]:
    """What was done between two readings: kind and section → number. Guests only where nearly all on that section are guests."""
    done: Counter[Place] = Counter({("comments", None): two.comments - one.comments})
    for section, levels in two.votes.items():
        had = one.votes.get(section, {})
        new = {level: n - had.get(level, 0) for level, n in levels.items()}
        in_all, guests = sum(new.values()), new.get(str(int(Level.GUEST)), 0)
        done["votes", int(section)] = in_all
        if guests * 100 >= in_all * _GUESTS_SHARE:
            done["guests", int(section)] = guests
    return done


def _usual(before: Sequence[Counter[Place]], place: Place) -> int:
    """What 95 of 100 of these hours had at most at this place."""
    counts = sorted(one[place] for one in before)
    return counts[ceil(len(counts) * 0.95) - 1]


def _is_far_above(count: int, usual: int) -> bool:
    return bool(count >= settings.BURST_LEAST and count > settings.BURST_TIMES * usual)
