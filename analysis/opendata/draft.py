"""The draft as it was put to the people: every version, and every section of each."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from consult.models import Section

from .basis import BATCH, Basis
from .declared import DAY, WHOLE, YES_OR_NO, OpenColumn, OpenTable


def _versions(basis: Basis) -> Iterator[list[Any]]:
    for version in basis.consultation.versions.select_related("retraction").order_by("number"):
        yield [
            version.number,
            version.pk,
            timezone.localtime(version.issued_at).date(),
            version.is_retracted,
            version.retraction.reason if version.is_retracted else None,
            version.content_sha256,
            version.preamble or None,
        ]


def _sections(basis: Basis) -> Iterator[list[Any]]:
    rows = Section.objects.filter(version__consultation=basis.consultation).select_related("version")
    for one in rows.order_by("version__number", "order").defer("search_text").iterator(BATCH):
        words = (one.unit, one.number, one.heading, one.plain_summary, one.text)
        yield [
            one.pk,
            one.version.number,
            str(one.anchor),
            one.ballot_id,
            one.order,
            one.chapter_number or None,
            one.chapter_heading or None,
            *(word or None for word in words),
        ]


VERSIONS = OpenTable(
    name="versions",
    title="ฉบับของร่าง",
    thai="ร่างทุกฉบับที่เผยแพร่ในการรับฟังนี้",
    english="Every version of the draft that was put to the people",
    columns=(
        OpenColumn(name="version", kind=WHOLE, is_required=True, least=1, thai="ฉบับที่", english="Number of the version"),
        OpenColumn(
            name="id", kind=WHOLE, is_required=True, thai="เลขที่ report.json ใช้เรียก", english="Its number in report.json"
        ),
        OpenColumn(name="issued_on", kind=DAY, is_required=True, thai="วันที่เผยแพร่", english="Day it was issued"),
        OpenColumn(
            name="is_retracted", kind=YES_OR_NO, is_required=True, thai="เพิกถอนแล้ว", english="Whether it was retracted"
        ),
        OpenColumn(name="retracted_because", thai="เหตุที่เพิกถอน", english="Why it was retracted"),
        OpenColumn(name="content_sha256", is_required=True, thai="ลายนิ้วมือของเนื้อหา", english="SHA-256 of the content"),
        OpenColumn(name="preamble", thai="คำปรารภ", english="Preamble"),
    ),
    key=("version",),
    rows=_versions,
)
SECTIONS = OpenTable(
    name="sections",
    title="มาตรา",
    thai="มาตราของร่างทุกฉบับ",
    english="Sections of every version of the draft",
    columns=(
        OpenColumn(
            name="id",
            kind=WHOLE,
            is_required=True,
            thai="เลขของมาตราในฉบับนั้น",
            english="Number of this section in this version",
        ),
        OpenColumn(name="version", kind=WHOLE, is_required=True, least=1, thai="ฉบับที่", english="Version"),
        OpenColumn(
            name="anchor",
            is_required=True,
            thai="ตัวตนของมาตรา เหมือนกันทุกฉบับแม้เลขมาตราเปลี่ยน",
            english="Identity of the section through all versions, whatever its number",
        ),
        OpenColumn(
            name="wording",
            kind=WHOLE,
            is_required=True,
            thai="แถวแรกที่มีถ้อยคำนี้ โหวตนับที่แถวนั้น",
            english="First row with this very wording, on which votes are counted",
        ),
        OpenColumn(name="order", kind=WHOLE, is_required=True, least=1, thai="ลำดับในร่าง", english="Place in the draft"),
        OpenColumn(name="chapter", thai="หมวดที่", english="Number of the chapter"),
        OpenColumn(name="chapter_heading", thai="ชื่อหมวด", english="Heading of the chapter"),
        OpenColumn(name="unit", thai="หน่วย เช่น มาตรา ข้อ", english="What it is called in Thai law (section, article)"),
        OpenColumn(name="number", thai="เลขที่ ตามที่พิมพ์ในร่าง", english="Its number as printed"),
        OpenColumn(name="heading", thai="ชื่อมาตรา", english="Heading"),
        OpenColumn(name="plain_summary", thai="ความหมายอย่างง่าย", english="What it means, in a plain sentence"),
        OpenColumn(name="text", thai="ถ้อยคำ วรรคละบรรทัด", english="The words, a paragraph a line"),
    ),
    key=("id",),
    links=(("version", "versions", "version"),),
    rows=_sections,
)
