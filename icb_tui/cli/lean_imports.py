"""Libraries loaded without what they can do without, and what takes long to load."""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

Maker = Callable[[str, str], object]
"""What gives a name of a module a value, while another module stands in for it: from both names."""


def load_asyncio() -> None:
    """Load asyncio without OpenSSL, 10 ms of a start and 1 MiB: no session speaks TLS."""
    with _stand_in({"ssl": None}):
        import_module("asyncio")


def load_msgspec() -> None:
    """Load msgspec without what describes types to programs, 5 ms of a command."""
    late = dict.fromkeys(("msgspec.inspect", "msgspec.toml", "msgspec.yaml"), _load_value)
    with _stand_in({"typing_extensions": _find_type, "msgspec._json_schema": _make_late_function, **late}):
        import_module("msgspec")


@contextmanager
def import_lean_textual() -> Iterator[None]:
    """Have the modules of Textual that are imported meanwhile do without others, 20 ms of a start.

    Its command palette, which is never opened here, brings twenty more; `platformdirs` finds a folder that nothing is
    saved in; and what it asks `typing_extensions` for, Python's own `typing` has.
    """
    unneeded = {"textual.command": _make_empty_class, "platformdirs": _make_late_function}
    with _stand_in({**unneeded, "typing_extensions": _find_type}):
        yield


@contextmanager
def _stand_in(makers: Mapping[str, Maker | None]) -> Iterator[None]:
    """Put stand-ins in the place of modules that are not loaded yet; afterwards they can be imported as ever.

    Without a maker an import of the module fails, as where it is not installed.
    """
    missing = {name: maker for name, maker in makers.items() if name not in sys.modules}
    placed: dict[str, Any] = {name: _StandIn(name, maker) if maker else None for name, maker in missing.items()}
    sys.modules.update(placed)
    try:
        yield
    finally:
        for name, module in placed.items():
            if name in sys.modules and sys.modules[name] is module:  # else the real one was loaded meanwhile
                del sys.modules[name]


class _StandIn(ModuleType):
    """What is imported in place of a module."""

    def __init__(self, name: str, make: Maker) -> None:
        super().__init__(name)
        self._make = make

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import system asks for some that a module need not have
            raise AttributeError(name)
        return self._make(self.__name__, name)


def _make_empty_class(module: str, name: str) -> type:
    """A class of that name, for a type that is only named, or made a subclass of."""
    return type(name, (), {"__module__": module})


def _make_late_function(module: str, name: str) -> Callable[..., Any]:
    """A function that loads the real one once it is called."""
    return lambda *arguments, **options: _load_value(module, name)(*arguments, **options)


def _find_type(module: str, name: str) -> object:
    """What Python's own `typing` has under a name, else what the real module has."""
    return getattr(typing, name, None) or _load_value(module, name)


def _load_value(module: str, name: str) -> Any:
    """What the real module has under a name. A stand-in makes way for it."""
    if isinstance(sys.modules.get(module), _StandIn):
        del sys.modules[module]
    return getattr(import_module(module), name)
