"""Random keys on the running app: whatever is pressed, what is shown is what the store says."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from rich.cells import cell_len
from screen import _key, data, resized, settled, store, text

from icb_tui import peers
from icb_tui.app import IcbApp
from icb_tui.look import Look
from icb_tui.view import View

KEYS = [*"/fjkhlgGmisowxuUnvaSPyb=?-p123450cd<>[]+z&:\"'", "space", "enter", "enter", "escape", "escape", "up", "down"]
KEYS += ["tab", "backspace", "pagedown", "pageup", "home", "end", "left", "right", "ctrl+p", "ctrl+w", "ctrl+u"]
SIZES = [(120, 40), (80, 24), (60, 16), (50, 10), (200, 60)]


async def pressed(seed: int, number: int) -> tuple[IcbApp, str, tuple[int, int]]:
    chance = random.Random(seed)
    app = IcbApp(store(), Look("dark", data()), View(data=data(), year="2023/24"))
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(number):
            app.post_message(_key(chance.choice(KEYS)))
            if chance.random() < 0.03:
                await resized(pilot, *chance.choice(SIZES))
        await settled(pilot)
        screen, size = text(app), (app.size.width, app.size.height)
    return app, screen, size


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pressed_the_screen_holds(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "place", lambda: tmp_path / "sets.json")
    app, screen, (columns, lines) = asyncio.run(pressed(seed, 120))
    assert not app.crash
    assert all(cell_len(line) <= columns for line in screen.splitlines()) and len(screen.splitlines()) <= lines
    assert all(character == "\n" or character.isprintable() for character in screen)
    view = app.browser.now
    assert view.here in view.rows or (view.here is None and not view.rows)
    assert set(view.marked) <= set(data().icb)
    found = {match.icb for match in store().find(view.wanted, view.year, view.as_at) if not match.misses}
    assert set(view.rows) == found and len(view.rows) == len(found)
    assert view.cells == store().matrix(view.year, view.voices)
