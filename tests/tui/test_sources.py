"""The sources of a page: tab chooses one, `o` copies its address or opens it."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from bundled_store import load_data
from screen import press_keys, read_last_screen, read_message, read_title
from wording import check_wording

SUSSEX = ("/", *"sussex 3", "enter")
ADDRESS = "https://healthcareleadernews.com/?p=29827"


@pytest.fixture(autouse=True)
def local_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that is not over SSH."""
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("hand_out", ["o", "enter"])
def test_o_on_a_source_copies_its_address(hand_out: str, clipboard: list[str]) -> None:
    chosen, sent = press_keys(*SUSSEX, "tab", hand_out)[-2:]
    assert ADDRESS in chosen and clipboard == [ADDRESS]
    check_wording(f"{read_message(chosen)}\n{read_message(sent)}")


def test_o_without_a_source_is_the_evidence_type(clipboard: list[str]) -> None:
    before, after = press_keys(*SUSSEX, "o")[-2:]
    assert read_title(before) != read_title(after) and clipboard == []


@pytest.mark.parametrize("move", ["G", "j", "k", "1", "pagedown"])
def test_a_source_is_chosen_only_until_the_page_moves(move: str, clipboard: list[str]) -> None:
    read_last_screen(*SUSSEX, "tab", move, "o")
    assert clipboard == []


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("page", [SUSSEX, ("n",), ("space", "space", "c")], ids=["board", "national", "compare"])
def test_tab_goes_through_every_source_and_shows_each(
    page: tuple[str, ...], size: tuple[int, int], clipboard: list[str]
) -> None:
    screens = press_keys(*page, "g", *["tab", "o"] * 20, size=size)[-40::2]
    numbers, of = [read_number(screen)[0] for screen in screens], read_number(screens[0])[1]
    assert numbers == [min(number, of) for number in range(1, 21)]
    assert all(address[:24] in screen for address, screen in zip(clipboard, screens, strict=True))
    back = press_keys(*page, "G", *["shift+tab"] * 3, size=size)[-3:]
    assert [read_number(screen)[0] for screen in back] == [of, max(of - 1, 1), max(of - 2, 1)]


def read_number(screen: str) -> tuple[int, int]:
    """The number of the chosen source, and of all."""
    found = re.search(r"^ Source (\d+) of (\d+)\. o copies its address\.$", screen, re.MULTILINE)
    assert found, screen
    return int(found[1]), int(found[2])


def test_with_open_links_o_opens_it(clipboard: list[str]) -> None:
    with mock.patch("icb_tui.tui.base.hand_out.open_address", return_value=True) as opened:
        chosen, sent = press_keys(*SUSSEX, "tab", "o", opens_links=True)[-2:]
    assert [call.args for call in opened.call_args_list] == [(ADDRESS,)] and clipboard == []
    check_wording(f"{read_message(chosen)}\n{read_message(sent)}")


def test_over_ssh_it_is_copied_and_says_so(clipboard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    with mock.patch("icb_tui.tui.base.hand_out.open_address") as opened:
        screen = read_last_screen(*SUSSEX, "tab", "o", opens_links=True)
    assert clipboard == [ADDRESS] and not opened.called
    check_wording(read_message(screen))


def test_without_a_browser_it_is_copied_and_says_so(clipboard: list[str]) -> None:
    with mock.patch("icb_tui.tui.base.hand_out.open_address", return_value=False):
        screen = read_last_screen(*SUSSEX, "tab", "o", opens_links=True)
    assert clipboard == [ADDRESS]
    check_wording(read_message(screen))


def test_in_the_presenter_o_copies_the_address_of_the_finding(clipboard: list[str]) -> None:
    screen = read_last_screen("/", *"llr", "tab", "escape", "P", "o")
    (sent,) = clipboard
    assert sent in {source.url for source in load_data().sources} and sent[:30] in screen
