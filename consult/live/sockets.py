"""Doors for those who only listen: a WebSocket and an event stream on the same hub. Nothing can be written here."""

import asyncio
import re
from contextlib import suppress
from urllib.parse import parse_qs

from django.conf import settings

from ..models import Consultation
from .frames import ReadingPlace
from .hub import Watching, hub

SEND_SECONDS = 20
LOOK_SECONDS = 1
KEEP_ALIVE_SECONDS = 15
NOT_PUBLIC = 4404
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


NUMBER = re.compile(r"[0-9]{1,18}")
LANGUAGES = {code for code, _ in settings.LANGUAGES}


async def _follow(scope) -> Watching:
    """What the address asks for: ``?after=`` the last number that is known, ``language=`` and ``anchor=`` of the comments that
    are read (an empty anchor: those on the whole draft). What makes no sense is as if it were not there."""
    asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1"), True).items()}
    after = int(asked["after"]) if NUMBER.fullmatch(asked.get("after", "")) else None
    place = None
    if asked.get("language") in LANGUAGES and len(asked.get("anchor", "?" * 99)) <= 36:
        place = ReadingPlace(asked["language"], asked["anchor"])
    return await hub.follow(int(scope["url_route"]["kwargs"]["pk"]), after, place)


async def _until_gone(receive) -> None:
    """Return when the other side is gone; whatever it says is not listened to."""
    while (await receive())["type"] not in ("websocket.disconnect", "http.disconnect"):
        pass


async def _race(*parts) -> None:
    """Run the parts until the first one ends; end the others, and raise what the first one raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _cut(send) -> None:
    """End a connection whose other side does not read. ASGI has no word for it, and the server's own close waits until all
    that was written is read."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()


class Patience:
    """Sends, and cuts who takes no message for SEND_SECONDS.

    One look a second for all of them: a timer for each message would cost a third of what the message does.
    """

    def __init__(self):
        self._sending: dict = {}
        self._looking_in: asyncio.AbstractEventLoop | None = None

    async def send(self, send, message: dict) -> None:
        loop = asyncio.get_running_loop()
        self._sending[send] = loop.time()
        if self._looking_in is not loop:
            self._look_again(loop)
        try:
            await send(message)
        finally:
            self._sending.pop(send, None)

    def _look_again(self, loop: asyncio.AbstractEventLoop) -> None:
        self._looking_in = loop
        loop.call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        for send, since in list(self._sending.items()):
            if loop.time() - since > SEND_SECONDS:
                _cut(send)
        self._looking_in = None
        if self._sending:
            self._look_again(loop)


patience = Patience()
_streams: set[asyncio.Future] = set()


def end_streams() -> None:
    """The process is told to stop: browsers come back to another one. A server that waits for requests to end would wait for event
    streams in vain."""
    for stream in _streams:
        if not stream.done():
            stream.set_result(None)


async def live_socket(scope, receive, send) -> None:
    """``/live/<consultation>/socket``: one JSON message a frame; closed with 4404 when the consultation is not public."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    me, is_over = asyncio.current_task(), False

    def cut(_) -> None:
        if not is_over:
            me.cancel()

    # One task beside the one we are in, not two: there are thousands of us.
    gone = asyncio.ensure_future(_until_gone(receive))
    gone.add_done_callback(cut)
    try:
        await _tell(scope, send)
    except asyncio.CancelledError:
        if not gone.done() or me.uncancel():  # somebody else wants us to end
            raise
    finally:
        is_over = True
        gone.cancel()


async def _tell(scope, send) -> None:
    with suppress(Consultation.DoesNotExist):
        watching = await _follow(scope)
        try:
            await patience.send(send, {"type": "websocket.send", "text": watching.hello})
            async for message in watching.frames:
                # A phone that stopped reading must not keep its buffer here for ever.
                await patience.send(send, {"type": "websocket.send", "text": message})
        finally:
            await watching.end()
    await send({"type": "websocket.close", "code": NOT_PUBLIC})


async def no_socket(scope, receive, send) -> None:
    """Any other address: closed with 4404, as for a consultation that is not public."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NOT_PUBLIC})


async def _answer(send, status: int, *headers: tuple[bytes, bytes]) -> None:
    """A whole answer without a body."""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})


async def live_events(scope, receive, send) -> None:
    """``/live/<consultation>/events``: the same messages as server-sent events, for networks that break sockets."""
    if scope["method"] not in ("GET", "HEAD"):
        await _answer(send, 405, (b"allow", b"GET, HEAD"))
        return
    try:
        watching = await _follow(scope)
    except Consultation.DoesNotExist:
        await _answer(send, 404)
        return
    if scope["method"] == "HEAD":
        await watching.end()
        await _answer(send, 200, *STREAM_HEADERS)
        return

    async def chunk(text: str) -> None:
        body = {"type": "http.response.body", "body": text.encode(), "more_body": True}
        await patience.send(send, body)

    async def tell() -> None:
        await chunk(f"data: {watching.hello}\n\n")
        async for message in watching.frames:
            await chunk(f"data: {message}\n\n")

    async def keep_alive() -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE_SECONDS)
            await chunk(": still here\n\n")

    _streams.add(told_to_end := asyncio.get_running_loop().create_future())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        await _race(tell(), keep_alive(), _until_gone(receive), told_to_end)
        await send({"type": "http.response.body", "body": b""})
    finally:
        _streams.discard(told_to_end)
        await watching.end()
