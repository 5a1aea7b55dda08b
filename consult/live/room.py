import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator

from .frames import Frame

#: A watcher that is further behind is told the number only, and its browser asks for the rest
REMEMBERED = 32


class Room:
    """Those in this process who watch one consultation, and the last frames of it, each following the one before."""

    def __init__(self, seq: int):
        self.seq = seq
        self.watchers = 0
        self.gone = False
        #: One at a time puts frames in order; filling a gap asks the database meanwhile
        self.delivering = asyncio.Lock()
        self._messages: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
        self._news = asyncio.get_running_loop().create_future()

    def publish(self, latest: Frame) -> None:
        self.seq = latest.seq
        self._messages.append((latest.seq, json.dumps(latest.as_message(), separators=(",", ":"))))
        self._wake()

    def close(self) -> None:
        self.gone = True
        self._wake()

    async def frames(self, seen: int) -> AsyncGenerator[str]:
        """Every frame after number ``seen``, in order, until the consultation leaves the public site."""
        while not self.gone:
            news = [(seq, message) for seq, message in self._messages if seq > seen]
            if not news:
                await asyncio.shield(self._news)
            for seq, message in news:
                seen = seq
                yield message

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.get_running_loop().create_future()
        news.set_result(None)
