"""The page and what it loads: its colours, its parts, and the files that a session hands to the browser."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from web_session import enter, make_settings, serve_pages, wait_for

from icb_tui.tui.theme import THEME_COLOURS
from icb_tui.web.downloads import name_attachment
from icb_tui.web.pages import FOLDER, STATIC, read_static

CSS, SCRIPT = ((FOLDER / "static" / name).read_text() for name in ("page.css", "page.js"))

VARIABLES = {"text": "text", "dim": "dim", "accent": "accent", "rule": "rule"}


@pytest.mark.parametrize("block", re.findall(r"color-scheme: (dark|light);(.*?)\}", CSS, re.DOTALL))
def test_the_page_has_the_colours_of_the_explorer(block: tuple[str, str]) -> None:
    theme, lines = block
    colours = THEME_COLOURS[theme]
    assert dict(re.findall(r"--(\w+): (#\w+);", lines)) == {
        "ground": colours.grounds[""],
        **{name: colours.texts[token] for name, token in VARIABLES.items()},
    }


def test_every_part_that_the_script_looks_for_is_on_the_page() -> None:
    page = (FOLDER / "templates" / "explorer.html").read_text()
    wanted = set(re.findall(r'getElementById\("(\w+)"\)', SCRIPT))
    assert wanted == {"terminal", "loading", "reason", "ended", "again"}
    assert all(f'id="{name}"' in page for name in wanted)


def test_textual_serve_still_does_what_the_page_relies_on() -> None:
    """Its script is bundled: these are the ways in which it meets the page."""
    script = read_static("textual.js")[0].decode()
    for way in (
        "window.onload=",
        ".textual-terminal",
        "new WebSocket(",
        "sessionWebsocketUrl",
        "fontSize",
        "-first-byte",
    ):
        assert way in script, way
    assert "'Roboto Mono'" in script  # the font that page.css gives another face


def test_all_that_a_page_names_is_served() -> None:
    named = {
        name for path in (FOLDER / "templates").iterdir() for name in re.findall(r"static/([\w.]+)", path.read_text())
    }
    assert named == set(STATIC)


def test_a_page_of_the_browser_s_cache_is_used_while_the_file_is_the_same() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            first = await client.get("/static/page.js")
            assert first.headers["Content-Encoding"] == "gzip"
            again = await client.get("/static/page.js", headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status, await again.read()) == (304, b"")

    wait_for(steps())


class OfferingProcess:
    """What offers a file in pieces, as the process of a session does."""

    app_service_id = "a session"

    def __init__(self, downloads: DownloadManager, *pieces: bytes) -> None:
        self._downloads, self._pieces = downloads, [*pieces, b""]

    async def send_meta(self, asked: dict[str, Any]) -> bool:
        await self._downloads.chunk_received(asked["key"], self._pieces.pop(0))
        return True


def test_a_file_is_saved_by_the_browser_and_never_run_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    downloads = DownloadManager()

    async def steps() -> None:
        async with serve_pages() as client:
            await downloads.create_download(
                app_service=cast("AppService", OfferingProcess(downloads, b"<script>", b"</script>")),
                delivery_key="key",
                file_name='a"\r\nSet-Cookie: b=c; é.html',
                open_method="browser",
                mime_type="text/html",
            )
            assert (await client.get("/download/key")).status == 403
            await enter(client)
            assert (await client.get("/download/other")).status == 404
            response = await client.get("/download/key")
            assert await response.read() == b"<script></script>"
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment; ")
            assert "Set-Cookie" not in response.headers
            assert (await client.get("/download/key")).status == 404

    monkeypatch.setattr("icb_tui.web.sessions.DownloadManager", lambda: downloads)
    wait_for(steps())


def test_the_name_of_a_file_keeps_its_letters() -> None:
    assert name_attachment("Bêta 2.csv") == "attachment; filename*=UTF-8''B%C3%AAta%202.csv"


def test_a_theme_of_the_server_is_the_page_s() -> None:
    async def steps() -> None:
        for theme, expected in (("light", 'data-theme="light"'), ("ansi", '<html lang="en-GB">'), ("", "<html lang")):
            async with serve_pages(make_settings(theme=theme)) as client:
                await enter(client)
                assert expected in await (await client.get("/")).text()

    wait_for(steps())
