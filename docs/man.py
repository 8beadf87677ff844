"""Write the man page from the commands: `make docs`; a test holds that it is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from icb_tui import __version__
from icb_tui.cli.commands import CommandTable
from icb_tui.cli.exit_codes import EXIT_CODES
from icb_tui.cli.main import icb_tui

PAGE = Path(__file__).parent / "icb-tui.1"

FILTERS = """
A filter is words in any order. A word can be a region (midlands, ney, Y60), an aim (1 to 5, health) or a rating
(strong, concern, unrated). It can be a rating on an aim (3:strong), an evidence type (assessed, self), or open or
closed. Text in quotation marks is looked for in the findings. The word not, or a minus sign, before a word excludes it.

Two regions, or two ratings, mean either of them. Everything else must be true together. The beginning of a word is
enough if only one word begins so.
"""

ENVIRONMENT = {
    "NO_COLOR": "If set, the explorer uses no colour. The commands never use colour.",
    "LC_ALL, LC_CTYPE, LANG": "If the locale is not UTF-8, everything is printed in ASCII.",
    "TERM": "The explorer needs a terminal that can move its cursor.",
    "ICB_TUI_DATA": "Folders of your own data, added to the bundled data, with a colon between them.",
    "ICB_TUI_TOKEN": "The token of icb-tui serve, at least 16 letters and digits. If not set, each start makes one.",
    "XDG_DATA_HOME": "The folder under which your sets of boards are saved.",
}

FILES = {
    "~/.local/share/icb-tui/sets.json": "Your saved sets of boards.",
    "icbs.yaml, assessments.yaml, indicators.yaml": "The data files in a folder of your own data (--data).",
}

EXAMPLES = {
    "Open the explorer with a filter": "icb-tui --filter 'midlands 1:strong'",
    "Print what is known of a board on an aim": "icb-tui sussex 3",
    "List boards rated Concern, as CSV": "icb-tui list concern --format csv",
    "Compare two boards with their region": "icb-tui compare LLR 'C&W' Midlands",
    "Write a sheet on a board, to be printed for a meeting": "icb-tui brief LLR --format html > llr.html",
    "Use completion in bash": "source <(icb-tui completion bash)",
}


def page() -> str:
    """The whole page, in the macros of man(7)."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield '.\\" Written by docs/man.py; change the help of the commands, then: make docs'
    yield f'.TH ICB-TUI 1 "" "icb-tui {__version__}" "User Commands"'
    yield from (".SH NAME", r"icb\-tui \- explore how England's integrated care boards are assessed")
    yield from (".SH SYNOPSIS", r".B icb\-tui", r"[\fIOPTIONS\fR] [\fICOMMAND\fR [\fIARGS\fR]]")
    yield from (".SH DESCRIPTION", *_paragraphs(icb_tui.help or ""))
    yield from (".SH OPTIONS", *_options(icb_tui))
    yield ".SH COMMANDS"
    assert isinstance(icb_tui.commands, CommandTable)
    yield from _command("ICB", icb_tui.commands.board_command)
    for name, command in icb_tui.commands.items():
        yield from _command(name, command)
    yield from (".SH FILTERS", *_paragraphs(FILTERS))
    yield from (".SH EXIT STATUS", *_tagged((str(code), meaning) for code, meaning in EXIT_CODES.items()))
    yield from (".SH ENVIRONMENT", *_tagged(ENVIRONMENT.items()))
    yield from (".SH FILES", *_tagged(FILES.items()))
    yield ".SH EXAMPLES"
    for what, line in EXAMPLES.items():
        yield from (".TP", f"{_safe(what)}:", rf"\fB{_safe(line)}\fR")


def _command(name: str, command: click.Command) -> Iterator[str]:
    """A command: how it is called, what it does, its options."""
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f'.SS "{_safe(f"{name} {usage}")}"', *_paragraphs(command.help or ""), *_options(command))


def _options(command: click.Command) -> Iterator[str]:
    """The options; --help is told once."""
    context = click.Context(command, info_name="icb-tui", help_option_names=["-h", "--help"])
    given = command.get_params(context) if command is icb_tui else command.params
    records = [option.get_help_record(context) for option in given if isinstance(option, click.Option)]
    yield from _tagged(record for record in records if record)


def _tagged(records: Iterable[tuple[str, str]]) -> Iterator[str]:
    for tag, text in records:
        yield from (".TP", rf"\fB{_safe(tag)}\fR", _safe(text))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs; one that click leaves as it is, or that is a command, keeps its lines."""
    for place, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        yield from [".PP"] if place else []
        if lines[0] == "\b":
            yield from _example(*lines[1:])
        elif lines[0].startswith("icb-tui "):
            yield from _example(*lines)
        else:
            yield _safe(" ".join(lines))


def _example(*lines: str) -> Iterator[str]:
    yield from (".nf", ".RS 4", *map(_safe, lines), ".RE", ".fi")


def _safe(text: str) -> str:
    """A text so that roff prints it as it is, in ASCII."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    for character, name in {"'": "aq", '"': "dq", "~": "ti", "^": "ha", "`": "ga"}.items():
        text = text.replace(character, rf"\({name}")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return rf"\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    PAGE.write_text(page())
