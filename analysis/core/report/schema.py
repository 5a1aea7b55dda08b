"""The output contract as a JSON Schema, made from `analysis.core.contract`, and the check of a document against it.

`python -m analysis.core.report.schema` writes schema.json anew; a test fails when it is not what the types say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.core.contract import CONTRACT, Document, GroupsFile

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

FILE = Path(__file__).parent / "schema.json"
#: what may be checked by itself
PARTS = {"result": Document, "groups_file": GroupsFile}


def check_document(document: Mapping[str, Any], *, part: str = "result") -> None:
    """Raise `jsonschema.ValidationError` when a document breaks the contract; part: result or groups_file."""
    validator(part).validate(document)


@cache
def validator(part: str) -> Validator:
    """The check of one part against the schema that is shipped."""
    from jsonschema import Draft202012Validator

    schema = json.loads(FILE.read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]})


def generate() -> str:
    """schema.json as the types of the contract say it; no object may have a field they do not name."""
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
    from pydantic_core import core_schema

    class Closed(GenerateJsonSchema):
        def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> JsonSchemaValue:
            return super().typed_dict_schema(schema) | {"additionalProperties": False}

        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

    kinds: list[Any] = [(part, "validation", TypeAdapter(kind)) for part, kind in PARTS.items()]
    references, schema = TypeAdapter.json_schemas(kinds, schema_generator=Closed)
    parts = {part: references[part, "validation"] for part in PARTS}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Rabfang analysis: result of a run, contract {CONTRACT}",
        "$ref": "#/$defs/result",
        "$defs": parts | schema["$defs"],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(generate(), encoding="utf-8")
