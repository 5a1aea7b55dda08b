"""What python-docx does not know of Word files in Thai: letters of complex scripts (cs, szCs, bCs), fields, heads of tables that repeat."""

import unicodedata

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

#: The letters of Thai offices, and what stands in where they are missing
FONT, FALLBACK = "TH Sarabun New", "TH SarabunPSK"
_BODY = 16
#: How long a line is, in centimetres
_LINE = 16.3
#: Style → size in points, bold
_LOOKS = {
    "Normal": (_BODY, False),
    "Body Text": (_BODY, False),
    "Title": (24, True),
    "Subtitle": (_BODY, False),
    "TOC Heading": (20, True),
    "Heading 1": (20, True),
    "Heading 2": (18, True),
    "Heading 3": (_BODY, True),
    "Quote": (_BODY, False),
    "Quote Source": (14, False),
    "List Bullet": (_BODY, False),
    "List Number": (_BODY, False),
    "Caption": (_BODY, True),
    "Table Text": (14, False),
    "Table Heading": (14, True),
    "Table Text Number": (14, False),
    "Table Heading Number": (14, True),
    "Wide Table Text": (12, False),
    "Wide Table Heading": (12, True),
    "Wide Table Text Number": (12, False),
    "Wide Table Heading Number": (12, True),
    "Header": (14, False),
    "Footer": (14, False),
    "TOC 1": (_BODY, False),
    "TOC 2": (_BODY, False),
    "TOC 3": (_BODY, False),
}
_OWN = {
    "Quote Source": "Quote",
    "Table Text": "Normal",
    "Table Heading": "Table Text",
    "Table Text Number": "Table Text",
    "Table Heading Number": "Table Heading",
    "Wide Table Text": "Table Text",
    "Wide Table Heading": "Table Heading",
    "Wide Table Text Number": "Table Text Number",
    "Wide Table Heading Number": "Table Heading Number",
    "TOC 1": "Normal",
    "TOC 2": "Normal",
    "TOC 3": "Normal",
}


_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "color",
    "spacing",
    "kern",
    "sz",
    "szCs",
    "u",
    "vertAlign",
    "cs",
    "lang",
]


def blank(title: str, agency: str):
    """An empty document on A4 whose styles are set in Thai, and which says what it is and in which language."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.5)
    styles = document.styles
    for name, base in _OWN.items():
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[base]
    styles.add_style("Cites", WD_STYLE_TYPE.CHARACTER)
    _letters(styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"), _BODY, False)
    for name, (size, is_bold) in (_LOOKS | {"Cites": (12, False)}).items():
        _letters(styles[name].element.get_or_add_rPr(), size, is_bold)
    _spaces(styles)
    _fallback(document)
    language = document.settings.element.find(qn("w:themeFontLang"))
    language.set(qn("w:bidi"), "th-TH")
    told = document.core_properties
    told.title, told.author, told.language, told.comments = title, agency, "th-TH", ""
    for moment in ("created", "modified"):
        for found in told._element.findall(qn(f"dcterms:{moment}")):
            told._element.remove(found)
    return document


def _letters(look, size: float, is_bold: bool) -> None:
    """Fonts, size and weight of letters, of complex scripts (Thai) as of others. ``look``: the w:rPr of a style; ``size`` in points."""
    _put(look, "rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    for name in ("b", "bCs"):
        _put(look, name, val="1" if is_bold else "0")
    for name in ("i", "iCs"):
        _put(look, name, val="0")
    _put(look, "color", val="000000")
    for name in ("sz", "szCs"):
        _put(look, name, val=str(round(size * 2)))
    _put(look, "lang", val="en-US", eastAsia="th-TH", bidi="th-TH")
    for name in ("spacing", "kern"):
        for found in look.findall(qn(f"w:{name}")):
            look.remove(found)


def _put(look, name: str, **values: str) -> None:
    """One property of letters, in the place its schema gives it, instead of what stood there."""
    for found in look.findall(qn(f"w:{name}")):
        look.remove(found)
    element = OxmlElement(f"w:{name}", attrs={qn(f"w:{key}"): value for key, value in values.items()})
    later = [qn(f"w:{one}") for one in _ORDER[_ORDER.index(name) + 1 :]]
    following = next((one for one in look if one.tag in later), None)
    if following is None:
        look.append(element)
    else:
        following.addprevious(element)


def _spaces(styles) -> None:
    for name in ("Normal", "Subtitle", "Caption", "Quote"):
        styles[name].paragraph_format.space_after = Pt(0)
    for name in ("Body Text", "List Bullet", "List Number", "Quote Source"):
        styles[name].paragraph_format.space_after = Pt(6)
    for name in _LOOKS:
        styles[name].paragraph_format.line_spacing = 1.0
    for name, before in (("Heading 1", 18), ("Heading 2", 12), ("Heading 3", 9), ("Caption", 6)):
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(3)
        styles[name].paragraph_format.keep_with_next = True
    for name in ("Table Text", "Table Heading", "Table Text Number", "Table Heading Number"):
        styles[name].paragraph_format.space_before = styles[name].paragraph_format.space_after = Pt(2)
    styles["Header"].paragraph_format.space_after = Pt(8)
    for name in ("Table Text Number", "Table Heading Number"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["Table Heading"].paragraph_format.keep_with_next = True
    for name in ("Quote", "Quote Source"):
        styles[name].paragraph_format.left_indent = Cm(1)
    styles["Quote"].paragraph_format.keep_with_next = True
    for place, name in enumerate(("TOC 1", "TOC 2", "TOC 3")):
        styles[name].paragraph_format.left_indent = Cm(0.7 * place)
    for name in ("Title", "Subtitle"):  # neither a rule below nor a number of an outline
        kept = styles[name].element.get_or_add_pPr()
        for tag in ("w:pBdr", "w:numPr"):
            for found in kept.findall(qn(tag)):
                kept.remove(found)


def _fallback(document) -> None:
    """What stands in on a machine without the font of the styles."""
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype == RT.FONT_TABLE)
    fonts = parse_xml(part.blob)
    font = OxmlElement("w:font", attrs={qn("w:name"): FONT})
    for name, value in (("altName", FALLBACK), ("charset", "DE"), ("family", "swiss"), ("pitch", "variable")):
        font.append(OxmlElement(f"w:{name}", attrs={qn("w:val"): value}))
    fonts.insert(0, font)
    part._blob = serialize_part_xml(fonts)


def say_thai(run) -> None:
    """A run with Thai in it is set in the letters of complex scripts and is spelled as Thai; its look is its style's."""
    look = run._element.get_or_add_rPr()
    if any("\u0e00" <= letter <= "\u0e7f" for letter in run.text):
        _put(look, "rFonts", hint="cs")
        _put(look, "cs")
    _put(look, "lang", bidi="th-TH")


