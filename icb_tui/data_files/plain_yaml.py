r"""What of YAML needs no parser: plain scalars, and entries of lists that are written plainly.

A parser makes several objects of each value. Nearly all entries of large files are of two simple shapes, which a
regular expression recognises without doubt, and which can be read in a quarter of the time:

    - {id: A001, year: 2023/24, summary: In one line}

    - id: A001
      year: 2023/24
      words: [one, two]
      summary: 'In one or ''several'' lines'

Whatever is written in any other way is left to the parser, and so is every entry whose successor is no entry beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from math import isfinite
from typing import Any

from icb_tui.data_files.progress import READING, report_progress
from icb_tui.text.cells import clean

_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}

_NUMBER_STARTS = tuple("+-0123456789")

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")

_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")


@lru_cache(maxsize=4096)  # the same few keys and codes come a million times
def read_scalar(text: str) -> Any:
    """Return a plain scalar as YAML 1.2 reads it: no `yes` and `NO`, no dates, no octal and sexagesimal numbers."""
    if text in _WORDS:
        return _WORDS[text]
    if not text.startswith(_NUMBER_STARTS):
        return clean(text)
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text) + 0.0  # no zero has a sign
        return number if isfinite(number) else text
    return clean(text)


def is_plain_scalar(text: str) -> bool:
    """Whether a text that is written without quotation marks is read back as itself."""
    return bool(read_scalar(text) == text)


PLACEHOLDER = "plain entries"
"""The key of the entry that stands for entries that were cut out; its value is their number."""

MAX_ENTRY_CHARACTERS = 50_000
"""The longest entry that is read here: it has fewer keys and values than the reader allows."""

ENTRIES_BETWEEN_REPORTS = 5_000
"""How many entries are read between two reports of progress: about twenty milliseconds."""

# The letters and signs that are nothing but themselves, wherever they stand in a value: no colon and no hash.
_SIGNS = r"\u00a1-\u024f\u2010-\u2027"
_IN_BLOCK = rf"[!\"$-9;-~{_SIGNS}]"
_IN_FLOW = rf"[!\"$-+\--9;->@-Z\\^-z|~{_SIGNS}]"  # nor a comma, a question mark, brackets
_FIRST = r"[A-Za-z0-9(\u00c0-\u024f]"

_BREAK = r"\r?+\n"
_KEY = "[a-z][a-z0-9_]{0,60}+"
_QUOTED = rf"'(?:[ !-&(-~{_SIGNS}]|'')*+'"
_FLOW_WORDS = rf"{_FIRST}{_IN_FLOW}*+(?: ++{_IN_FLOW}++)*+"
_BLOCK_WORDS = rf"{_FIRST}{_IN_BLOCK}*+(?: ++{_IN_BLOCK}++)*+"
_ITEM = rf"(?:{_FLOW_WORDS}|{_QUOTED})"
_LIST = rf"\[{_ITEM}(?:, {_ITEM})*+\]"
_FLOW_PAIR = rf"{_KEY}: (?:{_FLOW_WORDS}|{_QUOTED}|{_LIST})"

_BEGINNING = re.compile("^( *+)- ", re.MULTILINE)


@cache
def _compile_entry(indent: str) -> re.Pattern[str]:
    """A pattern of plain entries behind so many spaces, each of which another entry follows."""
    more = rf"(?:{_BREAK}{indent}   ++{_IN_BLOCK}++(?: ++{_IN_BLOCK}++)*+)*+"
    pair = rf"{_KEY}: (?:{_BLOCK_WORDS}{more}|{_QUOTED}|{_LIST})"
    flow, block = rf"\{{{_FLOW_PAIR}(?:, {_FLOW_PAIR})*+\}}", rf"{pair}(?:{_BREAK}{indent}  {pair})*+"
    return re.compile(rf"^{indent}- (?:(?P<flow>{flow})|{block})(?:{_BREAK})++(?={indent}- )", re.MULTILINE)


# What is known to be such an entry is taken apart with less care.
_PAIRS_OF_FLOW = re.compile(rf"({_KEY}): (?:([^'\[,}}][^,}}]*+)()|({_QUOTED}|{_LIST}))")

_PAIRS_OF_BLOCK = re.compile(
    rf"({_KEY}): (?:([^'\[\r\n][^\r\n]*+)((?:{_BREAK}[^:\r\n]++(?={_BREAK}))*+)|({_QUOTED}|\[.*+))"
)

_ITEMS = re.compile(rf"({_FLOW_WORDS})|({_QUOTED})")

Entry = dict[Any, Any]


class PlainEntries:
    """The plain entries of a text, cut out of it. `rest` is the text with a placeholder for each run of them.

    Where a placeholder is read as an entry of a list, so is each entry of its run, for all begin and end in the same
    state of the parser. Where it is read as anything else, such as a part of a longer text, none of them is an entry.
    """

    def __init__(self, text: str) -> None:
        self.runs: list[list[Entry]] = []
        self.rest = text if PLACEHOLDER in text else "".join(self._cut_entries(text))
        self.characters = len(text) - len(self.rest)

    def _cut_entries(self, text: str) -> Iterator[str]:
        """Take the entries; yield what is left of the text."""
        beginning = _BEGINNING.search(text)
        indent = beginning[1] if beginning else ""
        end = left = 0
        for number, match in enumerate(_compile_entry(indent).finditer(text)):
            entry = _read_entry(match)
            if entry is None:
                continue
            if match.start() > end or not self.runs:
                between = f"{text[end : match.start()]}{indent}- {{{PLACEHOLDER}: {len(self.runs)}}}\n"
                left += len(between)
                yield between
                self.runs.append([])
            self.runs[-1].append(entry)
            end = match.end()
            if number % ENTRIES_BETWEEN_REPORTS == 0:
                report_progress(READING, max(end - left, 0), len(text))
        yield text[end:]

    def put_back(self, document: Any) -> bool:
        """Put the entries into the lists of a document that the rest was read as; return whether all have a place."""
        places = 0
        lists = document.values() if isinstance(document, dict) else ()
        for entries in lists:
            if isinstance(entries, list):
                whole = [*chain.from_iterable(map(self._find_entries, entries))]
                places += sum(map(_is_placeholder, entries))
                entries[:] = whole
        return places == len(self.runs)

    def _find_entries(self, entry: Any) -> list[Any]:
        return self.runs[entry[PLACEHOLDER]] if _is_placeholder(entry) else [entry]


def _is_placeholder(entry: Any) -> bool:
    return isinstance(entry, dict) and PLACEHOLDER in entry


def _read_entry(match: re.Match[str]) -> Entry | None:
    """The values of an entry by its keys; None where a key stands twice, or there may be more than are allowed."""
    if match.end() - match.start() > MAX_ENTRY_CHARACTERS:
        return None
    pairs = (_PAIRS_OF_FLOW if match["flow"] else _PAIRS_OF_BLOCK).findall(match[0])
    entry = {
        read_scalar(key): read_scalar(words) if words and not more else _read_other(words, more, other)
        for key, words, more, other in pairs
    }
    return entry if len(entry) == len(pairs) else None


def _read_other(words: str, more: str, other: str) -> Any:
    """The value of words on several lines, of a text in quotation marks, or of a list."""
    if words:
        return read_scalar(" ".join([words, *(line.strip(" \r") for line in more.split("\n")[1:])]))
    if other.startswith("["):
        return [read_scalar(words) if words else _unquote(quoted) for words, quoted in _ITEMS.findall(other)]
    return _unquote(other)


def _unquote(quoted: str) -> str:
    return clean(quoted[1:-1].replace("''", "'"))
