"""What a release says of itself: a Frictionless data package, and a page of text for whoever finds the folder without the site."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from consult.models import Consultation

from .files import OpenFile, described
from .licence import COPYRIGHT_NOTE, COPYRIGHT_NOTE_ENGLISH, licence
from .tables import TABLES

PACKAGE = "datapackage.json"


def address_of(consultation: Consultation) -> str:
    """Where the hearing is read, also after it is over."""
    return f"{settings.SITE_URL}/consultations/{consultation.pk}/"


def title_of(consultation: Consultation) -> str:
    """A name no other data set has, since the hearing's number is in it: rounds of one draft have one title."""
    return f"ข้อมูลเปิดการรับฟังความคิดเห็นที่ {consultation.pk}: {consultation.title}"


def write_package(
    folder: Path, consultation: Consultation, files: Sequence[OpenFile], *, number: int, made_at
) -> OpenFile:
    """``datapackage.json``: each table with its schema, every other file with its size and hash."""
    told = licence()
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": f"hearing-{consultation.pk}",
        "id": f"{address_of(consultation)}open-data/",
        "title": title_of(consultation),
        "description": f"{consultation.summary}\n\n{COPYRIGHT_NOTE}\n\n{COPYRIGHT_NOTE_ENGLISH}",
        "homepage": address_of(consultation),
        "version": f"1.{number}.0",
        "created": timezone.localtime(made_at).isoformat(timespec="seconds"),
        "licenses": [{"name": told.name, "title": told.title, "path": told.address}],
        "contributors": [{"title": consultation.agency.name, "role": "publisher"}],
        "resources": [_resource(file) for file in files],
    }
    path = folder / PACKAGE
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    return described(path)


def _resource(file: OpenFile) -> dict[str, Any]:
    """Of a table's CSV file also its schema; its other forms are files beside it."""
    told: dict[str, Any] = {
        "name": file.name.replace(".csv", "").replace(".", "-"),
        "path": file.name,
        "mediatype": file.media_type,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    table = next((one for one in TABLES if one.name == file.table), None)
    if table is None or not file.name.endswith(".csv"):
        return told | {"type": "file", "profile": "data-resource"}
    return told | {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8-sig",
        "title": table.title,
        "description": f"{table.thai} · {table.english}",
        "rows": file.rows,
        "schema": table.as_schema(),
    }
