"""CPU of a request (web process and PostgreSQL together) at several sizes of one hearing, in multiples of a bare view.

Each act is sent by one client that keeps its connection, in shuffled passes with the bare view between them; a figure is the
median of the passes. CPU is what ``/proc/*/task/*/schedstat`` says of every thread of the web process and of every PostgreSQL
backend (of parallel workers that have ended, what the postmaster reaped, in hundredths of a second). The bare view is a Django
view of two bytes without middleware on the standard library's server. Run: ``make bench-web BENCH="--sizes 1k,100k"``.
"""

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from bench.hearing import make_hearing
from tests.support.browser_http import Person
from tests.support.postgres import postgres
from tests.support.site import Site
from tests.support.valkey import free_port

OUT = Path(__file__).with_name("web.json")
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "840k": 840_000}
TICK = 1e9 / os.sysconf("SC_CLK_TCK")
#: a request of more than this is not repeated within a pass
SLOW = 0.3
#: a connection that was not used for so long is not used again: the server is about to end it (uvicorn: five seconds)
PATIENCE = httpx.Limits(keepalive_expiry=2)

BARE = """
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", MIDDLEWARE=[], LOGGING_CONFIG=None)
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
import django; django.setup()
class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"
    def log_message(self, *args): pass
make_server("127.0.0.1", int(sys.argv[1]), WSGIHandler(), handler_class=Quiet).serve_forever()
"""


@dataclass
class Act:
    """``bar``: multiples of the bare view it may cost at any size; ``data`` makes it a POST; ``known``: asked by a cache that has
    the page already (ETag)."""

    name: str
    who: str
    path: str
    bar: float | None = None
    data: dict | None = None
    htmx: bool = False
    known: bool = False
    costs: list[tuple[float, float]] = field(default_factory=list)


def acts(made: dict) -> list[Act]:
    root = f"/consultations/{made['pk']}"
    hot, quiet = (f"{root}/sections/{made['sections'][place]}/" for place in (0, 7))
    table, vote = f"{root}/analysis/comments/", {"choice": "1"}
    return [
        Act("home", "anyone", "/", 24),
        Act("list", "anyone", "/consultations/", 16),
        Act("hearing, anonymous", "anyone", f"{root}/", 48),
        Act("hearing, known to a cache", "anyone", f"{root}/", 12, known=True),
        Act("hearing, signed in", "voter", f"{root}/", 60),
        Act("section, hot, newest", "anyone", hot, 60),
        Act("section, hot, signed in", "voter", hot, 60),
        Act("section, hot, last page", "anyone", f"{hot}?page=100000", 60),
        Act("section, hot, most supported", "anyone", f"{hot}?sort=supported", 60),
        Act("section, hot, most divided", "anyone", f"{hot}?sort=divided", 60),
        Act("section, hot, unanswered", "anyone", f"{hot}?sort=unanswered", 60),
        Act("section, hot, words", "anyone", f"{hot}?q=ผู้สูงอายุ", 60),
        Act("section, another", "anyone", quiet, 60),
        Act("comment, popular", "anyone", f"{root}/comments/{made['popular']}/", 40),
        Act("deck, anonymous", "anyone", f"{root}/deck/", 40),
        Act("deck, signed in", "voter", f"{root}/deck/", 40),
        Act("my activity", "author", "/consultations/mine/", 48),
        Act("catch-up, nothing new", "anyone", f"{root}/live/?after=LIVE", 8),
        Act("vote on a comment", "voter", f"{root}/comments/{made['last']}/vote/", 13.6, vote, htmx=True),
        Act("vote on the hot section", "voter", f"{hot}vote/", 13.6, vote, htmx=True),
        Act("comment", "voter", f"{root}/comments/", 32, {"text": "ความเห็นจากการวัด", "section": made["sections"][0]}),
        Act("catch-up with news", "anyone", f"{root}/live/?after=BEFORE", 8),
        Act("dashboard", "officer", f"{root}/analysis/", 240),
        Act("analyst, theme", "officer", f"{root}/analysis/themes/{made['theme']}/", 240),
        Act("analyst, comment", "officer", f"{table}{made['popular']}/", 240),
        Act("table", "officer", table, 160),
        Act("table, words (hit)", "officer", f"{table}?q=ผู้สูงอายุ", 160),
        Act("table, words (none)", "officer", f"{table}?q=ไดโนเสาร์", 160),
        Act("table, stance", "officer", f"{table}?stance=agree", 160),
        Act("table, in a campaign", "officer", f"{table}?campaign=any", 160),
        Act("table, not answered", "officer", f"{table}?official=no", 160),
        Act("table, theme", "officer", f"{table}?theme={made['theme']}", 160),
        Act("table, province", "officer", f"{table}?province=เชียงใหม่", 160),
        Act("table, last page", "officer", f"{table}?page=100000", 160),
        Act("moderation", "officer", f"{root}/moderation/", 60),
        Act("moderation, hidden", "officer", f"{root}/moderation/?hidden=1", 60),
        Act("moderation, words", "officer", f"{root}/moderation/?q=ไดโนเสาร์", 60),
    ]


