"""How far one manipulator moves the figures of a hearing, level by level, and whether honest people behind one address get through.

``python -m bench.abuse``: a site of its own on loopback with the limits a site has unless its operator changes them. Two hundred people
behind one address (127.0.1.1) vote against a section as guests, and forty of them with a mailbox. Then one person votes for it: five hundred
guests from twenty addresses, and fifty addresses of e-mail, of which twenty are one mailbox spelled in other ways and ten are of a domain
that gives mailboxes away. Addresses are real ones of the loopback, so nothing is forged in a header. Figures go to ``bench/abuse.json``.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import environ
import httpx

from bench.measure import Figure, table
from tests.support.browser_http import token_of
from tests.support.site import CROWDED, Site

JSON = Path(__file__).with_name("abuse.json")
HONEST, HONEST_MAIL = 200, 40
GUESTS, NETWORKS = 500, 20
AGAINST, FOR = "-1", "1"
MAILBOXES = [
    *(f"somchai+{n}@gmail.com" for n in range(10)),
    *(f"{name}@gmail.com" for name in ("som.chai", "so.mchai", "s.omchai", "somc.hai", "somch.ai", "somcha.i")),
    *(f"{name}@googlemail.com" for name in ("somchai", "som.chai", "s.o.m.chai", "somchai+x")),
    *(f"box{n}@mailinator.com" for n in range(10)),
    *(f"person{n}@manipulator{n}.example" for n in range(20)),
]
HEARING = """
consultation = make_consultation('ข้อความ', least_to_vote=1)
made = {'pk': consultation.pk, 'section': consultation.draft.sections.get().pk}
"""
CODE = """
import re
from consult.people.models import Session
found = [session.get_decoded() for session in Session.objects.order_by('-expire_date')[:5]]
made = {'codes': [part for one in found for part in re.findall(r"'code': '([0-9]{6})'", repr(one))]}
"""
TALLY = """
from consult.actions import fold_figures
from consult.models import Vote
fold_figures()
rows = Vote.objects.filter(section_id=SECTION).values_list('level', 'choice')
made = {'votes': [list(row) for row in rows]}
"""


def main() -> int:
    env = environ.Env()
    with tempfile.TemporaryDirectory() as folder:
        defaults = {name: str(_default(name)) for name in CROWDED}
        site = Site(Path(folder), **{name: env.str(name, value) for name, value in defaults.items()}).start()
        try:
            figures = measured(site)
        finally:
            site.stop()
    rows = [(one.name, f"{one.value:g}", "" if one.bar is None else f"{one.bar:g}") for one in figures]
    table("One manipulator", ("what", "value", "bar"), rows)
    told = {one.name: {"value": one.value, "bar": one.bar, "passed": one.passed, "note": one.note} for one in figures}
    JSON.write_text(
        json.dumps(
            {"at": datetime.now(UTC).isoformat(timespec="seconds"), "figures": told}, ensure_ascii=False, indent=1
        )
        + "\n"
    )
    return 1 if any(one.passed is False for one in figures) else 0


def _default(name: str) -> int:
    """What a limit is unless an operator changes it."""
    source = (Path(__file__).parents[1] / "config" / "settings.py").read_text(encoding="utf-8")
    return int(re.search(rf'env\.int\("{name}", ([0-9_]+)\)', source)[1])


def measured(site: Site) -> list[Figure]:
    made = site.make(HEARING)
    pk, section = made["pk"], made["section"]
    honest = [guest_votes(site, pk, section, AGAINST, "127.0.1.1") for _ in range(HONEST)]
    honest_mail = [
        mailbox_votes(site, pk, section, AGAINST, "127.0.1.1", f"neighbour{n}@home{n}.example")
        for n in range(HONEST_MAIL)
    ]
    before = tally(site, section)
    begun = time.monotonic()
    guests = [guest_votes(site, pk, section, FOR, f"127.0.2.{1 + n % NETWORKS}") for n in range(GUESTS)]
    mail = Counter(
        mailbox_votes(site, pk, section, FOR, f"127.0.2.{1 + n % NETWORKS}", address)
        for n, address in enumerate(MAILBOXES)
    )
    seconds = time.monotonic() - begun
    after = tally(site, section)
    moved = {level: after[level, 1] - before[level, 1] for level in (1, 2, 3)}
    return [
        Figure("honest guests behind one address who were counted, of 200", sum(honest), HONEST),
        Figure("honest people with a mailbox behind that address who were counted, of 40", sum(honest_mail), HONEST_MAIL),
        Figure("votes of guests that one person added, with 500 browsers on 20 networks", moved[1], None, note="shown apart"),
        Figure("guests refused", GUESTS - sum(guests), None),
        Figure("votes of confirmed e-mail that one person added, with 50 addresses", moved[2], 21, False, note="20 real ones and one"),
        Figure("addresses of e-mail refused, or counted before", mail[False], None),
        Figure("votes of verified people that one person added", moved[3], 0, False),
        Figure("seconds it took", round(seconds, 1), None),
    ]  # fmt: skip


def tally(site: Site, section: int) -> Counter[tuple[int, int]]:
    return Counter(map(tuple, site.make(TALLY.replace("SECTION", str(section)))["votes"]))


def browser(site: Site, network: str) -> httpx.Client:
    """A new browser behind an address of the loopback."""
    transport = httpx.HTTPTransport(local_address=network)
    return httpx.Client(base_url=site.address, transport=transport, timeout=30, headers={"Origin": site.address})


def guest_votes(site: Site, pk: int, section: int, choice: str, network: str) -> bool:
    """One tap on the vote and one on going on as a guest; whether it was counted."""
    with browser(site, network) as http:
        waits = http.post(f"/consultations/{pk}/sections/{section}/vote/", data={"choice": choice})
        if waits.status_code != 302 or "/unsent/" not in waits.headers["Location"]:
            return False
        sent = http.post(waits.headers["Location"], data={"consent": ""})
        return sent.status_code == 302


def mailbox_votes(site: Site, pk: int, section: int, choice: str, network: str, address: str) -> bool:
    """Sign in by a code sent to this address, then vote; whether a vote was sent."""
    with browser(site, network) as http:
        page = http.get("/accounts/login/code/")
        asked = http.post(
            "/accounts/login/code/",
            data={"email": address, "csrfmiddlewaretoken": token_of(page)},
            follow_redirects=True,
        )
        if "code" not in str(asked.url) or asked.status_code != 200 or 'name="code"' not in asked.text:
            return False
        codes = site.make(CODE)["codes"]
        if not codes:
            return False
        done = http.post(
            str(asked.url), data={"code": codes[0], "csrfmiddlewaretoken": token_of(asked)}, follow_redirects=False
        )
        if done.status_code != 302:
            return False
        here = http.get("/consultations/")
        voted = http.post(
            f"/consultations/{pk}/sections/{section}/vote/",
            data={"choice": choice, "csrfmiddlewaretoken": token_of(here)},
        )
        return voted.status_code == 302 and "/unsent/" not in voted.headers["Location"]


if __name__ == "__main__":
    sys.exit(main())
