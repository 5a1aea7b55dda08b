"""The whole site as separate processes, for tests that need it real: uvicorn, Celery, Valkey, a database of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.databases import copy_migrated
from tests.support.lifeline import hold
from tests.support.valkey import Valkey, free_port

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90


#: Limits of one address or person, each of which a session of tests meets as if it were a crowd: the tests of one package share
#: a site and its accounts. Read from the settings, so that the next limit is among them.
CROWDED = re.findall(r'env\.int\("(\w+_PER_\w+)"', (ROOT / "config/settings.py").read_text())


class Site:
    """Start with ``Site(folder).start()``, stop with ``stop()``. ``addresses`` has one base address a web process."""

    def __init__(
        self, folder: Path, *, database_url: str | None = None, web: int = 1, worker: bool = False, **env: str
    ):
        self.folder = folder
        self.valkey = Valkey()
        self.ports = [free_port() for _ in range(web)]
        self.addresses = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.address = self.addresses[0]
        self.worker = worker
        self.database = None if database_url else folder / "site.sqlite3"
        self.env = (
            os.environ
            | {
                "SECRET_KEY": "a-secret-for-tests-only",
                "DATABASE_URL": database_url or f"sqlite:///{self.database}",
                "REDIS_URL": self.valkey.url,
                "SITE_URL": self.address,
                "MEDIA_ROOT": str(folder / "media"),
                "OPEN_DATA_ROOT": str(folder / "open-data"),
                "EMAIL_URL": "dummymail://",
                "LOG_LEVEL": "WARNING",
                "CONSENT_WORDS": "",
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
            }
            | dict.fromkeys(CROWDED, "1000000")
            | env
        )
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.processes: list[subprocess.Popen] = []
        self._making: subprocess.Popen | None = None
        self.log = (folder / "site.log").open("ab")

    def start(self, *seeds: str) -> "Site":
        self.valkey.start()
        if self.database and not self.database.exists():
            copy_migrated(self.database)
        elif not self.database:
            self.manage("migrate", "--verbosity", "0")
        for seed in seeds:
            self.manage(seed)
        for port in self.ports:
            self._spawn_web(port)
        if self.worker:
            self._spawn(*self._worker)
            self._spawn(*self._timetable)
        for address in self.addresses:
            self._wait_for(address)
        return self

    def _spawn_web(self, port: int) -> None:
        self._spawn(*f"-m config.web --port {port} --graceful 2".split())

    @property
    def _worker(self) -> list[str]:
        return ["-m", "celery", "--quiet", "--app", "config", "worker", "--concurrency", "1"]

    @property
    def _timetable(self) -> list[str]:
        return f"-m celery --quiet --app config beat --pidfile= --schedule {self.folder / 'schedule'}".split()

    def kill(self, number: int) -> None:
        """A process by its number, with its children, as a machine that loses its power: the web processes, the worker, the
        timetable. ``start_web`` and its kin bring it back."""
        process = self.processes[number]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def freeze(self, number: int) -> None:
        """The process and its children stand still, as on a machine that is suspended, until ``thaw``."""
        os.killpg(self.processes[number].pid, signal.SIGSTOP)

    def thaw(self, number: int) -> None:
        os.killpg(self.processes[number].pid, signal.SIGCONT)

    def kill_web(self, number: int) -> None:
        self.kill(number)

    def start_worker(self) -> None:
        self._spawn(*self._worker)
        self.processes[len(self.ports)] = self.processes.pop()

    def start_another_worker(self) -> int:
        """Beside the first; returns its number."""
        self._spawn(*self._worker)
        return len(self.processes) - 1

    def start_timetable(self) -> None:
        self._spawn(*self._timetable)
        self.processes[len(self.ports) + 1] = self.processes.pop()

    def stop_web(self, number: int) -> None:
        """As for a new version: asked to end, and ended."""
        process = self.processes[number]
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)

    def start_web(self, number: int) -> None:
        self._spawn_web(self.ports[number])
        self.processes[number] = self.processes.pop()
        self._wait_for(self.addresses[number])

    def _spawn(self, *arguments: str) -> None:
        self.processes.append(self._open(*arguments, stdout=self.log))

    def _open(self, *arguments: str, **streams) -> subprocess.Popen:
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, stderr=self.log, start_new_session=True, **streams)
        hold(process.pid)
        return process

    def _wait_for(self, address: str) -> None:
        end = time.monotonic() + READY_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/consultations/", timeout=10).close()
                return
            except (OSError, urllib.error.HTTPError):
                if time.monotonic() > end or any(process.poll() is not None for process in self.processes):
                    raise RuntimeError(f"The site did not start:\n{self.read_log()}") from None
                time.sleep(0.2)

    def manage(self, *arguments: str, stdin: str | None = None) -> str:
        """Run a management command against this site's database; returns what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, input=stdin, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    def make(self, code: str) -> dict:
        """Run Python in the site (tests.support.makers is imported); ``code`` sets ``made``, a dict that comes back."""
        if self._making is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self._making = self._open("-m", "tests.support.making", **pipes)
        print(json.dumps(code), file=self._making.stdin, flush=True)
        answer = json.loads(self._making.stdout.readline() or '{"error": "it ended"}')
        if "error" in answer:
            raise RuntimeError(f"{code}\n{answer['error']}")
        return answer["made"]

    def read_log(self) -> str:
        return (self.folder / "site.log").read_text(errors="replace")[-4000:]

    def stop(self) -> None:
        self.processes += [self._making] if self._making else []
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if self.valkey._process.poll() is None:
            self.valkey.kill()
        self.log.close()
