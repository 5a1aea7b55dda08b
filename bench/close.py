"""The closing minute, and a day in small: what is acknowledged is on record, once, and nothing after the moment.

``python -m bench.close [minute] [day]``; without words both. PostgreSQL, Valkey and two web processes of its own on loopback; the
client shares the machine. Acts come at random moments at a steady rate (Poisson) from people who do not wait for each other, at
most ``CROWD`` at once. ``BENCH_VOTES`` and ``BENCH_COMMENTS`` a second take other numbers, ``BENCH_SECONDS`` another minute.
Figures go to ``bench/close.json``.

``minute``: the hearing closes while acts go on for three seconds more. ``day``: bursts and quiet hours, scaled in time.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from bench.crowd import LIMITS, TOKEN, Act, World, comment, make_world, signed_in, steadily
from bench.live import resident
from bench.measure import Figure, percentile, table
from bench.pages import cpu_seconds
from bench.wire import Http
from tests.support.postgres import postgres
from tests.support.site import Site

JSON = Path(__file__).with_name("close.json")
VOTES = float(os.environ.get("BENCH_VOTES", "300"))
COMMENTS = float(os.environ.get("BENCH_COMMENTS", "30"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
SIGN_INS = 0.4
AFTER = 3
CROWD = {"vote": 60, "comment": 20, "sign-in": 4}
VOTERS, AUTHORS, SIGNERS = 1_000, 200, 30
PASSWORD = "a-long-password"
#: (seconds, votes a second, comments a second): opening, a quiet stretch, the busy hour, the closing minute
DAY = ((10, 150, 15), (20, 10, 1), (40, 100, 4), (10, 200, 20))

SIGNERS_WORLD = """
from django.contrib.auth.hashers import make_password
User.objects.filter(email__in=[f"crowd{n}@example.org" for n in range(COUNT)]).update(password=make_password(PASSWORD))
made = {}
"""
CLOSES = """
from datetime import timedelta
from django.utils import timezone
consultation = Consultation.objects.get(pk=PK)
moment = timezone.now() + timedelta(seconds=SECONDS)
Consultation.objects.filter(pk=PK).update(closes_at=moment)
made = {"closes": moment.timestamp()}
"""
RECORD = """
consultation = Consultation.objects.get(pk=PK)
votes = list(Vote.objects.filter(comment__consultation=consultation).values_list("participant__account__email", "comment", "choice"))
texts = list(consultation.comments.filter(text__startswith="เสียงที่ ").values_list("text", flat=True))
end = consultation.ends_at
made = {"votes": votes, "comments": texts,
        "late": Vote.objects.filter(comment__consultation=consultation, cast_at__gte=end).count()
                + consultation.comments.filter(posted_at__gte=end).count()}
