"""A file read into indicators, with what it does not tell asked for on the way."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icb_tui.cli.arguments import print_note
from icb_tui.cli.commands.import_options import make_choices
from icb_tui.cli.commands.import_questions import ImportOptions, answer_questions, can_ask
from icb_tui.cli.commands.import_writing import name_file
from icb_tui.cli.exit_codes import BAD_DATA, USAGE, CommandExit
from icb_tui.terminal.size import measure_terminal
from icb_tui.text.cells import clean

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.importing.board_index import BoardIndex
    from icb_tui.importing.choices import ImportChoices, Layout
    from icb_tui.importing.import_problems import ImportProblems
    from icb_tui.importing.indicator_drafts import ImportResult
    from icb_tui.sheets.sheet import Sheet

PREVIEW_WIDTH = 100
"""How wide the preview is where it is not shown on a terminal."""


def read_file(options: ImportOptions, data: Dataset) -> tuple[ImportResult, Layout]:
    """Return the indicators of the file, and how it was read; raise CommandExit with all that is wrong in it."""
    from icb_tui.importing.board_index import index_boards
    from icb_tui.importing.preview import describe_left_out

    boards = index_boards(data)
    with name_file(name_input(options)):
        sheet = _choose_sheet(open_file(options["file"]), options, boards)
        for guess in sheet.guesses:
            print_note(guess)
        result, layout = _read_sheet(sheet, options, boards)
    refuse_problems(result.problems, options)
    if options.get("previewed"):
        for line in ([""] if options.get("asked") else []) + describe_left_out(result.left_out):
            print_note(line)
    return result, layout


def _read_sheet(sheet: Sheet, options: ImportOptions, boards: BoardIndex) -> tuple[ImportResult, Layout]:
    """The indicators of a sheet; at a terminal it is read again where what its rows lack was answered."""
    from icb_tui.importing.indicator_reader import read_indicators

    while True:
        layout = _settle_layout(sheet, options, boards)
        show_preview(sheet, layout, options)
        result = read_indicators(sheet, layout, make_choices(options), boards)
        if not (result.questions and can_ask(options)):
            return result, layout
        answer_questions(result.questions, options)


def name_input(options: ImportOptions) -> str:
    """Return what messages call the file."""
    return "standard input" if str(options["file"]) == "-" else str(options["file"])


def open_file(path: Path) -> list[Sheet]:
    """Return the sheets of a file; “-” is standard input. Raises FileError."""
    from icb_tui.sheets.workbook import open_sheets

    return open_sheets(None if str(path) == "-" else path)


def _choose_sheet(sheets: Sequence[Sheet], options: ImportOptions, boards: BoardIndex) -> Sheet:
    """The sheet that the options name, else the only one that holds boards; asked for where there are several."""
    from icb_tui.importing.choices import ImportChoices, PossibleAnswer, Question

    if not options["sheet"] and len(sheets) > 1:
        found = [sheet for sheet in sheets if _holds_boards(sheet, make_choices(options), boards)]
        # Where no sheet has what the options name, the one with boards can say what there is in its place.
        found = found or [sheet for sheet in sheets if _holds_boards(sheet, ImportChoices(), boards)]
        if len(found) == 1:
            print_note(f"Sheet “{clean(found[0].sheet)}”: the only one with boards, of {len(sheets)} sheets")
            return found[0]
        possible = tuple(PossibleAnswer(sheet.sheet, _list_first_texts(sheet)) for sheet in found or sheets)
        text = "The file has several sheets: which one holds the values?"
        answer_questions([Question("sheet", text, possible, found[0].sheet if found else "")], options)
    return find_sheet(sheets, options["sheet"])


def _holds_boards(sheet: Sheet, choices: ImportChoices, boards: BoardIndex) -> bool:
    from icb_tui.importing.layout_finder import find_layout

    found = find_layout(sheet, choices, boards)
    return not found.problems.count and not any(each.option in ("board", "header-row") for each in found.questions)


def _list_first_texts(sheet: Sheet) -> tuple[str, ...]:
    """The first texts of a sheet, which are mostly its title."""
    row = next(sheet.read_rows(), None)
    return tuple(cell for cell in row.cells if cell.strip())[:2] if row else ()


def find_sheet(sheets: Sequence[Sheet], wanted: str) -> Sheet:
    """Return the sheet of a name, or of a number from 1; raise CommandExit."""
    named = [sheet for sheet in sheets if not wanted or sheet.sheet.strip().casefold() == wanted.strip().casefold()]
    if not named and wanted.isdecimal() and 1 <= int(wanted) <= len(sheets):
        return sheets[int(wanted) - 1]
    if not named:
        names = (
            ", ".join(f"“{clean(sheet.sheet)}”" for sheet in sheets if sheet.sheet) or "none: the file has no sheets"
        )
        raise CommandExit(USAGE, f"icb-tui: import: --sheet: unknown sheet “{wanted}”; expected one of {names}")
    return named[0]


def _settle_layout(sheet: Sheet, options: ImportOptions, boards: BoardIndex) -> Layout:
    """What each column is, with what is not sure asked for; an answer may raise other questions."""
    from icb_tui.importing.layout_finder import find_layout

    while True:
        found = find_layout(sheet, make_choices(options), boards)
        refuse_problems(found.problems, options)
        if not found.questions:
            assert found.layout
            return found.layout
        if found.layout:
            show_preview(sheet, found.layout, options)
        answer_questions(found.questions[:1] if can_ask(options) else found.questions, options)


def show_preview(sheet: Sheet, layout: Layout, options: ImportOptions) -> None:
    """Show the first rows, and what each column is taken for: once, at a terminal or where nothing is to be written."""
    from icb_tui.importing.preview import draw_preview

    if options.get("previewed") or not (can_ask(options) or options["dry_run"]):
        return
    options["previewed"] = True
    width = measure_terminal(sys.stderr.fileno())[0] if sys.stderr.isatty() else PREVIEW_WIDTH
    for line in draw_preview(sheet, layout, width):
        print_note(line)


def refuse_problems(problems: ImportProblems, options: ImportOptions) -> None:
    """Raise CommandExit with the first problems of a file and how many there are, if there are any."""
    from icb_tui.data_files.problems import describe_more_problems, describe_problem_count

    if not problems.count:
        return
    name = name_input(options)
    lines = [f"{name}:{problem}" for problem in problems.first]
    more = describe_more_problems(problems.count, len(lines))
    summary = f"icb-tui: {describe_problem_count(problems.count)} in {name}; nothing was written"
    raise CommandExit(BAD_DATA, *lines, *more, summary)
