"""What is wrong in folders of data: every fault is counted, and the first are said, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice

from icb_tui.data_files.data_folder import DataFolder, Fault, list_section_names
from icb_tui.data_files.problems import MAX_COUNTED_PROBLEMS, MAX_LISTED_PROBLEMS, DataError
from icb_tui.data_files.type_errors import find_type_faults
from icb_tui.domain import validation
from icb_tui.domain.record_sections import KeyPath, RecordSections, merge_layers
from icb_tui.domain.records import FILES

_FILE_OF = {section: name for name in FILES for section in list_section_names(name)}

PlacedFault = tuple[int, Fault]
"""A fault and the number of its folder."""


def explain_problems(layers: Sequence[DataFolder]) -> DataError:
    """Return what is wrong in folders that were read: of YAML, of types, and between records.

    Lines are looked up for those faults alone that are said.
    """
    faults = list(islice(_find_faults(layers), MAX_COUNTED_PROBLEMS))
    ranks = _FaultRanks(layers)
    first = nsmallest(MAX_LISTED_PROBLEMS, faults, key=ranks.find_rank)
    problems = [
        problem
        for number, layer in enumerate(layers)
        for problem in layer.locate_faults([fault for folder, fault in first if folder == number])
    ]
    return DataError(problems, len(faults))


def _find_faults(layers: Sequence[DataFolder]) -> Iterator[PlacedFault]:
    good = [layer.convert_valid_records() for layer in layers]
    for number, (layer, sections) in enumerate(zip(layers, good, strict=True)):
        for fault in layer.faults:
            yield number, fault
        for name, document in layer.documents.items():
            for path, message in find_type_faults(document, layer.kinds[name]):
                yield number, Fault(name, path, message)
        for path, message in validation.find_duplicate_ids(sections):
            yield number, Fault(_FILE_OF[str(path[0])], path, message)
    for number, path, message in _check_rules(good):
        yield number, Fault(_FILE_OF[str(path[0])], path, message)


def _check_rules(good: list[RecordSections]) -> Iterator[tuple[int, KeyPath, str]]:
    """Yield the rules between records that are broken: the layer to mend it in, the path there, and what is wrong."""
    whole, homes = merge_layers(good)
    for path, message in validation.find_breaches(whole):
        section = str(path[0])
        if len(path) == 1:
            yield max(number for number, each in enumerate(good) if section in each), path, message
        else:
            layer, row = homes[section][int(path[1])]
            yield layer, (section, row.place, *path[2:]), message


class _FaultRanks:
    """Which faults come first: by folder, file, section and entry, which takes no look at any line."""

    def __init__(self, layers: Sequence[DataFolder]) -> None:
        self._files = {name: place for place, name in enumerate(FILES)}
        self._sections = {
            (number, name): {key: place for place, key in enumerate(document)}
            for number, layer in enumerate(layers)
            for name, document in layer.documents.items()
            if isinstance(document, dict)
        }

    def find_rank(self, placed: PlacedFault) -> tuple[int, int, int, int]:
        """Return a tuple that is smaller for a fault that comes before another."""
        number, fault = placed
        section, entry = [*fault.path, None, None][:2]
        return (
            number,
            self._files[fault.name],
            self._sections.get((number, fault.name), {}).get(section, -1),
            entry if isinstance(entry, int) else -1,
        )
