"""The contract: what is shipped is what the types say, and a document that breaks it anywhere is refused."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError

from analysis.core.pipeline import Analysis
from analysis.core.report.schema import FILE, check_document, generate

#: entries that hold whatever a command or an analyst wrote; their fields are not part of the contract
OPEN = {"params", "theme_choice", "diff_from_previous", "by_group", "by_attribute", "by_clause", "p_by_group"}
#: fields a document may lack
OPTIONAL = {"subthemes", "same_as"}


def test_the_schema_that_is_shipped_is_made_from_the_types() -> None:
    """`python -m analysis.core.report.schema` writes it anew."""
    assert FILE.read_text(encoding="utf-8") == generate()


def small(document: dict[str, Any]) -> dict[str, Any]:
    """The same with two of each list, so that it can be broken everywhere; the first theme and its first part."""
    part = next(theme for theme in document["themes"] if theme["parent_id"])
    shortened = {key: value[:2] if isinstance(value, list) else value for key, value in document.items()}
    return copy.deepcopy(shortened | {"themes": [document["themes"][0], part]})


def objects(value: Any, name: str = "") -> Iterator[dict[str, Any]]:
    """Every object of a document whose fields are part of the contract."""
    if isinstance(value, dict) and name not in OPEN:
        yield value
        for key, inner in value.items():
            yield from objects(inner, key)
    elif isinstance(value, list) and value:
        yield from objects(value[0], name)


def test_a_document_without_a_field_or_with_a_strange_one_is_refused_wherever_it_is(analysis: Analysis) -> None:
    document = small(analysis.document)
    check_document(document)
    broken = 0
    for entry in objects(document):
        for field in [*entry, "stranger"]:
            held = dict(entry)
            entry.pop(field, None) if field != "stranger" else entry.update(stranger=1)
            if field in OPTIONAL:
                check_document(document)
            else:
                with pytest.raises(ValidationError):
                    check_document(document)
                broken += 1
            entry.clear()
            entry.update(held)
    assert broken > 100


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("contract",), 2),
        (("run", "input_sha256"), "abc"),
        (("run", "seed"), -1),
        (("run", "space", "trust"), 0.6),
        (("themes", 0, "label"), ""),
        (("themes", 0, "label_source"), "guess"),
        (("themes", 0, "ci95"), [0.1]),
        (("themes", 0, "share_people"), 1.1),
        (("themes", 0, "n_people"), 1.5),
        (("themes", 0, "by_attribute"), {"จังหวัด": {"น่าน": 4}}),
        (("themes", 0, "quotes", 0, "role"), "ask"),
        (("themes", 0, "summary", 0, "cites"), []),
        (("minority", 0, "n_people"), 2),
        (("campaigns", 0, "comment_ids"), ["a"]),
        (("assignments", 0, "reason"), "bored"),
        (("assignments", 0, "theme"), None),
        (("assignments", 0, "confidence"), None),
    ],
)
def test_a_value_the_contract_does_not_allow_is_refused(analysis: Analysis, place: tuple, value: object) -> None:
    document = copy.deepcopy(analysis.document)
    themed = next(entry for entry in document["assignments"] if entry["theme"])
    document["assignments"] = [themed]
    check_document(document)
    *path, last = place
    entry: Any = document
    for step in path:
        entry = entry[step]
    entry[last] = value
    with pytest.raises(ValidationError):
        check_document(document)
