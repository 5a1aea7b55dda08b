from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult.errors import ConsultError
from consult.views.doors import refusal
from consult.views.ids import row_id

from .. import actions
from ..errors import ChangedMeanwhile, ThemeUnknown
from ..models import ThemeEdit
from ..runs.current import CurrentRun
from .comments import comment_page, table_page
from .doors import analysts_only
from .forms import ALSO, NEW_THEME, DescribeForm, MergeForm, PlaceForm, RenameForm
from .themes import theme_page

PAGE_SIZE = 50


@require_POST
@analysts_only
def theme_rename(request, consultation, theme):
    """Give a theme a name."""
    form = RenameForm(request.POST)
    if not form.is_valid():
        return _wrong(request, consultation, theme, "rename", form)
    name = form.cleaned_data["name"]
    return _done(request, consultation, form, theme, actions.rename_theme, theme=theme, name=name)


@require_POST
@analysts_only
def theme_merge(request, consultation, theme):
    """Let a theme go into another one."""
    others = {key: label for key, label in CurrentRun.of(consultation).labels.items() if key != theme}
    form = MergeForm(request.POST, labels=others, auto_id="id_merge_%s")
    if not form.is_valid():
        return _wrong(request, consultation, theme, "merge", form)
    into = form.cleaned_data["into"]
    return _done(request, consultation, form, into, actions.merge_themes, theme=theme, into=into)


@require_POST
@analysts_only
def theme_describe(request, consultation, theme):
    """Say what a theme is about."""
    form = DescribeForm(request.POST, auto_id="id_describe_%s")
    if not form.is_valid():
        return _wrong(request, consultation, theme, "describe", form)
    text = form.cleaned_data["text"]
    return _done(request, consultation, form, theme, actions.describe_theme, theme=theme, text=text)


@require_POST
@analysts_only
def theme_pin(request, consultation, theme):
    """Pin words of a comment to a theme: ``comment`` and ``words``, or one of its sentences as the form of arguments sends it."""
    comment = consultation.comments.visible().filter(pk=row_id(request.POST.get("comment", ""))).first()
    words, place = request.POST.get("words", ""), [row_id(end) for end in request.POST.get("sentence", "").split("-")]
    if comment and not words and len(place) == 2 and None not in place:
        words = comment.public_text[slice(*place)]
    return _noted(request, consultation, theme, actions.pin_quotation, comment=comment, words=words)


@require_POST
@analysts_only
def theme_check(request, consultation, theme):
    """Mark a sentence of the summary as checked: ``sentence`` is its digest."""
    return _noted(request, consultation, theme, actions.check_sentence, sentence=request.POST.get("sentence", ""))


def _noted(request, consultation, theme: str, verb, **what):
    """Note it and show the theme, or say which rule was in the way."""
    address = reverse("analysis:dashboard", args=[consultation.pk])
    try:
        verb(consultation=consultation, by=request.user, theme=theme, **what)
    except ConsultError as error:
        return refusal(request, consultation, error, address)
    messages.success(request, _("It is on record, and later analyses keep it."))
    return redirect("analysis:theme_detail", pk=consultation.pk, theme=theme)


def _wrong(request, consultation, theme: str, kind: str, form):
    """The form in its place on the page of the theme, with what is wrong in it; one whose theme is gone stands alone."""
    if theme in CurrentRun.of(consultation).labels:
        return theme_page(request, consultation, theme, forms={kind: form}, status=422)
    address = reverse("analysis:dashboard", args=[consultation.pk])
    return refusal(request, consultation, ThemeUnknown(), address, form=form)


def _done(request, consultation, form, to: str, verb, **what):
    """Do it and show the theme that it led ``to``, or say which rule was in the way, with the form it came from and its words."""
    address = reverse("analysis:dashboard", args=[consultation.pk])
    try:
        verb(consultation=consultation, by=request.user, seen=form.cleaned_data["seen"], **what)
    except ConsultError as error:
        _has_seen(form, consultation, error)
        return refusal(request, consultation, error, address, form=form)
    messages.success(request, _("The change is on record and shown at once; the next analysis learns from it."))
    return redirect("analysis:theme_detail", pk=consultation.pk, theme=to)


def _has_seen(form, consultation, error: ConsultError) -> None:
    """Who was told of the other's edit may send the same form again."""
    if isinstance(error, ChangedMeanwhile):
        form.data = form.data.copy()
        form.data["seen"] = CurrentRun.of(consultation).last_edit


@require_POST
@analysts_only
def comments_place(request, consultation):
    """Move ticked comments to a theme or a new one, or take them out; back to the table, or to the one comment."""
    form = PlaceForm(request.POST, consultation=consultation, labels=CurrentRun.of(consultation).labels)
    only, status = row_id(request.POST.get("card", "")), 422
    if form.is_valid():
        try:
            _place(request, consultation, form.cleaned_data)
        except ConsultError as error:
            _has_seen(form, consultation, error)
            form.add_error(None, str(error))
            status = error.status
    if form.is_valid():
        messages.success(request, _("The change is on record and shown at once; the next analysis learns from it."))
        if only:
            return redirect("analysis:comment_detail", pk=consultation.pk, comment_pk=only)
        address = reverse("analysis:comment_table", args=[consultation.pk])
        return redirect(f"{address}?{request.GET.urlencode()}")
    if only:
        return comment_page(request, consultation, only, form=form, status=status)
    return table_page(request, consultation, form=form, status=status)


def _place(request, consultation, chosen: dict) -> None:
    place, comments = chosen["place"], list(chosen["comments"])
    told = {"consultation": consultation, "by": request.user, "comments": comments, "seen": chosen["seen"]}
    if place == NEW_THEME:
        actions.split_theme(**told, name=chosen["name"])
    elif place.startswith(ALSO):
        actions.also_in_theme(**told, into=place.removeprefix(ALSO))
    elif place.startswith("reason:"):
        actions.exclude_comments(**told, reason=place.removeprefix("reason:"))
    else:
        actions.move_comments(**told, into=place)


@require_safe
@analysts_only
def edit_list(request, consultation):
    """Everything analysts did to the themes, each with the way to undo it."""
    page = Paginator(_edits(consultation), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "analysis/edit_list.html", {"consultation": consultation, "page": page})


@require_POST
@analysts_only
def edit_revert(request, consultation, edit_pk):
    """Undo one of them."""
    edit = get_object_or_404(_edits(consultation), pk=edit_pk)
    address = reverse("analysis:edit_list", args=[consultation.pk])
    try:
        actions.revert_edit(edit=edit, by=request.user)
    except ConsultError as error:
        return refusal(request, consultation, error, address)
    messages.success(request, _("The change is undone; both stay on record."))
    return redirect(address)


def _edits(consultation):
    return ThemeEdit.objects.filter(consultation=consultation).with_names()
