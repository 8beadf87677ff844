"""Imported indicators put into a file of own data: what joins, what differs, and what is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import exit_on_user_error, print_note
from icb_tui.cli.commands.import_options import FILE
from icb_tui.cli.commands.import_questions import ImportOptions, can_ask
from icb_tui.cli.exit_codes import BAD_DATA, USAGE, CommandExit

if TYPE_CHECKING:
    from icb_tui.domain.dataset import Dataset
    from icb_tui.importing.indicator_homes import MergePolicy
    from icb_tui.importing.merging import MergedIndicator, ValueChange

MOST_LINES = 20
"""How many indicators or values are said one by one; more are only counted."""


@contextmanager
def name_file(file: Path | str, ending: str = "") -> Iterator[None]:
    """End the command where a file cannot be used, with its name and line before what is wrong."""
    from icb_tui.data_files.problems import FileError, Problem

    try:
        yield
    except FileError as error:
        raise CommandExit(BAD_DATA, str(Problem(str(file), error.line, "", f"{error}{ending}"))) from None


class WrittenFile:
    """The file that records are put into: its text as it is, and the text that it is to have."""

    def __init__(self, folder: Path | None, name: str = FILE) -> None:
        self.path = folder / name if folder else None
        with name_file(self.path or name):
            self.before = _read_target(self.path) if self.path else ""
        self.after = self.before

    @property
    def is_changed(self) -> bool:
        return self.after != self.before

    def list_records(self) -> list[dict[str, Any]]:
        """The indicators that the file holds, which the loader has taken."""
        from icb_tui.data_files import yaml_reader

        document = yaml_reader.read_yaml(self.before)[0] if self.before else None
        return list((document or {}).get("indicators", []))

    def put_in(self, records: Sequence[dict[str, Any]], data: Dataset) -> None:
        """Put records into the text; raise CommandExit where that cannot be, or anything would be lost."""
        from icb_tui.data_files import yaml_writer
        from icb_tui.domain.phrases import format_count

        with name_file(self.path or FILE, "; nothing was written"):
            self.after, whole = yaml_writer.merge_records(self.before, records)
        if (lost := yaml_writer.count_lost_comments(self.before, self.after)) > 0:
            print_note(f"Lost in the indicators that change: {format_count(lost, 'line')} of comments")
        _check_merged(whole, data, self.path)

    def write(self) -> None:
        from icb_tui.data_files.files import write_file

        assert self.path
        try:
            write_file(self.path, self.after.encode(), replace=os.path.lexists(self.path))
        except OSError as error:
            reason = error.strerror or "the file was created meanwhile"
            raise CommandExit(USAGE, f"icb-tui: import: {self.path} cannot be written: {reason}") from None


def _read_target(path: Path) -> str:
    """The text of the file that figures are put into, which the loader took; empty where there is none."""
    from icb_tui.data_files.files import read_text_file
    from icb_tui.data_files.snapshot import MAX_FILE_BYTES

    try:
        return read_text_file(path, MAX_FILE_BYTES, "YAML")
    except FileNotFoundError:
        return ""


def _check_merged(indicators: Sequence[Any], data: Dataset, path: Path | None) -> None:
    """Raise CommandExit where the loader would refuse a file of these indicators laid over the data.

    The other indicators were checked when they were read, and those of a prepared store have no values.
    """
    import msgspec

    from icb_tui.data_files import yaml_reader
    from icb_tui.domain import record_sections, validation
    from icb_tui.domain.records import FILES, IndicatorFile

    file = msgspec.convert({"indicators": indicators}, IndicatorFile)
    own = record_sections.RecordSections.from_records({"indicators": file.indicators})
    sections = [section for kind in FILES.values() if kind != IndicatorFile for section in kind.__struct_fields__]
    whole, _ = record_sections.merge_layers(
        [record_sections.RecordSections.from_records({name: getattr(data, name) for name in sections}), own]
    )
    for at, message in (*validation.find_duplicate_ids(own), *validation.find_breaches(whole)):
        raise CommandExit(BAD_DATA, f"{path or FILE}: {yaml_reader.format_path(at)}: {message}; nothing was written")


def merge_into_file(
    records: Sequence[Mapping[str, Any]], file: WrittenFile, data: Dataset, options: ImportOptions
) -> list[MergedIndicator]:
    """Put imported records beside those of the file; raise CommandExit where what is there would be replaced unasked.

    At a terminal values that differ are shown and asked about; the answer is put into the options.
    """
    from icb_tui.importing.merging import merge_indicators

    there = file.list_records()
    taken = _name_owners(data, {str(record["id"]) for record in there})

    def merge() -> list[MergedIndicator]:
        policy: MergePolicy = options["policy"] or "ask"
        given = bool(options["own_id"])
        return merge_indicators(records, there, taken, policy=policy, id_is_given=given)

    with exit_on_user_error("import"):
        merged = merge()
        if not options["policy"] and any(each.changes for each in merged):
            options["policy"] = _settle_changes(merged, options)
            merged = merge()
    chosen = [each.replace_values() if options["policy"] == "replace" else each.record for each in merged]
    file.put_in([record for record in chosen if record not in there], data)
    return merged


def _name_owners(data: Dataset, own: set[str]) -> dict[str, str]:
    """The ids that are not of the file, each with who has it."""
    others = [indicator.id for indicator in data.indicators if indicator.id not in own]
    return {id: data.find_origin("indicators", id) or "the bundled data" for id in others}


def _settle_changes(merged: Sequence[MergedIndicator], options: ImportOptions) -> str:
    """What is to become of values that differ: asked at a terminal; else raise CommandExit with each of them."""
    lines = [line for each in merged for line in list_changes(each)]
    if not can_ask(options):
        expected = "expected --replace to take the new values, or --add to keep those there; nothing was written"
        raise CommandExit(USAGE, *lines, f"icb-tui: import: values that are there differ from those to add; {expected}")
    for line in ["", *lines]:
        print_note(line)
    options["asked"] = True
    return "replace" if click.confirm("Replace the old values with the new?", default=False, err=True) else "add"


def list_changes(merged: MergedIndicator) -> list[str]:
    """Return the values that differ, such as “waits, March 2025, QKS: 81.8 → 82”; past some the rest are counted."""
    lines = [f"{merged.record['id']}, {_describe_change(change)}" for change in merged.changes[:MOST_LINES]]
    more = len(merged.changes) - MOST_LINES
    return lines if more <= 0 else [*lines, f"… and {more:,} more values of {merged.record['id']} that differ"]


def _describe_change(change: ValueChange) -> str:
    return f"{change.period}, {change.code}: {change.old:.15g} → {change.new:.15g}"


def describe_merged(merged: MergedIndicator, policy: str) -> Iterator[str]:
    """Yield what became of one indicator beside those that are there."""
    from icb_tui.domain.phrases import format_count

    id = merged.record["id"]
    if merged.taken_by:
        yield f"The id “{merged.wanted_id}” is taken by {merged.taken_by}; the id of this indicator is “{id}”"
    if not merged.joined:
        return
    new = f"{format_count(len(merged.new_periods), 'new period')}, {format_count(merged.new_values, 'new value')}"
    yield f"It joins the indicator “{id}” that is there: {new}"
    verb = "Replaced" if policy == "replace" else "Kept, although the file has another value"
    yield from (f"{verb}: {line}" for line in list_changes(merged))
    yield from (f"Replaced: {field}, “{old}” → “{new}”" for field, (old, new) in merged.replaced.items())
    if merged.kept:
        yield f"Kept as it is there: {', '.join(merged.kept)}; --replace takes the new"


def print_text(text: str) -> None:
    """Print YAML on standard output as it is."""
    click.echo(text, nl=False)
