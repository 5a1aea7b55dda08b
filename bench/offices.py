"""Three codes set as Word files in the ways offices set them, by python-docx, each with what a reader of it should find."""

from __future__ import annotations

import copy
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

STATUTES = Path(__file__).parent.parent / "tests/data/statutes"
NAMES = ("civil_and_commercial_code", "criminal_code", "criminal_procedure_code")
#: Lines that this copy of the codes keeps at the end of the section above them.
_HEADING = re.compile(r"(?:ภาค|ลักษณะ|หมวด) [0-9]+ (?!ว่าด้วย|ให้|แห่ง)\S.{0,80}$")
_SECTION = re.compile(r"มาตรา ([0-9]+(?: ทวิ)?) (\(ยกเลิก\))$")
_ANNEX = re.compile("บัญชีแนบท้าย")


@dataclass(frozen=True)
class Piece:
    """A heading (no number), a section, or an annex (``annex``) as it stands in a code."""

    number: str
    paragraphs: tuple[str, ...]
    annex: str = ""


def statute(name: str) -> list[Piece]:
    """The code in order, with headings and sections told apart that the copy runs together."""
    with gzip.open(STATUTES / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        sections = json.load(file)
    pieces: list[Piece] = []
    for section in sections:
        number, paragraphs = section["number"], list(section["paragraphs"])
        if slash := re.match(r"/(\d+)\s+", paragraphs[0]):
            number, paragraphs[0] = f"{number}/{slash[1]}", paragraphs[0][slash.end() :]
        pieces.append(Piece(number, ()))
        for text in paragraphs:
            if _HEADING.match(text):
                pieces.append(Piece("", (text,)))
            elif repealed := _SECTION.match(text):
                pieces.append(Piece(repealed[1], (repealed[2],)))
            elif _ANNEX.match(text):
                pieces.append(Piece("", (), annex=text))
            else:
                pieces[-1] = replace(pieces[-1], paragraphs=(*pieces[-1].paragraphs, text))
    return pieces


def plain(pieces: list[Piece], rng: random.Random) -> Document:
    document = docx.Document()
    for piece in pieces:
        for text in _typed(piece):
            document.add_paragraph(text)
    return document


def _typed(piece: Piece) -> list[str]:
    if piece.annex:
        return [piece.annex, *piece.paragraphs]
    if not piece.number:
        return list(piece.paragraphs)
    return [f"มาตรา {piece.number} {piece.paragraphs[0]}", *piece.paragraphs[1:]]


def numbered(pieces: list[Piece], rng: random.Random) -> Document:
    """Sections and items numbered by Word through styles of a list; numbers with a slash are typed."""
    document = docx.Document()
    lists = document.part.numbering_part.element
    lists.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="990"><w:multiLevelType w:val="multilevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Law"/><w:lvlText w:val="มาตรา %1"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="LawItem"/><w:lvlText w:val="(%2)"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="990"><w:abstractNumId w:val="990"/></w:num>'))
    for name, level in (("Law", 0), ("LawItem", 1)):
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="990"/></w:numPr></w:pPr></w:style>'
            )
        )
    reached, lists_made = 0, 990
    for piece in pieces:
        if not piece.number.isdigit():
            for text in _typed(piece):
                document.add_paragraph(text)
            continue
        label = document.add_paragraph(piece.paragraphs[0], style="Law")
        if int(piece.number) != reached + 1:
            lists_made += 1
            lists.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{lists_made}"><w:abstractNumId w:val="990"/><w:lvlOverride w:ilvl="0">'
                    f'<w:startOverride w:val="{piece.number}"/></w:lvlOverride></w:num>'
                )
            )
            _number(label, 0, lists_made)
        reached = int(piece.number)
        items = 0
        for text in piece.paragraphs[1:]:
            if item := re.match(rf"\({items + 1}\) ", text):
                items += 1
                document.add_paragraph(text[item.end() :], style="LawItem")
            else:
                document.add_paragraph(text)
    return document


def _number(paragraph: Paragraph, level: int, number: int) -> None:
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = number


def tracked(pieces: list[Piece], rng: random.Random) -> Document:
    """Words, paragraphs and moves under track changes; accepted, they give the code."""
    document = docx.Document()
    for piece in pieces:
        for place, text in enumerate(_typed(piece)):
            act = rng.random()
            if act < 0.15 and " " in text[20:]:
                cut = text.index(" ", 20)
                paragraph = document.add_paragraph(text[:cut])
                paragraph._p.append(_change("del", " ข้อความเดิมที่ถูกตัด"))
                paragraph._p.append(_change("ins", text[cut:]))
            elif act < 0.2 and place:
                paragraph = document.add_paragraph()
                paragraph._p.append(_change(rng.choice(["ins", "moveTo"]), text))
                _mark(paragraph, "ins")
            else:
                document.add_paragraph(text)
            if rng.random() < 0.05:
                paragraph = document.add_paragraph()
                paragraph._p.append(_change(rng.choice(["del", "moveFrom"]), "วรรคที่ถูกตัดออกทั้งวรรค"))
                _mark(paragraph, "del")
    return document


