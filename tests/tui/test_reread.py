"""Reading the files of the data again while the explorer runs (`r`)."""

from __future__ import annotations

import asyncio

import msgspec
from screen import _do, data, settled, text

from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance


def renamed(name: str) -> Store:
    """A store of the bundled data in which the first board has another name."""
    first, *others = data().icbs
    changed = msgspec.structs.replace(first, name=f"NHS {name} Integrated Care Board", short_name=name)
    return Store(msgspec.structs.replace(data(), icbs=(changed, *others), fingerprint="another"))


async def _pressed(app: IcbApp, *keys: str) -> str:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for key in keys:
            await _do(pilot, key)
            await settled(pilot)
        return text(app)


def test_the_finder_knows_the_names_that_were_read_again() -> None:
    view = View(data=data(), year="2023/24")
    app = IcbApp(Store(data()), Appearance("dark", data()), view, reread=lambda: renamed("Atlantis"))
    seen = asyncio.run(_pressed(app, "/", *"zz", "escape", "escape", "r", "/", *"atlan"))
    assert "Atlantis" in seen.split("atlan", 1)[1]
