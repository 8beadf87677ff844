"""`icb-tui serve` on the command line: what it prints, what it refuses in one line, and what it never loads."""

from __future__ import annotations

import importlib.util
import json
import socket
import subprocess
import sys
from typing import Any
from unittest import mock

import aiohttp
import click
import pytest
from command_line import list_loaded_modules, run
from web_session import SECONDS, run_serve, wait_for

from icb_tui.cli.commands.serve import LOOK_OPTIONS, VIEW_OPTIONS, announce_address, write_arguments
from icb_tui.cli.main import icb_tui


def read_arguments(*words: str) -> tuple[list[str], list[str]]:
    """The options of the sessions for a command line of the server: of their look, and of their view."""
    with icb_tui.make_context("icb-tui", list(words)) as outer:
        name, command, rest = icb_tui.resolve_command(outer, [*outer._protected_args, *outer.args])
        assert command
        with command.make_context(name, rest, parent=outer) as context:
            return list(write_arguments(context, LOOK_OPTIONS)), list(write_arguments(context, VIEW_OPTIONS))


@pytest.mark.parametrize(
    ("words", "look", "view"),
    [
        (["serve"], [], []),
        (
            ["serve", "--filter", "midlands 1:strong", "--year", "2023/24", "--theme", "light"],
            ["--theme=light"],
            ["--filter=midlands 1:strong", "--year=2023/24"],
        ),
        (["--open", "LLR", "--ascii", "serve", "--no-mouse"], ["--no-mouse", "--ascii"], ["--open=LLR"]),
        (["--no-diff", "serve", "--no-ascii"], ["--no-ascii", "--no-diff"], []),
        (["--year", "all", "serve", "--year", "2022/23"], [], ["--year=2022/23"]),
        (["serve", "--evidence", "self", "--voice", "cqc"], [], ["--evidence=self", "--evidence=cqc"]),
        (["--set", "mine", "--data", "a", "serve", "--data", "b"], ["--data=b"], ["--set=mine"]),
        (["serve", "--data", "a", "--data", "-b"], ["--data=a", "--data=-b"], []),
    ],
)
def test_the_options_of_the_server_are_those_of_its_sessions(
    words: list[str], look: list[str], view: list[str]
) -> None:
    assert read_arguments(*words) == (look, view)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--filter", "nonsense"], "icb-tui: filter: "),
        (["--year", "1999"], "icb-tui: --year: unknown year “1999”"),
        (["--url", "example.org"], "icb-tui: --url: not a web address: “example.org”"),
        (["--host", "203.0.113.7"], "icb-tui: --host: “203.0.113.7” is not an address of this machine"),
        (["--port", "99999"], "99999 is not in the range"),
        (["--sessions", "0"], "0 is not in the range"),
        (["--idle", "-1"], "-1.0 is not in the range"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_served(arguments: list[str], message: str) -> None:
    assert message in run("serve", "--port", "0", *arguments, code=2).stderr


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), code=2)
    expected = f"icb-tui: --port: port {port} is in use; choose another, or --port 0 for any that is free\n"
    assert (done.stdout, done.stderr) == ("", expected)


@pytest.mark.parametrize("token", ["short", "a token with spaces in it", "ü" * 20, "x" * 15])
def test_a_token_of_the_environment_that_is_easily_guessed_is_refused(token: str) -> None:
    assert "expected at least 16" in run("serve", code=2, ICB_TUI_TOKEN=token).stderr


def test_without_the_extra_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "textual_serve" else found(name))
    for name in [name for name in sys.modules if name.startswith("icb_tui.web.")]:
        monkeypatch.delitem(sys.modules, name)
    with mock.patch.dict(sys.modules, {"textual_serve": None, "aiohttp": None, "jinja2": None}):
        done = run("serve", code=2)
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert "textual-serve is not installed" in done.stderr and "pipx install --force '.[web]'" in done.stderr


@pytest.mark.parametrize("arguments", [["--version"], ["list", "concern"], ["serve", "--help"]])
def test_what_serves_is_loaded_only_to_serve(arguments: list[str]) -> None:
    assert not {"aiohttp", "jinja2", "textual_serve"} & list_loaded_modules(*arguments)


def test_the_explorer_never_loads_what_serves() -> None:
    code = "import sys, icb_tui.tui.app, icb_tui.terminal.driver, icb_tui.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=SECONDS)
    assert not [name for name in done.stdout.split() if name.startswith(("aiohttp", "icb_tui.web", "textual_serve"))]


@pytest.mark.parametrize(
    ("found", "note"), [(True, ""), (False, "icb-tui: no browser was found; open the address in one\n")]
)
def test_open_opens_the_address_in_the_user_s_browser(
    found: bool, note: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = mock.Mock(return_value=found)
    monkeypatch.setattr("icb_tui.terminal.links.open_address", browser)
    announce_address("http://127.0.0.1:8000/?token=x", opens_browser=True)
    browser.assert_called_once_with("http://127.0.0.1:8000/?token=x")
    assert capsys.readouterr() == ("http://127.0.0.1:8000/?token=x\n", note)


def test_on_the_network_a_note_says_that_nothing_is_encrypted() -> None:
    with run_serve("--host", "0.0.0.0") as (server, address):
        assert address.startswith(f"http://{socket.gethostname()}:")
        server.terminate()
        assert "the token too; docs/serving.md" in server.communicate(timeout=SECONDS)[1]


def test_it_prints_an_address_that_opens_the_page() -> None:
    async def steps(address: str) -> str:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            page = await client.get(address)
            assert page.status == 200 and "token" not in str(page.url)
            assert 'data-theme="light"' in await page.text()
            base = address.partition("?")[0]
            socket = await client.ws_connect(f"{base}ws?theme=dark", headers={"Origin": base.rstrip("/")})
            seen = ""
            while "11 of 42" not in seen:
                message: Any = await socket.receive(timeout=SECONDS)
                assert message.type is aiohttp.WSMsgType.BINARY, (json.loads(message.data), seen)
                seen += message.data.decode()
            return seen

    options = ("--filter", "midlands", "--year", "2023/24", "--theme", "light", "--sessions", "1")
    with run_serve(*options, ICB_TUI_TOKEN="a-token-that-is-long-enough") as (_, address):
        assert address.endswith("/?token=a-token-that-is-long-enough")
        assert "48;2;255;255;255" in wait_for(steps(address))


def test_every_option_of_the_explorer_is_one_of_the_server_or_named_as_one_that_is_not() -> None:
    own = {"opened", "compared", "screen_reader", "version"}
    offered = {option.name for option in icb_tui.commands["serve"].params}
    assert {option.name for option in icb_tui.params if isinstance(option, click.Option)} - offered == own
