"""What keeps a result from being signed: each fault is one sentence with a link to where it is mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.models import Consultation, Issue
from consult.report import Block, HeadingBlock, ListBlock, QuoteBlock, Report, Run, TextBlock

from ..errors import NothingFrozen
from .opinions import readable
from .pen import spelled
from .recount import recount
from .report import HEADINGS, build, headings

#: Parts of the report that say what people said: every sentence there cites a comment
SAID = ("opinions", "small", "later")
#: Faults of one kind that are told one by one; the rest by their number
TOLD = 10


@dataclass(frozen=True, kw_only=True)
class ResultFault:
    """``text``: what is wrong and how it is mended, one sentence. ``link``: where."""

    text: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A result as it would be now: the report (None where it cannot be made), and what is wrong with it."""

    report: Report | None
    faults: list[ResultFault]


def examine(consultation: Consultation) -> Examined:
    """Build the report and look for every fault there is."""
    before = list(_of_record(consultation))
    try:
        report = build(consultation)
    except NothingFrozen as error:
        link = reverse("analysis:dashboard", args=[consultation.pk])
        return Examined(report=None, faults=[ResultFault(text=str(error), link=link), *before])
    return Examined(report=report, faults=[*before, *faults_of(report, consultation)])


def faults_of(report: Report, consultation: Consultation) -> list[ResultFault]:
    """What is wrong with this report, as the record stands now."""
    found = [*_headings(report, consultation), *_citations(report), *_numbers(report, consultation)]
    return [*found, *_unreadable(report, consultation)]


def _of_record(consultation: Consultation) -> Iterator[ResultFault]:
    """A hearing that is not over; comments that wait for a moderator; issues whose words nobody approved."""
    if not consultation.is_closed():
        link = reverse("consult:consultation_detail", args=[consultation.pk])
        yield ResultFault(text=_("The hearing is not over, so its result is not signed yet."), link=link)
    if held := consultation.comments.held().count():
        told = ngettext(
            "%(n)s comment waits for a moderator: show or refuse it.",
            "%(n)s comments wait for a moderator: show or refuse them.",
            held,
        )
        link = reverse("consult:moderation", args=[consultation.pk]) + "?queue=waiting"
        yield ResultFault(text=told % {"n": held}, link=link)
    waiting = Issue.objects.standing().filter(consultation=consultation)
    for issue in waiting.filter(Q(public=None) | ~Q(public__number=F("revision"))):
        told = _("Issue %(number)s has no decision that a second person approved.") % {"number": issue.number}
        yield ResultFault(text=told, link=_issue(consultation, issue.number))


def _headings(report: Report, consultation: Consultation) -> Iterator[ResultFault]:
    """Headings of the form that are missing, or stand there with nothing under them."""
    parts = parts_of(report)
    link = reverse("analysis:result_desk", args=[consultation.pk])
    for name in headings(consultation.instrument):
        if not any(not isinstance(block, HeadingBlock) for block in parts.get(name, ())):
            told = _("The heading “%(heading)s” of the form is missing.") % {"heading": HEADINGS[name][0]}
            yield ResultFault(text=told, link=link)
    if report.figures.get("comments.themed") and not report.figures.get("issues"):
        link = reverse("analysis:theme_list", args=[consultation.pk])
        yield ResultFault(
            text=_("People spoke to the matter, and there is no issue yet. Make issues of the themes."), link=link
        )


def _citations(report: Report) -> Iterator[ResultFault]:
    """Sentences about what people said that cite no comment; each issue is named once."""
    told = set()
    for name in SAID:
        place = name
        for block in parts_of(report).get(name, ()):
            if isinstance(block, HeadingBlock):
                place = block.id
            elif any(not _cites(sentence) for sentence in _sentences(block)) and place not in told:
                told.add(place)
                yield _uncited(report, place)


def _uncited(report: Report, place: str) -> ResultFault:
    kind, _dash, number = place.partition("-")
    if kind == "issue":
        told = _("Issue %(number)s says what people said and holds no comment that says it. Put the comments in.")
        return ResultFault(
            text=told % {"number": number}, link=reverse("consult:issue_change", args=[report.hearing, number])
        )
    told = _("A sentence of the report about what people said cites no comment.")
    return ResultFault(text=told, link=reverse("analysis:result_desk", args=[report.hearing]) + f"#{place}")


