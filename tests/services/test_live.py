"""Live over real processes: two uvicorn, PostgreSQL, Valkey."""

import asyncio
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest
import websockets

from tests.support.browser_http import Person

pytestmark = [pytest.mark.services]


@pytest.fixture(scope="module")
def people(site, world):
    """One person signed in at each web process."""
    return [Person(address, email) for address, email in zip(site.addresses, world["emails"], strict=False)]


#: How long news may take: a busy machine is slow, not wrong; what never comes fails
PATIENCE = 60


def listen(address: str, consultation: int, **asked: object):
    """``asked``: what the page knows and reads (``after``, ``language``, ``anchor``)."""
    uri = address.replace("http", "ws") + f"/live/{consultation}/socket?{urlencode(asked)}"
    return websockets.connect(uri, origin=address, open_timeout=PATIENCE, max_queue=None)


async def hello(socket) -> int:
    message = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
    assert message["t"] == "hello"
    return message["seq"]


async def frame_with(socket, condition, seconds: float = PATIENCE) -> dict:
    """The next frame that fulfils the condition."""
    async with asyncio.timeout(seconds):
        while True:
            message = json.loads(await socket.recv())
            if message["t"] == "frame" and condition(message):
                return message


def catch_up(address: str, consultation: int, after: int) -> dict:
    return httpx.get(f"{address}/consultations/{consultation}/live/", params={"after": after}, timeout=PATIENCE).json()


async def test_a_vote_through_one_process_is_seen_on_a_socket_of_the_other(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]
    async with listen(site.addresses[1], consultation) as socket:
        await hello(socket)
        answer = await asyncio.to_thread(people[0].vote, consultation, section, 1)
        assert answer.status_code == 200
        frame = await frame_with(socket, lambda message: str(section) in message["section_tallies"])
        assert frame["section_tallies"][str(section)] == [1, 0, 0]


async def test_a_socket_idle_for_ten_seconds_still_receives(site, world, people):
    consultation, section = world["consultation"], world["sections"][1]
    async with listen(site.addresses[1], consultation) as socket:
        await hello(socket)
        await asyncio.sleep(10)
        await asyncio.to_thread(people[0].comment, consultation, "หลังเงียบไปสิบวินาที", section)
        assert (await frame_with(socket, lambda message: message["posted"]))["posted"]


async def test_five_hundred_sockets_connect_at_once_and_all_hear_the_next_vote(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]

    async def watch(number: int, ready: asyncio.Semaphore) -> dict:
        async with listen(site.addresses[number % 2], consultation) as socket:
            await hello(socket)
            ready.release()
            return await frame_with(socket, lambda message: str(section) in message["section_tallies"], 3 * PATIENCE)

    ready = asyncio.Semaphore(0)
    watchers = [asyncio.create_task(watch(number, ready)) for number in range(500)]
    async with asyncio.timeout(3 * PATIENCE):
        for _ in watchers:
            await ready.acquire()
    await asyncio.to_thread(people[1].vote, consultation, section, -1)
    frames = await asyncio.gather(*watchers)
    assert len(frames) == 500
    told = {tuple(frame["section_tallies"][str(section)]) for frame in frames}
    assert len(told) == 1 and told.pop()[2] == 1, "all the same, with the vote in it"


async def test_server_sent_events_carry_the_same_messages(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]
    address = f"{site.addresses[1]}/live/{consultation}/events"
    async with httpx.AsyncClient(timeout=PATIENCE) as client, client.stream("GET", address) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()
        first = json.loads((await anext(lines)).removeprefix("data: "))
        assert first["t"] == "hello"
        await asyncio.to_thread(people[0].comment, consultation, "ผ่านช่องทางสำรอง", section)
        async with asyncio.timeout(PATIENCE):
            async for line in lines:
                if line.startswith("data: ") and json.loads(line.removeprefix("data: "))["posted"]:
                    break


async def test_a_consultation_that_is_not_public_has_no_live_door(site):
    async with listen(site.address, 999_999) as socket:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd.code == 4404
    assert httpx.get(f"{site.address}/live/999999/events", follow_redirects=True).status_code == 404
    assert httpx.get(f"{site.address}/consultations/999999/live/?after=0").status_code == 404


