"""YAML data files → Dataset; everything that is wrong is said in one go, by file, line and key."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.data_folder import DataFolder
from icb_tui.data_files.problems import DataError
from icb_tui.data_files.progress import CHECKING, report_progress
from icb_tui.data_files.snapshot import FileContents
from icb_tui.domain import record_sections, validation
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.record_sections import RecordHome
from icb_tui.domain.records import FILES, OWN_DATA_FILES, Finding
from icb_tui.text.cells import clean


def load_dataset(
    folder: Path | None = None, over: Sequence[Path] = (), contents: FileContents | None = None
) -> Dataset:
    """Return the data of a folder (the bundled data if none is given) with those of other folders laid over it.

    A folder laid over may hold any of the files, with any of their sections: its records take the place of those of
    the same id, or come after them. `contents` are the files as a Snapshot has read them: no others are looked for.
    Raises DataError with what is wrong.
    """
    layers = [DataFolder(folder or find_bundled_folder(), "", FILES)]
    layers += [DataFolder(own, name, OWN_DATA_FILES) for own, name in zip(over, _name_folders(over), strict=True)]
    for layer in layers:
        layer.read_texts(contents)
    if problems := [problem for layer in layers for problem in layer.unusable]:
        raise DataError(problems)
    for layer in layers:
        layer.parse_texts()
    report_progress(CHECKING)
    if not any(layer.faults for layer in layers):
        with suppress(msgspec.ValidationError):
            if data := _build_dataset(layers):
                return data
    from icb_tui.data_files.problem_finder import explain_problems

    raise explain_problems(layers)


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


def _build_dataset(layers: Sequence[DataFolder]) -> Dataset | None:
    """Convert and check all layers; None where a rule between records is broken, which `explain_problems` finds."""
    sections = [layer.convert_sections() for layer in layers]
    whole, homes = record_sections.merge_layers(sections)
    if any(next(validation.find_duplicate_ids(each), None) for each in sections) or next(
        validation.find_breaches(whole), None
    ):
        return None
    origins = {section: own for section, rows in homes.items() if (own := _name_origins(rows, layers))}
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


def _name_origins(rows: Sequence[RecordHome], layers: Sequence[DataFolder]) -> dict[str, str]:
    """The folder of each record of a section that comes from a folder of the user's."""
    own = [(layers[number].origin, row.record) for number, row in rows if number]
    ids = record_sections.list_record_ids([record for _, record in own])
    return dict(zip(ids, (origin for origin, _ in own), strict=True))


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
    names: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.named and finding.candidates:
            names.setdefault(finding.named, {}).update(dict.fromkeys(finding.candidates))
    return {name: tuple(candidates) for name, candidates in names.items()}


def _hash_files(layers: Sequence[DataFolder]) -> str:
    """Eight characters that change with any change of the files."""
    digest = hashlib.sha256()
    for layer in layers:
        for name, text in layer.texts.items():
            for part in (f"{layer.origin}/{name}\0", text, "\0"):
                digest.update(part.replace("\r\n", "\n").encode())
    return digest.hexdigest()[:8]
