"""What a reader has to know of a run first: its biggest themes, where people agree and divide, small views, what was set aside."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .. import charts
from ..models import REASONS, AnalysisRun
from .current import CurrentRun, labels_in
from .figures import channels_of

BIGGEST, FEW, CHANGES_SHOWN = 5, 3, 5
#: people who stated a position before a theme is said to be agreed on or to divide
LEAST_STATED = 10
#: share of one side from which a theme is agreed on, and of the smaller one from which it divides
AGREED, DIVIDED = 0.8, 0.3


@dataclass(frozen=True, kw_only=True)
class Lean:
    """How those who stated a position lean in a theme: comments, as the buttons count them."""

    id: str
    label: str
    agree: int
    disagree: int
    stated: int

    @property
    def share(self) -> float:
        return max(self.agree, self.disagree) / self.stated

    @property
    def smaller(self) -> float:
        return min(self.agree, self.disagree) / self.stated


class Overview:
    """The first screen of a run. Every figure is one of the run's document, so it opens the same rows everywhere."""

    def __init__(self, shown: CurrentRun):
        self.shown = shown

    @cached_property
    def themes(self) -> list[dict[str, Any]]:
        """Top-level themes, those of most people first."""
        themes = [theme for theme in self.shown.shown["themes"] if theme["parent_id"] is None]
        return sorted(themes, key=lambda theme: -(theme["n_people"] or 0))

    @property
    def biggest(self) -> list[dict[str, Any]]:
        """The five biggest, each with its split."""
        return [theme | {"chart": charts.stance_bar(theme["stance"]["asked"])} for theme in self.themes[:BIGGEST]]

    @cached_property
    def leans(self) -> list[Lean]:
        """Of themes in which enough people stated a position."""
        found = []
        for theme in self.themes:
            asked = theme["stance"]["asked"]
            stated = asked["agree"] + asked["partly"] + asked["disagree"]
            if stated >= LEAST_STATED:
                lean = Lean(
                    id=theme["id"],
                    label=theme["label"],
                    agree=asked["agree"],
                    disagree=asked["disagree"],
                    stated=stated,
                )
                found.append(lean)
        return found

    @property
    def agreed(self) -> list[Lean]:
        """Themes in which nearly everybody leans one way, the clearest first."""
        agreed = [one for one in self.leans if one.share >= AGREED]
        return sorted(agreed, key=lambda one: -one.share)[:FEW]

    @property
    def divided(self) -> list[Lean]:
        """Themes with two large sides, the most even first."""
        divided = [one for one in self.leans if one.smaller >= DIVIDED]
        return sorted(divided, key=lambda one: -one.smaller)[:FEW]

    @property
    def groups(self) -> dict[str, Any]:
        """Of the opinion groups the little that the first screen shows: what most agree on, and what divides most."""
        groups = self.shown.shown.get("groups") or {}
        consensus = groups.get("consensus") or {}
        return {
            "consensus": {side: _clear(consensus.get(side) or []) for side in ("agree", "disagree")},
            "divisive": (groups.get("divisive") or [])[:FEW],
        }

    @property
    def small_views(self) -> list[dict[str, Any]]:
        return self.shown.shown["minority"][:FEW]

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """(code, name, comments) of every reason for which comments stand in no theme."""
        counted = self.shown.shown["run"]["accounted"]["reasons"]
        return [(code, str(label), counted[code]) for code, label in REASONS.items() if counted.get(code)]

    @property
    def set_aside(self) -> int:
        """Comments in no theme."""
        return sum(count for _code, _label, count in self.reasons)

    @cached_property
    def channels(self) -> list[tuple[str, str, int]]:
        """(channel, name, comments), the largest first."""
        return channels_of(self.shown)

    @cached_property
    def changes(self) -> dict[str, Any] | None:
        """What is otherwise than in the run before, with names; the greatest changes first."""
        run = self.shown.run
        difference = self.shown.document["diff_from_previous"]
        before = AnalysisRun.objects.filter(pk=run.previous_id).only("outline").first()
        if difference is None or before is None:
            return None
        labels = labels_in(before.outline) | self.shown.standing.names | self.shown.labels
        grown = {key: count for key, count in difference.items() if key not in ("new", "vanished")}
        moved = sorted(((key, labels.get(key, key), n) for key, n in grown.items() if n), key=lambda one: -abs(one[2]))
        return {
            "run": before,
            "grown": moved[:CHANGES_SHOWN],
            "more": max(0, len(moved) - CHANGES_SHOWN),
            "new": [(key, labels.get(key, key)) for key in difference["new"]],
            "vanished": [labels.get(key, key) for key in difference["vanished"]],
            "unchanged": sum(not count for count in grown.values()),
        }

    @property
    def digest(self) -> dict[str, Any]:
        """All of it as plain values, under which the rendered screen is remembered."""
        shown = ("id", "label", "n_people", "n_comments", "example")
        return {
            "biggest": [{name: one.get(name) for name in (*shown, "chart")} for one in self.biggest],
            "n_themes": len(self.themes),
            "agreed": self.agreed,
            "divided": self.divided,
            "consensus": self.groups["consensus"],
            "divisive": self.groups["divisive"],
            "small_views": self.small_views,
            "reasons": self.reasons,
            "channels": self.channels,
            "n_campaigns": len(self.shown.shown["campaigns"]),
        }


def _clear(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Statements of which the first screen may say that nearly all agree: enough votes, and four in five of them one way."""
    return [row for row in rows if row["n"] >= LEAST_STATED and row["p"] >= AGREED][:FEW]
