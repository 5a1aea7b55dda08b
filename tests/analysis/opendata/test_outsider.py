"""Somebody outside downloads the data of a hearing, checks it, changes one vote, and is caught."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from analysis.actions import publish_open_data
from analysis.core.__main__ import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def downloaded(hearing, settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path / "site"
    publish_open_data(consultation=hearing)
    answer = Client().get(f"/consultations/{hearing.pk}/open-data/hearing-{hearing.pk}.zip")
    folder = tmp_path / "outside"
    ZipFile(BytesIO(b"".join(answer.streaming_content))).extractall(folder)
    return folder


def test_a_download_that_broke_off_goes_on_where_it_did(hearing, downloaded):
    address = f"/consultations/{hearing.pk}/open-data/votes.csv"
    whole = (downloaded / "votes.csv").read_bytes()
    packed = {"accept-encoding": "gzip"}
    first = Client().get(address, headers=packed)
    assert (first["Content-Length"], first.headers.get("Content-Encoding")) == (str(len(whole)), None)
    rest = Client().get(address, headers={"range": "bytes=100-", "if-range": first["ETag"], **packed})
    assert rest.status_code == 206 and b"".join(rest.streaming_content) == whole[100:]


def test_what_was_downloaded_is_what_the_log_says(downloaded, capsys):
    assert main(["verify", str(downloaded)]) == 0, capsys.readouterr()


def test_one_vote_that_is_changed_is_found(downloaded, capsys):
    votes = downloaded / "votes.csv"
    votes.write_bytes(votes.read_bytes().replace(b",disagree,", b",agree,", 1))
    assert main(["verify", str(downloaded)]) == 1
    assert "votes.csv:" in "".join(capsys.readouterr())
