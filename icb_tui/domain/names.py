"""The names and words that mean a board, region, aim, rating or evidence type, folded for comparison."""

from __future__ import annotations

from collections.abc import Iterable

from icb_tui.domain.records import Aim, EvidenceType, Icb, Rating, Region
from icb_tui.text.cells import cell_width


def list_filter_words(record: Region | Aim | Rating | EvidenceType) -> list[str]:
    """The words that mean a record in the filter language, folded."""
    match record:
        case Region():
            words = [record.code, record.name, *record.aliases]
        case Aim():
            words = [record.id, record.name, record.short_name, *record.aliases]
        case Rating():
            words = [record.id, record.name]
        case EvidenceType():
            words = [record.id, record.name, *record.aliases]
    return list(dict.fromkeys(map(fold_name, words)))


def list_board_names(icb: Icb) -> list[str]:
    """The words that mean a board, folded."""
    return list(
        dict.fromkeys(map(fold_name, [icb.code, icb.gss_code, icb.name, icb.short_name, icb.label, *icb.aliases]))
    )


def begins_word(folded: str, names: Iterable[str]) -> bool:
    """Whether a folded text stands in one of some folded names, from the beginning of a word on."""
    return any(f" {name}".find(f" {folded}") >= 0 for name in names)


def fit_name(record: Region | EvidenceType, cells: int) -> str:
    """The name of a region or an evidence type or, where that is too wide, its first alias that fits."""
    return next((name for name in (record.name, *record.aliases) if cell_width(name) <= cells), record.name)


class _FoldedCharacters(dict[int, str]):
    """What becomes of a character, by its number: a table for `str.translate`, which has those of ASCII ready."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        return character if character.isalnum() else _FOLDED_SIGNS.get(character, " ")


_FOLDED_SIGNS = {"&": " and ", "'": "", "’": "", ".": ""}

_FOLDED = _FoldedCharacters()
_FOLDED.update({number: _FOLDED[number] for number in range(128)})

_LEFT_OUT = "".join(sign for sign, folded in _FOLDED_SIGNS.items() if sign.isascii() and not folded).encode()

_FOLDED_ASCII = bytes(ord(_FOLDED[ord(chr(number).lower())][:1] or " ") for number in range(128)) + bytes(128)


def fold_name(name: str) -> str:
    """A name as it is compared: case, spacing, `&` and punctuation make no difference."""
    if name.isascii() and "&" not in name:  # as bytes, twice as fast
        folded = name.encode().translate(_FOLDED_ASCII, _LEFT_OUT).decode()
    else:
        folded = name.casefold().translate(_FOLDED)
    return " ".join(folded.split())
