"""Which part of a split section a comment most likely speaks of: said where something tells, never guessed."""

import pytest

from consult.anchors.likely import Likely, Witness, likely_part
from consult.anchors.span import span_of

REGISTRAR = "ให้นายทะเบียนรับคำขอใบอนุญาตตั้งตลาดชุมชนจากชาวบ้านในพื้นที่"
BOARD = "ให้คณะกรรมการชุมชนพิจารณาคำขอนั้นให้แล้วเสร็จภายในสามสิบวัน"
WHOLE = f"{REGISTRAR} และ{BOARD}"


def at(words: str):
    start = WHOLE.index(words)
    return span_of(WHOLE, start, start + len(words))


@pytest.mark.parametrize(("words", "part"), [("นายทะเบียนรับคำขอ", 0), ("ภายในสามสิบวัน", 1)])
def test_the_words_a_comment_was_put_on_lead_to_the_part_that_has_them(words, part):
    found = likely_part([REGISTRAR, BOARD], "ไม่เห็นด้วย", at(words), WHOLE)
    assert found == Likely(part=part, witness=Witness.SPAN)


def test_words_that_stand_in_one_part_alone_lead_there():
    assert likely_part([REGISTRAR, BOARD], "สามสิบวันนานไปสำหรับแม่ค้า") == Likely(part=1, witness=Witness.WORDS)
    assert likely_part([REGISTRAR, BOARD], "ใบอนุญาตควรออกให้ฟรี") == Likely(part=0, witness=Witness.WORDS)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "ไม่เห็นด้วย",
        "คำขอของชุมชนควรทำได้ทุกวัน",
        "ใบอนุญาตต้องได้ในสามสิบวัน",
        "มาตรา ๒ ไม่ชัดเจน",
        "🙂" * 50,
    ],
)
def test_where_nothing_or_too_much_tells_nothing_is_suggested(said):
    assert likely_part([REGISTRAR, BOARD], said) is None


def test_a_number_in_the_comment_is_of_the_draft_its_author_read():
    parts = ["ให้นำมาตรา ๑๒๓๔๕๖๗๘๙ มาใช้บังคับโดยอนุโลม", "ให้รัฐมนตรีรักษาการ"]
    assert likely_part(parts, "แล้วมาตรา ๑๒๓๔๕๖๗๘๙ ล่ะ") is None


def test_parts_that_read_alike_are_not_told_apart():
    assert likely_part([BOARD, BOARD.replace("สามสิบ", "หกสิบ")], "คณะกรรมการชุมชนทำงานช้า") is None
    assert likely_part([BOARD, BOARD], "คณะกรรมการชุมชนทำงานช้า", at("คณะกรรมการชุมชน"), WHOLE) is None


def test_a_merged_section_is_the_only_one_and_of_none_nothing_is_said():
    assert likely_part([WHOLE], "ไม่เห็นด้วย") == Likely(part=0, witness=Witness.ONLY)
    assert likely_part([], "ไม่เห็นด้วย") is None
