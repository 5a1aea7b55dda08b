from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def session(request):
    """Whose session this browser has now and the token its forms need: an open page asks after another tab changed both."""
    user = request.user
    return JsonResponse(
        {
            "token": get_token(request),
            "person": user.browser_mark if user.is_authenticated else "",
            "alias": user.alias if user.is_authenticated else "",
        }
    )
