"""Those in one process who watch one consultation."""

import asyncio
import json
from contextlib import aclosing

from consult.live.frames import Frame, ReadingPlace
from consult.live.room import REMEMBERED, Room


def room_at(seq: int, asked: list | None = None) -> Room:
    """A room that would read the database for what it forgot, and notes when it is asked to."""

    async def since(after: int, until: int) -> Frame:
        if asked is not None:
            asked.append((after, until))
        return Frame(seq=until, prev=after)

    return Room(seq, since)


async def told(room: Room, seen: int, count: int) -> list[int]:
    async with aclosing(room.frames(seen)) as frames:
        return [json.loads(await anext(frames))["seq"] for _ in range(count)]


def publish(room: Room, *numbers: int) -> None:
    for number in numbers:
        room.publish(Frame(seq=number, prev=number - 1))


async def test_frames_that_come_faster_than_watchers_run_are_all_told():
    room = room_at(3)
    watching = asyncio.create_task(told(room, 3, 4))
    await asyncio.sleep(0)
    publish(room, 4, 5, 6)
    await asyncio.sleep(0)
    publish(room, 7)
    assert await watching == [4, 5, 6, 7]


async def test_each_watcher_goes_on_from_the_number_it_knows():
    room = room_at(0)
    publish(room, 1, 2, 3)
    assert await told(room, 0, 3) == [1, 2, 3]
    assert await told(room, 2, 1) == [3]


async def test_watchers_that_are_too_slow_are_told_once_all_that_is_forgotten_and_then_every_frame():
    asked = []
    room = room_at(0, asked)
    publish(room, *range(1, REMEMBERED + 6))
    late = [asyncio.create_task(told(room, 0, 2)) for _ in range(20)]
    await asyncio.sleep(0)
    end = REMEMBERED + 6
    await asyncio.sleep(0.01)
    publish(room, end)
    assert await asyncio.gather(*late) == [[end - 1, end]] * 20
    assert asked == [(0, end - 1)]


async def test_a_fragment_is_told_where_it_is_read_and_in_that_language_and_forgotten_once_words_are_taken_back():
    room, here = room_at(0), ReadingPlace("th", "a")
    room.publish(Frame(seq=1, prev=0, posted=[[7, "a", 0]]), {here: {7: "<li>ก</li>"}})

    async def fragments(place: ReadingPlace | None) -> dict:
        async with aclosing(room.frames(0, place)) as frames:
            return json.loads(await anext(frames))["fragments"]

    assert await fragments(here) == {"7": "<li>ก</li>"}
    assert [await fragments(place) for place in (ReadingPlace("en", "a"), ReadingPlace("th", "b"), None)] == [
        {},
        {},
        {},
    ]
    room.publish(Frame(seq=2, prev=1, gone=[7]))
    assert await fragments(here) == {}


async def test_a_closed_room_ends_for_everybody():
    room = room_at(0)
    publish(room, 1)

    async def rest() -> list[str]:
        return [message async for message in room.frames(1)]

    watching = asyncio.create_task(rest())
    await asyncio.sleep(0)
    room.close()
    assert await watching == []
