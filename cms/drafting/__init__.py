"""A draft law as a text that an officer types, and what can be read from it. Plain Python: no Django, no database.

The grammar is how Thai laws are typed anyway. A line is a paragraph (วรรค); blank lines mean nothing.

=================================  =========================================================================================
what is typed                      what it is
=================================  =========================================================================================
anything above the first heading   the preamble: title, โดยที่ …
``หมวด ๑ บททั่วไป``                 a heading; its title may stand on the next line. บรรพ, ภาค, ลักษณะ, หมวด, ส่วนที่, ตอน with a
                                   number stand inside each other in this order; plans also have บทที่ and ยุทธศาสตร์ที่
``บทเฉพาะกาล``                      a heading without a number; also บททั่วไป, บทกำหนดโทษ, บทเบ็ดเตล็ด …
``มาตรา ๕ ผู้ใด…``                   a section and its first paragraph, or the number alone on its line. ข้อ likewise; 5, ๕/๑, ๓๓๕ ทวิ
``มาตรา ๕ [ชื่อมาตรา] ผู้ใด…``        a section with a heading
``อย่างง่าย: …``                     below the label of a section: one line in plain words, no part of the law
``(๑) …``, ``(ก) …``               a paragraph
``| ก | ข |``                      a row of a table; columns may be set apart by tabs
``1. ชื่อ``, ``1.1 …``              sections of a plan, where nothing is called มาตรา or ข้อ. A short line behind the number is the
                                   heading; right above 1.1 it is a heading of chapters
``บัญชีแนบท้าย…``, ``ภาคผนวก ก``     an annex: a section without unit and number, called by its whole line; also
                                   ``อัตราค่าธรรมเนียม`` alone on its line
``[วิสัยทัศน์]``                     a section without a number
``ให้ไว้ ณ วันที่ …``, ``หมายเหตุ``    below the last section: not part of any (``unrecognised``)
``\\มาตรา ๕ …``                     a paragraph, whatever it looks like
=================================  =========================================================================================

A line that begins with มาตรา ๕ is a section when its number stands in order with those around it; one that only speaks of
มาตรา ๕ is text, and so is all that stands in “ ” over several lines. Where that was hard to say, `problems` names the line.
Nothing is lost: each word is in a heading, a paragraph, the preamble or ``unrecognised``.

>>> draft = read_text("หมวด ๑\\nบททั่วไป\\nมาตรา ๑ ให้ใช้บังคับ\\nตามมาตรา ๒")
>>> [(section.label, section.chapter, section.paragraphs) for section in draft.sections()]
[('มาตรา ๑', 'หมวด ๑ บททั่วไป', ('ให้ใช้บังคับ', 'ตามมาตรา ๒'))]
>>> read_text(write_text(draft)) == draft
True
>>> [(problem.line, problem.kind.name, problem.values) for problem in problems(draft)]
[(4, 'NO_SUCH_SECTION', {'number': 'มาตรา ๒', 'section': 'มาตรา ๑'})]
"""

from .draft import Chapter, Doubt, Draft, DraftSection, Part, Unplaced
from .problems import Problem, ProblemKind, problems
from .reading import read_text
from .tables import row_cells
from .writing import write_text

__all__ = [
    "Chapter",
    "Doubt",
    "Draft",
    "DraftSection",
    "Part",
    "Problem",
    "ProblemKind",
    "Unplaced",
    "problems",
    "read_text",
    "row_cells",
    "write_text",
]
