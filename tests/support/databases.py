"""What migrating makes, kept for a state of the code and copied from then on: migrating costs a minute of a processor."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
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


def state_of_the_code(decides: Iterable[str] = DECIDES) -> str:
    """A digest of the libraries and of every file these patterns name; if none are given, of everything ``migrate`` reads."""
    libraries = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    digest = hashlib.sha256("\n".join(sorted(folder.name for folder in libraries)).encode())
    files = {path for pattern in decides for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc"}
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def migrate(address: str) -> None:
    """Apply every migration to the database at an address."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": address}, check=True)


@contextmanager
def kept(kind: str, make: Callable[[Path], None], state: str = "") -> Iterator[Path]:
    """The kept file of a kind for a state, else that of what ``migrate`` reads; ``make`` writes it where it is told when there is none."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{state or state_of_the_code()}.{kind}"
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
