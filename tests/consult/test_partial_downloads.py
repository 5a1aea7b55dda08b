"""A download that broke off goes on; whoever has the file gets nothing; nobody gets a piece of another file."""

import io

import pytest
from django.test import RequestFactory

from consult.views.partial import file_response

DATA = bytes(range(256)) * 40
ETAG = '"abc"'


def ask(method: str = "get", **headers):
    request = getattr(RequestFactory(), method)("/f", headers=headers)
    return file_response(
        request,
        io.BytesIO(DATA),
        size=len(DATA),
        sha256="abc",
        name="f.csv",
        content_type="text/csv",
        modified=1_700_000_000,
    )


def told(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_whole_file_says_that_it_goes_in_pieces():
    response = ask()
    assert response.status_code == 200 and told(response) == DATA
    assert (response["Accept-Ranges"], response["ETag"]) == ("bytes", ETAG)


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10000, 10240),
        ("bytes=-40", 10200, 10240),
        ("bytes=9000-99999", 9000, 10240),
        ("bytes=-99999", 0, 10240),
    ],
)
def test_a_piece_is_the_piece_that_was_asked_for(asked, begin, end):
    response = ask(range=asked)
    assert response.status_code == 206 and told(response) == DATA[begin:end]
    assert response["Content-Range"] == f"bytes {begin}-{end - 1}/{len(DATA)}"
    assert response["Content-Length"] == str(end - begin)


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_bytes_that_are_not_there_are_refused_with_the_size(asked):
    response = ask(range=asked)
    assert response.status_code == 416 and response["Content-Range"] == "bytes */10240"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=9-2", "bytes=a-b", "bytes=๑-๒", ""])
def test_what_is_no_single_range_is_answered_with_the_whole(asked):
    response = ask(range=asked)
    assert response.status_code == 200 and told(response) == DATA


def test_a_piece_of_the_file_that_one_had_before_is_not_sent_of_another():
    assert ask(range="bytes=5-", **{"if-range": ETAG}).status_code == 206
    assert ask(range="bytes=5-", **{"if-range": "Tue, 14 Nov 2023 22:13:20 GMT"}).status_code == 206
    assert ask(range="bytes=5-", **{"if-range": '"other"'}).status_code == 200


def test_whoever_has_it_gets_nothing():
    assert ask(**{"if-none-match": ETAG}).status_code == 304
    assert ask("head", range="bytes=0-4").status_code == 200


@pytest.mark.parametrize("asked", ["bytes={0}-", "bytes=-{0}", "bytes=0-{0}"])
def test_a_range_of_more_digits_than_any_file_has_is_answered_with_the_whole(asked):
    response = ask(range=asked.format("9" * 5_000))
    assert response.status_code == 200
    assert told(response) == DATA
