"""Indicators made of a file: what it lacks is asked for, what is there stays, and what was done is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import find_aim, list_data_folders, print_note, read_settings
from icb_tui.cli.commands.import_options import FILE
from icb_tui.cli.commands.import_questions import EXPECTED_ANSWERS, ImportOptions, answer_questions, format_command
from icb_tui.cli.commands.import_reading import read_file
from icb_tui.cli.commands.import_writing import MOST_LINES, WrittenFile, describe_merged, merge_into_file, print_text
from icb_tui.cli.exit_codes import BAD_DATA, USAGE, CommandExit
from icb_tui.text.shell_words import quote_word

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.importing.choices import Layout, PossibleAnswer, Question
    from icb_tui.importing.indicator_drafts import ImportedIndicator, ImportResult
    from icb_tui.importing.merging import MergedIndicator


def import_indicators(options: ImportOptions, data: Dataset) -> None:
    """Read a file, ask for what it does not tell, and write or print its indicators; raise CommandExit."""
    result, layout = read_file(options, data)
    records = _make_records(result, options, data)
    _confirm_doubts(result, options)
    file = WrittenFile(options["folder"])
    merged = merge_into_file(records, file, data, options)
    if options["dry_run"] or not file.path:
        print_text(file.after)
    elif file.is_changed:
        file.write()
    _report_import(result, layout, merged, data, options)
    _report_file(file, merged, options)
    if options["opened"] and not options["dry_run"]:
        _open_explorer(merged[0].record["id"], options)


def _make_records(result: ImportResult, options: ImportOptions, data: Dataset) -> list[dict[str, Any]]:
    """The records of what was read, as they are written; what they lack is asked for."""
    series = result.indicators
    _check_single_options(series, options)
    _settle_description(series, options, data)
    _doubt_unit(result, options["unit"] or "")
    answers = _clean_description(options)
    return [_make_record(each, answers, options, data, alone=len(series) == 1) for each in series]


def _check_single_options(series: Sequence[ImportedIndicator], options: Mapping[str, Any]) -> None:
    """A name and an id of the command line are for one figure."""
    given = [f"--{option}" for option, value in (("name", options["name"]), ("id", options["own_id"])) if value]
    if given and len(series) > 1:
        message = f"{given[0]} is for one indicator, and the file has {len(series)}"
        raise CommandExit(USAGE, f"icb-tui: import: {message}; expected --where to choose one, or no {given[0]}")


def _settle_description(series: Sequence[ImportedIndicator], options: ImportOptions, data: Dataset) -> None:
    """Ask for what must be known of indicators, and neither the file nor the options say."""
    needed = {
        "name": any(not each.name for each in series),
        "unit": any(not each.unit for each in series),
        "aim": any("aim" not in each.facts for each in series),
        "source": any("source" not in each.facts for each in series),
    }
    missing = [option for option, need in needed.items() if need and options[option] is None]
    if missing:
        answer_questions([_make_question(option, options, data) for option in missing], options)


def _doubt_unit(result: ImportResult, unit: str) -> None:
    """Note fractions that only an answer calls percentages, beside those that the reader has noted."""
    from icb_tui.importing.indicator_reader import doubt_fractions

    found = (doubt_fractions(series, unit) for series in result.indicators if not series.unit)
    result.doubts = list(dict.fromkeys([*result.doubts, *filter(None, found)]))


def _confirm_doubts(result: ImportResult, options: Mapping[str, Any]) -> None:
    """Say which values may be wrong; where questions are asked, ask whether to take them all the same."""
    for doubt in result.doubts:
        print_note(doubt)
    if result.doubts and options.get("asked") and not click.confirm("Take them?", default=True, err=True):
        raise CommandExit(USAGE, "icb-tui: import: nothing was written; --unit says what the values are")


def _make_question(option: str, options: ImportOptions, data: Dataset) -> Question:
    """What is asked of an option, with what may be answered and what is proposed."""
    from icb_tui.importing.choices import PossibleAnswer, Question

    possible: tuple[PossibleAnswer, ...] = ()
    if option == "aim":
        possible = tuple(PossibleAnswer(aim.id, (aim.name,)) for aim in data.aims)
    proposed = options["file"].name if option == "source" and str(options["file"]) != "-" else ""
    return Question(option, EXPECTED_ANSWERS[option], possible, proposed)


def _clean_description(options: Mapping[str, Any]) -> dict[str, str]:
    """What the options say of the indicators; raise CommandExit where one of them is empty."""
    from icb_tui.importing.import_problems import normalise_text

    answers = {}
    for option, expected in EXPECTED_ANSWERS.items():
        answers[option] = normalise_text(options[option] or "")
        if options[option] is not None and not answers[option]:
            raise CommandExit(USAGE, f"icb-tui: import: --{option} is empty; expected {expected}")
    return answers | {"note": normalise_text(options["note"] or "")}


def _make_record(
    series: ImportedIndicator, answers: Mapping[str, str], options: Mapping[str, Any], data: Dataset, *, alone: bool
) -> dict[str, Any]:
    """The record of a series, as it is written; a unit of the command line is for what has none, or is alone."""
    name = answers["name"] or series.name
    facts = series.facts | {fact: text for fact, text in answers.items() if text}
    decimals = _find_fact(series, "decimals", series.decimals, "[0-6]", "0 to 6")
    better = _find_fact(series, "better", "neither", "higher|lower|neither", "higher, lower or neither")
    record = {
        "id": _choose_id(series, name, options),
        "name": name,
        "aim": find_aim(facts["aim"], data),
        "unit": answers["unit"] if alone and answers["unit"] else series.unit or answers["unit"],
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


def _choose_id(series: ImportedIndicator, name: str, options: Mapping[str, Any]) -> str:
    """The id that is wanted: given, of the file, or made from the name; raise CommandExit where it is none."""
    from icb_tui.importing.indicator_drafts import make_id

    prefix = options["id_prefix"]
    made = make_id(name) if options["name"] else series.id or make_id(name)
    wanted = options["own_id"] or (f"{prefix.rstrip('-')}-{made}" if prefix else made)
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", wanted):
        option = "--id-prefix" if prefix and made else "--id"
        message = f"{option}: invalid id “{wanted}”" if wanted else "--id is missing, and the name gives none"
        raise CommandExit(USAGE, f"icb-tui: import: {message}; expected lower-case letters, digits and hyphens")
    return wanted


def _report_import(
    result: ImportResult,
    layout: Layout,
    merged: Sequence[MergedIndicator],
    data: Dataset,
    options: Mapping[str, Any],
) -> None:
    """Say what was read, what it joins, and what was left out and why, if the preview has not."""
    from icb_tui.importing.preview import count_left_out, describe_left_out

    if options.get("asked"):
        print_note("")
    for series, each in list(zip(result.indicators, merged, strict=True))[:MOST_LINES]:
        print_note(f"{each.record['name']}: {_describe_series(series, data)}")
        for line in describe_merged(each, options["policy"] or ""):
            print_note(line)
        if (series.unordered and not each.joined) or not each.ordered:
            newest = list(each.record["values"])[-1]
            print_note(f"The names of the periods do not show their order; the last, {newest}, is taken as the newest")
    if len(merged) > MOST_LINES:
        print_note(f"… and {len(merged) - MOST_LINES:,} more indicators")
    left_out = (count_left_out if options.get("previewed") else describe_left_out)(result.left_out)
    for line in (*result.warnings, *left_out):
        print_note(line)
    unused = [layout.headers[place] for place in layout.unused_columns if layout.headers[place].strip()]
    if unused:
        print_note(f"Columns not used: {', '.join(unused[:MOST_LINES])}")


def _describe_series(series: ImportedIndicator, data: Dataset) -> str:
    from icb_tui.domain.phrases import format_count

    periods, codes = list(series.values), {code for row in series.values.values() for code in row}
    span = f" ({periods[0]} to {periods[-1]})" if len(periods) > 1 else f" ({periods[0]})"
    values = format_count(sum(map(len, series.values.values())), "value")
    return f"{len(codes)} of {len(data.icbs)} boards, {format_count(len(periods), 'period')}{span}, {values}"


def _report_file(file: WrittenFile, merged: Sequence[MergedIndicator], options: ImportOptions) -> None:
    """Say where the indicators were written, how to see them, and how to do the same without a question."""
    see = f"icb-tui --data {quote_word(str(options['folder']))} --indicator {merged[0].record['id']}"
    if not file.path:
        print_note(f"Nothing was written; --to DIR writes to DIR/{FILE}")
    elif not file.is_changed:
        print_note(f"Nothing is new: {file.path} stays as it is. To see it: {see}")
    elif options["dry_run"]:
        print_note(f"Nothing was written; without --dry-run {file.path} would be as printed")
    else:
        print_note(f"Written to {file.path}. To see it: {see}")
    if options.get("asked"):
        print_note(f"The same without a question: {format_command(click.get_current_context().command, options)}")


def _open_explorer(indicator: str, options: Mapping[str, Any]) -> None:
    """Open the explorer on an indicator of the folder that was written to."""
    from icb_tui.cli.launch import run_explorer

    folder = options["folder"]
    others = [each.resolve() for each in list_data_folders(read_settings(), options["data"])]
    own = () if folder.resolve() in others else (folder,)
    run_explorer(data=(*options["data"], *own), indicator=indicator)
