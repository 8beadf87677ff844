"""The command that makes indicators of the analyst's own from CSV."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import find_aim, find_data_folders, print_note
from icb_tui.cli.exit_codes import BAD_DATA, USAGE, CommandExit
from icb_tui.cli.options import OuterOptions, data_option
from icb_tui.importing.choices import ImportChoices, Layout

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.importing.import_problems import ImportProblems
    from icb_tui.importing.indicator_drafts import ImportedIndicator, ImportResult
    from icb_tui.sheets.sheet import Sheet

FILE = "indicators.yaml"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--source", metavar="TEXT", help="Who published the figures, where and when. Asked for if not given.")
@click.option("--aim", metavar="AIM", help="The aim of the indicator: 1 to 5, or a word. Asked for if not given.")
@click.option("--name", metavar="TEXT", help="The name of the indicator, if the file has none.")
@click.option("--unit", metavar="TEXT", help="The unit of its values, for example '% of patients'.")
@click.option("--id", "own_id", metavar="ID", help="The id of the indicator. The default is made from its name.")
@click.option("--decimals", type=click.IntRange(0, 6), help="How many decimals to show. The default is as in the file.")
@click.option(
    "--better",
    type=click.Choice(["higher", "lower", "neither"]),
    help="Which values are better. The default is as in the file, else neither. This is never guessed.",
)
@click.option("--note", metavar="TEXT", help="What a reader must know about the values.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Use only these rows, for example Sex=Persons.")
@click.option("--skip-unknown", is_flag=True, help="Leave out boards that are not in the data, instead of stopping.")
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR", help=f"Write to DIR/{FILE}.")
@click.option("--replace", is_flag=True, help="Replace indicators that have the same id.")
@data_option
@click.pass_obj
def import_(outer: OuterOptions, /, file: Path, data: tuple[Path, ...], **options: Any) -> None:
    """Make indicators of your own from a CSV file.

    The indicators are printed as YAML, or written to a folder of your data (--to).

    The file is a download from Fingertips, or has the columns code, period and value, and perhaps indicator and unit.
    A file of icb-tui indicators --format csv is read back with all that it says.

    For example: icb-tui import waits.csv --source "NHS England, June 2026" --aim 4 --to my-data
    """
    dataset = _load_data(find_data_folders(data or outer["data"]), options["folder"])
    where = _parse_where(options["where"])
    choices = ImportChoices(where=where, unit=options["unit"] or "", skip_unknown=options["skip_unknown"])
    reading = _read_file(file, dataset, choices)
    indicators = reading[2].indicators
    _check_single_options(indicators, options)
    answers = _collect_answers(indicators, options)
    records = [_make_record(series, answers, options, dataset) for series in indicators]
    path = options["folder"] / FILE if options["folder"] else None
    text = _merge_records(records, dataset, path, replace=options["replace"])
    if path:
        _write_file(path, text)
    else:
        click.echo(text, nl=False)
    _report_import(reading, records, dataset, options["folder"])


def _load_data(over: Sequence[Path], folder: Path | None) -> Dataset:
    """The data asked for, with those of the folder that is written to, if it holds any."""
    from icb_tui.data_files.loader import load_dataset
    from icb_tui.domain.records import FILES

    others = [each.resolve() for each in over]
    if folder and folder.resolve() not in others and any((folder / name).exists() for name in FILES):
        over = [*over, folder]
    return load_dataset(over=over)


def _parse_where(where: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text in where:
        if "=" not in text:
            raise CommandExit(
                USAGE,
                f"icb-tui: import: --where: no column and value: “{text}”; expected COLUMN=VALUE, such as Sex=Persons",
            )
        column, value = text.split("=", 1)
        found[column] = (*found.get(column, ()), value)
    return found


@contextmanager
def _name_file(file: Path | str, ending: str = "") -> Iterator[None]:
    """End the command where a file cannot be used, with its name and line before what is wrong."""
    from icb_tui.data_files.problems import FileError, Problem

    try:
        yield
    except FileError as error:
        raise CommandExit(BAD_DATA, str(Problem(str(file), error.line, "", f"{error}{ending}"))) from None


def _read_file(file: Path, data: Dataset, choices: ImportChoices) -> tuple[Sheet, Layout, ImportResult]:
    from icb_tui.importing.board_index import index_boards
    from icb_tui.importing.indicator_reader import read_indicators
    from icb_tui.importing.layout_finder import find_layout
    from icb_tui.sheets.workbook import open_sheets

    with _name_file(file):
        sheet, boards = open_sheets(file)[0], index_boards(data)
        found = find_layout(sheet, choices, boards)
        _stop_at_problems(file, found.problems)
        if found.questions or not found.layout:
            lines = [f"{file}: {question.text} Expected --{question.option}" for question in found.questions]
            raise CommandExit(BAD_DATA, *lines)
        result = read_indicators(sheet, found.layout, choices, boards)
    _stop_at_problems(file, result.problems)
    return sheet, found.layout, result


def _stop_at_problems(file: Path, problems: ImportProblems) -> None:
    from icb_tui.domain.phrases import format_count

    if count := problems.count:
        lines = [f"{file}:{problem}" for problem in problems.first]
        more = [f"… and {count - len(lines):,} more"] if count > len(lines) else []
        raise CommandExit(
            BAD_DATA, *lines, *more, f"icb-tui: {format_count(count, 'problem')} in {file}; nothing was written"
        )


def _check_single_options(series: Sequence[ImportedIndicator], options: Mapping[str, Any]) -> None:
    given = [f"--{option}" for option, value in (("name", options["name"]), ("id", options["own_id"])) if value]
    if given and len(series) > 1:
        message = f"{given[0]} is for one indicator, and the file has {len(series)}"
        raise CommandExit(USAGE, f"icb-tui: import: {message}; expected --where to choose one, or no {given[0]}")


EXPECTED_ANSWERS = {
    "source": "who published the figures, where and when, such as “NHS England, A&E attendances, June 2026”",
    "aim": "an aim, 1 to 5 or a word such as health",
    "name": "the name of the indicator, such as “Waits over 18 weeks”",
    "unit": "the unit of its values, such as “% of patients”",
}
"""What must be known of figures, as it is asked for."""


def _collect_answers(series: Sequence[ImportedIndicator], options: Mapping[str, Any]) -> dict[str, str]:
    """What must be known of the figures: as the options say it, asked for at a terminal; else raise CommandExit."""
    from icb_tui.importing.import_problems import normalise_text

    needed = {
        "name": any(not each.name for each in series),
        "unit": any(not each.unit for each in series),
        "aim": any("aim" not in each.facts for each in series),
        "source": any("source" not in each.facts for each in series),
    }
    answers = {}
    for option, need in needed.items():
        text = options[option]
        if text is None and need:
            text = _prompt_for(option)
        answers[option] = normalise_text(text or "")
        if (need or text is not None) and not answers[option]:
            raise CommandExit(USAGE, f"icb-tui: import: --{option} is empty; expected {EXPECTED_ANSWERS[option]}")
    return answers | {"note": normalise_text(options["note"] or "")}


def _prompt_for(option: str) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CommandExit(USAGE, f"icb-tui: import: --{option} is missing; expected {EXPECTED_ANSWERS[option]}")
    return str(click.prompt(f"{option.capitalize()}: {EXPECTED_ANSWERS[option]}\n", prompt_suffix="> ", err=True))


def _make_record(
    series: ImportedIndicator, answers: Mapping[str, str], options: Mapping[str, Any], data: Dataset
) -> dict[str, Any]:
    """The record of a series, as it is written; raise CommandExit where its id is none."""
    from icb_tui.importing.indicator_drafts import make_id

    name = answers["name"] or series.name
    own_id = options["own_id"] or series.id or make_id(name)
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", own_id):
        message = f"--id: invalid id “{own_id}”" if own_id else "--id is missing, and the name gives none"
        raise CommandExit(USAGE, f"icb-tui: import: {message}; expected lower-case letters, digits and hyphens")
    facts = series.facts | {fact: text for fact, text in answers.items() if text}
    decimals = _find_fact(series, "decimals", series.decimals, "[0-6]", "0 to 6")
    better = _find_fact(series, "better", "neither", "higher|lower|neither", "higher, lower or neither")
    record = {
        "id": own_id,
        "name": name,
        "aim": find_aim(facts["aim"], data),
        "unit": answers["unit"] or series.unit,
        "decimals": int(decimals) if options["decimals"] is None else options["decimals"],
        "better": options["better"] or better,
        "source": facts["source"],
        "note": facts.get("note", ""),
        "values": series.values,
    }
    return {key: value for key, value in record.items() if value != ""}


def _find_fact(series: ImportedIndicator, fact: str, usual: object, pattern: str, expected: str) -> str:
    """What the file says of an indicator, else what is usual; raise CommandExit where it cannot be."""
    text = series.facts.get(fact, str(usual))
    if not re.fullmatch(pattern, text):
        raise CommandExit(BAD_DATA, f"icb-tui: import: column {fact}: “{text}”; expected {expected}")
    return text


def _merge_records(records: Sequence[dict[str, Any]], data: Dataset, path: Path | None, *, replace: bool) -> str:
    """The text to write: the file that is there with the records put in; raise CommandExit where any would be lost."""
    from icb_tui.data_files import yaml_writer
    from icb_tui.data_files.files import read_text_file
    from icb_tui.domain.phrases import format_count

    there = ""
    with _name_file(path or FILE), suppress(FileNotFoundError):
        there = read_text_file(path, 64 * 1024 * 1024, "YAML") if path else ""
    if not replace and (doubled := [record["id"] for record in records if record["id"] in data.indicator]):
        message = f"the indicator “{doubled[0]}” exists already"
        raise CommandExit(USAGE, f"icb-tui: import: {message}; expected another --id, or --replace")
    with _name_file(path or FILE, "; nothing was written"):
        text, whole = yaml_writer.merge_records(there, records)
    if (lost := yaml_writer.count_lost_comments(there, text)) > 0:
        print_note(f"Lost with the replaced indicators: {format_count(lost, 'line')} of comments")
    _check_merged(whole, data, path)
    return text


def _check_merged(indicators: Sequence[Any], data: Dataset, path: Path | None) -> None:
    import msgspec

    from icb_tui.data_files import yaml_reader
    from icb_tui.domain import record_sections, validation
    from icb_tui.domain.records import FILES, IndicatorFile

    file = msgspec.convert({"indicators": indicators}, IndicatorFile)
    own = record_sections.RecordSections.from_records({"indicators": file.indicators})
    sections = [section for kind in FILES.values() for section in kind.__struct_fields__]
    whole, _ = record_sections.merge_layers(
        [record_sections.RecordSections.from_records({name: getattr(data, name) for name in sections}), own]
    )
    for at, message in (*validation.find_duplicate_ids(own), *validation.find_breaches(whole)):
        raise CommandExit(BAD_DATA, f"{path or FILE}: {yaml_reader.format_path(at)}: {message}; nothing was written")


def _write_file(path: Path, text: str) -> None:
    from icb_tui.data_files.files import write_file

    try:
        write_file(path, text.encode(), replace=path.exists())
    except OSError as error:
        raise CommandExit(
            USAGE, f"icb-tui: import: {path} cannot be written: {error.strerror or 'the file was created meanwhile'}"
        ) from None


def _report_import(
    read: tuple[Sheet, Layout, ImportResult], records: Sequence[dict[str, Any]], data: Dataset, folder: Path | None
) -> None:
    from icb_tui.domain.phrases import format_count
    from icb_tui.importing.import_problems import MAX_PROBLEMS, shorten_cell

    sheet, layout, result = read
    for sentence in (*sheet.guesses, *result.warnings):
        print_note(sentence)
    for series, record in list(zip(result.indicators, records, strict=True))[:MAX_PROBLEMS]:
        periods, codes = list(series.values), {code for row in series.values.values() for code in row}
        span = f" ({periods[0]} to {periods[-1]})" if len(periods) > 1 else f" ({periods[0]})"
        count = sum(map(len, series.values.values()))
        message = f"{len(codes)} of {len(data.icbs)} boards, {format_count(len(periods), 'period')}{span}"
        print_note(f"{record['name']}: {message}, {format_count(count, 'value')}")
        if series.unordered:
            print_note(
                f"The names of the periods do not show their order; the last, {periods[-1]}, is taken as the newest"
            )
    if len(records) > MAX_PROBLEMS:
        print_note(f"… and {len(records) - MAX_PROBLEMS:,} more indicators")
    for kind, left in result.left_out.items():
        print_note(f"Left out: {format_count(left.count, 'row')} {kind}, for example: {left.example}")
    if unused := [shorten_cell(layout.headers[place]) for place in layout.unused_columns]:
        print_note(f"Columns not used: {', '.join(unused[:MAX_PROBLEMS])}")
    if folder:
        command = f"icb-tui --data {shlex.quote(str(folder))} --indicator {records[0]['id']}"
        print_note(f"Written to {folder / FILE}. To see it: {command}")
    else:
        print_note(f"Nothing was written; --to DIR writes to DIR/{FILE}")
