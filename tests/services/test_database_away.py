"""PostgreSQL dead, frozen, read-only, locked: 503 in time, with the words in it; nothing is lost and nothing stored twice."""

import re
import uuid

import httpx
import pytest

from tests.support.browser_http import Person, token_of
from tests.support.postgres import Postgres
from tests.support.site import Site

pytestmark = [pytest.mark.services]
#: Signing in takes most of it on a slow machine that is busy
ANSWER_SECONDS, STATEMENT_SECONDS = 8, 2
PATIENCE = 4 * ANSWER_SECONDS
WORLD = """
consultation = make_consultation("ข้อความหนึ่ง")
made = {"pk": consultation.pk, "section": consultation.draft.sections.get().pk, "email": make_user().email}
"""


@pytest.fixture(scope="module")
def database():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    site = Site(
        tmp_path_factory.mktemp("site"),
        database_url=database.url,
        ANSWER_SECONDS=str(ANSWER_SECONDS),
        DATABASE_STATEMENT_SECONDS=str(STATEMENT_SECONDS),
        DATABASE_LOCK_SECONDS=str(STATEMENT_SECONDS),
        DATABASE_CONNECT_SECONDS="2",
    )
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture(scope="module")
def world(site):
    return site.make(WORLD)


class Killed:
    def begin(self, database):
        database.kill()

    def end(self, database):
        database.start_again()


class Frozen:
    def begin(self, database):
        database.freeze()

    def end(self, database):
        database.thaw()


class ReadOnly:
    def begin(self, database):
        database.read_only(True)

    def end(self, database):
        database.read_only(False)


class Locked:
    """Somebody else's transaction keeps the table."""

    def begin(self, database):
        self.other = database.connect()
        self.other.execute("LOCK TABLE consult_comment IN EXCLUSIVE MODE")

    def end(self, database):
        self.other.close()


@pytest.mark.parametrize("fault", [Killed, Frozen, ReadOnly, Locked])
def test_a_comment_is_refused_with_its_words_and_stored_once_when_it_is_sent_again(fault, site, database, world):
    person = Person(site.address, world["email"], patience=PATIENCE)
    address = f"/consultations/{world['pk']}/comments/"
    words = f"เขียนไว้ยาวมากตอน {fault.__name__}"
    form = {"text": words, "stance": "", "section": world["section"], "client_key": str(uuid.uuid4())}
    form["csrfmiddlewaretoken"] = token_of(person.http.get("/consultations/"))
    trouble = fault()
    trouble.begin(database)
    try:
        refused = [person.http.post(address, data=form) for _ in range(2)]
    finally:
        trouble.end(database)
    assert [(answer.status_code, "retry-after" in answer.headers) for answer in refused] == [(503, True)] * 2
    assert all("คุณไม่ได้ทำอะไรผิด" in answer.text for answer in refused)
    if fault is not Frozen:  # a thread that hangs gives nothing back; the browser keeps the words
        assert all(words in answer.text for answer in refused)
    for _ in range(2):
        answer = person.http.post(address, data=form, timeout=60)
    assert answer.status_code == 200 and answer.text.count(words) == 1
    stored = site.make(f"made = {{'number': Comment.objects.filter(text__contains={words!r}).count()}}")
    assert stored == {"number": 1}


def test_pages_are_read_while_nothing_can_be_written(site, database, world):
    database.read_only(True)
    try:
        for path in ("/consultations/", f"/consultations/{world['pk']}/"):
            assert httpx.get(site.address + path, timeout=PATIENCE).status_code == 200
    finally:
        database.read_only(False)


def test_what_needs_no_database_answers_without_one(site, database):
    database.freeze()
    try:
        pages = [httpx.get(f"{site.address}/consultations/", timeout=PATIENCE) for _ in range(2)]
        for path in ("/static/site/maintenance.html", "/static/site/plain.css"):
            assert httpx.get(site.address + path, timeout=PATIENCE).status_code == 200
    finally:
        database.thaw()
    assert [page.status_code for page in pages] == [503, 503]
    assert re.search(r'href="/static/site/plain.css"', pages[0].text)
