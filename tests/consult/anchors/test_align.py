"""Which section is which, told from the two texts alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.anchors.align import Link, LinkKind, align
from consult.anchors.section import LawSection
from consult.thai.digits import to_arabic

TEXTS = (
    "พระราชบัญญัตินี้เรียกว่า พระราชบัญญัติส่งเสริมการรับฟังความคิดเห็นของประชาชน พ.ศ. ๒๕๗๐",
    "พระราชบัญญัตินี้ให้ใช้บังคับเมื่อพ้นกำหนดหนึ่งร้อยแปดสิบวันนับแต่วันประกาศในราชกิจจานุเบกษา",
    "ให้มีคณะกรรมการคณะหนึ่ง ประกอบด้วยปลัดสำนักนายกรัฐมนตรีเป็นประธาน และผู้ทรงคุณวุฒิไม่เกินเจ็ดคน",
    "หน่วยงานของรัฐต้องจัดให้มีช่องทางสำหรับผู้สูงอายุและคนพิการ โดยไม่คิดค่าใช้จ่ายเพิ่ม\nให้ราชการส่วนท้องถิ่นจัดให้มีจุดช่วยเหลือและเจ้าหน้าที่ช่วยกรอกแบบแทนผู้ยื่นคำขอ",
    "ผู้ใดฝ่าฝืนมาตรา ๓ ต้องระวางโทษปรับไม่เกินหนึ่งแสนบาท",
    "ผู้ใดฝ่าฝืนมาตรา ๔ ต้องระวางโทษปรับไม่เกินสองแสนบาท",
    "ให้นายทะเบียนเก็บรักษาบัญชีรายชื่อไว้ ณ สำนักงาน และเปิดให้ประชาชนตรวจดูได้ในเวลาราชการ",
    "ให้รัฐมนตรีว่าการกระทรวงยุติธรรมรักษาการตามพระราชบัญญัตินี้ และให้มีอำนาจออกกฎกระทรวง",
)
LONG = (
    "เมื่อได้รับคำขอแล้ว ให้เจ้าหน้าที่ตรวจสอบเอกสารให้ครบถ้วน และแจ้งผลให้ผู้ยื่นทราบภายในเจ็ดวัน",
    "ผู้ยื่นคำขอที่ไม่เห็นด้วยกับผลการตรวจสอบ มีสิทธิอุทธรณ์ต่อคณะกรรมการวินิจฉัยภายในสามสิบวันนับแต่วันที่ทราบ",
    "คำวินิจฉัยของคณะกรรมการให้เป็นที่สุด และให้เผยแพร่ทางระบบสารสนเทศโดยไม่เปิดเผยชื่อผู้อุทธรณ์",
)
THAI = "๐๑๒๓๔๕๖๗๘๙"


def law(texts=TEXTS, *, unit="มาตรา", chapters=None):
    return [
        LawSection(
            unit=unit,
            number=str(place).translate(str.maketrans("0123456789", THAI)),
            chapter=chapters[place - 1] if chapters else "",
            paragraphs=tuple(text.split("\n")),
        )
        for place, text in enumerate(texts, start=1)
    ]


def told(old, new, earlier=()):
    return [(str(link.kind), link.old, link.new) for link in align(old, new, earlier)]


def unlike_kept(old, new, earlier=()):
    return [entry for entry in told(old, new, earlier) if entry[0] != "kept"]


def test_a_draft_typed_in_again_is_kept():
    again = [
        replace(
            section,
            number=to_arabic(section.number),
            paragraphs=tuple(
                to_arabic(text).replace("ำ", "ํา").replace(" ", "  ") + "\u200b" for text in section.paragraphs
            ),
        )
        for section in law()
    ]
    assert unlike_kept(law(), again) == []


def test_the_sections_after_an_insertion_are_renumbered_and_not_moved():
    new = law([*TEXTS[:2], "ให้จัดตั้งกองทุนส่งเสริมการมีส่วนร่วมขึ้นในสำนักงาน มีวัตถุประสงค์เพื่อสนับสนุนการรับฟัง", *TEXTS[2:]])
    assert unlike_kept(law(), new) == [
        ("added", (), (2,)),
        *[("renumbered", (place,), (place + 1,)) for place in range(2, 8)],
    ]


def test_a_removed_section_does_not_become_the_look_alike_that_got_its_number():
    assert unlike_kept(law(), law([*TEXTS[:4], *TEXTS[5:]]))[:2] == [("removed", (4,), ()), ("renumbered", (5,), (4,))]


def test_a_look_alike_whose_references_followed_is_still_itself():
    # มาตรา ๒ goes; the penalty for มาตรา ๓ now speaks of ๒, the one for ๔ of ๓, which is how the first one read.
    new = law([TEXTS[0], *TEXTS[2:4], TEXTS[4].replace("๓", "๒"), TEXTS[5].replace("๔", "๓"), *TEXTS[6:]])
    kinds = {(old, new): kind for kind, old, new in told(law(), new)}
    assert kinds[(4,), (3,)] == kinds[(5,), (4,)] == "reworded"
    assert kinds[(1,), ()] == "removed"


def test_words_that_only_follow_a_renumbering_are_reworded_since_words_are_law():
    old = law([*TEXTS[:6], LONG[1] + " ตามมาตรา ๗"])
    new = [*old[:6], replace(old[6], paragraphs=(LONG[1] + " ตามมาตรา ๘",))]
    assert unlike_kept(old, new) == [("reworded", (6,), (6,))]


def test_a_section_that_took_another_place_moved_whatever_its_number():
    assert unlike_kept(law(), law([TEXTS[0], TEXTS[7], *TEXTS[1:7]])) == [
        ("moved", (7,), (1,)),
        *[("renumbered", (place,), (place + 1,)) for place in range(1, 7)],
    ]


def test_neighbours_that_changed_places_both_moved():
    new = law([*TEXTS[:2], TEXTS[3], TEXTS[2], *TEXTS[4:]])
    assert unlike_kept(law(), new) == [("moved", (3,), (2,)), ("moved", (2,), (3,))]


def test_a_section_under_another_chapter_moved_and_under_a_renamed_one_did_not():
    chapters = ["หมวด ๑ บททั่วไป"] * 3 + ["หมวด ๒ การดำเนินการ"] * 5
    old = law(chapters=chapters)
    renamed = law(chapters=["หมวด ๑ บททั่วไป"] * 3 + ["หมวด ๓ วิธีดำเนินงาน"] * 5)
    across = law(chapters=["หมวด ๑ บททั่วไป"] * 4 + ["หมวด ๒ การดำเนินการ"] * 4)
    assert unlike_kept(old, renamed) == []
    assert unlike_kept(old, across) == [("moved", (3,), (3,))]
    assert unlike_kept(law(), old) == []


def test_one_section_in_three_parts_is_split_and_three_in_one_are_merged():
    whole, parts = law([*TEXTS[:3], "\n".join(LONG), *TEXTS[3:]]), law([*TEXTS[:3], *LONG, *TEXTS[3:]])
    assert unlike_kept(whole, parts)[0] == ("split", (3,), (3, 4, 5))
    assert unlike_kept(parts, whole)[0] == ("merged", (3, 4, 5), (3,))


def test_a_paragraph_that_went_to_another_section_splits_nothing():
    old = law([*TEXTS[:3], "\n".join(LONG), *TEXTS[3:]])
    new = law([*TEXTS[:3], "\n".join(LONG[:2]), *TEXTS[3:6], f"{TEXTS[6]}\n{LONG[2]}", *TEXTS[7:]])
    assert unlike_kept(old, new) == [("reworded", (3,), (3,)), ("reworded", (7,), (7,))]


def test_a_rewritten_section_at_its_number_between_its_neighbours_is_reworded():
    rewritten = "ให้มีคณะกรรมการขึ้นคณะหนึ่ง โดยมีนายกรัฐมนตรีเป็นประธาน และกรรมการผู้ทรงคุณวุฒิจำนวนสิบคนซึ่งคณะรัฐมนตรีแต่งตั้ง"
    assert unlike_kept(law(), law([*TEXTS[:2], rewritten, *TEXTS[3:]])) == [("reworded", (2,), (2,))]


def test_another_matter_under_the_same_number_is_no_rewording():
    stranger = "ค่าธรรมเนียมเรือประมงพื้นบ้านให้จัดเก็บเป็นรายปี ตามขนาดของเรือ"
    assert unlike_kept(law(), law([*TEXTS[:2], stranger, *TEXTS[3:]])) == [("removed", (2,), ()), ("added", (), (2,))]


def test_which_of_two_equal_sections_went_is_not_guessed_when_all_is_numbered_anew():
    twins = [*TEXTS[:3], TEXTS[6], TEXTS[6], *TEXTS[3:6]]
    assert [link for link in told(law(twins), law([*TEXTS[:3], TEXTS[6], *TEXTS[3:6]])) if 3 in link[2]] == [
        ("added", (), (3,))
    ]


def test_repealed_sections_in_a_row_stay_apart_by_number_and_place():
    repealed = law([*TEXTS[:3], *["(ยกเลิก)"] * 3, *TEXTS[3:]])
    assert unlike_kept(repealed, repealed) == []
    assert unlike_kept(repealed, [*repealed[:4], *repealed[5:]]) == [("removed", (4,), ())]


@pytest.mark.parametrize("number", ["๗/๑", "๒๗๗ ทวิ", ""])
def test_a_number_of_any_form_is_kept(number):
    old = law()
    old[3] = replace(old[3], number=number)
    reworded = [*old[:3], replace(old[3], paragraphs=(*old[3].paragraphs, LONG[0])), *old[4:]]
    assert unlike_kept(old, reworded) == [("reworded", (3,), (3,))]


def test_words_of_an_earlier_version_say_which_section_it_is():
    rewritten = law([*TEXTS[:2], LONG[0], *TEXTS[3:]])
    back = law([*TEXTS[:2], *TEXTS[3:], TEXTS[2]])
    assert ("reworded", (2,), (7,)) not in told(rewritten, back)
    known = law([*TEXTS[:2], TEXTS[2] + " " + LONG[0], *TEXTS[3:]])
    assert ("reworded", (2,), (7,)) in told(known, back, [law()])


def test_what_was_removed_is_listed_where_it_stood():
    assert [link.kind for link in align(law(), law()[1:])][:2] == [LinkKind.REMOVED, LinkKind.KEPT]
    assert align(law(), []) == [Link((place,), (), LinkKind.REMOVED) for place in range(8)]
    assert align([], law()[:1]) == [Link((), (0,), LinkKind.ADDED)]


POOL = [*TEXTS, *LONG, "(ยกเลิก)", "(ยกเลิก)", "", LONG[0] + "\n" + LONG[1], TEXTS[4].replace("แสน", "หมื่น")]
sections = st.lists(
    st.builds(
        LawSection,
        unit=st.sampled_from(["มาตรา", "ข้อ", ""]),
        number=st.sampled_from(["", "๑", "2", "๓", "๗/๑", "๒๗๗ ทวิ"]),
        chapter=st.sampled_from(["", "หมวด ๑", "หมวด ๒ ก › ส่วนที่ ๑"]),
        paragraphs=st.lists(st.sampled_from(POOL), max_size=3).map(tuple),
    ),
    max_size=12,
)


@given(sections)
def test_a_draft_against_itself_is_kept(draft):
    assert align(draft, draft) == [Link((place,), (place,), LinkKind.KEPT) for place in range(len(draft))]


@pytest.mark.slow
@given(sections, sections)
@settings(max_examples=300)
def test_every_section_of_both_drafts_is_in_one_link(old, new):
    links = align(old, new)
    assert sorted(place for link in links for place in link.old) == list(range(len(old)))
    assert sorted(place for link in links for place in link.new) == list(range(len(new)))
    shapes = {(min(len(link.old), 2), min(len(link.new), 2), link.kind) for link in links}
    assert all(
        (olds, news) == {"split": (1, 2), "merged": (2, 1), "removed": (1, 0), "added": (0, 1)}.get(kind, (1, 1))
        for olds, news, kind in shapes
    )
    places = [min(link.new) for link in links if link.new]
    assert places == sorted(places)


@given(st.permutations(range(8)))
def test_a_shuffled_draft_loses_nothing(order):
    links = align(law(), law([TEXTS[place] for place in order]))
    assert {(link.old, link.new) for link in links} == {((place,), (at,)) for at, place in enumerate(order)}
    assert {link.kind for link in links} <= {LinkKind.KEPT, LinkKind.MOVED, LinkKind.RENUMBERED}


@given(st.sets(st.integers(0, 7)), st.booleans())
def test_backwards_removed_is_added_and_a_split_is_a_merger(gone, parts):
    whole = "\n".join(LONG)
    old = law([*TEXTS, whole])
    new = law([*(text for place, text in enumerate(TEXTS) if place not in gone), *(LONG if parts else [whole])])
    turned = {"removed": "added", "added": "removed", "split": "merged", "merged": "split"}
    assert {(turned.get(kind, kind), b, a) for kind, a, b in told(old, new)} == set(told(new, old))
