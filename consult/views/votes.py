from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from .. import actions
from ..errors import ConsultError, TooManyActs
from ..models import UnsentAct, Vote
from ..pages.discussion import visible_tally
from .company_ballots import in_name_of
from .doors import find_comment_of_hearing, find_section_of_hearing, refusal, to_login
from .guests import is_hasty
from .strangers import takes_strangers
from .unsent import is_ready, lead_on


@takes_strangers
@require_POST
def section_vote(request, pk, section_pk):
    """Vote on a section."""
    consultation, section = find_section_of_hearing(request, pk, section_pk)
    here = reverse("consult:section_detail", args=[pk, section_pk])
    back_to = f"{reverse('consult:consultation_detail', args=[pk])}?section={section_pk}#section-{section_pk}"
    if request.POST.get("from") == "section":
        back_to = f"{here}#section"
    if request.POST.get("mandate"):
        return _vote_in_name(request, consultation, f"section-{section.pk}", back_to, section=section)
    return _vote(request, consultation, back_to, section=section)


@takes_strangers
@require_POST
def comment_vote(request, pk, comment_pk):
    """Vote on a comment."""
    consultation, comment = find_comment_of_hearing(request, pk, comment_pk)
    back_to = reverse("consult:consultation_detail", args=[pk])
    if comment.is_visible:
        back_to = f"{reverse('consult:comment_detail', args=[pk, comment_pk])}#comment-{comment_pk}"
    if request.POST.get("from") == "deck":
        back_to = f"{reverse('consult:deck', args=[pk])}#statement"
    if request.POST.get("mandate"):  # is refused, and never becomes a vote of whoever sent it
        return _vote_in_name(request, consultation, "company-sections", back_to, comment=comment)
    return _vote(request, consultation, back_to, comment=comment)


#: Where a reader without JavaScript is sent back to: pages with buttons to vote
_PLACES = {"section", "draft", "deck"}
#: In place of a choice: the vote is taken back
WITHDRAWN = "none"
_CHOICES = {str(choice.value): choice for choice in Vote.Choice}


def _place(request) -> str:
    place = request.POST.get("from", "")
    return place if place in _PLACES else ""


def _vote(request, consultation, back_to, **subject):
    chosen = request.POST.get("choice", "")
    choice = _CHOICES.get(chosen)
    if choice is None and chosen != WITHDRAWN:
        return render(request, "400.html", status=400)
    if choice is None and not request.user.is_authenticated:
        return to_login(request, back_to)
    if choice is not None and not is_ready(request, consultation, UnsentAct.Kind.VOTE):
        done = {name: row.pk for name, row in subject.items()} | {"choice": int(choice)}
        return lead_on(request, consultation, UnsentAct.Kind.VOTE, done, back_to)
    try:
        if is_hasty(request.user):
            raise TooManyActs
        vote = _cast_or_withdrawn(request, consultation, choice, subject)
    except ConsultError as error:
        return refusal(request, consultation, error, back_to)
    if not request.htmx:
        return redirect(back_to)
    return render(
        request,
        "parts/comment/vote.html",
        _ballot(consultation, vote, request.path, _place(request), **subject),
    )


def _vote_in_name(request, consultation, place, back_to, **subject):
    """The vote of a juristic person, from the page where those who speak for it cast it."""
    choice = _CHOICES.get(request.POST.get("choice", ""))
    if choice is None and request.POST.get("choice", "") != WITHDRAWN:
        return render(request, "400.html", status=400)
    return in_name_of(
        request,
        consultation,
        place,
        back_to,
        lambda mandate: _cast_or_withdrawn(request, consultation, choice, subject | {"mandate": mandate}),
    )


def _cast_or_withdrawn(request, consultation, choice: Vote.Choice | None, subject: dict) -> Vote:
    """The vote that stands now; its ``choice`` is None where it was taken back."""
    if choice is not None:
        return actions.cast_vote(consultation=consultation, voter=request.user, choice=choice, **subject)
    actions.withdraw_vote(consultation=consultation, voter=request.user, **subject)
    section, comment = subject.get("section"), subject.get("comment")
    return Vote(section_id=section.ballot_id if section else None, comment=comment, choice=None)


def _ballot(consultation, vote, request_path, place, section=None, comment=None) -> dict:
    """The vote component again, with the new figures."""
    tallies = (
        Vote.objects.section_tallies([vote.section_id]) if section else Vote.objects.comment_tallies([vote.comment_id])
    )
    tally = visible_tally(consultation, tallies.get(vote.section_id or vote.comment_id), vote.choice)
    return {
        "consultation": consultation,
        "section": section,
        "comment": comment,
        "address": request_path.removesuffix("vote/"),
        "tally": tally,
        "choice": vote.choice,
        "accepts": True,
        "place": place,
        "said": "" if vote.choice is None else vote.get_choice_display(),
        "is_withdrawn": vote.choice is None,
    }
