"""Folders of data: small cases that stand for large ones, what is loaded of them, and what every page makes of it."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from fuzz.hostile import harm
from fuzz.promises import promise, shown, told_at, values
from icb_tui.analysis.indicator_values import format_difference, format_value, round_value
from icb_tui.data_files import yaml_reader
from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import MAX_LISTED_PROBLEMS, DataError
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import FILES
from icb_tui.output.formats import Table, write_table
from icb_tui.reports.boards import report_board, report_boards, report_indicators, report_map
from icb_tui.reports.comparisons import report_comparison, report_similar
from icb_tui.reports.evidence import report_coverage, report_national, report_rating
from icb_tui.store.store import Store
from icb_tui.views.view_state import View

BETWEEN = b"\n\0\n"
"""What stands between the files of a folder, in the order of FILES."""

LONG, STACK, MANY = b"\xfa", b"\xfb", b"\xfc"
"""Bytes of no text: a long text, a letter with many marks, and the rest of the line many times, # being its number."""

TIMES = 300
"""How many lines stand for many, enough for every pair of them to be more than may be said."""

GROWN = {LONG: b"x" * 200_000, STACK: b"e" + "\u0301\u0316".encode() * 50_000}

MOST_GROWN = 4_000_000
"""The most bytes that the files of a case may grow to."""

DRAWN = 8
"""One in so many folders that load is drawn: filling a store takes longer than all else."""


def grow(raw: bytes) -> bytes:
    """Return what a case stands for."""
    for sign, text in GROWN.items():
        raw = raw.replace(sign, text, 3)
    lines = re.split(rb"(?<=\n)", raw)
    grown = b"".join(_repeat(line) if MANY in line else line for line in lines)
    return grown[:MOST_GROWN]


def _repeat(line: bytes) -> bytes:
    before, _, rest = line.partition(MANY)
    return before + b"".join(rest.replace(b"#", b"%04d" % number) for number in range(TIMES))


def folder(raw: bytes) -> str:
    """Any folder of data is loaded, and then harmless, bounded and drawn; or refused with the first reasons."""
    texts = dict(zip(FILES, map(grow, raw.split(BETWEEN)), strict=False))
    with tempfile.TemporaryDirectory(prefix="icb-tui-fuzz-") as name:
        place = Path(name)
        for file, text in texts.items():
            (place / file).write_bytes(text)
        try:
            loaded = load_dataset(place)
        except DataError as error:
            _check_problems(error, {name: text.decode("utf-8", "replace") for name, text in texts.items()})
            return "refused"
    every = [value for value in values(msgspec.to_builtins(loaded)) if isinstance(value, str)]
    promise(all(value.isprintable() and not harm(value) for value in every), "a value can be obeyed")
    size = sum(map(len, every))
    promise(size <= sum(map(len, texts.values())) + yaml_reader.MAX_REPEATED * len(FILES), f"{size:,} characters")
    plain = convert_to_ascii(loaded)
    promise(msgspec.json.encode(plain).isascii(), "a stand-in is not ASCII")
    draw_values(loaded)
    chance = zlib.crc32(raw)
    if chance % DRAWN:
        return "loaded"
    draw_pages(loaded if chance % (2 * DRAWN) else plain)
    return "drawn"


def _check_problems(error: DataError, texts: dict[str, str]) -> None:
    """The first problems are said, each with a line that is there, and the others are counted."""
    promise(error.problems and error.count, "refused without a reason")
    promise(len(error.problems) <= MAX_LISTED_PROBLEMS + 1, f"{len(error.problems)} problems are said")
    for problem in error.problems:
        shown(problem.file)
        told_at(str(problem), problem.line or 1, texts.get(Path(problem.file).name, ""))
    promise(len(str(error)) < 200_000, f"{len(str(error)):,} characters of problems")


def draw_values(data: Dataset) -> None:
    """Every value and every difference can be written, and the map has a size that can be drawn."""
    for indicator in data.indicators:
        every = [value for values in indicator.values.values() for value in values.values()]
        for value, other in pairwise([*every, *every[:1]]):
            shown(format_value(value, indicator))
            format_difference(round_value(value, indicator) - round_value(other, indicator))
    tiles = [icb.tile for icb in data.icbs if icb.tile]
    promise(all(max(tile.column, tile.row) < 100 for tile in tiles), "a map of any size")


def draw_pages(data: Dataset) -> None:
    """Every command answers in the first year, of whatever is there."""
    store = Store(data)
    try:
        for table in _report(store, View(data=data, year=data.years[0])):
            text = write_table(table, "text")
            promise(isinstance(text, str) and not harm(text), f"it would reach a terminal: {harm(str(text))!a}")
    finally:
        store.close()


def _report(store: Store, view: View) -> Iterator[Table]:
    aim, code = view.data.aims[0].id, view.data.icbs[0].code
    codes = [icb.code for icb in view.data.icbs[:3]]
    yield report_boards(store, view, 100).table
    yield report_indicators(store, view).table
    yield report_map(store, view, aim, 100).table
    yield report_coverage(store, view, 100).table
    yield report_national(store, view, 100).table
    yield report_board(store, view, code, 100).table
    yield report_rating(store, view, code, aim, 100).table
    yield report_similar(store, view, code).table
    yield report_comparison(store, view, [*codes, view.data.icbs[0].region], 100).table