"""


async def _sign_in(address: str, number: int) -> tuple[int, str]:
    http = Http(address, {"Cookie": f"csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "Origin": address})
    body = urlencode({"login": f"crowd{number % SIGNERS}@example.org", "password": PASSWORD}).encode()
    try:
        status, headers, _ = await http.ask("POST", "/accounts/login/", body)
    finally:
        http.close()
    return (200 if status == 302 and "sessionid" in headers.get("set-cookie", "") else status or 1), ""


def crowd(
    addresses: list[str], world: World, phases: list[tuple[float, float, float]], sign_ins: float, first: int = 0
) -> list[Act]:
    """In a process of its own: each vote by somebody on a comment they have not voted on, each comment once."""
    numbers = {"vote": first, "comment": first}

    async def act() -> list[Act]:
        people = [signed_in(addresses[n % len(addresses)], key) for n, key in enumerate(world.sessions)]
        voters, authors = people[SIGNERS : SIGNERS + VOTERS], people[SIGNERS + VOTERS :]

        async def vote(_: int) -> tuple[int, str]:
            numbers["vote"] += 1
            number, choice = numbers["vote"], numbers["vote"] % 3 - 1
            place, about = number % VOTERS, world.comments[number // VOTERS]
            path = f"/consultations/{world.consultation}/comments/{about}/vote/"
            status, _, _ = await voters[place].ask("POST", path, urlencode({"choice": choice}).encode())
            return status, f"crowd{SIGNERS + place}@example.org {about} {choice}"

        async def say(_: int) -> tuple[int, str]:
            numbers["comment"] += 1
            number = numbers["comment"]
            text = f"เสียงที่ {number} ขอให้ทบทวนมาตรานี้ก่อนประกาศใช้"
            return await comment(authors[number % AUTHORS], world.consultation, world.section, text)

        async def sign_in(number: int) -> tuple[int, str]:
            return await _sign_in(addresses[number % len(addresses)], number)

        found: list[Act] = []
        for seconds, votes, comments in phases:
            until = time.monotonic() + seconds
            kinds = [
                steadily("vote", votes, until, vote, CROWD["vote"], 1),
                steadily("comment", comments, until, say, CROWD["comment"], 2),
            ]
            if sign_ins:
                kinds.append(steadily("sign-in", sign_ins, until, sign_in, CROWD["sign-in"], 3))
            for acts in await asyncio.gather(*kinds):
                found += acts
        for person in people:
            person.close()
        return found

    return asyncio.run(act())


def compared(site: Site, world: World, acts: list[Act], name: str) -> list[Figure]:
    """What was acknowledged against what stands on record."""
    record = site.make(f"PK = {world.consultation}\n{RECORD}")
    votes = Counter(f"{email} {about} {choice}" for email, about, choice in record["votes"])
    said = Counter(record["comments"])
    acknowledged = {
        kind: [act.body for act in acts if act.kind == kind and act.status == 200] for kind in ("vote", "comment")
    }
    unsure = {
        kind: [act.body for act in acts if act.kind == kind and act.status in (0, 500, 502, 503, 504)]
        for kind in acknowledged
    }
    lost = (Counter(acknowledged["vote"]) - votes) + (Counter(acknowledged["comment"]) - said)
    never = (votes + said) - Counter(
        acknowledged["vote"] + acknowledged["comment"] + unsure["vote"] + unsure["comment"]
    )
    doubled = sum(count - 1 for count in (votes + said).values() if count > 1)
    return [
        Figure(f"{name}: acknowledged and not on record", sum(lost.values()), 0, False),
        Figure(f"{name}: on record twice", doubled, 0, False),
        Figure(f"{name}: on record and refused or never sent", sum(never.values()), 0, False),
        Figure(f"{name}: on record after the moment", record["late"], 0, False),
    ]


def pace(acts: list[Act], name: str, wall: float, open_until: float | None = None) -> list[Figure]:
    figures = []
    for kind in ("vote", "comment", "sign-in"):
        mine = [act for act in acts if act.kind == kind]
        done = [act for act in mine if act.status == 200]
        if not mine:
            continue
        waits = [act.answered - act.due for act in done] or [float("inf")]
        errors = [act for act in mine if act.status in (0, 1) or act.status >= 500]
        early = [
            act
            for act in mine
            if act.status not in (200, 0) and act.status < 500 and (open_until is None or act.answered < open_until)
        ]
        if early:
            print(f"{kind}s refused while open: {_refusals(early, open_until)}")
        figures += [
            Figure(f"{name}: {kind}s a second", len(done) / wall),
            Figure(f"{name}: {kind}, p50 ms from when it was due", 1000 * percentile(waits, 0.5), None, False),
            Figure(f"{name}: {kind}, p95 ms from when it was due", 1000 * percentile(waits, 0.95), None, False),
            Figure(f"{name}: {kind}s without an answer or failed", len(errors), 0, False),
            Figure(f"{name}: {kind}s refused while open", len(early), 0, False),
        ]
    return figures


def _refusals(early: list[Act], open_until: float | None) -> str:
    """Which answer came how often, the first of them, and how long before the moment the last one did."""
    answers = ", ".join(f"{count} × {status}" for status, count in Counter(act.status for act in early).items())
    answers += f" ({early[0].body})"
    last = max(act.answered for act in early)
    return answers if open_until is None else f"{answers}, the last {open_until - last:.2f} s before the moment"


def minute(site: Site, world: World, pool: ProcessPoolExecutor) -> list[Figure]:
    webs = [process.pid for process in site.processes]
    closes = site.make(f"PK, SECONDS = {world.consultation}, {SECONDS + 2}\n{CLOSES}")["closes"]
    time.sleep(max(0.0, closes - time.time() - SECONDS))
    open_until = time.monotonic() + closes - time.time()
    cpu, began = cpu_seconds(webs), time.monotonic()
    acts = pool.submit(crowd, site.addresses, world, [(SECONDS + AFTER, VOTES, COMMENTS)], SIGN_INS).result()
    cpu, drained = cpu_seconds(webs) - cpu, time.monotonic() - began
    late = sum(act.status == 200 and act.kind != "sign-in" and act.sent > open_until for act in acts)
    name = f"{VOTES:g} + {COMMENTS:g} a second asked"
    return [
        *pace(acts, name, SECONDS, open_until),
        *compared(site, world, acts, name),
        Figure(f"{name}: sent after the moment and accepted", late, 0, False),
        Figure(f"{name}: cores of the web processes", cpu / drained, None, False),
        Figure(f"{name}: s until all were answered", drained, None, False),
    ]


def day(site: Site, world: World, pool: ProcessPoolExecutor) -> list[Figure]:
    webs = [process.pid for process in site.processes]
    pool.submit(crowd, site.addresses, world, [(5, 50, 5)], 0).result()
    before, began, first = sum(map(resident, webs)), time.monotonic(), 5_000
    acts = pool.submit(crowd, site.addresses, world, list(DAY), 0, first).result()
    wall, after = time.monotonic() - began, sum(map(resident, webs))
    record = compared(site, world, acts, "day")
    return [
        Figure("day: acts", len(acts)),
        *pace(acts, "day", wall),
        *(figure for figure in record if "never sent" not in figure.name),  # some were sent to warm up
        Figure("day: MB the web processes grew by", (after - before) / 1e6, None, False),
    ]


PARTS = {"minute": minute, "day": day}


def measured(word: str) -> list[Figure]:
    with (
        postgres() as database_url,
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
    ):
        site = Site(Path(folder), database_url=database_url, web=2, **LIMITS)
        try:
            site.start()
            world = make_world(site, SIGNERS + VOTERS + AUTHORS)
            site.make(f"COUNT, PASSWORD = {SIGNERS}, {PASSWORD!r}\n{SIGNERS_WORLD}")
            return PARTS[word](site, world, pool)
        finally:
            site.stop()


def main(words: list[str]) -> None:
    kept = json.loads(JSON.read_text()) if JSON.exists() else {}
    for word in words or PARTS:
        figures = measured(word)
        rows = [
            [
                f.name,
                f"{f.value:.1f}",
                "" if f.bar is None else f"{f.bar:g}",
                {None: "", True: "✓", False: "✗"}[f.passed],
            ]
            for f in figures
        ]
        table(f"Closing: {word}", ["figure", "measured", "at most", ""], rows)
        kept[word] = {figure.name: round(figure.value, 3) for figure in figures}
    JSON.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started here is stopped then, too
    main(sys.argv[1:])
