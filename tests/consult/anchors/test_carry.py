"""Anchors from version to version."""

from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from consult.anchors.carry import carry

from .test_align import LONG, TEXTS, law

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def anchored(texts, anchors):
    return list(zip(anchors, law(texts), strict=True))


def fresh():
    numbers = count(100)
    return lambda: UUID(int=next(numbers))


def carried(current, new, *earlier):
    return carry(current, list(earlier), law(new), fresh())


def test_a_renumbered_section_keeps_its_anchor_and_a_new_one_gets_its_own():
    result = carried(anchored(TEXTS[:3], [A, B, C]), [TEXTS[0], LONG[0], *TEXTS[1:3]])
    assert result.anchors == (A, UUID(int=100), B, C)
    assert [(str(link.kind), link.old_anchors, link.new_anchors) for link in result.links][1:3] == [
        ("added", (), (UUID(int=100),)),
        ("renumbered", (B,), (B,)),
    ]


def test_the_largest_part_goes_on_under_the_anchor():
    result = carried(anchored([TEXTS[0], "\n".join(LONG)], [A, B]), [TEXTS[0], LONG[0], "\n".join(LONG[1:])])
    assert result.anchors == (A, UUID(int=100), B)
    assert result.links[1].new_anchors == (UUID(int=100), B)


def test_a_merged_section_goes_on_under_the_anchor_it_holds_most_of():
    result = carried(anchored([LONG[0], "\n".join(LONG[1:]), TEXTS[0]], [A, B, C]), ["\n".join(LONG), TEXTS[0]])
    assert result.anchors == (B, C)
    assert result.links[0].old_anchors == (A, B)


def test_a_section_put_back_gets_its_anchor_back():
    first, second = anchored(TEXTS[:3], [A, B, C]), anchored([TEXTS[0], TEXTS[2]], [A, C])
    result = carried(second, [TEXTS[2], TEXTS[0], TEXTS[1]], first)
    assert result.anchors == (C, A, B)
    assert [link.returned for link in result.links] == [False, False, True]


def test_a_merger_taken_back_gives_both_anchors_back():
    apart = anchored([LONG[0], "\n".join(LONG[1:]), TEXTS[0]], [A, B, C])
    joined = carried(apart, ["\n".join(LONG), TEXTS[0]])
    together = list(zip(joined.anchors, law(["\n".join(LONG), TEXTS[0]]), strict=True))
    assert carried(together, [LONG[0], "\n".join(LONG[1:]), TEXTS[0]], apart).anchors == (A, B, C)


def test_a_split_taken_back_goes_on_under_the_first_anchor():
    whole = anchored([TEXTS[0], "\n".join(LONG)], [A, B])
    texts = [TEXTS[0], *LONG]
    parts = list(zip(carried(whole, texts).anchors, law(texts), strict=True))
    assert carried(parts, [TEXTS[0], "\n".join(LONG)], whole).anchors == (A, B)


def test_words_too_short_to_prove_anything_bring_no_anchor_back():
    first = anchored([TEXTS[0], "(ยกเลิก)", TEXTS[1]], [A, B, C])
    second = anchored([TEXTS[0], TEXTS[1]], [A, C])
    assert carried(second, [*TEXTS[:2], "(ยกเลิก)"], first).anchors == (A, C, UUID(int=100))


@given(
    st.lists(st.sampled_from([*TEXTS, *LONG, "(ยกเลิก)"]), max_size=8),
    st.lists(st.sampled_from([*TEXTS, "(ยกเลิก)"]), max_size=8),
)
def test_no_anchor_is_given_twice(now, after):
    current = anchored(now, [UUID(int=place) for place in range(len(now))])
    result = carry(current, [anchored(TEXTS, [UUID(int=1000 + place) for place in range(8)])], law(after))
    assert len(set(result.anchors)) == len(after)
    assert {anchor for link in result.links for anchor in link.new_anchors} == set(result.anchors)
