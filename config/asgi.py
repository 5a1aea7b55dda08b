"""The web process: pages through Django, live doors through Channels, the hub started and stopped with the server."""

import gc
import os
import re

from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.bridge import Bridge
from config.gate import Gate, Threads, trusting
from config.wsgi import application as wsgi_application


def on_threads(count: int) -> Threads:
    return Threads(Bridge(wsgi_application, count), count)


files, others = on_threads(2), on_threads(settings.WEB_THREADS)
#: Each kind of act has threads of its own, so that a rush of one, or slow pages, never keep the other from its turn.
ACTS = [
    (re.compile(r"(/en)?/consultations/[0-9]+/(sections|comments)/[0-9]+/vote/"), on_threads(settings.VOTE_THREADS)),
    (re.compile(r"(/en)?/consultations/[0-9]+/comments/"), on_threads(settings.COMMENT_THREADS)),
]
#: Thousands of sockets are a million objects that stay: walking over them as often as Python does by itself is most of the
#: work of telling them anything (docs/performance.md).
COLLECT_AFTER = (100_000, 50, 1_000)


def threads_for(path: str) -> Threads:
    """What answers this address; files need no database, and are there while all others wait for one."""
    if path.startswith(settings.STATIC_URL):
        return files
    return next((threads for address, threads in ACTS if address.fullmatch(path)), others)


from cms.checks import refuse_to_start  # noqa: E402
from config.database import serve_pages  # noqa: E402
from consult.live.hub import hub  # noqa: E402
from consult.live.urls import http_urlpatterns, websocket_urlpatterns  # noqa: E402

serve_pages()


async def lifespan(scope, receive, send):
    """Refuse an unsafe production, start the hub when the server starts, and let it close its rooms before the server stops."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await sync_to_async(refuse_to_start)()
            gc.freeze()
            gc.set_threshold(*COLLECT_AFTER)
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


live = ProtocolTypeRouter(
    {
        "http": URLRouter(http_urlpatterns),
        "websocket": AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns)),
    }
)
gate = trusting(Gate(threads_for, live), settings.TRUSTED_PROXIES)
application = ProtocolTypeRouter({"http": gate, "websocket": gate, "lifespan": lifespan})
