"""Production refuses to start with what is only safe on a desk; each case in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "RABFANG_MODE": "production",
    "SECRET_KEY": "s" * 64,
    "REDIS_URL": "redis://valkey:6379/0",
    "DATABASE_URL": "postgres://user:password@database/rabfang",
    "ALLOWED_HOSTS": "rabfang.example",
    "WEB_PROCESSES": "4",
    "SITE_URL": "https://rabfang.example",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}


def start(code: str = "import config.settings", **changes: str | None) -> subprocess.CompletedProcess:
    env = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
    env |= {key: value for key, value in (SAFE | changes).items() if value is not None}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_safe_production_starts():
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        ({"DATABASE_URL": None}, "WEB_PROCESSES is more than 1 on SQLite"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is empty"),
        ({"SITE_URL": None}, "SITE_URL is http://127.0.0.1:8000"),
        ({"SITE_URL": "https://localhost"}, "SITE_URL is https://localhost"),
        ({"SITE_URL": "rabfang.example"}, "SITE_URL is rabfang.example"),
        ({"EMAIL_URL": None}, "EMAIL_URL is missing or sends no mail"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL is missing or sends no mail"),
        ({"RABFANG_MODE": "prod"}, "RABFANG_MODE is 'prod'"),
    ],
)
def test_an_unsafe_production_refuses_and_says_why(changes, reason):
    refused = start(**changes)
    assert refused.returncode != 0 and reason in refused.stderr


@pytest.mark.parametrize(
    ("changes", "asked"),
    [({}, "True"), ({"STAFF_SECOND_FACTOR": "0"}, "False"), ({"RABFANG_MODE": "embedded"}, "False")],
)
def test_production_asks_staff_for_a_second_factor_and_a_desk_does_not(changes, asked):
    found = start("import config.settings as s; print(s.STAFF_SECOND_FACTOR)", **changes)
    assert found.stdout.strip() == asked


def test_all_reasons_are_given_at_once():
    refused = start(SECRET_KEY=None, DEBUG="1", REDIS_URL=None)
    assert all(word in refused.stderr for word in ("SECRET_KEY", "DEBUG", "REDIS_URL"))
