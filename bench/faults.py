"""What can be wrong with the parts of a site, begun and ended; and the slow wire between two of them."""

import asyncio
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.postgres import Postgres
from tests.support.site import Site
from tests.support.valkey import free_port

#: Added to every piece that passes a slow wire
SLOW_SECONDS = 0.1


@dataclass(frozen=True)
class Fault:
    part: str
    kind: str
    begin: Callable[[], object]
    end: Callable[[], object]

    def __str__(self) -> str:
        return f"{self.part} {self.kind}"


class Wire:
    """Hands every byte on, at once or late: a TCP port or a socket file in front of another one."""

    def __init__(self, to: int | str, *, folder: Path | None = None):
        self.to, self.delay = to, 0.0
        self.port = 0 if folder else free_port()
        self.path = str(folder / ".s.PGSQL.5432") if folder else ""
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def slow(self) -> None:
        self.delay = SLOW_SECONDS

    def quick(self) -> None:
        self.delay = 0.0

    async def _listen(self) -> None:
        if self.path:
            self._server = await asyncio.start_unix_server(self._pass, self.path)
        else:
            self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)

    async def _pass(self, reader, writer) -> None:
        try:
            if isinstance(self.to, str):
                there = await asyncio.open_unix_connection(self.to)
            else:
                there = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._carry(reader, there[1]), self._carry(there[0], writer))

    async def _carry(self, reader, writer) -> None:
        try:
            while piece := await reader.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


class MailServer:
    """Takes every letter and forgets it; can be away, or take a connection and say nothing."""

    def __init__(self):
        self.port, self.is_silent = free_port(), False
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.open()

    def open(self) -> None:
        starting = asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)

    def silence(self) -> None:
        self.is_silent = True

    def speak(self) -> None:
        self.is_silent = False

    async def _talk(self, reader, writer) -> None:
        in_letter = False
        while self.is_silent:
            await asyncio.sleep(0.2)
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line.strip().upper()
            if in_letter and word != b".":
                continue
            in_letter = word == b"DATA"
            writer.write(b"354 go on\r\n" if in_letter else b"250 yes\r\n")
        writer.close()


def faults_of(site: Site, database: Postgres, to_database: Wire, to_valkey: Wire, mail: MailServer) -> list[Fault]:
    """Every fault there is, for a site with two web processes and a worker."""
    worker, timetable = 2, 3

    def tree(number: int) -> list[psutil.Process]:
        main = psutil.Process(site.processes[number].pid)
        return [main, *main.children(recursive=True)]

    def stop(number: int) -> None:
        for process in tree(number):
            process.suspend()

    def go_on(number: int) -> None:
        for process in tree(number):
            process.resume()

    def kill_child() -> None:
        tree(worker)[-1].kill()

    def nothing() -> None:
        """The part above sees to it."""

    valkey = site.valkey
    return [
        Fault("web", "killed", lambda: site.kill(0), lambda: site.start_web(0)),
        Fault("web", "frozen", lambda: stop(0), lambda: go_on(0)),
        Fault("worker", "killed", lambda: site.kill(worker), site.start_worker),
        Fault("worker", "child killed", kill_child, nothing),
        Fault("worker", "frozen", lambda: stop(worker), lambda: go_on(worker)),
        Fault("timetable", "killed", lambda: site.kill(timetable), site.start_timetable),
        Fault("Valkey", "killed", valkey.kill, valkey.start),
        Fault("Valkey", "frozen", valkey.freeze, valkey.thaw),
        Fault("Valkey", "full", valkey.fill, valkey.empty),
        Fault("Valkey", "other password", valkey.change_password, valkey.forget_password),
        Fault("Valkey", "slow", to_valkey.slow, to_valkey.quick),
        Fault("database", "killed", database.kill, database.start_again),
        Fault("database", "frozen", database.freeze, database.thaw),
        Fault("database", "read-only", lambda: database.read_only(True), lambda: database.read_only(False)),
        Fault("database", "slow", to_database.slow, to_database.quick),
        Fault("disk", "full", lambda: _fill_disk(database), lambda: _empty_disk(database)),
        Fault("mail", "away", mail.close, mail.open),
        Fault("mail", "silent", mail.silence, mail.speak),
    ]


def _fill_disk(database: Postgres) -> None:
    """No process of the server may make a file larger than nothing: every write fails, as on a full disk."""
    for process in database.processes():
        command = ["prlimit", f"--pid={process.pid}", "--fsize=0:unlimited"]
        with suppress(psutil.NoSuchProcess):  # one that ended meanwhile
            done = subprocess.run(command, user=process.uids().real, capture_output=True, check=False)
            if done.returncode and process.is_running():
                raise RuntimeError(done.stderr.decode())


def _empty_disk(database: Postgres) -> None:
    """Room again; a server that gave up is started as after any crash."""
    database.kill()
    database.start_again()
