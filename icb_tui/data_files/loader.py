"""YAML data files → Dataset; everything that is wrong is said in one go, by file, line and key."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.files import decode_text, read_file
from icb_tui.data_files.problems import DataError, FileError, Problem
from icb_tui.data_files.snapshot import MAX_FILE_BYTES, FileContents
from icb_tui.data_files.type_errors import find_type_faults
from icb_tui.domain import record_sections, validation
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import FILES, OWN_DATA_FILES, Finding, Record
from icb_tui.text.ascii import to_ascii
from icb_tui.text.cells import clean, join_names


def convert_to_ascii(data: Dataset) -> Dataset:
    """Return the data in ASCII, the symbols of the ratings as their stand-ins."""
    plain = _ascii_values(msgspec.to_builtins(data))
    for rating in plain["ratings"]:
        rating["symbol"] = rating["ascii"]
    return msgspec.convert(plain, Dataset)


def _ascii_values(value: Any) -> Any:
    match value:
        case str():
            return to_ascii(value)
        case dict():
            return {_ascii_values(key): _ascii_values(item) for key, item in value.items()}
        case list() | tuple():
            return [_ascii_values(item) for item in value]
    return value


def load_dataset(
    folder: Path | None = None, over: Sequence[Path] = (), contents: FileContents | None = None
) -> Dataset:
    """Return the data of a folder (the bundled data if none is given) with those of other folders laid over it.

    A folder laid over may hold any of the files, with any of their sections: its records take the place of those of
    the same id, or come after them. `contents` are the files as a Snapshot has read them: no others are looked for.
    Raises DataError with all that is wrong.
    """
    layers = [_DataFolder(folder or find_bundled_folder(), "", FILES)]
    layers += [_DataFolder(own, name, OWN_DATA_FILES) for own, name in zip(over, _name_folders(over), strict=True)]
    for layer in layers:
        layer.read_texts(contents)
    if problems := [problem for layer in layers for problem in layer.unusable]:
        raise DataError(problems)
    for layer in layers:
        layer.parse_texts()
    if not any(layer.problems for layer in layers):
        with suppress(msgspec.ValidationError):
            if data := _build_dataset(layers):
                return data
    raise DataError(_explain_problems(layers))


def _name_folders(folders: Sequence[Path]) -> list[str]:
    """What folders that are laid over are called: their own names, or whole paths where two have the same name."""
    short = [clean(_resolve_name(folder)) for folder in folders]
    return [
        clean(str(f)) if short.count(name) > 1 or not name else name for f, name in zip(folders, short, strict=True)
    ]


def _resolve_name(folder: Path) -> str:
    """The name of a folder where its links lead; as it is given where they lead nowhere."""
    try:
        return folder.resolve().name
    except (OSError, RuntimeError):  # in a folder that was deleted, or a link to itself
        return folder.name


class _DataFolder:
    """One folder of data: its texts, what they hold, and what is wrong in them."""

    def __init__(self, folder: Path, origin: str, kinds: dict[str, type[Record]]) -> None:
        self.folder, self.origin, self.kinds = folder, origin, kinds
        self.texts: dict[str, str] = {}
        self.documents: dict[str, Any] = {}
        self.unusable: list[Problem] = []
        self.problems: list[Problem] = []

    def make_problem(self, name: str, line: int, key: str, message: str) -> Problem:
        return Problem(clean(str(self.folder / name)), line, key, message)

    def read_texts(self, contents: FileContents | None) -> None:
        """Read the texts of the files that must be there or, laid over, of those that are there."""
        names = list(FILES)
        if self.origin:
            names = _list_names(self.folder, contents)
            if not names:
                there = "no data files in this folder" if self.folder.is_dir() else "not a folder of data files"
                message = f"{there}; expected {join_names(list(FILES))}"
                self.unusable.append(Problem(clean(str(self.folder)), 1, "", message))
        for name in names:
            try:
                self.texts[name] = _read_text(self.folder / name, (contents or {}).get(self.folder / name))
            except FileError as error:
                self.unusable.append(self.make_problem(name, error.line or 1, "", str(error)))

    def parse_texts(self) -> None:
        """Read the documents of the texts, noting what no YAML may have."""
        for name, text in self.texts.items():
            try:
                self.documents[name], doubled = yaml_reader.read_yaml(text)
            except FileError as error:
                self.problems.append(self.make_problem(name, error.line or 1, "", str(error)))
                continue
            for line, path, message in doubled:
                self.problems.append(self.make_problem(name, line, yaml_reader.format_path(path), message))

    def convert_sections(self) -> record_sections.RecordSections:
        """Return the whole, converted records; raise ValidationError where one is of a wrong type."""
        records = {name: msgspec.convert(document, self.kinds[name]) for name, document in self.documents.items()}
        return record_sections.RecordSections.from_records(
            {key: getattr(record, key) for name, record in records.items() for key in _section_names(name)}
        )

    def convert_valid_records(self) -> record_sections.RecordSections:
        """Return the records that could be converted."""
        good = record_sections.RecordSections()
        for name, document in self.documents.items():
            good.add_valid_records(document, FILES[name])
        return good

    def add_problems(self, faults: dict[str, list[tuple[record_sections.KeyPath, str]]]) -> None:
        """Note faults as problems with their lines."""
        for name, found in faults.items():
            lines = yaml_reader.find_lines(self.texts[name]) if found else {}
            for path, message in found:
                self.problems.append(
                    self.make_problem(name, _find_line(lines, path), yaml_reader.format_path(path), message)
                )


def _list_names(folder: Path, contents: FileContents | None) -> list[str]:
    """The data files of a folder that are there, or that were, when their contents were read."""
    if contents is None:
        return [name for name in FILES if os.path.lexists(folder / name)]
    return [name for name in FILES if folder / name in contents]


def _read_text(path: Path, content: bytes | None) -> str:
    """Return the text of a data file that is not empty, whose content may be known; raise FileError."""
    try:
        text = decode_text(read_file(path, MAX_FILE_BYTES, "YAML") if content is None else content)
    except FileNotFoundError:
        raise FileError("file not found; expected it in the data folder") from None
    if not text.strip():
        sections = join_names([f"`{key}:`" for key in _section_names(path.name)], conjunction="and")
        raise FileError(f"empty file; expected {sections}")
    return text


def _section_names(name: str) -> tuple[str, ...]:
    return FILES[name].__struct_fields__


def _build_dataset(layers: Sequence[_DataFolder]) -> Dataset | None:
    """Convert and check all layers; None where a rule between records is broken, which `_explain_problems` finds."""
    sections = [layer.convert_sections() for layer in layers]
    whole, homes = record_sections.merge_layers(sections)
    if any(next(validation.find_duplicate_ids(each), None) for each in sections) or next(
        validation.find_breaches(whole), None
    ):
        return None
    origins = {
        section: own
        for section, rows in whole.items()
        if (
            own := {
                record_sections.record_id(row.record): layers[home.layer].origin
                for row, home in zip(rows, homes[section], strict=True)
                if home.layer
            }
        )
    }
    records = {section: tuple(row.record for row in rows) for section, rows in whole.items()}
    findings: tuple[Finding, ...] = records["findings"]
    rated = {finding.year for finding in findings if finding.rating}
    return Dataset(
        **records,
        origins=origins,
        own_folders=_count_by_folder(origins),
        rated_year=next((year for year in reversed(records["years"]) if year in rated), records["years"][-1]),
        board_findings=_count_by_year(findings, "icb"),
        unmatched=_count_by_year(findings, "unresolved"),
        unmatched_names=_list_unmatched_names(findings),
        fingerprint=_hash_files(layers),
    )


def _count_by_folder(origins: dict[str, dict[str, str]]) -> dict[str, dict[str, int]]:
    folders: dict[str, dict[str, int]] = {}
    for section, own in origins.items():
        for name, records in Counter(own.values()).items():
            folders.setdefault(name, {})[section] = records
    return folders


def _count_by_year(findings: Sequence[Finding], scope: str) -> dict[str, dict[str, int]]:
    """How many findings of a scope there are by year and kind."""
    counts: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.scope == scope:
            of_year = counts.setdefault(finding.year, {})
            of_year[finding.kind] = of_year.get(finding.kind, 0) + 1
    return counts


def _list_unmatched_names(findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        if finding.named and finding.candidates:
            names[finding.named] = tuple(dict.fromkeys((*names.get(finding.named, ()), *finding.candidates)))
    return names


def _hash_files(layers: Sequence[_DataFolder]) -> str:
    """Eight characters that change with any change of the files."""
    digest = hashlib.sha256()
    for layer in layers:
        for name, text in layer.texts.items():
            digest.update(f"{layer.origin}/{name}\0{text}\0".replace("\r\n", "\n").encode())
    return digest.hexdigest()[:8]


def _explain_problems(layers: Sequence[_DataFolder]) -> list[Problem]:
    """Return every problem: of YAML, of types, and between records, each with its file and line."""
    good = [layer.convert_valid_records() for layer in layers]
    found: list[dict[str, list[tuple[record_sections.KeyPath, str]]]] = []
    for layer, sections in zip(layers, good, strict=True):
        faults = {
            name: list(find_type_faults(document, layer.kinds[name])) for name, document in layer.documents.items()
        }
        for path, message in validation.find_duplicate_ids(sections):
            faults[_FILE_OF[str(path[0])]].append((path, message))
        found.append(faults)
    for number, path, message in _check_rules(good):
        found[number][_FILE_OF[str(path[0])]].append((path, message))
    for layer, faults in zip(layers, found, strict=True):
        layer.add_problems(faults)
    return [
        problem
        for layer in layers
        for problem in sorted(layer.problems, key=lambda p: (list(FILES).index(Path(p.file).name), p.line or 1))
    ]


_FILE_OF = {section: name for name in FILES for section in _section_names(name)}


def _check_rules(good: list[record_sections.RecordSections]) -> Iterator[tuple[int, record_sections.KeyPath, str]]:
    """Yield the rules between records that are broken: the layer to mend it in, the path there, and what is wrong."""
    whole, homes = record_sections.merge_layers(good)
    for path, message in validation.find_breaches(whole):
        section = str(path[0])
        if len(path) == 1:
            yield max(number for number, layer in enumerate(good) if section in layer), path, message
        else:
            home = homes[section][int(path[1])]
            yield home.layer, (section, home.place, *path[2:]), message


def _find_line(lines: dict[record_sections.KeyPath, int], path: record_sections.KeyPath) -> int:
    """The line of a path, or of the nearest thing around it that is there."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
