from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import actions
from ..pages.sessions import sessions_of

#: Instead of the mark of one session
THE_OTHERS = "others"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_sessions(request):
    """Where one is signed in, each ended by hand, or all but this one."""
    this = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("end", "")
        if chosen == THE_OTHERS:
            ended = actions.end_other_sessions(person=request.user, this=this)
        else:
            ended = int(actions.end_session(person=request.user, mark=chosen))
        said = ngettext("You are signed out in %(n)s browser.", "You are signed out in %(n)s browsers.", ended)
        messages.success(request, said % {"n": ended} if ended else _("You are not signed in there any more."))
        return redirect("people:own_sessions")
    return render(request, "people/own_sessions.html", {"sessions": sessions_of(request.user, this)})
