import csv
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from analysis.opendata.folder import write_folder
from consult.models import Consultation
from tests.support.open_data import closed_hearing


@pytest.fixture(scope="module")
def written(made_once, tmp_path_factory) -> tuple[int, Path]:
    """A closed hearing and its folder, made once a file."""
    hearing, folder = closed_hearing(), tmp_path_factory.mktemp("open-data")
    write_folder(folder, hearing, number=1, made_at=timezone.now())
    return hearing.pk, folder


@pytest.fixture
def hearing(written) -> Consultation:
    return Consultation.objects.select_related("agency", "draft").get(pk=written[0])


@pytest.fixture
def folder(written) -> Path:
    """Not to be changed: `copy` is."""
    return written[1]


@pytest.fixture
def copy(folder, tmp_path) -> Path:
    shutil.copytree(folder, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def table(folder):
    """Name → the rows of that table, as whoever opens the CSV file reads them."""

    def read(name: str) -> list[dict[str, str]]:
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        return list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)))

    return read
