import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from ..actions import number_announcements
from ..models import Consultation
from .frames import Frame, current_numbers, frame

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
RECONCILE_SECONDS = 5.0
LAYER_TROUBLE = (OSError, RedisError, asyncio.TimeoutError)


def _in_thread(function):
    """Database work off the event loop, not behind the requests of the thread-sensitive executor."""
    return database_sync_to_async(function, thread_sensitive=False)


@dataclass
class Room:
    """Those in this process who watch one consultation."""

    seq: int
    message: str = ""
    watchers: int = 0
    gone: bool = False
    news: asyncio.Future = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def publish(self, latest: Frame) -> None:
        self.seq = latest.seq
        self.message = json.dumps(latest.as_message(), separators=(",", ":"))
        self._wake()

    def close(self) -> None:
        self.gone = True
        self._wake()

    def _wake(self) -> None:
        news, self.news = self.news, asyncio.get_running_loop().create_future()
        news.set_result(None)


class Hub:
    """One per process: hears the channel layer once, and hands frames to every socket and event stream here.

    A group of its own per socket would cost ten times as much CPU per delivery (docs/decisions/0003).
    """

    def __init__(self):
        self.rooms: dict[int, Room] = {}
        self.layer_is_down = False
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

    async def follow(self, consultation_id: int) -> AsyncIterator[str]:
        """Messages for one watcher: first a hello with the current number, then the newest frame each time there is one.

        A slow watcher skips frames; the numbers tell it so. Ends when the consultation leaves the public site.
        Raises Consultation.DoesNotExist when it is not on it.
        """
        room = await self._enter(consultation_id)
        try:
            seen = room.seq
            yield json.dumps({"t": "hello", "seq": seen})
            while not room.gone:
                if room.seq == seen:
                    await asyncio.shield(room.news)
                    continue
                seen = room.seq
                yield room.message
        finally:
            room.watchers -= 1

    async def _enter(self, consultation_id: int) -> Room:
        if consultation_id not in self.rooms:
            numbers = await _in_thread(current_numbers)([consultation_id])
            if consultation_id not in numbers:
                raise Consultation.DoesNotExist
            if consultation_id not in self.rooms:
                self.rooms[consultation_id] = Room(seq=numbers[consultation_id])
                await self._join(consultation_id)
        room = self.rooms[consultation_id]
        room.watchers += 1
        return room

    # From the channel layer

    async def _join(self, consultation_id: int) -> None:
        if self._channel is None:
            return
        try:
            await get_channel_layer().group_add(_group(consultation_id), self._channel)
        except LAYER_TROUBLE:
            self.layer_is_down = True

    async def _listen_forever(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                self._channel = self._channel or await layer.new_channel()
                await asyncio.gather(*(self._join(pk) for pk in list(self.rooms)))
                while True:
                    message = await layer.receive(self._channel)
                    self._deliver(message["consultation"], Frame(**message["frame"]))
            except LAYER_TROUBLE as trouble:
                self.layer_is_down = True
                logger.warning("Channel layer out of reach, reading news from the database: %s", trouble)
                await asyncio.sleep(TICK_SECONDS)

    def _deliver(self, consultation_id: int, latest: Frame) -> None:
        room = self.rooms.get(consultation_id)
        if room and latest.seq > room.seq:
            room.publish(latest)

    # Once a second

    async def _tick_forever(self) -> None:
        loop = asyncio.get_running_loop()
        reconcile_at = loop.time()
        while True:
            started = loop.time()
            try:
                await self._tick()
                if self.layer_is_down or started >= reconcile_at:
                    reconcile_at = started + RECONCILE_SECONDS
                    await self._reconcile()
            except Exception:
                logger.exception("A tick failed; the next one tries again")
            await asyncio.sleep(max(0.05, TICK_SECONDS - (loop.time() - started)))

    async def _tick(self) -> None:
        numbers = await _in_thread(number_announcements)()
        for consultation_id, seq in numbers.items():
            try:
                latest = await _in_thread(frame)(consultation_id, after=seq - 1)
            except Consultation.DoesNotExist:
                continue  # withdrawn: reconcile closes its room
            self._deliver(consultation_id, latest)
            await self._send(consultation_id, latest)

    async def _send(self, consultation_id: int, latest: Frame) -> None:
        message = {"type": "live.frame", "consultation": consultation_id, "frame": _plain(latest)}
        try:
            await get_channel_layer().group_send(_group(consultation_id), message)
        except LAYER_TROUBLE as trouble:
            self.layer_is_down = True
            logger.warning("A frame was not sent to the channel layer: %s", trouble)

    async def _reconcile(self) -> None:
        """Catch up from the database with whatever the layer lost, join groups it forgot, leave empty rooms."""
        for pk in [pk for pk, room in self.rooms.items() if not room.watchers]:
            del self.rooms[pk]
            await self._leave(pk)
        if not self.rooms:
            self.layer_is_down = False
            return
        numbers = await _in_thread(current_numbers)(list(self.rooms))
        for pk, room in list(self.rooms.items()):
            if pk not in numbers:
                room.close()
                del self.rooms[pk]
            elif numbers[pk] > room.seq:
                self._deliver(pk, await _in_thread(frame)(pk, after=room.seq))
        self.layer_is_down = False
        await asyncio.gather(*(self._join(pk) for pk in list(self.rooms)))

    async def _leave(self, consultation_id: int) -> None:
        try:
            await get_channel_layer().group_discard(_group(consultation_id), self._channel)
        except LAYER_TROUBLE:
            self.layer_is_down = True


def _group(consultation_id: int) -> str:
    return f"consultation.{consultation_id}"


def _plain(latest: Frame) -> dict:
    """The frame with string keys only, as every channel layer's serialiser takes it."""
    return json.loads(json.dumps({key: value for key, value in latest.as_message().items() if key != "t"}))


hub = Hub()
