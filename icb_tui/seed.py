"""YAML data files → Dataset; everything that is wrong is said in one go, by file, line and key."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from icb_tui import rules, yamlread
from icb_tui.explain import faults_in
from icb_tui.model import FILES, Dataset
from icb_tui.text import clean, one_of

LARGEST = 64 * 1024 * 1024
"""The most bytes that one data file may have."""


class Problem(Struct, frozen=True):
    """One thing that is wrong in the data; `line` counts from 1, `key` is empty for the file as a whole."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.key, self.message) if part)


class SeedError(Exception):
    """The data files cannot be used; `problems` says why, in the order of the files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def bundled() -> Path:
    """The folder of the data that came with the program: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    return next((d for d in (package / "data", package.parent / "data") if d.is_dir()), package / "data")


def load(folder: Path | None = None) -> Dataset:
    """Return the data of a folder (the bundled data if none is given); raise SeedError with all that is wrong."""
    folder = folder or bundled()
    texts, problems = {}, []
    for name in FILES:
        try:
            texts[name] = _text(folder / name)
        except _Unusable as error:
            problems.append(Problem(clean(str(folder / name)), error.line, "", str(error)))
    if problems:
        raise SeedError(problems)
    return _dataset(folder, texts)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of each data file, by file name."""
    return {name: msgspec.json.schema(kind) for name, kind in FILES.items()}


class _Unusable(Exception):
    """A file that cannot be read at all."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def _text(path: Path) -> str:
    """Return the text of a regular, not too large UTF-8 file that is not empty."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise _Unusable("is a directory; expected a YAML file")
        if not stat.S_ISREG(status.st_mode):
            raise _Unusable("is no regular file; expected a YAML file")
        if status.st_size > LARGEST:
            raise _Unusable(f"has {status.st_size:,} bytes; expected at most {LARGEST:,}")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _Unusable("is missing; expected this file in the data folder") from None
    except OSError as error:
        raise _Unusable(f"cannot be read: {error.strerror}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Unusable("is not UTF-8; save it as UTF-8", line) from None
    if not text.strip():
        raise _Unusable("is empty; expected " + one_of([f"`{key}:`" for key in _keys(path.name)], conjunction="and"))
    return text


def _keys(name: str) -> tuple[str, ...]:
    return FILES[name].__struct_fields__


def _dataset(folder: Path, texts: dict[str, str]) -> Dataset:
    """Read, convert and check all files; the quick way first, the way that explains only where that fails."""
    documents, faults = {}, []
    for name, text in texts.items():
        try:
            documents[name], doubled = yamlread.read(text)
        except yamlread.Unreadable as error:
            faults.append(Problem(clean(str(folder / name)), error.line, "", str(error)))
            continue
        faults += [Problem(clean(str(folder / name)), *_keyed(fault)) for fault in doubled]
    if len(documents) == len(texts) and not faults:
        try:
            return _quick(documents)
        except (msgspec.ValidationError, _Suspect):
            pass
    faults += _explained(folder, texts, documents)
    raise SeedError(sorted(faults, key=lambda p: (list(FILES).index(Path(p.file).name), p.line)))


def _keyed(fault: yamlread.Fault) -> tuple[int, str, str]:
    line, path, message = fault
    return line, yamlread.key_text(path), message


class _Suspect(Exception):
    """The records are of the right types, but some rule between them is broken."""


def _quick(documents: dict[str, Any]) -> Dataset:
    sections: dict[str, Any] = {}
    for name, kind in FILES.items():
        record = msgspec.convert(documents[name], kind)
        sections |= {key: getattr(record, key) for key in _keys(name)}
    if next(rules.broken(rules.Sections.of(sections)), None):
        raise _Suspect
    return Dataset(**sections)


def _explained(folder: Path, texts: dict[str, str], documents: dict[str, Any]) -> list[Problem]:
    """Return every problem of types and between records, each with its line."""
    found: dict[str, list[tuple[yamlread.Path, str]]] = {name: [] for name in documents}
    good = rules.Sections()
    for name, document in documents.items():
        found[name] += faults_in(document, FILES[name])
        good.add(document, FILES[name])
    home = {key: name for name in FILES for key in _keys(name)}
    for path, message in rules.broken(good):
        found[home[str(path[0])]].append((path, message))
    problems = []
    for name, faults in found.items():
        lines = yamlread.lines(texts[name]) if faults else {}
        for path, message in faults:
            problems.append(Problem(clean(str(folder / name)), _line(lines, path), yamlread.key_text(path), message))
    return problems


def _line(lines: dict[yamlread.Path, int], path: yamlread.Path) -> int:
    """The line of a path, or of the nearest thing around it that is there."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
