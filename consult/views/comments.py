from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from .. import actions, rules
from ..errors import CommentIsHidden, CommentIsWithdrawn, ConsultError, SectionRemoved
from ..live.frames import current_numbers
from ..models import Announcement, Comment, Reception, Section, UnsentAct
from ..models.comment import with_authors
from ..models.kept import count_on, received
from ..models.prepared import Prepared
from ..pages import fragments
from ..pages.ballots import with_votes
from ..pages.changes import effects_of
from ..pages.discussion import threads
from ..pages.issues import issues_of_comments
from ..pages.order import about_words, asked_order
from ..pages.paging import list_page
from ..pages.traces import traces_on, with_traces
from ..pages.words import marked, words_spoken_of
from ..views.forms import CommentForm
from ..views.ids import row_id
from .doors import find_consultation, find_section, find_section_of_hearing
from .strangers import takes_strangers
from .unsent import is_ready, lead_on, unsent_comment

PAGE_SIZE = 20
FRAGMENT_LIMIT = 50
FRAGMENT_SECONDS = 5


@require_safe
def section_detail(request, pk, section_pk):
    """One section of the draft with everything said about it."""
    consultation, section = find_section_of_hearing(request, pk, section_pk)
    if section.version_id != consultation.draft_id:
        current = consultation.draft.sections.filter(anchor=section.anchor).first()
        if current:
            return redirect("consult:section_detail", pk=pk, section_pk=current.pk)
    return _discussion_page(request, consultation, section=section)


@require_safe
def whole_draft(request, pk):
    """What was said about the draft as a whole."""
    return _discussion_page(request, find_consultation(request, pk))


def _around(version: int, before: int, after: int) -> QuerySet[Section]:
    """The sections before and after one, by their places in a version."""
    needed = ("version", "order", "unit", "number", "heading")
    return Section.objects.filter(version=version, order__in=[before, after]).only(*needed).order_by()


_AROUND = Prepared(_around, 3)


def _discussion_page(request, consultation, *, section=None, form=None, status=200):
    """The page of one place of discussion; with a bound form after something went wrong, so that nothing is lost."""
    spoken_of = words_spoken_of(consultation, section) if section else {}
    asked = about_words(asked_order(request.GET, consultation), request.GET.get("about", ""), spoken_of)
    count = count_on(consultation, section)
    listed = asked.of(Reception.objects.listed_on(consultation.pk, section and section.anchor))
    known = None if asked.narrows else count.top_level
    page = list_page(listed, by=asked.sort.by, asked=request.GET, size=PAGE_SIZE, count=known)
    ids = with_traces(page, traces_on(consultation, section)) if asked.is_usual and count.hidden else page.ids
    shown = with_authors(ids)
    context = {
        "consultation": consultation,
        "section": section,
        "page": page,
        "order": asked,
        "comment_count": count.in_all,
        "thread_count": count.top_level,
        "threads": threads(consultation, [shown[pk] for pk in ids], reader=request.user),
        "accepts": consultation.is_open()
        and (section is None or section.version_id == consultation.draft_id)
        and not (form and _in_vain(form)),
        "form": form or _fresh_form(request, section=section),
        "may_vote": rules.may_vote(request.user, consultation),
        "may_moderate": rules.may_moderate(request.user, consultation),
        "may_reattach": rules.may_reattach(request.user, consultation),
    }
    if section:
        context["paragraphs"] = marked(section.text, spoken_of)
        context |= _ballot(request, consultation, section)
        around = {
            near.order: near for near in _AROUND.models(consultation.draft_id, section.order - 1, section.order + 1)
        }
        context |= {"previous": around.get(section.order - 1), "next": around.get(section.order + 1)}
    return _with_form(render(request, "consult/discussion.html", context, status=status))


