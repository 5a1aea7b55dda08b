"""HTTP/1.1 kept alive and WebSockets for benches, with as little work as can be: the client shares the machine it measures."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]


class Http:
    """One kept connection. Answers come in the order of questions, so ask one at a time."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None):
        parts = urlsplit(address)
        self.host, self.port = parts.hostname, parts.port
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Raises OSError or EOFError when the other side ends before its answer does. A kept connection that the server has ended
        meanwhile (uvicorn does after five quiet seconds) is opened anew, as browsers do."""
        if self._reader is not None and self._reader.at_eof():
            self.close()
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        own = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        if body is not None:
            own += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{self._headers}{own}\r\n"
        try:
            self._writer.write(head.encode() + (body or b""))
            return await self._answer()
        except BaseException:
            self.close()
            raise

    async def _answer(self) -> Answer:
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in lines[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        body = b""
        if headers.get("transfer-encoding") == "chunked":
            while size := int(await self._reader.readline(), 16):
                body += (await self._reader.readexactly(size + 2))[:-2]
            await self._reader.readline()
        elif length := int(headers.get("content-length", 0)):
            body = await self._reader.readexactly(length)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(lines[0].split(" ", 2)[1]), headers, body

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class Socket(asyncio.Protocol):
    """A WebSocket that only listens. ``heard`` gets each text as bytes; ``ended`` the code it was closed with (1006: none)."""

    def __init__(self, host: str, path: str, heard: Callable[[bytes], None], ended: Callable[[int], None]):
        key = base64.b64encode(os.urandom(16)).decode()
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self._heard, self._ended = heard, ended
        self._rest, self._is_open, self._code = b"", False, 1006
        self.transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, address: str, path: str, heard, ended) -> Socket:
        parts = urlsplit(address)
        loop = asyncio.get_running_loop()
        _, socket = await loop.create_connection(
            lambda: cls(parts.netloc, path, heard, ended), parts.hostname, parts.port
        )
        return socket

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self._is_open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.transport.close()
                return
            self._is_open = True
        at = 0
        while len(data) - at >= 2:
            size, start = data[at + 1] & 0x7F, at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if len(data) < start + size:
                break
            self._frame(data[at] & 0x0F, data[start : start + size])
            at = start + size
        self._rest = data[at:]

    def _frame(self, kind: int, payload: bytes) -> None:
        if kind == 1:
            self._heard(payload)
        elif kind == 8:
            self._code = int.from_bytes(payload[:2]) if len(payload) >= 2 else 1005
            self.transport.write(b"\x88\x80\0\0\0\0")
            self.transport.close()
        elif kind == 9:
            self.transport.write(bytes([0x8A, 0x80 | len(payload)]) + b"\0\0\0\0" + payload)  # masked with nothing

    def connection_lost(self, error) -> None:
        self._ended(self._code)

    def close(self) -> None:
        self.transport.close()
