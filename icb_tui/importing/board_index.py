"""What a cell in a column of areas is: a board, or England, a region, a local authority, a note, …."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.domain.names import fold_name, list_board_names, list_filter_words
from icb_tui.domain.records import Icb
from icb_tui.importing.import_problems import MAX_CELL_CHARACTERS, normalise_text, shorten_cell


class AreaKind(StrEnum):
    """What a row is of; each continues a sentence such as “Left out: 3 rows …”."""

    BOARD = "of boards"
    ENGLAND = "of England"
    REGION = "of regions"
    SUB_ICB = "of sub-ICB locations"
    LOCAL_AUTHORITY = "of local authorities"
    PROVIDER = "of providers"
    PRACTICE = "of practices and their networks"
    UNKNOWN = "of an area that the file does not know"
    OTHER = "of other areas"
    NOTE = "of notes"
    UNMATCHED = "of boards that are not in the data"
    DISAGREEING = "with a code and a name that disagree"


PARTS = {AreaKind.SUB_ICB, AreaKind.LOCAL_AUTHORITY, AreaKind.PROVIDER, AreaKind.PRACTICE}
"""Areas and organisations inside a board: a row of one is not of the board as a whole, whatever board it names."""


class Area(NamedTuple):
    """What a cell is: its kind, the ODS code of a board, and whether the cell holds a code.

    `is_local_authority` marks the name of a board that is a local authority's as well. `problem` says what is wrong.
    """

    kind: AreaKind
    code: str = ""
    has_code: bool = False
    is_local_authority: bool = False
    problem: str = ""


MAX_REMEMBERED = 100_000
"""The most cells of which it is remembered what they are."""

NO_AREA = Area(AreaKind.NOTE)
"""What a blank cell is."""

_NUMBER = re.compile(r"[-+−]?[\d,.]+%?", re.ASCII)

_GSS = re.compile(r"n?([EKNSWJ]\d{8})", re.IGNORECASE | re.ASCII)

_LOCAL_AUTHORITY = re.compile(r"n?E(?:0[6-9]|10)\d{6}", re.IGNORECASE | re.ASCII)

_GSS_KINDS = {
    "E92": AreaKind.ENGLAND,
    "E12": AreaKind.REGION,
    "E40": AreaKind.REGION,
    "E38": AreaKind.SUB_ICB,
    "E54": AreaKind.UNMATCHED,
    **dict.fromkeys(("E06", "E07", "E08", "E09", "E10"), AreaKind.LOCAL_AUTHORITY),
}
"""The first characters of a GSS code → what has such codes; areas of any other are of no use here."""

_EARLIER_AREAS = {
    "E54000005": "QWO",
    "E54000006": "QOQ",
    "E54000033": "QNX",
    "E54000035": "QXU",
    "E54000049": "QHM",
}
"""GSS codes of STPs → the board that followed, with other boundaries: its values are not the board's."""

_SUB_ICB_CODES = frozenset("A3A8R B2M3M D2P2L D4U1Y D9Y0V M1J4Y M2L0M W2U3Z X2C4Y".split())
"""ODS codes of sub-ICB locations that look like those of the boards of 2026."""

_ODS_KINDS = {
    AreaKind.REGION: re.compile(r"Y\d\d", re.ASCII),
    AreaKind.SUB_ICB: re.compile(r"\d\d[A-Z]", re.ASCII),
    AreaKind.PRACTICE: re.compile(r"[A-Z]\d{5}", re.ASCII),
    AreaKind.PROVIDER: re.compile(r"R[A-Z0-9]{2}(?:[A-Z0-9]{2})?|N(?!HS)[A-Z0-9]{2}(?:\d\d)?", re.ASCII),
    AreaKind.UNMATCHED: re.compile(r"Q[A-Z0-9]{2}|[A-Z]\d[A-Z]\d[A-Z]", re.ASCII),
}
"""How the ODS codes of each kind are made, in the order in which they are tried."""

_WORDS = {
    AreaKind.ENGLAND: {"england", "england total", "total england", "national", "nhs england", "total", "all england"},
    AreaKind.UNKNOWN: {
        *("unknown", "not known", "unallocated", "unmapped", "unassigned", "not applicable", "not stated", "null"),
        *("none", "other", "invalid", "unspecified", "missing", "unknown icb", "unknown code"),
    },
}
"""Names that are no place's, folded."""

_NOTE = re.compile(
    r"(sources?|notes?|footnotes?|copyright|published|contact|key)\b.*|[(\[]?\d{1,2}[)\].:]\s+\D.*|[*©].*"
)

_NAME_THEN_CODE = re.compile(r"(.+?)(?:\s*[-–—:,|]\s*|\s+)[(\[]?([A-Za-z0-9]{3,5}|n?E\d{8})[)\]]?")

_CODE_THEN_NAME = re.compile(r"[(\[]?([A-Za-z0-9]{3,5}|n?E\d{8})[)\]]?(?:\s*[-–—:,|]\s*|\s+)(.+)")

_ENDINGS = (
    *(" integrated care board", " integrated care system", " icb", " ics", " stp"),
    *(" sustainability and transformation partnership", " health and care partnership"),
)


