"""What a terminal sends: what passes, what is dropped, and that nothing of it ever harms the parser behind."""

from __future__ import annotations

import pytest
from textual import events

from icb_tui.terminal.input_filter import (
    MAX_PASTED,
    PASTE_END,
    PASTE_START,
    PASTE_TIMEOUT,
    SEQUENCE_TIMEOUT,
    InputFilter,
)
from icb_tui.terminal.key_reader import KeyParser


class Clock:
    """A clock that stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def filter_chunks(*chunks: str) -> str:
    """What passes of chunks that come at once."""
    incoming = InputFilter(Clock())
    return "".join(map(incoming.filter_chunk, chunks))


def filter_slowly(seconds: float, *chunks: str) -> list[str]:
    """What passes of each chunk, with a silence between them."""
    clock = Clock()
    incoming = InputFilter(clock)
    passed = []
    for chunk in chunks:
        passed.append(incoming.filter_chunk(chunk))
        clock.now += seconds
    return passed


@pytest.mark.parametrize(
    "keys",
    [
        "q", "\x1b", "\x1b\x1b", "é", "\x00", "\x1b[A", "\x1bOA", "\x1b[5~", "\x1b[1;5A", "\x1bx", "\x1b[97;;97u",
        "\x1b[<0;10;5M\x1b[<0;10;5m", "\x1b[<16;10;5M", "\x1b[<64;10;5M", "\x1b[<67;10;5M", "\x1b[1089::99;5u",
        "\x1b[?2026;2$y", "\x1b[Z", f"{PASTE_START}midlands{PASTE_END}",
    ],
)  # fmt: skip
def test_keys_clicks_and_pastes_pass_as_they_are(keys: str) -> None:
    assert filter_chunks(keys, "q") == keys + "q"


def test_an_escape_key_before_an_arrow_stays_one() -> None:
    assert filter_chunks("\x1b", "\x1b[A", "q") == "\x1b\x1b[Aq"


@pytest.mark.parametrize(
    "keys", ["\x1b[A", "\x1bOA", "\x1b[1;5A", f"{PASTE_START}midlands{PASTE_END}", "\x1b[<0;10;5M"]
)
def test_a_sequence_may_come_in_any_pieces(keys: str) -> None:
    assert filter_chunks(*keys, "q") == keys + "q"
    assert "".join(filter_slowly(0.3, "\x1b", keys[1:])) in (keys, "\x1b" + keys)


@pytest.mark.parametrize(
    "reply",
    [
        "\x1b]11;rgb:1c1c/1c1c/1c1c\x07", "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\",
        "\x1b[I", "\x1b[O", "\x1b[999;999;999Z", "\x1b[?62;22c", "\x1b[5;9R", "\x1b[1;5R",
        "\x1b[48;40;120;0;0t", "\x1b[?2048;2$y",
        "\x1b[" + "9;" * 50_000 + "q", "\x1b]52;c;" + "q" * 100_000 + "\x07", "\x1b[M !!", "\x1b[<64;99999999;1M",
        "\x1b[<1;10;5M\x1b[<1;10;5m", "\x1b[<2;10;5M\x1b[<18;10;5m", "\x1b[<128;10;5M\x1b[<129;10;5m",
        "\x1b[<32;10;10M", "\x1b[57441;2u",
        "\x1b[1114111:1114111:1114111;255;1114111u", "\x1b[97;;97" + ":98" * 10 + "u",
        "\x1b[99999999999u", "\x1b[1:2:3;4:5u", "\x1b[55296u", "\x1b[;;u", PASTE_END, "\x1bOz", "\x1b[<-1;-1M",
    ],
)  # fmt: skip
def test_replies_reports_and_odd_sequences_are_dropped_whole(reply: str) -> None:
    assert filter_chunks(reply, "q") == "q"
    assert filter_chunks(*(reply[at : at + 3] for at in range(0, len(reply), 3)), "q").replace("\x1b", "") == "q"


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[1;", "\x1b]0;title", "\x1bP", "\x1bO", "\x1b[M", "\x1b[<0;1"])
def test_what_was_never_finished_is_over_after_a_silence(begun: str) -> None:
    assert filter_slowly(SEQUENCE_TIMEOUT + 0.1, begun, "q") == ["", "q"]


def test_a_paste_that_was_never_finished_is_ended() -> None:
    assert filter_slowly(PASTE_TIMEOUT + 0.1, f"{PASTE_START}mid", "q") == [f"{PASTE_START}mid", f"{PASTE_END}q"]
    assert filter_slowly(PASTE_TIMEOUT - 0.1, f"{PASTE_START}mid", f"lands{PASTE_END}") == [
        f"{PASTE_START}mid",
        f"lands{PASTE_END}",
    ]


def test_a_paste_is_cut_and_an_escape_in_it_is_a_picture() -> None:
    assert (
        filter_chunks(PASTE_START + "x" * 1_000_000 + PASTE_END, "q")
        == PASTE_START + "x" * MAX_PASTED + PASTE_END + "q"
    )
    assert (
        filter_chunks(f"{PASTE_START}a\x1b[31mq\x1b]0;t\x07b{PASTE_END}")
        == f"{PASTE_START}a␛[31mq␛]0;t\x07b{PASTE_END}"
    )


@pytest.mark.parametrize(
    ("sent", "passed"),
    [
        ("\x1b\x1b[5;9R[I", "\x1b"),
        ("\x1b\x1b[5;9R[1:2:3;4:5u", "\x1b"),
        ("\x1b\x1b]0;x\x07[A", "\x1b[A"),
        ("\x1b\x1b[I\x1b[O[I[I", "\x1b"),
        ("\x1b\x1bP1$r0m\x1b\\x", "\x1bx"),
    ],
)
def test_what_follows_an_escape_is_looked_at_with_it_whatever_is_dropped_between(sent: str, passed: str) -> None:
    """The parser behind reads them as one: a report that nobody asked for, or one that ends it."""
    assert filter_chunks(sent) == passed
    for size in (1, 2, 3):
        pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
        assert all(isinstance(event, events.Key) for event in KeyParser().feed(filter_chunks(*pieces)))


def test_an_escape_that_waited_is_a_key_before_more_is_read() -> None:
    parser = KeyParser()
    assert list(parser.feed("\x1b")) == []
    parser._timeout_time = 0.0
    assert [event.key for event in parser.feed("[") if isinstance(event, events.Key)] == [
        "escape",
        "left_square_bracket",
    ]
