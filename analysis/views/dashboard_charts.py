"""The charts of the dashboard: figures of the record and of a run, laid out by analysis.charts."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.models import Comment, Consultation

from .. import charts
from ..charts.bars import Bars
from ..models import REASONS
from ..runs.current import CurrentRun
from ..runs.figures import comments_per_day, counts_by_place, days_of_themes


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


def matching(current: CurrentRun, comments: QuerySet[Comment], query: str) -> Bars:
    """Of these comments how many stand in each theme and how many in none for which reason; each bar opens them."""
    table = reverse("analysis:comment_table", args=[current.consultation.pk])
    counted = counts_by_place(current, comments)
    named = [*current.labels.items(), *((f"reason:{code}", str(label)) for code, label in REASONS.items())]
    rows = [(label, counted[place], f"{table}?{query}&theme={place}") for place, label in named if counted[place]]
    return charts.bars(sorted(rows, key=lambda row: -row[1]))


def comparison(current: CurrentRun, themes: list[dict], links: dict) -> dict:
    """Figures and charts that compare the top-level themes of a run, each row leading to the page of its theme in that run, which
    leads to its comments: one name on a page leads to one place. ``links``: of `views.shown.links_of`."""
    days = days_of_themes(current)

    def page_of(theme: str) -> str:
        return reverse("analysis:theme_detail", args=[current.consultation.pk, theme]) + links["page_run"]

    placed = [(one, one["label"], page_of(one["id"])) for one in themes]
    positions = [(label, one["stance"]["asked"], href) for one, label, href in placed]
    shown = ("label", "n_people", "n_comments", "n_distinct")
    return {
        "themes": [{name: one[name] for name in shown} | {"asked": one["stance"]["asked"]} for one in themes],
        "people": charts.bars([(label, one["n_people"], href) for one, label, href in placed]),
        "positions": charts.diverging(positions),
        "dots": charts.dot_map(positions),
        "tones": charts.tones(
            # .get: runs of older code knew no tone, and a run never changes
            [(label, one.get("sentiment"), href) for one, label, href in placed]
        ),
        "rest_href": reverse("analysis:aside_detail", args=[current.consultation.pk]) + links["page_run"] + "#reasons",
        "rest": sum(current.document["run"]["accounted"]["reasons"].values()),
        "days": charts.multiples([(label, days[one["id"]], href) for one, label, href in placed]),
    }