async def test_an_address_without_a_live_door_is_told_so_and_is_no_fault(site):
    for path in ("/live/9999999999999999999999999/socket", "/live/1/other", "/no-such-socket"):
        async with websockets.connect(site.address.replace("http", "ws") + path, origin=site.address) as socket:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd.code == 4404, path
    assert httpx.get(f"{site.address}/live/9999999999999999999999999/events", follow_redirects=True).status_code == 404
    assert httpx.get(f"{site.address}/live/1/other", follow_redirects=True).status_code == 404


class Watcher:
    """Everything one socket was told, read until it is closed."""

    def __init__(self, address: str, consultation: int, **asked: object):
        self.seq, self.frames, self.closed_with = None, [], None
        self._task = asyncio.create_task(self._read(address, consultation, asked))

    async def _read(self, address: str, consultation: int, asked: dict) -> None:
        async with listen(address, consultation, **asked) as socket:
            self.seq = await hello(socket)
            try:
                while True:
                    self.frames.append(json.loads(await socket.recv()))
            except websockets.ConnectionClosed as closed:
                self.closed_with = closed.rcvd and closed.rcvd.code

    async def reach(self, seq: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.now < seq:
                await asyncio.sleep(0.1)

    @property
    def now(self) -> int:
        return self.frames[-1]["seq"] if self.frames else self.seq or -1

    @property
    def posted(self) -> list[int]:
        return [row[0] for frame in self.frames for row in frame["posted"]]

    def has_a_chain(self) -> bool:
        """Every frame begins where the one before it ended: nothing was lost, nothing told twice or out of order."""
        ends = [self.seq, *(frame["seq"] for frame in self.frames)]
        return [frame["prev"] for frame in self.frames] == ends[:-1]

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def number_of(site, consultation: int) -> int:
    """The number of the last news, when all of it has one."""
    for _ in range(60):
        seq = site.make(
            f"waiting = Consultation.objects.get(pk={consultation}).announcements.filter(seq=None).exists()\n"
            f"made = {{'seq': None if waiting else Consultation.objects.get(pk={consultation}).live_seq}}"
        )["seq"]
        if seq is not None:
            return seq
        time.sleep(1)
    raise AssertionError("news without a number")


async def test_every_process_tells_every_frame_in_order_to_early_and_late_watchers(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]
    watchers = [Watcher(address, consultation) for address in site.addresses * 3]

    def act(number: int) -> None:
        person = people[number % 2]
        if number % 3:
            person.vote(consultation, section, number % 2)
        else:
            person.comment(consultation, f"จากทุกขบวน {number}", section)

    for number in range(30):
        await asyncio.to_thread(act, number)
        if number % 10 == 5:
            watchers += [Watcher(address, consultation) for address in site.addresses]
    end = await asyncio.to_thread(number_of, site, consultation)
    try:
        for watcher in watchers:
            await watcher.reach(end)
            assert watcher.has_a_chain()
        early, late = watchers[:6], watchers[6:]
        assert len(early[0].posted) == 10
        assert all(watcher.posted == early[0].posted for watcher in early)
        assert all(watcher.posted == early[0].posted[-len(watcher.posted) :] for watcher in late if watcher.posted)
        assert len({json.dumps(watcher.frames[-1]["section_tallies"]) for watcher in watchers}) == 1
    finally:
        for watcher in watchers:
            await watcher.stop()


async def test_a_new_comment_comes_in_the_frame_to_those_who_read_its_section_the_same_through_every_process(
    site, world, people
):
    consultation, section = world["consultation"], world["sections"][0]
    anchor = site.make(
        f"made = {{'anchor': str(Consultation.objects.get(pk={consultation}).draft.sections.get(pk={section}).anchor)}}"
    )["anchor"]
    readers = [Watcher(address, consultation, language="th", anchor=anchor) for address in site.addresses]
    others = [
        Watcher(site.address, consultation, language="th", anchor=""),
        Watcher(site.address, consultation, language="xx", anchor=anchor),
        Watcher(site.address, consultation),
    ]
    english = Watcher(site.addresses[1], consultation, language="en", anchor=anchor)
    everybody = [*readers, *others, english]
    try:
        for watcher in everybody:
            await watcher.reach(0)
        await asyncio.to_thread(people[0].comment, consultation, "มาในขบวน <b>เดียวกัน</b>", section)
        end = await asyncio.to_thread(number_of, site, consultation)
        for watcher in everybody:
            await watcher.reach(end)
        (pk,) = readers[0].posted
        told = [watcher.frames[0]["fragments"] for watcher in everybody]
        assert told[0] == told[1] and list(told[0]) == [str(pk)]
        assert told[2:5] == [{}, {}, {}]
        assert "มาในขบวน &lt;b&gt;เดียวกัน" in told[0][str(pk)] and "เห็นด้วย" in told[0][str(pk)]
        assert "Agree" in told[5][str(pk)]
        assert "csrfmiddlewaretoken" not in told[0][str(pk)] and 'aria-pressed="true"' not in told[0][str(pk)]
    finally:
        for watcher in everybody:
            await watcher.stop()


async def test_who_comes_back_is_told_on_the_socket_what_happened_meanwhile(site, world, people):
    """From any process, however long ago it was: nobody asks over HTTP."""
    consultation, section = world["consultation"], world["sections"][0]
    start = await asyncio.to_thread(number_of, site, consultation)
    for number in range(2):
        await asyncio.to_thread(people[number].comment, consultation, f"ระหว่างที่หลุด {number}", section)
    end = await asyncio.to_thread(number_of, site, consultation)
    back = [
        Watcher(address, consultation, after=after) for address in site.addresses for after in (start, 1, end, 10**9)
    ]
    try:
        for watcher in back:
            await watcher.reach(end)
            assert watcher.has_a_chain()
        known = [(watcher.seq, len(watcher.posted)) for watcher in (back[0], back[4])]
        assert known == [(start, 2), (start, 2)]
        assert back[1].seq == back[5].seq == 1
    finally:
        for watcher in back:
            await watcher.stop()


async def test_a_process_that_is_asked_to_stop_says_so_to_its_sockets(site, world, people):
    consultation = world["consultation"]
    watchers = [Watcher(address, consultation) for address in site.addresses]
    try:
        for watcher in watchers:
            await watcher.reach(0)
        await asyncio.to_thread(site.stop_web, 1)
        async with asyncio.timeout(PATIENCE):
            while watchers[1].closed_with is None:
                await asyncio.sleep(0.05)
        assert (watchers[0].closed_with, watchers[1].closed_with) == (None, 1012)
    finally:
        for watcher in watchers:
            await watcher.stop()
        await asyncio.to_thread(site.start_web, 1)


@pytest.mark.parametrize("killed", [0, 1])
async def test_with_either_process_killed_the_other_goes_on_telling(site, world, people, killed):
    consultation, section = world["consultation"], world["sections"][0]
    watcher = Watcher(site.addresses[1 - killed], consultation)
    try:
        await watcher.reach(0)
        site.kill_web(killed)
        await asyncio.to_thread(people[1 - killed].comment, consultation, f"หลังขบวน {killed} ดับ", section)
        end = await asyncio.to_thread(number_of, site, consultation)
        await watcher.reach(end)
        assert watcher.has_a_chain() and len(watcher.posted) == 1
    finally:
        await watcher.stop()
        await asyncio.to_thread(site.start_web, killed)


async def test_a_page_of_another_site_cannot_open_a_socket(site, world):
    uri = site.address.replace("http", "ws") + f"/live/{world['consultation']}/socket"
    with pytest.raises(websockets.InvalidStatus):
        async with websockets.connect(uri, origin="https://attacker.example"):
            pass


async def test_what_a_listener_says_is_not_listened_to(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]
    async with listen(site.address, consultation) as socket:
        await hello(socket)
        for _ in range(20):
            await socket.send('{"type": "vote", "choice": 1}')
        for choice in (1, 0):  # one of them is another one than before
            await asyncio.to_thread(people[0].vote, consultation, section, choice)
        await frame_with(socket, lambda message: str(section) in message["section_tallies"])


def test_the_same_form_sent_ten_times_at_once_is_one_comment(site, world, people):
    consultation, section, key = world["consultation"], world["sections"][0], str(uuid.uuid4())
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: people[0].comment(consultation, "กดส่งรัว ๆ", section, key), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    page = people[0].http.get(f"/consultations/{consultation}/sections/{section}/").text
    assert page.count("กดส่งรัว ๆ") == 1


def test_one_person_voting_ten_times_at_once_has_one_vote(site, world, people):
    consultation, section = world["consultation"], world["sections"][1]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda n: people[0].vote(consultation, section, n % 2), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    made = site.make(f"made = {{'votes': Vote.objects.filter(section={section}).count()}}")
    assert made == {"votes": 1}


async def test_with_valkey_killed_posting_works_pages_render_and_live_resumes(site, world, people):
    """News posted while Valkey is down reaches open sockets all the same: the hubs read the database."""
    consultation, section = world["consultation"], world["sections"][1]
    async with listen(site.addresses[1], consultation) as socket:
        seq = await hello(socket)
        site.valkey.kill()
        try:
            answer = await asyncio.to_thread(people[0].comment, consultation, "ตอนแวลคีย์ดับ", section)
            assert answer.status_code == 200 and "ตอนแวลคีย์ดับ" in answer.text
            page = await asyncio.to_thread(
                httpx.get, f"{site.addresses[1]}/consultations/{consultation}/", timeout=PATIENCE
            )
            assert page.status_code == 200
            during = await frame_with(socket, lambda message: message["posted"], 20)
            assert during["seq"] > seq
        finally:
            site.valkey.start()
        await asyncio.to_thread(people[0].vote, consultation, section, -1)
        await frame_with(socket, lambda message: str(section) in message["section_tallies"], 20)
    caught_up = catch_up(site.address, consultation, seq)
    assert [row[0] for row in caught_up["posted"]] and not caught_up["reset"]


async def test_a_browser_that_was_away_catches_up_by_number_and_misses_nothing(site, world, people):
    consultation, section = world["consultation"], world["sections"][0]
    async with listen(site.address, consultation) as socket:
        seq = await hello(socket)
    for number in range(3):
        await asyncio.to_thread(people[1].comment, consultation, f"ระหว่างที่ออฟไลน์ {number}", section)
    async with listen(site.address, consultation) as socket:
        now = await hello(socket)
        while now < seq + 1:
            now = (await frame_with(socket, lambda message: True))["seq"]
    end = time.monotonic() + PATIENCE
    while len(catch_up(site.address, consultation, seq)["posted"]) < 3 and time.monotonic() < end:
        await asyncio.sleep(0.5)
    assert len(catch_up(site.address, consultation, seq)["posted"]) == 3


@pytest.mark.parametrize(
    "path", ["/live/999999999999999999999999/socket", "/live/0/socket", "/live/x/socket", "/nothing"]
)
async def test_a_socket_to_an_address_that_is_none_is_refused(site, path):
    with pytest.raises((websockets.InvalidStatus, websockets.ConnectionClosed)) as refused:
        async with websockets.connect(site.address.replace("http", "ws") + path, origin=site.address) as socket:
            await socket.recv()
    answer = getattr(refused.value, "response", None)
    assert answer.status_code == 403 if answer else refused.value.rcvd.code == 4404


def test_an_event_stream_answers_like_any_address(site, world):
    there = f"{site.address}/live/{world['consultation']}/events"
    head, post = httpx.head(there, timeout=PATIENCE), httpx.post(there, timeout=PATIENCE)
    assert (head.status_code, head.content) == (200, b"") and head.headers["content-type"].startswith(
        "text/event-stream"
    )
    assert (post.status_code, post.headers["allow"]) == (405, "GET, HEAD")
    for path in ("/live/999999999999999999999999/events", "/live/0/events", "/live/x/events"):
        assert httpx.get(site.address + path, timeout=PATIENCE, follow_redirects=True).status_code == 404, path


@pytest.mark.parametrize("charset", ["base64", "rot13", "unicode_escape", "utf-16", "no-such"])
def test_a_form_is_read_in_utf8_whatever_it_claims(site, charset):
    claim = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
    assert httpx.get(f"{site.address}/consultations/?q=%5Cud800", headers=claim, timeout=PATIENCE).status_code == 200
    assert (
        httpx.post(
            f"{site.address}/accounts/login/", content=b"login=%5Cud800", headers=claim, timeout=PATIENCE
        ).status_code
        == 403
    )
