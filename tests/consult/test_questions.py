import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from consult import actions, errors
from consult.actions.question import QuestionText
from consult.models import Announcement, Answer, AuditEntry, Comment, Consultation, Questionnaire
from consult.models.answer import Answers
from consult.pages.changes import latest_revisions
from consult.pages.questions import asked
from consult.pages.where import with_where
from tests.support.makers import ask, close, make_consultation, make_sections, make_user, officer_of, post

pytestmark = pytest.mark.django_db

YES_NO = ("เห็นด้วย", "ไม่เห็นด้วย", "ไม่แน่ใจ")


def answer(consultation, question, *choices, author=None):
    return actions.answer_question(
        consultation=consultation, question=question, author=author or make_user(), choices=choices
    )


def counts(question) -> Answers:
    return Answer.objects.by_question([question.ballot_id]).get(question.ballot_id, Answers())


def test_a_person_answers_once_and_may_change_it():
    consultation, author = make_consultation(), make_user()
    (question,) = ask(consultation, ("เห็นด้วยหรือไม่", YES_NO))
    answer(consultation, question, 0, author=author)
    answer(consultation, question, 2, author=author)
    answer(consultation, question, 2)
    assert counts(question) == Answers(people=2, counts={2: 2})


@pytest.mark.parametrize("choices", [(1,), (0, 2)])
def test_the_same_answer_again_changes_nothing_and_is_no_news(choices):
    consultation, author = make_consultation(), make_user()
    (question,) = ask(consultation, ("เลือกสองข้อ", YES_NO), most=2)
    first = answer(consultation, question, *choices, author=author)
    news, rows = Announcement.objects.count(), list(Answer.objects.values())
    assert answer(consultation, question, *reversed(choices), author=author) == first
    assert (Announcement.objects.count(), list(Answer.objects.values())) == (news, rows)
    answer(consultation, question, 0, 1, author=author)
    assert Announcement.objects.count() == news + 1


def test_several_options_may_be_chosen_up_to_the_limit():
    consultation, author = make_consultation(), make_user()
    (question,) = ask(consultation, ("เลือกสองข้อ", YES_NO), most=2)
    answer(consultation, question, 0, 2, author=author)
    with pytest.raises(errors.TooManyChosen, match="2"):
        answer(consultation, question, 0, 1, 2, author=author)
    assert counts(question) == Answers(people=1, counts={0: 1, 2: 1})


def test_an_answer_that_is_no_option_is_no_answer():
    consultation = make_consultation()
    (question,) = ask(consultation, ("เห็นด้วยหรือไม่", YES_NO))
    for choices in ((), (3,), (-1,)):
        with pytest.raises(errors.NothingChosen):
            answer(consultation, question, *choices)


def test_a_closed_consultation_takes_no_answers():
    consultation = make_consultation()
    (question,) = ask(consultation, ("เห็นด้วยหรือไม่", YES_NO))
    as_loaded_before = Consultation.objects.get(pk=consultation.pk)
    close(consultation)
    with pytest.raises(errors.ConsultationClosed):
        answer(as_loaded_before, question, 0)
    assert not Answer.objects.exists()


def test_a_question_keeps_its_answers_when_another_one_changes_and_starts_anew_when_it_changes_itself():
    consultation = make_consultation()
    stays, changes = ask(consultation, ("คำถามแรก", YES_NO), ("คำถามสอง", YES_NO))
    answer(consultation, stays, 0)
    answer(consultation, changes, 0)
    kept, renewed = ask(consultation, ("คำถามแรก", YES_NO), ("คำถามสอง", YES_NO[:2]))
    assert counts(kept) == Answers(people=1, counts={0: 1})
    assert counts(renewed) == Answers()
    with pytest.raises(errors.QuestionChanged):
        answer(consultation, changes, 0)
    answer(consultation, stays, 1)  # from a page opened before: it reads the same
    assert counts(kept).people == 2


def test_the_same_questions_again_are_the_same_questionnaire():
    consultation = make_consultation()
    ask(consultation, ("คำถาม", YES_NO))
    ask(consultation, ("คำถาม", YES_NO))
    assert Questionnaire.objects.count() == 1
    assert AuditEntry.objects.filter(verb="ask_questions").count() == 1
    ask(consultation)
    assert asked(consultation, reader=AnonymousUser()) == []


def test_only_an_officer_of_the_agency_asks():
    consultation, stranger = make_consultation(), officer_of(make_consultation())
    one = QuestionText(anchor=uuid.uuid4(), text="คำถาม", options=YES_NO)
    with pytest.raises(errors.NotAllowed):
        actions.ask_questions(consultation=consultation, questions=[one], by=stranger)


def test_what_is_counted_is_the_last_answer_of_each_person():
    consultation = make_consultation()
    (question,) = ask(consultation, ("เลือกได้หลายข้อ", YES_NO), most=3)
    people = [make_user() for _ in range(5)]

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 4), st.sets(st.integers(0, 2), min_size=1)), max_size=12))
    def holds(given_answers):
        with transaction.atomic():
            last = {}
            for person, choices in given_answers:
                answer(consultation, question, *choices, author=people[person])
                last[person] = choices
            expected = {place: n for place in range(3) if (n := sum(place in choices for choices in last.values()))}
            assert counts(question) == Answers(people=len(last), counts=expected)
            transaction.set_rollback(True)

    holds()


