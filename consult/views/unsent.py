"""What somebody did whom this site does not know well enough yet, or who has not consented yet: kept, shown again, and sent in one tap,
also from another browser."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from .. import actions, rules
from ..errors import ConsultError
from ..limits import is_within
from ..models import Comment, Level, Mandate, Question, Section, UnsentAct, Vote
from .consent import consent_asked, take_consent
from .doors import find_consultation, refusal, to_login
from .forms import WordsField
from .guests import begin, device_of, remember
from .strangers import takes_strangers

Kind = UnsentAct.Kind
_LEAST = {Kind.VOTE: "least_to_vote", Kind.ANSWER: "least_to_answer", Kind.COMMENT: "least_to_comment"}


def is_ready(request, consultation, kind: Kind) -> bool:
    """Whether somebody is known well enough for this act and has consented to what is asked before it."""
    least = getattr(consultation, _LEAST[kind])
    return rules.is_at_least(request.user, least) and rules.has_consented(request.user, consultation)


def lead_on(request, consultation, kind: Kind, content: dict, back_to: str) -> HttpResponse:
    """Keep what was done, and lead to where it is sent: after consent, as a guest where the hearing takes that, or after signing in."""
    try:
        consultation.must_be_open()
    except ConsultError as error:
        return refusal(request, consultation, error, back_to)
    if not is_within("unsent", request.META["REMOTE_ADDR"], most=settings.UNSENT_PER_HOUR, seconds=3600):
        return to_login(request, back_to)
    act = actions.keep_unsent_act(consultation=consultation, kind=kind, content=content, back_to=back_to)
    address = reverse("consult:unsent", args=[consultation.pk, act.key])
    least = getattr(consultation, _LEAST[kind])
    if least == Level.EMAIL and not rules.is_at_least(request.user, least):
        return to_login(request, address)
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def unsent_comment(key: str) -> dict | None:
    """What was written under this key, if it is a comment that waits."""
    try:
        found = UnsentAct.objects.fresh().filter(pk=UUID(key), kind=Kind.COMMENT, sent_at=None).first() if key else None
    except ValueError:
        return None
    return found and found.content


@takes_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request, pk, key):
    """Show what waits to be sent, and send it."""
    consultation = find_consultation(request, pk)
    act = get_object_or_404(UnsentAct.objects.fresh().filter(consultation=consultation), pk=key)
    if act.sent_at:
        return redirect(act.back_to)
    least = getattr(consultation, _LEAST[Kind(act.kind)])
    is_known = rules.is_at_least(request.user, least)
    if request.method == "POST" and (is_known or (least == Level.GUEST and not request.user.is_authenticated)):
        return _send(request, consultation, act)
    if is_ready(request, consultation, Kind(act.kind)) and act.kind == Kind.COMMENT:
        return redirect(_with_key(act))
    return _page(request, consultation, act)


def _with_key(act: UnsentAct) -> str:
    return f"{act.back_to}?unsent={act.key}"


def _send(request, consultation, act) -> HttpResponse:
    as_guest = not request.user.is_authenticated
    try:
        if as_guest:
            request.user = begin(request, act.guest_device)
        take_consent(request, consultation)
        where = _do(consultation, act, request.user)
    except ConsultError as error:
        return _page(request, consultation, act, error)
    actions.settle_unsent_act(key=act.key)
    response = redirect(where)
    return remember(response, act.guest_device) if as_guest else response


def _do(consultation, act, person) -> str:
    """Send it in this person's name; returns the place where it stands."""
    told = act.content
    if act.kind == Kind.VOTE:
        actions.cast_vote(
            consultation=consultation,
            voter=person,
            choice=Vote.Choice(told["choice"]),
            section=_row(Section, told.get("section")),
            comment=_row(Comment, told.get("comment")),
        )
        return act.back_to
    if act.kind == Kind.ANSWER:
        question = Question.objects.get(pk=told["question"])
        actions.answer_question(consultation=consultation, question=question, author=person, choices=told["choices"])
        return act.back_to
    comment = actions.post_comment(
        consultation=consultation,
        author=person,
        text=told["text"],
        client_key=act.key,
        section=_row(Section, told["section"]),
        parent=_row(Comment, told["parent"]),
        stance=told["stance"],
        words=WordsField().to_python(told.get("words", "")),
        mandate=_row(Mandate, told.get("mandate")),
    )
    if comment.held_at:
        return reverse("consult:own_comment", args=[consultation.pk, comment.pk])
    return f"{act.back_to}#comment-{comment.pk}"


def _row(model, pk):
    return model.objects.get(pk=pk) if pk else None


def _page(request, consultation, act, error: ConsultError | None = None) -> HttpResponse:
    told, least = act.content, getattr(consultation, _LEAST[Kind(act.kind)])
    question = _row(Question, told.get("question"))
    context = consent_asked(request.user, consultation) | {
        "consultation": consultation,
        "act": act,
        "section": _row(Section, told.get("section")),
        "comment": _row(Comment, told.get("comment") or told.get("parent")),
        "question": question,
        "options": [question.options[place] for place in told["choices"]] if question else [],
        "choice": Vote.Choice(told["choice"]).label if act.kind == Kind.VOTE else "",
        "is_known": rules.is_at_least(request.user, least),
        "takes_guests": least == Level.GUEST and device_of(request) is None,
        "least": least,
        "edit_at": _with_key(act) if act.kind == Kind.COMMENT else "",
        "error": error,
        "sign_in": f"{reverse('account_login')}?next={quote(request.path)}",
    }
    response = render(request, "consult/unsent.html", context, status=error.status if error else 200)
    add_never_cache_headers(response)
    return response
