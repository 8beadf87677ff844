"""Settings: what a config.toml may say, what is said of what is wrong in it, and where files go."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from bundled_store import load_data
from command_line import run
from hypothesis import given
from hypothesis import strategies as st
from screen import read_last_screen

from icb_tui.cli.launch import apply_start_settings
from icb_tui.data_files.problems import MAX_LISTED_PROBLEMS, FileError
from icb_tui.tui.keymap import list_actions, validate_keymap
from icb_tui.user import board_sets, settings
from icb_tui.user.config_file import ConfigFile, read_config
from icb_tui.user.settings import (
    Settings,
    SettingsError,
    choose_mouse,
    read_settings_file,
    save_settings,
    write_example,
)

DEFAULTS = ConfigFile().list_values()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's config.toml, in a config folder of its own; it isn't there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "icb-tui").mkdir()
    return tmp_path / "icb-tui" / "config.toml"


def write_and_read(config: Path, text: str) -> Settings:
    config.write_text(text)
    return read_settings_file(config)


def list_problems(config: Path, text: str) -> list[str]:
    """What is wrong in a text, without the folder."""
    return [str(problem).removeprefix(f"{config.parent}/") for problem in write_and_read(config, text).problems]


def test_no_file_and_the_example_both_give_the_defaults(config: Path) -> None:
    usual = {name: (list(action.keys), action.does) for name, action in list_actions().items()}
    written = write_and_read(config, write_example(usual))
    assert (
        read_settings_file(config.with_name("none.toml")).values
        == read_settings_file(None).values
        == written.values
        == DEFAULTS
    )
    assert written.problems == ()
    assert written.given == set(DEFAULTS)
    keymap, wrong = validate_keymap(written.keys)
    assert (set(keymap), wrong) == (set(usual), {})


def test_what_is_set_holds_and_the_rest_stays(config: Path) -> None:
    own = write_and_read(
        config, 'theme = "light"\nmouse = false\n[start]\nfilter = "midlands"\n[keys]\nfind = ["ctrl+f", "F"]\n'
    )
    assert own.values == DEFAULTS | {"theme": "light", "mouse": False, "start.filter": "midlands"}
    assert own.given == {"theme", "mouse", "start.filter"}
    assert own.keys == {"find": ["ctrl+f", "F"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\ntheme = "darc"', 'config.toml:2: theme: unknown value: “darc”; expected "dark", "light" or "ansi"'),
        ("mouse = 1", 'config.toml:1: mouse: invalid value: 1; expected true, false or "auto"'),
        ("ascii = 'yes'", 'config.toml:1: ascii: invalid value: “yes”; expected true, false or "auto"'),
        ("data = '/x'", "config.toml:1: data: invalid value: “/x”; expected a list"),
        ("data = [1]", "config.toml:1: data: invalid value: 1; expected text; write it in quotes"),
        ("data = ['/x/y']", "config.toml:1: data: not a folder: “/x/y”; expected a folder of data files"),
        ("[start]\n\nyear = 2023", "config.toml:3: start.year: invalid value: 2023; expected text; write it in quotes"),
        ("start.aim = 3", "config.toml:1: start.aim: invalid value: 3; expected text; write it in quotes"),
        (
            "[keys]\nfind = 3",
            'config.toml:2: keys.find: invalid value: 3; expected a key such as "ctrl+f", or a list of keys',
        ),
        (
            "[keys]\nfind = []",
            'config.toml:2: keys.find: invalid value: a list; expected a key such as "ctrl+f", or a list of keys',
        ),
        (
            "start = 1",
            "config.toml:1: start: not a mapping: 1; expected the keys filter, year, view, sort, evidence and aim",
        ),
        ("theme = \n", "config.toml:1: invalid TOML: Invalid value; no setting is used"),
        ("a = [", "config.toml:1: invalid TOML: Invalid value; no setting is used"),
    ],
)
def test_a_wrong_setting_is_one_line_and_the_default(text: str, expected: str, config: Path) -> None:
    assert list_problems(config, text) == [expected]
    assert read_settings_file(config).values == DEFAULTS


def test_the_setting_voice_keeps_working_unseen(config: Path) -> None:
    own = write_and_read(config, "[start]\nvoice = 'self'\n")
    assert own.values == DEFAULTS | {"start.evidence": "self"}
    assert own.given == {"start.evidence"} and not own.problems
    assert ("start.evidence", '"self"', "file") in [
        tuple(row.values()) for row in json.loads(run("config", "--format", "json").stdout)
    ]
    assert "start.voice" not in run("config", "--format", "json").stdout
    assert "voice" not in run("config", "--example").stdout.split("[keys]")[0]


def test_a_wrong_voice_is_a_problem_under_the_name_that_the_file_has(config: Path) -> None:
    assert list_problems(config, "[start]\nvoice = 3") == [
        "config.toml:2: start.voice: invalid value: 3; expected text; write it in quotes"
    ]
    config.write_text("start.voice = 'gossip'\n")
    view, (problem,) = apply_start_settings(read_settings_file(config), load_data(), {})
    assert str(problem).startswith(f"{config}:1: start.voice: unknown evidence type “gossip”; expected one of ")
    assert not view.filter


def test_of_voice_and_evidence_the_new_setting_wins_and_a_problem_says_so(config: Path) -> None:
    text = "[start]\nvoice = 'self'\nevidence = 'assessed'\n"
    assert write_and_read(config, text).values["start.evidence"] == "assessed"
    assert list_problems(config, text) == [
        "config.toml:2: start.voice: not used, because start.evidence is set too; expected only start.evidence"
    ]
    view, problems = apply_start_settings(write_and_read(config, text), load_data(), {})
    assert (view.counted_kinds, problems) == (("annual-assessment",), [])


def test_an_unknown_setting_is_a_problem_that_lists_the_known_ones(config: Path) -> None:
    (line,) = list_problems(config, 'theme = "light"\n"co\\u001blour" = "x"')
    assert line.startswith(
        "config.toml: co␛lour: unknown setting; expected one of theme, mouse, ascii, screen_reader, open_links, data,"
    )
    assert read_settings_file(config).values["theme"] == "light"


def test_bytes_that_are_no_text_and_a_file_without_an_end_are_refused(config: Path) -> None:
    config.write_bytes(b"theme = 'dark'\n# \xff\n")
    assert "config.toml:2: not a UTF-8 file" in str(read_settings_file(config).problems[0])
    config.write_bytes(b"#" * (settings.MAX_BYTES + 1))
    assert "expected at most 100,000" in str(read_settings_file(config).problems[0])
    config.unlink()
    config.mkdir()
    assert "a directory, not a file; expected a TOML file" in str(read_settings_file(config).problems[0])
    config.rmdir()
    os.mkfifo(config)
    assert "not a regular file; expected a TOML file" in str(read_settings_file(config).problems[0])


@given(st.binary(max_size=60) | st.text("theme =[]{}\"'keys.\n#\\1", max_size=60).map(str.encode))
def test_whatever_a_file_holds_the_settings_can_be_read(content: bytes) -> None:
    own = read_settings_file(Path(os.devnull))
    assert own.problems == ()
    try:
        document = settings._parse_toml(content.decode(errors="replace"))
    except FileError as error:
        assert str(error)  # noqa: PT017
    else:
        config, wrong = read_config(document)
        assert isinstance(config, ConfigFile) and all(wrong.values())


def test_a_folder_of_data_is_found_from_the_file_or_from_home(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (config.parent / "beside").mkdir()
    monkeypatch.setenv("HOME", str(config.parent))
    assert write_and_read(config, "data = ['beside', '~/beside']").list_folders == [config.parent / "beside"] * 2


def test_own_keys_may_change_places_but_never_mean_two_things() -> None:
    keymap, wrong = validate_keymap({"find": ["f"], "filters": ["/"], "year_before": [",", "pageup"], "twin": ["F5"]})
    assert keymap == {"find": "f", "filters": "slash", "twin": "f5"}
    assert wrong == {
        "year_before": "pageup already means “page_up” on the same screen; expected a key that is free there"
    }


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("fnid", "a", "unknown action “fnid”; did you mean “find”?; icb-tui config --keys lists the actions"),
        ("find", "hyper", "unknown key “hyper”; expected a character, or a name such as ctrl+f, f5 or pageup"),
        ("find", "ctrl+Q", "ctrl+q always keeps its meaning; expected another key"),
        ("find", "?", "? already means “help” on the same screen; expected a key that is free there"),
        ("map", "ctrl+j", "enter already means “open” on the same screen; expected a key that is free there"),
        ("differences", "w", "w already means “why” on the same screen; expected a key that is free there"),
    ],
)
def test_a_key_that_cannot_be_bound_is_a_problem(name: str, key: str, expected: str) -> None:
    assert validate_keymap({name: [key]}) == ({}, {name: expected})


def test_a_key_may_mean_something_else_on_another_screen() -> None:
    assert validate_keymap({"differences": ["m"]}) == ({"differences": "m"}, {})


def test_the_screen_shows_own_keys_and_heeds_them() -> None:
    keymap = {"find": "ctrl+f,F", "year_before": "comma", "quit": "Q", "down": "n,down", "tray": "N"}
    shown = read_last_screen("n", "comma", size=(240, 40), keymap=keymap)
    bar = shown.splitlines()[-1]
    assert "2022/23" in shown and "BLMK" in shown
    assert "find" in bar and "/ find" not in bar and "Q quit" in bar and ", year" in bar
    helped = read_last_screen("question_mark", size=(120, 80), keymap=keymap)
    assert "ctrl+f F " in helped and "] , " in helped and "/    " not in helped.split("Marks")[0]
    assert "N " in helped


def test_a_problem_stays_on_the_screen_until_a_key() -> None:
    assert "config.toml:1: theme" in read_last_screen(message="config.toml:1: theme: …")
    assert "config.toml:1: theme" not in read_last_screen("j", message="config.toml:1: theme: …")


def test_config_prints_each_setting_and_where_it_comes_from(config: Path) -> None:
    config.write_text('theme = "light"\nmouse = true\n[start]\nsort = "rating"\n[keys]\nquit = "Q"\nfnid = "f"\n')
    done = run("--sort", "name", "config", "--format", "json", code=4, ICB_TUI_DATA="/a:/b", NO_COLOR="")
    rows = [tuple(row.values()) for row in json.loads(done.stdout)]
    assert [rows[0], *rows[2:4]] == [
        ("config.toml", str(config), "there"), ("theme", '"light"', "file"), ("mouse", "true", "file")
    ]  # fmt: skip
    assert rows[1][0] == "cache" and rows[1][2].startswith("used: ")
    assert ("data", '"/b"', "environment (ICB_TUI_DATA)") in rows and ("start.sort", '"name"', "option") in rows
    assert ("start.year", '""', "default") in rows and rows[-1] == ("keys.quit", '["Q"]', "file")
    assert done.stderr == (
        f"icb-tui: {config}:7: keys.fnid: unknown action “fnid”; did you mean “find”?; icb-tui config --keys lists the"
        " actions\n"
    )
    assert "no colour" in run("config", code=4, NO_COLOR="1").stdout


def test_config_lists_the_actions_and_prints_an_example(config: Path) -> None:
    assert json.loads(run("config", "--keys", "--format", "json").stdout)[0] == {
        "action": "find", "keys": "/", "does": "Find a board, region, aim, indicator or finding",
    }  # fmt: skip
    config.write_text(run("config", "--example").stdout)
    assert run("config").stderr == ""


def test_a_folder_of_the_settings_is_own_data_for_every_command(config: Path, tmp_path: Path) -> None:
    laid = tmp_path / "laid"
    laid.mkdir()
    (laid / "assessments.yaml").write_text("findings: 3\n")
    config.write_text(f"data = ['{laid}', '/not/there']\n")
    done = run("list", code=4)
    assert f"icb-tui: {config}:1: data: not a folder: “/not/there”; expected a folder of data files" in done.stderr
    assert "laid/assessments.yaml" in done.stderr


@pytest.mark.parametrize(
    ("asked", "environment", "takes"),
    [
        ("auto", {}, True),
        ("auto", {"TMUX": "x"}, True),
        ("auto", {"SSH_TTY": "x"}, True),
        ("auto", {"SSH_TTY": "x", "TMUX": "x"}, False),
        ("auto", {"SSH_CONNECTION": "x", "TMUX": "x"}, False),
        ("auto", {"STY": "x"}, False),
        (True, {"STY": "x"}, True),
        (True, {"SSH_TTY": "x", "TMUX": "x"}, True),
        (False, {}, False),
    ],
)
def test_the_mouse_is_left_alone_over_ssh_inside_tmux_and_in_gnu_screen(
    asked: bool | str, environment: dict[str, str], takes: bool
) -> None:
    assert choose_mouse(asked, environment) is takes


@pytest.mark.parametrize("home", ["/proc", "unknown"])
def test_without_a_home_every_command_works_and_writes_nowhere(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("config", "data", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", "")
        if home == "unknown":  # a user without an entry in the password file, and without HOME
            monkeypatch.setattr(f"platformdirs.user_{name}_path", lambda *_, **__: Path("~/somewhere"))
    monkeypatch.setenv("HOME", home)
    assert "QE1" in run("list").stdout
    assert "not there" in run("config").stdout
    written = "set HOME or XDG_DATA_HOME" if home == "unknown" else "cannot be written"
    assert written in run("sets", "--keep", "x", "LLR", code=2).stderr
    assert list(tmp_path.iterdir()) == []


def _save_many(name: str) -> None:
    for number in range(10):
        board_sets.save_board_set(f"{name} {number}", ["QK1"])


def test_two_sessions_that_keep_sets_at_once_lose_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    context = multiprocessing.get_context("fork")
    sessions = [context.Process(target=_save_many, args=(name,)) for name in ("one", "two")]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert [session.exitcode for session in sessions] == [0, 0]
    assert len(board_sets.read_board_sets()) == 20


# ---- settings that are saved from the explorer

LINES = {
    "theme": ['theme = "dark"', "  theme='ansi'  # mine", '"theme" = "dark"'],
    "ascii": ["ascii = true", 'ascii="auto" # why not'],
    "mouse": ["mouse = false"],
    "data": ["data = []", "# data = []"],
    "": ["# a comment", ""],
}
TABLES = ["# about the start", "[start]", 'sort = "name"  # theme = "x"', 'aim = "1"', "[keys]", 'sort = "z"']


@given(
    st.lists(st.sampled_from(list(LINES)), unique=True).flatmap(
        lambda names: st.tuples(*(st.sampled_from(LINES[name]) for name in names))
    ),
    st.integers(0, len(TABLES)),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_saved_is_set_and_all_else_in_the_file_stays(
    top: tuple[str, ...], tables: int, ends: bool, ending: str
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        text = ending.join([*top, *TABLES[:tables]]) + ending * ends
        file.write_bytes(text.encode())
        before = tomllib.loads(text)
        save_settings(file, {"theme": "light", "ascii": True})
        assert tomllib.loads(file.read_text()) == {**before, "theme": "light", "ascii": True}
        assert read_settings_file(file).problems == ()
        lost = set(text.splitlines()) - set(file.read_text().splitlines())
        assert all(line in LINES["theme"] + LINES["ascii"] for line in lost)
        saved = file.read_bytes().decode()
        assert "\r\n" not in text or saved.count("\n") == saved.count("\r\n")
        assert "about" not in saved or "[start]" not in saved or f"# about the start{ending}[start]" in saved
        assert ("mine" in text, "why not" in text) == ("mine" in file.read_text(), "why not" in file.read_text())


def test_a_link_to_the_settings_is_followed_and_a_missing_folder_is_made(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles" / "config.toml", tmp_path / "config.toml"
    link.symlink_to(real)
    save_settings(link, {"theme": "light"})
    assert link.is_symlink() and real.read_text() == 'theme = "light"\n'


@pytest.mark.parametrize(
    "text", ["theme = ", 'theme = """\ndark"""', "theme = [\n[1]]", 'x = 1\nx = 2\ntheme = "dark"']
)
def test_a_file_that_cannot_be_changed_safely_stays_as_it_is(config: Path, text: str) -> None:
    config.write_text(text)
    with pytest.raises(SettingsError, match=re.escape(str(config))):
        save_settings(config, {"theme": "light"})
    assert config.read_text() == text


def test_nothing_is_saved_where_there_is_no_ordinary_file(tmp_path: Path) -> None:
    for file in (Path("/dev/null"), tmp_path):
        with pytest.raises(SettingsError, match="not an ordinary file"):
            save_settings(file, {"theme": "light"})
    with pytest.raises(SettingsError, match="no home folder"):
        save_settings(None, {"theme": "light"})


def test_a_file_of_wrong_settings_is_looked_through_once_and_its_first_problems_are_said(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_join_key", (joining := mock.Mock(wraps=settings._join_key)))
    text = "".join(f"{number:x} = 1\n" for number in range(3_000)) + "[keys]\nfly = 'a'\n"
    own = write_and_read(config, text)
    assert [problem.line for problem in own.problems] == list(range(1, 3_001))
    assert joining.call_count < 3 * 3_000
    *problems, more = run("config", code=4).stderr.splitlines()
    assert len(problems) == MAX_LISTED_PROBLEMS and more == "icb-tui: and 2,901 more problems"


def test_no_more_names_are_compared_with_those_of_actions_than_are_said() -> None:
    with mock.patch("icb_tui.tui.keymap._suggest_action", return_value="") as suggesting:
        _, wrong = validate_keymap({f"fly-{number}": ["a"] for number in range(1_000)})
    assert len(wrong) == 1_000 and suggesting.call_count == MAX_LISTED_PROBLEMS
