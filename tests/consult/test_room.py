"""Those in one process who watch one consultation."""

import asyncio
import json
from contextlib import aclosing

from consult.live.frames import Frame
from consult.live.room import REMEMBERED, Room


async def told(room: Room, seen: int, count: int) -> list[int]:
    async with aclosing(room.frames(seen)) as frames:
        return [json.loads(await anext(frames))["seq"] for _ in range(count)]


def publish(room: Room, *numbers: int) -> None:
    for number in numbers:
        room.publish(Frame(seq=number, prev=number - 1))


async def test_frames_that_come_faster_than_watchers_run_are_all_told():
    room = Room(3)
    watching = asyncio.create_task(told(room, 3, 4))
    await asyncio.sleep(0)
    publish(room, 4, 5, 6)
    await asyncio.sleep(0)
    publish(room, 7)
    assert await watching == [4, 5, 6, 7]


async def test_each_watcher_goes_on_from_the_number_it_knows():
    room = Room(0)
    publish(room, 1, 2, 3)
    assert await told(room, 0, 3) == [1, 2, 3]
    assert await told(room, 2, 1) == [3]


async def test_a_watcher_that_is_too_slow_sees_the_gap_and_not_a_wrong_order():
    room = Room(0)
    publish(room, *range(1, REMEMBERED + 6))
    assert (await told(room, 0, REMEMBERED))[0] == 6


async def test_a_closed_room_ends_for_everybody():
    room = Room(0)
    publish(room, 1)

    async def rest() -> list[str]:
        return [message async for message in room.frames(1)]

    watching = asyncio.create_task(rest())
    await asyncio.sleep(0)
    room.close()
    assert await watching == []
