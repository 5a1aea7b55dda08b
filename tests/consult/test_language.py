"""Every comment says in which language it is."""

import pytest
from django.test import Client

from consult.thai.language import language_of
from tests.support.makers import make_consultation, post


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ควรมีช่องทางสำหรับผู้สูงอายุ", "th"),
        ("ฉันคิดว่า AI governance ควรมี sandbox ก่อน", "th"),
        ("5555", "th"),
        ("…", "th"),
        ("", "th"),
        ("This law is good, but how about foreigners who live here?", "en"),
        ("I do not agree", "en"),
        ("OTP SMS", "en"),
        ("Kami mahu lebih masa untuk memberi pendapat", "ms"),
        ("Je suis d'accord avec ce projet de loi", "fr"),
        ("Tôi đồng ý với dự thảo luật này", "vi"),
        ("ຂ້ອຍເຫັນດີ", "lo"),
        ("ကျွန်တော် သဘောတူပါတယ်", "my"),
        ("ខ្ញុំយល់ព្រម", "km"),
        ("我同意这个草案", "zh"),
        ("これは良い法案です", "ja"),
        ("이 법에 찬성합니다", "ko"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_script_and_words(text, language):
    assert language_of(text) == language
    assert language_of(text) == language  # a second time, with the model there, alike


def test_a_language_fits_its_column_and_is_a_tag_of_html():
    for text in ("ก", "a b c d e f g h i j k l m n o p", "ш", "م", "ह", "Ω"):
        assert 2 <= len(language_of(text)) <= 8


@pytest.mark.django_db
def test_a_comment_on_a_page_says_its_language_and_so_does_its_reply():
    consultation = make_consultation("ข้อความ")
    section = consultation.draft.sections.first()
    comment = post(consultation, "Please extend the deadline of this hearing", section=section)
    post(consultation, "เห็นด้วย", parent=comment)
    html = Client().get(f"/consultations/{consultation.pk}/sections/{section.pk}/").content.decode()
    assert 'class="comment__text" lang="en"><p>Please' in html
    assert 'class="comment__text" lang="th"><p>เห็นด้วย' in html
