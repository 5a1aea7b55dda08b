"""One form for what reads the same; different words stay different."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.util import normalize

from consult.thai.normal_form import normal_form, search_form
from consult.thai.public_names import name_form
from tests.support.spelling import rows

ALIKE = rows("reads_alike.csv")
FOUND = rows("found_alike.csv")
APART = rows("reads_differently.csv")
SAME_WORDING = [(first, again) for _, first, again in rows("same_wording.csv")]
NAMES = rows("names_alike.csv")


@pytest.mark.parametrize(("one", "other"), ALIKE + SAME_WORDING)
def test_what_reads_alike_has_one_normal_form(one, other):
    assert one != other
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), ALIKE + SAME_WORDING + FOUND)
def test_what_is_typed_one_way_is_found_the_other_way(one, other):
    for typed, sought in ((one, other), (other, one)):
        assert search_form(sought) in search_form(f"ตาม{typed}นี้")
        assert search_form(typed) == search_form(sought)


@pytest.mark.parametrize(("typed", "sought"), rows("typed_and_sought.csv"))
def test_a_part_of_a_text_is_found_however_it_was_typed(typed, sought):
    assert search_form(sought) in search_form(typed)


@pytest.mark.parametrize(("one", "other"), FOUND)
def test_digits_and_letters_of_another_kind_are_another_wording(one, other):
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(("one", "other", "found"), APART)
def test_different_words_stay_different(one, other, found):
    assert normal_form(one) != normal_form(other)
    assert (search_form(one) == search_form(other)) is bool(found)


@pytest.mark.parametrize(
    ("one", "other"), NAMES + [("สมใจ นาดี", "สมใจ-นาดี"), ("Somjai", "ＳＯＭＪＡＩ"), ("ก\u3164ข", "กข")]
)
def test_names_that_read_alike_have_one_form(one, other):
    assert name_form(one) == name_form(other)


@pytest.mark.parametrize(
    "text", ["", "\u200b", "\u2060\ufeff", "\u00ad", "\u3164", "\u2800", " \n\t ", "\u115f\u1160", "\ufe0f"]
)
def test_what_shows_nothing_has_an_empty_form(text):
    assert normal_form(text) == search_form(text) == name_form(text) == ""


MARKS = st.lists(
    st.sampled_from(
        "กนหญฤเแไใะาำๅๆัิีฺุู็่้๊๋์ํ๎๐๑19aAÀßİΐ \u00a0\t\n\r\u200b\u00ad\u2060\ufeff\u3164\u2800\u1160가ᄀ́̀̈ͅ\u034f\u2028ﬁＡ①\u202e"
    ),
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(MARKS | st.text(max_size=20))
def test_forms_are_forms_of_themselves(text):
    normal, search = normal_form(text), search_form(text)
    assert normal_form(normal) == normal
    assert search_form(search) == search == search_form(normal)
    assert normal_form(search) == search


MARKED = st.tuples(
    st.sampled_from("กขนมยรลวสหอ"), st.permutations(["ิ", "้"]) | st.permutations(["ู", "่"]) | st.permutations(["์", "ิ"])
)


@given(st.lists(MARKED.map(lambda one: one[0] + "".join(one[1])), max_size=8).map("".join))
def test_marks_are_put_in_the_order_pythainlp_puts_them_in(text):
    assert normal_form(text) == normalize(text)
