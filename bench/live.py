"""What live pages cost: sockets on one process, and browsers that behave as ``frontend/src/live`` does on one hot section.

``python -m bench.live [sockets] [browsers] [storm]``; without words all of them. Everything is on loopback, made from a seed
(PostgreSQL, Valkey and web processes of its own), and ends by itself after a few minutes. ``BENCH_SOCKETS``,
``BENCH_BROWSERS``, ``BENCH_STORM`` and ``BENCH_SECONDS`` take other numbers. Figures go to ``bench/live.json``, a run in parts changes only its part.

CPU is that of the web processes, from /proc. A delivery is one frame told to one socket, and carries its share of the tick
that made the frame and of the vote that is its news. "On screen": from when an act was sent until the browser has what it shows.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.crowd import LIMITS, World, act_on_one_section, make_world, read_pages, signed_in, vote
from bench.measure import Figure, percentile, table
from bench.pages import cpu_seconds
from bench.wire import Http, Socket
from tests.support.postgres import postgres
from tests.support.site import Site

JSON = Path(__file__).with_name("live.json")
SOCKETS = [int(number) for number in os.environ.get("BENCH_SOCKETS", "3000 8000").split()]
BROWSERS = int(os.environ.get("BENCH_BROWSERS", "2000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "20"))
VOTES_A_SECOND, COMMENTS_A_SECOND = 50, 1
CONNECTING = 200  # at once
NO_CODE, FIRST_WAIT, LONGEST_WAIT = 1006, 4.0, 30.0  # frontend/src/live/connection.ts


def resident(pid: int) -> int:
    """Bytes of memory this process holds."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def sum_of_votes(frame: dict, section: int) -> int | None:
    tally = frame.get("section_tallies", {}).get(str(section))
    return sum(tally) if tally else None


class Browser:
    """An open page of the hot section: what it knows, when it showed what, and what it asked for beside its socket."""

    parsed: dict[bytes, dict] = {}

    def __init__(self, address: str, world: World, chance: random.Random):
        self.address, self.world, self._chance = address, world, chance
        self.seq = -1
        self.shown: dict[int, float] = {}
        self.tallies: list[tuple[float, int]] = []
        self.frames = self.gaps = self.fetches = self.returns = 0
        self.codes: list[int] = []
        self.ready = asyncio.Event()
        self._failures, self._is_over, self._is_catching_up = 0, False, False
        self._http = Http(address)
        self._socket: Socket | None = None
        self._tasks: set[asyncio.Task] = set()

    async def open(self) -> None:
        try:
            self._socket = await Socket.open(self.address, self._path(), self._hear, self._lost)
        except OSError:
            self._lost(NO_CODE)

    def _path(self) -> str:
        after = f"&after={self.seq}" if self.seq >= 0 else ""
        return f"/live/{self.world.consultation}/socket?language=th&anchor={self.world.anchor}{after}"

    def _hear(self, data: bytes) -> None:
        message = self.parsed.get(data)
        if message is None:
            if len(self.parsed) > 50:
                self.parsed.clear()
            message = self.parsed[data] = json.loads(data)
        self._failures = 0
        self.ready.set()
        if self.seq < 0:  # the page itself was read just before, and is not part of what is measured
            self.seq = message["seq"]
        if message["seq"] <= self.seq:
            return
        if message["t"] == "frame" and message["prev"] <= self.seq:
            self._apply(message)
        else:
            self.gaps += 1
            self._spawn(self._catch_up())

    def _apply(self, frame: dict) -> None:
        self.frames += 1
        self.seq = frame["seq"]
        now = time.monotonic()
        if (total := sum_of_votes(frame, self.world.section)) is not None:
            self.tallies.append((now, total))
        there = frame.get("fragments", {})
        lacking = []
        for pk, anchor, _ in frame["posted"]:
            if str(pk) in there:
                self.shown.setdefault(pk, now)
            elif anchor == self.world.anchor:
                lacking.append(pk)
        if lacking:
            self._spawn(self._fetch(lacking))

    async def _catch_up(self) -> None:
        if self._is_catching_up:
            return
        self._is_catching_up = True
        try:
            _, _, body = await self._ask(f"/consultations/{self.world.consultation}/live/?after={self.seq}")
            frame = json.loads(body)
            if frame["seq"] > self.seq:
                self._apply(frame)
        finally:
            self._is_catching_up = False

    async def _fetch(self, ids: list[int]) -> None:
        path = f"/consultations/{self.world.consultation}/comments/new/?ids={','.join(map(str, ids))}"
        _, _, body = await self._ask(path)
        now = time.monotonic()
        for pk in ids:
            if b'id="comment-%d"' % pk in body:
                self.shown.setdefault(pk, now)

    async def _ask(self, path: str):
        """One after another on its connection, as on a browser's; what fails is left to the next hello."""
        self.fetches += 1
        http = Http(self.address)
        try:
            return await http.ask("GET", path)
        finally:
            http.close()

    def _lost(self, code: int) -> None:
        if self._is_over:
            return
        self.codes.append(code)
        self._failures += 1
        most = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._failures - 1))
        asyncio.get_running_loop().call_later(self._chance.uniform(0, most), self._again)

    def _again(self) -> None:
        if not self._is_over:
            self.returns += 1
            self._spawn(self.open())

    def _spawn(self, doing) -> None:
        task = asyncio.ensure_future(doing)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # what could not be fetched is counted as never shown

    def drop(self) -> None:
        """Lose the connection, as in a tunnel."""
        self._socket.close()

    def close(self) -> None:
        self._is_over = True
        if self._socket:
            self._socket.close()
        for task in self._tasks:
            task.cancel()


