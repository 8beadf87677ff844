"""Draw the README's pictures: the app itself after a few real keys, as SVG, dark and light."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

from icb_tui.data_files.loader import load_dataset
from icb_tui.domain.dataset import Dataset
from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

FOLDER = Path(__file__).parent


class Picture(NamedTuple):
    """A picture: its name, the boards that are compared in it, and the keys that are pressed before it is taken."""

    name: str
    compared: tuple[str, ...]
    keys: tuple[str, ...]


PICTURES = (
    Picture(
        "explorer", (), ("f", "down", "down", "down", "space", "escape", "1", "s", "g", "space", "space", "k", "k")
    ),
    Picture("compare", ("QK1", "QUE"), ()),
)


async def take_picture(picture: Picture, theme: str, data: Dataset) -> str:
    """Return the screen of the app as SVG."""
    view = View(data=data, year=data.rated_year)
    app = IcbApp(Store(data), Appearance(theme, data), view, compared=picture.compared)
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.press(*picture.keys)
        await pilot.pause()
        return app.export_screenshot(title="icb-tui")


def remove_web_fonts(svg: str) -> str:
    """Return the picture without the fonts that it would ask a server for."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    fonts = r"\1ui-monospace, Menlo, 'DejaVu Sans Mono', monospace;"
    svg = re.sub(r"(font-family:\s*)[^;]*Fira Code[^;]*;", fonts, svg)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')  # some viewers swallow spaces at the start of a run
    return re.sub(r"[ \t]+\n", "\n", svg)


def draw_all() -> None:
    """Write every picture in both themes."""
    data = load_dataset()
    for picture in PICTURES:
        for theme in ("dark", "light"):
            path = FOLDER / f"{picture.name}-{theme}.svg"
            path.write_text(remove_web_fonts(asyncio.run(take_picture(picture, theme, data))), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    draw_all()
