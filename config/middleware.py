"""What every answer of the site passes through, beside Django's and the libraries' own middleware."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; Wagtail's editor, which has inline scripts and previews in a frame, loosens it."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(settings.EDITOR_URL_PREFIX):
            parts.update = {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE], "img-src": ["blob:"]}
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


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


class ChosenLanguageMiddleware(MiddlewareMixin):
    """Thai unless the person chose English (the cookie of Django's set_language).

    Django's LocaleMiddleware would obey the browser's Accept-Language, which on many Thai phones says English.
    """

    def process_request(self, request):
        choice = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.LANGUAGE_CODE = choice if choice in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(request.LANGUAGE_CODE)

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
