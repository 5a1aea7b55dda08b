"""Valkey dead, frozen, full, or with another password: citizens read, write, vote, sign in and up, and see what others do."""

import asyncio
import json
import time
from contextlib import contextmanager

import httpx
import pytest
import websockets

from tests.support.browser_http import Person, token_of

pytestmark = [pytest.mark.services]
#: What is waited for at most; a site whose requests hang fails here
PATIENCE = 10


@contextmanager
def killed(valkey):
    valkey.kill()
    yield
    valkey.start()


@contextmanager
def frozen(valkey):
    valkey.freeze()
    yield
    valkey.thaw()


@contextmanager
def full(valkey):
    valkey.fill()
    yield
    valkey.empty()


@contextmanager
def locked(valkey):
    valkey.change_password()
    yield
    valkey.forget_password()


@pytest.fixture(scope="module", params=[killed, frozen, full, locked], ids=lambda fault: fault.__name__)
def away(request, site, world):
    """The fault, for every test of this module. Once Valkey is well again, it is used again."""
    with request.param(site.valkey):
        yield request.param.__name__
    person = Person(site.address, world["emails"][0])
    end = time.monotonic() + 60
    while not site.valkey.has_keys():
        assert time.monotonic() < end, "nothing is kept in Valkey again"
        person.comment(world["consultation"], f"กลับมาแล้ว {time.monotonic()}", world["sections"][0])
        time.sleep(1)


@pytest.fixture(scope="module")
def person(away, site, world):
    """Signed in while Valkey is away."""
    return Person(site.address, world["emails"][0], patience=PATIENCE)


def test_a_citizen_reads_writes_and_votes(person, world, away):
    consultation, section = world["consultation"], world["sections"][0]
    assert person.http.get(f"/consultations/{consultation}/").status_code == 200
    assert f"เขียนตอน {away}" in person.comment(consultation, f"เขียนตอน {away}", section).text
    assert person.vote(consultation, section, 1).status_code == 200


def test_somebody_signs_up(away, site):
    with httpx.Client(base_url=site.address, timeout=PATIENCE, follow_redirects=True) as browser:
        fields = {"email": f"new-{away}@example.com", "password1": "a-long-password", "alias": ""}
        answer = browser.post(
            "/accounts/signup/", data=fields | {"csrfmiddlewaretoken": token_of(browser.get("/accounts/signup/"))}
        )
        assert answer.status_code == 200 and "signup" not in str(answer.url)
        assert browser.get("/consultations/session/").json()["person"]


def test_guesses_of_a_password_are_still_counted(away, site, world):
    with httpx.Client(base_url=site.address, timeout=PATIENCE, follow_redirects=True) as browser:
        token = token_of(browser.get("/accounts/login/"))

        def guess(password: str) -> str:
            fields = {"login": f"victim-{away}@example.com", "password": password, "csrfmiddlewaretoken": token}
            return browser.post("/accounts/login/", data=fields).text

        first, *_, last = [guess(f"guess-{number}") for number in range(7)]
        assert "รอ 5 นาที" not in first and "รอ 5 นาที" in last


async def test_others_see_it(person, site, world, away):
    consultation, section = world["consultation"], world["sections"][1]
    uri = site.addresses[1].replace("http", "ws") + f"/live/{consultation}/socket"
    async with websockets.connect(uri, origin=site.addresses[1], open_timeout=PATIENCE) as socket:
        await asyncio.wait_for(socket.recv(), PATIENCE)  # hello
        await asyncio.to_thread(person.comment, consultation, f"เห็นตอน {away}", section)
        async with asyncio.timeout(3 * PATIENCE):
            while not json.loads(await socket.recv())["posted"]:
                pass
