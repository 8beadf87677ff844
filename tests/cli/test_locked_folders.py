"""Folders that another user does not let this one look into: one line that names them, wherever they are named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from bundled_store import load_data
from command_line import run
from locked_folder import lock_folder
from screen import do_action, read_screen, wait_until_settled

from icb_tui.store import cache
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

OWN = "years: [2026/27]\n"

FIGURES = "--name Foo --unit % --aim 1 --better higher --source me".split()


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of own data in a folder that is locked."""
    folder = tmp_path / "locked" / "in"
    folder.mkdir(parents=True)
    (folder / "assessments.yaml").write_text(OWN)
    lock_folder(tmp_path / "locked", monkeypatch)
    return folder


@pytest.mark.parametrize(
    "command",
    [["list", "--data"], ["check"], ["show", "QE1", "--data"], ["sql", "select 1", "--data"], ["sets", "--data"]],
)
def test_a_command_names_a_folder_that_it_may_not_look_into(command: list[str], inside: Path) -> None:
    for folder in (inside, inside.parent):
        assert f"{folder}" in "".join(run(*command, str(folder), code=4))
    assert f"{inside}:1: cannot be read: Permission denied" in "".join(run(*command, str(inside), code=4))


def test_the_environment_and_the_settings_may_name_it_too(
    inside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = f"{inside}:1: cannot be read: Permission denied"
    assert refused in run("list", code=4, ICB_TUI_DATA=str(inside)).stderr
    (tmp_path / "icb-tui").mkdir()
    (tmp_path / "icb-tui" / "config.toml").write_text(f"data = ['{inside}']\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert refused in run("list", code=4).stderr
    assert str(inside) in run("config").stdout


def test_nothing_is_imported_into_it(inside: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("code,period,value\nQE1,2024,1\nQHM,2024,2\n")
    for folder in (inside, inside / "new"):
        assert run("import", str(sheet), "--to", str(folder), *FIGURES, code=4).stderr.splitlines()[-1] == (
            f"{folder}: cannot be read: Permission denied"
        )
    assert f"{inside}: cannot be read" in run("import", "--findings", str(sheet), "--to", str(inside), code=4).stderr


def test_settings_and_sets_in_it_are_named(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(inside))
    monkeypatch.setenv("XDG_DATA_HOME", str(inside))
    settings, sets = inside / "icb-tui" / "config.toml", inside / "icb-tui" / "sets.json"
    assert run("config", code=4).stderr == f"icb-tui: {settings}: cannot be read: Permission denied\n"
    assert run("map").stderr.startswith(f"icb-tui: {settings}: cannot be read: Permission denied\n")
    for arguments in (["sets"], ["sets", "--keep", "a", "QE1"], ["map", "--data", str(inside)]):
        assert "Permission denied" in run(*arguments, code=4).stderr
    assert f"{sets}: cannot be read: Permission denied" in run("sets", code=4).stderr


def test_a_running_explorer_goes_on_with_the_data_that_it_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locked" / "in"
    folder.mkdir(parents=True)
    (folder / "assessments.yaml").write_text(OWN)
    store = cache.open_cached_store([folder])

    async def press() -> list[str]:
        app = IcbApp(
            store,
            Appearance("dark", load_data()),
            View(data=store.data, year="2023/24"),
            reread=lambda: cache.open_cached_store([folder]),
        )
        seen = []
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until_settled(pilot)
            lock_folder(tmp_path / "locked", monkeypatch)
            for key in ("r", "escape"):
                await do_action(pilot, key)
                await wait_until_settled(pilot)
                seen.append(read_screen(app))
        return seen

    problems, after = asyncio.run(press())
    assert "1 problem in the data files. The data on the screen have not changed" in problems
    assert "cannot be read: Permission denied" in " ".join(problems.split())
    assert "Lancashire" in after
