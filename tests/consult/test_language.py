"""Every comment says in which language it is."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from consult import actions
from consult.actions import comment, comment_import, tell_languages
from consult.models import Comment
from consult.thai.language import language_of
from tests.support.makers import make_consultation, officer_of, post


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
        ("No", "en"),
        ("Call me on 081-234-5678", "en"),
        ("Setuju", "ms"),
        ("Tak setuju langsung", "ms"),
        ("Đồng ý", "vi"),
        ("Je suis contre ce projet", "fr"),
        ("Toi dong y", "und"),
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
def test_stored_comments_are_told_their_language_again_and_a_second_time_changes_nothing():
    consultation = make_consultation()
    texts = {"th": "เห็นด้วย", "en": "Write to me at 081-234-5678", "ms": "Saya setuju"}
    comments = {language: post(consultation, text) for language, text in texts.items()}
    Comment.objects.update(language="th")  # as they were before this release
    for said in ("2 comments", "0 comments"):
        out = StringIO()
        call_command("tell_languages", stdout=out)
        assert out.getvalue().startswith(said)
    assert {language: Comment.objects.get(pk=one.pk).language for language, one in comments.items()} == {
        language: language for language in texts
    }


@pytest.mark.django_db
def test_a_batch_ends_where_the_next_begins():
    consultation = make_consultation()
    comments = [post(consultation, f"I agree with number {number}") for number in range(3)]
    Comment.objects.update(language="th")
    assert tell_languages(limit=2) == (comments[1].pk, 2)
    assert tell_languages(after=comments[1].pk, limit=2) == (comments[2].pk, 1)
    assert tell_languages(after=comments[2].pk) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_language_of_a_comment_is_found_out(monkeypatch):
    inside = []

    def told(text):
        inside.append(connection.in_atomic_block)
        return language_of(text)

    monkeypatch.setattr(comment, "language_of", told)
    monkeypatch.setattr(comment_import, "language_of", told)
    consultation = make_consultation()
    posted = post(consultation, "I agree with all of it")
    received = actions.ReceivedComment(
        author=posted.author, text="Saya setuju", posted_at=posted.posted_at, channel="email"
    )
    actions.import_comments(consultation=consultation, received=[received], by=officer_of(consultation))
    assert inside == [False, False]


@pytest.mark.django_db
def test_a_comment_on_a_page_says_its_language_and_so_does_its_reply():
    consultation = make_consultation("ข้อความ")
    section = consultation.draft.sections.first()
    comment = post(consultation, "Please extend the deadline of this hearing", section=section)
    post(consultation, "เห็นด้วย", parent=comment)
    html = Client().get(f"/consultations/{consultation.pk}/sections/{section.pk}/").content.decode()
    assert 'class="comment__text" lang="en"><p>Please' in html
    assert 'class="comment__text" lang="th"><p>เห็นด้วย' in html
