"""People for benches of live pages and of the closing minute: made in one go, signed in, and acting at a steady rate."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import uuid
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.wire import Http
from tests.support.site import Site

#: Everybody comes from one machine, and some act faster than a person may
LIMITS = {
    "COMMENTS_PER_HOUR": "1000000",
    "VOTE_CHANGES_PER_MINUTE": "1000000",
    "SOCKETS_PER_ADDRESS": "100000",
    "TRUSTED_PROXIES": "127.0.0.1",
}
TOKEN = "benchbenchbenchbenchbenchbench00"  # of 32 letters, as Django's own
WORLD = """
import random
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from consult.people.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string
from datetime import timedelta
from consult.thai.normal_form import search_form
random.seed(1)  # comments are of the last hundred, who vote in no bench: nobody votes on their own
consultation = make_consultation(*[f"ข้อความของมาตราที่ {n} ซึ่งยาวพอสมควรสำหรับการอ่าน " * 4 for n in range(10)])
section = consultation.draft.sections.first()
people = User.objects.bulk_create([User(email=f"crowd{n}@example.org", alias=f"ผู้ร่วม {n}", password="!") for n in range(PEOPLE)])
rows, store = [], SessionStore()
for person in people:
    values = {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], HASH_SESSION_KEY: person.get_session_auth_hash()}
    rows.append(Session(person=person, session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"), session_data=store.encode(values),
                        expire_date=timezone.now() + timedelta(days=1)))
Session.objects.bulk_create(rows)
people = [Participant(account=one, consultation=consultation) for one in people]
Participant.objects.bulk_create(people)
def new(n, parent=None):
    text = f"ความคิดเห็นที่ {n} อยากให้มีช่องทางสำหรับผู้สูงอายุและคนพิการในพื้นที่ห่างไกล " * 2
    return Comment(consultation=consultation, section=section, parent=parent, participant=random.choice(people[-100:]), text=text,
                   public_text=text, search_text=search_form(text), posted_at=timezone.now())
tops = Comment.objects.bulk_create([new(n) for n in range(1000)])
made = {"consultation": consultation.pk, "section": section.pk, "anchor": str(section.anchor), "sessions": [row.session_key for row in rows],
        "comments": [comment.pk for comment in tops], "sections": list(consultation.draft.sections.values_list("pk", flat=True))}
"""


@dataclass(frozen=True)
class World:
    """One hearing of ten sections with 1,000 comments on the first, and people who are signed in."""

    consultation: int
    section: int
    anchor: str
    sessions: list[str]
    comments: list[int]
    sections: list[int]

    @property
    def page(self) -> str:
        return f"/consultations/{self.consultation}/sections/{self.section}/"


def make_world(site: Site, people: int) -> World:
    return World(**site.make(f"PEOPLE = {people}\n{WORLD}"))


@dataclass(frozen=True)
class Act:
    """What somebody did: when it was due, sent and answered (seconds of this machine's monotonic clock), and how it ended.

    ``status`` 0: no answer.
    """

    kind: str
    due: float
    sent: float
    answered: float
    status: int
    body: str = ""


def signed_in(address: str, session: str) -> Http:
    """Somebody at an address of their own, as behind a proxy."""
    number = zlib.crc32(session.encode())
    home = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    cookies = {
        "X-Forwarded-For": home,
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Origin": address,
    }
    return Http(address, cookies | {"HX-Request": "true", "Accept-Encoding": "gzip"})


async def vote(http: Http, consultation: int, section: int, choice: int) -> tuple[int, str]:
    body = urlencode({"choice": choice, "from": "section"}).encode()
    status, _, _ = await http.ask("POST", f"/consultations/{consultation}/sections/{section}/vote/", body)
    return status, ""


async def comment(http: Http, consultation: int, section: int, text: str) -> tuple[int, str]:
    fields = {"text": text, "stance": "", "client_key": str(uuid.uuid4()), "section": section, "parent": ""}
    status, _, _ = await http.ask("POST", f"/consultations/{consultation}/comments/", urlencode(fields).encode())
    return status, text


Doing = Callable[[int], Awaitable[tuple[int, str]]]


async def steadily(kind: str, rate: float, until: float, do: Doing, crowd: int, seed: int = 1) -> list[Act]:
    """``rate`` acts a second at random moments (Poisson) until ``until``, by ``crowd`` people in turn, none waited for by the
    next: those who come while all are busy wait, and their waiting counts from when they were due."""
    acts: list[Act] = []
    chance = random.Random(seed)
    queue: asyncio.Queue[tuple[int, float]] = asyncio.Queue()

    async def person() -> None:
        while True:
            number, due = await queue.get()
            sent, status, body = time.monotonic(), 0, ""
            with contextlib.suppress(OSError, EOFError):
                status, body = await do(number)
            acts.append(Act(kind, due, sent, time.monotonic(), status, body))
            queue.task_done()

    people = [asyncio.create_task(person()) for _ in range(crowd)]
    due, number = time.monotonic(), 0
    while (due := due + chance.expovariate(rate)) < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        queue.put_nowait((number, due))
        number += 1
    await queue.join()
    for task in people:
        task.cancel()
    return acts


def act_on_one_section(
    addresses: Sequence[str], world: World, votes: float, comments: float, seconds: float, seed: int = 1
) -> list[Act]:
    """In a process of its own: each vote by somebody else on the hot section, each comment by one of the last 50 people."""

    async def act() -> list[Act]:
        voters = [signed_in(addresses[n % len(addresses)], key) for n, key in enumerate(world.sessions)]
        chance = random.Random(seed)

        async def cast(number: int) -> tuple[int, str]:
            person = voters[number % (len(voters) - 50)]
            return await vote(person, world.consultation, world.section, chance.choice((1, 0, -1)))

        async def say(number: int) -> tuple[int, str]:
            person = voters[-1 - number % 50]
            return await comment(person, world.consultation, world.section, f"เสียงที่ {seed}-{number} ขอให้ทบทวนมาตรานี้")

        until = time.monotonic() + seconds
        kinds = [steadily("vote", votes, until, cast, 40, seed)] if votes else []
        kinds += [steadily("comment", comments, until, say, 10, seed + 1)] if comments else []
        found = await asyncio.gather(*kinds)
        for person in voters:
            person.close()
        return [act for acts in found for act in acts]

    return asyncio.run(act())


def read_pages(address: str, paths: Sequence[str], seconds: float, rate: float = 5) -> list[float]:
    """In a process of its own: seconds each page took, one after another, at most ``rate`` a second."""

    async def read() -> list[float]:
        http, taken = Http(address), []
        end = time.monotonic() + seconds
        while (began := time.monotonic()) < end:
            status, _, _ = await http.ask("GET", paths[len(taken) % len(paths)])
            assert status == 200, status
            taken.append(time.monotonic() - began)
            await asyncio.sleep(max(0.0, 1 / rate - taken[-1]))
        http.close()
        return taken

    return asyncio.run(read())
