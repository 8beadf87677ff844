"""Entries that are read without the parser: whatever the text, what is read is what the parser alone reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.plain_yaml import PLACEHOLDER, PlainEntries
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.yaml_writer import write_records
from icb_tui.domain.records import FILES

PLAIN = """\
findings:
  - {id: A1, year: 2023/24, page: 3, words: [one, 'two, [too]'], summary: (The) system’s part & more - 7%}
  - id: A2
    page: 12
    words: [it's, 'so: it''s']
    summary: Café "x" on several
      lines, - indented
        as one likes
    note: '# 1: ''one'''

  - {id: A3}
  - {id: A4, year: null}
# the last
"""

PIECES = [
    *("  - {id: A, n: 1}\n", "  - id: B\n    n: 2\n", "- id: C\n", "    - id: D\n", "  - {id: E, id: F}\n", "  - x\n"),
    *("findings:\n", "sources:\n", "  words:\n", "    more\n", "      and more\n", "\n", "  # remark\n", "a: 'x\n"),
    *('b: "y\n', "c: |\n", "d: >-\n", "e: [\n", "]\n", "'\n", '"\n', "f: g\n", "? h\n", "--- \n", "...\n", "\t- i\n"),
    *("  - &a {k: l}\n", "  - *a\n", f"  - {{{PLACEHOLDER}: 0}}\n", "  - m: 'n]'\n    o: [p, 'q], r']\n", "{s: t}\n"),
    *("  - u: v # w\n", "  - - x: y\n", "  - z: 'a\n      b'\n", "  -  {a: b}\n", "  - {a: b }\n", "  - a: b \n"),
]

HOSTILE = "ab1 :-#,'\"[]{}&*!|>%@`?~\n\r\t\\é’\x00\x85\u2028\ufeff\x07(=/.+0"


def read_apart(text: str) -> tuple[Any, str]:
    """The document with its faults, or why it is refused and where; by the parser alone."""
    return describe_reading(yaml_reader.read_with_parser, text)


def describe_reading(read: Any, text: str) -> tuple[Any, str]:
    try:
        return (read(text), "")
    except FileError as error:
        return (error.line, str(error))


def check_reading(text: str) -> None:
    assert repr(describe_reading(yaml_reader.read_yaml, text)) == repr(read_apart(text))


@st.composite
def spoiled_texts(draw: st.DrawFn) -> str:
    """The plain text with some characters put in, or in the place of others."""
    text = PLAIN if draw(st.booleans()) else PLAIN.replace("\n", "\r\n")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.text(HOSTILE, max_size=3)) + text[at + draw(st.integers(0, 2)) :]
    return text


@given(spoiled_texts())
@example(PLAIN)
def test_a_plain_text_with_anything_in_it_is_read_as_the_parser_reads_it(text: str) -> None:
    check_reading(text)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a: |\n  - {b: c}\n  - {b: c}\n")
@example("findings:\n  - a: 'x\n  - {id: it's}\n  - {id: B}\n")
def test_lines_in_any_order_are_read_as_the_parser_reads_them(text: str) -> None:
    check_reading(text)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12) | st.text(HOSTILE, max_size=8)

values = words | st.integers() | st.lists(words, max_size=3) | st.text("word and, [so] it's: on ", min_size=90)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "icb", "note", "null"]), values, min_size=1), max_size=5))
def test_what_an_import_writes_is_read_as_the_parser_reads_it(records: list[dict[str, Any]]) -> None:
    check_reading(write_records(records, "findings"))


def test_the_parser_is_given_no_plain_entry_but_the_last() -> None:
    plain = PlainEntries(PLAIN)
    assert plain.rest == f"findings:\n  - {{{PLACEHOLDER}: 0}}\n  - {{id: A4, year: null}}\n# the last\n"
    assert list(map(len, plain.runs)) == [3]
    check_reading(PLAIN)


@pytest.mark.parametrize("name", FILES)
def test_the_bundled_files_are_read_as_the_parser_reads_them(name: str) -> None:
    check_reading((find_bundled_folder() / name).read_text(encoding="utf-8"))


def test_progress_goes_on_from_the_plain_entries_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(yaml_reader, "report_progress", lambda step, done, total: seen.append((done, total)))
    monkeypatch.setattr("icb_tui.data_files.plain_yaml.report_progress", lambda *told: seen.append(told[1:]))
    monkeypatch.setattr("icb_tui.data_files.plain_yaml.ENTRIES_BETWEEN_REPORTS", 1)
    monkeypatch.setattr(yaml_reader, "EVENTS_BETWEEN_REPORTS", 4)
    yaml_reader._read_around(PlainEntries(PLAIN))
    assert len(seen) > 3 and seen == sorted(seen)
    assert {total for _, total in seen} == {len(PLAIN)} and seen[-1][0] <= len(PLAIN)
