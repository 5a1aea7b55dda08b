"""Whether the files are, byte for byte, those that were published: a download that broke off, or a file that a spreadsheet saved again."""

from __future__ import annotations

import hashlib
from typing import Any

from .findings import VerifiedFindings
from .tables import PublishedFolder

PACKAGE = "datapackage.json"
_SIGN = "sha256:"


def check_package(folder: PublishedFolder, found: VerifiedFindings) -> None:
    """A note and no more: the log tells what rows say, and this list is made by whoever made the folder. Raises InputError."""
    if not folder.has(PACKAGE):
        return
    resources = folder.json(PACKAGE)
    listed = resources.get("resources") if isinstance(resources, dict) else None
    same, others = 0, []
    for one in listed if isinstance(listed, list) else []:
        name, digest = _said(one)
        if digest and folder.has(name):
            with (folder.path / name).open("rb") as file:
                is_same = hashlib.file_digest(file, "sha256").hexdigest() == digest
            same += is_same
            others += [] if is_same else [name]
    if others:
        names = ", ".join(others)
        found.note(
            f"ไฟล์ที่ไม่ใช่ไบต์เดียวกับที่เผยแพร่ (ขาดกลางทาง หรือบันทึกใหม่ด้วยโปรแกรมอื่น): {names}",
            f"files that are not the bytes that were published (broken off, or saved again by another program): {names}",
        )
    elif same:
        found.matches(f"ไฟล์ {same} ไฟล์เป็นไบต์เดียวกับที่เผยแพร่", f"{same} files are the bytes that were published")


def _said(resource: Any) -> tuple[str, str]:
    """Name and SHA-256 of a file of this folder; empty where the list says something else."""
    path, digest = (resource.get("path"), resource.get("hash")) if isinstance(resource, dict) else (None, None)
    if not isinstance(path, str) or not isinstance(digest, str) or "/" in path or "\\" in path or "\0" in path:
        return "", ""
    return path, digest.removeprefix(_SIGN) if digest.startswith(_SIGN) else ""
