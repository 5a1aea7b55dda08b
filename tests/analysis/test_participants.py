"""Files tell people apart within a hearing, and in two hearings nobody by their id."""

import csv
import io

import pytest

from tests.support.analyses import address, analyst_of
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db


def participants(consultation) -> list[str]:
    answer = analyst_of(consultation).get(address("comment_export", consultation, "csv"))
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    return [row["participant"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def test_one_person_has_one_id_in_a_hearing_and_another_one_in_the_next(settings):
    first, second, both, other = make_consultation(), make_consultation(), make_user(), make_user()
    for consultation in (first, second):
        for author in (both, other, both):
            post(consultation, author=author)
    ids = [participants(consultation) for consultation in (first, second)]
    for one in ids:
        assert sorted(map(one.count, set(one))) == [1, 2]
    assert not set(ids[0]) & set(ids[1])
    settings.SECRET_KEY = "another-key-" * 5  # without the site's secret nobody works them out
    assert not set(participants(first)) & {*ids[0], *ids[1]}
