from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ..live.frames import text_since
from ..models import Consultation
from ..views.ids import row_id


@require_safe
def live_frame(request, pk):
    """What changed after ``?after=N``: for catching up after a lost connection, and for browsers that can only ask.

    The answer is the same for everyone, so a cache in front may keep it for a second.
    """
    after = row_id(request.GET.get("after", ""))
    if after is None:
        return JsonResponse({"error": "after must be a number"}, status=400)
    try:
        message = text_since(pk, after)
    except Consultation.DoesNotExist:
        raise Http404 from None
    response = HttpResponse(message, content_type="application/json")
    patch_cache_control(response, public=True, max_age=1)
    return response
