"""Sessions: each tab has a process, within limits; what a page does wrong ends its own session and no other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from web_session import (
    SECONDS,
    enter,
    list_children,
    make_settings,
    open_page,
    run_serve,
    serve_pages,
    wait_for,
)

from icb_tui.terminal.served import SERVED_AT, SERVED_THEME
from icb_tui.terminal.size import MAX_COLUMNS, MAX_ROWS, limit_size
from icb_tui.web import session_process, sessions
from icb_tui.web.browser_messages import (
    MAX_MESSAGE,
    MESSAGE_BURST,
    LivePing,
    MessageMeter,
    PageBlurred,
    PageFocused,
    TypedKeys,
    WindowResized,
    read_message,
    read_size,
)
from icb_tui.web.session_process import make_environment

FIRST_BOARD = "Bath and North East Somerset"


async def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so that nothing tells of."""
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await asyncio.sleep(0.02)


def test_a_session_shows_the_boards_takes_keys_and_ends_with_q() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                assert b"\x1b[?1003h" not in page.painted  # no report of each motion of the mouse
                assert b"38;2;" in page.painted  # 24-bit colour
                await page.press("/llr")
                await page.read_until("Leicestershire and Rutland")
                await page.press("\x1b")
                await page.read_until("Filters")
                await page.press("q")
                assert await page.read_end() == ""
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_the_theme_is_the_browsers_wish_unless_the_server_has_one() -> None:
    async def first_paint(theme: str, *look: str) -> bytes:
        async with serve_pages(make_settings(look=look)) as client:
            await enter(client)
            async with open_page(client, f"width=100&height=30&theme={theme}") as page:
                await page.read_until(FIRST_BOARD)
                return page.painted

    async def steps() -> None:
        white, black = b"48;2;255;255;255", b"48;2;18;18;18"
        light, fixed = await asyncio.gather(first_paint("light"), first_paint("light", "--theme=dark"))
        assert white in light and black not in light
        assert black in fixed and white not in fixed

    wait_for(steps())


def test_the_explorer_follows_the_size_of_the_window() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                assert "West Yorkshire" not in page.text
                await page.resize(120, 70)
                await page.read_until("West Yorkshire")
                await page.resize(40, 12)
                await page.read_until("60×16")  # what it needs

    wait_for(steps())


def test_a_link_that_shows_nothing_is_said_on_the_page_that_opens_it() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client, "data=/etc") as page:
                assert "unknown word “data”" in await page.read_end()

    wait_for(steps())


def test_what_a_session_says_as_it_fails_is_said_on_its_page() -> None:
    async def steps() -> None:
        async with serve_pages(make_settings(look=("--aim=nonsense",))) as client:
            await enter(client)
            async with open_page(client) as page:
                assert "nonsense" in await page.read_end()

    wait_for(steps())


def test_beyond_the_limit_a_page_says_so_and_a_place_is_free_again_after_an_end() -> None:
    async def steps() -> None:
        async with serve_pages(make_settings(sessions=1)) as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                refused = await client.get("/")
                assert refused.status == 503
                assert "1 of 1 session open" in await refused.text()
                async with open_page(client) as second:
                    assert "1 of 1 session open" in await second.read_end()
                await page.press("q")
                await page.read_end()
            assert (await client.get("/")).status == 200

    wait_for(steps())


HOSTILE: dict[str, str | bytes] = {
    "no JSON": "hello",
    "half of one": '["stdin"',
    "another shape": '{"type": "quit"}',
    "another kind": '["quit"]',
    "nothing": "[]",
    "a wrong value": '["stdin", 5]',
    "no size": '["resize", {"width": -1, "height": null}]',
    "too deep": "[" * 60_000,
    "half a character": '["stdin", "\\ud800"]',
    "bytes": b"\x00\xff",
}

SENT_WHEN_PAINTED = {"no JSON", "bytes"}
"""The others are sent as soon as there is a session: what it has painted by then decides nothing."""


def test_what_is_no_message_ends_that_session_and_no_other() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as good:
                await good.read_until(FIRST_BOARD)
                reading = asyncio.create_task(good.read_end())  # which answers when it is asked whether it is there
                for name, message in HOSTILE.items():
                    async with open_page(client) as bad:
                        if name in SENT_WHEN_PAINTED:
                            await bad.read_until(FIRST_BOARD)
                        await bad.send(message)
                        assert await bad.read_end() == sessions.RUBBISH, name
                    await wait_until(lambda: len(list_children(os.getpid())) == 1)  # else there is no room for the next
                await good.press("q")
                assert await reading == ""

    wait_for(steps())