class Cpu:
    """What a set of processes has used so far, in milliseconds; threads and backends that come and go are kept count of."""

    def __init__(self, web: int, postmaster: int | None):
        self.web, self.postmaster = web, postmaster

    def read(self) -> tuple[float, float]:
        database = 0.0
        if self.postmaster:
            database = sum(_of_process(pid) for pid in [self.postmaster, *_children(self.postmaster)])
            fields = Path(f"/proc/{self.postmaster}/stat").read_text().rsplit(")", 1)[1].split()
            database += (int(fields[13]) + int(fields[14])) * TICK
        return _of_process(self.web) / 1e6, database / 1e6


def _of_process(pid: int) -> float:
    total = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(task.read_text().split()[0])
        except OSError:
            continue
    return total


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


class People:
    """Whoever sends the acts, each with a connection of their own."""

    def __init__(self, address: str, made: dict):
        self.http = {
            "anyone": httpx.Client(base_url=address, timeout=120, limits=PATIENCE),
            "voter": Person(address, made["voters"][0], limits=PATIENCE).http,
            "author": Person(address, made["author"], limits=PATIENCE).http,
            "officer": Person(address, made["officer"], limits=PATIENCE).http,
        }
        self.tokens: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self.turn = 0
        self.live = f"/consultations/{made['pk']}/live/?after="

    def send(self, act: Act) -> None:
        http = self.http[act.who]
        if act.data is None:
            path = act.path
            if path.endswith(("LIVE", "BEFORE")):
                path = self.live + str(self.seq - (1 if path.endswith("BEFORE") else 0))
            headers = {"If-None-Match": self.marks.get(path, "none")} if act.known else {}
            answer = http.get(path, headers=headers)
            assert answer.status_code in ((200, 304) if act.known else (200,)), (act.name, answer.status_code)
            self.marks[path] = answer.headers.get("ETag", "")
            return
        data = act.data | {"csrfmiddlewaretoken": self.tokens[act.who], "client_key": str(uuid.uuid4())}
        if "choice" in data:
            self.turn += 1  # each time otherwise than before: a vote that stays as it is costs less
            data["choice"] = "10"[self.turn % 2]
        headers = {"HX-Request": "true"} if act.htmx else {}
        answer = http.post(act.path, data=data, headers=headers, follow_redirects=False)
        assert answer.status_code in (200, 302), (act.name, answer.status_code, answer.text[:300])

    def get_ready(self, act: Act) -> None:
        if act.data is not None and act.who not in self.tokens:
            page = self.http[act.who].get("/consultations/mine/").text
            self.tokens[act.who] = re.search(r'<meta name="csrf-token" content="(\w+)">', page)[1]
        if act.path.endswith(("LIVE", "BEFORE")):
            time.sleep(1.2)  # until what was just sent has its number
            self.seq = self.http["anyone"].get(f"{self.live}999999999").json()["seq"]


