"""Findings as the database tells them, in JSON: read without the checks that they met in their data files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_type_hints

import msgspec
from msgspec import Struct, defstruct
from msgspec.structs import asdict, astuple, fields

from icb_tui.domain.records import Finding


def _is_same_finding(finding: Finding, other: object) -> bool:
    return isinstance(other, Finding) and astuple(finding) == astuple(other)


if TYPE_CHECKING:
    StoredFinding = Finding
else:
    # Matching each text with its pattern again takes longer than all else that a page of thousands needs.
    _plain_types = get_type_hints(Finding)
    StoredFinding = defstruct(
        "StoredFinding",
        [(field.name, _plain_types[field.name], field.default) for field in fields(Finding)],
        bases=(Finding,),
        namespace={"__eq__": _is_same_finding, "__hash__": lambda finding: hash(Finding(**asdict(finding)))},
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=False,
        gc=False,
    )


class _Origin(Struct):
    """The folder of the user's data that a finding comes from; it stands among the fields of the finding."""

    origin: str | None


_row_decoder = msgspec.json.Decoder(StoredFinding)
_list_decoder = msgspec.json.Decoder(list[StoredFinding])
_origins_decoder = msgspec.json.Decoder(list[_Origin])


def read_finding_rows(texts: Iterable[str]) -> list[Finding]:
    """Return findings from the JSON of each."""
    return _row_decoder.decode_lines("\n".join(texts))


def read_finding_list(text: str) -> list[tuple[str | None, Finding]]:
    """Return findings from the JSON of all, each behind the folder of the user's data that it comes from."""
    origins = [each.origin for each in _origins_decoder.decode(text)]
    return list(zip(origins, _list_decoder.decode(text), strict=True))
