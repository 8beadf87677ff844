"""What an import asks for: how answers are read, what is said where nobody can be asked, and the command at the end."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import Any

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wording import check_wording

from icb_tui.cli.commands.import_questions import describe_question, format_command, read_answer, store_answers
from icb_tui.cli.commands.importing import import_
from icb_tui.cli.main import icb_tui
from icb_tui.importing.choices import PossibleAnswer, Question

COLUMNS = Question(
    "value",
    "Several columns hold numbers.",
    (PossibleAnswer("Seen, in 4 hours", ("81.8%", "75.3%")), PossibleAnswer("Total", ("1,000",)), PossibleAnswer("1")),
    several=True,
)


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("2", ("Total",)),
        ("total", ("Total",)),
        ("seen", ("Seen, in 4 hours",)),
        ("Seen, in 4 hours", ("Seen, in 4 hours",)),
        ("1", ("1",)),
        ("2, 3", ("Total", "1")),
        ("total,2", ("Total",)),
    ],
)
def test_an_answer_is_a_number_a_name_or_several(typed: str, answers: tuple[str, ...]) -> None:
    assert read_answer(typed, COLUMNS) == answers


@pytest.mark.parametrize("typed", ["0", "4", "nothing of this kind", "2,,3", "o"])
def test_an_answer_that_means_none_or_two_is_asked_again(typed: str) -> None:
    with pytest.raises(click.UsageError, match="1 to 3"):
        read_answer(typed, COLUMNS)


def test_a_text_may_be_answered_with_other_words() -> None:
    question = Question("unit", "the unit", (PossibleAnswer("%"),), proposed="%")
    assert (read_answer("days, on average", question), read_answer("1", question)) == (("days, on average",), ("%",))


def test_what_is_missing_is_said_with_the_option_to_give() -> None:
    check_wording("\n".join(describe_question(COLUMNS)))
    check_wording("\n".join(describe_question(Question("aim", "an aim, 1 to 5"))))


def test_a_hostile_cell_cannot_command_the_terminal() -> None:
    question = Question("value", "\x1b[2J", (PossibleAnswer("\x1b]0;x\x07 a\nb", ("\x1b[31m" * 100,)),))
    assert not any(ord(c) < 32 for line in describe_question(question)[1:] for c in line)


def parse_command(line: str) -> dict[str, Any]:
    """The options as click reads them from a command line."""
    words = shlex.split(line)
    assert words[:2] == ["icb-tui", "import"]
    return import_.make_context("import", words[2:], resilient_parsing=False).params


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@given(
    st.fixed_dictionaries(
        {
            "file": TEXTS.filter(lambda text: text.strip("/. ") and "/" not in text),
            "--sheet": TEXTS,
            "--period": TEXTS,
            "--value": st.lists(TEXTS, max_size=2),
            "--where": st.lists(TEXTS, max_size=2),
            "--note": TEXTS,
            "--better": st.sampled_from(["higher", "neither"]),
            "--decimals": st.sampled_from([None, "0", "3"]),
            "--header-row": st.sampled_from([None, "6"]),
            "flags": st.sets(st.sampled_from(["--sum", "--skip-unknown", "--dry-run", "--open"])),
            "policy": st.sampled_from([[], ["--add"], ["--replace"]]),
        }
    )
)
@example({"file": "-", "flags": set(), "policy": [], "--name": "-5 it's $(x) `y`"})
@example({"file": "-x.csv", "flags": set(), "policy": [], "--value": ["--sum", "a\tb"]})
def test_the_command_that_is_printed_means_what_was_answered(given_options: dict[str, Any]) -> None:
    words = [given_options["file"] if given_options["file"] == "-" else f"./{given_options['file']}"]
    for option, value in given_options.items():
        if option.startswith("--"):
            values = value if isinstance(value, list) else [] if value is None else [value]
            words += [f"{option}={each}" for each in values]
    params = parse_command(shlex.join(["icb-tui", "import", *words, *given_options["flags"], *given_options["policy"]]))
    assert parse_command(format_command(import_, params)) == params


def test_answers_are_put_where_options_would_be() -> None:
    options = dict(import_.make_context("import", ["x.csv"]).params)
    store_answers("value", ["A", "B"], options)
    store_answers("header-row", ["6"], options)
    store_answers("where", ["Sex=Persons"], options)
    store_answers("sum", ["yes"], options)
    line = "icb-tui import x.csv --header-row 6 --value A --value B --where Sex=Persons --sum"
    assert format_command(import_, options) == line


def test_no_command_waits_for_what_only_another_needs() -> None:
    code = (
        "import sys; from icb_tui.cli.main import icb_tui\n"
        "assert not [m for m in sys.modules if m.startswith('icb_tui.cli.commands.')]\n"
        "[icb_tui.commands[name] for name in sys.argv[1:]]\n"
        "print([m for m in sys.modules if m.startswith('icb_tui.')])"
    )
    command = [sys.executable, "-c", code, *icb_tui.commands]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    steps = ("questions", "reading", "writing", "findings")
    unwanted = ["importing.", "sheets.", "cli.import_indicators'", *(f"cli.commands.import_{step}'" for step in steps)]
    assert [name for name in unwanted if f"'icb_tui.{name}" in loaded] == []
    assert "icb_tui.cli.commands.importing" in loaded