def _change(kind: str, text: str):
    change = OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "เจ้าหน้าที่")
    run, words = OxmlElement("w:r"), OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    change.append(run)
    return change


def _mark(paragraph: Paragraph, kind: str) -> None:
    properties, mark, change = paragraph._p.get_or_add_pPr(), OxmlElement("w:rPr"), OxmlElement(f"w:{kind}")
    change.set(qn("w:id"), "2")
    change.set(qn("w:author"), "เจ้าหน้าที่")
    mark.append(change)
    properties.append(mark)


def arranged(pieces: list[Piece], rng: random.Random) -> Document:
    """Sections in soft breaks, in text boxes, in tables that arrange the page."""
    document = docx.Document()
    for piece in pieces:
        texts = _typed(piece)
        way = rng.choice(["soft", "box", "frame", "columns"]) if piece.number else "plain"
        if way == "soft":
            paragraph = document.add_paragraph()
            for place, text in enumerate(texts):
                if place:
                    paragraph.add_run().add_break()
                paragraph.add_run(text)
        elif way == "box":
            document.add_paragraph().add_run()._r.append(_box(texts))
        elif way == "frame":
            cell = document.add_table(rows=1, cols=1).cell(0, 0)
            cell.paragraphs[0].add_run(texts[0])
            for text in texts[1:]:
                cell.add_paragraph(text)
        elif way == "columns" and len("".join(piece.paragraphs)) > 40:
            row = document.add_table(rows=1, cols=2).rows[0]
            row.cells[0].paragraphs[0].add_run(f"มาตรา {piece.number}")
            row.cells[1].paragraphs[0].add_run(piece.paragraphs[0])
            for text in piece.paragraphs[1:]:
                row.cells[1].add_paragraph(text)
        else:
            for text in texts:
                document.add_paragraph(text)
    return document


def _box(texts: list[str]):
    inside = docx.Document()
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    box = parse_xml(
        f'<mc:AlternateContent {nsdecls("w", "wp", "a")} {names}><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="5000000" cy="900000"/>'
        '<wp:docPr id="1" name="box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        "<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
        '<w:pict><v:shape style="width:400pt;height:70pt"><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>'
    )
    for content in box.iter(qn("w:txbxContent")):
        for text in texts:
            content.append(copy.deepcopy(inside.add_paragraph(text)._p))
    return box


def headed(pieces: list[Piece], rng: random.Random) -> Document:
    """Numbers as headings of their own, footnotes, comments, heads and feet of pages, fields in place of numbers spoken of."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ร่าง ณ วันที่ ๑ มกราคม"
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run("หน้า ")
    foot._p.append(_field("PAGE", "1"))
    notes: list[str] = []
    for piece in pieces:
        if not piece.number:
            for text in _typed(piece):
                document.add_paragraph(text, style="Heading 1")
            continue
        document.add_heading(f"มาตรา {piece.number}", level=2)
        for text in piece.paragraphs:
            paragraph = document.add_paragraph()
            spoken = re.search(r"(?<=มาตรา )[0-9]+(?= |$)", text)
            if spoken and rng.random() < 0.3:
                paragraph.add_run(text[: spoken.start()])
                paragraph._p.append(_field(f'QUOTE "{spoken[0]}"', spoken[0]))
                paragraph.add_run(text[spoken.end() :])
            else:
                paragraph.add_run(text)
            if rng.random() < 0.05:
                notes.append(f"แก้ไขเพิ่มเติมครั้งที่ {len(notes) + 1}")
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), str(len(notes)))
                paragraph.add_run()._r.append(reference)
            if rng.random() < 0.03:
                document.add_comment(paragraph.runs, text="ควรปรับถ้อยคำ", author="ผู้ตรวจ", initials="ก")
    content = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f"<w:footnotes {nsdecls('w')}>{content}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return document


def _field(instruction: str, result: str):
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = result
    run.append(words)
    field.append(run)
    return field


WAYS: dict[str, Callable[[list[Piece], random.Random], Document]] = {
    "plain paragraphs": plain,
    "numbers of a list": numbered,
    "tracked changes": tracked,
    "tables, boxes, breaks": arranged,
    "headings and notes": headed,
}


def sections_of(pieces: list[Piece]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a reader should find: number, or name of the annex, and paragraphs."""
    for piece in pieces:
        if piece.number or piece.annex:
            yield piece.number or piece.annex, piece.paragraphs
