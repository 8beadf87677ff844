"""Every command in every format against golden files, and read back; `--golden-update` writes the files anew.

A new command needs a line in CASES: its arguments, which ask little so that the golden files stay small; or, where it
needs a terminal or writes files, the name of the test that covers it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import click
import duckdb
import pytest
from bundled_store import open_test_store
from click.testing import CliRunner
from command_cases import CASES, PRINTING
from command_line import run, split_command_line

from icb_tui.cli.main import icb_tui
from icb_tui.output.formats import FORMATS, Table, escape_formula

GOLDEN = Path(__file__).parent.parent / "golden"

TEXTS = [style for style in FORMATS if style != "parquet"]


@pytest.fixture(autouse=True)
def save_set_and_share_store(tmp_path: Path) -> Iterator[None]:
    """A set is kept; the data is read once for all."""
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "sets.json").write_text('{"near": ["QK1", "QWU"]}')
    with (
        mock.patch.dict("os.environ", {"XDG_DATA_HOME": str(tmp_path), "COLUMNS": "80"}),
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()),
        mock.patch("icb_tui.data_files.loader.load_dataset", return_value=open_test_store().data),
    ):
        yield


def test_every_command_has_its_case() -> None:
    assert set(CASES) == set(icb_tui.commands)


def test_a_command_without_golden_files_names_a_test_that_is_there() -> None:
    for name, named in CASES.items():
        if isinstance(named, str):
            file, test = named.split("::")
            assert f"def {test}(" in (Path(__file__).parent.parent / file).read_text(), name


@pytest.mark.parametrize("style", TEXTS)
@pytest.mark.parametrize("name", PRINTING)
def test_its_golden_bytes(name: str, style: str, pytestconfig: pytest.Config) -> None:
    done = run(*CASES[name], "--format", style)
    path = GOLDEN / f"{name}.{style}"
    if pytestconfig.getoption("--golden-update"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(done.stdout.encode())
    assert done.stdout.encode() == path.read_bytes()
    assert "\x1b" not in done.stdout + done.stderr


def test_every_golden_file_belongs_to_a_command_and_a_format() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{style}" for name in PRINTING for style in TEXTS}


def capture_table(name: str) -> Table:
    """The table that a command prints, whatever the format."""
    writer = mock.Mock(return_value="")
    with mock.patch.dict(FORMATS, tsv=writer):
        run(*CASES[name], "--format", "tsv")
    table: Table = writer.call_args.args[0]
    return table


@pytest.mark.parametrize("name", PRINTING)
def test_an_export_read_back_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    table = capture_table(name)
    rows = [tuple(row) for row in table.rows]
    for style, separator in (("csv", ","), ("tsv", "\t")):
        read = list(csv.reader(io.StringIO(str(FORMATS[style](table)), newline=""), delimiter=separator))
        told = [tuple("" if value is None else str(escape_formula(value)) for value in row) for row in rows]
        assert [tuple(row) for row in read] == [table.columns, *told]
    plain = json.loads(json.dumps(table.objects, default=_make_plain))
    assert json.loads(str(FORMATS["json"](table))) == plain
    lines = [json.loads(line) for line in str(FORMATS["jsonl"](table)).splitlines()]
    assert lines == (plain if isinstance(plain, list) else [plain])
    path = tmp_path / "rows.parquet"
    path.write_bytes(bytes(FORMATS["parquet"](table)))  # type: ignore[arg-type]
    assert _equals(duckdb.connect().execute("select * from read_parquet(?)", [str(path)]).fetchall(), rows)


def _make_plain(value: Any) -> Any:
    import msgspec

    return msgspec.to_builtins(value)


def _equals(read: list[tuple[Any, ...]], rows: list[tuple[Any, ...]]) -> bool:
    """Whether rows are the same, where a column that is not all numbers is text."""
    assert len(read) == len(rows)
    return all(
        a == b or a == str(b) for one, other in zip(read, rows, strict=True) for a, b in zip(one, other, strict=True)
    )


def test_a_format_that_is_no_text_is_not_printed_in_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with mock.patch("io.StringIO", Terminal):
        assert "cannot be shown on a terminal" in run("list", "--format", "parquet", code=2).stderr


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_bom_gives_the_same_bytes_behind_a_byte_order_mark(style: str) -> None:
    for command in ("indicators london --aim 4", "sql from:kind"):
        words = [word.replace(":", " ") for word in f"{command} --format {style}".split()]
        with mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()):
            plain, marked = (CliRunner().invoke(icb_tui, [*words, *bom]).stdout_bytes for bom in ([], ["--bom"]))
        assert plain and marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("words", [["--bom"], ["--bom", "--format", "json"], ["--format", "parquet", "--bom"]])
def test_bom_needs_csv_or_tsv(words: list[str]) -> None:
    style = words[words.index("--format") + 1] if "--format" in words else "text"
    said = run("list", *words, code=2)
    assert (said.stdout, said.stderr) == ("", f"icb-tui: --bom needs --format csv or tsv, not {style}\n")


def list_helps() -> Iterator[tuple[str, str]]:
    """The help of each command as a terminal of 80 columns shows it."""
    yield "icb-tui", run("--help").stdout
    for name in icb_tui.commands:
        yield name, run(name, "--help").stdout


def test_every_help_fits_80_columns_and_shows_an_example() -> None:
    for name, text in list_helps():
        assert max(map(len, text.splitlines())) <= 80, name
        assert "icb-tui " in text.split("Options:")[0].split("\n", 1)[1], name


def test_python_that_drops_docstrings_shows_the_same_helps_and_answers() -> None:
    code = (
        "import contextlib, sys\n"
        "from icb_tui.__main__ import main\n"
        "for line in sys.argv[1:]:\n"
        "    sys.argv = ['icb-tui', *line.split()]\n"
        "    with contextlib.suppress(SystemExit): main()\n"
    )
    lines = ["--help", *(f"{name} --help" for name in icb_tui.commands), "list midlands", "show QUE", "config"]
    done = subprocess.run(
        [sys.executable, "-OO", "-c", code, *lines], capture_output=True, text=True, check=True, timeout=60
    )
    expected = [run(*line.split()) for line in lines]
    assert done.stdout == "".join(each.stdout for each in expected)
    assert done.stderr == "".join(each.stderr for each in expected)


def list_examples() -> list[str]:
    """The command lines that the helps show."""
    commands: list[click.Command] = [icb_tui, *icb_tui.commands.values()]
    helps = " ".join(f"{command.help} \n" for command in commands)
    lines = (found[1] for found in re.finditer(r"(?:For|for) example:\s+icb-tui (.*)", helps))
    return [re.split(r" [|>] ", line)[0] for line in lines]


NEEDS_MORE = ("check my-data", "import waits.csv ", "schema --write ", "serve ")
"""Examples that begin so need files of the reader's own, or go on until a signal ends them; test_examples runs them."""


def test_every_example_of_the_helps_can_be_run() -> None:

    assert len(list_examples()) >= len(icb_tui.commands) + 1
    for line in list_examples():
        if not line.startswith(NEEDS_MORE):
            run(*split_command_line(f"icb-tui {line}"), code=5 if line.startswith(("--", "pick")) else 0)