def test_a_message_that_is_too_long_ends_the_session() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                await page.press("x" * MAX_MESSAGE)
                await page.read_end()
                assert page.socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_keys_that_are_no_keys_do_no_harm() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                for keys in ("", "\x1b]52;c;aGk=\x07", "\x1b[<0;9999;9999M", "\x1bP+q\x1b\\", "\x00", "\x1a"):
                    await page.press(keys)
                await page.press("?")
                await page.read_until("Help")

    wait_for(steps())


def test_a_flood_ends_the_session() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                with contextlib.suppress(ConnectionError):
                    for _ in range(2 * MESSAGE_BURST):
                        await page.socket.send_str('["blur"]')
                assert await page.read_end() == sessions.FLOOD
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                with contextlib.suppress(ConnectionError):
                    for _ in range(60):
                        await page.press("\x1b[B" * 5_000)
                assert await page.read_end() == sessions.FLOOD
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_a_page_that_stops_reading_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is sent fills the buffers of the system, and the next paint is not taken any more."""
    monkeypatch.setattr(sessions, "STALLED_SECONDS", 0.2)
    monkeypatch.setattr(web.WebSocketResponse, "send_bytes", lambda *_: asyncio.sleep(SECONDS))

    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                assert await page.read_end() == sessions.NOT_READING
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_without_a_key_a_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the page answers the server keeps no session alive."""
    monkeypatch.setattr(sessions, "HEARTBEAT", 0.2)

    async def steps() -> None:
        async with serve_pages(make_settings(idle=1 / 30)) as client:
            await enter(client)
            async with open_page(client) as page:
                assert "No key was pressed" in await page.read_end()
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_a_session_whose_tab_is_gone_ends_its_process() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                assert len(list_children(os.getpid())) == 1
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_a_tab_that_is_gone_without_a_word_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a machine that lost its network: it answers no more."""
    monkeypatch.setattr(sessions, "HEARTBEAT", 0.2)

    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            origin = {"Origin": str(client.make_url("/").origin())}
            socket = await client.ws_connect("/ws", headers=origin, autoping=False)
            await wait_until(lambda: not list_children(os.getpid()))
            await socket.close()

    wait_for(steps())


def test_a_tab_is_asked_often_enough_to_end_within_ten_seconds() -> None:
    assert sessions.HEARTBEAT * 1.5 + session_process.GRACE_SECONDS < 10


def test_a_process_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_process, "GRACE_SECONDS", 0.2)

    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                await page.read_until(FIRST_BOARD)
                (process,) = list_children(os.getpid())
                os.kill(process, signal.SIGSTOP)
            await wait_until(lambda: not list_children(os.getpid()))

    wait_for(steps())


def test_the_address_of_a_session_is_no_shell_s_and_no_other_option(tmp_path: Path) -> None:
    made = tmp_path / "made"

    async def steps() -> None:
        options = (f"--filter=$(touch {made}); `touch {made}` --data=/etc",)
        async with serve_pages(make_settings(view=options)) as client:
            await enter(client)
            async with open_page(client) as page:
                assert "touch" in await page.read_end()  # an unknown word of the filter

    wait_for(steps())
    assert not made.exists()


async def read_reason(socket: aiohttp.ClientWebSocketResponse) -> str:
    """Why a session ended, read to the end of the connection."""
    texts = [each.data async for each in socket if each.type is aiohttp.WSMsgType.TEXT]
    return str(json.loads(texts[-1])[1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_server_and_every_session(number: signal.Signals) -> None:
    async def steps(address: str, stop: Callable[[], None]) -> list[str]:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as client:
            base = address.partition("?")[0]
            assert (await client.get(address)).status == 200
            headers = {"Origin": base.rstrip("/")}
            sockets = [await client.ws_connect(f"{base}ws?width=90&height=30", headers=headers) for _ in range(2)]
            for socket in sockets:
                while FIRST_BOARD.encode() not in (await socket.receive(timeout=SECONDS)).data:
                    pass
            stop()
            return [await read_reason(socket) for socket in sockets]

    with run_serve() as (server, address):
        children: list[int] = []

        def stop() -> None:
            children.extend(list_children(server.pid))
            server.send_signal(number)

        assert wait_for(steps(address, stop)) == [sessions.SERVER_ENDS] * 2
        out, errors = server.communicate(timeout=SECONDS)
        assert (server.returncode, out, errors) == (0, "", "")
        assert len(children) == 2
        assert not [child for child in children if Path(f"/proc/{child}").exists()]


GARBAGE = [
    b"garbage\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + 9000 * b"x" + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \xff\xfe=\x01\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\nhello",
]


def test_what_is_no_request_is_refused_without_a_word_in_the_log() -> None:
    with run_serve() as (server, address):
        port = int(re.findall(r":(\d+)/", address)[0])
        for request in GARBAGE:
            with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
                connection.sendall(request)
                assert connection.recv(100).split()[1] in (b"400", b"403")
        server.send_signal(signal.SIGTERM)
        assert server.communicate(timeout=SECONDS) == ("", "")


def test_a_session_that_breaks_the_server_s_code_is_one_line_in_its_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("\x1b[31m")

    monkeypatch.setattr(session_process.SessionProcess, "start", fail)

    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            async with open_page(client) as page:
                assert "The server failed." in await page.read_end()
            async with open_page(client) as page:
                assert "The server failed." in await page.read_end()  # and not that there is no room

    wait_for(steps())
    assert capsys.readouterr().err == 2 * "icb-tui: serve: internal error: KeyError: '\\x1b[31m'\n"


def test_a_server_that_is_killed_leaves_no_session_behind() -> None:
    async def open_session(address: str) -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            base = address.partition("?")[0]
            await client.get(address)
            socket = await client.ws_connect(f"{base}ws", headers={"Origin": base.rstrip("/")})
            while FIRST_BOARD.encode() not in (await socket.receive(timeout=SECONDS)).data:
                pass
            (child,) = list_children(server.pid)
            server.kill()
            await wait_until(lambda: not Path(f"/proc/{child}").exists())
            await socket.close()

    with run_serve() as (server, address):
        wait_for(open_session(address))


def test_the_environment_of_a_session_is_that_of_the_browser() -> None:
    own = {
        "NO_COLOR": "1",
        "TMUX": "x",
        "SSH_TTY": "x",
        "TERM": "dumb",
        "LANG": "C",
        "HOME": "/h",
        "ICB_TUI_TOKEN": "t",
    }
    made = make_environment("http://127.0.0.1:8000/", "light", own)
    assert made["HOME"] == "/h" and made["TERM"] == "xterm-256color" and made["COLORTERM"] == "truecolor"
    assert (made[SERVED_AT], made[SERVED_THEME]) == ("http://127.0.0.1:8000/", "light")
    assert not {"NO_COLOR", "TMUX", "SSH_TTY", "ICB_TUI_TOKEN"} & set(made)


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        ("100", "30", (100, 30)),
        ("", "", (80, 24)),
        ("x", "-3", (80, 24)),
        ("0", "99999", (1, 500)),
        ("9" * 99, "٣", (80, 24)),
    ],
)
def test_the_size_that_an_address_names_is_one_that_can_be_drawn(
    width: str, height: str, size: tuple[int, int]
) -> None:
    assert read_size(width, height) == size


def test_messages_are_read() -> None:
    for text in ('["stdin","\\u001b[A"]', '["resize",{"width":7,"height":5}]', '["focus"]', '["ping","17"]'):
        read_message(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3),
    max_leaves=8,
)

KINDS = st.sampled_from(["stdin", "resize", "ping", "focus", "blur", "quit", ""])


@given(st.text() | JSON.map(json.dumps) | st.builds(lambda kind, value: json.dumps([kind, value]), KINDS, JSON))
def test_whatever_a_page_sends_is_a_message_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        message = read_message(text)
        assert isinstance(message, TypedKeys | WindowResized | LivePing | PageFocused | PageBlurred)
        if isinstance(message, WindowResized):
            width, height = limit_size(message.size.width, message.size.height)
            assert 1 <= width <= MAX_COLUMNS and 1 <= height <= MAX_ROWS


def test_a_person_is_no_flood() -> None:
    meter, clock = MessageMeter(), time.monotonic()
    assert all(meter.allow_message(clock + each / 300) for each in range(10_000))
    assert not all(meter.allow_message(clock + 40 + each / 3_000) for each in range(10_000))
