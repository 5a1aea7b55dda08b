"""Before anything of a request reaches a thread: who sends it, how much, how slowly, how many at once; and an answer in time.

Pages run on a few threads. A thread is given to a request that has arrived whole, and no client, however slow to send, slow to
read or many at once, keeps the threads from the others. A proxy in front does the same sooner; nothing here relies on one.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from .faults import RETRY_AFTER, refusal_page

logger = logging.getLogger(__name__)

#: Bytes of unfinished and waiting requests that one process keeps at most
MOST_KEPT = 64 * 1024 * 1024
#: Seconds for one piece of an answer to leave, before a reader is taken for gone
SEND_SECONDS = 30
#: Requests that wait for a thread, for each thread there is; more are told at once to come back
WAITING_PER_THREAD = 200
#: The one door over HTTP that is none of the pages' (consult/live/urls.py)
EVENTS = re.compile(r"/live/[0-9]{1,18}/events")
PAGE = (b"content-type", b"text/html; charset=utf-8")
CLOSE = (b"connection", b"close")


class Refused(Exception):
    """A request goes no further; the status says why."""

    def __init__(self, status: int):
        self.status = status


class Abandoned(Exception):
    """Whoever sent the request is gone, or was answered already."""


class Threads:
    """An application on so many threads; where there are four or more, one address leaves some to the others, always."""

    def __init__(self, application, count: int):
        self.application = application
        self.waiting = 0
        self.most_waiting = count * WAITING_PER_THREAD
        self.share = count - count // 4
        self.turns: dict[str, tuple[asyncio.Semaphore, int]] = {}

    async def answer(self, scope, receive, send) -> None:
        """The answer, when it is this address's turn. Raises Refused when too many wait."""
        if self.waiting >= self.most_waiting:
            raise Refused(503)
        address = _address(scope)
        turn, users = self.turns.get(address) or (asyncio.Semaphore(self.share), 0)
        self.turns[address] = (turn, users + 1)
        self.waiting += 1
        try:
            async with turn:
                if not scope.get("given_up"):
                    await self.application(scope, receive, send)
        finally:
            self.waiting -= 1
            turn, users = self.turns.pop(address)
            if users > 1:
                self.turns[address] = (turn, users - 1)


