"""Every command and the explorer on Windows; elsewhere in a process that plays Windows, without what only POSIX has.

`tests/helpers/windows_stand_in.py` says what that can show and what not.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from command_cases import CASES, PRINTING
from hypothesis import given
from hypothesis import strategies as st
from package_tree import MODULES, ROOT
from windows_stand_in import CONSOLE_HOST, POSIX_MODULES

from icb_tui.data_files.files import RESERVED_NAME
from icb_tui.text.shell_words import quote_for_windows

GOLDEN = ROOT / "tests" / "golden"

WAITS = "code,period,value\r\nQKS,March 2025,81.8\r\n"

DESCRIBED = ("--name", "Waits", "--unit", "%", "--aim", "4", "--source", "NHS England", "--to", "own")


class Outcome(NamedTuple):
    """How a command ended, what it printed and said, and what was on the screen after each key."""

    code: int
    out: bytes
    err: str
    screens: Sequence[str] = ()


def run_on_windows(folder: Path, steps: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Run command lines and explorers, one after the other, in a process that takes itself to be on Windows."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    environment |= {
        "LOCALAPPDATA": str(folder / "local"),
        "TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver",  # where Windows has its own
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": str(folder / "local"),  # for platformdirs, where Windows itself can be asked
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment.pop("TERM", None)
    modules = sorted(name for name in MODULES if ".posix_" not in name and name != "__main__")
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", ROOT / "tests" / "helpers" / "windows_stand_in.py"],
        input=json.dumps({"modules": modules, "steps": steps}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return [Outcome(**{**each, "out": base64.b64decode(each["out"])}) for each in json.loads(done.stdout)]


def run(*arguments: str, **more: Any) -> dict[str, Any]:
    return {"arguments": arguments, **more}


EXPORTING = (*"e", "enter", *"e", "enter", "y", *"e", *["backspace"] * 12, *"nul", "enter", "escape")

KEYS = (
    *("enter", "escape", *EXPORTING, "space", *"S+near", "enter", "escape", "f", *'"c d"', "enter", *"yv", "ctrl+z"),
    *("replace:own/indicators.yaml:Waits:Waiting", "r", "q"),
)

STEPS = {
    **{f"{name}.text": run(*CASES[name]) for name in PRINTING if name != "sets"},
    "list.csv": run(*CASES["list"], "--format", "csv"),
    "show.json": run(*CASES["show"], "--format", "json"),
    "list.parquet": run("list", "--format", "parquet"),
    "own import": run("import", "waits.csv", *DESCRIBED),
    "changed import": run("import", "-", *DESCRIBED, given="\ufeff" + WAITS.replace("81.8", "82")),
    "template": run("import", "--findings", "--template", "letters.xlsx"),
    "template again": run("import", "--findings", "--template", "letters.xlsx"),
    "reserved name": run("import", "--findings", "--template", "com1.xlsx"),
    "own data": run("check", "own"),
    "keep": run("sets", "--keep", "Kent & £1", "QKS"),
    "sets": run("sets"),
    "delete": run("sets", "--delete", "Kent & £1"),
    "sql": run("sql", "-", given="\ufeffselect '£5…' as x"),
    "schema": run("schema", "--write", "own"),
    "config": run("config"),
    "completion": run("completion", "bash"),
    "serve": run("serve"),
    "pick": run("pick"),
    "closed pipe": run("list", is_closed=True),
    "explorer": run("--data", "own", keys=KEYS),
    **({} if sys.platform == "win32" else {"picked": run("pick", is_piped=True, keys=["space", "space", "enter"])}),
    "old console": run(window=CONSOLE_HOST, keys=["signal:21"]),
}


def test_every_command_and_the_explorer_work_as_on_linux(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "waits.csv").write_bytes(WAITS.encode())
    done = dict(zip(STEPS, run_on_windows(tmp_path, list(STEPS.values())), strict=True))
    check_output(done, tmp_path)
    check_files(done, tmp_path)
    check_refusals(done)
    check_explorer(done["explorer"], done["old console"])


def check_output(done: dict[str, Outcome], folder: Path) -> None:
    """What is printed into a pipe has the same bytes as on Linux: UTF-8, and no line ends of Windows' own."""
    for name in [*(f"{name}.text" for name in PRINTING if name != "sets"), "list.csv", "show.json"]:
        assert (name, done[name].out) == (name, (GOLDEN / name).read_bytes())
    parquet = done["list.parquet"]
    assert (parquet.code, parquet.out[:4], parquet.out[-4:]) == (0, b"PAR1", b"PAR1")
    (folder / "list.parquet").write_bytes(parquet.out)
    assert len(duckdb.read_parquet(str(folder / "list.parquet")).fetchall()) == 42
    for name in ("keep", "sets"):
        assert "Kent & £1  QKS" in done[name].out.decode()
    assert done["sql"].out.decode() == "x\n£5…\n"
    if sys.platform != "win32":  # where a test has no console
        assert done["picked"].out.decode() == "QOX\nQHG\n"


OWN = {"indicators.yaml", *(f"{name}.schema.json" for name in ("assessments", "icbs", "indicators"))}

WRITTEN = {"own", "local", "waits.csv", "letters.xlsx", "icbs-2023-24.csv", "list.parquet"}


