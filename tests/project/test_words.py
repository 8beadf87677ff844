"""Users meet one vocabulary, in plain sentences: no word that ../shared/words.md replaced is shown or printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from package_tree import PACKAGE, ROOT

from icb_tui.cli.main import icb_tui

REPLACED = {
    r"\bvoices?\b": "evidence type",
    r"\bwhose findings count\b|\bheard\b|\bspeaks?\b": "evidence type",
    r"\bsaid nationally\b|\bnationally\b": "England-wide only",
    r"\bnot mentioned\b": "no finding",
    r"\bin being\b": "not open",
    r"\bunresolved\b": "unmatched",
    r"\bof no board\b|\btray\b": "England-wide and unmatched",
    r"\bofficial figures?\b": "indicator",
    r"\b\d+(?:st|nd|rd|th) of \d+": "rank",
    r"\bon its base\b|\bon their base\b": "out of",
    r"\blaid over\b|\boverlay\b|\blays? .{0,30}\bover\b": "your data",
    r"\bstands? against\b": "later oversight step",
    r"\bholes?\b|\bspoken of\b|\bhow much is known\b": "gaps, coverage",
    r"\bboards there are now\b": "today's boards",
    r"\btwin\b": "plain text",
    r"\bspelt so\b": "No match",
    r"(?<!there )\bis no [a-z]": "not a …",
}
"""What words.md replaced, as a pattern, and what stands for it now."""

ALLOWED = {
    "voice": "the field of the YAML files, a column of CSV and JSON, and the action in the settings",
    "heard": "a column of the tables for SQL",
    "nationally": "a table for SQL",
    "voices": "the column of CSV and JSON files, and the parameter of the store's SQL",
    "unresolved": "the value of `scope` in the YAML files",
    "national": "the value of `scope` in the YAML files, and the command",
    "twin": "the action in the settings",
    "tray": "the action in the settings",
}
"""Names of fields, columns and actions that stay, for files and settings refer to them; users never read them."""


def list_docstrings(tree: ast.Module) -> set[int]:
    """The ids of the docstrings that only a maintainer reads: all but those of commands, which are their help."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        is_command = isinstance(node, ast.FunctionDef) and any(
            "command" in ast.unparse(d) or "group" in ast.unparse(d) for d in node.decorator_list
        )
        for statement in body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and not is_command:
                found.add(id(statement.value))
    return found


def list_strings(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that a user may meet, with their lines: those of more than one word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = list_docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def find_replaced(text: str) -> list[str]:
    """The replaced words of a text, outside what stands between backticks."""
    bare = re.sub(r"`[^`]*`|```.*?```|^    .*$", " ", text, flags=re.DOTALL | re.MULTILINE)
    return [found[0] for pattern in REPLACED for found in [re.search(pattern, bare, re.IGNORECASE)] if found]


def is_shown(text: str) -> bool:
    """Whether a string is for people: it has a space, and is neither SQL nor a regular expression."""
    return " " in text.strip() and not re.search(
        r"\b(select|from|where)\b .*\b(select|from|where|order by|as)\b|\\[bdws]|\(\?", text, re.DOTALL
    )


MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_string_of_the_program_uses_a_replaced_word(path: Path) -> None:
    found = [
        (line, text, words) for line, text in list_strings(path) if is_shown(text) and (words := find_replaced(text))
    ]
    assert found == []


def test_single_replaced_words_are_names_of_fields_columns_and_actions() -> None:
    """A label of one word, such as that of a key, must not be a replaced word; the names in ALLOWED may be."""
    words = {text for path in MODULES for _, text in list_strings(path) if re.fullmatch(r"[A-Za-z]+", text)}
    assert {word for word in words if find_replaced(word)} <= set(ALLOWED)


PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_uses_a_replaced_word(page: str) -> None:
    lines = (ROOT / page).read_text(encoding="utf-8").split("\n")
    assert [(number, words) for number, line in enumerate(lines, 1) if (words := find_replaced(line))] == []


def list_sentences(text: str) -> list[str]:
    """The sentences of a text in Markdown, without tables, code and pictures."""
    prose = re.sub(r"```.*?```|<[^>]*>", "", text, flags=re.DOTALL)
    prose = re.sub(r"^(    |\||#).*$", "", prose, flags=re.MULTILINE)
    prose = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", prose)
    parts = re.split(r"\n\s*\n|\n(?=[-\d])|(?<=[.?!:])\s+", prose)
    return [" ".join(part.split()) for part in parts if part.strip()]


def test_every_sentence_of_the_readme_ends_within_thirty_words() -> None:
    sentences = list_sentences((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [text for text in sentences if len(text.split()) > 30] == []
    assert sum(len(text.split()) for text in sentences) / len(sentences) <= 20


@pytest.mark.parametrize("name", [None, *icb_tui.commands])
def test_every_sentence_of_a_help_ends_within_thirty_words(name: str | None) -> None:
    command = icb_tui.commands[name] if name else icb_tui
    texts = [command.help or "", *(getattr(option, "help", None) or "" for option in command.params)]
    assert [text for whole in texts for text in list_sentences(whole) if len(text.split()) > 30] == []