async def connect(browsers: list[Browser]) -> None:
    turn = asyncio.Semaphore(CONNECTING)

    async def one(browser: Browser) -> None:
        async with turn:
            await browser.open()
            await asyncio.wait_for(browser.ready.wait(), 60)

    await asyncio.gather(*(one(browser) for browser in browsers))


async def sockets(site: Site, world: World, pool: ProcessPoolExecutor) -> list[Figure]:
    """N sockets on one process, a frame a second."""
    seconds = SECONDS // 2
    figures, loop, web = [], asyncio.get_running_loop(), site.processes[0].pid
    pages = ["/consultations/", f"/consultations/{world.consultation}/"]
    person = signed_in(site.address, world.sessions[0])
    for _ in range(2):
        await loop.run_in_executor(pool, read_pages, site.address, pages, 2)
    for count in SOCKETS:
        crowd: list[Browser] = []
        chance = random.Random(1)
        before, cpu_before = resident(web), cpu_seconds([web])
        crowd = [Browser(site.address, world, chance) for _ in range(count)]
        await connect(crowd)
        memory, accepted = resident(web) - before, cpu_seconds([web]) - cpu_before

        async def votes(seconds: int) -> None:
            for number in range(seconds):
                began = time.monotonic()
                status, _ = await vote(person, world.consultation, world.section, number % 2)
                assert status == 200, status
                await asyncio.sleep(max(0.0, 1 - (time.monotonic() - began)))

        heard = sum(browser.frames for browser in crowd)
        cpu = cpu_seconds([web])
        await votes(seconds)
        heard, cpu = sum(browser.frames for browser in crowd) - heard, cpu_seconds([web]) - cpu
        taken, _ = await asyncio.gather(
            loop.run_in_executor(pool, read_pages, site.address, pages, seconds), votes(seconds)
        )
        gaps = sum(browser.gaps for browser in crowd)
        for browser in crowd:
            browser.close()
        await asyncio.sleep(3)
        print(f"{count} sockets: {heard} deliveries, {cpu:.2f} CPU-s, {gaps} gaps", flush=True)
        figures += [
            Figure(f"{count} sockets: CPU µs a delivery", 1e6 * cpu / max(1, heard), 30, False),
            Figure(f"{count} sockets: kB a socket", memory / count / 1000, 25, False),
            Figure(f"{count} sockets: CPU ms to accept one", 1000 * accepted / count, None, False),
            Figure(f"{count} sockets: pages beside, p50 ms", 1000 * percentile(taken, 0.5), None, False),
            Figure(f"{count} sockets: pages beside, p95 ms", 1000 * percentile(taken, 0.95), 200, False),
            Figure(f"{count} sockets: frames missed", gaps, 0, False),
        ]
    return figures


async def browsers(site: Site, world: World, pool: ProcessPoolExecutor) -> list[Figure]:
    """B browsers on one hot section, shared out among the web processes."""
    loop, webs = asyncio.get_running_loop(), [process.pid for process in site.processes]
    chance = random.Random(2)
    crowd = [Browser(site.addresses[n % len(webs)], world, chance) for n in range(BROWSERS)]
    await connect(crowd)
    name = f"{BROWSERS} browsers, {len(webs)} process{'es' if len(webs) > 1 else ''}"
    start = await _votes_so_far(site, world)
    cpu, began = cpu_seconds(webs), time.monotonic()
    acts = await loop.run_in_executor(
        pool, act_on_one_section, site.addresses, world, VOTES_A_SECOND, COMMENTS_A_SECOND, SECONDS
    )
    await asyncio.sleep(2)
    cpu, wall = cpu_seconds(webs) - cpu, time.monotonic() - began
    await asyncio.sleep(10)  # what comes later still counts as late, not as lost
    votes = sorted((act for act in acts if act.kind == "vote" and act.status == 200), key=lambda act: act.answered)
    late = [wait for browser in crowd for wait in _waits_of_votes(browser, votes, start)]
    said = {act.body: act.sent for act in acts if act.kind == "comment" and act.status == 200}
    ids = await asyncio.to_thread(_ids_of, site, list(said))
    shown = [browser.shown.get(pk, float("inf")) - said[text] for browser in crowd for text, pk in ids.items()]
    failed = [act for act in acts if act.status != 200]
    fetches, gaps = sum(browser.fetches for browser in crowd), sum(browser.gaps for browser in crowd)
    for browser in crowd:
        browser.close()
    await asyncio.sleep(2)
    print(
        f"{name}: {len(votes)} votes, {len(said)} comments, {len(failed)} refused, {fetches} fetches, {gaps} gaps",
        flush=True,
    )
    return [
        Figure(f"{name}: vote on screen, p50 s", percentile(late, 0.5), None, False),
        Figure(f"{name}: vote on screen, p95 s", percentile(late, 0.95), 2, False),
        Figure(f"{name}: comment on screen, p50 s", percentile(shown, 0.5), None, False),
        Figure(f"{name}: comment on screen, p95 s", percentile(shown, 0.95), 2, False),
        Figure(f"{name}: comments never shown", sum(wait == float("inf") for wait in shown), 0, False),
        Figure(f"{name}: cores of the web processes", cpu / wall, 1, False),
        Figure(f"{name}: requests beside the socket", fetches, None, False),
        Figure(f"{name}: acts that failed", len(failed), 0, False),
    ]


