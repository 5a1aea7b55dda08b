"""Who acts without an account: the guest of this browser, in the room of hearings and nowhere else."""

from django.contrib import messages
from django.utils.translation import ngettext

from consult import actions
from consult.views.guests import GUEST_COOKIE, device_of, guest_of

#: What guests may do with data on them, though it is all under an alias
OWN_DATA = {"people:own_data", "people:data_copy", "people:data_request", "people:erasure"}


def _is_for_guests(match) -> bool:
    """Whether an address is of the room of hearings, and not a door where people sign in; or of one's own data."""
    return match.view_name in OWN_DATA or ("consult" in match.app_names and not match.url_name.startswith("digital_id"))


class GuestMiddleware:
    """Makes the guest of this browser the reader of pages of hearings and of their own data. Everywhere else (accounts, the desk, analysis) guests are
    nobody, so that no page of accounts takes one for somebody who signed in.

    Where somebody signed in in a browser that a guest acted from, what the guest did moves to the account, once.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "guest_moved_up", False):
            response.delete_cookie(GUEST_COOKIE)
        return response

    def process_view(self, request, view, args, kwargs):
        if GUEST_COOKIE not in request.COOKIES:
            return
        if request.user.is_authenticated:
            self._move_up(request)
        elif _is_for_guests(request.resolver_match) and (guest := guest_of(request)):
            request.user = guest

    def _move_up(self, request) -> None:
        device = device_of(request)
        moved = actions.move_up(device=device, account=request.user) if device else 0
        request.guest_moved_up = True
        if moved:
            said = ngettext(
                "%(n)s thing you did on this device as a guest now belongs to your account.",
                "%(n)s things you did on this device as a guest now belong to your account.",
                moved,
            )
            messages.success(request, said % {"n": moved})
