"""Entries of the state's catalogue (GD Catalog: CKAN with ckanext-thai_gdc), and its own rules, asked before anything is sent.

Names of keys and values are those of ckanext-thai_gdc 2.1.0 (ckan_dataset.json, plugin.py), typing mistakes included. Whether the
catalogue of today still has them is to be looked up by whoever sets up the sending (docs/operator.md).
"""

import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import override

from ..models import OpenDataRelease
from .dcat import folder_address, keywords
from .licence import COPYRIGHT_NOTE, licence
from .package import address_of, title_of
from .tables import TABLES

#: Keys without which the catalogue refuses an entry, beside ``owner_org``
REQUIRED = (
    "data_type",
    "title",
    "maintainer",
    "maintainer_email",
    "tag_string",
    "notes",
    "objective",
    "update_frequency_unit",
    "geo_coverage",
    "data_source",
    "data_format",
    "data_category",
    "license_id",
)
NAME_LENGTH = 70
_NAME = re.compile(r"[a-z0-9_-]{2,70}")
_TAG = re.compile(r"[ก-๙a-z0-9 \-._]{2,100}")
_NOT_IN_TAGS = re.compile(r"[^ก-๙a-z0-9 \-._]")
#: Values of choices that are used here
_CHOICES = {
    "data_type": {"ข้อมูลระเบียน", "ข้อมูลสถิติ", "ข้อมูลภูมิสารสนเทศเชิงพื้นที่", "ข้อมูลหลากหลายประเภท", "ข้อมูลประเภทอื่นๆ"},
    "update_frequency_unit": {"ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", "ตามเวลาจริง", "ไม่ทราบ", "อื่นๆ"},
    "geo_coverage": {"ไม่มี", "ประเทศ", "ภาค", "จังหวัด", "อำเภอ", "ตำบล", "ไม่ทราบ", "อื่นๆ"},
    "data_category": {"ข้อมูลสาธารณะ", "ข้อมูลส่วนบุคคล", "ข้อมูลความมั่นคง", "ข้อมูลความลับทางราชการ"},
    "license_id": {
        "License not specified",
        "Creative Commons Attributions",
        "Creative Commons Attribution Share-Alike",
        "Creative Commons Non-Commercial (Any)",
        "Open Data Common",
        "GNU Free Documentation License",
        "อื่นๆ",
    },
    "allow_harvest": {"True", "False"},
    "high_value_dataset": {"True", "False"},
    "reference_data": {"True", "False"},
    "official_statistics": {"True", "False"},
}
_SEVERAL = {
    "objective": {"กฎหมายที่เกี่ยวข้อง", "พันธกิจหน่วยงาน", "เพื่อการให้บริการประชาชน", "ไม่ทราบ", "อื่นๆ"},
    "data_format": {"Database", "CSV", "XML", "JSON", "HTML", "XLS", "PDF", "RDF", "ไม่ทราบ", "อื่นๆ"},
    "data_language": {"ไทย", "อังกฤษ", "ไม่ทราบ", "อื่นๆ"},
}
_FORMATS = {"csv": "CSV", "xlsx": "XLSX", "jsonl": "JSON", "json": "JSON", "zip": "ZIP", "txt": "TXT"}


def gd_entry(release: OpenDataRelease) -> dict[str, Any]:
    """The entry of one hearing, its files by their addresses."""
    hearing, told = release.consultation, licence()
    with override(settings.LANGUAGE_CODE):
        tags = [tag for word in keywords(hearing) if (tag := _NOT_IN_TAGS.sub("", word.lower()).strip()[:100])]
        agency = hearing.agency
        return {
            "name": name_of(hearing.pk),
            "owner_org": settings.CKAN_OWNER_ORGS.get(agency.slug, agency.slug),
            "data_type": "ข้อมูลระเบียน",
            "title": title_of(hearing),
            "maintainer": hearing.contact.person or agency.name,
            "maintainer_email": hearing.contact.email or settings.CKAN_MAINTAINER_EMAIL,
            "tag_string": ",".join(tags),
            "notes": f"{hearing.summary}\n\n{COPYRIGHT_NOTE}",
            "objective": ["กฎหมายที่เกี่ยวข้อง"],
            "update_frequency_unit": "ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล",
            "geo_coverage": "ประเทศ",
            "data_source": f"{settings.WAGTAIL_SITE_NAME} {address_of(hearing)}",
            "data_format": ["CSV", "JSON", "XLS"],
            "data_category": "ข้อมูลสาธารณะ",
            **(
                {"license_id": told.gd_catalog}
                if told.gd_catalog
                else {"license_id": "อื่นๆ", "license_id_other": told.title}
            ),
            "accessible_condition": "ไม่มีเงื่อนไข",
            "data_collect": "บุคคล",
            "data_language": ["ไทย"],
            "allow_harvest": "True",
            "high_value_dataset": "False",
            "reference_data": "False",
            "official_statistics": "False",
            "created_date": _day(hearing.ends_at),
            "last_updated_date": _day(release.made_at),
            "url": folder_address(release),
            "private": False,
            "resources": [_resource(release, file) for file in release.files],
        }


def name_of(hearing: int) -> str:
    """What the entry is called in addresses of the catalogue: the same for ever, so that sending twice is one entry."""
    return f"{settings.CKAN_NAME_PREFIX}-{hearing}"


def faults_of(entry: dict[str, Any], *, titles: Collection[str] = ()) -> list[str]:
    """What the catalogue would refuse, each in one line; ``titles``: those of its other entries."""
    found = [f"{key} is missing" for key in (*REQUIRED, "owner_org") if not entry.get(key)]
    if not _NAME.fullmatch(entry.get("name", "")):
        found.append(f"name is not {NAME_LENGTH} letters a-z, digits, - and _ at most")
    if entry.get("title") in titles:
        found.append("title is that of another entry")
    if mail := entry.get("maintainer_email"):
        try:
            validate_email(mail)
        except ValidationError:
            found.append("maintainer_email is no address")
    tags = entry.get("tag_string", "").split(",")
    found += [
        f"tag {tag!r} has other signs than Thai letters, a-z, digits, space - . _"
        for tag in tags
        if not _TAG.fullmatch(tag)
    ]
    found += [
        f"{key} is none of its choices" for key, values in _CHOICES.items() if key in entry and entry[key] not in values
    ]
    for key, values in _SEVERAL.items():
        if key in entry and not (isinstance(entry[key], list) and set(entry[key]) <= values):
            found.append(f"{key} is no list of its choices")
    return found + [
        f"a file has no {key}" for one in entry["resources"] for key in ("name", "url", "format") if not one.get(key)
    ]


def _resource(release: OpenDataRelease, file: dict[str, Any]) -> dict[str, Any]:
    table = next((one for one in TABLES if one.name == file["table"]), None)
    return {
        "name": file["name"],
        "url": f"{folder_address(release)}{file['name']}",
        "format": _FORMATS[file["name"].rpartition(".")[2]],
        "description": table.thai if table else file["name"],
        "size": file["size"],
        "hash": f"sha256:{file['sha256']}",
        "resource_accessible_condition": "ไม่มีเงื่อนไข",
        "resource_last_updated_date": _day(release.made_at),
    }


def _day(at) -> str:
    return str(timezone.localtime(at).date().isoformat())
