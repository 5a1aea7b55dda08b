"""A Word file without what it says of its makers: properties, comments, names beside tracked changes, paths of templates."""

import io
import posixpath
import re
import zipfile

from lxml import etree

from cms.drafting.files.package import Package
from cms.drafting.files.refusal import BROKEN, HOSTILE, SCRIPTS, UNKNOWN, DraftRefused, Limits

from .pictures import without_metadata

_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
#: Parts about makers and reviewers, and data that programs keep beside the text
_GONE = re.compile(
    r"^(docProps/|customXml/|word/(comments\w*|people|customizations|keyMapCustomizations)\.xml$|word/.*printerSettings)"
)
_HOLDS_FILES = re.compile(r"^word/(embeddings|activeX)/", re.IGNORECASE)
_COMMENT_MARKS = {"commentRangeStart", "commentRangeEnd", "commentReference"}
_OF_MAKERS = {"rsids", "docVars", "attachedTemplate", "dataBinding", "documentProtection", "writeProtection"}
_NAMES = {"author", "initials", "date", "dateUtc", "userId", "providerId"}
_TRACKED = {"ins", "del", "moveFrom", "moveTo"}
#: What stands in the place of a name where the format wants one
_NOBODY = "-"
_MOMENT = (1980, 1, 1, 0, 0, 0)


def clean_word(content: bytes, limits: Limits) -> tuple[bytes, int]:
    """The same text, and how many tracked changes are in it. Raises DraftRefused."""
    package = Package(content, limits)
    names = package.names()
    if any(_HOLDS_FILES.match(name) for name in names):
        raise DraftRefused(SCRIPTS)
    if _MAIN not in names:
        raise DraftRefused(UNKNOWN)
    kept = [name for name in names if not _GONE.match(name) and not name.endswith("/")]
    gone = set(names) - set(kept)
    written, changes = io.BytesIO(), 0
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as clean:
        for name in sorted(kept, key=lambda one: (one != _TYPES, one)):
            part, found = _part(name, package.part(name), gone)
            changes += found
            entry = zipfile.ZipInfo(name, date_time=_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(entry, part)
    return written.getvalue(), changes


def _part(name: str, content: bytes, gone: set[str]) -> tuple[bytes, int]:
    if not name.endswith((".xml", ".rels")):
        return without_metadata(content), 0
    root = _root(content)
    if name == _TYPES:
        _drop(one for one in root if one.get("PartName", "").lstrip("/") in gone)
    elif name.endswith(".rels"):
        _drop(one for one in root if _is_gone(name, one, gone))
    changes = _strip(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), changes


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DraftRefused(BROKEN) from error


def _is_gone(rels: str, relation: etree._Element, gone: set[str]) -> bool:
    """Whether what a relationship leads to is left out. What is loaded from elsewhere is refused, but for links of the text."""
    kind = relation.get("Type", "").rpartition("/")[2]
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        if kind == "attachedTemplate":
            return True
        if kind != "hyperlink":
            raise DraftRefused(SCRIPTS)
        if not target.lower().startswith(("http://", "https://", "mailto:", "tel:", "#")):
            relation.set("Target", "#")  # a path of somebody's machine
        return False
    folder = posixpath.dirname(posixpath.dirname(rels))
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    if path.startswith(".."):
        raise DraftRefused(HOSTILE)
    return path in gone


def _strip(root: etree._Element) -> int:
    changes, doomed = 0, []
    for one in root.iter(etree.Element):
        name = etree.QName(one).localname
        if name in _COMMENT_MARKS or name in _OF_MAKERS:
            doomed.append(one)
            continue
        if name in _TRACKED and any(etree.QName(key).localname == "author" for key in one.attrib):
            changes += 1
        for key in one.attrib:
            local = etree.QName(key).localname
            if local in _NAMES and etree.QName(key).namespace:
                if local == "author":
                    one.set(key, _NOBODY)
                else:
                    del one.attrib[key]
    _drop(doomed)
    return changes


def _drop(elements) -> None:
    for one in list(elements):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
