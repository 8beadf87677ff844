"""Draw the README's picture: the app itself after a few real keys, as SVG."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from icb_tui.data_files.loader import load_dataset
from icb_tui.pages.view_state import View
from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance

KEYS = ("f", "j", "j", "space", "escape", "3", "s", "g", "space", "j", "space", "k")


async def drawn() -> str:
    data = load_dataset()
    app = IcbApp(Store(data), Appearance("dark", data), View(data=data, year=data.rated_year))
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause()
        return app.export_screenshot(title="icb-tui")


def local(svg: str) -> str:
    """Return the picture without the web fonts that it would ask a server for."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    fonts = r"\1ui-monospace, Menlo, 'DejaVu Sans Mono', monospace;"
    svg = re.sub(r"(font-family:\s*)[^;]*Fira Code[^;]*;", fonts, svg)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')  # some viewers swallow spaces at the start of a run
    return re.sub(r"[ \t]+\n", "\n", svg)


if __name__ == "__main__":
    target = Path(__file__).parent / "browser.svg"
    target.write_text(local(asyncio.run(drawn())))
    print(target)
