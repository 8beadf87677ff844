"""One folder of data files: its texts, what they hold, and what is wrong in them before it is compared with others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.files import decode_text, is_there, read_file
from icb_tui.data_files.problems import FileError, Problem, make_problem
from icb_tui.data_files.snapshot import MAX_FILE_BYTES, FileContents
from icb_tui.domain.record_sections import KeyPath, RecordSections
from icb_tui.domain.records import FILES, Record
from icb_tui.text.cells import clean, join_names


class Fault(NamedTuple):
    """What is wrong in a file of a folder: where in its document, and on which line, where that is known already."""

    name: str
    path: KeyPath
    message: str
    line: int | None = None


class DataFolder:
    """A folder of data. `unusable` says which files cannot be read, `faults` what is wrong as YAML."""

    def __init__(self, folder: Path, origin: str, kinds: dict[str, type[Record]]) -> None:
        self.folder, self.origin, self.kinds = folder, origin, kinds
        self.texts: dict[str, str] = {}
        self.documents: dict[str, Any] = {}
        self.unusable: list[Problem] = []
        self.faults: list[Fault] = []

    def read_texts(self, contents: FileContents | None = None) -> None:
        """Read the texts of the files that must be there or, laid over, of those that are there.

        `contents` are the files as a Snapshot has read them: no others are looked for.
        """
        try:
            names = self._list_own_files(contents) if self.origin else list(FILES)
        except FileError as error:
            self.unusable.append(make_problem(clean(str(self.folder)), 1, "", str(error)))
            return
        for name in names:
            try:
                self.texts[name] = _read_text(self.folder / name, (contents or {}).get(self.folder / name))
            except FileError as error:
                self.unusable.append(self._make_problem(Fault(name, (), str(error)), error.line or 1))

    def _list_own_files(self, contents: FileContents | None) -> list[str]:
        """The data files that are in the folder, or that were when they were read, at least one; raise FileError."""
        paths = {name: self.folder / name for name in FILES}
        names = [name for name, path in paths.items() if (is_there(path) if contents is None else path in contents)]
        if not names:
            there = "no data files in this folder" if os.path.isdir(self.folder) else "not a folder of data files"
            raise FileError(f"{there}; expected {join_names(list(FILES))}")
        return names

    def parse_texts(self) -> None:
        """Read the documents of the texts, noting what no YAML may have."""
        for name, text in self.texts.items():
            try:
                self.documents[name], doubled = yaml_reader.read_yaml(text)
            except FileError as error:
                self.faults.append(Fault(name, (), str(error), error.line or 1))
                continue
            self.faults += (Fault(name, path, message, line) for line, path, message in doubled)

    def convert_sections(self) -> RecordSections:
        """Return the whole, converted records; raise ValidationError where one is of a wrong type."""
        records = {name: msgspec.convert(document, self.kinds[name]) for name, document in self.documents.items()}
        return RecordSections.from_records(
            {key: getattr(record, key) for name, record in records.items() for key in list_section_names(name)}
        )

    def convert_valid_records(self) -> RecordSections:
        """Return the records that could be converted."""
        good = RecordSections()
        for name, document in self.documents.items():
            good.add_valid_records(document, FILES[name])
        return good

    def locate_faults(self, faults: list[Fault]) -> list[Problem]:
        """Return faults as problems, in the order of files and lines."""
        problems = []
        for name, text in self.texts.items():
            mine = [fault for fault in faults if fault.name == name]
            unplaced = [fault.path for fault in mine if not fault.line]
            lines = yaml_reader.find_lines(text, unplaced) if unplaced else {}
            placed = [(fault.line or lines[fault.path], fault) for fault in mine]
            problems += [self._make_problem(fault, line) for line, fault in sorted(placed, key=lambda pair: pair[0])]
        return problems

    def _make_problem(self, fault: Fault, line: int) -> Problem:
        return make_problem(
            clean(str(self.folder / fault.name)), line, yaml_reader.format_path(fault.path), fault.message
        )


def _read_text(path: Path, content: bytes | None) -> str:
    """Return the text of a data file that is not empty, whose content may be known; raise FileError."""
    try:
        text = decode_text(read_file(path, MAX_FILE_BYTES, "YAML") if content is None else content)
    except FileNotFoundError:
        raise FileError("file not found; expected it in the data folder") from None
    if not text.strip():
        sections = join_names([f"`{key}:`" for key in list_section_names(path.name)], conjunction="and")
        raise FileError(f"empty file; expected {sections}")
    return text


def list_section_names(name: str) -> tuple[str, ...]:
    """Return the sections of a data file."""
    return FILES[name].__struct_fields__
