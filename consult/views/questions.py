from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from .. import actions
from ..errors import ConsultError, NothingChosen, TooManyActs
from ..models import Question, UnsentAct
from ..pages.questions import Asked, dress
from ..views.forms import AnswerForm
from .company_ballots import in_name_of
from .doors import find_consultation, refusal
from .guests import is_hasty
from .strangers import takes_strangers
from .unsent import is_ready, lead_on


@takes_strangers
@require_POST
def question_answer(request, pk, question_pk):
    """Answer a question of the agency."""
    consultation = find_consultation(request, pk)
    question = get_object_or_404(Question, pk=question_pk, questionnaire__consultation=consultation)
    back_to = f"{reverse('consult:consultation_detail', args=[pk])}#question-{question_pk}"
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    chosen = form.cleaned_data["choice"]
    if request.POST.get("mandate"):
        told = {"consultation": consultation, "question": question, "author": request.user, "choices": chosen}
        place = f"question-{question.pk}"
        return in_name_of(
            request, consultation, place, back_to, lambda mandate: actions.answer_question(**told, mandate=mandate)
        )
    if chosen and not is_ready(request, consultation, UnsentAct.Kind.ANSWER):
        done = {"question": question.pk, "choices": chosen}
        return lead_on(request, consultation, UnsentAct.Kind.ANSWER, done, back_to)
    try:
        if is_hasty(request.user):
            raise TooManyActs
        if not request.user.is_authenticated:
            raise NothingChosen
        actions.answer_question(
            consultation=consultation, question=question, author=request.user, choices=form.cleaned_data["choice"]
        )
    except ConsultError as error:
        one = _dressed(request, consultation, question).refused(form.cleaned_data["choice"], str(error))
        if not request.htmx:
            return refusal(request, consultation, error, back_to, one=one)
        return _fragment(request, consultation, one, status=error.status)
    if not request.htmx:
        return redirect(back_to)
    return _fragment(request, consultation, _dressed(request, consultation, question), said=True)


def _dressed(request, consultation, question) -> Asked:
    return dress(consultation, [question], reader=request.user)[0]


def _fragment(request, consultation, one: Asked, *, said: bool = False, status: int = 200):
    context = {"consultation": consultation, "one": one, "accepts": True, "said": said}
    return render(request, "parts/question/question.html", context, status=status)
