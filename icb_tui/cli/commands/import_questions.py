"""What a file does not tell: asked for at a terminal, else said in one error; and the command that need not ask."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from icb_tui.cli.arguments import print_note
from icb_tui.cli.exit_codes import USAGE, CommandExit
from icb_tui.text.cells import cell_width, clean, cut, fit, upper_first
from icb_tui.text.shell_words import join_command, quote_word

if TYPE_CHECKING:
    from icb_tui.importing.choices import PossibleAnswer, Question

ImportOptions = dict[str, Any]
"""The options of the command by the names of its parameters; what is answered is put in, as if it had been given."""

PARAMETERS = {"value": "values", "sum": "sum_rows", "id": "own_id", "header-row": "header_row"}
"""Options whose parameter has another name."""

EXPECTED_ANSWERS = {
    "name": "the name of the indicator, such as “Waits over 18 weeks”",
    "unit": "the unit of its values, such as “% of patients”",
    "aim": "an aim, 1 to 5 or a word such as health",
    "source": "who published the figures, where and when, such as “NHS England, A&E attendances, June 2026”",
}
"""What must be known of indicators, as it is asked for."""

FREE_ANSWERS = ("period", "where", "name", "unit", "source")
"""Options that may be answered with other words than those that are proposed."""

MOST_CHOICES, MOST_CELLS, MOST_EXAMPLE_CELLS = 40, 60, 24
"""The answers that are offered, the cells of the widest, and those of an example among several."""


def can_ask(options: Mapping[str, Any]) -> bool:
    """Whether somebody sits at a terminal to answer, which the file itself does not come from."""
    return str(options["file"]) != "-" and sys.stdin.isatty() and sys.stderr.isatty()


def answer_questions(questions: Sequence[Question], options: ImportOptions) -> None:
    """Put the answers to questions into the options; raise CommandExit with all of them where nobody can be asked."""
    if not can_ask(options):
        raise CommandExit(USAGE, *(line for question in questions for line in describe_question(question)))
    for question in questions:
        store_answers(question.option, ask_question(question), options)
        options["asked"] = True


def describe_question(question: Question) -> list[str]:
    """Return what is missing as lines of an error: the option, what it is about, and what may be given."""
    flag = f"--{question.option}"
    answers = [f"{flag} {quote_word(clean(each.answer))}" for each in question.possible[:MOST_CHOICES]]
    expected = f"; expected {question.text}" if question.option in EXPECTED_ANSWERS else f". {question.text}"
    head = f"icb-tui: import: {flag} is missing{expected}"
    return [head, *(f"  {line}" for line in _align_examples(answers, question.possible))]


def _align_examples(answers: Sequence[str], possible: Sequence[PossibleAnswer]) -> list[str]:
    """Answers one below the other, with their examples beside them; past a screenful the rest are counted."""
    widest = min(max(map(cell_width, answers), default=0), MOST_CELLS)
    lines = [
        f"{fit(answer, max(widest, cell_width(answer)))}  {_join_examples(each)}".rstrip()
        for answer, each in zip(answers, possible, strict=False)
    ]
    return [*lines, *([f"… and {len(possible) - len(answers):,} more"] if len(possible) > len(answers) else [])]


def _join_examples(each: PossibleAnswer) -> str:
    cells = MOST_CELLS if len(each.examples) == 1 else MOST_EXAMPLE_CELLS
    return " · ".join(cut(clean(example[:200]), cells) for example in each.examples)


def ask_question(question: Question) -> tuple[str, ...]:
    """Ask at the terminal, with numbers for what may be answered; enter takes what is proposed."""
    print_note("")
    print_note(upper_first(question.text))
    answers = [f"{place:>3}  {clean(each.answer)}" for place, each in enumerate(question.possible[:MOST_CHOICES], 1)]
    for line in _align_examples(answers, question.possible):
        print_note(line)
    return click.prompt(
        _make_prompt(question),
        default=question.proposed or None,
        show_default=False,
        prompt_suffix="> ",
        value_proc=lambda text: read_answer(text, question),
        err=True,
    )


def _make_prompt(question: Question) -> str:
    wanted = ["number"] if question.possible else []
    if question.option in FREE_ANSWERS or not question.possible:
        wanted.append("text")
    several = ", several with commas between them" if question.several else ""
    proposed = f", or enter for {_name_proposed(question)}" if question.proposed else ""
    return f"--{question.option}: {' or '.join(wanted)}{several}{proposed}"


def _name_proposed(question: Question) -> str:
    """What enter takes: the number of one of the answers above, or other words."""
    listed = [each.answer for each in question.possible[:MOST_CHOICES]]
    if question.proposed in listed:
        return str(listed.index(question.proposed) + 1)
    return f"“{cut(clean(question.proposed), MOST_CELLS)}”"


def read_answer(text: str, question: Question) -> tuple[str, ...]:
    """Return the answers that a text means: in words, by number, or several; raise click.UsageError."""
    known = {_fold_answer(each.answer): each.answer for each in question.possible}
    known |= {str(place): each.answer for place, each in enumerate(question.possible, 1) if str(place) not in known}
    parts = [text] if _fold_answer(text) in known or not question.several else text.split(",")
    free = question.option in FREE_ANSWERS or not question.possible
    answers = [known.get(_fold_answer(part)) or (part.strip() if free else _find_part(part, known)) for part in parts]
    if not all(answers):
        raise click.UsageError(f"expected a number from 1 to {len(question.possible)}")
    return tuple(dict.fromkeys(answers))


def _find_part(text: str, known: Mapping[str, str]) -> str:
    """The only answer in which a text stands; empty where there is none, or several."""
    part = _fold_answer(text)
    found = {answer for folded, answer in known.items() if part in folded}
    return found.pop() if part and not part.isdecimal() and len(found) == 1 else ""


def _fold_answer(text: str) -> str:
    return " ".join(clean(text).casefold().split())


def store_answers(option: str, answers: Sequence[str], options: ImportOptions) -> None:
    """Put answers where the command line would have put them."""
    name = PARAMETERS.get(option, option.replace("-", "_"))
    if isinstance(options[name], tuple):
        options[name] = (*options[name], *answers)
    elif isinstance(options[name], bool):
        options[name] = answers[0] == "yes"
    else:
        options[name] = int(answers[0]) if option == "header-row" else answers[0]


def format_command(command: click.Command, options: Mapping[str, Any]) -> str:
    """Return the command line that does the same without asking, as a shell takes it."""
    file = str(options["file"])
    words = ["icb-tui", "import", f"./{file}" if file.startswith("-") and file != "-" else file]
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name in options:
            words += _format_option(parameter, options[parameter.name])
    return join_command(words)


def _format_option(parameter: click.Option, value: Any) -> list[str]:
    """An option with its value, as often as it is given; nothing where it has its default."""
    flag = parameter.opts[0]
    if parameter.is_flag:
        return [flag] if value == (parameter.is_bool_flag or parameter.flag_value) else []
    values = value if parameter.multiple else () if value in (None, "", parameter.default) else (value,)
    return [word for each in values for word in _format_value(flag, str(each))]


def _format_value(flag: str, text: str) -> list[str]:
    return [f"{flag}={text}"] if text.startswith("-") else [flag, text]
