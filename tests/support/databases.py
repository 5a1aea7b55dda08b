"""What migrating makes, kept for a state of the code and copied from then on: migrating costs a minute of a processor.

As a program, ``python -m tests.support.databases`` makes the one of SQLite, if it is not there yet.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "migrated"
#: What of ours decides what is in a migrated database; of libraries it is their versions
DECIDES = (
    "config/settings.py",
    *(
        f"{room}{files}"
        for room in ("*/", "*/*/")  # an app, or one within an app
        for files in ("apps.py", "models.py", "models/*.py", "migrations/*.py")
    ),
)


def state_of_the_code() -> str:
    """A digest of everything ``migrate`` reads."""
    libraries = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    digest = hashlib.sha256("\n".join(sorted(folder.name for folder in libraries)).encode())
    for path in sorted(path for pattern in DECIDES for path in ROOT.glob(pattern)):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def migrate(address: str) -> None:
    """Apply every migration to the database at an address."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": address}, check=True)


@contextmanager
def kept(kind: str, make: Callable[[Path], None]) -> Iterator[Path]:
    """The kept file of a kind for this state of the code; ``make`` writes it where it is told when there is none."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{state_of_the_code()}.{kind}"
    with (KEPT / f"{kind}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits for what the first makes
        if not file.exists():
            for old in KEPT.glob(f"*.{kind}*"):
                old.unlink()
            making = KEPT / f"making.{kind}"
            make(making)
            making.rename(file)  # whole or not at all
        yield file


def copy_migrated(target: Path) -> None:
    """Put a SQLite database with every migration applied, and nothing else, at ``target``."""
    with kept("sqlite3", lambda making: migrate(f"sqlite:///{making}")) as file:
        shutil.copyfile(file, target)


if __name__ == "__main__":
    copy_migrated(Path(os.devnull))
