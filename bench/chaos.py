"""Rounds of faults under load: what was acknowledged is there once, and what was broken comes back.

``python -m bench.chaos [ROUNDS] [--seed N] [--only "Valkey frozen"]``. Loopback only; each round is bounded; stops by itself;
writes bench/chaos.json. A fault lasts ``FAULT_SECONDS`` while citizens comment, vote and watch through two web processes; each of
them sends an act again until it is acknowledged, as the page does.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

import httpx
import psycopg
import websockets

from bench.faults import Fault, MailServer, Wire, faults_of
from tests.support.browser_http import Person
from tests.support.postgres import Postgres
from tests.support.site import Site

OUTPUT = Path(__file__).with_suffix(".json")
#: The last words of the site's processes
LOG = OUTPUT.parent.parent / "var" / "chaos.log"
CITIZENS, WATCHERS = 6, 4
CALM_SECONDS, FAULT_SECONDS, RECOVERY_SECONDS = 2, 6, 60
ANSWER_SECONDS, STATEMENT_SECONDS, CLIENT_SECONDS = 8, 5, 30
#: What may pass between asking and being answered by a web process that lives: its own limit, and a busy machine
MOST_SECONDS = ANSWER_SECONDS + 4
WORLD = """
consultation = make_consultation(*(f"ข้อความของมาตรา {n} ว่าด้วยการรับฟัง" for n in range(1, 5)))
people = [make_user() for _ in range(%d)]
post(consultation)  # something to analyse from the first round on
made = {
    "pk": consultation.pk,
    "sections": list(consultation.draft.sections.values_list("pk", flat=True)),
    "emails": [person.email for person in people],
}
"""
ASK_ANALYSIS = """
from analysis import actions
from analysis.models import AnalysisJob
from consult.models import Membership
consultation = Consultation.objects.get(pk=%d)
actions.request_analysis(consultation=consultation, by=make_staff(consultation.agency, Membership.Role.ANALYST))
made = {}
"""
#: What is kept and not yet folded in, against the rows: sections whose votes differ, and places of comments
TALLIES_DIFFER = """
SELECT count(*) FROM (
  SELECT section_id, sum(agree), sum(unsure), sum(disagree) FROM (
    SELECT section_id, agree, unsure, disagree FROM consult_wordingtally
    UNION ALL SELECT section_id, agree, unsure, disagree FROM consult_uncounted WHERE section_id > 0
  ) kept GROUP BY 1
  EXCEPT
  SELECT section_id, count(*) FILTER (WHERE choice = 1), count(*) FILTER (WHERE choice = 0), count(*) FILTER (WHERE choice = -1)
  FROM consult_vote WHERE section_id IS NOT NULL GROUP BY 1
) differ
"""
COUNTS_DIFFER = """
SELECT (SELECT count(*) FROM consult_comment WHERE is_visible)
  - (SELECT coalesce(sum(in_all), 0) FROM consult_placecount)
  - (SELECT coalesce(sum(in_all), 0) FROM consult_uncounted)
"""
WAITING = "SELECT count(*) FROM analysis_analysisjob WHERE state IN ('waiting', 'running')"
#: For whoever looks for the reason: how far each is that did not finish, and when it was last heard of
UNFINISHED = """
SELECT string_agg(format('%s %s, started %s times, last heard of %s s ago', state, stage, attempts,
  round(extract(epoch FROM now() - seen_at))), '; ') FROM analysis_analysisjob WHERE state IN ('waiting', 'running')
