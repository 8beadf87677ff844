"""The running app in a test: press keys, read the text of the screen as a person sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from icb_tui.app import IcbApp
from icb_tui.look import Look
from icb_tui.model import Dataset, Filter
from icb_tui.plain import in_ascii
from icb_tui.seed import load
from icb_tui.store import Store
from icb_tui.view import View

SIZES = ((60, 20), (80, 24), (120, 40))


@cache
def data() -> Dataset:
    return load()


@cache
def store() -> Store:
    return Store(data())


def text(app: IcbApp) -> str:
    """The text of the screen, line by line, without trailing spaces."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


def press(
    *keys: str,
    size: tuple[int, int] = (120, 40),
    wanted: Filter | None = None,
    year: str = "2023/24",
    theme: str = "dark",
    opened: str | None = None,
    compared: Sequence[str] = (),
    dataset: Dataset | None = None,
    ascii_only: bool = False,
    colour: bool = True,
) -> list[str]:
    """Start the app, press keys, and return the screen at the start and after each key."""

    async def run() -> list[str]:
        records = dataset or data()
        records = in_ascii(records) if ascii_only else records
        look = Look(theme, records, ascii_only=ascii_only, colour=colour)
        view = View(data=records, year=year, wanted=wanted or Filter())
        asked = store() if records is data() else Store(records)
        app = IcbApp(asked, look, view, opened=opened, compared=tuple(compared))
        screens = []
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screens.append(text(app))
            for key in keys:
                if key.startswith("size:"):
                    columns, lines = key[5:].split("x")
                    await pilot.resize_terminal(int(columns), int(lines))
                elif key.startswith("click:"):
                    column, row = key[6:].split(",")
                    await pilot.click(offset=(int(column), int(row)))
                else:
                    await pilot.press(key)
                await pilot.pause()
                screens.append(text(app))
        return screens

    return asyncio.run(run())


def last(*keys: str, **options: object) -> str:
    """The screen after all the keys."""
    return press(*keys, **options)[-1]  # type: ignore[arg-type]


SNAPSHOTS = Path(__file__).parent / "snapshots"
