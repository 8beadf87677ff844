"""The JSON Schema of the data files: what it says, and the command that prints and writes it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from wording import check_wording

from icb_tui.cli.exit_codes import CommandExit
from icb_tui.cli.main import icb_tui
from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.json_schema import make_schema
from icb_tui.domain.records import FILES

NAMES = ["icbs.schema.json", "assessments.schema.json", "indicators.schema.json"]


def read_back(value: object) -> object:
    """A schema as it is read from JSON."""
    return json.loads(json.dumps(value))


def run(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(icb_tui, ["schema", *arguments])
    stopped = done.exception.code if isinstance(done.exception, CommandExit) else done.exit_code
    assert stopped == code, (done.output, done.exception)
    return done


def test_every_field_of_every_record_has_its_meaning() -> None:
    records = {definition for name in FILES for definition in make_schema(name)["$defs"]}
    assert {record.__name__ for record in FIELDS} == records
    for record, fields in FIELDS.items():
        assert list(fields) == list(record.__struct_fields__)


@pytest.mark.parametrize("name", FILES)
def test_every_field_is_in_the_schema_with_its_meaning(name: str) -> None:
    for record, definition in make_schema(name)["$defs"].items():
        meanings = next(fields for kind, fields in FIELDS.items() if kind.__name__ == record)
        told = {field: each["description"] for field, each in definition["properties"].items()}
        assert list(told) == list(meanings)
        assert all(told[field].startswith(meaning) for field, meaning in meanings.items())


@pytest.mark.parametrize("name", FILES)
def test_a_file_needs_no_section_but_a_record_its_fields(name: str) -> None:
    for record, definition in make_schema(name)["$defs"].items():
        kind = next(kind for kind in FIELDS if kind.__name__ == record)
        needed = [field.encode_name for field in msgspec.structs.fields(kind) if field.required]
        assert definition.get("required", []) == ([] if kind is FILES[name] else needed)
        assert definition["additionalProperties"] is False


def test_it_is_printed_whole_or_for_one_file() -> None:
    assert json.loads(run().stdout) == read_back({name: make_schema(name) for name in FILES})
    assert json.loads(run("icbs.yaml").stdout)["$ref"] == "#/$defs/IcbFile"
    check_wording(str(run("x.yaml", code=2).exception))


def test_it_is_written_beside_the_data_and_overwrites_nothing_else(tmp_path: Path) -> None:
    run("--write", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)
    assert json.loads((tmp_path / NAMES[0]).read_text()) == read_back(make_schema("icbs.yaml"))
    run("--write", str(tmp_path))
    (tmp_path / NAMES[1]).write_text("mine")
    (tmp_path / NAMES[0]).unlink()
    stopped = run("--write", str(tmp_path), code=2)
    check_wording(str(stopped.exception))
    assert (tmp_path / NAMES[1]).read_text() == "mine" and not (tmp_path / NAMES[0]).exists()
    run("--write", str(tmp_path), "--force")
    assert json.loads((tmp_path / NAMES[1]).read_text()) == read_back(make_schema("assessments.yaml"))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file")
    assert "icbs.schema.json cannot be written: " in str(
        run("--write", str(tmp_path / "x"), "--force", code=2).exception
    )
