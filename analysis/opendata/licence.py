"""Under which licence data is given away: a setting, which the agency's lawyers confirm; none of it is verified law (docs/operator.md)."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class DataLicence:
    """``name``: its short name (spdx.org/licenses); ``gd_catalog``: how the Thai catalogue spells it, its own typing mistake
    included; empty where it has no word for it."""

    name: str
    title: str
    address: str
    gd_catalog: str


_LICENCES = {
    "CC-BY-4.0": DataLicence(
        name="CC-BY-4.0",
        title="Creative Commons Attribution 4.0 International",
        address="https://creativecommons.org/licenses/by/4.0/",
        gd_catalog="Creative Commons Attributions",
    ),
    "CC0-1.0": DataLicence(
        name="CC0-1.0",
        title="Creative Commons Zero v1.0 Universal",
        address="https://creativecommons.org/publicdomain/zero/1.0/",
        gd_catalog="",
    ),
    "ODC-BY-1.0": DataLicence(
        name="ODC-BY-1.0",
        title="Open Data Commons Attribution License v1.0",
        address="https://opendatacommons.org/licenses/by/1-0/",
        gd_catalog="Open Data Common",
    ),
}
#: What is not clear about the words of people, told wherever the licence is
COPYRIGHT_NOTE = (
    "สัญญาอนุญาตนี้ครอบคลุมการรวบรวมและข้อมูลของหน่วยงาน ถ้อยคำของความคิดเห็นเป็นของผู้เขียน "
    "ผู้เขียนยอมให้เผยแพร่ตามข้อกำหนดการใช้เว็บไซต์ ข้อนี้ยังไม่ได้ให้นักกฎหมายตรวจ"
)
COPYRIGHT_NOTE_ENGLISH = (
    "The licence covers the compilation and the agency's data. The words of comments are their authors', published by the terms of the "
    "site; no lawyer has confirmed this yet."
)


def licence() -> DataLicence:
    """The one of settings.OPEN_DATA_LICENCE."""
    return _LICENCES[settings.OPEN_DATA_LICENCE]