def _with_form(response: HttpResponse) -> HttpResponse:
    """A page whose form has a key of its own: no copy of it comes back after it was sent, with the reader's own votes."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _ballot(request, consultation, section) -> dict:
    with_votes(consultation, [section], reader=request.user)
    address = reverse("consult:section_detail", args=[consultation.pk, section.pk])
    return {"address": address, "choice": section.choice, "tally": section.tally}


def _fresh_form(request, *, section=None, parent=None) -> CommentForm:
    """An empty form, or what somebody wrote here before they had to sign in (``?unsent=`` and its key)."""
    unsent = unsent_comment(request.GET.get("unsent", ""))
    if unsent and (unsent["section"], unsent["parent"]) == (section and section.pk, parent and parent.pk):
        kept = {name: unsent.get(name, "") for name in ("text", "stance", "words", "mandate")}
        form = CommentForm.blank(author=request.user, section=section, parent=parent, **kept)
        form.goes_on = True  # whoever comes back from signing in finds the focus here
        form.fields["text"].widget.attrs["autofocus"] = True
        return form
    return CommentForm.blank(author=request.user, section=section, parent=parent, words=request.GET.get("words", ""))


@require_safe
def comment_detail(request, pk, comment_pk):
    """One comment with all its replies: where links to a comment lead."""
    consultation = find_consultation(request, pk)
    comment = with_authors([comment_pk]).get(comment_pk)
    if comment is None or comment.consultation_id != pk or not (comment.is_visible or comment.leaves_trace):
        raise Http404
    if comment.parent_id:
        if not comment.is_visible and comment.parent.hidden_at:
            raise Http404
        above = reverse("consult:comment_detail", args=[pk, comment.parent_id])
        return redirect(f"{above}#comment-{comment.pk}")
    return _comment_page(request, consultation, comment, status=410 if comment.hidden_at else 200)


def _comment_page(request, consultation, comment, *, form=None, status=200):
    replies = consultation.comments.filter(parent=comment).visible()
    count = received([comment.pk])[comment.pk].replies
    page = list_page(replies, by=("pk",), asked=request.GET, size=PAGE_SIZE, count=count)
    ids = page.ids
    if not comment.hidden_at:
        ids = with_traces(page, consultation.comments.filter(parent=comment).traces(), rising=True)
    shown = with_authors(ids)
    thread, *answers = threads(
        consultation, [comment, *(shown[pk] for pk in ids)], reader=request.user, with_replies=False
    )
    thread.replies, thread.reply_count = answers, len(answers)
    context = {
        "consultation": consultation,
        "section": comment.where.now if comment.where and comment.where.now else comment.section,
        "thread": thread,
        "page": page,
        "effects": effects_of(consultation, [comment.pk, *page.ids]),
        "issues": issues_of_comments([comment.pk])[comment.pk]
        if consultation.is_closed() and comment.is_visible
        else [],
        "accepts": consultation.is_open() and comment.is_visible,
        "form": form or _fresh_form(request, parent=comment),
        "may_moderate": rules.may_moderate(request.user, consultation),
    }
    return _with_form(render(request, "consult/comment_detail.html", context, status=status))


@takes_strangers
@require_POST
def comment_create(request, pk):
    """Post a comment or a reply."""
    consultation = find_consultation(request, pk)
    form = CommentForm(request.POST, author=request.user)
    form.is_valid()
    section = find_section(consultation, form.cleaned_data["section"]) if form.cleaned_data.get("section") else None
    parent = None
    if form.cleaned_data.get("parent"):  # also one hidden meanwhile: refused, with what was written
        parent = get_object_or_404(consultation.comments.with_author(), pk=form.cleaned_data["parent"])
    if not is_ready(request, consultation, UnsentAct.Kind.COMMENT):
        return _keep(request, consultation, form, section, parent)
    comment = _post(request, consultation, form, section, parent)
    if comment is None:
        return _again(request, consultation, form, section, parent)
    if request.htmx:
        return _posted_fragment(request, consultation, comment, section, parent)
    if comment.held_at:
        return redirect("consult:own_comment", pk=pk, comment_pk=comment.pk)
    return redirect(_place(pk, section, parent) + f"#comment-{comment.pk}")


def _post(request, consultation, form, section, parent) -> Comment | None:
    """The recorded comment, or None with the reason in the form's errors and ``form.status``."""
    form.refusal, form.status = None, 422
    if not form.is_valid():
        return None
    try:
        return actions.post_comment(
            consultation=consultation,
            author=request.user,
            section=section,
            parent=parent,
            text=form.cleaned_data["text"],
            stance=form.cleaned_data.get("stance", ""),
            words=form.cleaned_data.get("words"),
            mandate=form.mandates.get(form.cleaned_data.get("mandate")),
            client_key=form.cleaned_data["client_key"],
        )
    except ConsultError as error:
        form.add_error(None, str(error))
        form.refusal, form.status = error, error.status
        return None


