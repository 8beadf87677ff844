"""Tables saved in files: what is read back, what is never overwritten, what is said where nothing can be written."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from bundled_store import load_data, open_test_store
from tables import TABLE

from icb_tui.cli.exit_codes import FULL_DISK_ERRORS
from icb_tui.output.board_tables import make_view_table
from icb_tui.output.formats import ENDINGS, FORMATS, Table, escape_formula, write_table
from icb_tui.output.save import LONGEST_STEM, SaveError, make_download, make_file_stem, save_table
from icb_tui.views.view_state import View
from icb_tui.views.view_steps import apply_answers, change_centre


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_view() -> View:
    cells = open_test_store().year_cells("2023/24", tuple(load_data().kind))
    asked = View(data=load_data(), year="2023/24", series=open_test_store().list_series())
    return apply_answers(asked, open_test_store().match_boards(asked.filter, asked.year, None), {}, cells)


BROWSED = {
    "ratings": lambda: make_view_table(make_view()),
    "figures": lambda: make_view_table(change_centre(make_view(), "indicators")),
}


@pytest.fixture(params=list(BROWSED))
def table(request: pytest.FixtureRequest) -> Table:
    """What the explorer shows: the ratings, the official figures."""
    made: Table = BROWSED[request.param]()
    assert len(made.rows) >= 42
    return made


def test_every_format_has_its_ending() -> None:
    assert sorted(ENDINGS.values()) == sorted(FORMATS)


@pytest.mark.parametrize(("name", "separator"), [("x.csv", ","), ("x.tsv", "\t")])
def test_a_sheet_read_back_gives_the_same_rows(name: str, separator: str, table: Table, here: Path) -> None:
    with save_table(table, name).open(newline="") as file:
        heads, *rows = csv.reader(file, delimiter=separator)
    assert tuple(heads) == table.columns
    assert rows == [["" if value is None else str(escape_formula(value)) for value in row] for row in table.rows]


def test_json_read_back_gives_the_same_objects(table: Table, here: Path) -> None:
    assert json.loads(save_table(table, "x.json").read_text()) == table.objects
    assert [json.loads(line) for line in save_table(table, "x.jsonl").read_text().splitlines()] == table.objects


def test_parquet_read_back_gives_the_same_rows(table: Table, here: Path) -> None:
    rows = duckdb.read_parquet(str(save_table(table, "x.parquet"))).fetchall()
    assert rows == [
        tuple(type(read)(value) for value, read in zip(row, back, strict=True))
        for row, back in zip(table.rows, rows, strict=True)
    ]


def test_the_rest_is_what_the_commands_print(here: Path) -> None:
    for name, style in (("x.txt", "text"), ("x.MD", "markdown"), (" x.html ", "html")):
        assert save_table(TABLE, name).read_text() == FORMATS[style](TABLE)
    assert save_table(TABLE, "y.txt", ascii_only=True).read_bytes().isascii()


def test_it_says_where_and_writes_with_the_mode_of_the_umask(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(here))
    before = os.umask(0o027)
    try:
        path = save_table(TABLE, "~/x.csv")
    finally:
        os.umask(before)
    assert path == Path(os.path.realpath(here)) / "x.csv" and stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(here) == ["x.csv"]


def test_a_file_that_is_there_is_overwritten_only_when_asked_and_then_keeps_its_mode(here: Path) -> None:
    (here / "x.csv").write_text("mine")
    (here / "x.csv").chmod(0o604)
    with pytest.raises(FileExistsError) as there:
        save_table(TABLE, "x.csv")
    assert there.value.filename == str(Path(os.path.realpath(here)) / "x.csv")
    assert (here / "x.csv").read_text() == "mine" and os.listdir(here) == ["x.csv"]
    save_table(TABLE, "x.csv", replace=True)
    assert (here / "x.csv").read_bytes() == str(FORMATS["csv"](TABLE)).encode()
    assert stat.S_IMODE((here / "x.csv").stat().st_mode) == 0o604 and os.listdir(here) == ["x.csv"]


def test_a_file_made_in_the_meantime_is_not_overwritten(here: Path) -> None:
    def slow(table: Table) -> str:
        (here / "x.csv").write_text("theirs")
        return "ours"

    with mock.patch.dict(FORMATS, csv=slow), pytest.raises(FileExistsError):
        save_table(TABLE, "x.csv")
    assert (here / "x.csv").read_text() == "theirs" and os.listdir(here) == ["x.csv"]


def test_where_the_disk_has_no_links_nothing_is_overwritten_either(here: Path) -> None:
    with mock.patch("icb_tui.data_files.files.os.link", side_effect=PermissionError(1, "Operation not permitted")):
        save_table(TABLE, "x.json")
        (here / "y.json").write_text("mine")
        with pytest.raises(FileExistsError):
            save_table(TABLE, "y.json")
    assert json.loads((here / "x.json").read_text()) == TABLE.objects and (here / "y.json").read_text() == "mine"
    assert sorted(os.listdir(here)) == ["x.json", "y.json"]


def test_a_link_is_written_through(here: Path) -> None:
    (here / "there").mkdir()
    (here / "x.csv").symlink_to("there/real.csv")
    assert save_table(TABLE, "x.csv").name == "real.csv"
    assert (here / "x.csv").is_symlink() and (here / "there" / "real.csv").is_file()


def test_a_sheet_for_excel_begins_with_a_byte_order_mark(here: Path) -> None:
    for name in ("x.excel.csv", "X.Excel.TSV", "excel.csv", "x.excel.json"):
        has_bom = save_table(TABLE, name, ascii_only=True).read_bytes().startswith(b"\xef\xbb\xbf")
        assert has_bom == (name.lower() in ("x.excel.csv", "x.excel.tsv")), name
    assert make_download(TABLE, "x.excel.csv") == ("x.excel.csv", (here / "x.excel.csv").read_bytes())


def test_what_is_too_large_is_not_saved(here: Path) -> None:
    with (
        mock.patch("icb_tui.output.formats.table.MOST_CHARACTERS", 20),
        pytest.raises(SaveError, match="the output is larger than 100 MB"),
    ):
        save_table(TABLE, "x.csv")
    assert os.listdir(here) == []


REFUSED = {
    "x": "No ending in the name “x”; expected .txt, .md, .csv, .tsv, .json, .jsonl, .html or .parquet.",
    "": "No ending in the name “”",
    "x.xls": "Unknown ending “.xls”",
    ".csv": "No ending in the name “.csv”",
    "folder.csv": "This is a folder: .*/folder.csv; expected the name of a file.",
    "folder.csv/": "No ending in the name",
    "missing/x.csv": "the folder .*/missing does not exist",
    "file/x.csv": "Not a folder: .*/file; expected a folder",
    "file/deeper/x.csv": "the folder .*/file/deeper does not exist",
    "pipe.csv": "Not an ordinary file: .*/pipe.csv",
    "~nobody-at-all/x.csv": "Not a valid path: ~nobody-at-all/x.csv",
    "x\0.csv": "Not a valid path: x",
    "n" * 252 + ".csv": r"the name is too long \(256 characters\)",
    "n" * 300 + ".csv": r"the name is too long \(304 characters\)",
    "loop.csv": "File not saved: ",
    "/proc/x.csv": "File not saved: ",
}


@pytest.mark.parametrize("name", REFUSED)
def test_where_nothing_can_be_written_one_line_says_why_and_nothing_is_left(name: str, here: Path) -> None:
    (here / "folder.csv").mkdir()
    (here / "file").write_text("a file")
    os.mkfifo(here / "pipe.csv")
    (here / "loop.csv").symlink_to("loop.csv")
    before = sorted(path.name for path in here.rglob("*"))
    with pytest.raises(SaveError, match=REFUSED[name]):
        save_table(TABLE, name, replace=True)
    assert sorted(path.name for path in here.rglob("*")) == before


@contextmanager
def limit_file_size(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_leaves_the_file_that_was_there_and_no_part_of_another(here: Path) -> None:
    (here / "x.csv").write_text("mine")
    with limit_file_size(50), pytest.raises(SaveError, match="no space left in "):
        save_table(TABLE, "x.csv", replace=True)
    assert (here / "x.csv").read_text() == "mine" and os.listdir(here) == ["x.csv"]


def test_parquet_without_room_for_temporary_files_is_refused_with_their_folder_named(here: Path) -> None:
    told = "File too large, in the folder of temporary files (TMPDIR)"
    with limit_file_size(50):
        with pytest.raises(SaveError, match=re.escape(f"File not saved: {told}.")):
            save_table(TABLE, "x.parquet")
        with pytest.raises(SaveError, match=re.escape(f"File not made: {told}.")):
            make_download(TABLE, "x.parquet")
        with pytest.raises(OSError, match=re.escape(told)) as refused:
            write_table(TABLE, "parquet")
    assert refused.value.errno in FULL_DISK_ERRORS and os.listdir(here) == []


def test_a_folder_that_may_not_be_written_in_is_named(here: Path) -> None:
    with (
        mock.patch("tempfile.mkdtemp", side_effect=PermissionError(13, "Permission denied")),
        pytest.raises(SaveError, match=f"no permission to write in {re.escape(os.path.realpath(here))}"),
    ):
        save_table(TABLE, "x.csv")


@pytest.mark.parametrize("word", ["", "␛[31m", "$(rm -rf ~)", "../../etc", "-x", "Ü|é", "x" * 99, f"{'x' * 59} y"])
def test_a_suggested_stem_needs_no_quoting(word: str) -> None:
    assert re.fullmatch("icbs(-[a-z0-9]+)*", stem := make_file_stem("icbs", word)) and len(stem) <= LONGEST_STEM


def test_a_suggested_stem_says_what_is_shown() -> None:
    assert make_file_stem("icbs", "2023/24", "midlands 1:strong") == "icbs-2023-24-midlands-1-strong"
