"""Every format, read back; and what show and find print."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from bundled_store import load_data, open_test_store
from command_line import run_on_test_store
from screen import ALL_EVIDENCE, read_last_screen
from tables import ROWS, TABLE

from icb_tui.domain.errors import OutputTooLarge
from icb_tui.output.formats import FORMATS, Table, TablePart, write_table


def test_golden_bytes_of_each_text_format() -> None:
    assert FORMATS["text"](TABLE) == "# T\none *note*\n\nname  n\na|b   1\n<i>é  -2\n"
    assert FORMATS["markdown"](TABLE) == (
        "## \\# T\n\n- one \\*note\\*\n\n| name | n |\n| --- | --- |\n| a\\|b | 1 |\n| \\<i\\>é | -2 |\n"
    )
    assert FORMATS["csv"](TABLE) == ("name,n,value,formula,empty\r\na|b,1,2.5,'=1+1,\r\n<i>é,-2,3.0,x\ty,'-3\r\n")
    assert (
        FORMATS["tsv"](TABLE) == "name\tn\tvalue\tformula\tempty\na|b\t1\t2.5\t'=1+1\t\n<i>é\t-2\t3.0\t\"x\ty\"\t'-3\n"
    )
    assert FORMATS["jsonl"](TABLE) == '{"name":"a|b","n":1}\n{"name":"<i>é","n":-2}\n'
    assert json.loads(FORMATS["json"](TABLE)) == TABLE.objects
    assert '<th scope="row">a|b</th><td>1</td>' in FORMATS["html"](TABLE) and "&lt;i&gt;é" in str(
        FORMATS["html"](TABLE)
    )


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_a_byte_order_mark_stands_before_what_is_written_without_it(style: str) -> None:
    for ascii_only in (False, True):
        written = write_table(TABLE, style, ascii_only=ascii_only, bom=True)
        assert written == b"\xef\xbb\xbf" + str(FORMATS[style](TABLE)).encode()


def test_a_very_wide_cell_stands_whole_and_widens_no_other_row() -> None:
    wide = "x" * 1_000_000
    lines = [(wide, "1"), ("narrow", "2"), ("é" * 300, "3")]
    text = FORMATS["text"](Table([TablePart(heads=("a", "b"), lines=lines)], (), [], []))
    first, *rows = str(text).splitlines()
    assert first == f"a{'':301}b"
    assert rows == [f"{wide}  1", f"narrow{'':296}2", f"{'é' * 300}  3"]


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "parquet"])
def test_output_that_is_too_large_is_refused_in_every_format_of_text(style: str) -> None:
    lines = [("é", "1")] * 100
    table = Table([TablePart(heads=("a", "b"), lines=lines)], ("a", "b"), lines, [{"a": "é", "b": 1}] * 100)
    with mock.patch("icb_tui.output.formats.table.MOST_CHARACTERS", 200), pytest.raises(OutputTooLarge) as refused:
        write_table(table, style)
    assert str(refused.value) == "the output is larger than 100 MB; ask for it in parts, with fewer rows or columns"


def test_parquet_read_back_gives_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    written = FORMATS["parquet"](TABLE)
    path.write_bytes(bytes(written))  # type: ignore[arg-type]
    rows = duckdb.connect().execute("select * from read_parquet(?)", [str(path)]).fetchall()
    assert rows == ROWS
    types = duckdb.connect().execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    assert [row[1] for row in types] == ["VARCHAR", "BIGINT", "DOUBLE", "VARCHAR", "VARCHAR"]


class Cells(HTMLParser):
    """The text of every table cell, those that are headings of rows too."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "td" or (tag, dict(attrs).get("scope")) == ("th", "row")
        if self.inside:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data.rstrip("\n")


def test_html_read_back_gives_the_same_cells() -> None:
    parser = Cells()
    parser.feed(str(FORMATS["html"](TABLE)))
    assert parser.cells == ["a|b", "1", "<i>é", "-2"]


