"""Word files made from what is to be in them, part by part, so that a test says exactly what an office's file holds."""

import io
import zipfile
from xml.sax.saxutils import escape

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs or other XML; what does not begin with < is text."""
    inside = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(*rows: list[str]) -> str:
    """A table; a cell that does not begin with < is one paragraph of text."""
    cells = [[f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row] for row in rows]
    lines = ["<w:tr>" + "".join(row) + "</w:tr>" for row in cells]
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def word_file(*body: str, files: dict[str, str | bytes] | None = None, **parts: str) -> bytes:
    """The bytes of a .docx. ``parts`` by kind (styles, numbering, footnotes, comments, header, footer) hold what is in their root;
    ``files`` are further entries as they are."""
    sections = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in ("header", "footer") if kind in parts
    )
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{_TYPES}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{kind}" Type="{_TYPES}/{kind}" Target="{kind}.xml"/>' for kind in parts)
        + "</Relationships>",
        "word/document.xml": f"<w:document {_NAMES}><w:body>{''.join(body)}<w:sectPr>{sections}</w:sectPr></w:body></w:document>",
    }
    for kind, content in parts.items():
        entries[f"word/{kind}.xml"] = f"<w:{_ROOTS[kind]} {_NAMES}>{content}</w:{_ROOTS[kind]}>"
    return zipped(entries | (files or {}))


def zipped(entries: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in entries.items():
            package.writestr(name, text)
    return content.getvalue()
