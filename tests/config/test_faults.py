"""What somebody is told while the database cannot write, and that their words are in the answer."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail.models import Site

from config.caches import PlainSerializer
from config.faults import Busy, is_away
from config.gate import _refuse
from consult.limits import is_within
from consult.models import Comment
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db
WORDS = 'ไม่เห็นด้วยกับ "มาตรา ๓"\nเพราะ <ไม่ชัด>'


@pytest.fixture
def read_only():
    """A database that reads and does not write, as one that fails over or is full."""
    if connection.vendor == "postgresql":
        before = connection.savepoint()  # what one transaction was told it cannot be told otherwise; it can go back
        yield lambda: execute("SET transaction_read_only = on")
        connection.savepoint_rollback(before)
    else:
        yield lambda: execute("PRAGMA query_only = on")
        execute("PRAGMA query_only = off")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def citizen_and_form(consultation):
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    form = {"text": WORDS, "section": "", "stance": "", "client_key": "6a1f0c1e-0000-4000-8000-000000000001"}
    return client, f"/consultations/{consultation.pk}/comments/", form


def test_words_that_cannot_be_stored_come_back_in_a_form_that_sends_them_again(read_only):
    client, address, form = citizen_and_form(make_consultation())
    read_only()
    answer = client.post(address, form)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["X-Rabfang"]) == (503, "10", "1")
    assert "คุณไม่ได้ทำอะไรผิด" in page and f'action="{address}"' in page
    assert "&quot;มาตรา ๓&quot;\nเพราะ &lt;ไม่ชัด&gt;</textarea>" in page
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert kept == {name: value for name, value in form.items() if name != "text"}


def test_a_page_that_only_reads_is_still_read(read_only):
    consultation = make_consultation()
    comment = post(consultation)
    client, *_ = citizen_and_form(consultation)
    read_only()
    assert client.get(f"/consultations/{consultation.pk}/comments/{comment.pk}/").status_code == 200


def test_a_password_is_never_in_such_an_answer(read_only):
    client = Client(raise_request_exception=False)
    read_only()
    form = {"email": "new@example.com", "password1": "a-secret-of-mine", "alias": "ชื่อ"}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code == 503 and "a-secret-of-mine" not in answer.content.decode()


def test_our_own_failures_are_told_from_those_of_what_we_stand_on():
    def raised(error, cause=None):
        try:
            raise error from cause
        except type(error) as caught:
            return caught

    assert is_away(raised(Busy())) and is_away(raised(ConnectionRefusedError()))
    assert is_away(raised(OSError(28, "No space left on device")))
    assert is_away(raised(RuntimeError("broken transaction"), ConnectionResetError()))
    assert not is_away(raised(KeyError("x"))) and not is_away(raised(FileNotFoundError(2, "x")))


def test_nothing_in_valkey_is_run_when_it_is_read():
    kept = PlainSerializer({})
    for value in (None, 5, 1.5, "ข้อความ", [1.5, 2.5], {"a": [1, None]}, Site.get_site_root_paths()):
        assert kept.loads(kept.dumps(value)) == value
    paths = kept.loads(kept.dumps(Site.get_site_root_paths()))
    assert paths[0].root_path == Site.get_site_root_paths()[0].root_path
    with pytest.raises(TypeError):
        kept.dumps(Comment())


def test_a_limit_counts_each_person_and_each_stretch_of_time_by_itself():
    cache.clear()
    allowed = [is_within("acts", 1, most=3, seconds=3600) for _ in range(5)]
    assert allowed == [True, True, True, False, False]
    assert is_within("acts", 2, most=3, seconds=3600) and is_within("others", 1, most=3, seconds=3600)


async def test_whoever_is_refused_before_a_page_is_told_why_in_thai_each_in_words_of_its_own():
    told = {}
    for status in (408, 413, 429, 503):
        sent = []

        async def send(message, sent=sent):
            sent.append(message)

        await _refuse(send, status)
        assert sent[0]["status"] == status
        assert dict(sent[0]["headers"])[b"content-length"] == str(len(sent[1]["body"])).encode()
        told[status] = re.search("<h1>([ก-๛].*)</h1>", sent[1]["body"].decode())[1]
    assert len(set(told.values())) == len(told)
