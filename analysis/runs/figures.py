"""Figures over time that neither the record nor a document has ready: comments a day, of all and of each theme."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from consult.models import Consultation
from consult.models.kept import day_counts

from ..models import Assignment
from .current import CurrentRun


def comments_per_day(consultation: Consultation) -> list[tuple[date, int]]:
    """Visible comments on each day from the first to the last, days without any included; Bangkok days."""
    by_day = day_counts(consultation.pk)
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [(day, by_day.get(day, 0)) for day in days]


def days_of_themes(current: CurrentRun) -> dict[str, dict[date, int]]:
    """Comments of each theme by Bangkok day, those the run read. The database counts them, but for the few that analysts
    placed by hand."""
    placed = Assignment.objects.filter(run=current.run, incremental=False)
    placed = placed.annotate(day=TruncDate("comment__posted_at"))
    now = current.standing
    by_hand = Q(comment__in=[int(comment) for comment in now.touched])
    found: dict[str, Counter] = defaultdict(Counter)
    for theme, day, n in placed.exclude(by_hand).values_list("theme", "day").annotate(n=Count("pk")):
        found[now.merged.get(theme, theme)][day] += n
    if now.touched:
        for comment, theme, reason, day in placed.filter(by_hand).values_list("comment", "theme", "reason", "day"):
            where, _reason = now.theme_of(str(comment), theme or None, reason or None)
            found[where or ""][day] += 1
    return found
