"""The address of a source: which are opened, how, and what an address from hostile data can do: nothing."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from pathlib import Path
from unittest import mock

import pytest

from icb_tui.terminal import links

HERE: dict[str, str] = {}
GOOD = [
    "https://www.england.nhs.uk/long-read/a_b~c/?p=29827&x=%29#page=3",
    "http://example.org/it's",
    "HTTPS://EXAMPLE.ORG:8080/(a);b,c",
    "https://[2001:db8::1]/",
]
ATTACKS = [
    "",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>",
    "-https://example.org",
    "--new-window",
    " https://example.org",
    "https://",
    "https://example.org/a b",
    'https://example.org/"; rm -rf ~ #"',
    "https://example.org/<script>",
    "https://example.org/`id`",
    "https://example.org/\\..",
    "https://example.org/\x1b]52;c;AAAA\x07",
    "https://example.org/\n--new-window",
    "https://example.org/\x00",
    "https://example.org/\u202egpj",
    "httpsx://example.org",
    "https:example.org",
]


def open_with(browser: object, address: str) -> tuple[bool, list[mock._Call]]:
    """Whether an address was opened with a browser, and the processes that were started."""
    with (
        mock.patch.object(webbrowser, "get", side_effect=[browser]),
        mock.patch.object(subprocess, "Popen") as started,
    ):
        return links.open_address(address), started.call_args_list


@pytest.mark.parametrize("address", GOOD)
def test_a_web_address_is_opened_in_a_process_without_a_terminal_or_a_shell(address: str) -> None:
    assert links.explain_not_opened(address, HERE) == ""
    opened, (call,) = open_with(webbrowser.BackgroundBrowser("xdg-open"), address)
    assert opened and call.args == ([sys.executable, "-P", "-m", "webbrowser", address],)
    assert not call.kwargs.get("shell") and call.kwargs["start_new_session"]
    assert {call.kwargs[name] for name in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}


def test_a_module_in_the_folder_that_one_is_in_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "webbrowser.py").write_text("print('taken')")
    _, (call,) = open_with(webbrowser.BackgroundBrowser("xdg-open"), GOOD[0])
    command = call.args[0][:-1]  # without an address it says how it is used
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert "taken" not in done.stdout and "sage:" in done.stdout + done.stderr


@pytest.mark.parametrize("address", ATTACKS, ids=ascii)
def test_anything_else_is_not(address: str) -> None:
    assert links.explain_not_opened(address, HERE) == "Only http and https addresses are opened."
    assert open_with(webbrowser.BackgroundBrowser("xdg-open"), address) == (False, [])


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_nothing_is_opened(name: str) -> None:
    assert links.explain_not_opened(GOOD[0], {name: "x"}) == "Over SSH an address is copied, not opened."


@pytest.mark.parametrize("browser", [webbrowser.Error("none"), webbrowser.GenericBrowser("w3m")])
def test_no_browser_or_one_that_takes_the_terminal_over_is_not_started(browser: object) -> None:
    assert open_with(browser, GOOD[0]) == (False, [])