def running(document, head: str) -> None:
    """The head of every page, and the number of the page below."""
    section = document.sections[0]
    say_thai(section.header.paragraphs[0].add_run(head))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("หน้า ", "PAGE"), (" จาก ", "NUMPAGES")):
        say_thai(foot.add_run(text))
        _field(foot, field, "1")


def contents(document, headings: list[tuple[int, str]]) -> None:
    """A field that Word fills with pages when it is told to (F9); until then it lists the headings."""
    for place, (level, text) in enumerate(headings):
        paragraph = document.add_paragraph(style=f"TOC {level}")
        if place == 0:
            _begin(paragraph, r'TOC \o "1-3" \h \z \u', is_dirty=True)
        say_thai(paragraph.add_run(text))
        if place == len(headings) - 1:
            _mark(paragraph, "end")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _field(paragraph, code: str, shown: str) -> None:
    _begin(paragraph, code)
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _begin(paragraph, code: str, is_dirty: bool = False) -> None:
    mark = _mark(paragraph, "begin")
    if is_dirty:
        mark.set(qn("w:dirty"), "true")
    asked = OxmlElement("w:instrText", attrs={"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    asked.text = f" {code} "
    paragraph.add_run()._element.append(asked)
    _mark(paragraph, "separate")


def _mark(paragraph, kind: str):
    mark = OxmlElement("w:fldChar", attrs={qn("w:fldCharType"): kind})
    paragraph.add_run()._element.append(mark)
    return mark


def repeat_head(row) -> None:
    """On every page the table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row) -> None:
    """Not broken between two pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def widths(table, texts: list[list[str]]) -> None:
    """Columns share the line by the letters of their longest cells, each with room for a word. ``texts``: of each column."""
    most = 48 if len(texts) < 6 else 16
    asked = [max(9, min(most, max(map(_letters_across, column)))) for column in texts]
    table.autofit = False
    for column, share in zip(table.columns, asked, strict=True):
        column.width = Cm(_LINE * share / sum(asked))
        for cell in column.cells:
            cell.width = column.width


def _letters_across(text: str) -> int:
    """Letters that stand beside each other: marks of Thai stand over and under them."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def fresh_numbering(document) -> int:
    """The number of a list that begins with 1, of the same look as the style List Number."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    of_style = style.pPr.numPr.numId.val
    look = next(one for one in numbering.num_lst if one.numId == of_style).abstractNumId.val
    number = numbering.add_num(look)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


def number_by(paragraph, number: int) -> None:
    kept = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    kept.get_or_add_ilvl().val = 0
    kept.get_or_add_numId().val = number
