"""YAML data files → Dataset; everything that is wrong is said in one go, by file, line and key."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from icb_tui import rules, yamlread
from icb_tui.bundled import bundled
from icb_tui.explain import faults_in
from icb_tui.files import NoFile, read_whole
from icb_tui.model import FILES, LAID_FILES, Dataset, Finding, Record
from icb_tui.problems import Problem, SeedError
from icb_tui.text import clean, one_of

LARGEST = 1024 * 1024 * 1024
"""The most bytes that one data file may have."""


def load(folder: Path | None = None, over: Sequence[Path] = ()) -> Dataset:
    """Return the data of a folder (the bundled data if none is given) with those of other folders laid over it.

    A folder laid over may hold any of the files, with any of their sections: its records take the place of those of
    the same id, or come after them. Raises SeedError with all that is wrong.
    """
    layers = [_Layer(folder or bundled(), "", FILES)]
    layers += [_Layer(laid, name, LAID_FILES) for laid, name in zip(over, _names(over), strict=True)]
    for layer in layers:
        layer.open()
    if problems := [problem for layer in layers for problem in layer.unusable]:
        raise SeedError(problems)
    for layer in layers:
        layer.parse()
    if not any(layer.problems for layer in layers):
        try:
            return _quick(layers)
        except (msgspec.ValidationError, _Suspect):
            pass
    raise SeedError(_explained(layers))


def _names(folders: Sequence[Path]) -> list[str]:
    """What folders that are laid over are called: their own names, or whole paths where two have the same name."""
    short = [clean(folder.resolve().name) for folder in folders]
    return [
        clean(str(f)) if short.count(name) > 1 or not name else name for f, name in zip(folders, short, strict=True)
    ]


class _Layer:
    """One folder of data: its texts, what they hold, and what is wrong in them."""

    def __init__(self, folder: Path, origin: str, kinds: dict[str, type[Record]]) -> None:
        self.folder, self.origin, self.kinds = folder, origin, kinds
        self.texts: dict[str, str] = {}
        self.documents: dict[str, Any] = {}
        self.unusable: list[Problem] = []
        self.problems: list[Problem] = []

    def problem(self, name: str, line: int, key: str, message: str) -> Problem:
        return Problem(clean(str(self.folder / name)), line, key, message)

    def open(self) -> None:
        """Read the texts of the files that must be there or, laid over, of those that are there."""
        names = list(FILES)
        if self.origin:
            names = [name for name in FILES if (self.folder / name).exists() or (self.folder / name).is_symlink()]
            if not names:
                there = "holds none of the data files" if self.folder.is_dir() else "is no folder of data files"
                told = f"{there}; expected {one_of(list(FILES))} in it"
                self.unusable.append(Problem(clean(str(self.folder)), 1, "", told))
        for name in names:
            try:
                self.texts[name] = _text(self.folder / name)
            except _Unusable as error:
                self.unusable.append(self.problem(name, error.line, "", str(error)))

    def parse(self) -> None:
        """Read the documents of the texts, noting what no YAML may have."""
        for name, text in self.texts.items():
            try:
                self.documents[name], doubled = yamlread.read(text)
            except yamlread.Unreadable as error:
                self.problems.append(self.problem(name, error.line, "", str(error)))
                continue
            for line, path, message in doubled:
                self.problems.append(self.problem(name, line, yamlread.key_text(path), message))

    def sections(self) -> rules.Sections:
        """Return the whole, converted records; raise ValidationError where one is of a wrong type."""
        records = {name: msgspec.convert(document, self.kinds[name]) for name, document in self.documents.items()}
        return rules.Sections.of({key: getattr(record, key) for name, record in records.items() for key in _keys(name)})

    def good_sections(self) -> rules.Sections:
        """Return the records that could be converted."""
        good = rules.Sections()
        for name, document in self.documents.items():
            good.add(document, FILES[name])
        return good

    def explain(self, faults: dict[str, list[tuple[yamlread.Path, str]]]) -> None:
        """Note faults as problems with their lines."""
        for name, found in faults.items():
            lines = yamlread.lines(self.texts[name]) if found else {}
            for path, message in found:
                self.problems.append(self.problem(name, _line(lines, path), yamlread.key_text(path), message))


class _Unusable(Exception):
    """A file that cannot be read at all."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def _text(path: Path) -> str:
    """Return the text of a regular, not too large UTF-8 file that is not empty."""
    try:
        raw = read_whole(path, LARGEST, "YAML")
    except FileNotFoundError:
        raise _Unusable("is missing; expected this file in the data folder") from None
    except NoFile as error:
        raise _Unusable(str(error)) from None
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


