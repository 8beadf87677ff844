"""Hostile data, names, files and surroundings in what is printed, exported and copied: none of it can be obeyed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import csv
import io
import json
import os
import pty
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import hostile_data
import pytest
import yaml
from command_line import CommandResult, run
from markdown_it import MarkdownIt
from screen import read_screen, wait_until_settled
from textual import events

from fuzz.hostile import ALL, ESCAPES, FORMULAS, UNSEEN, harm
from icb_tui.data_files.loader import load_dataset
from icb_tui.output.brief_tables import _write_item
from icb_tui.output.formats import FORMATS, PAGE_WIDTH, Table, TablePart, escape_formula
from icb_tui.output.formats import escape_markdown as marked_down
from icb_tui.store.store import Store
from icb_tui.terminal import clipboard
from icb_tui.text.cells import clean
from icb_tui.tui.app import IcbApp
from icb_tui.tui.base.frame import BaseScreen
from icb_tui.tui.base.hand_out import CopyChoice
from icb_tui.tui.keys import bindings
from icb_tui.tui.theme import Appearance
from icb_tui.user import board_sets, settings
from icb_tui.views.view_state import View

EVIL = [text for text in ALL.values() if "\0" not in text]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_data.write_hostile_folder(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def store(world: Path) -> Iterator[Store]:
    store = Store(load_dataset(over=[world]))
    yield store
    store.close()


def run_harmlessly(*arguments: str, code: int = 0, **environment: str) -> CommandResult:
    """Run a command; whatever it prints, on either stream, no terminal obeys."""
    done = run(*arguments, code=code, **environment)
    assert not harm(done.stdout.replace("\r\n", "\n")) and not harm(done.stderr), (arguments, ascii(done))
    return done


# ---- every command, in every format

COMMANDS = [
    *("list", "list concern", "why QUE 1", "compare QUE QK1 Y60", "indicators --aim 4", "show QK1", "find the"),
    *("brief QUE QK1", "map 1", "national", "coverage", "sql from:source", "sql from:finding", "sql --tables", "check"),
    *("config", "sets"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_hostile_data_harmlessly_in_every_format(command: str, store: Store, world: Path) -> None:
    words = [word.replace(":", " ") for word in command.split()]
    tables: list[Table] = []

    def kept(table: Table) -> str:
        tables.append(table)
        return ""

    with (
        mock.patch("icb_tui.store.cache.open_cached_store", return_value=store),
        mock.patch("icb_tui.user.board_sets.read_board_sets", return_value={clean(text): ("QK1",) for text in EVIL}),
        mock.patch.dict(FORMATS, jsonl=kept),
    ):
        run_harmlessly("--data", str(world), *words)
        run_harmlessly("--data", str(world), *words, "--format", "jsonl")
    (table,) = tables
    for style, write in FORMATS.items():
        hostile_data.check_format(style, write(table))


def test_a_hostile_folder_is_read_prepared_and_printed_harmlessly(world: Path) -> None:
    for _ in range(2):
        assert "Your data, from [b]␛]0;x␇�=1+1�" in run_harmlessly("list", "3:lead", "--data", str(world)).stderr
    assert run_harmlessly("list", "3:lead", ICB_TUI_DATA=str(world)).stdout.count("\n") == 2


# ---- formats

NUMBERS = [-7, -7.5, -1e-7, 0, 3.0]


@pytest.mark.parametrize("start", FORMULAS.values(), ids=list(FORMULAS))
def test_no_cell_of_a_sheet_is_a_formula_and_a_negative_number_stays_one(start: str) -> None:
    table = Table([], (start, "number"), [(start, number) for number in NUMBERS], [])
    for style, separator in (("csv", ","), ("tsv", "\t")):
        written = str(FORMATS[style](table))
        hostile_data.check_sheet(written, separator)
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))
        assert [float(number) for _, number in rows[1:]] == NUMBERS
    assert str(escape_formula(start)).startswith("'")


@pytest.mark.parametrize("name", ALL)
def test_markdown_and_html_show_a_text_as_it_is(name: str) -> None:
    text = "x " + ALL[name].replace("\udcff", "").replace("\r", "").replace("\n", "")
    table = Table([TablePart(text, [text], [text], [], ("a", text), [(text, "b")])], ("a",), [(text,)], [])
    for style in ("markdown", "html"):
        CHECKED[style](str(FORMATS[style](table)))


CHECKED = {"markdown": hostile_data.check_markdown, "html": hostile_data.check_html}


@pytest.mark.parametrize("cut", range(60, 84))
def test_no_line_of_a_brief_ends_before_what_its_backslash_is_for(cut: int) -> None:
    """Where a word is cut between the two, the rest of it would be a link."""
    lines = _write_item("a" * cut + "[" + "b" * 77 + "](https://evil.example/)", PAGE_WIDTH)
    hostile_data.check_markdown("\n".join(lines))
    assert "".join(line[2:] for line in lines).count("\\[") == 1


@pytest.mark.parametrize("text", [*UNSEEN.values(), *ESCAPES.values(), "é😀"])
def test_what_a_query_made_is_written_out_in_json_and_read_back_as_it_was(text: str) -> None:
    text = text.replace("\udcff", "")
    table = Table([], ("a",), [(text,)], [{text: [text]}])
    for style in ("json", "jsonl"):
        written = str(FORMATS[style](table))
        assert not harm(written)
        assert json.loads(written) in ([{text: [text]}], {text: [text]})


def test_what_a_query_makes_is_harmless_too() -> None:
    made = "chr(27) || chr(155) || chr(8238) || chr(10) || '=1'"
    query = f"""select {made} as "=1 \x1b[31m", [{made}] as l, map {{{made}: 1}} as m, {{'"); drop': {made}}} as s"""
    for style in (style for style in FORMATS if style != "parquet"):
        hostile_data.check_format(style, run("sql", query, "--format", style).stdout)


@pytest.mark.parametrize("environment", [{}, {"TMUX": "x"}, {"STY": "x"}], ids=["plain", "tmux", "screen"])
@pytest.mark.parametrize("text", [text for text in EVIL if "\udcff" not in text])
def test_a_text_for_the_clipboard_ends_no_sequence_and_holds_nothing_to_obey(
    text: str, environment: dict[str, str]
) -> None:
    sent = clipboard.make_clipboard_sequence(f"{text}\n{text}", environment, tabs=True) or ""
    if environment.get("TMUX"):
        sent, _, wrapped = sent.partition("\x1bPtmux;")
        assert wrapped == f"{sent}\x1b\\".replace("\x1b]", "\x1b\x1b]")
    if environment.get("STY"):
        sent = sent.replace("\x1bP", "").replace("\x1b\\", "")
    whole = re.fullmatch("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07", sent)
    assert whole
    assert not harm(base64.b64decode(whole[1]).decode().replace("\t", " "))


# ---- what is around the program


def test_a_hostile_argument_is_printed_harmlessly_by_whatever_refuses_it() -> None:
    text = "\x1b[31mred\x9b\u202e\udcff"
    for arguments, code in {
        (text,): 2,
        (f"--{text}",): 2,
        ("--theme", text): 2,
        ("sql", "select 1", text): 2,
        ("sql", text): 2,
        ("sql", "select 1", "--limit", text): 2,
        ("sql", "--tables", text): 2,
        ("show", text): 1,
        ("why", "QUE", text): 2,
        ("compare", text, "QUE"): 1,
        ("brief", text): 1,
        ("map", text): 2,
        ("find", text): 1,
        ("list", "--as-at", text): 2,
        ("list", "--evidence", text): 2,
        ("list", "--format", text): 2,
        ("check", f"/nowhere/{text}"): 4,
        ("import", f"/nowhere/{text}", "--aim", "1"): 4,
        ("sets", "--delete", text): 2,
        ("schema", text): 2,
        ("completion", text): 2,
        ("indicators", text): 2,
    }.items():
        assert run_harmlessly(*arguments, code=code).stderr


def test_what_click_says_reaches_a_terminal_harmlessly() -> None:
    """On a terminal click takes nothing out of what it says."""
    pid, terminal = pty.fork()
    if not pid:
        os.execv(sys.executable, [sys.executable, "-m", "icb_tui", "sql", "select 1", "\x1b[31mred\u202e"])
    said = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal, 4096):
            said += chunk
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 2
    assert "extra argument (red�)" in said.decode() and not harm(said.decode().replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "name", ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "TERM", "LANG", "LC_ALL"]
)
def test_a_hostile_environment_does_no_harm(name: str, tmp_path: Path) -> None:
    value = tmp_path / "b\udcff\x1b[31m\u202e"
    value.mkdir()
    for _ in range(2):
        with mock.patch.dict(os.environ, {name: str(value)}):
            assert run_harmlessly("list", "3:lead").stdout.startswith("code")
    for command in ("config", "sets"):
        for options in ((), ("--format", "json")):
            with mock.patch.dict(os.environ, {name: str(value)}):
                run_harmlessly(command, *options, code=int(command == "sets"))


def test_problems_of_hostile_settings_are_printed_harmlessly(tmp_path: Path) -> None:
    evil = json.dumps("\x1b[31m\u202e")
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / settings.FILE_NAME).write_text(
        f"theme = {evil}\ndata = [{evil}]\n{evil} = 1\n[keys]\nfind = {evil}\n{evil} = 'x'\n"
        f"[start]\nfilter = {evil}\nyear = {evil}\n"
    )
    told = run_harmlessly("config", code=4, XDG_CONFIG_HOME=str(tmp_path))
    assert told.stderr.count("␛[31m") >= 5
    for style in ("csv", "json", "markdown", "html"):
        run_harmlessly("config", "--format", style, code=4, XDG_CONFIG_HOME=str(tmp_path))
    assert not harm(settings.read_settings_file(tmp_path / "icb-tui" / settings.FILE_NAME).problems[0].message)


def test_a_hostile_file_of_sets_is_read_harmlessly(tmp_path: Path) -> None:
    (tmp_path / "icb-tui").mkdir()
    file = tmp_path / "icb-tui" / "sets.json"
    file.write_text(json.dumps({text: ["QK1", text] for text in EVIL if "\udcff" not in text}))
    for style in FORMATS:
        if style != "parquet":
            hostile_data.check_format(style, run("sets", "--format", style, XDG_DATA_HOME=str(tmp_path)).stdout)
    run_harmlessly("compare", "--set", "x", code=1, XDG_DATA_HOME=str(tmp_path))
    with mock.patch.dict(os.environ, XDG_DATA_HOME=str(tmp_path)):
        assert not [name for name, icbs in board_sets.read_board_sets().items() if harm(name + "".join(icbs))]
        assert board_sets.save_board_set("a\x1b[31m\u202e", ["QK1"]) == "a␛[31m�"
    file.write_text('{"\x1b[31m')
    run_harmlessly("sets", code=4, XDG_DATA_HOME=str(tmp_path))


def test_problems_of_a_hostile_file_are_printed_harmlessly_in_every_format(tmp_path: Path) -> None:
    folder = tmp_path / hostile_data.FOLDER
    folder.mkdir()
    wrong = {text: text for text in EVIL if "\udcff" not in text}
    (folder / "icbs.yaml").write_text(yaml.safe_dump({"icbs": [wrong], "\x1b[31m": 1}))
    (folder / "indicators.yaml").write_text("indicators: !\u202e [*\u202e]")
    for style in FORMATS:
        if style != "parquet":
            hostile_data.check_format(style, run("check", str(folder), "--format", style, code=4).stdout)
    assert "␛[31m" in run_harmlessly("list", "--data", str(folder), code=4).stderr


@pytest.mark.parametrize("text", ["a\\", "&copy; &amp;copy;", "&#169; &#xa9;", "A&E & C&W;", "`*_[x](y)<b>|#~"])
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    (paragraph,) = [token for token in MarkdownIt("commonmark").parse(marked_down(text)) if token.children]
    assert "".join(part.content for part in paragraph.children or ()) == text
    assert marked_down("A&E") == "A&E"


# ---- what the screens hand out

TOUR = [
    *("look", "1", "j", "look", "enter", "look", "i", "look", "escape", "w", "look", "m", "look", "m", "n", "look"),
    *("escape", "v", "look", "escape", "i", "look", "enter", "look", "escape", "i", "space", "space", "k", "c", "look"),
    *("i", "+", "look", "escape", "P", "look", "escape", "b", "look", "escape", "=", "look", "escape", "S", "look"),
    *("escape", "question_mark", "look", "escape", "slash", "a", "look", "escape", "ctrl+p", "look"),
]


def test_every_screen_shows_and_hands_out_hostile_data_harmlessly(store: Store, world: Path, tmp_path: Path) -> None:
    with mock.patch.object(board_sets, "sets_file", return_value=tmp_path / "sets.json"):
        board_sets.save_board_set("=1+1\x1b[31m", ["QK1"])
        seen = asyncio.run(tour_screens(store))
    assert len(seen) >= 12
    assert {"c", "r", "t", "m", "s", "v"} <= {key for copies, _ in seen.values() for key in copies}
    for copies, table in seen.values():
        for key, copy in copies.items():
            assert not harm(copy.make_text().replace("\t", " " if key == "s" else "\t")), (key, copy)
        if table:
            for style, write in FORMATS.items():
                hostile_data.check_format(style, write(table))


async def tour_screens(store: Store) -> dict[str, tuple[dict[str, CopyChoice], Table | None]]:
    """What each screen of the tour can copy and export, by its kind; its text is looked at on the way."""
    app = IcbApp(store, Appearance("dark", store.data), View(data=store.data, year="2023/24"))
    seen = {}
    async with app.run_test(size=(120, 40)) as pilot:
        for key in TOUR:
            if key != "look":
                app.post_message(events.Key(key, bindings.key_character(key)))
                await wait_until_settled(pilot)
                continue
            screen = app.screen
            assert read_screen(app).replace("\n", "").isprintable() and not harm(read_screen(app)), type(screen)
            assert isinstance(screen, BaseScreen)
            seen[f"{type(screen).__name__} {app.browser.current_view.centre}"] = (
                screen.list_copies(),
                screen.make_table(),
            )
    return seen
