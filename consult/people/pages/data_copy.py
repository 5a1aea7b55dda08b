"""The copy people take of everything this site keeps about them: one ZIP with JSON for programs and a page for reading."""

import json
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from consult.models import Answer, Comment, User, Vote

from ..processing import BY_KEY, NONE, STAFF, about, done_by, every_model, known, label
from ..sealing import unseal

BATCH = 500


def write_copy(person: User, file: IO[bytes]) -> None:
    """Write the ZIP. Rows are read in batches: somebody with a hundred thousand comments needs no more memory than anybody."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data.json", "w") as entry:
            for piece in _json(person):
                entry.write(piece.encode())
        with archive.open("อ่าน.html", "w") as entry:
            for piece in _page(person):
                entry.write(piece.encode())


def rows_about(person: User) -> Iterator[tuple[str, Iterator[dict]]]:
    """Each model that says something about this person, with their rows; of a row the columns that are about them, none that
    name somebody else, no secret. Of what they did in an agency's name only that they did it."""
    for model in every_model():
        theirs = set(BY_KEY) - (set() if model is User else {STAFF})
        asked = ((about(model, person), _copied(model, theirs)), (done_by(model, person), _copied(model, {STAFF})))
        parts = [_rows(model, found, columns) for found, columns in asked if found and columns]
        if parts:
            yield label(model), chain.from_iterable(parts)


def _copied(model: type[Model], keys: set[str]) -> list[Field]:
    """Columns of these purposes that are copied."""
    told = known(model)
    fields = (field for field in model._meta.concrete_fields if field.related_model is not User)
    purposes = ((field, told.get(field.name, NONE)) for field in fields)
    return [field for field, key in purposes if key != NONE and BY_KEY[key].copied and key in keys]


def _rows(model: type[Model], found: Q, columns: list[Field]) -> Iterator[dict]:
    names = [field.attname for field in columns]
    for row in model._base_manager.filter(found).order_by("pk").values(*names).iterator(chunk_size=BATCH):
        if "sealed" in row:
            row["told"] = unseal(row.pop("sealed"))
        yield row


def _json(person: User) -> Iterator[str]:
    yield f'{{"made_at": {_in_json(timezone.now())}, "records": {{'
    for place, (name, rows) in enumerate(rows_about(person)):
        yield f"{', ' if place else ''}\n{_in_json(name)}: ["
        for number, row in enumerate(rows):
            yield f"{',' if number else ''}\n{_in_json(row)}"
        yield "]"
    yield "}}\n"


def _in_json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _page(person: User) -> Iterator[str]:
    """The readable page, in the language of the request."""
    told = getattr(person, "demographics", None)
    context = {
        "person": person,
        "made_at": timezone.now(),
        "former": person.former_names.all(),
        "requests": person.data_requests.all(),
        "told": unseal(told.sealed) if told else None,
        "identities": person.digital_identities.all(),
        "mandates": person.mandates.all(),
        "comments": Comment.objects.of_author(person).count(),
    }
    companies = {one.company_number: one.company_name for one in person.mandates.all()}
    page = render_to_string("people/copy.html", context)
    for part, rows in _acts(person).items():
        before, _mark, page = page.partition(f"<!--{part}-->")
        yield before
        for batch in batches(rows.order_by("pk").iterator(chunk_size=BATCH)):
            for row in batch:
                row.in_name_of = _in_name_of(row, companies)
            yield render_to_string("people/copy_rows.html", {"part": part, "rows": batch})
    yield page


def _in_name_of(row: Comment | Vote | Answer, companies: dict[str, str]) -> str:
    """The juristic person in whose name it was done; nothing where somebody acted for themselves."""
    if isinstance(row, Comment):
        said_for = getattr(row, "representation", None)
        return said_for.company_name if said_for else ""
    number = row.participant.company_number
    return companies.get(number, number)


def _acts(person: User) -> dict[str, QuerySet]:
    """What stands in lists of any length, by the mark in the page where it goes."""
    votes = Vote.objects.select_related("section__version__consultation", "comment__consultation", "participant")
    return {
        "comments": Comment.objects.filter(participant__account=person).select_related(
            "consultation", "section", "representation"
        ),
        "votes": votes.filter(participant__account=person),
        "answers": Answer.objects.filter(participant__account=person).select_related(
            "question__questionnaire__consultation", "participant"
        ),
    }


def batches(rows: Iterator) -> Iterator[list]:
    while batch := list(islice(rows, BATCH)):
        yield batch
