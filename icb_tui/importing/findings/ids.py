"""The findings of rows beside those of the data: which are there already, which clash, and which ids are free."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import msgspec

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Finding
from icb_tui.importing.findings.columns import HEADINGS

NO_ID = "none"
"""What stands for the id of a finding that has none yet, and where ids make no difference."""


class FindingConflict(Exception):
    """A finding that clashes with another: the field that is wrong (empty: the whole), and what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class FindingBook:
    """Gives findings their ids; none is twice, neither in a file nor beside the data.

    `taken` are ids that rows have themselves. With `replace` a finding may take the place of one of the data. `known`
    counts those that the data have just so, and `replaced` are the ids of those that give way.
    """

    def __init__(self, data: Dataset, taken: Iterable[str], prefix: str, *, replace: bool) -> None:
        self._there = {finding.id: finding for finding in data.findings}
        self._contents = {_drop_id(finding) for finding in data.findings}
        self._replace = replace
        self._rows: dict[str | Finding, str] = {}
        used = {*self._there, *taken}
        self._free = (id for number in count(1) if (id := f"{prefix}-{number}") not in used)
        self.known = 0
        self.replaced: list[str] = []

    def add(self, fields: dict[str, Any], source: str, row: str) -> Finding | None:
        """Return the finding that a row makes, None where the data have it just so; raise FindingConflict.

        `row` is where the row stands, in words.
        """
        finding = msgspec.convert({"id": NO_ID, **fields, "source": source}, Finding)
        has_id = "id" in fields
        self._refuse_twice(finding, row, has_id=has_id)
        there = self._there.get(finding.id) if has_id else None
        if finding == there or (not has_id and finding in self._contents):
            self.known += 1
            return None
        if there:
            self._replace_known(finding, there)
        return finding if has_id else msgspec.structs.replace(finding, id=next(self._free))

    def _refuse_twice(self, finding: Finding, row: str, *, has_id: bool) -> None:
        first = self._rows.setdefault(finding.id if has_id else finding, row)
        if first is not row:
            what, field = ("id", "id") if has_id else ("finding", "")
            raise FindingConflict(field, f"the same {what} as {first}; expected each once")

    def _replace_known(self, finding: Finding, there: Finding) -> None:
        if not self._replace:
            fields = [name for name in finding.__struct_fields__ if getattr(finding, name) != getattr(there, name)]
            others = ", ".join(HEADINGS.get(name, name.capitalize()) for name in fields)
            message = f"the finding “{finding.id}” is in the data with another {others}"
            raise FindingConflict("id", f"{message}; expected another id, or --replace")
        self.replaced.append(finding.id)


def _drop_id(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, id=NO_ID)
