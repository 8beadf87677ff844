"""The line that says how far the preparing of data is: on a terminal, from the first second on, and gone at the end."""

from __future__ import annotations

import os
import pty
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pyte
import pytest
from command_line import run

from icb_tui.data_files import progress
from icb_tui.data_files.progress import RATING, READING, STORING, Step, describe_progress, show_progress
from icb_tui.store import cache, tables


class Terminal:
    """A pseudo terminal that standard error is written to, and what a person sees on it after something else."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        self.stream = os.fdopen(slave, "w", encoding="utf-8")
        self.screen = pyte.Screen(80, 5)
        self.sent = b""

    def read(self) -> str:
        """The lines that are seen now."""
        ends = self.sent.count(b"$") + 1
        self.stream.write("$")
        self.stream.flush()
        while self.sent.count(b"$") < ends:
            self.sent += os.read(self.master, 65536)
        self.screen.reset()
        pyte.ByteStream(self.screen).feed(self.sent)
        return "\n".join(self.screen.display).strip()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.stream.close()
    os.close(terminal.master)


@pytest.mark.parametrize(
    ("step", "done", "total", "words"),
    [
        (READING, 0, 2_000, "Reading the data: 0 of 2,000 characters"),
        (READING, 500, 1_000, "Reading the data: 500 of 1,000 characters, about 43 s left"),
        (STORING, 60_000, 120_000, "Storing the data: 60,000 of 120,000 findings, about 6 s left"),
        (RATING, 0, 0, "Working out the ratings, about 2 s left"),
    ],
)
def test_it_says_what_is_done_how_much_of_it_and_how_long_it_will_take(
    step: Step, done: int, total: int, words: str
) -> None:
    assert describe_progress(step, done, total, 7.0) == words


def test_it_is_shown_from_the_first_second_on_and_wiped(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with redirect_stderr(terminal.stream), show_progress():
        for now[0], part in ((100.9, 100), (101.0, 200), (101.1, 300)):
            progress.report_progress(READING, part, 1_000)
        assert terminal.read() == "Reading the data: 200 of 1,000 characters, about 17 s left$"
        now[0] = 101.15  # another step is said at once
        progress.report_progress(RATING)
    progress.report_progress(RATING)
    assert set(terminal.read()) == {"$", " "}
    assert terminal.sent.count(b"Working out the ratings") == 1 and b"300" not in terminal.sent


def test_who_reads_what_is_written_to_a_file_sees_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(progress, "SECONDS_UNSEEN", -1.0)
    with (tmp_path / "errors").open("w") as errors, redirect_stderr(errors), show_progress():
        progress.report_progress(RATING)
    assert (tmp_path / "errors").read_text() == ""


@pytest.mark.parametrize("step", ["READING", "CHECKING", "STORING", "FOLDING", "RATING"])
def test_ctrl_c_at_any_step_wipes_the_line_and_leaves_nothing_behind(
    step: str, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_UNSEEN", -1.0)
    report, wanted = progress.ProgressLine.report, getattr(progress, step)

    def interrupt(line: progress.ProgressLine, reported: Step, done: int, total: int) -> None:
        report(line, reported, done, total)
        if reported is wanted:
            raise KeyboardInterrupt

    monkeypatch.setattr(progress.ProgressLine, "report", interrupt)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "assessments.yaml").write_text("sources:\n  - {id: x, publisher: " + step + "}\n")
    with redirect_stderr(terminal.stream), show_progress(), pytest.raises(KeyboardInterrupt):
        cache.open_cached_store([tmp_path / "mine"])
    assert terminal.read() == "$" and wanted.words.encode() in terminal.sent
    assert list((tmp_path / "cache" / "icb-tui").iterdir()) == []


def test_ctrl_c_while_data_are_prepared_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tables, "create_tables", interrupt)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "assessments.yaml").write_text("sources:\n  - {id: x, publisher: One}\n")
    run("list", "--data", str(tmp_path / "mine"), code=130)
    assert list((tmp_path / "cache" / "icb-tui").iterdir()) == []
