"""Pages, which are WSGI, inside the server of the sockets, which is ASGI: a page is handed to a thread once and comes back whole once.

Each handing over between a thread and the event loop costs CPU and, where both want the interpreter, up to the five milliseconds after
which Python lets the other have it (docs/decisions/0209-a-page-comes-back-whole.md).
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from itertools import chain
from typing import Any

from a2wsgi.wsgi import build_environ

#: Pieces of a long answer (a file, an export) that wait in this process for a slow reader, before its thread does
MOST_PIECES = 10_000


class Bridge:
    """A WSGI application as an ASGI one, on so many threads, each of which keeps its connection to the database."""

    def __init__(self, application, threads: int):
        self._application = application
        self._threads = ThreadPoolExecutor(threads, "page")

    async def __call__(self, scope, receive, send) -> None:
        environ = build_environ(scope, BytesIO(await _whole_body(receive)))  # type: ignore[arg-type]
        page, loop = _Page(self._application, send), asyncio.get_running_loop()
        try:
            whole = await loop.run_in_executor(self._threads, copy_context().run, page.make, environ, loop)
        except BaseException:
            page.break_off()
            raise
        if whole is None:
            await page.told()
        else:
            await send(page.head)
            await send({"type": "http.response.body", "body": whole})


class _Page:
    """One answer: whole where it is of one piece, as nearly all are, else piece by piece."""

    def __init__(self, application, send):
        self.head: dict[str, Any] = {}
        self._application, self._send = application, send
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_PIECES)
        self._telling: asyncio.Task[None] | None = None

    def make(self, environ: dict, loop: asyncio.AbstractEventLoop) -> bytes | None:
        """In a thread: the body of the answer, or None where it is told in pieces."""
        answer: Iterable[bytes] = self._application(environ, self._begin)
        try:
            pieces = iter(answer)
            first, second = next(pieces, b""), next(pieces, None)
            if second is None:
                return bytes(first)
            for piece in chain((first, second), pieces, (None,)):
                asyncio.run_coroutine_threadsafe(self._take(piece), loop).result()
            return None
        finally:
            if hasattr(answer, "close"):
                answer.close()

    async def told(self) -> None:
        """Wait until the last piece is sent."""
        if self._telling:
            await self._telling

    def break_off(self) -> None:
        """What was to follow does not come; the server ends the connection, so that nobody takes the beginning for the whole."""
        if self._telling:
            self._telling.cancel()

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info=None) -> None:
        self.head = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }

    async def _take(self, piece: bytes | None) -> None:
        if self._telling is None:
            self._telling = asyncio.ensure_future(self._tell())
        if self._telling.done():
            self._telling.result()  # raises why it ended, in the thread, which ends too
        await self._pieces.put(piece)

    async def _tell(self) -> None:
        try:
            await self._send(self.head)
            while (piece := await self._pieces.get()) is not None:
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            await self._send({"type": "http.response.body", "body": b""})
        finally:  # a thread that waits for room goes on, and hears of the end with its next piece
            while not self._pieces.empty():
                self._pieces.get_nowait()


async def _whole_body(receive) -> bytes:
    """What the gate has read already (config/gate.py)."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body