def _waits_of_votes(browser: Browser, votes: list, start: int) -> list[float]:
    """The n-th vote that was answered is on screen when the tally has n votes more than at the start."""
    waits, place = [], 0
    for number, act in enumerate(votes, start + 1):
        while place < len(browser.tallies) and browser.tallies[place][1] < number:
            place += 1
        waits.append(browser.tallies[place][0] - act.sent if place < len(browser.tallies) else float("inf"))
    return waits


async def _votes_so_far(site: Site, world: World) -> int:
    made = await asyncio.to_thread(site.make, f"made = {{'n': Vote.objects.filter(section={world.section}).count()}}")
    return made["n"]


def _ids_of(site: Site, texts: list[str]) -> dict[str, int]:
    return site.make(f"made = dict(Comment.objects.filter(text__in={texts!r}).values_list('text', 'pk'))")


async def storm(site: Site, world: World, pool: ProcessPoolExecutor) -> list[Figure]:
    """Everybody loses the connection in one instant, and news happens meanwhile."""
    count, webs = int(os.environ.get("BENCH_STORM", "5000")), [process.pid for process in site.processes]
    chance = random.Random(3)
    crowd = [Browser(site.addresses[n % len(webs)], world, chance) for n in range(count)]
    await connect(crowd)
    person = signed_in(site.address, world.sessions[0])
    cpu, began = cpu_seconds(webs), time.monotonic()
    for browser in crowd:
        browser.drop()
    status, _ = await vote(person, world.consultation, world.section, 1)
    assert status == 200, status
    seq = -1
    while time.monotonic() - began < 60:
        await asyncio.sleep(0.25)
        seq = max(browser.seq for browser in crowd)
        if (
            all(browser.returns and browser.ready.is_set() and browser.seq == seq for browser in crowd)
            and time.monotonic() - began > 4
        ):
            break
    cpu, wall = cpu_seconds(webs) - cpu, time.monotonic() - began
    lost = sum(browser.seq != seq for browser in crowd)
    again, fetches = sum(browser.returns for browser in crowd), sum(browser.fetches for browser in crowd)
    for browser in crowd:
        browser.close()
    await asyncio.sleep(3)
    name = f"storm of {count}, {len(webs)} process{'es' if len(webs) > 1 else ''}"
    return [
        Figure(f"{name}: s until all know the newest number", wall, None, False),
        Figure(f"{name}: CPU ms of the web processes for each", 1000 * cpu / count, None, False),
        Figure(f"{name}: that never came back", lost, 0, False),
        Figure(f"{name}: attempts to come back", again, None, False),
        Figure(f"{name}: requests beside the socket", fetches, None, False),
    ]


Part = Callable[[Site, World, ProcessPoolExecutor], object]
PARTS: dict[str, list[tuple[Part, int]]] = {
    "sockets": [(sockets, 1)],
    "browsers": [(browsers, 1), (browsers, 2)],
    "storm": [(storm, 1), (storm, 2)],
}


def measured(part: Part, web: int) -> list[Figure]:
    """A site of its own for each part, so that nothing is left of the one before."""
    people = VOTES_A_SECOND * SECONDS * 2 + 50
    with (
        postgres() as database_url,
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
    ):
        site = Site(Path(folder), database_url=database_url, web=web, **LIMITS)
        try:
            site.start()
            return asyncio.run(part(site, make_world(site, people), pool))
        finally:
            site.stop()


def main(words: list[str]) -> None:
    """Each part is printed and kept as it ends."""
    kept = json.loads(JSON.read_text()) if JSON.exists() else {}
    for word in words or PARTS:
        kept[word] = {}
        for part, web in PARTS[word]:
            figures = measured(part, web)
            passed = {None: "", True: "✓", False: "✗"}
            rows = [
                [f.name, f"{f.value:.2f}", "" if f.bar is None else f"{f.bar:g}", passed[f.passed]] for f in figures
            ]
            table(f"Live: {word}", ["figure", "measured", "at most", ""], rows)
            kept[word] |= {figure.name: round(figure.value, 3) for figure in figures}
            JSON.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started here is stopped then, too
    main(sys.argv[1:])
