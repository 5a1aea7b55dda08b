"""Whatever is looked for: comments are found that have it, however the database looks."""

import hypothesis
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from consult.models import Comment
from consult.models.search import comments_with
from consult.thai.normal_form import search_form
from consult.thai.text_rule import has_tower_of_marks
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db

letters = st.text(alphabet="กน้ำประเ ๑1%_'\\a", max_size=12)
accepted = letters.filter(lambda text: not has_tower_of_marks(text))


def test_comments_are_found_by_every_part_of_what_is_looked_for(settings):
    settings.COMMENTS_PER_HOUR = 10_000
    consultation, author = make_consultation(), make_user()

    @hypothesis.settings(max_examples=25)
    @given(texts=st.lists(accepted, min_size=1, max_size=4, unique=True), query=letters)
    def found_as_read(texts, query):
        comments = Comment.objects.filter(pk__in=[post(consultation, f"{text}ก", author=author).pk for text in texts])
        parts = search_form(query).split()
        expected = {one.pk for one in comments if parts and all(part in one.search_text for part in parts)}
        assert set(comments.filter(comments_with(query)).values_list("pk", flat=True)) == expected

    found_as_read()


def test_words_are_looked_up_in_an_index_of_three_letters_where_there_is_one():
    told = Comment.objects.filter(comments_with("ประปา")).explain()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of a few rows it would read all, by whichever way is at hand; this index is read in one way alone, by bitmap.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        told = Comment.objects.filter(comments_with("ประปา")).explain()
        assert "comments_by_three_letters" in told
    assert "consult_comment" in told
