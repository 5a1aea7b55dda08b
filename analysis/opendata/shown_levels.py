"""How each level voted, answered and wrote, as the open data tells it: the one table that every page about levels leads to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Comment, Level, Question, Section, Vote

from ..models import OpenDataRelease
from .votes import CHOICES

_CHOICES = {name: Vote.Choice(value).label for value, name in CHOICES.items()}
_STANCES = dict(Comment.Stance.choices) | {"not_stated": _("no position stated")}


@dataclass(frozen=True, kw_only=True)
class LevelLine:
    """``counts``: one of each level of the table; None where it is not told."""

    choice: str | Promise
    counts: Sequence[int | None]


@dataclass(frozen=True, kw_only=True)
class LevelTable:
    """``title``: the words of the section or question in Thai; empty for comments."""

    title: str
    levels: Sequence[str | Promise]
    lines: Sequence[LevelLine]


def level_tables(release: OpenDataRelease) -> list[LevelTable]:
    """In the order of the release (two queries)."""
    found: dict[tuple[str, str], dict[str, dict[str, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for of, name, choice, level, count in release.counted["levels"]:
        found[of, name][choice][level] = count
    sections = Section.objects.filter(pk__in=[int(name) for of, name in found if of == "section"])
    questions = Question.objects.filter(pk__in=[int(name) for of, name in found if of == "question"])
    labels = {("section", str(one.pk)): one.label for one in sections.defer("text", "search_text")}
    asked = {str(one.pk): one for one in questions}
    tables = []
    for (of, name), lines in found.items():
        levels = list(next(iter(lines.values())))
        question = asked.get(name) if of == "question" else None
        tables.append(
            LevelTable(
                title=question.text if question else labels.get((of, name), ""),
                levels=[Level[level.upper()].label for level in levels],
                lines=[
                    LevelLine(choice=_choice(of, choice, question), counts=[cells[level] for level in levels])
                    for choice, cells in lines.items()
                ],
            )
        )
    return tables


def _choice(of: str, choice: str, question: Question | None) -> str | Promise:
    if question:
        return str(question.options[int(choice)])
    return _CHOICES[choice] if of == "section" else _STANCES[choice]
