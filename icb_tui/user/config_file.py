"""What config.toml may hold: every setting with its type, its default and what it is for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import asdict, fields


def _about(text: str, choices: str = "") -> Meta:
    """What a setting is for, and what it may be, as the example and an error say it."""
    return Meta(description=choices or None, extra={"about": text})


YES_NO_AUTO = 'true, false or "auto"'

Key = Annotated[str, Meta(min_length=1)]

Keys = Annotated[
    Key | Annotated[list[Key], Meta(min_length=1)], Meta(description='a key such as "ctrl+f", or a list of keys')
]


class StartSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The table [start]: what the explorer opens with."""

    filter: Annotated[str, _about("A filter, for example 'midlands 1:strong'.")] = ""
    year: Annotated[
        str, _about("A financial year, for example '2023/24', or 'all'. Empty: the newest year with ratings.")
    ] = ""
    view: Annotated[
        Literal["matrix", "indicators", "map"],
        _about("What the centre of the screen shows.", '"matrix", "indicators" or "map"'),
    ] = "matrix"
    sort: Annotated[
        Literal["name", "rating", "worst", "region"],
        _about(
            "The order of the boards. rating: best first. worst: worst first.", '"name", "rating", "worst" or "region"'
        ),
    ] = "name"
    evidence: Annotated[str, _about("The evidence type that counts: 'all', 'assessed', 'self' and so on.")] = "all"
    aim: Annotated[
        str, _about("The aim to start on: '1' to '5', or a word such as 'health'. Empty: start on the board.")
    ] = ""


class ConfigFile(Struct, frozen=True, forbid_unknown_fields=True):
    """config.toml. `keys` is action → keys; whether there is such an action and key, only the screens know."""

    theme: Annotated[
        Literal["dark", "light", "ansi"],
        _about("The colours. ansi uses the terminal's own.", '"dark", "light" or "ansi"'),
    ] = "dark"
    mouse: Annotated[
        bool | Literal["auto"], _about("Use the mouse. auto: not in GNU screen, nor over SSH inside tmux.", YES_NO_AUTO)
    ] = "auto"
    ascii: Annotated[
        bool | Literal["auto"],
        _about("Draw with ASCII characters only. auto: if the locale is not UTF-8.", YES_NO_AUTO),
    ] = "auto"
    screen_reader: Annotated[
        bool, _about("Show one line at a time in words, for a screen reader.", "true or false")
    ] = False
    open_links: Annotated[
        bool,
        _about(
            "Let o open the address of a source in the browser. false: copy it. Over SSH it is copied.", "true or false"
        ),
    ] = False
    data: Annotated[tuple[str, ...], _about("Folders of your own data, added to the bundled data in this order.")] = ()
    start: StartSettings = StartSettings()
    keys: dict[str, Keys] = {}

    def list_values(self) -> dict[str, Any]:
        """Return every setting but the keys, by its name with its table before it."""
        own = {name: value for name, value in asdict(self).items() if name not in TABLES}
        start = {f"start.{name}": value for name, value in asdict(self.start).items()}
        return own | {"data": list(self.data)} | start


TABLES = ("start", "keys")


def describe_setting(name: str) -> str:
    """Return what a setting is for and, where only some values will do, which."""
    table, _, key = name.rpartition(".")
    kind = next(field.type for field in fields(StartSettings if table else ConfigFile) if field.name == key)
    meta = get_args(kind)[-1]
    return f"{meta.extra['about']} Choose {meta.description}." if meta.description else str(meta.extra["about"])


def read_config(document: dict[str, Any]) -> tuple[ConfigFile, dict[str, str]]:
    """Return what a TOML document sets rightly, and what is wrong with its other settings, by their names."""
    try:
        return msgspec.convert(document, ConfigFile), {}
    except msgspec.ValidationError:
        from icb_tui.data_files.type_errors import find_type_faults

        known = ConfigFile().list_values()
    wrong: dict[str, str] = {}
    for path, message in find_type_faults(document, ConfigFile):
        name = ".".join(map(str, path[: 2 if path[0] in TABLES else 1]))
        unknown = name not in known and path[0] != "keys" and name != "start"
        expected = f"unknown setting; expected one of {', '.join(known)}, or keys.ACTION"
        wrong.setdefault(name, expected if unknown else message)
    right = {name: value for name, value in document.items() if name not in wrong}
    for table in TABLES:
        if table in right:
            right[table] = {key: value for key, value in right[table].items() if f"{table}.{key}" not in wrong}
    return msgspec.convert(right, ConfigFile), wrong
