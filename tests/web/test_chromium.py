"""The explorer in a real Chromium, served by a real `icb-tui serve`: what a person in a browser does and sees."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from chromium import FIRST_BOARD, Tab, explain_no_chromium, open_context, run_chromium
from command_line import run_on_test_store
from web_session import run_serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

WITHOUT = explain_no_chromium()

pytestmark = pytest.mark.skipif(bool(WITHOUT), reason=WITHOUT)

READ_CLIPBOARD = "Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard').get.call(navigator).readText()"
"""The page's own navigator.clipboard does not tell what is on the clipboard."""

NO_CLIPBOARD = """
    Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined });
    document.execCommand = () => false;
"""
"""A browser that does not let a page copy, as on http and another machine."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with run_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address that a server prints, with its token."""
    with run_serve("--theme", "dark") as (_, printed):
        yield printed


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser) as opened:
        yield opened


def read_clipboard(tab: Tab) -> str:
    """What is on the clipboard, once the explorer has said that it was sent there."""
    tab.wait_for_text("Sent to the browser's clipboard")
    return str(tab.page.evaluate(READ_CLIPBOARD)).replace("\r\n", "\n")


def test_the_page_shows_the_boards_and_asks_no_other_machine(context: BrowserContext, address: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    tab = Tab(context)
    tab.page.on("websocket", lambda socket: asked.append(socket.url))
    tab.open(address)
    base = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in asked} == {base} and len(asked) > 5
    assert tab.page.url == f"http://{base}/"  # without the token
    assert tab.page.title() == "ICBs of England" and tab.errors == []
    assert tab.size >= (120, 35)
    assert not tab.page.get_by_text("Opening the explorer").is_visible()


def test_a_filter_is_typed_boards_are_marked_and_compared(context: BrowserContext, address: str) -> None:
    tab = Tab(context).open(address)
    tab.press("f", "midlands", "Enter")
    tab.wait_for_text("11 of 42")
    tab.press("Space", "Space", "c")
    tab.wait_for_text("Birmingham and Solihull +Black Country")
    tab.press("Escape", "Control+p", "present")  # a key that browsers leave to pages
    tab.wait_for_text("Present the marked boards")


