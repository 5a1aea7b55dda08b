"""The log for everybody: what it is, its checkpoints, its entries, and whether an act stands in it."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import LogCheckpoint
from ..pages.ledger import newest_checkpoint, public_key_lines
from ..pages.receipts import act_by_code, entries_from, proof_of, receipt_of
from .doors import find_consultation

SHOWN, IN_FEED, MOST_ENTRIES = 20, 50, 1000


@require_safe
def log(request):
    """What the log is, in plain words, the newest checkpoints, and how to check it."""
    return render(
        request, "consult/log.html", {"checkpoints": LogCheckpoint.objects.all()[:SHOWN], "keys": public_key_lines()}
    )


@require_safe
def checkpoint(request):
    """The newest signed checkpoint, for programs."""
    newest = newest_checkpoint()
    if newest is None:
        raise Http404
    return HttpResponse(newest.note, content_type="text/plain; charset=utf-8")


@require_safe
def closing(request, pk):
    """The checkpoint that was signed when a hearing closed."""
    signed = LogCheckpoint.objects.at_closing(find_consultation(request, pk))
    if signed is None:
        raise Http404
    return HttpResponse(signed.note, content_type="text/plain; charset=utf-8")


@require_safe
def entries(request):
    """Leaves from a place on, a thousand at most, for programs."""
    start = request.GET.get("from", "0")
    if not (start.isascii() and start.isdecimal() and len(start) < 19):
        return JsonResponse({"error": _("“from” is a whole number.")}, status=400)
    return JsonResponse(entries_from(int(start), MOST_ENTRIES))


@require_safe
def proof(request):
    """Whether the act of a receipt code stands in the log, with the proof."""
    code = request.GET.get("code", "").strip()
    context = {"code": code}
    if code:
        try:
            act = act_by_code(code)
        except ValueError:
            context["is_no_code"] = True
            return render(request, "consult/log_proof.html", context, status=400)
        context |= {"asked": True, "act": act, "proof": proof_of(act) if act else None}
    return render(request, "consult/log_proof.html", context)


def _here() -> str:
    return settings.SITE_URL + reverse("log:log")


class CheckpointFeed(Atom1Feed):
    """A feed without entries was never updated; the library would say now, which is another answer each time."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


@require_safe
def atom(request):
    """The newest checkpoints as a feed: whoever reads it keeps copies that this site cannot change."""
    feed = CheckpointFeed(
        title=_("Checkpoints of the log"),
        link=_here(),
        description="",
        language=get_language(),
        feed_url=settings.SITE_URL + reverse("log:atom"),
    )
    for one in LogCheckpoint.objects.all()[:IN_FEED]:
        feed.add_item(
            title=f"{one.size}",
            link=_here() + f"#checkpoint-{one.pk}",
            description=one.note,
            pubdate=one.at,
            updateddate=one.at,
            unique_id=f"{_here()}#checkpoint-{one.pk}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
@login_required
def receipt(request, code):
    """The receipt of one's own act as a file to keep."""
    try:
        told = receipt_of(request.user, code)
    except ValueError:
        told = None
    if told is None:
        raise Http404
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{told["code"]}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
