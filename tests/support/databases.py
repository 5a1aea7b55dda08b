"""A migrated SQLite database, made once for a state of the code and copied from then on: migrating costs fifteen seconds."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
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


def copy_migrated(target: Path) -> None:
    """Put a database with every migration applied, and nothing else, at ``target``."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{state_of_the_code()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits for what the first makes
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            making = KEPT / "making.sqlite3"
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=ROOT, env=os.environ | {"DATABASE_URL": f"sqlite:///{making}"}, check=True)
            making.rename(kept)  # whole or not at all
        shutil.copyfile(kept, target)
