"""What every answer of the site passes through, beside Django's and the libraries' own middleware."""

import logging

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request

from consult.limits import is_within
from consult.models.prepared import LARGEST_ID
from consult.views.strangers import SHARED_SECONDS, has_no_account, is_stranger, stood_here

logger = logging.getLogger(__name__)


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; Wagtail's editor, which has inline scripts and previews in a frame, loosens it.

    A preview is a page of the site that Wagtail asks for under the page's own address, and shows in a frame of the editor.
    """

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if getattr(request, "is_preview", False):
            parts.replace = {"frame-ancestors": [SELF]}
        if request.path.startswith(settings.EDITOR_URL_PREFIX):
            parts.update = {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE], "img-src": ["blob:"]}
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


class WellFormedMiddleware:
    """Refuses what no browser sends and no database takes, once for every address: NUL characters anywhere, and ids
    that no row can have.

    PostgreSQL raises on a NUL in any text, also in the key of a session or in the path of a page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self._refuse_nul(request.path_info, *_keys_and_values(request.GET), *request.COOKIES.values())
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any(isinstance(number, int) and number > LARGEST_ID for number in kwargs.values()):
            raise Http404
        if request.method == "POST":  # read already, for the token against forged requests
            self._refuse_nul(*_keys_and_values(request.POST))
        return

    def process_exception(self, request, error):
        """Wagtail's views read ids and page numbers out of the query unchecked; nonsense there is a bad request, no failure.

        Only what speaks of a value of the query is taken for that: any other error is a fault, and stays one.
        """
        asked_editor = request.path_info.startswith(settings.EDITOR_URL_PREFIX) and request.method in ("GET", "HEAD")
        if asked_editor and self._speaks_of(error, [value for _, values in request.GET.lists() for value in values]):
            logger.warning("The query could not be read: %s", request.get_full_path(), exc_info=error)
            return bad_request(request, error)
        return None

    @classmethod
    def _speaks_of(cls, error: Exception, values: list[str]) -> bool:
        if isinstance(error, OverflowError):
            return any(word.isdecimal() and (len(word) > 18 or int(word) > LARGEST_ID) for word in values)
        if isinstance(error, ValueError):
            return any(repr(word) in str(error) for word in values)
        return isinstance(error, InvalidPage) and bool(values)

    @staticmethod
    def _refuse_nul(*texts: str) -> None:
        if any("\0" in text for text in texts):
            raise BadRequest("A NUL character stands in the request.")


class SearchMiddleware:
    """A search looks through every text; one address asks for so many in a minute and no more. The editor is for staff."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_search = request.GET.get("q") and not request.path_info.startswith(settings.EDITOR_URL_PREFIX)
        address = request.META["REMOTE_ADDR"]
        if is_search and not is_within("searches", address, most=settings.SEARCHES_PER_MINUTE, seconds=60):
            response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = "60"
            return response
        return self.get_response(request)


def _keys_and_values(fields) -> list[str]:
    return [text for name, values in fields.lists() for text in (name, *values)]


class FormMiddleware(MiddlewareMixin):
    """Every answer carries the mark of this site, by which a page knows it from that of a proxy or of a network's sign-in;
    and a script that sends a form is told where to go on, since a browser hides redirects from scripts."""

    def process_response(self, request, response):
        response.headers["X-Rabfang"] = "1"
        if request.headers.get("X-Rabfang-Form") and response.has_header("Location"):
            response.headers["X-Rabfang-Go-To"] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = 200
        return response


class StrangersMiddleware(MiddlewareMixin):
    """Pages for readers without a session may be kept by any cache, for a moment; their forms need no token.

    Before the sessions, so that it sees every cookie that an answer sets: one that sets any is nobody else's.
    """

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "takes_strangers", False) and has_no_account(request) and stood_here(request):
            request.csrf_processing_done = True  # Django's own word for a request that needs no token

    def process_response(self, request, response):
        if (
            is_stranger(request)
            and request.method in ("GET", "HEAD")
            and response.status_code in (200, 304)
            and not response.cookies
            and not response.streaming
            and not response.has_header("Cache-Control")
            and not request.path_info.startswith(settings.EDITOR_URL_PREFIX)
        ):
            response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={SHARED_SECONDS}"
            patch_vary_headers(response, ["Cookie"])
        return response


class LanguageOfAddressMiddleware(MiddlewareMixin):
    """The address says the language: ``/en/…`` is English, any other Thai.

    Not a cookie, so that a shared cache and a link show everybody the same; and not the browser's Accept-Language, which on
    many Thai phones says English.
    """

    def process_request(self, request):
        request.LANGUAGE_CODE = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(request.LANGUAGE_CODE)

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
