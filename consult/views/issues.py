"""Doors of issues: what people raised and what the agency decides about it. One person writes, another one approves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, rules
from ..errors import ConsultError, IssueGone
from ..models import Issue
from ..models.comment import with_authors
from ..pages.discussion import threads
from ..pages.issues import own_numbers, public_issues, with_sections, written_issues
from ..pages.paging import list_page
from .doors import find_consultation, refusal, staff_only
from .ids import row_id
from .issue_forms import DecisionForm, DropForm, IssueForm, MembersForm

PAGE_SIZE = 20
MEMBERS_A_PAGE = 50


def _find(consultation, number: int) -> Issue:
    issue = Issue.objects.filter(consultation=consultation, number=number).select_related("public__approval").first()
    if issue is None:
        raise Http404
    issue.consultation = consultation
    return issue


@require_safe
def issue_list(request, pk):
    """What the agency decided about what people raised, for everybody; for staff also what is still written."""
    return _list(request, find_consultation(request, pk))


def _list(request, consultation, *, form: IssueForm | None = None, status: int = 200):
    may_write = rules.may_write_issues(request.user, consultation)
    context = {
        "consultation": consultation,
        "issues": public_issues(consultation),
        "own": own_numbers(consultation, request.user),
        "may_write": may_write,
    }
    if may_write:
        context["written"] = written_issues(consultation)
        context["form"] = form or IssueForm()
    return render(request, "consult/issue_list.html", context, status=status)


@require_POST
@staff_only(rules.may_write_issues)
def issue_create(request, consultation):
    """Begin an issue by its title."""
    form = IssueForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            issue = actions.draft_issue(consultation=consultation, by=request.user, **form.cleaned_data)
            return redirect("consult:issue_change", pk=consultation.pk, number=issue.number)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
    return _list(request, consultation, form=form, status=status)


@require_safe
def issue_detail(request, pk, number):
    """One issue as everybody reads it, with the comments that raised it."""
    consultation = find_consultation(request, pk)
    issue = _find(consultation, number)
    if issue.public is None or (issue.dropped_at and not rules.may_write_issues(request.user, consultation)):
        return _gone_or_never(request, consultation, issue)
    with_sections(consultation, [issue.public])
    rows = issue.comments()
    page = list_page(rows, by=("pk",), asked=request.GET, size=PAGE_SIZE, count=rows.count())
    shown = with_authors(page.ids)
    context = {
        "consultation": consultation,
        "issue": issue,
        "revision": issue.public,
        "page": page,
        "threads": threads(consultation, [shown[pk] for pk in page.ids], reader=request.user, with_replies=False),
        "may_write": rules.may_write_issues(request.user, consultation),
        "is_own": issue.number in own_numbers(consultation, request.user),
    }
    return render(request, "consult/issue_detail.html", context)


def _gone_or_never(request, consultation, issue: Issue):
    """That there was a public issue and why it is no more; of one nobody approved a reader learns nothing, its writers go on."""
    if issue.public and issue.dropped_at:
        return render(request, "consult/issue_gone.html", {"consultation": consultation, "issue": issue}, status=410)
    if rules.may_write_issues(request.user, consultation):
        return redirect("consult:issue_change", pk=consultation.pk, number=issue.number)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(rules.may_write_issues)
def issue_change(request, consultation, number):
    """Write an issue, decide it, look at its comments and what was written before."""
    issue = _find(consultation, number)
    if request.method != "POST":
        return _desk(request, issue)
    form = DecisionForm(request.POST, sections=_sections(issue))
    status = 422
    if form.is_valid():
        try:
            actions.change_issue(issue=issue, by=request.user, **form.cleaned_data)
            messages.success(request, _("The words of the issue are on record."))
            return redirect("consult:issue_change", pk=consultation.pk, number=number)
        except IssueGone as error:
            return refusal(request, consultation, error, _at_desk(issue), form=form)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
    return _desk(request, _find(consultation, number), form=form, status=status)


def _sections(issue: Issue):
    return issue.consultation.draft.sections.defer("text", "search_text").order_by("order")


def _desk(request, issue: Issue, *, status: int = 200, **forms):
    """The desk of one issue. ``forms``: those that were refused, with what was typed into them.

    A form that came too late is not refused a second time: what stands above it is what the writer has read now.
    """
    consultation, latest = issue.consultation, issue.latest()
    if form := forms.get("form"):
        form.data = form.data.copy()
        form.data["seen"] = issue.revision
    rows = issue.comments()
    page = list_page(rows, by=("pk",), asked=request.GET, size=MEMBERS_A_PAGE, count=rows.count())
    shown = with_authors(page.ids)
    with_sections(consultation, [latest])
    context = {
        "consultation": consultation,
        "issue": issue,
        "latest": latest,
        "form": DecisionForm.of(issue, latest, _sections(issue)),
        "drop_form": DropForm(auto_id="drop_%s"),
        "members_form": MembersForm(auto_id="members_%s"),
        "page": page,
        "members": [shown[pk] for pk in page.ids],
        "revisions": issue.revisions.select_related("by", "approval__by"),
        "may_approve": rules.may_approve_issues(request.user, consultation),
        "wrote_it": latest.by_id == request.user.pk,
        **forms,
    }
    response = render(request, "consult/issue_change.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_only(rules.may_approve_issues)
def issue_approve(request, consultation, number):
    """A second person lets everybody read the issue."""
    issue = _find(consultation, number)
    try:
        actions.approve_issue(issue=issue, by=request.user, seen=row_id(request.POST.get("seen", "")) or 0)
    except ConsultError as error:
        return refusal(request, consultation, error, _at_desk(issue))
    messages.success(request, _("Everybody reads the issue now."))
    return redirect("consult:issue_detail", pk=consultation.pk, number=number)


def _at_desk(issue: Issue) -> str:
    return reverse("consult:issue_change", args=[issue.consultation_id, issue.number])


@require_POST
@staff_only(rules.may_write_issues)
def issue_drop(request, consultation, number):
    """Take an issue away, with the reason."""
    issue = _find(consultation, number)
    form = DropForm(request.POST, auto_id="drop_%s")
    status = 422
    if form.is_valid():
        try:
            actions.drop_issue(issue=issue, by=request.user, **form.cleaned_data)
            messages.success(request, _("The issue was taken away."))
            return redirect("consult:issue_list", pk=consultation.pk)
        except IssueGone as error:
            return refusal(request, consultation, error, _at_desk(issue), form=form)
        except ConsultError as error:
            form.add_error(None, str(error))
            status = error.status
    return _desk(request, issue, status=status, drop_form=form)


@require_POST
@staff_only(rules.may_write_issues)
def issue_comments(request, consultation, number):
    """Put comments into an issue by their numbers, or take those out that were marked."""
    issue = _find(consultation, number)
    marked = [row_id(text) for text in request.POST.getlist("comments")]
    form = MembersForm(request.POST, auto_id="members_%s")
    status = 422
    try:
        if "out" in request.POST:
            count = actions.take_out_of_issue(issue=issue, by=request.user, comments=[pk for pk in marked if pk])
            said = ngettext("%(n)s comment was taken out.", "%(n)s comments were taken out.", count)
        elif form.is_valid():
            count = actions.put_in_issue(issue=issue, by=request.user, comments=form.cleaned_data["numbers"])
            said = ngettext("%(n)s comment was put in.", "%(n)s comments were put in.", count)
        else:
            return _desk(request, issue, status=status, members_form=form)
        messages.success(request, said % {"n": count})
        return redirect("consult:issue_change", pk=consultation.pk, number=number)
    except IssueGone as error:
        return refusal(request, consultation, error, _at_desk(issue), form=form)
    except ConsultError as error:
        form.add_error(None, str(error))
        return _desk(request, issue, status=error.status, members_form=form)