def check_files(done: dict[str, Outcome], folder: Path) -> None:
    """Files lie where Windows keeps such files, whole, and with nothing left of the writing."""
    kept = folder / "local" / "icb-tui"
    assert {path.name for path in (folder / "own").iterdir()} == OWN
    assert {path.name for path in folder.iterdir()} == WRITTEN
    assert {path.name for path in kept.iterdir()} >= {"Cache", "sets.json"}
    assert [path for path in folder.rglob("*") if path.name.startswith(".")] == []
    assert re.search(rf"{re.escape(str(kept / 'config.toml'))} +not there", done["config"].out.decode())


def check_refusals(done: dict[str, Outcome]) -> None:
    """What cannot be done is said in a sentence, with the exit code that it has elsewhere."""
    said = {name: (each.code, each.err.strip().removeprefix("icb-tui: ")) for name, each in done.items()}
    assert said["template again"] == (2, "import: letters.xlsx exists; expected another name, or --replace")
    assert said["reserved name"][1].endswith("cannot be written: Windows does not allow the file name “com1.xlsx”")
    assert said["serve"] == (2, "serve: not available on Windows; it needs Linux or macOS")
    assert said["pick"][0] == 5 and "standard input or output is not one" in said["pick"][1]
    assert said["changed import"][0] == 2 and "QKS: 81.8 → 82" in said["changed import"][1]
    refused = {"template again", "reserved name", "serve", "pick", "changed import", "delete", "old console"}
    assert {name for name, (code, _) in said.items() if code} == refused


def check_explorer(explorer: Outcome, old_console: Outcome) -> None:
    """The explorer draws, exports, saves, copies and reads again; in the old console it draws with ASCII."""
    screens = [" ".join(screen.split()) for screen in explorer.screens]
    for expected in (
        "File not saved: Windows does not allow the file name “nul.csv”.",
        "Saved “near”: 1 board, in ",
        'clipboard: icb-tui --filter """c d""" --year 2023/24',
        "No shell to go back to",
        "Reloaded. Your data, from own: 1 indicator.",
    ):
        assert [screen for screen in screens if expected in screen], expected
    assert sum("Exported 42 rows" in screen for screen in screens) == 2  # the second over the first
    assert "△" in explorer.screens[0] and "△" not in old_console.screens[0] and old_console.screens[0].isascii()
    assert (explorer.code, old_console.code) == (0, 128 + 21)  # ended by the closing of its window


def test_what_only_posix_has_is_imported_in_one_place_each() -> None:
    found: dict[str, list[str]] = {}
    for name, path in MODULES.items():
        for module in set(
            re.findall(rf"^ *(?:import|from) ({'|'.join(POSIX_MODULES)}|msvcrt)\b", path.read_text(), re.M)
        ):
            found.setdefault(module, []).append(name)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
    assert found["fcntl"] == found["msvcrt"]


def split_as_windows_does(line: str) -> list[str]:
    """The arguments of a command line, as the C library of Windows splits it."""
    words, word, quoted, place = list[str](), "", False, 0
    while place < len(line):
        slashes = len(line[place:]) - len(line[place:].lstrip("\\"))
        place += slashes
        following = line[place : place + 1]
        word += "\\" * (slashes // 2 if following == '"' else slashes)
        if following == '"' and slashes % 2 == 0 and quoted and line[place + 1 : place + 2] == '"':
            word, place = word + '"', place + 1
        elif following == '"' and slashes % 2 == 0:
            quoted = not quoted
        elif following == " " and not quoted:
            words, word = [*words, word], ""
        else:
            word += following
        place += 1
    return [*words, word]


def read_as_powershell_does(word: str) -> str:
    """The text of a word of PowerShell in quotation marks; it holds no variable and does not end before its end."""
    assert (word[0], word[-1]) == ('"', '"')
    text, place, inside = "", 0, word[1:-1]
    while place < len(inside):
        sign = inside[place]
        if sign in '`"':
            assert sign == "`" or inside[place + 1] == '"'
            place += 1
        else:
            assert sign not in "$“”„"
        text, place = text + inside[place], place + 1
    return text


TEXTS = st.text(st.sampled_from("ab \\\"'`$“”„&|<>^%!(){};,@#*?~") | st.characters(exclude_categories=("C", "Z")))


@given(TEXTS)
def test_a_word_to_copy_is_one_argument_in_cmd_and_in_powershell(text: str) -> None:
    word = quote_for_windows(text)
    (read,) = split_as_windows_does(word)
    assert read == re.sub("[`$“”„]", r"`\g<0>", text)
    outside = re.sub('"[^"]*"', "", word)  # what cmd looks at for operators
    assert not set(outside) & set("&|<>^() ") and '"' not in outside
    if word != text:
        # PowerShell hands on what it has read as it should since version 7.3.
        assert read_as_powershell_does(word) == re.sub(r'(\\*)("|\Z)', lambda found: found[1] * 2 + found[2], text)


def test_names_that_windows_reserves_are_known() -> None:
    reserved = ["con.csv", "NUL", "Lpt1.x", "aux .csv", "a:b.csv", "what?.csv", "x.", "x ", "COM¹.txt", "CONOUT$"]
    assert [name for name in reserved if not RESERVED_NAME.search(name)] == []
    allowed = ["icbs-2023-24.csv", "console.csv", "com.csv", "com10.csv", "nulls.csv", "a.con", ".icb-tui-x", "$.csv"]
    assert [name for name in allowed if RESERVED_NAME.search(name)] == []
