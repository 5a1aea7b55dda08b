"""The live doors, on a real server and connections of its own."""

import asyncio
import socket

import httpx
import pytest
import uvicorn
import websockets

from config import web
from consult.live import sockets
from consult.live.frames import Frame
from consult.live.hub import hub
from consult.live.room import Room

CONSULTATION = 7
NEWS = [[number, "a" * 36, 0] for number in range(50_000)]  # more than a connection takes that nobody reads


async def application(scope, receive, send):
    scope["url_route"] = {"kwargs": {"pk": CONSULTATION}}
    door = sockets.live_socket if scope["type"] == "websocket" else sockets.live_events
    await door(scope, receive, send)


@pytest.fixture
async def server():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
    running = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="critical"))
    task = asyncio.create_task(running.serve(sockets=[listener]))
    while not running.started:
        await asyncio.sleep(0.01)
    running.port = listener.getsockname()[1]
    yield running
    running.should_exit = True
    await task


@pytest.fixture
async def room():
    async def never(after: int, until: int) -> Frame:
        raise AssertionError("the room has every frame")

    hub.rooms[CONSULTATION] = Room(0, never)
    yield hub.rooms[CONSULTATION]
    del hub.rooms[CONSULTATION]


UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("door", "headers"), [("socket", UPGRADE), ("events", "")])
async def test_who_does_not_read_is_cut_and_keeps_nobody_waiting(server, room, monkeypatch, door, headers):
    monkeypatch.setattr(sockets, "SEND_SECONDS", 0.3)
    mute, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1)
    writer.write(f"GET /live/7/{door} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
    await until(lambda: room.watchers == 1)
    mute._transport.pause_reading()
    for number in range(1, 5):
        room.publish(Frame(seq=number, prev=number - 1, posted=NEWS))
    await until(lambda: room.watchers == 0)
    await until(lambda: not server.server_state.connections)
    writer.close()


async def test_a_server_that_stops_ends_event_streams_and_waits_for_none(room):
    listener = socket.create_server(("127.0.0.1", 0))
    stopping = web.Server(
        uvicorn.Config(application, lifespan="off", log_level="critical")
    )  # waits as long as it takes
    serving = asyncio.create_task(stopping.serve(sockets=[listener]))
    async with asyncio.timeout(60), httpx.AsyncClient(timeout=None) as client:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        async with client.stream("GET", address) as stream:
            lines = stream.aiter_lines()
            assert "hello" in await anext(lines)
            stopping.should_exit = True
            assert [line async for line in lines if line] == []
        await serving
    assert room.watchers == 0


async def test_a_browser_that_leaves_is_no_watcher_any_longer(server, room):
    async with asyncio.timeout(60):
        for _ in range(3):
            async with websockets.connect(f"ws://127.0.0.1:{server.port}/") as browser:
                assert "hello" in await browser.recv()
                assert room.watchers == 1
            while room.watchers:
                await asyncio.sleep(0.01)


async def test_the_end_of_a_hearing_is_said_to_those_who_watch(server, room):
    async with asyncio.timeout(60), websockets.connect(f"ws://127.0.0.1:{server.port}/") as browser:
        await browser.recv()
        room.close()
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await browser.recv()
    assert closed.value.rcvd.code == sockets.NOT_PUBLIC and room.watchers == 0
