"""The command that makes official figures of the analyst's own from CSV."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icb_tui.ending import BAD_DATA, USAGE, Stop
from icb_tui.options import data_option
from icb_tui.shell import aim_named, folders, narrate, refused

if TYPE_CHECKING:
    from icb_tui.figurescsv import Reading, Series
    from icb_tui.model import Dataset

Outer = dict[str, Any]

FILE = "indicators.yaml"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option(
    "--source", metavar="TEXT", help="Who published the figures, where and when. Asked for if it is not given."
)
@click.option("--aim", metavar="AIM", help="The aim they speak to: 1 to 5, or a word. Asked for if it is not given.")
@click.option("--name", metavar="TEXT", help="What the figure is called, where the file does not say.")
@click.option("--unit", metavar="TEXT", help="What it is counted in, for example '% of patients'.")
@click.option("--id", "own_id", metavar="ID", help="Its id; made from the name if it is not given.")
@click.option("--decimals", type=click.IntRange(0, 6), help="Decimals to show; as in the file if not given.")
@click.option(
    "--better",
    type=click.Choice(["higher", "lower", "neither"]),
    default="neither",
    show_default=True,
    help="Which way is better; nothing is guessed.",
)
@click.option("--note", metavar="TEXT", help="What a reader must know of the figures.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only these rows, for example Sex=Persons.")
@click.option("--skip-unknown", is_flag=True, help="Leave out boards that are not in the data, in place of stopping.")
@click.option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR", help=f"Write them to DIR/{FILE}.")
@click.option("--replace", is_flag=True, help="Let them take the place of figures of the same id.")
@data_option
@click.pass_obj
def import_(outer: Outer, /, file: Path, data: tuple[Path, ...], **options: Any) -> None:
    """Make official figures of your own from CSV: print them as YAML, or put them into a folder of own data.

    The file is tidy (columns code, period, value; perhaps indicator and unit) or a download from Fingertips.

    For example: icb-tui import waits.csv --source "NHS England, June 2026" --aim 4 --to my-data
    """
    dataset = _data(folders(data or outer["data"]), options["folder"])
    reading = _read(file, dataset, _chosen(options["where"]), skip_unknown=options["skip_unknown"])
    _check_one(reading.series, options)
    answers = _answers(reading.series, options, dataset)
    records = [_record(series, answers, options) for series in reading.series]
    path = options["folder"] / FILE if options["folder"] else None
    text = _merged(records, dataset, path, replace=options["replace"])
    if path:
        _write(path, text)
    else:
        click.echo(text, nl=False)
    _tell(reading, records, dataset, options["folder"])


def _data(over: Sequence[Path], folder: Path | None) -> Dataset:
    """The data asked for, with those of the folder that is written to, if it holds any: boards may be among them."""
    from icb_tui.model import FILES
    from icb_tui.problems import SeedError
    from icb_tui.seed import load

    others = [each.resolve() for each in over]
    if folder and folder.resolve() not in others and any((folder / name).exists() for name in FILES):
        over = [*over, folder]
    try:
        return load(over=over)
    except SeedError as error:
        raise refused(error) from None


def _chosen(where: Sequence[str]) -> dict[str, str]:
    """Column → value, of what --where says."""
    for text in where:
        if "=" not in text:
            raise Stop(USAGE, f"icb-tui: import: --where: “{text}” is no choice; expected COLUMN=VALUE, as Sex=Persons")
    return dict(text.split("=", 1) for text in where)


def _read(file: Path, data: Dataset, where: Mapping[str, str], *, skip_unknown: bool) -> Reading:
    """The figures of a file; raise Stop with all that is wrong in it."""
    from icb_tui import csvtext, figurescsv
    from icb_tui.files import NoFile, read_whole
    from icb_tui.wording import counted

    try:
        text = csvtext.decoded(read_whole(file, csvtext.LARGEST, "CSV"))
    except FileNotFoundError:
        raise Stop(BAD_DATA, f"{file}: is missing; expected a CSV file") from None
    except NoFile as error:
        raise Stop(BAD_DATA, f"{file}: {error}") from None
    except csvtext.NoCsv as error:
        raise Stop(BAD_DATA, f"{file}:{error.line}: {error}") from None
    reading = figurescsv.read(text, figurescsv.board_names(data.icbs), where, skip_unknown=skip_unknown)
    if problems := reading.problems.count:
        told = [f"{file}:{problem}" for problem in reading.problems.told]
        more = [f"… and {problems - len(told):,} more"] if problems > len(told) else []
        raise Stop(BAD_DATA, *told, *more, f"icb-tui: {counted(problems, 'problem')} in {file}; nothing was written")
    return reading


def _check_one(series: Sequence[Series], options: Mapping[str, Any]) -> None:
    """A name and an id of the command line are for one figure."""
    given = [f"--{option}" for option, value in (("name", options["name"]), ("id", options["own_id"])) if value]
    if given and len(series) > 1:
        told = f"{given[0]} is for one figure, and the file holds {len(series)}"
        raise Stop(USAGE, f"icb-tui: import: {told}; expected --where to choose one, or their names from the file")


EXPECTED = {
    "source": "who published the figures, where and when, such as “NHS England, A&E attendances, June 2026”",
    "aim": "an aim, 1 to 5 or a word such as health",
    "name": "what the figure is called, such as “Waits over 18 weeks”",
    "unit": "what it is counted in, such as “% of patients”",
}
"""What must be known of figures, as it is asked for."""


def _answers(series: Sequence[Series], options: Mapping[str, Any], data: Dataset) -> dict[str, str]:
    """What must be known of the figures: as the options say it, asked for at a terminal; else raise Stop."""
    from icb_tui.figurescsv import settled

    needed = {
        "name": any(not each.name for each in series),
        "unit": any(not each.unit for each in series),
        "aim": True,
        "source": True,
    }
    answers = {}
    for option, need in needed.items():
        text = options[option]
        if text is None and need:
            text = _asked_for(option)
        answers[option] = settled(text or "")
        if (need or text is not None) and not answers[option]:
            raise Stop(USAGE, f"icb-tui: import: --{option} is empty; expected {EXPECTED[option]}")
    return answers | {"aim": aim_named(answers["aim"], data), "note": settled(options["note"] or "")}


def _asked_for(option: str) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Stop(USAGE, f"icb-tui: import: --{option} is missing; expected {EXPECTED[option]}")
    return str(click.prompt(f"{option.capitalize()}: {EXPECTED[option]}\n", prompt_suffix="> ", err=True))


def _record(series: Series, answers: Mapping[str, str], options: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a series, as it is written; raise Stop where its id is none."""
    from icb_tui.figurescsv import slug

    name = answers["name"] or series.name
    own_id = options["own_id"] or series.id or slug(name)
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", own_id):
        told = f"--id: “{own_id}” is no id" if own_id else "--id is missing, and the name gives none"
        raise Stop(USAGE, f"icb-tui: import: {told}; expected lower-case letters, digits and hyphens")
    record = {
        "id": own_id,
        "name": name,
        "aim": answers["aim"],
        "unit": answers["unit"] or series.unit,
        "decimals": series.decimals if options["decimals"] is None else options["decimals"],
        "better": options["better"],
        "source": answers["source"],
        "note": answers["note"],
        "values": series.values,
    }
    return {key: value for key, value in record.items() if value != ""}


