"""The palette: every action by the words people try, boards, years and aims by name, and the look while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from bundled_store import load_ascii_data, load_data, open_store_of, open_test_store
from hypothesis import given
from hypothesis import strategies as st
from screen import do_action, press_keys, read_last_screen, read_message, read_screen, read_title, wait_until_settled

from icb_tui.text.cells import cell_width
from icb_tui.tui.app import IcbApp
from icb_tui.tui.commands import KEY_CELLS, CommandLister
from icb_tui.tui.keys.action_words import ACTION_HELP, ACTION_WORDS, STEP_HELP
from icb_tui.tui.screens.palette import PaletteCommand, find_commands
from icb_tui.tui.theme import DARK, LIGHT, THEMES, Appearance
from icb_tui.user.settings import read_settings_file
from icb_tui.views.view_state import View

FIRST = {
    "sort": "Sort by",
    "order": "Sort by",
    "theme": "Use the light theme",
    "light": "Use the light theme",
    "light theme": "Use the light theme",
    "dark": "Use the dark theme",
    "dark mode": "Use the dark theme",
    "colours": "Use the light theme",
    "ascii": "Draw with ASCII characters only",
    "settings": "Save this look",
    "csv": "Export to a file",
    "Excel": "Export to a file",
    "export": "Export to a file",
    "save": "Export to a file",
    "legend": "Help",
    "help": "Help",
    "keys": "Help",
    "shortcuts": "Help",
    "marks": "Mark the board",
    "mark all": "Mark all boards shown",
    "unmark": "Remove all marks",
    "clear": "Clear the filter",
    "filter": "Filter the boards",
    "year": "Show the year before",
    "2024": "Show 2024/25",
    "2022/23": "Show 2022/23",
    "2022/2023": "Show 2022/23",
    "print": "Show the screen as plain text",
    "brief": "Write a brief",
    "quit": "Quit",
    "exit": "Quit",
    "close": "Quit",
    "copy": "Copy to the clipboard",
    "link": "Copy to the clipboard",
    "undo": "Undo the last change",
    "back": "Go back to the last view",
    "map": "Show the map",
    "matrix": "Show the matrix",
    "indicators": "Show the indicators",
    "compare": "Compare the marked boards",
    "side by side": "Compare the marked boards",
    "search": "Find a board",
    "find": "Find a board",
    "source": "Show why",
    "self-report": "Count only one evidence type: Self-report",
    "reload": "Reload the data files",
    "slides": "Present the marked boards",
    "coverage": "Show coverage",
    "inequalities": "Go to aim 3",
    "leadership": "Go to aim 1",
    "3": "Go to aim 3",
    "surrey": "Open Surrey",
    "essex": "Open Essex",
    "LLR": "Open Leicester",
    "QK1": "Open Leicester",
    "national": "Read the England-wide",
}
"""What a person types, and how the first line then begins."""


def make_app(**options: object) -> IcbApp:
    look = Appearance("dark", load_data())
    return IcbApp(open_test_store(), look, View(data=load_data(), year="2023/24"), **options)  # type: ignore[arg-type]


async def list_commands(app: IcbApp, keys: Sequence[str]) -> list[PaletteCommand]:
    """Every command on the screen after some keys."""
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        for key in keys:
            await do_action(pilot, key)
            await wait_until_settled(pilot)
        return CommandLister(app, app.browser, app.own_keys).list_commands()


def list_names(*keys: str) -> set[str]:
    return {command.name for command in asyncio.run(list_commands(make_app(), keys))}


def test_the_words_that_people_try_find_the_right_command_first() -> None:
    commands = asyncio.run(list_commands(make_app(), []))
    phrases = [command.list_phrases() for command in commands]
    found = {text: [commands[place].name for place in find_commands(text, phrases)] for text in FIRST}
    wrong = {text: found[text][:2] for text, name in FIRST.items() if not (found[text] or [""])[0].startswith(name)}
    assert wrong == {} and len(FIRST) >= 40
    assert {"Show 2023/24", "Show 2024/25"} <= set(found["2024"])


def test_every_action_of_the_explorer_has_a_line_on_every_page() -> None:
    explorer, page, coverage = list_names(), list_names("enter"), list_names("v")
    steps = {name for names in STEP_HELP.values() for name in names} | {"Go to the first", "Go to the last"}
    of_the_cursor = {"Open the board or the indicator", "Mark the board, or remove the mark"}
    of_the_cursor |= {"Go to the next pane: filters, boards, evidence"}
    assert explorer - page <= steps | of_the_cursor
    assert explorer - coverage <= steps | of_the_cursor


PAGES = {
    "the explorer": (),
    "a board": ("enter",),
    "an indicator": ("i", "4", "enter"),
    "a comparison": ("space", "space", "c"),
    "coverage": ("v",),
    "England-wide": ("n",),
    "board sets": ("S",),
    "help": ("?",),
    "plain text": ("=",),
    "a brief": ("b",),
    "the presenter": ("3", "s", "g", "P"),
}


@pytest.mark.parametrize("page", PAGES)
def test_on_every_page_each_line_is_one_of_a_kind_and_leads_somewhere(page: str) -> None:
    app = make_app()
    commands = asyncio.run(list_commands(app, PAGES[page]))
    names = [command.name for command in commands]
    assert len(names) == len(set(names)) > 90
    assert {"Use the light theme", "Show the map", "Show 2024/25", "Quit"} <= set(names)
    assert [command for command in commands if cell_width(command.key) > KEY_CELLS] == []
    assert app.crash == ""


def test_words_and_directions_belong_to_actions_that_there_are() -> None:
    assert set(ACTION_WORDS) <= set(ACTION_HELP) and set(STEP_HELP) <= set(ACTION_HELP)


PHRASES = st.lists(
    st.lists(st.sampled_from(["show all", "show", "sort", "map", "a map", "all"]), max_size=3), max_size=6
)


@given(PHRASES, st.sampled_from(["", "sh", "show", "show a", "map a", "all", "x", "so"]))
def test_a_text_finds_what_has_all_its_words_and_whole_phrases_stand_first(phrases: list[list[str]], text: str) -> None:
    found = find_commands(text, phrases)
    words = text.split()
    fitting = [
        place
        for place, own in enumerate(phrases)
        if all(any(each.startswith(word) for each in " ".join(own).split()) for word in words)
    ]
    assert sorted(found) == fitting
    exact = [text in phrases[place] for place in found]
    whole = [set(words) <= set(" ".join(phrases[place]).split()) for place in found]
    assert exact == sorted(exact, reverse=True) and whole == sorted(whole, reverse=True)


def test_a_command_of_the_explorer_closes_the_page_it_is_chosen_on() -> None:
    screen = read_last_screen("v", "ctrl+p", *"worst", "enter")
    assert read_title(screen).startswith(" ICBs of England") and "most first" in read_title(screen)


def test_a_year_is_shown_on_the_page_that_has_one() -> None:
    assert "2022/23" in read_title(read_last_screen("enter", "ctrl+p", *"2022", "enter"))
    assert "2024/25" in read_title(read_last_screen("ctrl+p", *"2024/25", "enter"))
    assert read_message(read_last_screen("ctrl+p", *"2023/24", "enter")) == "2023/24 is shown."


def test_an_aim_an_evidence_type_and_a_view_are_gone_to_by_name() -> None:
    assert "Coventry" in read_last_screen("ctrl+p", *"inequal", "enter", "s")
    assert "Self-report" in read_title(read_last_screen("ctrl+p", *"self", "enter"))
    assert "ICBs of England" in read_title(read_last_screen("m", "ctrl+p", *"matrix", "enter"))


def test_a_line_shows_the_key_that_does_the_same() -> None:
    lines = {text: read_last_screen("ctrl+p", *text).splitlines()[4] for text in ("sort", "2022/23", "leader", "map")}
    keys = {text: line.split()[0] for text, line in lines.items()}
    assert keys == {"sort": "s", "2022/23": "[", "leader": "1", "map": "m"}


def test_the_last_commands_stand_first() -> None:
    *_, again = press_keys("ctrl+p", *"gaps", "enter", "escape", "ctrl+p", *"undo", "enter", "ctrl+p")
    assert [line.split()[0] for line in again.splitlines()[4:6]] == ["u", "v"]
    assert "recent" in again.splitlines()[4] and "recent" not in again.splitlines()[6]


# The look


def list_grounds(app: IcbApp) -> set[str]:
    """The colours that lie under the texts of the screen."""
    strips = app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    return {style.bgcolor.name.upper() for style in styles if style.bgcolor}


async def look_after(app: IcbApp, *keys: str) -> list[tuple[str, set[str]]]:
    """The screen and its grounds at each `look` among some keys."""
    seen = []
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        for key in keys:
            if key == "look":
                seen.append((read_screen(app), list_grounds(app)))
            else:
                await do_action(pilot, key)
                await wait_until_settled(pilot)
    return seen


LIGHT_KEYS = ("ctrl+p", *"light", "enter")


def test_a_theme_is_changed_at_once_on_every_open_screen() -> None:
    before, page, below, back = asyncio.run(
        look_after(
            make_app(), *("enter", "look", *LIGHT_KEYS, "look", "escape", "look", "ctrl+p", *"dark", "enter", "look")
        )
    )
    dark, light = set(DARK.grounds.values()), set(LIGHT.grounds.values())
    assert before[1] <= dark and back[1] <= dark
    assert page[1] <= light and below[1] <= light
    assert read_message(page[0]) == "Now in the light theme. To keep it: ctrl+p, settings."
    assert page[0].splitlines()[:-1] == before[0].splitlines()[:-1]


def test_the_light_theme_is_seven_keys_away() -> None:
    assert len(LIGHT_KEYS) == 7


def test_every_theme_can_be_had() -> None:
    for theme in THEMES:
        app = make_app()
        asyncio.run(look_after(app, "ctrl+p", *theme, "enter"))
        assert app.look.theme == theme


def test_ascii_comes_and_goes_while_it_runs_with_the_data_in_the_same_characters() -> None:
    stores = {False: load_data(), True: load_ascii_data()}
    app: IcbApp = make_app(reread=lambda: open_store_of(stores[app.look.ascii_only]))
    keys = ("ctrl+p", *"ascii", "enter")
    before, plain, after = asyncio.run(look_after(app, "3", "look", *keys, "look", *keys, "escape", "look"))
    assert not before[0].isascii() and "S △" in before[0]
    assert plain[0].isascii() and "S '" in plain[0]
    assert after[0] == before[0]


def test_ascii_reaches_a_page_that_is_open_and_its_copies() -> None:
    app = make_app()
    (screen, _), *_ = asyncio.run(look_after(app, "?", "ctrl+p", *"ascii", "enter", "look"))
    assert screen.isascii() and read_title(screen).startswith(" Help")


def test_the_look_is_kept_in_the_settings_on_request(tmp_path: Path) -> None:
    file = tmp_path / "icb-tui" / "config.toml"
    app = make_app(settings_file=file)
    (unsaved, _), (saved, _) = asyncio.run(look_after(app, *LIGHT_KEYS, "look", "ctrl+p", *"settings", "enter", "look"))
    assert read_settings_file(file).values["theme"] == "light" and file.read_text() == 'theme = "light"\n'
    assert "Saved theme" in " ".join(saved.split()) and "Saved" not in unsaved


def test_without_a_home_the_look_is_not_saved_and_that_is_said() -> None:
    (screen, _), *_ = asyncio.run(look_after(make_app(), "ctrl+p", *"settings", "enter", "look"))
    assert read_message(screen) == "Not saved: no home folder to save settings in; set HOME or XDG_CONFIG_HOME"
