from django.shortcuts import render
from django.views.decorators.http import require_safe

from consult.models import Level, Question
from consult.pages.questions import dress

from .doors import analysts_only, file_on_record
from .table_files import FileTable, about, table_file

COLUMNS = (
    "question_id",
    "asked_now",
    "question",
    "option",
    "people",
    "people_who_answered",
    *(f"people_{level.name.lower()}" for level in Level),
)


@require_safe
@analysts_only
def answer_table(request, consultation):
    """What was answered to each question, also to those no longer asked; analysts need not wait for the closing."""
    asked, earlier = _questions(consultation, request.user)
    context = {"consultation": consultation, "questions": asked, "earlier": earlier}
    return render(request, "analysis/answers.html", context)


@require_safe
@analysts_only
@file_on_record
def answer_export(request, consultation, form):
    """The same as a file; who took it is on record."""
    rows, told = _lines(consultation, request.user), about(request, consultation)
    return table_file(request, consultation, form, FileTable(name="answers", columns=COLUMNS, rows=rows, about=told))


def _lines(consultation, reader):
    for is_asked, questions in zip((1, 0), _questions(consultation, reader), strict=True):
        for one in questions:
            for option in one.options:
                asked = (one.question.ballot_id, is_asked, one.question.text)
                yield (
                    *asked,
                    option.text,
                    option.count,
                    one.people,
                    *(one.people_by_level.get(level, 0) for level in Level),
                )


def _questions(consultation, reader) -> tuple[list, list]:
    """(asked now, asked before in other words or with other options), each in the order of asking."""
    every = Question.objects.filter(questionnaire__consultation=consultation).order_by("questionnaire", "order")
    now = list(every.filter(questionnaire=consultation.questionnaire_id))
    standing = [question.ballot_id for question in now]
    before = list(every.filter(origin=None).exclude(pk__in=standing).exclude(answers=None).distinct())
    return tuple(dress(consultation, rows, reader=reader, sees_all=True) for rows in (now, before))
