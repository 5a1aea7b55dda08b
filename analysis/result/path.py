"""From the end of a hearing to its published result: what is done, what is still missing, and where it is done."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.models import Consultation, IssueComment, IssueRevision, Result, ResultFile
from consult.models.result import SIGNATURES
from consult.pages.meter import measured

from ..models import AnalysisRun, Assignment, RunFreeze
from ..models.freeze import later_comments
from ..runs.current import CurrentRun


@dataclass(frozen=True, kw_only=True)
class PathStep:
    """``text``: what there is to do, or was done; ``of``: the theme it names, in its own language. ``link``: the page where it is done. ``must``: whether the result waits for it."""

    text: str
    link: str
    is_done: bool
    must: bool = True
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultPath:
    """The steps of one hearing, in the order in which they are taken."""

    consultation: Consultation
    steps: Sequence[PathStep]

    @property
    def missing(self) -> list[PathStep]:
        return [step for step in self.steps if step.must and not step.is_done]


def path_of(consultation: Consultation) -> ResultPath:
    """The path of one hearing, with the comments that came after the frozen run."""
    path = paths_of([consultation])[0]
    steps = list(path.steps)
    if step := _unread(consultation):
        steps.insert(2, step)
    if step := _held(consultation):
        steps.insert(0, step)
    path = ResultPath(consultation=consultation, steps=steps)
    run = AnalysisRun.objects.current(consultation.pk)
    later = later_comments(run).visible().count() if run else 0
    if not later:
        return path
    told = ngettext("%(n)s comment came later and stands apart", "%(n)s comments came later and stand apart", later)
    link = reverse("analysis:later_list", args=[consultation.pk])
    step = PathStep(text=told % {"n": f"{later:,}"}, link=link, is_done=False, must=False)
    steps.insert(1, step)
    return ResultPath(consultation=consultation, steps=steps)


def _held(consultation: Consultation) -> PathStep | None:
    """Comments that wait for a moderator: a run that is frozen before has not read them (one query)."""
    held = consultation.comments.held().count()
    if not held:
        return None
    told = ngettext("%(n)s comment waits for a moderator", "%(n)s comments wait for a moderator", held) % {"n": held}
    link = reverse("consult:moderation", args=[consultation.pk]) + "?queue=waiting"
    return PathStep(text=told, link=link, is_done=False)


def _unread(consultation: Consultation) -> PathStep | None:
    """Themes of which no comment stands in an issue: the link leads to the first. The result does not wait for them (four queries)."""
    current = CurrentRun.of(consultation)
    raised = IssueComment.objects.filter(issue__consultation=consultation, issue__dropped_at=None).values("comment")
    read = {theme for theme, _reason in current.themes_of(Assignment.objects.filter(comment__in=raised)).values()}
    left = [theme for theme in current.labels if theme not in read]
    if not left:
        return None
    told = ngettext(
        "%(n)s theme stands in no issue yet, the next:",
        "%(n)s themes stand in no issue yet, the next:",
        len(left),
    )
    link = reverse("analysis:theme_detail", args=[consultation.pk, left[0]])
    return PathStep(text=told % {"n": len(left)}, of=current.labels[left[0]], link=link, is_done=False, must=False)


def paths_of(hearings: Sequence[Consultation]) -> list[ResultPath]:
    """The paths of closed hearings, in their order: as many queries for a thousand as for one."""
    ids = [one.pk for one in hearings]
    frozen = set(RunFreeze.objects.frozen_hearings()) & set(ids)
    issues, undecided, unapproved = _issues(ids)
    drafts = {one.consultation_id: one for one in _drafts(ids)}
    published = set(Result.objects.published().filter(consultation__in=ids).values_list("consultation", flat=True))
    files = Counter(
        ResultFile.objects.filter(result__consultation__in=ids).values_list("result__consultation", flat=True)
    )
    paths = []
    for one, meter in zip(hearings, measured(hearings), strict=True):
        pk = one.pk
        steps = [
            _step(_("Freeze one run as the basis of the result"), "analysis:dashboard", pk, is_done=pk in frozen),
            _step(_("Make issues of the themes"), "analysis:theme_list", pk, is_done=issues[pk] > 0),
            _counted(undecided[pk], pk, _("Decide every issue"), _undecided),
            _counted(unapproved[pk], pk, _("A second person approves every issue"), _unapproved),
            _answers(meter.comments - meter.answered, pk),
            *_signing(pk, drafts.get(pk), is_published=pk in published),
            _step(
                _("The PDF and the Word file are made"),
                "consult:result_detail" if pk in published else "analysis:result_desk",
                pk,
                is_done=files[pk] >= len(ResultFile.Kind),
            ),
        ]
        paths.append(ResultPath(consultation=one, steps=steps))
    return paths


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """How many issues of a hearing wait for something, and the number of the first."""

    n: int = 0
    first: int = 0


def _issues(ids: Sequence[int]) -> tuple[Counter, dict[int, _Waiting], dict[int, _Waiting]]:
    """Of each hearing: issues that stand, of those undecided, and of those decided that nobody else approved (one query)."""
    latest = IssueRevision.objects.filter(
        issue__consultation__in=ids, issue__dropped_at=None, number=F("issue__revision")
    )
    is_open = Q(decision="") | Q(reason="")
    approved = Q(issue__public=F("pk"))
    rows = (
        latest.order_by()
        .values("issue__consultation")
        .annotate(
            n=Count("pk"),
            undecided=Count("pk", filter=is_open),
            unapproved=Count("pk", filter=~is_open & ~approved),
            first_undecided=Min("issue__number", filter=is_open),
            first_unapproved=Min("issue__number", filter=~is_open & ~approved),
        )
    )
    standing: Counter[int] = Counter()
    waiting: dict[str, dict[int, _Waiting]] = {name: defaultdict(_Waiting) for name in ("undecided", "unapproved")}
    for row in rows:
        standing[row["issue__consultation"]] = row["n"]
        for name, found in waiting.items():
            found[row["issue__consultation"]] = _Waiting(n=row[name], first=row[f"first_{name}"] or 0)
    return standing, waiting["undecided"], waiting["unapproved"]


def _drafts(ids: Sequence[int]):
    drafts = Result.objects.filter(consultation__in=ids, published_at=None, withdrawn_at=None)
    return drafts.defer("document").annotate(signed=Count("signatures"))


def _signing(pk: int, draft, *, is_published: bool) -> Iterator[PathStep]:
    signed = SIGNATURES if is_published else draft.signed if draft else 0
    yield _step(_("Draft the result"), "analysis:result_desk", pk, is_done=is_published or draft is not None)
    yield _step(_("The first signature"), "analysis:result_desk", pk, is_done=signed >= 1)
    yield _step(
        _("The second signature, which publishes the result"), "analysis:result_desk", pk, is_done=signed >= SIGNATURES
    )


def _undecided(n: int) -> str:
    return ngettext("%(n)s issue waits for a decision", "%(n)s issues wait for a decision", n) % {"n": n}


def _unapproved(n: int) -> str:
    return ngettext("%(n)s issue waits for a second person", "%(n)s issues wait for a second person", n) % {"n": n}


def _counted(left: _Waiting, pk: int, done: str, missing: Callable[[int], str]) -> PathStep:
    """The link leads to the first that waits."""
    if not left.n:
        return _step(done, "consult:issue_list", pk, is_done=True)
    link = reverse("consult:issue_change", args=[pk, left.first])
    return PathStep(text=missing(left.n), link=link, is_done=False)


def _answers(left: int, pk: int) -> PathStep:
    """Answers to single comments: the result does not wait for them."""
    link = f"{reverse('analysis:comment_table', args=[pk])}?official=no"
    if left <= 0:
        return PathStep(
            text=_("Every comment has an answer, its own or in an issue"), link=link, is_done=True, must=False
        )
    told = ngettext("%(n)s comment has no answer yet", "%(n)s comments have no answer yet", left) % {"n": f"{left:,}"}
    return PathStep(text=told, link=link, is_done=False, must=False)


def _step(text: str, page: str, pk: int, *, is_done: bool) -> PathStep:
    return PathStep(text=text, link=reverse(page, args=[pk]), is_done=is_done)
