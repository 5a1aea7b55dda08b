"""A page passes between a thread and the event loop: whole, in pieces, and broken off."""

import asyncio
from itertools import count

import pytest

from config.bridge import Bridge

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/",
    "query_string": b"",
    "headers": [(b"content-type", b"text/plain")],
}


def answer_of(application, parts=(b"",), send=None) -> list[dict]:
    """What goes to the server for a request whose body comes in these parts."""
    sent: list[dict] = []
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    waiting[-1]["more_body"] = False

    async def receive():
        return waiting.pop(0)

    async def keep(message):
        sent.append(message)

    asyncio.run(asyncio.wait_for(Bridge(application, 1)(SCOPE, receive, send or keep), 20))
    return sent


def speaking(*pieces: bytes):
    def application(environ, start_response):
        start_response("200 OK", [("X-Of", "Us")])
        return list(pieces)

    return application


def test_an_answer_of_one_piece_goes_out_whole():
    head, body = answer_of(speaking("ตอบ".encode()))
    assert (head["status"], head["headers"]) == (200, [(b"x-of", b"Us")])
    assert body == {"type": "http.response.body", "body": "ตอบ".encode()}


@pytest.mark.parametrize("pieces", [(b"a", b"b"), (b"a", b"b", b"", b"c")])
def test_an_answer_of_several_pieces_goes_out_in_order_and_ends(pieces):
    head, *bodies = answer_of(speaking(*pieces))
    assert head["type"] == "http.response.start"
    assert [one["body"] for one in bodies] == [*pieces, b""]
    assert [one.get("more_body", False) for one in bodies] == [True] * len(pieces) + [False]


def test_a_page_reads_the_whole_body_however_it_came():
    def echo(environ, start_response):
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    assert answer_of(echo, parts=(b"one ", b"two"))[1]["body"] == b"one two"


def test_an_answer_that_breaks_off_is_not_ended_as_if_it_were_whole():
    def breaking(environ, start_response):
        start_response("200 OK", [])
        yield b"a"
        yield b"b"
        raise OSError("the file is gone")

    sent: list[dict] = []

    async def keep(message):
        sent.append(message)

    with pytest.raises(OSError, match="gone"):
        answer_of(breaking, send=keep)
    assert all(one.get("more_body", True) for one in sent)


def test_a_thread_whose_reader_is_gone_ends():
    """The answer is longer than what may wait, and closed at the end: no thread waits for ever for somebody who does not read."""
    closed = []

    class Endless:
        def __init__(self, environ, start_response):
            start_response("200 OK", [])

        def __iter__(self):
            return (b"%d" % number for number in count())

        def close(self):
            closed.append(True)

    async def gone(message):
        await asyncio.sleep(0.5)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        answer_of(Endless, send=gone)
    assert closed == [True]
