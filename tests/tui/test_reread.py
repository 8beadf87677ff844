"""Reading the files of the data again while the explorer runs (`r`)."""

from __future__ import annotations

import asyncio

import msgspec
from bundled_store import load_data
from screen import do_action, read_screen, wait_until_settled

from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View


def renamed(name: str) -> Store:
    """A store of the bundled data in which the first board has another name."""
    first, *others = load_data().icbs
    changed = msgspec.structs.replace(first, name=f"NHS {name} Integrated Care Board", short_name=name)
    return Store(msgspec.structs.replace(load_data(), icbs=(changed, *others), fingerprint="another"))


async def _pressed(app: IcbApp, *keys: str) -> str:
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until_settled(pilot)
        for key in keys:
            await do_action(pilot, key)
            await wait_until_settled(pilot)
        return read_screen(app)


def test_the_finder_knows_the_names_that_were_read_again() -> None:
    view = View(data=load_data(), year="2023/24")
    app = IcbApp(Store(load_data()), Appearance("dark", load_data()), view, reread=lambda: renamed("Atlantis"))
    seen = asyncio.run(_pressed(app, "/", *"zz", "escape", "escape", "r", "/", *"atlan"))
    assert "Atlantis" in seen.split("atlan", 1)[1]
