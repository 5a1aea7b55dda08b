import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from time import time

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import DatabaseError
from redis.exceptions import RedisError

from ..actions import fold_figures, number_announcements
from ..breaker import valkey
from ..models import Announcement, Consultation
from .frames import Frame, ReadingPlace, current_numbers, fragments_of, frame
from .lease import Lease
from .room import Room

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
RECONCILE_SECONDS = 5.0
LAYER_SECONDS = 2.0
LAYER_TROUBLE = (OSError, RedisError, TimeoutError)


def _in_thread(function):
    """Database work off the event loop, not behind the requests of the thread-sensitive executor."""
    return database_sync_to_async(function, thread_sensitive=False)


@dataclass(slots=True)
class Watching:
    """One watcher in its room. Small, and one generator instead of one inside another: there are thousands."""

    room: Room
    place: ReadingPlace | None
    hello: str
    frames: AsyncGenerator[str]

    async def end(self) -> None:
        self.room.leave(self.place)
        await self.frames.aclose()


class Hub:
    """One per process: hears the channel layer once, and hands every frame in its order to each socket and event stream here.

    A group of its own per socket would cost ten times as much CPU per delivery (docs/decisions/0003).
    """

    def __init__(self):
        self.rooms: dict[int, Room] = {}
        self.layer_is_down = False
        self._lease = Lease()
        self._channel = None
        self._tasks: list[asyncio.Task] = []

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._tick_forever()), asyncio.create_task(self._listen_forever())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for room in self.rooms.values():
            room.close()
        await _in_thread(self._lease.release)()

    async def follow(
        self, consultation_id: int, after: int | None = None, place: ReadingPlace | None = None
    ) -> "Watching":
        """What one watcher is told: a hello with the number its frames begin after and the time here, then every frame.

        ``after``: the last number it knows; without one, or with one that is not told yet, frames begin now. They end when the
        consultation leaves the public site. Raises Consultation.DoesNotExist when it is not on it. Whoever follows must ``end()``.
        """
        room = await self._enter(consultation_id, place)
        seen = room.seq if after is None else min(after, room.seq)
        hello = json.dumps({"t": "hello", "seq": seen, "now": round(time() * 1000)})
        return Watching(room, place, hello, room.frames(seen, place))

    async def _enter(self, consultation_id: int, place: ReadingPlace | None) -> Room:
        """The room, with one watcher more: counted before anything is waited for, so that nobody clears it away meanwhile."""
        room = self.rooms.get(consultation_id)
        if room is None:
            if not await _in_thread(current_numbers)([consultation_id]):
                raise Consultation.DoesNotExist
            # The number is read after the group is joined: what is told in between is in it.
            await self._join(consultation_id)
            numbers = await _in_thread(current_numbers)([consultation_id])
            if not numbers:
                raise Consultation.DoesNotExist

            async def since(after: int, until: int) -> Frame:
                return await _in_thread(frame)(consultation_id, after=after, until=until)

            room = self.rooms.setdefault(consultation_id, Room(numbers[consultation_id], since))
        room.enter(place)
        return room

    async def _deliver(self, consultation_id: int, latest: Frame) -> None:
        """Give a frame to this process's watchers; numbers that are missing before it come from the database, never lost."""
        room = self.rooms.get(consultation_id)
        if room is None:
            return
        async with room.delivering:
            if latest.seq <= room.seq:
                return
            if latest.prev != room.seq:
                latest = await _in_thread(frame)(consultation_id, after=room.seq)
            if latest.seq > room.seq:
                room.publish(latest, await self._fragments(consultation_id, latest, room))

    async def _fragments(self, consultation_id: int, latest: Frame, room: Room) -> dict[ReadingPlace, dict[int, str]]:
        """What the frame brings along; nothing of it is worth keeping the frame back."""
        if not (latest.posted or latest.official_replies) or not room.places:
            return {}
        try:
            return await _in_thread(fragments_of)(consultation_id, latest, list(room.places))
        except (Consultation.DoesNotExist, DatabaseError) as trouble:
            logger.warning("A frame goes without its comments: %s", trouble)
            return {}

    # From the channel layer

    async def _listen_forever(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                self._channel = self._channel or await layer.new_channel()
                await asyncio.gather(*(self._join(pk) for pk in list(self.rooms)))
                while True:
                    message = await layer.receive(self._channel)
                    await self._deliver(message["consultation"], Frame(**message["frame"]))
            except LAYER_TROUBLE as trouble:
                self.layer_is_down = True
                logger.warning("Channel layer out of reach, reading news from the database: %s", trouble)
            except Exception:
                logger.exception("A frame was not delivered; the next look into the database brings what it said")
            await asyncio.sleep(TICK_SECONDS)

    async def _join(self, consultation_id: int) -> None:
        if self._channel is not None:
            await self._ask_layer("group_add", consultation_id, self._channel)

    async def _leave(self, consultation_id: int) -> None:
        if self._channel is not None:
            await self._ask_layer("group_discard", consultation_id, self._channel)

    async def _send(self, consultation_id: int, latest: Frame) -> None:
        message = {"type": "live.frame", "consultation": consultation_id, "frame": _plain(latest)}
        await self._ask_layer("group_send", consultation_id, message)

    async def _ask_layer(self, question: str, consultation_id: int, *said) -> None:
        """What the layer does not do in time, or at all, the database makes up for."""
        if not valkey.may_ask():
            self.layer_is_down = True
            return
        try:
            async with asyncio.timeout(LAYER_SECONDS):
                await getattr(get_channel_layer(), question)(_group(consultation_id), *said)
            valkey.answered()
        except LAYER_TROUBLE as trouble:
            valkey.failed()
            self.layer_is_down = True
            logger.warning("Channel layer out of reach: %s", trouble)

    # Once a second

    async def _tick_forever(self) -> None:
        loop = asyncio.get_running_loop()
        reconcile_at = loop.time()
        while True:
            started = loop.time()
            try:
                is_ticker = await _in_thread(self._may_number)()
                if is_ticker:
                    await self._tick()
                if self.layer_is_down or started >= reconcile_at:
                    reconcile_at = started + RECONCILE_SECONDS
                    await self._reconcile()
                if is_ticker:  # last: figures are right without it, and no news waits for it
                    await _in_thread(fold_figures)()
            except Exception:
                logger.exception("A tick failed; the next one tries again")
            await asyncio.sleep(max(0.05, TICK_SECONDS - (loop.time() - started)))

    def _may_number(self) -> bool:
        """One process numbers for all; another one helps when that one stands still."""
        return self._lease.hold() or Announcement.objects.waiting_for(RECONCILE_SECONDS).exists()

    async def _tick(self) -> None:
        numbers = await _in_thread(number_announcements)()
        for consultation_id, seq in numbers.items():
            try:
                latest = await _in_thread(frame)(consultation_id, after=seq - 1)
            except Consultation.DoesNotExist:
                continue  # withdrawn: reconcile closes its room
            await self._deliver(consultation_id, latest)
            await self._send(consultation_id, latest)

    async def _reconcile(self) -> None:
        """Catch up from the database with whatever the layer lost, join groups it forgot, leave empty rooms."""
        self.layer_is_down = False
        for pk in [pk for pk, room in self.rooms.items() if not room.watchers]:
            del self.rooms[pk]
            await self._leave(pk)
        numbers = await _in_thread(current_numbers)(list(self.rooms)) if self.rooms else {}
        for pk, room in list(self.rooms.items()):
            if pk not in numbers:
                room.close()
                self.rooms.pop(pk, None)
            elif numbers[pk] > room.seq:
                await self._deliver(pk, await _in_thread(frame)(pk, after=room.seq))
        await asyncio.gather(*(self._join(pk) for pk in list(self.rooms)))


def _group(consultation_id: int) -> str:
    return f"consultation.{consultation_id}"


def _plain(latest: Frame) -> dict:
    """The frame with string keys only, as every channel layer's serialiser takes it."""
    return json.loads(json.dumps({key: value for key, value in latest.as_message().items() if key != "t"}))


hub = Hub()