class _Suspect(Exception):
    """The records are of the right types, but some rule between them is broken."""


def _quick(layers: Sequence[_Layer]) -> Dataset:
    """Convert and check all layers; the way that explains is taken only where this one fails."""
    sections = [layer.sections() for layer in layers]
    whole, homes = rules.laid_over(sections)
    if any(next(rules.doubled(each), None) for each in sections) or next(rules.broken(whole), None):
        raise _Suspect
    origins = {
        section: laid
        for section, rows in whole.items()
        if (
            laid := {
                rules.id_of(row.record): layers[home.layer].origin
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
        folders=_folders(origins),
        rated_year=next((year for year in reversed(records["years"]) if year in rated), records["years"][-1]),
        unresolved=_unresolved(findings),
        fingerprint=_fingerprint(layers),
    )


def _folders(origins: dict[str, dict[str, str]]) -> dict[str, dict[str, int]]:
    folders: dict[str, dict[str, int]] = {}
    for section, laid in origins.items():
        for name, records in Counter(laid.values()).items():
            folders.setdefault(name, {})[section] = records
    return folders


def _unresolved(findings: Sequence[Finding]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.scope == "unresolved":
            of_year = counts.setdefault(finding.year, {})
            of_year[finding.kind] = of_year.get(finding.kind, 0) + 1
    return counts


def _fingerprint(layers: Sequence[_Layer]) -> str:
    """Eight characters that change with any change of the files."""
    digest = hashlib.sha256()
    for layer in layers:
        for name, text in layer.texts.items():
            digest.update(f"{layer.origin}/{name}\0{text}\0".replace("\r\n", "\n").encode())
    return digest.hexdigest()[:8]


def _explained(layers: Sequence[_Layer]) -> list[Problem]:
    """Return every problem: of YAML, of types, and between records, each with its file and line."""
    good = [layer.good_sections() for layer in layers]
    found: list[dict[str, list[tuple[yamlread.Path, str]]]] = []
    for layer, sections in zip(layers, good, strict=True):
        faults = {name: list(faults_in(document, layer.kinds[name])) for name, document in layer.documents.items()}
        for path, message in rules.doubled(sections):
            faults[_FILE_OF[str(path[0])]].append((path, message))
        found.append(faults)
    for number, path, message in _between(good):
        found[number][_FILE_OF[str(path[0])]].append((path, message))
    for layer, faults in zip(layers, found, strict=True):
        layer.explain(faults)
    return [
        problem
        for layer in layers
        for problem in sorted(layer.problems, key=lambda p: (list(FILES).index(Path(p.file).name), p.line))
    ]


_FILE_OF = {section: name for name in FILES for section in _keys(name)}


def _between(good: list[rules.Sections]) -> Iterator[tuple[int, yamlread.Path, str]]:
    """Yield the rules between records that are broken: the layer to mend it in, the path there, and what is wrong."""
    whole, homes = rules.laid_over(good)
    for path, message in rules.broken(whole):
        section = str(path[0])
        if len(path) == 1:
            yield max(number for number, layer in enumerate(good) if section in layer), path, message
        else:
            home = homes[section][int(path[1])]
            yield home.layer, (section, home.place, *path[2:]), message


def _line(lines: dict[yamlread.Path, int], path: yamlread.Path) -> int:
    """The line of a path, or of the nearest thing around it that is there."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
