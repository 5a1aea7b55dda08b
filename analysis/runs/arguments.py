"""Arguments of analysts in the themes of a run: which stand where, what stands behind none, how far somebody got."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from ..models import Argument, ArgumentVerdict, Assignment
from .current import CurrentRun

#: Comments of a theme that are counted as they stand now; of a theme with more, the run's own figure is told, so that no page counts
#: what a whole country said
COUNTED = 1_000


@dataclass(frozen=True, kw_only=True)
class ThemeArguments:
    """The arguments of one theme: those of most people first, and how its visible comments stand to them."""

    arguments: list[Argument]
    comments: int
    #: confirmed behind no argument at all
    behind_none: int
    #: judged for one argument at least
    looked_at: int


def arguments_by_theme(current: CurrentRun, among: QuerySet[Argument] | None = None) -> dict[str, list[Argument]]:
    """Theme id → its arguments, those of most people first; under "" those whose comment stands in no theme of this run. ``among``:
    only these."""
    arguments = Argument.objects.filter(consultation=current.consultation) if among is None else among
    standing = list(arguments.standing().with_counts())
    placed = Assignment.objects.filter(comment__in={one.comment_id for one in standing})
    places = current.themes_of(placed) if current.exists else {}
    found: dict[str, list[Argument]] = defaultdict(list)
    for one in sorted(standing, key=lambda one: (-one.people, one.pk)):
        theme = places.get(str(one.comment_id), (None, None))[0]
        found[theme if theme in current.labels else ""].append(one)
    return found


def arguments_of(current: CurrentRun, theme: str) -> ThemeArguments:
    """The arguments of one theme of the run that is read."""
    comments = current.in_theme(current.comments(), theme)
    judged = ArgumentVerdict.objects.filter(argument__dropped_at=None, argument__consultation=current.consultation)
    number = comments.order_by().values("pk")[:COUNTED].count()
    if number == COUNTED:
        number = next((one["n_comments"] for one in current.shown["themes"] if one["id"] == theme), number)
    # from the verdicts, which are few, to their comments: a theme may hold tens of thousands
    confirmed = comments.filter(pk__in=judged.filter(belongs=True).values("comment")).count()
    return ThemeArguments(
        arguments=arguments_by_theme(current)[theme],
        comments=number,
        behind_none=number - confirmed,
        looked_at=comments.filter(pk__in=judged.values("comment")).count(),
    )


def theme_of_argument(current: CurrentRun, argument: Argument) -> str:
    """Where an argument stands: in the theme of its comment; empty when that stands in none."""
    places = current.themes_of(Assignment.objects.filter(comment=argument.comment_id)) if current.exists else {}
    theme = places.get(str(argument.comment_id), (None, None))[0]
    return theme if theme in current.labels else ""