def test_in_ascii_no_letter_becomes_a_sign_of_the_format() -> None:
    """A wide sign and a curly quotation mark have ASCII forms that mean something in HTML, JSON and CSV."""
    text = "“a”, ＜script＞ é😀"
    table = Table([TablePart(text, heads=(text,), lines=[(text,)])], (text,), [(text,)], [{text: text}])
    written = {style: str(write_table(table, style, ascii_only=True)) for style in FORMATS if style != "parquet"}
    assert all(each.isascii() for each in written.values())
    parser = Cells()
    parser.feed(written["html"])
    assert parser.cells == [text] and "<script>" not in written["html"]
    assert json.loads(written["json"]) == [{text: text}] == [json.loads(written["jsonl"])]
    rows = list(csv.reader(io.StringIO(written["csv"], newline="")))
    assert rows == [['"a", <script> e?']] * 2


def test_show_has_every_finding_of_the_board_with_its_source_and_why() -> None:
    told = json.loads(run_on_test_store("show", "QUE", "--format", "json"))
    assert (
        told["code"] == "QUE"
        and told["closed"] == "2026-03-31"
        and told["successors"] == [{"code": "S1Y5D", "percent": None, "basis": None}]
    )
    leadership = told["aims"][0]
    assert (leadership["aim"], leadership["rating"], leadership["nothing"]) == ("leadership", "mixed", None)
    assert leadership["why"].startswith("Mixed: praise (A020")
    ids = {f["id"] for aim in told["aims"] for f in aim["findings"]} | {f["id"] for f in told["whole"]}
    assert ids == {f.id for f in load_data().findings if f.icb == "QUE" and f.year == "2023/24"}
    assert leadership["findings"][0]["source"]["publisher"] == "Healthcare Leader"
    assert told["aims"][1]["nothing"] == "said-nationally"
    missing = next(i for i in told["indicators"] if i["indicator"] == "no-longer-meeting-criteria")
    assert missing["value"] is None


def test_show_can_be_narrowed_to_an_aim() -> None:
    text = run_on_test_store("show", "llr", "--aim", "3")
    assert "3 Tackling unequal outcomes" in text and "1 System leadership" not in text
    assert len(json.loads(run_on_test_store("show", "llr", "--aim", "3", "--format", "json"))["aims"]) == 1


def test_find_tells_which_findings_mention_a_text_on_their_base() -> None:
    rows = list(csv.DictReader(io.StringIO(run_on_test_store("find", "WAITING list", "--format", "csv"))))
    expected = [f.id for f in load_data().findings if "waiting list" in f.summary.casefold()]
    assert [row["id"] for row in rows] == expected
    rows = list(
        csv.DictReader(
            io.StringIO(run_on_test_store("find", "waiting", "list", "--year", "2024/25", "--format", "csv"))
        )
    )
    assert [row["id"] for row in rows] == [
        f.id for f in load_data().findings if f.id in expected and f.year == "2024/25"
    ]
    assert run_on_test_store("find", "xyzzy", code=1) == ""


def test_the_twin_of_the_explorer_has_every_cell_in_words() -> None:
    text = read_last_screen("=", size=(100, 400))
    for icb in load_data().icbs:
        if icb.opened.year < 2026:
            assert f"({icb.label}, {icb.code})" in text
    assert text.count("Leadership: Strong.") == 14 and text.count("Leadership: Strong, later oversight step.") == 1
    assert text.count("England-wide only.") == sum(
        cell.missing == "said-nationally"
        for (icb, _), cell in open_test_store().year_cells("2023/24").items()
        if icb[0] == "Q"
    )


def test_the_twin_of_a_page_has_every_line_of_it() -> None:
    text = " ".join(read_last_screen("=", opened="QUE", size=(120, 400)).split())
    assert "Mixed: praise (A020" in text and re.search("Rank 38 of 42", text)
    assert f"ICBs › Cambridgeshire and Peterborough 2023/24 · {ALL_EVIDENCE}" in text
