"""Pages, as a WSGI application; config/asgi.py runs it on threads."""

import os
import re

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)


def reads_utf8(pages: WSGIHandler):
    """Forms of this site are in UTF-8, whatever a request claims: Django would look the claim up as a codec before any
    middleware runs, and some codecs of Python (base64, rot13) are none of text."""

    def application(environ, start_response):
        if environ.get("asgi.scope", {}).get(
            "given_up"
        ):  # answered already (config/gate.py), while all threads were busy
            start_response("503 Service Unavailable", [])
            return []
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return pages(environ, start_response)

    return application


application = reads_utf8(get_wsgi_application())
