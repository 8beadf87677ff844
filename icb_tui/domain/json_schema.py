"""The JSON Schema of the data files, for editors: the types of the model, with the meaning of each field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.records import FILES, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def make_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a data file; it asks for no section, as a file laid over the data has only some."""
    kind = FILES[name]
    schema: dict[str, Any] = {"$schema": DIALECT, "title": name, **msgspec.json.schema(kind)}
    for record, fields in FIELDS.items():
        if record.__name__ in schema["$defs"]:
            _add_descriptions(schema["$defs"][record.__name__], fields)
    schema["$defs"][kind.__name__].pop("required", None)
    return schema


def _add_descriptions(definition: dict[str, Any], fields: dict[str, str]) -> None:
    """Put the meaning of each field before what its type already says of it."""
    for name, meaning in fields.items():
        field = definition["properties"][name]
        constraint = field.get("description")
        field["description"] = f"{meaning} ({constraint})" if constraint and constraint != "text" else meaning


def schema_file_name(name: str) -> str:
    """Return the name of the file that holds the schema of a data file: icbs.schema.json."""
    return f"{Path(name).stem}.schema.json"


def list_records(name: str) -> list[type[Record]]:
    """Return the record types of a data file: the file itself, then each as it is met."""
    return [record for record in FIELDS if record.__name__ in make_schema(name)["$defs"]]