class BoardIndex:
    """What cells are, remembered: `codes` and `names` are what means a board → its ODS code."""

    def __init__(
        self,
        codes: Mapping[str, str],
        names: Mapping[str, str],
        regions: frozenset[str],
        local_authorities: frozenset[str],
    ) -> None:
        self.codes, self.names, self._regions, self._local_authorities = codes, names, regions, local_authorities
        self._areas: dict[str, Area] = {}

    def identify(self, cell: str) -> Area:
        """Return what a cell is; nothing is guessed: a name must be a board's whole name, short name or alias."""
        area = self._areas.get(cell)
        if area is None:
            area = self._identify(normalise_text(cell[: MAX_CELL_CHARACTERS + 1]))
            if len(cell) <= MAX_CELL_CHARACTERS and len(self._areas) < MAX_REMEMBERED:
                self._areas[cell] = area
        return area

    def _identify(self, text: str) -> Area:
        if not any(map(str.isalnum, text)):
            return Area(AreaKind.UNKNOWN) if text else NO_AREA
        if _NUMBER.fullmatch(text):
            return Area(AreaKind.UNMATCHED)
        return self._identify_code(text) or self._identify_name(text) or self._identify_both(text) or _describe(text)

    def _identify_code(self, text: str) -> Area | None:
        """What a code of any kind is; None for what is no code."""
        gss = _GSS.fullmatch(text)
        code = (gss[1] if gss else text).upper()
        if board := self.codes.get(code):
            return Area(AreaKind.BOARD, board, has_code=True)
        if code in _EARLIER_AREAS:
            followed = f"{code} is the code of an STP, which {_EARLIER_AREAS[code]} followed with other boundaries"
            return Area(AreaKind.UNMATCHED, has_code=True, problem=f"{followed}; expected the code of a board")
        if gss:
            return Area(_GSS_KINDS.get(code[:3], AreaKind.OTHER), has_code=True)
        if text in _SUB_ICB_CODES:
            return Area(AreaKind.SUB_ICB, has_code=True)
        if fold_board_name(text) in self.names:
            return None
        return next((Area(kind, has_code=True) for kind, shape in _ODS_KINDS.items() if shape.fullmatch(text)), None)

    def _identify_name(self, text: str) -> Area | None:
        """What has a name; None for a name of nothing that is known."""
        name, folded = fold_board_name(text), fold_name(text)
        is_local_authority = folded in self._local_authorities
        if board := self.names.get(name):
            return Area(AreaKind.BOARD, board, is_local_authority=is_local_authority)
        if is_local_authority:
            return Area(AreaKind.LOCAL_AUTHORITY, is_local_authority=True)
        if folded.removeprefix("nhs england ").removesuffix(" region").removesuffix(" commissioning") in self._regions:
            return Area(AreaKind.REGION)
        return next((Area(kind) for kind, words in _WORDS.items() if folded in words), None)

    def _identify_both(self, text: str) -> Area | None:
        """What a name with its code is, such as “NHS Sussex ICB - QNX”, whose two parts must agree."""
        pairs = [(found[2], found[1]) for found in [_NAME_THEN_CODE.fullmatch(text)] if found]
        pairs += [(found[1], found[2]) for found in [_CODE_THEN_NAME.fullmatch(text)] if found]
        for code, name in pairs:
            coded = self._identify_code(code) if any(map(str.isdigit, code)) or code.isupper() else None
            named = self._identify_name(name)
            if coded and named and coded.kind not in (AreaKind.BOARD, AreaKind.UNMATCHED):
                return coded
            if coded and (named or _says_board(name)):
                return coded if named and named.code == coded.code else _make_disagreeing(code, name)
        return None


def index_boards(data: Dataset) -> BoardIndex:
    """Return the index of the boards, regions and local authorities of the data."""
    codes, names = dict[str, str](), dict[str, str]()
    for icb in data.icbs:
        for code in (icb.code, icb.gss_code, *icb.other_gss_codes):
            codes.setdefault(code.upper(), icb.code)
        for name in _list_names(icb):
            names.setdefault(name, icb.code)
    regions = frozenset(word for region in data.regions for word in list_filter_words(region))
    areas = frozenset(fold_name(name.removesuffix(" (part)")) for icb in data.icbs for name in icb.local_authorities)
    return BoardIndex(codes, names, regions, areas)


def fold_board_name(name: str) -> str:
    """Return a board's name as it is compared: without NHS, “the”, “and”, and what every board's name ends with."""
    folded = fold_name(name).removeprefix("nhs ")
    for ending in _ENDINGS:
        folded = folded.removesuffix(ending)
    return " ".join(word for word in folded.split() if word not in ("the", "and"))


def holds_local_authority(cells: list[str]) -> bool:
    """Whether any cell is the code of a local authority."""
    text = "\n".join(cells).upper()
    return ("E0" in text or "E10" in text) and any(_LOCAL_AUTHORITY.fullmatch(cell.strip()) for cell in cells)


def _list_names(icb: Icb) -> list[str]:
    return [fold_board_name(name) for name in list_board_names(icb)]


def _says_board(name: str) -> bool:
    return fold_name(name).endswith((" icb", " integrated care board"))


def _make_disagreeing(code: str, name: str) -> Area:
    return Area(
        AreaKind.DISAGREEING,
        problem=f"the code {shorten_cell(code)} is not that of “{shorten_cell(name)}”; expected the two to agree",
    )


def _describe(text: str) -> Area:
    """A note, or a name that is not in the data."""
    is_note = _NOTE.fullmatch(text.casefold()) or len(text) > MAX_CELL_CHARACTERS
    return NO_AREA if is_note else Area(AreaKind.UNMATCHED)
