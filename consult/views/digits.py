from datetime import timedelta

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..pages.digits import DIGITS, DIGITS_COOKIE
from .strangers import takes_strangers

KEPT_FOR = timedelta(days=365)


@takes_strangers
@require_POST
def digits(request):
    """Remember in which digits this reader wants the text of the law, and go back to where it was chosen."""
    back_to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back_to, {request.get_host()}, require_https=request.is_secure()):
        back_to = "/"
    answer = HttpResponseRedirect(back_to)
    choice = request.POST.get("digits")
    if choice in DIGITS:
        answer.set_cookie(
            DIGITS_COOKIE, choice, max_age=KEPT_FOR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(DIGITS_COOKIE)
    return answer