def measure(site: Site, made: dict, postmaster: int, passes: int, times: int, only: str) -> dict:
    port = free_port()
    bare_server = subprocess.Popen([sys.executable, "-c", BARE, str(port)])
    try:
        people, chosen = (
            People(site.address, made),
            [act for act in acts(made) if any(word in act.name for word in only.split(","))],
        )
        bare = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        _wait(bare)
        cpu, bare_cpu, bare_costs = Cpu(site.processes[0].pid, postmaster), Cpu(bare_server.pid, None), []
        for act in chosen:
            people.get_ready(act)
            people.send(act)
        for _ in range(passes):
            bare_costs.append(_cost(bare_cpu, lambda: bare.get("/"), 200)[0])
            for act in random.sample(chosen, len(chosen)):
                people.get_ready(act)
                act.costs.append(_cost(cpu, lambda act=act: people.send(act), times))
        unit = statistics.median(bare_costs)
        return {"bare_ms": round(unit, 3), "acts": {act.name: _figures(act, unit) for act in chosen}}
    finally:
        bare_server.terminate()
        bare_server.wait()


def _wait(client: httpx.Client) -> None:
    for _ in range(100):
        try:
            client.get("/")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the bare view did not start")


def _cost(cpu: Cpu, send, times: int) -> tuple[float, float]:
    before, started, sent = cpu.read(), time.monotonic(), 0
    while sent < times and (sent == 0 or time.monotonic() - started < SLOW * times):
        send()
        sent += 1
    after = cpu.read()
    return (after[0] - before[0]) / sent, (after[1] - before[1]) / sent


def _figures(act: Act, unit: float) -> dict:
    app, database = (statistics.median(cost[part] for cost in act.costs) for part in (0, 1))
    whole = statistics.median(sum(cost) for cost in act.costs)
    return {
        "app_ms": round(app, 2),
        "database_ms": round(database, 2),
        "times_bare": round(whole / unit, 1),
        "bar": act.bar,
    }


def tell(size: str, found: dict) -> None:
    print(
        f"\n{size} comments; bare view {found['bare_ms']} ms\n{'act':34}{'app ms':>9}{'db ms':>9}{'× bare':>9}{'bar':>7}"
    )
    for name, told in found["acts"].items():
        over = "" if told["times_bare"] <= (told["bar"] or 1e9) else "  over"
        bar = told["bar"] or ""
        print(f"{name:34}{told['app_ms']:>9.2f}{told['database_ms']:>9.2f}{told['times_bare']:>9.1f}{bar:>7}{over}")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="1k,100k,840k")
    asked.add_argument("--passes", type=int, default=5)
    asked.add_argument("--times", type=int, default=10, help="requests of each act in a pass")
    asked.add_argument("--only", default="", help="acts whose name has one of these words, with commas between")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    random.seed(given.seed)
    found = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    with postgres() as url:
        for size in given.sizes.split(","):
            result = at_size(url, SIZES[size], given)
            tell(size, result)
            if not given.only:
                found[size] = result
    OUT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def at_size(url: str, comments: int, given) -> dict:
    name = f"bench_{comments}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        postmaster = int(Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    with tempfile.TemporaryDirectory() as folder:
        site = Site(
            Path(folder),
            database_url=own,
            ANALYSIS_ENCODER="tfidf",
            COMMENTS_PER_HOUR="1000000",
            VOTE_CHANGES_PER_MINUTE="1000000",
            LOG_LEVEL="ERROR",
        )
        try:
            site.start()
            started = time.monotonic()
            made = make_hearing(site, own, comments)
            print(f"made in {time.monotonic() - started:.0f} s", flush=True)
            return measure(site, made, postmaster, given.passes, given.times, given.only)
        finally:
            site.stop()


if __name__ == "__main__":
    main()
