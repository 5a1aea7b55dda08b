"""A question whose SQL is made once answers as the queryset it was made from."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import F
from django.db.models.functions import Length
from django.utils import timezone

from consult.models import Comment, Consultation, User
from consult.models.prepared import _LENGTHS, LARGEST_ID, Prepared, PreparedForIds
from tests.support.makers import make_consultation, make_user, post

pytestmark = pytest.mark.django_db


def hearing(pk: int):
    return Consultation.objects.select_related("agency", "draft").filter(draft__isnull=False, pk=pk)


def in_hearing(consultation: int, pk: int):
    return (
        Comment.objects.select_related("participant__account", "section")
        .only("public_text", "participant__account__alias", "section__anchor")
        .filter(consultation=consultation, pk=pk)
    )


def values(one) -> dict:
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


def test_a_row_comes_with_what_it_is_joined_to(django_assert_num_queries):
    asked = Prepared(hearing)
    for consultation in (make_consultation("ก"), make_consultation("ข")):
        with django_assert_num_queries(1):
            found = asked.first(consultation.pk)
            around = (found.agency, found.draft)
        expected = hearing(consultation.pk).get()
        assert values(found) == values(expected) and found._state.adding is False
        assert [values(one) for one in around] == [values(expected.agency), values(expected.draft)]


def test_nothing_is_found_where_nothing_is():
    for nowhere in (2**61, LARGEST_ID + 1, -(10**30)):
        assert Prepared(hearing).first(nowhere) is None


def test_columns_that_were_left_out_are_still_there_to_be_asked_for():
    comment = post(make_consultation(), section=None)
    found = Prepared(in_hearing, 2).first(comment.consultation_id, comment.pk)
    assert "text" in found.get_deferred_fields() and found.text == comment.text
    assert found.section is None and found.author.alias == comment.author.alias


def test_values_may_stand_in_another_order_than_in_the_sql():
    comment = post(make_consultation())
    asked = Prepared(in_hearing, 2)
    assert asked.first(comment.consultation_id, comment.pk) == comment
    assert asked.first(comment.pk + 1, comment.pk) is None


def test_what_is_found_can_be_changed_and_saved():
    person = Prepared(lambda pk: User.objects.filter(pk=pk, is_active=True)).first(make_user().pk)
    person.alias = "ชื่อใหม่"
    person.save(update_fields=["alias", "alias_form"])
    assert User.objects.get(pk=person.pk).alias == "ชื่อใหม่"
    assert person == User.objects.get(pk=person.pk)


def test_a_question_may_be_asked_with_words():
    person = Prepared(lambda alias: User.objects.filter(alias=alias), of=str)
    makers = [make_user(alias=alias) for alias in ("กานดา", "ขวัญใจ'; --")]
    assert [person.first(one.alias) for one in makers] == makers and person.first("คนอื่น") is None


IN_ANY_NUMBER = PreparedForIds(
    lambda ids, hearing: Comment.objects.filter(pk__in=ids, consultation=hearing).order_by("pk"), 1
)


@pytest.mark.parametrize("others", [0, 1, 3, _LENGTHS[-1]])
def test_a_list_of_any_length_is_asked_for(others, django_assert_num_queries):
    consultation = make_consultation()
    comments = [post(consultation) for _ in range(2)]
    ids = [comment.pk for comment in comments] + [2**61 + n for n in range(others)]
    assert IN_ANY_NUMBER.models(ids, consultation.pk) == comments
    assert IN_ANY_NUMBER.models(ids, consultation.pk + 1) == []
    with django_assert_num_queries(0):
        assert IN_ANY_NUMBER.models([], consultation.pk) == []


def test_every_asking_stands_in_the_log_of_queries(django_assert_num_queries):
    asked, pk = Prepared(hearing), make_consultation().pk
    with django_assert_num_queries(9) as done:  # PostgreSQL keeps the plan from the sixth on
        for _ in range(9):
            asked.first(pk)
    assert all("consult_consultation" in query["sql"] for query in done.captured_queries)


def test_a_question_may_be_asked_with_a_moment_however_the_database_keeps_it():
    consultation, now = make_consultation(), timezone.now()
    asked = Prepared(lambda at: Consultation.objects.open(at), of=datetime)
    assert asked.models(now) == [consultation]
    for away in (now - timedelta(days=400), now + timedelta(days=400)):
        assert asked.models(away) == list(Consultation.objects.open(away)) == []


def test_what_is_reckoned_beside_a_row_comes_with_it():
    said = Comment.objects.annotate(length=Length("public_text"), by=F("participant__account__alias"))
    comment = post(make_consultation(), text="ข้อความ")
    found = Prepared(lambda pk: said.filter(pk=pk)).first(comment.pk)
    assert (found.length, found.by) == (len("ข้อความ"), comment.author.alias)


def test_values_may_be_of_several_kinds():
    comment = post(make_consultation())
    asked = Prepared(
        lambda author, key: Comment.objects.filter(participant__account=author, client_key=key), of=(int, UUID)
    )
    author = comment.participant.account_id
    assert asked.first(author, comment.client_key) == comment
    assert asked.first(author, uuid4()) is None and asked.first(author + 1, comment.client_key) is None
