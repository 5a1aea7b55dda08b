"""Figures over time that neither the record nor a document has ready: comments a day, of all and of each theme."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from consult.models import Comment, Consultation
from consult.models.kept import day_counts

from ..models import Assignment
from .current import CACHE_SECONDS, CurrentRun


def comments_per_day(consultation: Consultation) -> list[tuple[date, int]]:
    """Visible comments on each day from the first to the last, days without any included; Bangkok days."""
    by_day = day_counts(consultation.pk)
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [(day, by_day.get(day, 0)) for day in days]


def days_of_themes(current: CurrentRun) -> dict[str, dict[date, int]]:
    """Comments of each theme by Bangkok day, those the run read; of those that analysts placed by hand, where they stand now."""
    now = current.standing
    found: dict[str, Counter] = defaultdict(Counter)
    for theme, day, n in _days_as_made(current):
        found[now.merged.get(theme, theme)][day] += n
    by_hand = _with_days(current).filter(comment__in=[int(comment) for comment in now.touched]) if now.touched else []
    for comment, theme, reason, day in by_hand and by_hand.values_list("comment", "theme", "reason", "day"):
        found[now.merged.get(theme, theme)][day] -= 1
        where, _reason = now.theme_of(str(comment), theme or None, reason or None)
        found[where or ""][day] += 1
    return found


def counts_by_place(current: CurrentRun, comments: QuerySet[Comment]) -> Counter[str]:
    """Of comments of `CurrentRun.comments` how many stand now in each theme ("t1"), or in none for a reason ("reason:off_topic")."""
    now = current.standing
    by_hand = [int(comment) for comment in now.touched]
    found: Counter[str] = Counter()
    rows = comments.exclude(pk__in=by_hand).order_by().values_list("theme", "reason").annotate(n=Count("pk"))
    for theme, reason, n in rows:
        found[_place(now.merged.get(theme, theme), reason)] += n
    for pk, theme, reason in comments.filter(pk__in=by_hand).order_by().values_list("pk", "theme", "reason"):
        found[_place(*now.theme_of(str(pk), theme or None, reason or None))] += 1
    return found


def _place(theme: str | None, reason: str | None) -> str:
    return theme or f"reason:{reason or ''}"


def channels_of(current: CurrentRun) -> list[tuple[str, str, int]]:
    """(channel, its name, comments) through which the comments of a run came, the largest first: counted once and remembered."""
    key = f"channels:{current.run.pk}:{current.run.input_sha256}"
    found = cache.get(key)
    if found is None:
        placed = Assignment.objects.filter(run=current.run, incremental=False).exclude(reason="withheld").order_by()
        found = [list(row) for row in placed.values_list("comment__channel").annotate(n=Count("pk"))]
        cache.set(key, found, CACHE_SECONDS)
    named = [(channel, str(Comment.Channel(channel).label), n) for channel, n in found]
    return sorted(named, key=lambda row: (-row[2], row[0]))


def _with_days(current: CurrentRun):
    placed = Assignment.objects.filter(run=current.run, incremental=False)
    return placed.annotate(day=TruncDate("comment__posted_at"))


def _days_as_made(current: CurrentRun) -> list[tuple[str, date, int]]:
    """(theme, day, comments) as the run placed them: counted once and remembered, since a run never changes."""
    key = f"days:{current.run.pk}:{current.run.input_sha256}"
    days = cache.get(key)
    if days is None:
        counted = _with_days(current).order_by().values_list("theme", "day").annotate(n=Count("pk"))
        days = [(theme, day.isoformat(), n) for theme, day, n in counted]
        cache.set(key, days, CACHE_SECONDS)
    return [(theme, date.fromisoformat(day), n) for theme, day, n in days]