"""
FAILED = "SELECT count(*) FROM analysis_analysisjob WHERE state = 'failed'"
JOBS = "SELECT count(*) FROM analysis_analysisjob WHERE run_id IS NOT NULL"
RUNS = "SELECT count(*) FROM analysis_analysisrun"


class Citizen(threading.Thread):
    """One person who comments and votes, one act after the other, each until it is acknowledged."""

    def __init__(self, site: Site, world: dict, number: int, seed: int):
        super().__init__(daemon=True)
        self.random = random.Random(seed * 1000 + number)
        self.addresses, self.world = site.addresses, world
        self.http = Person(site.address, world["emails"][number], patience=CLIENT_SECONDS).http
        self.http.follow_redirects = False
        self.comments: list[str] = []
        self.votes: dict[int, int] = {}
        self.answers: Counter = Counter()
        self.waits: list[tuple[float, str]] = []
        self.go, self.rest = threading.Event(), threading.Event()
        self.ends = False

    def run(self) -> None:
        while not self.ends:
            if not self.go.wait(0.2):
                self.rest.set()
                continue
            self.rest.clear()
            self._comment() if self.random.random() < 0.4 else self._vote()
            time.sleep(0.05)

    def _comment(self) -> None:
        text = f"ความเห็น {uuid.uuid4()}"
        data = {"text": text, "stance": "", "client_key": str(uuid.uuid4())}
        data["section"] = self.random.choice(self.world["sections"])
        self._until_acknowledged("comments/", data)
        self.comments.append(text)

    def _vote(self) -> None:
        section, choice = self.random.choice(self.world["sections"]), self.random.choice([1, 0, -1])
        self._until_acknowledged(f"sections/{section}/vote/", {"choice": choice})
        self.votes[section] = choice

    def _until_acknowledged(self, path: str, data: dict) -> None:
        while True:
            address = self.random.choice(self.addresses)
            form = data | {"csrfmiddlewaretoken": self.http.cookies["csrftoken"]}
            began = time.monotonic()
            try:
                answer = self.http.post(f"{address}/consultations/{self.world['pk']}/{path}", data=form)
                said = str(answer.status_code)
            except httpx.HTTPError as trouble:
                said = type(trouble).__name__
            self.answers[said] += 1
            self.waits.append((time.monotonic() - began, said))
            if said == "302" and "/accounts/login/" not in answer.headers["location"]:
                return
            if self.ends:
                return
            time.sleep(0.3)


class Watchers:
    """Browsers that watch: they connect again when they are cut off, and ask for what they missed."""

    def __init__(self, site: Site, consultation: int, seed: int):
        self.addresses, self.consultation = site.addresses, consultation
        self.random = random.Random(seed)
        self.numbers = [0] * WATCHERS
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        for number in range(WATCHERS):
            asyncio.run_coroutine_threadsafe(self._watch(number), self.loop)

    async def _watch(self, number: int) -> None:
        while True:
            address = self.random.choice(self.addresses)
            uri = address.replace("http", "ws") + f"/live/{self.consultation}/socket"
            try:
                async with websockets.connect(
                    uri, origin=address, open_timeout=5, ping_timeout=5, ping_interval=5
                ) as socket:
                    while True:
                        self.numbers[number] = json.loads(await socket.recv())["seq"]
            except (OSError, TimeoutError, websockets.WebSocketException):
                await asyncio.sleep(0.5)

    def have(self, seq: int) -> bool:
        return all(number >= seq for number in self.numbers)


class Chaos:
    """The site with everything that can be broken, and the people on it."""

    def __init__(self, folder: Path, seed: int):
        self.database, self.mail = Postgres(), MailServer()
        (folder / "wire").mkdir()
        self.to_database = Wire(self.database.socket, folder=folder / "wire")
        self.site = Site(
            folder,
            database_url=f"postgres://postgres@/postgres?host={folder / 'wire'}",
            web=2,
            worker=True,
            ANALYSIS_ENCODER="tfidf",
            ANALYSIS_LOST_SECONDS="20",
            ANSWER_SECONDS=str(ANSWER_SECONDS),
            DATABASE_STATEMENT_SECONDS=str(STATEMENT_SECONDS),
            DATABASE_LOCK_SECONDS=str(STATEMENT_SECONDS),
            COMMENTS_PER_HOUR="1000000",
            EMAIL_URL=f"smtp://127.0.0.1:{self.mail.port}",
            EMAIL_TIMEOUT="3",
        )
        self.to_valkey = Wire(self.site.valkey.port)
        self.site.env["REDIS_URL"] = f"redis://127.0.0.1:{self.to_valkey.port}/0"
        self.faults = faults_of(self.site, self.database, self.to_database, self.to_valkey, self.mail)
        self.citizens: list[Citizen] = []
        self.seed = seed

    def start(self) -> None:
        self.site.start()
        self.world = self.site.make(WORLD % CITIZENS)
        self.citizens = [Citizen(self.site, self.world, number, self.seed) for number in range(CITIZENS)]
        self.watchers = Watchers(self.site, self.world["pk"], self.seed)
        for citizen in self.citizens:
            citizen.start()

    def stop(self) -> None:
        for citizen in self.citizens:
            citizen.ends = True
        self.site.stop()
        self.database.stop()

    def round(self, fault: Fault) -> dict:
        """Calm, fault, calm again; then everybody rests and the books are checked."""
        for citizen in self.citizens:
            citizen.waits.clear()
            citizen.answers.clear()
            citizen.go.set()
        if self._one(WAITING) == 0:
            self.site.make(ASK_ANALYSIS % self.world["pk"])
        time.sleep(CALM_SECONDS)
        fault.begin()
        time.sleep(FAULT_SECONDS)
        fault.end()
        mended = time.monotonic()
        wrong = [] if self._sign_up() else ["nobody can sign up"]
        signed_up = time.monotonic() - mended
        time.sleep(CALM_SECONDS)
        for citizen in self.citizens:
            citizen.go.clear()
        wrong += (
            [] if self._within(lambda: all(c.rest.is_set() for c in self.citizens)) else ["acts are not acknowledged"]
        )
        acted = time.monotonic() - mended
        wrong += [] if self._within(self._all_hear) else ["watchers do not hear the last news"]
        recovered = time.monotonic() - mended
        wrong += self._check_books()
        names = [*(["web"] * len(self.site.ports)), "worker", "timetable"]
        wrong += [
            f"{name} ended" for name, one in zip(names, self.site.processes, strict=True) if one.poll() is not None
        ]
        answers = sum((c.answers for c in self.citizens), Counter())
        from_living = [wait for c in self.citizens for wait, said in c.waits if said.isdigit()]
        wrong += [f"answered {status}" for status in answers if status.isdigit() and status not in ("302", "503")]
        if max(from_living) > MOST_SECONDS:
            wrong.append(f"waited {max(from_living):.1f} s")
        return {
            "fault": str(fault),
            "acknowledged": answers["302"],
            "refused": answers["503"],
            "unanswered": sum(count for said, count in answers.items() if not said.isdigit()),
            "longest_wait_seconds": round(max(from_living), 2),
            "recovered_seconds": round(recovered, 1),
            "of_that": {"signed_up": round(signed_up, 1), "acts": round(acted, 1)},
            "wrong": wrong,
        }

    def finish(self) -> list[str]:
        """Whatever was asked of the workers is done, once."""
        done = self._within(lambda: self._one(WAITING) == 0, seconds=120)
        runs, jobs, failed = (self._one(question) for question in (RUNS, JOBS, FAILED))
        wrong = []
        if not done:
            wrong = [f"an analysis did not finish ({self._one(UNFINISHED)}; {self.site.valkey.queued()} messages wait)"]
        wrong += [f"{failed} analyses failed"] if failed else []
        return wrong + ([f"{runs} runs for {jobs} finished jobs"] if runs != jobs else [])

    def _check_books(self) -> list[str]:
        wrong = []
        with psycopg.connect(self.database.dsn) as connection:
            stored = Counter(text for (text,) in connection.execute("SELECT text FROM consult_comment"))
            rows = connection.execute(
                "SELECT u.email, v.section_id, v.choice FROM consult_vote v JOIN consult_participant p ON p.id = v.participant_id JOIN consult_user u ON u.id = p.account_id"
            )
            votes = {(email, section): choice for email, section, choice in rows}
        said = [text for citizen in self.citizens for text in citizen.comments]
        lost = sum(stored[text] == 0 for text in said)
        doubled = sum(count > 1 for count in stored.values())
        wrong += [f"{lost} comments lost"] if lost else []
        wrong += [f"{doubled} comments doubled"] if doubled else []
        for email, citizen in zip(self.world["emails"], self.citizens, strict=True):
            differ = [section for section, choice in citizen.votes.items() if votes.get((email, section)) != choice]
            wrong += [f"{len(differ)} votes are not what was last acknowledged"] if differ else []
        wrong += ["tallies differ from rows"] if self._one(TALLIES_DIFFER) else []
        wrong += ["counts differ from rows"] if self._one(COUNTS_DIFFER) else []
        return wrong

    def _sign_up(self) -> bool:
        """A new person, as soon as it is possible."""

        def once() -> bool:
            with httpx.Client(base_url=self.site.addresses[1], timeout=CLIENT_SECONDS) as browser:
                browser.get("/accounts/signup/")
                form = {"email": f"{uuid.uuid4().hex}@example.com", "password1": "a-long-password", "alias": ""}
                form["csrfmiddlewaretoken"] = browser.cookies.get("csrftoken", "")
                return browser.post("/accounts/signup/", data=form).status_code == 302

        return self._within(once)

    def _all_hear(self) -> bool:
        return self.watchers.have(self._one("SELECT max(live_seq) FROM consult_consultation")) and not self._one(
            "SELECT count(*) FROM consult_announcement WHERE seq IS NULL"
        )

    def _one(self, question: str):
        with psycopg.connect(self.database.dsn) as connection:
            return connection.execute(question).fetchone()[0]

    @staticmethod
    def _within(condition, seconds: float = RECOVERY_SECONDS) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    return True
            except (httpx.HTTPError, psycopg.Error):
                pass
            time.sleep(0.3)
        return False


def asked_of_us() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rounds", nargs="?", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help='a fault or a part, e.g. "Valkey frozen"')
    return parser.parse_args()


def main() -> None:
    asked = asked_of_us()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))  # everything that was started is stopped
    with tempfile.TemporaryDirectory(prefix="rabfang-chaos-", dir="/tmp") as folder:
        chaos = Chaos(Path(folder), asked.seed)
        try:
            chaos.start()
            pool = [fault for fault in chaos.faults if asked.only in str(fault)]
            chosen: list[Fault] = []
            shuffle = random.Random(asked.seed)
            while len(chosen) < asked.rounds:  # every fault once before any comes again
                chosen += shuffle.sample(pool, len(pool))
            rounds = [show(number, chaos.round(fault)) for number, fault in enumerate(chosen[: asked.rounds], 1)]
            unfinished = chaos.finish()
        finally:
            LOG.write_text(chaos.site.read_log())
            chaos.stop()
    wrong = [words for one in rounds for words in one["wrong"]] + unfinished
    summary = {
        "rounds": len(rounds),
        "seed": asked.seed,
        "acknowledged": sum(one["acknowledged"] for one in rounds),
        "refused": sum(one["refused"] for one in rounds),
        "longest_wait_seconds": max(one["longest_wait_seconds"] for one in rounds),
        "wrong": wrong,
    }
    OUTPUT.write_text(json.dumps({**summary, "each": rounds}, ensure_ascii=False, indent=1) + "\n")
    print(
        f"\n{summary['acknowledged']} acts acknowledged, {summary['refused']} refused with 503; wrong: {wrong or 'nothing'}"
    )
    raise SystemExit(1 if wrong else 0)


def show(number: int, one: dict) -> dict:
    if number == 1:
        print(f"{'':>4} {'fault':<24}{'ack.':>7}{'503':>6}{'none':>6}{'longest':>9}{'back in':>9}  wrong")
    print(
        f"{number:>4} {one['fault']:<24}{one['acknowledged']:>7}{one['refused']:>6}{one['unanswered']:>6}"
        f"{one['longest_wait_seconds']:>8.1f}s{one['recovered_seconds']:>8.1f}s  {'; '.join(one['wrong']) or '–'}",
        flush=True,
    )
    return one


if __name__ == "__main__":
    main()
