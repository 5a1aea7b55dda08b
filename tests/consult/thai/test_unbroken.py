"""What a line of print does not break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.thai.unbroken import unbroken


@pytest.mark.parametrize(
    "name", ["พระนครศรีอยุธยา", "ราชกิจจานุเบกษา", "มาตรา ๑๒/๑", "มาตรา 5 (2)", "พ.ศ. 2562", "กระทรวงการคลัง", "ประเด็นที่ 14"]
)
def test_names_and_numbers_of_the_law_stay_whole(name):
    assert (name, True) in list(unbroken(f"ตามที่{name}และอื่นๆ"))


def test_the_longest_name_wins():
    assert ("พระราชบัญญัติประกอบรัฐธรรมนูญ", True) in list(unbroken("พระราชบัญญัติประกอบรัฐธรรมนูญว่าด้วย"))


def test_a_narrow_column_breaks_long_ones():
    assert not any(kept for _, kept in unbroken("กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม", longest=18))


@given(st.text())
def test_nothing_is_lost(text):
    assert "".join(piece for piece, _ in unbroken(text)) == text
