"""The output contract as a JSON Schema, and the check the command line runs on its own output."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def check_document(document: Mapping[str, Any], *, part: str = "result") -> None:
    """Raise `jsonschema.ValidationError` when a document breaks the contract; part: result or groups_file."""
    validator(part).validate(document)


@cache
def validator(part: str) -> Validator:
    from jsonschema import Draft202012Validator

    schema = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]})
