from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from consult import rules
from consult.views.doors import find_consultation


def analysts_only(view):
    """Call the view with the consultation in place of its id; sign-in page for strangers, 403 for those without the role."""

    def door(request, pk, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        consultation = find_consultation(request, pk)
        if not rules.may_analyse(request.user, consultation):
            raise PermissionDenied
        return view(request, consultation, **kwargs)

    return door
