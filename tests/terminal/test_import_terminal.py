"""An import at a terminal: what is asked, what enter takes, and the command at the end, which does the same unasked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import run, split_command_line
from terminal_session import TerminalSession

CASES = Path(__file__).parent.parent / "importing" / "cases"


def start(sessions: list[TerminalSession], *arguments: str) -> TerminalSession:
    session = TerminalSession("import", *arguments, columns=120, lines=60)
    sessions.append(session)
    return session


def answer(session: TerminalSession, question: str, typed: str) -> None:
    session.wait_for(question)
    session.press(typed.encode() + b"\r")


def find_command(session: TerminalSession) -> str:
    found = re.search(r"The same without a question: (icb-tui .*)\r\n", session.sent.decode())
    assert found, session.text
    return found[1]


def test_what_is_missing_is_asked_and_the_command_at_the_end_does_the_same(
    sessions: list[TerminalSession], tmp_path: Path
) -> None:
    file, own = str(CASES / "05-nhs-england-sheet.csv"), tmp_path / "own"
    session = start(sessions, file, "--to", str(own), "--unit", "% of attendances")
    answer(session, "--value: number", "")
    answer(session, "--aim: number", "4")
    answer(session, "--source: text", 'NHS England, it\'s "A&E" $(x)')
    assert session.wait_for_end() == 0
    assert "Code" in session.text and "board" in session.text and "Left out: 1 row of an area" in session.text
    written = (own / "indicators.yaml").read_bytes()
    assert b"March 2025: {QKS: 81.8, QK1: 75.3}" in written
    (own / "indicators.yaml").unlink()
    run(*split_command_line(find_command(session)))
    assert (own / "indicators.yaml").read_bytes() == written


def test_a_wrong_answer_is_asked_again_and_ctrl_c_writes_nothing(
    sessions: list[TerminalSession], tmp_path: Path
) -> None:
    session = start(sessions, str(CASES / "04-two-value-columns.csv"), "--to", str(tmp_path / "own"))
    answer(session, "--value: number", "7")
    session.wait_for("expected a number from 1 to 2")
    answer(session, "expected a number from 1 to 2", "1, 2")
    session.wait_for("--unit: text")
    session.press(b"\x03")
    assert session.wait_for_end() == 130
    assert session.is_restored() and not (tmp_path / "own").exists()


def test_values_that_differ_are_shown_and_replaced_only_on_a_yes(
    sessions: list[TerminalSession], tmp_path: Path
) -> None:
    (tmp_path / "new.csv").write_text("code,period,value\nQKS,March 2025,82\nQK1,March 2025,75\n")
    described = ("--name", "N", "--unit", "%", "--aim", "4", "--source", "S", "--to", str(tmp_path))
    run("import", str(CASES / "07a-march.csv"), *described)
    before = (tmp_path / "indicators.yaml").read_text()
    for typed, option, row in (("n", "--add", "{QKS: 81.8, QK1: 75}"), ("y", "--replace", "{QKS: 82, QK1: 75}")):
        (tmp_path / "indicators.yaml").write_text(before)
        session = start(sessions, str(tmp_path / "new.csv"), *described)
        session.wait_for("n, March 2025, QKS: 81.8 → 82")
        answer(session, "[y/N]", typed)
        assert session.wait_for_end() == 0
        assert option in find_command(session)
        assert row in (tmp_path / "indicators.yaml").read_text()


def test_what_fingertips_keeps_apart_is_asked_for(sessions: list[TerminalSession], tmp_path: Path) -> None:
    described = ("--unit", "%", "--aim", "2", "--source", "S", "--to", str(tmp_path))
    session = start(sessions, str(CASES.parent / "downloads" / "fingertips.csv"), *described)
    session.wait_for("Sex=Male")
    answer(session, "or enter for 1>", "2")
    assert session.wait_for_end() == 0
    assert "'Sex=Male'" in find_command(session) or "Sex=Male " in find_command(session)
    assert "'2024': {QKS: 14.05}" in (tmp_path / "indicators.yaml").read_text()


@pytest.mark.parametrize(("typed", "code"), [("", 0), ("n", 2)])
def test_fractions_that_an_answer_calls_percentages_are_asked_about(
    typed: str, code: int, sessions: list[TerminalSession], tmp_path: Path
) -> None:
    described = ("--name", "N", "--aim", "4", "--source", "S", "--to", str(tmp_path / "own"))
    session = start(sessions, str(CASES / "18-fractions-called-percent.csv"), *described)
    answer(session, "--unit: text", "% of pathways")
    session.wait_for("all values lie between 0 and 1")
    answer(session, "Take them?", typed)
    assert session.wait_for_end() == code
    assert (tmp_path / "own").exists() == (code == 0)


def test_open_shows_the_new_indicator_at_once(sessions: list[TerminalSession], tmp_path: Path) -> None:
    described = ("--name", "Invented waits", "--unit", "days", "--aim", "4", "--source", "S")
    session = start(sessions, str(CASES / "07a-march.csv"), *described, "--to", str(tmp_path / "own"), "--open")
    session.wait_for("Invented waits")
    session.wait_for("March 2025")
    session.wait_for("81.8")
    session.press(b"q")
    assert session.wait_for_end() == 0
    assert session.is_restored()