def _place(pk, section, parent) -> str:
    if parent and parent.is_visible:
        return reverse("consult:comment_detail", args=[pk, parent.pk])
    if section:
        return reverse("consult:section_detail", args=[pk, section.pk])
    return reverse("consult:whole_draft", args=[pk])


def _keep(request, consultation, form, section, parent):
    """Keep what was written, so that signing in loses nothing."""
    done = {
        "section": section and section.pk,
        "parent": parent and parent.pk,
        "text": form.data.get("text", ""),
        "stance": form.cleaned_data.get("stance", ""),
        "words": form.data.get("words", "")[:10_000],
        "mandate": form.cleaned_data.get("mandate"),
    }
    return lead_on(request, consultation, UnsentAct.Kind.COMMENT, done, _place(consultation.pk, section, parent))


def _again(request, consultation, form, section, parent):
    """The same form with its errors and everything that was typed and chosen."""
    form.offer_words_of(section)
    if request.htmx:
        context = {"form": form, "consultation": consultation, "accepts": consultation.is_open() and not _in_vain(form)}
        return render(request, "parts/comment/comment_form.html", context, status=form.status)
    form.opens_at_errors = True
    if parent and parent.is_visible:
        return _comment_page(request, consultation, parent, form=form, status=form.status)
    section = parent.section if parent else section
    return _discussion_page(request, consultation, section=section, form=form, status=form.status)


def _in_vain(form) -> bool:
    """Whether the place is gone, so that sending the form once more cannot help; its words are still shown."""
    return isinstance(form.refusal, SectionRemoved | CommentIsHidden | CommentIsWithdrawn)


def _posted_fragment(request, consultation, comment, section, parent):
    """An empty form again, with a word of thanks; the comment itself arrives as news, as it does for everybody."""
    context = {
        "form": CommentForm.blank(author=request.user, section=section, parent=parent),
        "consultation": consultation,
        "accepts": True,
        "posted": comment,
    }
    return render(request, "parts/comment/comment_form.html", context)


@require_safe
def comment_fragments(request, pk):
    """``?ids=5,6``: those comments as list items, for pages that hear of them live.

    The same for every reader, so it is rendered once for all of them, and never again once a word of it was taken back.
    """
    ids = [row_id(part) for part in request.GET.get("ids", "").split(",")]
    if len(ids) > FRAGMENT_LIMIT or None in ids:
        return HttpResponseBadRequest("ids must be up to 50 numbers")
    numbers = current_numbers([pk])
    if not numbers:
        raise Http404
    key = f"fragments:{get_language()}:{pk}:{','.join(map(str, ids))}:{numbers[pk]}"
    html = None if Announcement.objects.about_to_take_back(pk).exists() else cache.get(key)
    if html is None:
        html = "".join(fragments.comment_fragments(pk, ids).values())
        cache.set(key, html, FRAGMENT_SECONDS)
    response = HttpResponse(html)
    patch_cache_control(response, public=True, max_age=1)
    return response
