"""The user's settings: read from config.toml; whatever is wrong there is a problem, and its default holds."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from icb_tui.data_files.problems import FileError, Problem, make_problem
from icb_tui.domain.errors import UserError
from icb_tui.text.cells import clean
from icb_tui.user.paths import describe_other_owner

FILE_NAME = "config.toml"

MAX_BYTES = 100_000
"""The bytes that a file of settings may have: ten times those of the example."""

RENAMED = {"start.voice": "start.evidence"}
"""The settings that have another name now: the old one keeps working unseen."""


class SettingsError(UserError):
    """The settings could not be written; the message says why."""


class Settings(NamedTuple):
    """What the user has set. `values` has every setting but the keys, `given` names those that the file sets rightly.

    `keys` is what the file asks for, by the name of the action, not yet checked against what there is.
    """

    file: Path | None
    exists: bool
    values: dict[str, Any]
    given: frozenset[str]
    keys: dict[str, list[str]]
    problems: tuple[Problem, ...]
    text: str

    def make_problem(self, key: str, message: str) -> Problem:
        """Return something that is wrong with a setting, with its line, under the name that the file has for it."""
        line = find_line(self.text, key)
        for old, new in RENAMED.items():
            if new == key and line is None and (found := find_line(self.text, old)):
                key, line = old, found
        return make_problem(str(self.file), line, clean(key), clean(message))

    @property
    def list_folders(self) -> list[Path]:
        """The folders of data that there are; one that does not begin at the root or a home is beside the file."""
        return [_resolve_folder(self.file, each) for each in self.values["data"]]


def read_settings_file(file: Path | None) -> Settings:
    """Return the settings of a file (None: of no file). Never fails: what is wrong is in `problems`."""
    from icb_tui.user.config_file import read_config

    text, document, problems = "", dict[str, Any](), list[Problem]()
    try:
        text = _read_text(file)
        document = _parse_toml(text)
    except FileError as error:
        problems.append(Problem(str(file), error.line, "", str(error)))
    document, doubled = _rename_settings(document)
    config, wrong = read_config(document)
    wrong |= doubled
    values = config.list_values()
    start = {} if "start" in wrong else document.get("start", {})
    given = frozenset({*document, *(f"start.{name}" for name in start)} & values.keys() - wrong.keys())
    keys = {name: [each] if isinstance(each, str) else each for name, each in config.keys.items()}
    own = Settings(file, file is not None and os.path.lexists(file), values, given, keys, (), text)
    problems += [own.make_problem(name, message) for name, message in wrong.items()]
    for folder in [each for each in values["data"] if _is_no_folder(_resolve_folder(file, each))]:
        values["data"].remove(folder)
        problems.append(own.make_problem("data", f"not a folder: “{folder}”; expected a folder of data files"))
    return own._replace(problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def is_about_data(problem: Problem) -> bool:
    """Whether a folder of data may be missed because of a problem of the settings; every command reports those."""
    return problem.key in ("", "data")


def _read_text(file: Path | None) -> str:
    """The file's text; empty where there is none, or where it is the null device. Raise FileError."""
    if file is None or os.path.realpath(file) == os.devnull:
        return ""
    from icb_tui.data_files.files import is_there, read_text_file

    with suppress(FileNotFoundError):
        return read_text_file(file, MAX_BYTES, "TOML") if is_there(file) else ""
    return ""


def _parse_toml(text: str) -> dict[str, Any]:
    """What the TOML says; raise FileError."""
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        phrase, _, where = str(error).partition(" (at ")
        number = re.match(r"line (\d+)", where)
        line = int(number[1]) if number else text.count("\n") + 1
        raise FileError(f"invalid TOML: {clean(phrase)}; no setting is used", line) from None
    except RecursionError:
        raise FileError("nested too deeply; no setting is used") from None


