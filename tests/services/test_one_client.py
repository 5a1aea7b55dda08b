"""One client that sends too much, too slowly, or never ends, does not keep the site from the others."""

import asyncio
import select
import socket
import time

import httpx
import pytest
import websockets

from tests.support.site import Site

pytestmark = [pytest.mark.services]
TRUSTED = "127.0.0.2"
#: So long that a page comes within them on a machine with much else to do
BODY_SECONDS = 15
SLOW = "POST /accounts/login/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """One web process with limits that are soon met."""
    site = Site(
        tmp_path_factory.mktemp("strict"),
        SOCKETS_PER_ADDRESS="5",
        BODY_SECONDS=str(BODY_SECONDS),
        BODIES_PER_ADDRESS="40",
        SEARCHES_PER_MINUTE="10",
        TRUSTED_PROXIES=TRUSTED,
    )
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture(scope="module")
def consultation(strict):
    return strict.make("made = {'pk': make_consultation().pk}")["pk"]


def connect(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.ports[0]), timeout=BODY_SECONDS + 20)


def status_of(connection: socket.socket) -> int:
    with connection:
        return int(connection.recv(100).split()[1])


def start_of(site: Site, *headers: str) -> bytes:
    lines = SLOW.format(host=f"127.0.0.1:{site.ports[0]}") + "".join(f"{header}\r\n" for header in headers)
    return f"{lines}\r\n".encode()


def test_bodies_that_never_end_take_no_thread_and_are_refused_in_time(strict):
    waiting = [connect(strict) for _ in range(40)]
    for connection in waiting:
        connection.sendall(start_of(strict, "Content-Length: 100") + b"login=")
    assert httpx.get(f"{strict.address}/consultations/", timeout=BODY_SECONDS).status_code == 200
    assert not select.select(waiting, [], [], 0)[0], "they were waiting while the page came"
    one_more = connect(strict)
    one_more.sendall(start_of(strict, "Content-Length: 100") + b"login=")
    assert status_of(one_more) == 429
    assert [status_of(connection) for connection in waiting] == [408] * 40


@pytest.mark.parametrize("header", ["Content-Length: 314572800", "Content-Length: many"])
def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(strict, header):
    connection = connect(strict)
    connection.sendall(start_of(strict, header))
    assert status_of(connection) in (400, 413)


def test_a_body_that_does_not_say_how_large_it_is_is_refused_where_the_limit_is(strict):
    connection = connect(strict)
    connection.sendall(start_of(strict, "Transfer-Encoding: chunked"))
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    try:
        for _ in range(40):
            connection.sendall(piece)
    except OSError:
        return  # it does not even listen any longer
    assert status_of(connection) == 413


def test_those_who_do_not_read_take_no_thread(strict):
    page = httpx.get(f"{strict.address}/consultations/").text
    script = page.split('src="/static/site/', 1)[1].split('"')[0]
    deaf = [connect(strict) for _ in range(30)]
    for connection in deaf:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        ask = f"GET /static/site/{script} HTTP/1.1\r\nHost: 127.0.0.1:{strict.ports[0]}\r\n\r\n"
        connection.sendall(ask.encode() * 20)
    assert httpx.get(f"{strict.address}/consultations/", timeout=20).status_code == 200
    for connection in deaf:
        connection.close()


async def test_one_address_has_so_many_sockets_and_no_more(strict, consultation):
    uri = strict.address.replace("http", "ws") + f"/live/{consultation}/socket"

    def listen(**headers):
        return websockets.connect(uri, origin=strict.address, additional_headers=headers)

    opened = [await listen() for _ in range(5)]
    for headers in ({}, {"X-Forwarded-For": "192.0.2.7"}):  # nobody says who they are but a trusted proxy
        with pytest.raises(websockets.InvalidStatus):
            await listen(**headers)
    assert httpx.get(f"{strict.address}/live/{consultation}/events", timeout=10).status_code == 429
    for one in opened:
        await one.close()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            async with await listen():
                return
        except websockets.InvalidStatus:
            await asyncio.sleep(0.2)
    raise AssertionError("the sockets that were closed still count")


def test_a_trusted_proxy_says_who_asks(strict):
    def search(source: str, address: str) -> int:
        transport = httpx.HTTPTransport(local_address=source)
        with httpx.Client(transport=transport, timeout=20) as client:
            there = f"{strict.address}/consultations/?q=น้ำ"
            return client.get(there, headers={"X-Forwarded-For": address}).status_code

    through = [search(TRUSTED, f"192.0.2.{number}") for number in range(15)]
    assert set(through) == {200}
    lying = [search("127.0.0.3", f"192.0.2.{number}") for number in range(25)]  # more than two stretches of time allow
    assert lying[0] == 200 and 429 in lying


def test_a_crowd_at_the_door_leaves_threads_to_readers(strict):
    """Each sign-in costs a third of a second of a processor."""
    token_page = httpx.get(f"{strict.address}/accounts/login/")
    token = token_page.text.split('name="csrf-token" content="')[1].split('"')[0]
    body = f"login=a%40example.com&password=wrong-password&csrfmiddlewaretoken={token}"
    cookie = f"Cookie: csrftoken={token_page.cookies['csrftoken']}"
    crowd = [connect(strict) for _ in range(30)]
    for connection in crowd:
        connection.sendall(start_of(strict, f"Content-Length: {len(body)}", cookie) + body.encode())
    transport = httpx.HTTPTransport(local_address="127.0.0.9")
    with httpx.Client(transport=transport) as reader:
        assert reader.get(f"{strict.address}/consultations/", timeout=20).status_code == 200
    for connection in crowd:
        connection.close()
