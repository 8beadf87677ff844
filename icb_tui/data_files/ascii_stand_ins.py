"""Data in ASCII, to be shown and never checked as data: one letter may become two, and a label too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from icb_tui.domain.dataset import Dataset
from icb_tui.text.ascii import to_ascii

MAX_LABEL_CHARACTERS, MAX_LETTER_CHARACTERS = 4, 1
"""What there is room for in the columns of labels and letters."""


def convert_to_ascii(data: Dataset) -> Dataset:
    """Return the data in ASCII, the symbols of the ratings as their stand-ins."""
    plain: Dataset = _convert_value(data)
    return replace(plain, ratings=tuple(replace(rating, symbol=rating.ascii) for rating in plain.ratings))


def _convert_value(value: Any) -> Any:
    match value:
        case str():
            return to_ascii(value)
        case dict():
            return {_convert_value(key): _convert_value(item) for key, item in value.items()}
        case list() | tuple():
            return type(value)(map(_convert_value, value))
        case Struct():
            return _convert_record(value)
    return value


def _convert_record(record: Struct) -> Struct:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return replace(record, **{name: _SHORTER.get(name, _convert_value)(value) for name, value in fields.items()})


def _escape_address(address: str | None) -> str | None:
    """An address that leads to the same page."""
    return address and "".join(c if c.isascii() else quote(c) for c in address)


_SHORTER: dict[str, Callable[[Any], Any]] = {
    "label": lambda label: to_ascii(label)[:MAX_LABEL_CHARACTERS],
    "letter": lambda letter: to_ascii(letter)[:MAX_LETTER_CHARACTERS],
    "url": _escape_address,
}
"""What becomes of fields whose stand-in must have a form of its own."""