class Gate:
    """Around everything that answers: threads by address (``threads_for``), and those who only listen (``live``)."""

    def __init__(self, threads_for: Callable[[str], Threads], live):
        self.threads_for, self.live = threads_for, live
        #: Bytes of bodies by address
        self.kept: Counter[str] = Counter()
        self.bodies: Counter[str] = Counter()
        self.watchers: Counter[str] = Counter()
        #: Those who tell the clients of late pages
        self.telling: set[asyncio.Task] = set()

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "websocket" or EVENTS.fullmatch(scope["path"]):
            await self._watch(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    # Those who only listen

    async def _watch(self, scope, receive, send) -> None:
        address = _address(scope)
        if self.watchers[address] >= settings.SOCKETS_PER_ADDRESS:
            await self._turn_away(scope, receive, send, 429)
            return
        try:
            with _counted(self.watchers, address):
                await self.live(scope, receive, send)
        except DatabaseError as trouble:
            logger.warning("Somebody who watches is sent away: %s", trouble)
            with suppress(RuntimeError):  # an event stream that has begun just ends
                await self._turn_away(scope, None, send, 503)

    @staticmethod
    async def _turn_away(scope, receive, send, status: int) -> None:
        """To come back later, as browsers do."""
        if scope["type"] != "websocket":
            await _refuse(send, status)
            return
        if receive is not None:
            await receive()
        await send({"type": "websocket.close", "code": 1013})

    # Pages

    async def _answer(self, scope, receive, send) -> None:
        address, body = _address(scope), bytearray()
        try:
            await self._read(scope, receive, body)
            await self._in_time(scope, _replay(bytes(body), receive), send)
        except Refused as refused:
            await _refuse(send, refused.status)
        except Abandoned:
            pass
        finally:
            self.kept[address] -= len(body)
            if not self.kept[address]:
                del self.kept[address]

    async def _read(self, scope, receive, body: bytearray) -> None:
        """All of the body into ``body``, within size and time."""
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if declared == b"0" and b"transfer-encoding" not in headers:
            return
        is_editor = scope["path"].startswith(settings.EDITOR_URL_PREFIX)
        limit = settings.EDITOR_BODY_BYTES if is_editor else settings.BODY_BYTES
        seconds = settings.EDITOR_BODY_SECONDS if is_editor else settings.BODY_SECONDS
        address = _address(scope)
        if not declared.isdigit() or len(declared) > 18 or int(declared) > limit:
            raise Refused(413)
        if self.bodies[address] >= settings.BODIES_PER_ADDRESS:
            raise Refused(429)
        try:
            with _counted(self.bodies, address):
                async with asyncio.timeout(seconds):
                    while await self._piece(receive, body, address):
                        if len(body) > limit:
                            raise Refused(413)
        except TimeoutError:
            raise Refused(408) from None
        if len(body) > limit:
            raise Refused(413)

    async def _piece(self, receive, body: bytearray, address: str) -> bool:
        """One piece more; whether there are others."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Abandoned
        piece = message.get("body", b"")
        body += piece
        self.kept[address] += len(piece)
        if self.kept[address] > MOST_KEPT // 2:
            raise Refused(429)
        if self.kept.total() > MOST_KEPT:
            raise Refused(503)
        return message.get("more_body", False)

    async def _in_time(self, scope, receive, send) -> None:
        """The page; or after ANSWER_SECONDS word that there is none, while its thread goes on in vain and is not lost."""
        answer = Outgoing(scope, send)
        is_editor = scope["path"].startswith(settings.EDITOR_URL_PREFIX)
        seconds = settings.EDITOR_ANSWER_SECONDS if is_editor else settings.ANSWER_SECONDS
        timer = asyncio.get_running_loop().call_later(seconds, self._too_late, answer, scope["path"])
        try:
            await self.threads_for(scope["path"]).answer(scope, receive, answer.send)
        finally:
            timer.cancel()

    def _too_late(self, answer: "Outgoing", path: str) -> None:
        if answer.has_begun:
            return
        logger.error("No answer in time: %s", path)
        answer.give_up()
        telling = asyncio.ensure_future(_refuse(answer.to_client, 503))
        self.telling.add(telling)
        telling.add_done_callback(self.telling.discard)


class Outgoing:
    """What a page sends, as long as somebody takes it. It is taken from the page in any case: a thread whose words nobody
    takes would wait for ever."""

    def __init__(self, scope, to_client):
        self.has_begun = self.is_given_up = False
        self.to_client = to_client
        self._scope = scope

    def give_up(self) -> None:
        self.is_given_up = True
        self._scope["given_up"] = True  # a thread that begins late sees it in config/wsgi.py

    async def send(self, message) -> None:
        if self.is_given_up:
            return
        self.has_begun = True
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self.to_client(message)
        except TimeoutError:
            self.give_up()


def trusting(application, proxies: list[str]):
    """The client's address and whether it came by TLS as these proxies say it; from anybody else those headers mean nothing."""
    believed = ProxyHeadersMiddleware(application, trusted_hosts=proxies)

    async def from_whom(scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await application(scope, receive, send)
        elif scope.get("client") and scope["client"][0] in believed.trusted_hosts:
            await believed(scope, receive, send)
        else:
            scope["headers"] = [header for header in scope["headers"] if not header[0].startswith(b"x-forwarded-")]
            await application(scope, receive, send)

    return from_whom


def _address(scope) -> str:
    return (scope.get("client") or ("",))[0]


@contextmanager
def _counted(counts: Counter, address: str):
    counts[address] += 1
    try:
        yield
    finally:
        counts[address] -= 1
        if not counts[address]:
            del counts[address]


def _replay(body: bytes, receive) -> Callable[[], Awaitable[dict]]:
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> dict:
        return parts.pop() if parts else await receive()

    return again


async def _refuse(send, status: int) -> None:
    """A page that says why, in a connection that ends: whoever is refused may be still sending."""
    body = refusal_page(status)
    headers = [
        PAGE,
        CLOSE,
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-rabfang", b"1"),
    ]
    if status in (429, 503):
        headers.append((b"retry-after", str(RETRY_AFTER).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