@pytest.mark.parametrize(
    ("tallies", "before", "after"), [("live", True, True), ("after_vote", False, True), ("after_close", False, False)]
)
def test_answers_of_others_are_shown_when_the_consultation_says(tallies, before, after):
    consultation, reader = make_consultation(tallies=tallies), make_user()
    (question,) = ask(consultation, ("เห็นด้วยหรือไม่", YES_NO))
    answer(consultation, question, 1)
    assert (asked(consultation, reader=reader)[0].people is not None) == before
    answer(consultation, question, 0, author=reader)
    assert (asked(consultation, reader=reader)[0].people == 2) == after
    close(consultation)
    one = asked(consultation, reader=AnonymousUser())[0]
    assert [(option.count, option.percent) for option in one.options] == [(1, 50), (1, 50), (0, 0)]


def test_a_page_needs_as_many_queries_for_many_questions_as_for_one(django_assert_num_queries):
    consultation, reader = make_consultation(), make_user()
    ask(consultation, *((f"คำถาม {n}", YES_NO) for n in range(15)))
    consultation.refresh_from_db()
    with django_assert_num_queries(3):
        assert len(asked(consultation, reader=reader)) == 15


def test_one_question_at_a_time_is_unfolded():
    consultation, reader = make_consultation(), make_user()
    first, _second = ask(consultation, ("หนึ่ง", YES_NO), ("สอง", YES_NO))
    answer(consultation, first, 0, author=reader)
    assert [one.is_unfolded for one in asked(consultation, reader=reader)] == [False, True]
    close(consultation)
    assert [one.is_unfolded for one in asked(consultation, reader=reader)] == [True, True]


class Door:
    """A citizen at the page of a consultation with one question."""

    def __init__(self):
        self.consultation, self.citizen, self.client = make_consultation(), make_user(), Client()
        (self.question,) = ask(self.consultation, ("เห็นด้วยหรือไม่", YES_NO))
        self.page = f"/consultations/{self.consultation.pk}/"
        self.address = f"{self.page}questions/{self.question.pk}/answer/"

    def send(self, *choices, **options):
        return self.client.post(self.address, {"choice": choices}, **options)


def test_a_citizen_answers_without_a_script_and_reads_it_on_the_page():
    door = Door()
    door.client.force_login(door.citizen)
    sent = door.send(1)
    assert sent.status_code == 302
    assert sent.url == f"{door.page}#question-{door.question.pk}"
    shown = door.client.get(door.page).content.decode()
    assert 'value="1" checked' in shown
    assert 'value="0" checked' not in shown


def test_a_script_gets_the_question_again_with_the_new_figures():
    door = Door()
    door.client.force_login(door.citizen)
    shown = door.send(1, headers={"HX-Request": "true"}).content.decode()
    assert "บันทึกคำตอบของคุณแล้ว" in shown
    assert "100%" in shown


def test_a_stranger_is_asked_to_sign_in_and_comes_back():
    door = Door()
    sent = door.send(1)
    assert sent.status_code == 302
    assert sent.url.startswith("/accounts/login/?next=/consultations/")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("choices", "status"), [((), 422), ((0, 1), 422), (("x",), 400), (("9" * 30,), 400)])
def test_bad_answers_are_refused_in_words(choices, status):
    door = Door()
    door.client.force_login(door.citizen)
    sent = door.send(*choices)
    assert sent.status_code == status
    assert "<html" in sent.content.decode()
    assert not Answer.objects.exists()


def test_a_question_of_another_consultation_is_not_found():
    door, other = Door(), Door()
    door.client.force_login(door.citizen)
    foreign = f"{door.page}questions/{other.question.pk}/answer/"
    assert door.client.post(foreign, {"choice": 0}).status_code == 404


def reword(consultation, *texts):
    return actions.issue_version(consultation=consultation, sections=make_sections(*texts), by=officer_of(consultation))


def test_only_a_wording_that_people_had_commented_on_counts_as_changed_after_they_spoke():
    consultation = make_consultation("หนึ่ง", "สอง", "สาม")
    first, second, _third = consultation.draft.sections.all()
    post(consultation, section=first)
    post(consultation, section=second)
    reword(consultation, "หนึ่ง", "สอง แก้แล้ว", "สาม แก้แล้ว")
    post(consultation, section=consultation.draft.sections.all()[2])
    (found,) = latest_revisions(limit=3)
    assert ([section.wording_sha256 for section in found.sections], found.comment_count) == (
        [consultation.draft.sections.all()[1].wording_sha256],
        1,
    )
    quiet = make_consultation("หนึ่ง")
    reword(quiet, "หนึ่ง แก้แล้ว")
    assert [one.version.consultation_id for one in latest_revisions(limit=3)] == [consultation.pk]


def test_whoever_commented_is_told_that_the_text_reads_differently_now():
    consultation, author = make_consultation("หนึ่ง", "สอง"), make_user()
    first, second = consultation.draft.sections.all()
    about_first = post(consultation, section=first, author=author)
    post(consultation, section=second, author=author)
    post(consultation, author=author)
    reword(consultation, "หนึ่ง แก้แล้ว", "สอง")
    comments = list(Comment.objects.of_author(author).with_section())
    with_where(comments)
    assert [one.pk for one in comments if one.where and one.where.is_reworded] == [about_first.pk]
    client = Client()
    client.force_login(author)
    shown = client.get("/consultations/mine/").content.decode()
    assert shown.count(f"/sections/{consultation.draft.sections.first().pk}/") == 1


def test_answers_are_part_of_ones_own_activity():
    door = Door()
    answer(door.consultation, door.question, 0, author=door.citizen)
    door.client.force_login(door.citizen)
    assert "ตอบแล้ว 1 คำถาม" in door.client.get("/consultations/mine/").content.decode()
    assert timezone.now() - Answer.objects.get().answered_at < timedelta(minutes=1)