def _file_there(path: Path) -> str:
    """The text of the file that figures are put into, which the loader took; empty where there is none."""
    from icb_tui.csvtext import LARGEST
    from icb_tui.files import NoFile, read_whole

    try:
        return read_whole(path, LARGEST, "YAML").decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except NoFile as error:
        raise Stop(BAD_DATA, f"{path}: {error}") from None


def _merged(records: Sequence[dict[str, Any]], data: Dataset, path: Path | None, *, replace: bool) -> str:
    """The text to write: the records, put into the file that is there; raise Stop where anything would be lost."""
    from icb_tui import yamlwrite

    there = _file_there(path) if path else ""
    if not replace and (doubled := [record["id"] for record in records if record["id"] in data.indicator]):
        told = f"there is a figure “{doubled[0]}” already"
        raise Stop(USAGE, f"icb-tui: import: {told}; expected another --id, or --replace to take its place")
    try:
        text, whole = yamlwrite.put_in(there, records)
    except yamlwrite.CannotPut as error:
        raise Stop(BAD_DATA, f"{path}: {error}; nothing was written") from None
    if (lost := yamlwrite.comments_lost(there, text)) > 0:
        narrate(f"Comments inside the figures replaced are gone: {lost} lines")
    _check(whole, data, path)
    return text


def _check(indicators: Sequence[Any], data: Dataset, path: Path | None) -> None:
    """Raise Stop where the loader would refuse a file of these indicators laid over the data."""
    import msgspec

    from icb_tui import rules, yamlread
    from icb_tui.model import FILES, IndicatorFile

    file = msgspec.convert({"indicators": indicators}, IndicatorFile)
    laid = rules.Sections.of({"indicators": file.indicators})
    sections = [section for kind in FILES.values() for section in kind.__struct_fields__]
    whole, _ = rules.laid_over([rules.Sections.of({name: getattr(data, name) for name in sections}), laid])
    for at, message in (*rules.doubled(laid), *rules.broken(whole)):
        raise Stop(BAD_DATA, f"{path or FILE}: {yamlread.key_text(at)}: {message}; nothing was written")


def _write(path: Path, text: str) -> None:
    from icb_tui.files import write_whole

    try:
        write_whole(path, text.encode(), replace=path.exists())
    except OSError as error:
        raise Stop(
            USAGE, f"icb-tui: import: {path} cannot be written: {error.strerror or 'it is there by now'}"
        ) from None


def _tell(reading: Reading, records: Sequence[dict[str, Any]], data: Dataset, folder: Path | None) -> None:
    """Say what was read, what was left out and why, and how to see it."""
    from icb_tui.csvtext import MOST_TOLD
    from icb_tui.wording import counted

    for series, record in list(zip(reading.series, records, strict=True))[:MOST_TOLD]:
        periods, codes = list(series.values), {code for row in series.values.values() for code in row}
        span = f" ({periods[0]} to {periods[-1]})" if len(periods) > 1 else f" ({periods[0]})"
        count = sum(map(len, series.values.values()))
        told = f"{len(codes)} of {len(data.icbs)} boards, {counted(len(periods), 'period')}{span}"
        narrate(f"{record['name']}: {told}, {counted(count, 'value')}")
        if series.as_found:
            narrate(
                f"How its periods are written does not tell their order: {periods[-1]}, the last, is taken as newest"
            )
    if len(records) > MOST_TOLD:
        narrate(f"… and {len(records) - MOST_TOLD:,} more figures")
    for why, count in reading.left_out.items():
        narrate(f"Left out: {counted(count, 'row')} {why}")
    if reading.unused:
        narrate(f"Columns not read: {', '.join(reading.unused[:MOST_TOLD])}")
    if folder:
        shown = f"icb-tui --data {shlex.quote(str(folder))} --indicator {records[0]['id']}"
        narrate(f"Written to {folder / FILE}. To see it: {shown}")
    else:
        narrate(f"Nothing was written; --to DIR puts it into DIR/{FILE}")
