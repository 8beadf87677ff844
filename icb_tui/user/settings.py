"""The user's settings: config.toml → Settings; everything wrong is told, and its default holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from icb_tui.text.cells import clean

FILE_NAME = "config.toml"

THEMES = ("dark", "light", "ansi")

AUTOMATIC = "auto"

MAX_BYTES = 1_000_000
"""The bytes that a file of settings may have."""


class SettingRule(NamedTuple):
    """What a setting may hold, what it holds by itself, and what it is for."""

    default: Any
    expected: str
    about: str
    choices: tuple[Any, ...] = ()


YES_NO_AUTO = (True, False, AUTOMATIC)

SETTING_RULES = {
    "theme": SettingRule("dark", "", "the colours; ansi takes the terminal's own", THEMES),
    "mouse": SettingRule(AUTOMATIC, "", "auto: on, but off in GNU screen, and over SSH inside tmux", YES_NO_AUTO),
    "ascii": SettingRule(AUTOMATIC, "", "auto: only where the locale is not UTF-8", YES_NO_AUTO),
    "data": SettingRule([], "a list of folders", "folders of your own data, laid over the bundled data in this order"),
    "start.filter": SettingRule("", "a text", "a filter, for example 'midlands 1:strong'"),
    "start.year": SettingRule("", "a text", "a financial year, for example '2023/24'; empty: the newest with ratings"),
    "start.view": SettingRule("matrix", "", "what stands in the centre", ("matrix", "indicators", "map")),
    "start.sort": SettingRule("name", "", "the order of the boards", ("name", "rating", "region")),
    "start.voice": SettingRule("all", "a text", "whose findings count: 'all', 'assessed', 'self', …"),
    "start.aim": SettingRule(
        "", "a text", "where the cursor starts: '1' to '5', or a word such as 'health'; empty: on the board"
    ),
}
"""Every setting but the keys, by its name with its table before it."""


class SettingProblem(NamedTuple):
    """Something that is wrong in the file."""

    file: str
    line: int | None
    key: str
    message: str

    @property
    def about_data(self) -> bool:
        """Whether a folder of data may be missed for it, which every command tells."""
        return self.key in ("", "data")

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class Settings(NamedTuple):
    """What the user has set. `values` has every setting of RULES, `given` those that the file sets rightly.

    `keys` is what the file asks for, by the name of the action, not yet checked against what there is.
    """

    file: Path | None
    exists: bool
    values: dict[str, Any]
    given: frozenset[str]
    keys: dict[str, list[str]]
    problems: tuple[SettingProblem, ...]
    text: str

    def make_problem(self, key: str, message: str) -> SettingProblem:
        """Something wrong with a setting that only the data or the screens could tell."""
        return SettingProblem(str(self.file), find_line(self.text, key), key, message)

    @property
    def list_folders(self) -> list[Path]:
        """The folders of data that there are; one that does not begin at the root or a home is beside the file."""
        return [_resolve_folder(self.file, each) for each in self.values["data"]]


def read_settings_file(file: Path | None) -> Settings:
    """Return the settings of a file (None: of no file). Never fails: what is wrong is told in `problems`."""
    text, exists, wrong = _read_text(file)
    found, broken = _parse_toml(file, text)
    problems = [*wrong, *broken]
    values = {name: rule.default for name, rule in SETTING_RULES.items()}
    given = set()
    keys: dict[str, list[str]] = {}
    for name, value in _flatten(found):
        message = _check_setting(name, value)
        if message:
            problems.append(SettingProblem(str(file), find_line(text, name), clean(name), message))
        elif name.startswith("keys."):
            keys[name.removeprefix("keys.")] = [value] if isinstance(value, str) else value
        elif name == "data":
            values[name], absent = _split_folders(file, value)
            problems += [SettingProblem(str(file), find_line(text, name), name, message) for message in absent]
            given.add(name)
        else:
            values[name] = value
            given.add(name)
    return Settings(file, exists, values, frozenset(given), keys, tuple(problems), text)


def _read_text(file: Path | None) -> tuple[str, bool, list[SettingProblem]]:
    """The file's text, whether there is one, and why it can't be read."""
    if file is None:
        return "", False, []
    try:
        if file.is_fifo():  # would be waited for
            return "", True, [SettingProblem(str(file), None, "", "cannot be read: it is a pipe; expected a file")]
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return "", True, [SettingProblem(str(file), None, "", f"is too long; expected at most {MAX_BYTES:,} bytes")]
        return content.decode(), True, []
    except (FileNotFoundError, NotADirectoryError):
        return "", False, []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return "", True, [SettingProblem(str(file), line, "", "this is no UTF-8; expected a text file in UTF-8")]
    except OSError as error:
        return "", True, [SettingProblem(str(file), None, "", f"cannot be read: {error.strerror}")]


def _parse_toml(file: Path | None, text: str) -> tuple[dict[str, Any], list[SettingProblem]]:
    """What the TOML says, and why it says nothing."""
    if not text:
        return {}, []
    import tomllib

    try:
        return tomllib.loads(text), []
    except ValueError as error:
        told, at, where = str(error).partition(" (at ")
        number = re.match(r"line (\d+)", where) if at else None
        line = int(number[1]) if number else text.count("\n") + 1
        return {}, [
            SettingProblem(str(file), line, "", f"this is no TOML ({clean(told)}); none of the settings is used")
        ]
    except RecursionError:
        return {}, [SettingProblem(str(file), None, "", "is nested too deeply; none of the settings is used")]


def _flatten(found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The settings by name; those of a table under its name and their own."""
    for name, value in found.items():
        if isinstance(value, dict) and name in ("start", "keys"):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _check_setting(name: str, value: Any) -> str:
    """Why a setting can't be used; nothing where it can."""
    if name.startswith("keys."):
        every = value if isinstance(value, list) else [value]
        fine = bool(every) and all(isinstance(each, str) and each for each in every)
        return "" if fine else f'{_describe_value(value)} is no key; expected a key such as "ctrl+f", or a list of keys'
    if name in ("start", "keys"):
        return f"{_describe_value(value)} is no table; expected [{name}] on a line of its own, and settings under it"
    rule = SETTING_RULES.get(name)
    if rule is None:
        return f"is no setting; expected one of {', '.join(SETTING_RULES)}, or keys.ACTION"
    if rule.choices:
        fine = any(type(value) is type(choice) and value == choice for choice in rule.choices)
        return "" if fine else f"{_describe_value(value)} is not known; expected {_list_choices(rule.choices)}"
    if isinstance(rule.default, list):
        fine = isinstance(value, list) and all(isinstance(each, str) for each in value)
    else:
        fine = isinstance(value, str)
    return "" if fine else f"{_describe_value(value)} is not {rule.expected}; expected {rule.expected}"


