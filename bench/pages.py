"""CPU per request, requests per second and queries per page, on PostgreSQL, with 1,000 comments on one section.

The shape of the data follows what was measured of the closest peer: 10 sections, 1,000 comments and 200 replies on one of
them, 5,000 votes, 220 people. Seconds of a shared machine mean little alone: each line also gives its ratio to the bare
line (a text of a few words through the same stack), taken in the same run. Run: ``python -m bench.pages``.
"""

import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.support.browser_http import Person
from tests.support.postgres import postgres
from tests.support.site import Site

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = 3
TICKS = os.sysconf("SC_CLK_TCK")

SEED = """
import random
from django.utils import timezone
random.seed(1)
consultation = make_consultation(*[f"ข้อความของมาตราที่ {n} ซึ่งยาวพอสมควรสำหรับการอ่าน " * 4 for n in range(10)])
section = consultation.draft.sections.first()
people = User.objects.bulk_create([User(email=f"bench{n}@example.org", alias=f"ผู้ทดสอบ {n}") for n in range(220)])
people = [Participant(account=one, consultation=consultation) for one in people]
Participant.objects.bulk_create(people)
from consult.thai.normal_form import search_form
def new(n, parent=None):
    text = f"ความคิดเห็นที่ {n} อยากให้มีช่องทางสำหรับผู้สูงอายุและคนพิการในพื้นที่ห่างไกล " * 2
    return Comment(consultation=consultation, section=section, parent=parent, participant=random.choice(people), text=text,
                   public_text=text, search_text=search_form(text), stance=random.choice(["agree", "partly", "disagree", ""]),
                   posted_at=timezone.now())
tops = Comment.objects.bulk_create([new(n) for n in range(1000)])
Comment.objects.bulk_create([new(n, random.choice(tops)) for n in range(200)])
pairs = {(random.choice(tops).pk, random.choice(people).pk) for _ in range(5000)}
Vote.objects.bulk_create([Vote(comment_id=c, participant_id=v, choice=random.choice([1, 0, -1]), cast_at=timezone.now()) for c, v in pairs])
voters = [make_user() for _ in range(8)]
made = {"pk": consultation.pk, "section": section.pk, "comment": tops[-1].pk, "emails": [v.email for v in voters]}
"""

QUERIES = """
import uuid
from django.test import Client
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
made = {}
client = Client(HTTP_HOST="127.0.0.1")
voter = User.objects.get(email=EMAIL)
for name, path, data in REQUESTS:
    client.logout()
    if data is not None:
        client.force_login(voter)
        client.post(path, {**data, "client_key": str(uuid.uuid4())})
    else:
        client.get(path)
    with CaptureQueriesContext(connection, ) as captured:
        response = client.post(path, {**data, "client_key": str(uuid.uuid4())}) if data is not None else client.get(path)
    sql = [q["sql"] for q in captured]
    made[name] = [len([s for s in sql if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]), len(response.content)]
"""


def cpu_seconds(pids: list[int]) -> float:
    """User and system time these processes have used so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def drive(send, workers: int, web: int) -> dict:
    """Call ``send(worker)`` from so many threads for a while; figures of the web process and the client's clock."""
    latencies: list[float] = []
    end = time.monotonic() + SECONDS

    def work(worker: int) -> None:
        while time.monotonic() < end:
            started = time.monotonic()
            send(worker)
            latencies.append(time.monotonic() - started)

    before, started = cpu_seconds([web]), time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    wall = time.monotonic() - started
    return {
        "cpu_ms": 1000 * (cpu_seconds([web]) - before) / len(latencies),
        "rps": len(latencies) / wall,
        "p95_ms": 1000 * sorted(latencies)[int(0.95 * len(latencies))],
    }


def main() -> None:
    with postgres() as database_url, tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), database_url=database_url, COMMENTS_PER_HOUR="1000000")
        try:
            measure(site.start())
        finally:
            site.stop()


def measure(site: Site) -> None:
    made = site.make(SEED)
    root = f"/consultations/{made['pk']}"
    section = f"{root}/sections/{made['section']}/"
    requests = [
        ("GET bare text (robots.txt)", "/robots.txt", None),
        ("GET list of consultations", "/consultations/", None),
        ("GET consultation, 10 sections", f"{root}/", None),
        ("GET section, 20 of 1,000 comments", section, None),
        ("GET news since a number", f"{root}/live/?after=0", None),
        ("POST vote on a comment", f"{root}/comments/{made['comment']}/vote/", {"choice": "1"}),
        ("POST comment", f"{root}/comments/", {"text": "ความเห็นจากการวัดความเร็ว", "section": made["section"]}),
    ]
    queries = site.make(f"EMAIL = {made['emails'][0]!r}\nREQUESTS = {requests!r}\n{QUERIES}")
    people = [Person(site.address, email) for email in made["emails"]]
    strangers = [httpx.Client(base_url=site.address, timeout=60) for _ in people]
    web = site.processes[0].pid
    print(
        f"\n{'request':36}{'queries':>8}{'kB':>7}{'CPU ms':>9}{'× bare':>8}{'c=1 rps':>9}{'c=8 rps':>9}{'c=8 p95 ms':>12}"
    )
    bare = None
    for name, path, data in requests:
        send = _sender(path, data, people, strangers)
        send(0)
        alone = [drive(send, 1, web) for _ in range(ROUNDS)]
        crowd = drive(send, 8, web)
        cpu = statistics.median(run["cpu_ms"] for run in alone)
        bare = bare or cpu
        rps = statistics.median(run["rps"] for run in alone)
        count, size = queries[name]
        print(
            f"{name:36}{count:>8}{size / 1000:>7.1f}{cpu:>9.2f}{cpu / bare:>8.1f}{rps:>9.1f}{crowd['rps']:>9.1f}"
            f"{crowd['p95_ms']:>12.0f}",
            flush=True,
        )
    rss = int(next(line for line in Path(f"/proc/{web}/status").read_text().splitlines() if "VmRSS" in line).split()[1])
    print(f"\nweb process: {rss / 1024:.0f} MiB resident")


def _sender(path: str, data: dict | None, people: list[Person], strangers: list[httpx.Client]):
    if data is None:

        def send(worker: int) -> None:
            assert strangers[worker].get(path).status_code == 200

        return send
    import re
    import uuid

    tokens = [
        re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', person.http.get("/consultations/").text)[1]
        for person in people
    ]

    def post(worker: int) -> None:
        body = {**data, "client_key": str(uuid.uuid4()), "csrfmiddlewaretoken": tokens[worker]}
        answer = people[worker].http.post(path, data=body, follow_redirects=False)
        assert answer.status_code == 302, answer.status_code

    return post


if __name__ == "__main__":
    main()
