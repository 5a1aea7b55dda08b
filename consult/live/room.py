import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import replace

from .frames import Frame, ReadingPlace

#: A watcher that is further behind is told one frame of everything since, from the database
REMEMBERED = 32
#: Watchers woken in one turn of the event loop; pages and new sockets get theirs between two turns
WOKEN_AT_ONCE = 100

Fragments = Mapping[ReadingPlace, Mapping[int, str]]


class Told:
    """A frame as it is told, each text made once: with fragments for those who read a place they stand in, else without."""

    def __init__(self, frame: Frame, fragments: Fragments | None = None):
        self.seq, self.prev = frame.seq, frame.prev
        self._plain = _text(frame)
        self._for_place = {
            place: _text(replace(frame, fragments=dict(found))) for place, found in (fragments or {}).items()
        }

    def text(self, place: ReadingPlace | None) -> str:
        return self._for_place.get(place, self._plain) if place else self._plain

    def forget_fragments(self) -> None:
        self._for_place = {}


class Room:
    """Those in this process who watch one consultation, and the last frames of it, each following the one before.

    ``since`` asks the database for one frame of everything after a number, up to another one.
    """

    def __init__(self, seq: int, since: Callable[[int, int], Awaitable[Frame]]):
        self.seq = seq
        self.watchers = 0
        self.gone = False
        #: Where somebody reads comments, and how many do
        self.places: dict[ReadingPlace, int] = {}
        #: One at a time puts frames in order; filling a gap asks the database meanwhile
        self.delivering = asyncio.Lock()
        self._since = since
        self._told: deque[Told] = deque(maxlen=REMEMBERED)
        self._summed_up: dict[int, asyncio.Task[Told]] = {}
        self._waiting: set[asyncio.Future] = set()

    def enter(self, place: ReadingPlace | None) -> None:
        self.watchers += 1
        if place:
            self.places[place] = self.places.get(place, 0) + 1

    def leave(self, place: ReadingPlace | None) -> None:
        self.watchers -= 1
        if place:
            self.places[place] -= 1
            if not self.places[place]:
                del self.places[place]

    def publish(self, latest: Frame, fragments: Fragments | None = None) -> None:
        self.seq = latest.seq
        if latest.takes_back:
            # Whoever is behind hears first that these comments came, and fetches those that may still be read.
            for told in self._told:
                told.forget_fragments()
        self._summed_up.clear()
        self._told.append(Told(latest, fragments))
        self._wake()

    def close(self) -> None:
        self.gone = True
        self._wake()

    async def frames(self, seen: int, place: ReadingPlace | None = None) -> AsyncGenerator[str]:
        """Every frame after number ``seen``, in order, until the consultation leaves the public site."""
        while not self.gone:
            if seen >= self.seq:
                await self._news()
            elif self._told and self._told[0].prev <= seen:
                for told in [told for told in self._told if told.seq > seen]:
                    seen = told.seq
                    yield told.text(place)
            else:
                told = await self._sum_up(seen)
                seen = told.seq
                yield told.text(place)

    async def _news(self) -> None:
        news = asyncio.get_running_loop().create_future()
        self._waiting.add(news)
        try:
            await news
        finally:
            self._waiting.discard(news)

    async def _sum_up(self, seen: int) -> Told:
        """One frame of everything after ``seen``; asked for once by all who come back with the same number."""
        task = self._summed_up.get(seen)
        if task is None:
            task = self._summed_up[seen] = asyncio.create_task(self._ask(seen))
        return await asyncio.shield(task)

    async def _ask(self, seen: int) -> Told:
        return Told(await self._since(seen, self.seq))

    def _wake(self) -> None:
        self._wake_some(list(self._waiting))

    def _wake_some(self, waiting: list[asyncio.Future]) -> None:
        for news in waiting[-WOKEN_AT_ONCE:]:
            if not news.done():
                news.set_result(None)
        del waiting[-WOKEN_AT_ONCE:]
        if waiting:
            asyncio.get_running_loop().call_soon(self._wake_some, waiting)


def _text(frame: Frame) -> str:
    return json.dumps(frame.as_message(), ensure_ascii=False, separators=(",", ":"))
