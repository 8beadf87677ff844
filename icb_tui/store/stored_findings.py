"""Findings as the database tells them, in JSON: read without the checks that they met in their data files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_type_hints

import msgspec
from msgspec import Struct, defstruct
from msgspec.structs import astuple, fields

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
        namespace={"__eq__": _is_same_finding, "__hash__": lambda finding: hash(astuple(finding))},
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=False,
        gc=False,
    )


class _Origin(Struct):
    """The folder of the user's data that a finding comes from; it stands among the fields of the finding."""

    origin: str | None


read_finding_lines = msgspec.json.Decoder(StoredFinding).decode_lines
"""Findings from their JSON, one a line."""

_decode_findings = msgspec.json.Decoder(list[StoredFinding]).decode
_decode_origins = msgspec.json.Decoder(list[_Origin]).decode


def read_finding_list(text: str) -> list[tuple[str | None, Finding]]:
    """Return the findings of a list in JSON, each behind the folder of the user's data that it comes from."""
    return [(each.origin, finding) for each, finding in zip(_decode_origins(text), _decode_findings(text), strict=True)]


def read_findings(rows: Sequence[tuple[str | None, str]]) -> list[tuple[str | None, Finding]]:
    """Return the same from rows of a folder and a finding in JSON."""
    origins, texts = [origin for origin, _ in rows], "\n".join([text for _, text in rows])
    return list(zip(origins, read_finding_lines(texts), strict=True))