def _rename_settings(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The document with its settings under their new names, and what is wrong with those it has under both."""
    doubled: dict[str, str] = {}
    for old, new in RENAMED.items():
        (table, before), (_, after) = old.split("."), new.split(".")
        if isinstance(held := document.get(table), dict) and before in held:
            if after in held:
                doubled[old] = f"not used, because {new} is set too; expected only {new}"
            renamed = {after if key == before else key: value for key, value in held.items()}
            document = {**document, table: renamed | {key: held[key] for key in (after,) if key in held}}
    return document, doubled


def _resolve_folder(file: Path | None, name: str) -> Path:
    return expand_user(name) if file is None else file.parent / expand_user(name)


def _is_no_folder(path: Path) -> bool:
    """Whether a path is no folder; one that may not be looked at is left to what reads it, which says so."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except ValueError:
        return True
    except OSError as error:
        return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def expand_user(name: str) -> Path:
    """Return a path, its ~ as the home it stands for; as it is where there is no such home."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def find_line(text: str, name: str) -> int | None:
    """Return the line on which a setting is; None where it is written in a way that is not looked for."""
    table, _, key = name.rpartition(".")
    return _find_all_lines(text).get(_join_key(table, key))


@lru_cache(maxsize=1)
def _find_all_lines(text: str) -> dict[str, int]:
    """The lines of all tables and settings, by their names."""
    lines: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([^\[\]]*?)\s*\]", line):
            here = heading[1].strip("\"'")
            lines.setdefault(here, number)
        elif assigned := re.match(r"\s*([^=#]+?)\s*=", line):
            lines.setdefault(_join_key(here, assigned[1]), number)
    return lines


def _join_key(table: str, key: str) -> str:
    bare = re.sub(r"[\"' ]", "", key)
    return f"{table}.{bare}" if table else bare


def format_toml(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(format_toml, value))}]"
    return str(value)


def save_settings(file: Path | None, values: Mapping[str, Any]) -> None:
    """Set settings that stand in no table, and leave the rest of the file as it is; raise SettingsError."""
    if file is None:
        raise SettingsError("no home folder to save settings in; set HOME or XDG_CONFIG_HOME")
    if os.path.exists(file) and not os.path.isfile(file):
        raise SettingsError(f"not an ordinary file: {file}")
    if other := describe_other_owner(file.parent):
        raise SettingsError(f"settings are not saved: {other}; set XDG_CONFIG_HOME to a folder of your own")
    try:
        text = _read_text(file)
        document, written = _parse_toml(text), text
        for name, value in values.items():
            written = _set_line(written, name, f"{name} = {format_toml(value)}")
        if _parse_toml(written) != {**document, **values}:
            raise SettingsError(f"{file} has {' or '.join(values)} in a form that cannot be changed; edit it by hand")
    except FileError as error:
        raise SettingsError(f"{file}: {error}") from None
    from icb_tui.data_files.files import write_file

    try:
        write_file(file, written.encode(), replace=True)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}") from None


def _set_line(text: str, name: str, setting: str) -> str:
    """The text with a setting in place of the line that it has, its comment kept; else before the first table."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if number := find_line(text, name):
        _, mark, comment = lines[number - 1].rstrip("\r\n").partition("#")
        lines[number - 1] = f"{setting}  #{comment}{ending}" if mark else setting + ending
        return "".join(lines)
    place = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    while 0 < place < len(lines) and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    before, after = "".join(lines[:place]), "".join(lines[place:])
    gap = ending if before and not before.endswith("\n") else ""
    return f"{before}{gap}{setting}{ending}{ending if after else ''}{after}"


def choose_mouse(choice: bool | str, environment: Mapping[str, str]) -> bool:
    """Return whether to ask for the mouse; by itself not over SSH inside tmux, where it selects text.

    Nor in GNU screen: for as long as a program has the mouse, it holds a lone escape back until the next key.
    """
    if isinstance(choice, bool):
        return choice
    if environment.get("STY"):
        return False
    return not (is_remote_session(environment) and environment.get("TMUX"))


def is_remote_session(environment: Mapping[str, str]) -> bool:
    """Return whether the program runs over SSH."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def write_example(keys: dict[str, tuple[list[str], str]]) -> str:
    """Return a config.toml that says what each setting is for and sets it to what it is anyway.

    `keys`: the name of each action → the keys that it has, and what it does.
    """
    from icb_tui.user.config_file import ConfigFile, describe_setting

    lines = ["# The settings of icb-tui, each at its default. Leave out those that you do not change.", ""]
    table = ""
    for name, default in ConfigFile().list_values().items():
        head, _, key = name.rpartition(".")
        if head != table:
            lines += [f"[{head}]"]
            table = head
        lines += [f"# {describe_setting(name)}", f"{key} = {format_toml(default)}", ""]
    lines += ["[keys]", "# A key or a list of keys for each action. ctrl+q, ctrl+c and ctrl+z cannot be changed."]
    for name, (usual, does) in keys.items():
        lines += [f"# {does}", f"{name} = {format_toml(usual[0] if len(usual) == 1 else usual)}"]
    return "\n".join(lines) + "\n"
