"""The web process: pages through Django, live doors through Channels, the hub started and stopped with the server."""

import os

from a2wsgi import WSGIMiddleware
from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as wsgi_application

pages = WSGIMiddleware(wsgi_application, workers=settings.WEB_THREADS)

from cms.checks import refuse_to_start  # noqa: E402
from consult.live.hub import hub  # noqa: E402
from consult.live.urls import http_urlpatterns, websocket_urlpatterns  # noqa: E402


async def lifespan(scope, receive, send):
    """Refuse an unsafe production, start the hub when the server starts, and let it close its rooms before the server stops."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await sync_to_async(refuse_to_start)()
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


application = ProtocolTypeRouter(
    {
        "http": URLRouter([*http_urlpatterns, re_path(r"", pages)]),
        "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),
        "lifespan": lifespan,
    }
)
