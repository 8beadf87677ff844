"""The benchmarks measure what they say, and the page on speed shows what was measured."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from benchmarks import grow, report
from benchmarks.report import number, target_row
from benchmarks.targets import Target, name_figure
from benchmarks.terminal import Screen, Session
from icb_tui.data_files.loader import load_dataset

ROOT = Path(__file__).parent.parent.parent
SHELL = {"PATH": os.environ["PATH"], "TERM": "xterm-256color"}


def test_the_page_on_speed_is_current() -> None:
    """`make bench` writes both; after a change of the tables alone, `python -m benchmarks.report` does."""
    page = (ROOT / "docs" / "performance.md").read_text()
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text())
    assert report.START in page and report.written(page, results) == page


def test_a_session_sees_the_screen_and_times_each_key() -> None:
    script = (
        "printf '\\033[2J\\033[Hready'; stty -echo -icanon; head -c 1 >/dev/null; sleep 0.05; printf ' pressed'; cat"
    )
    with Session(["sh", "-c", script], SHELL, Path("/")) as session:
        assert 0 < session.wait_for("ready", 5) < 5000
        answer = session.press("x", 5)
        assert session.screen.text.splitlines()[0] == "ready pressed"
        assert answer.bytes == len(" pressed") and answer.paints == 1
        assert 50 <= answer.first_ms <= answer.last_ms < 5000
        assert session.rest(0.01) == 0
        with pytest.raises(TimeoutError, match="“other words” did not come"):
            session.wait_for("other words", 0.01)


def test_a_key_is_answered_once_its_paint_is_whole() -> None:
    script = (
        "stty -echo -icanon; printf ready; head -c 1 >/dev/null; printf '\\033[?2026hone\\033[?20'; sleep 0.05;"
        "printf '26l\\033[H'; head -c 1 >/dev/null; exit"
    )
    with Session(["sh", "-c", script], SHELL, Path("/")) as session:
        session.wait_for("ready", 5)
        assert 50 <= session.answer("x") < 5000
        with pytest.raises(TimeoutError, match="the program ended at 'y'"):
            session.answer("y")


def test_a_key_can_be_pressed_at_once_behind_a_paint() -> None:
    """What was sent before it is drawn afterwards, and is no answer to it."""
    script = (
        "stty -echo -icanon; printf '\\033[?2026hready\\033[?20'; sleep 0.05; printf '26l'; head -c 1 >/dev/null;"
        "sleep 0.05; printf ' pressed'; cat"
    )
    with Session(["sh", "-c", script], SHELL, Path("/")) as session:
        assert 50 <= session.wait_for_paint("ready", 5) < 5000
        answer = session.press("x", 5)
        assert session.screen.text.splitlines()[0] == "ready pressed"
        assert 50 <= answer.first_ms < 5000
        assert session.bytes == len("\033[?2026hready\033[?2026l pressed")
        with pytest.raises(TimeoutError, match="“other words” did not come"):
            session.wait_for_paint("other words", 0.01)


def test_questions_of_a_program_are_answered() -> None:
    script = "stty -echo -icanon; printf '\\033[?2026$p'; head -c 11 | od -An -c; cat"
    with Session(["sh", "-c", script], SHELL, Path("/")) as session:
        session.wait_for("2   0   2   6   ;   2", 5)


def test_what_is_inside_a_synchronised_update_is_seen_at_its_end_and_once() -> None:
    screen = Screen()
    assert not screen.feed(b"\x1b[?2026h\x1b[Hone")
    assert not screen.feed(b"\x1b[2;1Htwo\x1b[?20")
    assert screen.text.strip() == ""
    assert screen.feed(b"26l")
    assert screen.text.split() == ["one", "two"] and screen.paints == 1


def test_the_same_cells_again_and_modes_are_no_paint() -> None:
    screen = Screen()
    assert screen.feed(b"\x1b[Hone\x1b[>1u\x1b[?2026$p")
    assert not screen.feed(b"\x1b[Hone\x1b[5;5H")
    assert screen.feed(b"\x1b[H\x1b[1mo")
    assert screen.paints == 2 and screen.text.strip() == "one"


def test_a_repeated_character_is_drawn() -> None:
    screen = Screen()
    screen.feed(b"=\x1b[4b!")
    assert screen.text.strip() == "=====!"


RESULTS = {
    "figures": {"browse": {"icb-tui": {"first_ms": [90, 120, 100]}, "bare table": {"first_ms": [100, 80, 110]}}},
}


@pytest.mark.parametrize(
    ("most", "stretch", "met"), [(1.1, None, "yes"), (1.1, 1.0, "yes, and the stretch"), (0.9, None, "**no**")]
)
def test_a_target_is_met_as_a_multiple_of_another_program(most: float, stretch: float | None, met: str) -> None:
    target = Target("First", name_figure("first_ms"), most, name_figure("first_ms", "bare table"), stretch=stretch)
    assert target_row(target, RESULTS)[1:3] == ["100 ms", "1.00 × 100"]
    assert target_row(target, RESULTS)[-1] == met


def test_a_target_that_was_not_measured_is_not_met() -> None:
    assert target_row(Target("Idle", name_figure("idle_bytes"), 0, unit="bytes"), RESULTS)[1::3] == [
        "not measured",
        "**no**",
    ]


def test_the_table_of_a_days_keys_has_a_row_for_each_count_that_was_measured() -> None:
    figures = {f"{name}_{count}": [count / 100] for count in (1000, 10_000) for name in report.DAY.values()}
    _, table = report.list_day_of_keys({"figures": {"endurance": {"icb-tui": figures}}})
    assert table.splitlines()[2:] == [
        "| 1,000 |" + " 10 |" * len(report.DAY),
        "| 10,000 |" + " 100 |" * len(report.DAY),
    ]
    assert report.list_day_of_keys(RESULTS) == []


@pytest.mark.parametrize(
    ("value", "told"), [(None, "–"), (0, "0"), (3.14159, "3.14"), (31.4159, "31.4"), (31415.9, "31,416")]
)
def test_numbers_are_printed_to_three_digits(value: float | None, told: str) -> None:
    assert number(value) == told


def test_synthetic_findings_lie_over_the_bundled_data_and_come_in_all_kinds(tmp_path: Path) -> None:
    grow.write(tmp_path, 3000)
    data = load_dataset(over=[tmp_path])
    grown = [finding for finding in data.findings if finding.source.startswith("synthetic-")]
    assert len(grown) == 3000
    assert {f.kind for f in grown} == set(data.kind) and {f.year for f in grown} == set(data.years)
    assert {f.icb for f in grown} - {None} == set(data.icb) and {f.aim for f in grown} == set(data.aim)
    assert len((tmp_path / "findings.csv").read_text().splitlines()) == 3001
