"""Doors for those who only listen: a WebSocket and an event stream on the same hub. Nothing can be written here."""

import asyncio
import contextlib

from ..models import Consultation
from .hub import hub

SEND_SECONDS = 20
KEEP_ALIVE_SECONDS = 15
NOT_PUBLIC = 4404
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


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


async def live_socket(scope, receive, send) -> None:
    """``/live/<consultation>/socket``: one JSON message a frame; closed with 4404 when the consultation is not public."""
    await receive()  # websocket.connect
    messages = hub.follow(int(scope["url_route"]["kwargs"]["pk"]))
    await send({"type": "websocket.accept"})

    async def tell() -> None:
        async for message in messages:
            # A phone that stopped reading must not keep its buffer here for ever.
            await asyncio.wait_for(send({"type": "websocket.send", "text": message}), SEND_SECONDS)
        await send({"type": "websocket.close", "code": NOT_PUBLIC})

    try:
        await _race(tell(), _until_gone(receive))
    except Consultation.DoesNotExist:
        await send({"type": "websocket.close", "code": NOT_PUBLIC})
    except TimeoutError:
        with contextlib.suppress(OSError, RuntimeError):
            await send({"type": "websocket.close", "code": 1013})
    finally:
        await messages.aclose()


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
    messages = hub.follow(int(scope["url_route"]["kwargs"]["pk"]))
    try:
        first = await anext(messages)
    except Consultation.DoesNotExist:
        await _answer(send, 404)
        return
    if scope["method"] == "HEAD":
        await messages.aclose()
        await _answer(send, 200, *STREAM_HEADERS)
        return
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})

    async def chunk(text: str) -> None:
        body = {"type": "http.response.body", "body": text.encode(), "more_body": True}
        await asyncio.wait_for(send(body), SEND_SECONDS)

    async def tell() -> None:
        await chunk(f"data: {first}\n\n")
        async for message in messages:
            await chunk(f"data: {message}\n\n")

    async def keep_alive() -> None:
        while True:
            await asyncio.sleep(KEEP_ALIVE_SECONDS)
            await chunk(": still here\n\n")

    try:
        with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
            await _race(tell(), keep_alive(), _until_gone(receive))
    finally:
        await messages.aclose()
