"""Why a plain document does not fit a record type: every fault with its path, where msgspec names only the first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, inspect

from icb_tui.domain.record_sections import KeyPath
from icb_tui.text.cells import join_names

TypeFault = tuple[KeyPath, str]

_type_info = cache(inspect.type_info)


def find_type_faults(value: Any, kind: Any, path: KeyPath = ()) -> Iterator[TypeFault]:
    """Yield what keeps `value` from being a `kind`, and where."""
    if not _fits(value, kind):
        yield from _find_faults_inside(value, kind, path)


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value is of a type: quick, so that only what is wrong is looked through."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _find_faults_inside(value: Any, kind: Any, path: KeyPath) -> Iterator[TypeFault]:
    """Yield what is wrong with a value that is not of a type."""
    inner = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    origin = get_origin(inner)
    if origin in (Union, UnionType):
        real = [part for part in get_args(inner) if part is not NoneType]
        if value is not None and len(real) == 1:
            yield from find_type_faults(value, real[0], path)
            return
    elif origin is tuple and isinstance(value, list):
        for place, item in enumerate(value):
            yield from find_type_faults(item, get_args(inner)[0], (*path, place))
        yield from _find_length_faults(value, kind, path)
        return
    elif origin is dict and isinstance(value, dict):
        of_key, of_item = get_args(inner)
        for key, item in value.items():
            yield from find_type_faults(key, of_key, (*path, key))
            yield from find_type_faults(item, of_item, (*path, key))
        return
    elif isinstance(inner, type) and issubclass(inner, Struct):
        yield from _find_record_faults(value, inner, path)
        return
    yield path, _describe_misfit(value, kind)


def _find_record_faults(value: Any, kind: type[Struct], path: KeyPath) -> Iterator[TypeFault]:
    fields = _record_fields(kind)
    names = [name for name, _, _ in fields]
    if not isinstance(value, dict):
        found = "empty" if value is None else f"not a mapping: {_describe_value(value)}"
        yield path, f"{found}; expected the key{'s' * (len(names) > 1)} {join_names(names, 99, 'and')}"
        return
    for key in value:
        if key not in names:
            yield (*path, key), f"unknown key; expected one of {join_names(names, 99)}"
    for name, of_field, required in fields:
        if name in value:
            yield from find_type_faults(value[name], of_field, (*path, name))
        elif required:
            yield path, f"`{name}:` is missing; expected {_describe_expected(of_field)}"


@cache
def _record_fields(kind: type[Struct]) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether it is required, of each field; asking for the types of a record is slow."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, hints[field.name], field.required) for field in msgspec.structs.fields(kind))


def _find_length_faults(value: list[Any], kind: Any, path: KeyPath) -> Iterator[TypeFault]:
    info = _type_info(kind)
    if isinstance(info, inspect.VarTupleType) and info.max_length is not None and len(value) > info.max_length:
        yield path, f"{len(value)} entries; expected at most {info.max_length}"


def _describe_misfit(value: Any, kind: Any) -> str:
    info = _unwrap_type(_type_info(kind))
    hint = "; write it in quotes" if isinstance(info, inspect.StrType) and isinstance(value, (int, float)) else ""
    expected = "YYYY-MM-DD" if isinstance(info, inspect.DateType) else _describe_expected(kind)
    return f"{_describe_fault(value, info)}; expected {expected}{hint}"


def _describe_fault(value: Any, info: inspect.Type) -> str:
    """What is wrong with a value that should be of a type."""
    found = _describe_value(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match info:
        case _ if value is None:
            return "empty"
        case inspect.DateType():
            return f"not a valid date: {found.strip('“”')}"
        case inspect.IntType() | inspect.FloatType() if not is_number:
            return f"not a number: {found}"
        case inspect.LiteralType():
            return f"unknown value: {found}"
    return f"invalid value: {found}"


def _describe_value(value: Any) -> str:
    """A value as the reader knows it from the file, shortened."""
    match value:
        case None:
            return "empty"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return str(value).lower()
        case str():
            return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"
        case _:
            return str(value)


def _describe_expected(kind: Any) -> str:
    return describe_type(_type_info(kind))


def _unwrap_type(info: inspect.Type) -> inspect.Type:
    return info.type if isinstance(info, inspect.Metadata) else info


def describe_type(info: inspect.Type) -> str:
    """What a type asks for."""
    match info:
        case inspect.Metadata():
            return str((info.extra_json_schema or {}).get("description") or describe_type(info.type))
        case inspect.UnionType():
            return join_names([describe_type(part) for part in info.types if not isinstance(part, inspect.NoneType)])
        case inspect.LiteralType():
            return join_names([str(value) for value in info.values], 99)
        case inspect.StrType() if info.max_length:
            return "one character" if info.max_length == 1 else f"1 to {info.max_length} characters"
        case inspect.StrType():
            return "text"
        case inspect.IntType() | inspect.FloatType():
            return _describe_number(info)
        case inspect.StructType():
            return f"a mapping with the keys {join_names([field.name for field in info.fields], 99, 'and')}"
    return _TYPE_NAMES[type(info)]


_TYPE_NAMES: dict[type[inspect.Type], str] = {
    inspect.BoolType: "true or false",
    inspect.DateType: "a date such as 2022-07-01",
    inspect.VarTupleType: "a list",
    inspect.DictType: "a mapping",
}


def _describe_number(info: inspect.IntType | inspect.FloatType) -> str:
    what = "a whole number" if isinstance(info, inspect.IntType) else "a number"
    if info.ge is not None and info.le is not None:
        return f"{what} from {info.ge:g} to {info.le:g}"
    return f"{what}, at least {info.ge:g}" if info.ge is not None else what
