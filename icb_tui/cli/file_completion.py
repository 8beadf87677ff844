"""Completion from the file that a command line names: its sheets, its columns, and the values of a column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from icb_tui.sheets.sheet import Row, Sheet

MOST_ROWS, MOST_HEADER_ROWS, MOST_WORDS = 2000, 30, 60
"""How many rows are looked through for values and for a header, and how many candidates are offered."""


def complete_sheet(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return the sheets of the file."""
    return _complete(lambda: ((sheet.sheet, "") for sheet in _open_sheets(context)), typed)


def complete_column(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return the columns of the file, each with its first value."""
    return _complete(lambda: _list_columns(context), typed)


def complete_condition(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return the columns of the file and, behind `=`, the values of that column."""
    column, equals, _ = typed.partition("=")
    if equals:
        return _complete(lambda: ((f"{column}={value}", "") for value in _list_values(context, column)), typed)
    return _complete(lambda: ((f"{name}=", example) for name, example in _list_columns(context)), typed)


def _complete(find: Callable[[], Iterable[tuple[str, str]]], typed: str) -> list[CompletionItem[str]]:
    """The words that begin as typed; nothing where the file cannot be read: a message there helps nobody."""
    from click.shell_completion import CompletionItem

    from icb_tui.text.cells import clean

    try:
        found = {clean(word): clean(help[:100]) for word, help in find() if word.strip()}
    except Exception:
        return []
    fitting = [word for word in found if word.casefold().startswith(typed.casefold())]
    return [CompletionItem(word, help=found[word]) for word in fitting[:MOST_WORDS]]


def _open_sheets(context: click.Context) -> list[Sheet]:
    from icb_tui.sheets.workbook import open_sheets

    # An option that still lacks its value ends click's reading of the line: the file is then left among the rest.
    file = str(context.params.get("file") or next(iter(context.args), "-"))
    return open_sheets(Path(file)) if file != "-" else []


def _read_rows(context: click.Context) -> Iterator[Row]:
    """The header and the rows below it of the sheet that the line asks for, else of the first."""
    sheets = _open_sheets(context)
    wanted = context.params.get("sheet")
    sheet = next((each for each in sheets if each.sheet == wanted), sheets[0])
    rows = list(islice(sheet.read_rows(), MOST_ROWS))
    line = context.params.get("header_row") or max(rows[:MOST_HEADER_ROWS], key=_count_texts).line
    yield from (row for row in rows if row.line >= line)


def _count_texts(row: Row) -> int:
    """How many cells hold words: the header has most of all."""
    return sum(any(map(str.isalpha, cell)) for cell in row.cells)


def _list_columns(context: click.Context) -> Iterator[tuple[str, str]]:
    rows = list(islice(_read_rows(context), 2))
    examples = [*rows[-1].cells, *[""] * len(rows[0].cells)]
    yield from zip(rows[0].cells, examples, strict=False)


def _list_values(context: click.Context, column: str) -> Iterator[str]:
    header, *rows = _read_rows(context)
    place = [cell.strip().casefold() for cell in header.cells].index(column.strip().casefold())
    yield from dict.fromkeys(row.cells[place].strip() for row in rows if place < len(row.cells))
