"""Findings made of the rows of a sheet, and the template of such a sheet: `icb-tui import --findings`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from icb_tui.cli.arguments import print_note
from icb_tui.cli.commands.import_questions import ImportOptions
from icb_tui.cli.commands.import_reading import find_sheet, name_input, open_file
from icb_tui.cli.commands.import_writing import MOST_LINES, WrittenFile, name_file, print_text
from icb_tui.cli.exit_codes import BAD_DATA, USAGE, CommandExit
from icb_tui.text.shell_words import quote_word

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.domain.records import Finding, Record, Source
    from icb_tui.importing.findings.reader import FindingImport
    from icb_tui.importing.findings.tables import FindingProblem

FILE = "assessments.yaml"
"""The file in a folder of own data that findings are written to."""

_PARAMETERS = {
    *("file", "data", "findings", "template", "sheet", "header_row", "id_prefix", "folder", "policy", "dry_run"),
    *("opened", "debug"),
}
"""The parameters of `icb-tui import` that mean something for findings; the others describe an indicator."""


def import_findings(options: ImportOptions, data: Dataset) -> None:
    """Read findings from a file and write or print them, or write the template of such a file; raise CommandExit."""
    _check_options(options)
    if options["template"]:
        _write_template(options["file"], data, replace=options["policy"] == "replace")
        return
    done = _read_file(options, data)
    file = WrittenFile(options["folder"], FILE)
    borrowed = _list_borrowed_sources(done, file, data)
    _put_in(file, done, borrowed)
    if options["dry_run"] or not file.path:
        print_text(file.after)
    elif file.is_changed:
        file.write()
    copied = [f"Sources copied from your other data: {_list_some([each.id for each in borrowed])}"] if borrowed else []
    for line in (*_describe_import(done, data), *copied, *_describe_file(file, done, options)):
        print_note(line)
    if options["opened"] and not options["dry_run"]:
        _open_explorer(done, options)


def _check_options(options: Mapping[str, Any]) -> None:
    """Refuse options that say nothing of findings; raise CommandExit."""
    if not options["findings"]:
        raise CommandExit(USAGE, "icb-tui: import: --template is for findings; expected --findings as well")
    context = click.get_current_context()
    given = [
        p for p in context.command.params if context.get_parameter_source(p.name or "") is ParameterSource.COMMANDLINE
    ]
    if others := [p.opts[0] for p in given if p.name not in _PARAMETERS]:
        raise CommandExit(USAGE, f"icb-tui: import: {others[0]} is for indicators; expected none with --findings")
    if options["policy"] == "add":
        message = "--add is for indicators; expected none with --findings: what is there always stays"
        raise CommandExit(USAGE, f"icb-tui: import: {message}")


def _write_template(path: Path, data: Dataset, *, replace: bool) -> None:
    from icb_tui.data_files.files import write_file
    from icb_tui.importing.findings.template import TEMPLATES

    if path.suffix.lower() not in TEMPLATES:
        message = f"the template cannot be written as “{path}”; expected a name that ends in .xlsx or .csv"
        raise CommandExit(USAGE, f"icb-tui: import: {message}")
    try:
        write_file(path, TEMPLATES[path.suffix.lower()](data), replace=replace)
    except FileExistsError:
        raise CommandExit(USAGE, f"icb-tui: import: {path} exists; expected another name, or --replace") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandExit(USAGE, f"icb-tui: import: {path} cannot be written: {reason}") from None
    name = quote_word(str(path))
    print_note(f"Written: {path}. Fill in a row for each finding, then: icb-tui import --findings {name} --to DIR")


def _read_file(options: ImportOptions, data: Dataset) -> FindingImport:
    """The findings of a file; raise CommandExit with all that is wrong in it."""
    from icb_tui.importing.board_index import index_boards
    from icb_tui.importing.findings.reader import read_findings

    name = name_input(options)
    with name_file(name, "; nothing was written"):
        sheets = open_file(options["file"])
        if options["sheet"]:
            sheets = [find_sheet(sheets, options["sheet"])]
        for guess in dict.fromkeys(guess for sheet in sheets for guess in sheet.guesses):
            print_note(guess)
        done = read_findings(
            sheets,
            data,
            index_boards(data),
            id_prefix=_choose_prefix(options),
            replace=options["policy"] == "replace",
            header_line=options["header_row"],
        )
    _refuse_problems(done.problems, name)
    if not done.rows:
        raise CommandExit(BAD_DATA, f"{name}: no finding yet; expected a row for each finding below the headings")
    return done


def _choose_prefix(options: Mapping[str, Any]) -> str:
    """What the ids of findings begin with that have none: as it is given, else the name of the file."""
    from icb_tui.importing.indicator_drafts import make_id

    if not (given := options["id_prefix"]):
        return make_id(options["file"].stem) or "finding"
    prefix = str(given).rstrip("-")
    if not re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", prefix):
        raise CommandExit(USAGE, f"icb-tui: import: --id-prefix: “{given}”; expected letters, digits and hyphens")
    return prefix


def _refuse_problems(problems: Sequence[FindingProblem], name: str) -> None:
    """Raise CommandExit with the first problems and how many there are, if there are any."""
    from icb_tui.data_files.problems import describe_more_problems, describe_problem_count

    if not problems:
        return
    first = problems[:MOST_LINES]
    told = f"icb-tui: {describe_problem_count(len(problems))} in {name}; nothing was written"
    raise CommandExit(BAD_DATA, *map(str, first), *describe_more_problems(len(problems), len(first)), told)


def _list_borrowed_sources(done: FindingImport, file: WrittenFile, data: Dataset) -> list[Source]:
    """The sources of the findings that only another folder of the user has: the file must do without that folder."""
    from icb_tui.data_files import yaml_reader

    document = yaml_reader.read_yaml(file.before)[0] or {}
    there = {source["id"] for source in document.get("sources", ())} | {source.id for source in done.sources}
    used = dict.fromkeys(finding.source for finding in done.findings)
    return [data.source[id] for id in used if id not in there and data.find_origin("sources", id)]


def _put_in(file: WrittenFile, done: FindingImport, borrowed: Sequence[Source]) -> None:
    """Put what was read into the text of a file; raise CommandExit where that cannot be."""
    from icb_tui.data_files import yaml_writer
    from icb_tui.domain.phrases import format_count

    with name_file(file.path or FILE, "; nothing was written"):
        file.after, _ = yaml_writer.merge_records(
            file.after, [*map(_make_record, (*done.sources, *borrowed))], "sources"
        )
        file.after, _ = yaml_writer.merge_records(file.after, [*map(_make_record, done.findings)], "findings")
    if (lost := yaml_writer.count_lost_comments(file.before, file.after)) > 0:
        print_note(f"Lost in what was replaced: {format_count(lost, 'line')} of comments")


def _make_record(record: Record) -> dict[str, Any]:
    """A record as it is written: without what is empty or goes without saying."""
    import msgspec

    fields: dict[str, Any] = msgspec.to_builtins(record)
    lists = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return {name: value for name, value in lists.items() if value not in (None, [], "icb")}


def _describe_import(done: FindingImport, data: Dataset) -> Iterator[str]:
    """Yield what was read, what the data had already, and what was left out."""
    from icb_tui.domain.phrases import format_count

    replaced = set(done.replaced)
    new = len(done.findings) - sum(finding.id in replaced for finding in done.findings)
    yield f"New: {format_count(new, 'finding')} of {format_count(done.rows, 'row')}"
    if done.known:
        yield f"In the data already: {format_count(done.known, 'finding')}"
    made = len(done.sources) - sum(source.id in replaced for source in done.sources)
    yield f"Sources: {made:,} new, {done.known_sources:,} from the data"
    if done.replaced:
        yield f"Replaced: {_list_some(done.replaced)}"
    origins = {**data.origins.get("findings", {}), **data.origins.get("sources", {})}
    if bundled := [id for id in done.replaced if id not in origins]:
        yield f"Of the bundled data, which show yours instead: {_list_some(bundled)}"
    if done.examples:
        yield f"Left out: {format_count(done.examples, 'row')} with the example of the template"
    if done.unused_columns:
        yield f"Columns not used: {_list_some(done.unused_columns)}"
    if done.unused_sheets:
        yield f"Sheets without findings: {_list_some(done.unused_sheets)}"


def _list_some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_LINES:,} more" if len(names) > MOST_LINES else ""
    return ", ".join(names[:MOST_LINES]) + more


def _describe_file(file: WrittenFile, done: FindingImport, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield where the findings were written, and how to see them."""
    shown = _find_shown(done)
    see = f"icb-tui --data {quote_word(str(options['folder']))} {_format_place(shown)}".rstrip()
    if not file.path:
        yield f"Nothing was written; --to DIR writes to DIR/{FILE}"
    elif not file.is_changed:
        yield f"Nothing is new: {file.path} stays as it is"
    elif options["dry_run"]:
        yield f"Nothing was written; without --dry-run {file.path} would be as printed"
    else:
        yield f"Written to {file.path}. To see the first: {see}"


def _find_shown(done: FindingImport) -> Finding | None:
    """The finding to be shown: the first that is about a board, else the first."""
    of_boards = [finding for finding in done.findings if finding.icb]
    return next(iter([*of_boards, *done.findings]), None)


def _format_place(finding: Finding | None) -> str:
    """The options that open the explorer on a finding."""
    if not finding:
        return ""
    return f"{f'--open {finding.icb} ' if finding.icb else ''}--year {finding.year}"


def _open_explorer(done: FindingImport, options: Mapping[str, Any]) -> None:
    """Open the explorer on the first finding."""
    from icb_tui.cli.launch import run_explorer

    shown = _find_shown(done)
    run_explorer(
        data=(*options["data"], options["folder"]),
        opened=shown.icb if shown else None,
        year=shown.year if shown else None,
    )