def test_y_copies_to_the_clipboard_and_ctrl_v_pastes(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = Tab(context).open(address)
    tab.press("y", "t")
    assert read_clipboard(tab) == run_on_test_store("list").removesuffix("\n")
    tab.press("Escape", "y", "r")
    assert FIRST_BOARD in read_clipboard(tab)
    tab.page.evaluate("text => navigator.clipboard.writeText(text)", "kent")
    tab.press("Escape", "/", "Control+v")
    tab.wait_for_text("Kent and Medway.*K&M")
    assert tab.page.evaluate("navigator.clipboard.readText()") == ""


def test_what_the_browser_does_not_let_it_copy_is_shown_to_be_copied(context: BrowserContext, address: str) -> None:
    context.add_init_script(NO_CLIPBOARD)
    tab = Tab(context).open(address)
    tab.press("y", "v")
    dialog = tab.page.get_by_role("dialog", name="The browser did not let this page copy")
    assert dialog.get_by_role("textbox").input_value() == "icb-tui --year 2023/24"
    tab.page.evaluate("document.execCommand = () => true")
    dialog.get_by_role("button", name="Copy").click()
    dialog.wait_for(state="hidden")
    tab.press("j", "Enter")  # the explorer has the keys again
    tab.wait_for_text("Bedfordshire, Luton and Milton Keynes Integrated Care Board")


def test_e_downloads_what_the_command_prints(context: BrowserContext, address: str, tmp_path: Path) -> None:
    tab = Tab(context).open(address)
    tab.press("e")
    tab.wait_for_text("Download as")
    with tab.page.expect_download() as started:
        tab.press("Enter")
    saved = started.value
    saved.save_as(tmp_path / "saved")
    assert saved.suggested_filename == "icbs-2023-24.csv"
    assert (tmp_path / "saved").read_text() == run_on_test_store("list", "--format", "csv")
    tab.wait_for_text("Sent 42 rows to the browser as icbs-2023-24.csv")
    tab.press("e", "Home", "etc/", "Enter")
    tab.wait_for_text("names a folder; expected the name of a file")
    assert tab.errors == []


def test_a_link_to_a_view_opens_the_same_view(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = Tab(context).open(address)
    tab.press("f", "midlands 1:strong", "Enter", "Enter")
    board = tab.wait_for_text("board 1 of")
    tab.press("y", "l")
    link = read_clipboard(tab)
    assert link == f"{tab.page.url}?open=QHL&filter=midlands%201:strong"
    other = Tab(context)
    other.page.goto(link)
    assert other.wait_for_text("board 1 of")[:-1] == board[:-1]
    other.press("Escape")
    other.wait_for_text("5 of 42")


def test_o_on_a_source_opens_its_address_in_a_new_tab(context: BrowserContext, address: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=f"from {route.request.header_value('Referer')}", content_type="text/plain")

    base = f"http://{urlsplit(address).netloc}/"
    context.route(lambda url: not url.startswith(base), answer)
    tab = Tab(context)
    tab.page.goto(f"{base}?{urlsplit(address).query}&open=SUSX")
    tab.wait_for_text("Sussex Integrated Care Board")
    tab.press("Tab")
    tab.wait_for_text("o opens its address")
    with context.expect_page() as opened:
        tab.press("o")
    opened.value.wait_for_load_state()
    assert asked == [opened.value.url] and asked[0].startswith("https://")
    assert opened.value.inner_text("body") == "from None" and opened.value.evaluate("window.opener") is None
    tab.wait_for_text("opens the address in a new tab")


def test_the_mouse_and_the_wheel_work_and_the_explorer_follows_the_window(
    context: BrowserContext, address: str
) -> None:
    tab = Tab(context).open(address)
    assert "West Yorkshire" not in "".join(tab.lines)
    tab.page.mouse.click(*tab.find_cell("Black Country"))
    tab.wait_for_text("NHS Black Country Integrated Care Board")
    for _ in range(20):
        tab.page.mouse.wheel(0, 200)
    tab.wait_for_text("West Yorkshire")
    tab.page.set_viewport_size({"width": 400, "height": 200})
    tab.wait_for_text("icb-tui needs 60×16 cells")
    tab.page.set_viewport_size({"width": 1600, "height": 1200})
    tab.wait_for_text("Bath and.*West Yorkshire")


def test_two_tabs_are_two_sessions(context: BrowserContext, address: str) -> None:
    first, second = Tab(context).open(address), Tab(context).open(address)
    first.press("f", "london", "Enter")
    first.wait_for_text("5 of 42")
    second.press("j")
    assert "42 of 42" in second.wait_for_text("NHS Bedfordshire")[0]
    second.page.close()
    first.press("x")
    first.wait_for_text("42 of 42")


def test_a_session_that_has_ended_says_so_and_starts_again(context: BrowserContext, address: str) -> None:
    tab = Tab(context).open(address)
    tab.press("q")
    ended = tab.page.get_by_role("alertdialog", name="The session has ended")
    ended.wait_for()
    tab.press("Enter")  # the button has the keys
    ended.wait_for(state="hidden")
    tab.wait_for_text(FIRST_BOARD)


def test_a_wrong_token_shows_a_page_that_says_so(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    for wrong, says in ((f"{address}x", "The token in this address is not valid."), (address.split("?")[0], "token")):
        response = page.goto(wrong)
        assert response and response.status == 403
        assert says in page.inner_text("main")


def test_the_page_of_another_site_opens_no_session(context: BrowserContext, address: str) -> None:
    """Asked by a raw client, with the cookie of a browser that was let in: another Origin, and another Host."""
    Tab(context).open(address)
    cookie = "; ".join(f"{each.get('name')}={each.get('value')}" for each in context.cookies())
    base = urlsplit(address).netloc

    def ask(host: str, origin: str) -> int:
        connection = http.client.HTTPConnection(base, timeout=10)
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        keys = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Cookie": cookie, "Host": host, "Origin": origin}
        connection.request("GET", "/ws?width=80&height=24", headers=upgrade | keys)
        status = connection.getresponse().status
        connection.close()
        return status

    assert ask(base, f"http://{base}") == 101
    assert ask(base, "http://example.org") == 403
    assert ask("example.org", "http://example.org") == 403


def test_beyond_the_limit_of_sessions_a_page_says_so(context: BrowserContext) -> None:
    with run_serve("--sessions", "1") as (_, address):
        tab = Tab(context).open(address)
        second = Tab(context)
        response = second.page.goto(address)
        assert response and response.status == 503
        assert "1 of 1 session open" in second.page.inner_text("main")
        tab.press("q")
        second.wait_for_text(FIRST_BOARD)  # the page tries again by itself
