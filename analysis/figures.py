"""What the dashboard draws: figures of the record and of a run, laid out by charts.py and dots.py."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.models import Consultation

from . import charts, dots, edited
from .models import AnalysisRun, Assignment
from .querysets import comments_per_day


def timeline(consultation: Consultation) -> charts.Columns:
    """Comments a day from opening to closing, with what happened to the hearing marked."""
    opens, ends = timezone.localdate(consultation.opens_at), timezone.localdate(consultation.ends_at)
    marks = [
        (opens, _("Opened") if consultation.is_open() or consultation.is_closed() else _("Opens")),
        (ends, _("Closed") if consultation.is_closed() else _("Closes")),
    ]
    if consultation.is_open():
        marks.append((timezone.localdate(), _("Today")))
    for version in consultation.versions.filter(number__gt=1):
        told = _("New wording: version %(number)s") % {"number": version.number}
        marks.append((timezone.localdate(version.issued_at), told))
    return charts.columns(comments_per_day(consultation), marks)


def of_themes(document: dict, themes: list[dict], run: AnalysisRun, *, is_edited: bool) -> dict:
    """Charts that compare the top-level themes of a run's document, each row leading to its comments; ``is_edited``: the
    document has the edits of analysts folded in."""
    table = reverse("analysis:comment_table", args=[run.consultation_id])
    days = days_of_themes(run, is_edited=is_edited)
    positions = [(one["label"], one["stance"]["asked"], f"{table}?theme={one['id']}") for one in themes]
    return {
        "people": charts.bars([(one["label"], one["n_people"], f"#{one['id']}") for one in themes]),
        "positions": charts.diverging(positions),
        "dots": dots.dot_map(positions),
        "tones": charts.tones(
            # .get: runs of older code knew no tone, and a run never changes
            [
                (one["label"], one.get("sentiment"), href)
                for one, (_label, _counts, href) in zip(themes, positions, strict=True)
            ]
        ),
        "rest": sum(document["run"]["accounted"]["reasons"].values()),
        "days": charts.multiples(
            [(label, days[one["id"]], href) for one, (label, _, href) in zip(themes, positions, strict=True)]
        ),
    }


def days_of_themes(run: AnalysisRun, *, is_edited: bool) -> dict[str, dict[date, int]]:
    """Comments of each theme by Bangkok day, those the run read. The database counts them, but for the few that analysts
    placed by hand."""
    placed = Assignment.objects.filter(run=run, incremental=False).annotate(day=TruncDate("comment__posted_at"))
    now = edited.standing(run) if is_edited else None
    by_hand = Q(comment__in=[int(comment) for comment in now.touched] if now else [])
    merged = now.merged if now else {}
    found: dict[str, Counter] = defaultdict(Counter)
    for theme, day, n in placed.exclude(by_hand).values_list("theme", "day").annotate(n=Count("pk")):
        found[merged.get(theme, theme)][day] += n
    for comment, theme, reason, day in placed.filter(by_hand).values_list("comment", "theme", "reason", "day"):
        where, _reason = now.theme_of(str(comment), theme or None, reason or None)
        found[where or ""][day] += 1
    return found
