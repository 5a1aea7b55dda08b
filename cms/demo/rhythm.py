"""When people speak in a hearing: much at the opening and before the end, little between, by day and on working days.

Plain Python: days and hours of a hearing go in, a moment for each comment comes out; the same each time for the same ids.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import exp

from .corpus import Said

#: how much is written in each hour of a day in Bangkok, from midnight on
_AT_HOME = (6, 3, 2, 1, 2, 4, 12, 28, 46, 66, 70, 60, 54, 52, 56, 54, 48, 42, 46, 62, 74, 58, 22, 10)
_AT_A_DESK = (0,) * 8 + (6, 14, 16, 12, 4, 12, 14, 12, 5) + (0,) * 7
_AT_A_MEETING = (0,) * 9 + (8, 10, 7) + (0,) * 12
_HOURS = {
    "web": _AT_HOME,
    "email": tuple(h + 5 * d for h, d in zip(_AT_HOME, _AT_A_DESK, strict=True)),
    "paper": _AT_A_DESK,
}
#: days after the opening on which a campaign sends its text, and on which the agency holds its meetings
_CAMPAIGNS = {"A": (8, 9), "B": (13, 14, 15)}
_MEETINGS = (4, 11)
_DAYS_BY_POST = 2
_WEEKEND = 0.55
_TRIES = 200


def moments(said: Iterable[Said], *, opens_at: datetime, until: datetime, ends_at: datetime) -> dict[str, datetime]:
    """A moment for each comment, from ``opens_at`` up to ``until``, an answer after what it answers.

    ``ends_at`` is when everybody knows that it ends; ``until`` may come first, in a hearing that is not over.
    """
    days = [opens_at + timedelta(days=place) for place in range((until.date() - opens_at.date()).days + 1)]
    interest = [_interest(place, (ends_at.date() - day.date()).days, day) for place, day in enumerate(days)]
    found: dict[str, datetime] = {}
    for one in said:
        since = found[one.reply_to] + timedelta(minutes=4) if one.reply_to else opens_at
        weights = _days_of(one, days, interest, since)
        hours = _AT_A_MEETING if one.channel == "meeting" else _HOURS[one.channel]
        found[one.id] = _draw(random.Random(f"when:{one.id}"), days, weights, hours, since, until)  # noqa: S311
    return found


def _interest(place: int, left: int, day: datetime) -> float:
    """How many speak on a day: the news of the opening dies away, the last days call those who waited."""
    calm = 14 * exp(-place / 1.4) + 16 * exp(-left / 1.5) + 0.8
    return calm * (_WEEKEND if day.weekday() >= 5 else 1)


def _days_of(one: Said, days: Sequence[datetime], interest: Sequence[float], since: datetime) -> list[float]:
    """The same interest as it reaches this comment: by post, at a meeting, in a campaign, in the heat of a thread."""
    last = len(days) - 1
    if one.channel == "meeting":
        held = {_working_day(days, min(place, last)) for place in _MEETINGS}
        return [float(place in held) for place in range(len(days))]
    if one.campaign:
        return [float(place in {min(day, last) for day in _CAMPAIGNS[one.campaign]}) for place in range(len(days))]
    if one.channel == "paper":
        by_post = [interest[max(place - _DAYS_BY_POST, 0)] for place in range(len(days))]
        return [0.0 if day.weekday() >= 5 else weight for day, weight in zip(days, by_post, strict=True)]
    if one.reply_to:
        return [0.35 ** (day.date() - since.date()).days if day.date() >= since.date() else 0.0 for day in days]
    return list(interest)


def _working_day(days: Sequence[datetime], place: int) -> int:
    return next((later for later in range(place, len(days)) if days[later].weekday() < 5), place)


def _draw(chance: random.Random, days, weights, hours, since: datetime, until: datetime) -> datetime:
    """A moment after ``since`` and before ``until``; where days and hours leave none, any between the two."""
    if any(weights):
        for _ in range(_TRIES):
            day = chance.choices(days, weights)[0]
            seconds = chance.choices(range(24), hours)[0] * 3600 + chance.randrange(3600)
            moment = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(seconds=seconds)
            if since <= moment < until:
                return moment
    return since + (until - since) * chance.random() if since < until else until
