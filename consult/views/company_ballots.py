"""The page on which somebody votes and answers in the name of a juristic person."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import rules
from ..errors import ConsultError, TooManyActs
from ..models import Consultation, Mandate
from ..pages.company_ballots import company_answers, with_company_votes
from .consent import consent_asked, take_consent
from .doors import find_consultation, refusal
from .guests import is_hasty
from .mandates import mandate_sent

PAGE_SIZE = 50


@require_safe
@login_required
def company_ballot(request, pk, mandate_pk):
    """Sections of the draft and questions, with what the company said to each; of mandates of others it is not said that they exist."""
    consultation = find_consultation(request, pk)
    mandate = get_object_or_404(Mandate.objects.acting(request.user), pk=mandate_pk)
    sections = consultation.draft.sections.defer("text", "search_text").order_by("order")
    page = Paginator(sections, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    with_company_votes(consultation, mandate.company_number, shown)
    context = consent_asked(request.user, consultation) | {
        "consultation": consultation,
        "mandate": mandate,
        "page": page,
        "sections": shown,
        "answers": company_answers(consultation, mandate.company_number),
        "accepts": consultation.is_open() and rules.may_vote(request.user, consultation),
    }
    response = render(request, "consult/company_ballot.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def in_name_of(
    request, consultation: Consultation, place: str, back_to: str, do: Callable[[Mandate | None], object]
) -> HttpResponse:
    """Do what was sent from the page of a juristic person, and lead back to ``place`` there; to ``back_to`` without a mandate that acts."""
    try:
        mandate = mandate_sent(request)
        back_to = f"{reverse('consult:company_ballot', args=[consultation.pk, mandate.pk])}#{place}"
        if is_hasty(request.user):
            raise TooManyActs
        take_consent(request, consultation)
        do(mandate)
    except ConsultError as error:
        return refusal(request, consultation, error, back_to)
    return redirect(back_to)