def _sentences(block: Block) -> list[tuple[Run, ...]]:
    if isinstance(block, ListBlock):
        return list(block.items)
    return [block.runs] if isinstance(block, TextBlock | QuoteBlock) else []


def _cites(runs: Iterable[Run]) -> bool:
    return any(run.cites for run in runs)


def _unreadable(report: Report, consultation: Consultation) -> Iterator[ResultFault]:
    """Comments the report cites and nobody may read any more: hidden or withdrawn since."""
    cited = {pk for run in report.runs() for pk in run.cites}
    for pk in sorted(cited - readable(cited))[:TOLD]:
        told = _("The report cites comment %(pk)s, which nobody may read any more. Draft the result anew.") % {"pk": pk}
        yield ResultFault(text=told, link=reverse("analysis:result_desk", args=[consultation.pk]))


def _numbers(report: Report, consultation: Consultation) -> Iterator[ResultFault]:
    """Numbers that another way of counting gives otherwise, and numbers that are spelled otherwise than they are."""
    counted = recount(consultation.pk, report.basis["run"] or 0, report.basis["last_edit"])
    names = {*report.figures, *(name for name in counted if counted[name] and _is_of(name, report))}
    wrong = sorted(name for name in names if report.figures.get(name, 0) != _again(name, counted))
    wrong += [run.figure for run in report.runs() if run.figure and run.text != spelled(report.figures[run.figure])]
    link = reverse("consult:figure_list", args=[consultation.pk])
    for name in wrong[:TOLD]:
        told = _("The number %(name)s is %(said)s in the report and %(counted)s when the record is counted again.")
        values = {"name": name, "said": report.figures.get(name, 0), "counted": _again(name, counted)}
        yield ResultFault(text=told % values, link=link)
    if more := len(wrong) - TOLD if len(wrong) > TOLD else 0:
        told = ngettext("%(n)s more number differs.", "%(n)s more numbers differ.", more) % {"n": more}
        yield ResultFault(text=told, link=link)


def _again(name: str, counted: dict[str, int]) -> int:
    """What was counted again under this name; levels that are told together have their names joined by a plus."""
    kind, _dot, levels = name.partition(".")
    if kind == "levels" and levels:
        return sum(counted.get(f"levels.{level}", 0) for level in levels.split("+"))
    return counted.get(name, 0)


#: First parts of the names of numbers → the heading that states them
_STATED = {
    "rounds": "rounds",
    "comments": "counts",
    "aside": "counts",
    "stances": "counts",
    "levels": "counts",
    "people": "counts",
    "sections": "sections",
    "votes": "sections",
    "answers": "questions",
    "issues": "issues",
    "arguments": "opinions",
    "replies": "explanations",
    "changes": "effect",
    "campaigns": "small",
    "views": "small",
    "later": "later",
}


def _is_of(name: str, report: Report) -> bool:
    """Whether the report has the heading under which such a number is stated, and says it of what is told there."""
    kind = name.split(".")[0]
    if kind in ("campaigns", "views", "levels") and name not in report.figures:
        return False  # the smaller ones are not told one by one
    return _STATED[kind] in {block.id for block in report.blocks if isinstance(block, HeadingBlock)}


def parts_of(report: Report) -> dict[str, list[Block]]:
    """Name of a heading of the first level → what stands under it."""
    parts: dict[str, list[Block]] = {}
    here: list[Block] = []
    for block in report.blocks:
        if isinstance(block, HeadingBlock) and block.level == 1:
            here = parts.setdefault(block.id, [])
        else:
            here.append(block)
    return parts


def changed_headings(before: Report, now: Report) -> list[str]:
    """What is otherwise than in a report made before, as the headings under which it stands."""
    was, is_now = parts_of(before), parts_of(now)
    titles = {
        block.id: block.text for report in (before, now) for block in report.blocks if isinstance(block, HeadingBlock)
    }
    return [titles[name] for name in {**was, **is_now} if was.get(name) != is_now.get(name)]


def _issue(consultation: Consultation, number: int) -> str:
    return reverse("consult:issue_change", args=[consultation.pk, number])
