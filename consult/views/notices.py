from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..models import Notice
from ..models.notice import person_of_token
from ..pages.notices import with_changes
from .ids import row_id

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_list(request):
    """What happened to what this person said and voted on; a button marks it as read."""
    if request.method == "POST":
        actions.read_notices(person=request.user, upto=row_id(request.POST.get("upto", "")) or 0)
        return redirect("consult:notice_list")
    notices = Notice.objects.of(request.user).of_public_hearings().with_subject()
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    with_changes(page.object_list, request.user)
    newest = Notice.objects.of(request.user).unread().values_list("pk", flat=True).first()
    return render(request, "consult/notice_list.html", {"page": page, "newest_unread": newest})


@require_POST
@login_required
def mail_choice(request):
    """Get the daily mail, or no longer."""
    wanted = request.POST.get("wanted") == "yes"
    actions.choose_mail(person=request.user, wanted=wanted)
    messages.success(
        request, _("You get one mail a day when something changes.") if wanted else _("You get no more mail.")
    )
    return redirect("consult:notice_list")


@csrf_exempt  # one click in a mail program (RFC 8058): the signed token is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request, token):
    """Stop the daily mail from the mail itself, without signing in. A link only asks: programs follow links by themselves."""
    try:
        person = person_of_token(token)
    except BadSignature:
        raise Http404 from None
    if request.method == "POST":
        actions.choose_mail(person=person, wanted=False)
    return render(request, "consult/mail_stop.html", {"stopped": request.method == "POST", "token": token})
