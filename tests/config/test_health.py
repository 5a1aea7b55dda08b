"""What whoever watches the site is told."""

from time import time

import pytest
from django.core.cache import cache
from django.test import Client

from consult.breaker import valkey
from consult.tasks import ALIVE, sign_of_life

pytestmark = pytest.mark.django_db
PARTS = {"database", "valkey", "worker"}


@pytest.fixture(autouse=True)
def nobody_alive_yet():
    cache.delete(ALIVE)
    yield
    valkey.answered()


def asked(address: str = "127.0.0.1") -> tuple[int, dict]:
    answer = Client().get("/health", REMOTE_ADDR=address)
    return answer.status_code, answer.json()


def test_all_is_well_once_a_worker_did_what_the_timetable_asked():
    assert asked() == (200, {"health": "degraded", "database": True, "valkey": True, "worker": False})
    sign_of_life()
    assert asked() == (200, {"health": "ok", "database": True, "valkey": True, "worker": True})


def test_a_worker_that_has_been_silent_for_minutes_is_missed():
    cache.set(ALIVE, time() - 600)
    assert asked()[1]["worker"] is False


def test_without_valkey_pages_work_and_it_says_so():
    sign_of_life()
    valkey.failed()
    assert asked() == (200, {"health": "degraded", "database": True, "valkey": False, "worker": False})


def test_a_stranger_is_told_one_word():
    assert asked("192.0.2.1") == (200, {"health": "degraded"})


def test_a_lock_taken_while_valkey_was_away_is_released_though_valkey_answers_again():
    """Sign-in waits for such locks, and refuses whoever waits too long."""
    valkey.failed()
    assert cache.add("allauth:somebody:lock", True)
    valkey.answered()
    cache.delete("allauth:somebody:lock")
    valkey.failed()
    assert cache.add("allauth:somebody:lock", True)


def test_a_lock_that_a_frozen_valkey_takes_when_it_wakes_holds_nobody_up(request):
    """The question waits in its socket, and is carried out long after the site went on without an answer."""
    server, lock = request.config.valkey, "allauth:somebody-else:lock"
    valkey.answered()
    cache.get(lock)  # the connection stands
    server.freeze()
    try:
        assert cache.add(lock, True, timeout=60)
        cache.delete(lock)
    finally:
        server.thaw()
    valkey.answered()  # the pause is over
    assert cache.add(lock, True, timeout=60)
    cache.delete(lock)
