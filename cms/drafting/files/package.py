"""The parts of a Word file, looked at before anything opens them: how many, how large, whether they may be parsed."""

import io
import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from .refusal import BROKEN, ENCRYPTED, HOSTILE, MACROS, DraftRefused, Limits

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: The same names as ISO strict documents write them.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _R.encode(),
}
_PROLOGUE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(r"vba|macros?enabled|activex", re.IGNORECASE)
_END = b"PK\x05\x06"
_ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RELATIONSHIP = f"{{{_R}}}id"


class Package:
    """The parts of a .docx by name. What is asked for is unpacked to the size it says it has, never further."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        _check_entries(content, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise DraftRefused(BROKEN) from error
        self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        self._check(len(content))

    def _check(self, packed: int) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise DraftRefused(ENCRYPTED)
        names = [info.filename for info in infos]
        if len(set(names)) < len(names) or any(".." in name.split("/") for name in names):
            raise DraftRefused(HOSTILE)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > self._limits.unpacked or unpacked > max(1_000_000, packed) * self._limits.ratio:
            raise DraftRefused(HOSTILE)
        texts = [info for info in infos if info.filename.endswith((".xml", ".rels"))]
        for info in texts:
            if info.file_size > self._limits.part or info.compress_type not in _ALLOWED_METHODS:
                raise DraftRefused(HOSTILE)
        if any(_MACROS.search(name) for name in names):
            raise DraftRefused(MACROS)
        if "[Content_Types].xml" not in self._infos:
            raise DraftRefused(BROKEN)
        if _MACROS.search(self._bytes("[Content_Types].xml").decode("utf-8", "replace")):
            raise DraftRefused(MACROS)
        for info in texts:
            self._refuse_doctype(self._bytes(info.filename))

    def _refuse_doctype(self, content: bytes) -> None:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
            content = content.replace(b"\0", b"")
        if _PROLOGUE.search(content):
            raise DraftRefused(HOSTILE)

    def _bytes(self, name: str) -> bytes:
        info = self._infos[name.lstrip("/")]
        try:
            with self._zip.open(info) as part:
                content = part.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise DraftRefused(BROKEN) from error
        if len(content) != info.file_size:
            raise DraftRefused(HOSTILE)  # it says another size than it has
        return content

    def names(self) -> list[str]:
        """All parts, in the order of the file."""
        return list(self._infos)

    def part(self, name: str) -> bytes:
        """A part as it is, unpacked."""
        return self._bytes(name)

    def has(self, name: str) -> bool:
        return name.lstrip("/") in self._infos

    def xml(self, name: str) -> ElementTree.Element:
        """The root of a part that was checked for DOCTYPE and ENTITY."""
        content = self._bytes(name)
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        try:
            return ElementTree.fromstring(content)  # noqa: S314 (no DOCTYPE, so no entities: checked above)
        except ElementTree.ParseError as error:
            raise DraftRefused(BROKEN) from error

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """Id, last word of the type, and name of each part that a part refers to inside of the package."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(rels):
            return []
        found = []
        for relation in self.xml(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else _inside(folder, target)
                found.append((relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], path))
        return found


def _inside(folder: str, target: str) -> str:
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _check_entries(content: bytes, limits: Limits) -> None:
    """Refuse a directory of too many entries before it is read: what the end record says, and what stands there."""
    end = content.rfind(_END, max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 22:
        raise DraftRefused(BROKEN)
    entries, size = struct.unpack("<HI", content[end + 10 : end + 16])
    if entries > limits.entries or size > limits.entries * 400:
        raise DraftRefused(HOSTILE)
    if content.count(b"PK\x01\x02") > limits.entries:
        raise DraftRefused(HOSTILE)