def _split_folders(file: Path | None, folders: list[str]) -> tuple[list[str], list[str]]:
    """The folders that there are, and what is wrong with the others."""
    there = [each for each in folders if _resolve_folder(file, each).is_dir()]
    absent = [f"“{clean(each)}” is no folder; expected a folder of data files" for each in folders if each not in there]
    return there, absent


def _resolve_folder(file: Path | None, name: str) -> Path:
    return expand_user(name) if file is None else file.parent / expand_user(name)


def expand_user(name: str) -> Path:
    """Return a path, its ~ as the home it stands for; as it is where there is no such home."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def find_line(text: str, name: str) -> int | None:
    """Return the line on which a setting is; None where it is written in a way that is not looked for."""
    table, _, key = name.rpartition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([^\[\]]*?)\s*\]", line):
            here = heading[1].strip("\"'")
            if here == name:
                return number
        elif (assigned := re.match(r"\s*([^=#]+?)\s*=", line)) and _join_key(here, assigned[1]) == _join_key(
            table, key
        ):
            return number
    return None


def _join_key(table: str, key: str) -> str:
    bare = re.sub(r"[\"' ]", "", key)
    return f"{table}.{bare}" if table else bare


def _describe_value(value: Any) -> str:
    """A value as TOML writes it, cut short."""
    text = clean(format_toml(value) if not isinstance(value, dict) else "a table")
    return text if len(text) <= 40 else f"{text[:39]}…"


def _list_choices(choices: tuple[Any, ...]) -> str:
    *firsts, last = map(format_toml, choices)
    return f"{', '.join(firsts)} or {last}"


def format_toml(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(format_toml, value))}]"
    return str(value)


def choose_mouse(asked: bool | str, environment: Mapping[str, str]) -> bool:
    """Return whether to ask for the mouse; by itself not over SSH inside tmux, where it selects text.

    Nor in GNU screen: for as long as a program has the mouse, it holds a lone escape back until the next key.
    """
    if isinstance(asked, bool):
        return asked
    if environment.get("STY"):
        return False
    remote = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    return not (remote and environment.get("TMUX"))


def write_example(keys: dict[str, tuple[list[str], str]]) -> str:
    """Return a config.toml that says what each setting is for and sets it to what it is anyway.

    `keys`: the name of each action → the keys that it has, and what it does.
    """
    lines = ["# Settings of icb-tui: every one as it is without this file. Leave out what you don't change.", ""]
    table = ""
    for name, rule in SETTING_RULES.items():
        head, _, key = name.rpartition(".")
        if head != table:
            lines += [f"[{head}]"]
            table = head
        choices = f" ({_list_choices(rule.choices)})" if rule.choices else ""
        lines += [f"# {rule.about}{choices}", f"{key} = {format_toml(rule.default)}", ""]
    lines += ["[keys]", "# A key or a list of keys for an action; ctrl+q, ctrl+c and ctrl+z stay as they are."]
    for name, (usual, does) in keys.items():
        lines += [f"# {does}", f"{name} = {format_toml(usual[0] if len(usual) == 1 else usual)}"]
    return "\n".join(lines) + "\n"
