"""The commands, in the order in which help lists them; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

COMMANDS = {
    "list": "facts.list_",
    "show": "facts.show",
    "compare": "facts.compare",
    "similar": "similar.similar",
    "find": "evidence.find",
    "brief": "evidence.brief",
    "indicators": "facts.indicators",
    "map": "facts.map_",
    "why": "evidence.why",
    "national": "evidence.national",
    "coverage": "evidence.coverage",
    "sql": "sql.sql",
    "serve": "serve.serve",
    "sets": "own_data.sets",
    "import": "importing.import_",
    "check": "own_data.check",
    "schema": "schema.schema",
    "config": "config.config",
    "completion": "completion.completion",
}
"""Where each command is, below this folder."""

BOARD_COMMAND = "board_name.print_named_board"
"""Where that is what words do that are no command: they name a board."""


class CommandTable(MutableMapping[str, "click.Command"]):
    """The commands by their names. `complete` is called with each once, when it is loaded."""

    def __init__(self, complete: Callable[[click.Command], None]) -> None:
        self._complete = complete
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(COMMANDS)

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            command = self._loaded[name] = self._load_command(COMMANDS[name])
        return command

    @cached_property
    def board_command(self) -> click.Command:
        """What answers the name of a board."""
        return self._load_command(BOARD_COMMAND)

    def _load_command(self, place: str) -> click.Command:
        module, _, name = place.rpartition(".")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        self._complete(command)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)
