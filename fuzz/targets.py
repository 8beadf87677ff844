"""What is fuzzed: functions from bytes to a word for what came of them, which raise only where a promise is broken."""

from __future__ import annotations

import codecs
import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from textual import events

from fuzz import sql_queries
from fuzz.folders import folder
from fuzz.hostile import harm
from fuzz.promises import Broken, promise, shown, told_at, values
from fuzz.sheet_seeds import pack
from icb_tui.data_files import loader, yaml_reader, yaml_writer
from icb_tui.data_files.problems import FileError
from icb_tui.domain import board_names, name_search
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import OWN_DATA_FILES
from icb_tui.filters import drafts, language, lexicon, wording
from icb_tui.importing.board_index import BoardIndex, index_boards
from icb_tui.importing.choices import ImportChoices
from icb_tui.importing.findings.reader import read_findings
from icb_tui.importing.indicator_reader import read_indicators
from icb_tui.importing.layout_finder import FoundLayout, find_layout
from icb_tui.output.formats import FORMATS
from icb_tui.sheets import workbook
from icb_tui.sheets.encodings import find_encoding
from icb_tui.sheets.separated_text import open_text
from icb_tui.sheets.sheet_file import SheetFile
from icb_tui.terminal.input_filter import MAX_PASTED, PASTE_TIMEOUT, InputFilter
from icb_tui.terminal.key_reader import KeyParser
from icb_tui.tui.line_editor import MAX_CHARACTERS, LineEdit
from icb_tui.tui.textual_internals import name_character_key

PIECE, SILENCE = b"\xfe", b"\xff"
"""Bytes of no text: the end of what a terminal sends at once, and a long silence."""


@cache
def data() -> Dataset:
    """The bundled data, read once."""
    return loader.load_dataset()


def yaml(raw: bytes) -> str:
    """Any text is read as plain values that can be shown, or refused with a reason and a line that is there.

    What is read without the parser is what the parser reads.
    """
    text = raw.decode("utf-8", "replace")
    try:
        document, faults = yaml_reader.read_yaml(text)
        promise(repr((document, faults)) == repr(yaml_reader.read_with_parser(text)), "the parser reads something else")
    except FileError as error:
        told_at(str(error), error.line or 1, text)
        return "refused"
    lines = yaml_reader.find_lines(text, [(), *((key,) for key in document)] if isinstance(document, dict) else [()])
    promise(all(1 <= line <= len(text.splitlines()) + 1 for line in lines.values()), f"a line is not there: {lines}")
    size = sum(len(value) for value in values(document) if isinstance(value, str))
    promise(size <= 3 * len(text) + yaml_reader.MAX_REPEATED, f"{size:,} characters of {len(text):,}")
    for line, path, message in faults:
        told_at(f"{yaml_reader.format_path(path)}: {message}", line, text)
    for value in values(document):
        promise(not isinstance(value, str) or value == "" or not harm(value), f"a value can be obeyed: {value!a}")
    return "doubled" if faults else "read"


def filter(raw: bytes) -> str:
    """Any text is a filter that is written, read and told, or names the word that is none."""
    text = raw.decode("utf-8", "surrogateescape")
    completed, others = language.complete_filter(text, data())
    promise(completed == text or not others, "completed, and still unsure")
    for told in others:
        shown(told)
    for word, meaning in language.list_completions(text, data()):
        shown(meaning)
        promise(word, "a word of nothing")
    drafts.read_draft(text, data())
    try:
        wanted = language.parse_filter(text, data())
    except lexicon.UnknownFilterWord as error:
        shown(str(error))
        promise(0 <= error.start <= len(text), f"{error.start} is not in the text")
        return "unknown"
    written = language.format_filter(wanted, data())
    shown(written)
    promise(language.parse_filter(written, data()) == wanted, f"{written!a} is not read as what was written")
    shown(wording.describe_filter(wanted, data()))
    shown(wording.name_evidence_types(wanted, data()))
    return "filter" if wanted.terms else "nothing"


@cache
def _index() -> name_search.SearchIndex:
    return name_search.SearchIndex(data())


def finder(raw: bytes) -> str:
    """Any text finds what is in the data, or nothing; and names one board, several or none."""
    text = raw.decode("utf-8", "surrogateescape")
    hits = _index().find_hits(text)
    promise(len({hit[:2] for hit in hits}) == len(hits), "something is found twice")
    promise([hit.fit for hit in hits] == sorted(hit.fit for hit in hits), "the best is not first")
    known = {*data().icb, *data().region, *data().aim, *data().indicator}
    promise(all(hit.id in known for hit in hits), "something is found that is not there")
    one = name_search.choose_hit(hits, data())
    promise(one is None or one in hits, "something is chosen that was not found")
    try:
        promise(board_names.match_icb(text, data()).icb.code in data().icb, "a board that is not there")
    except board_names.AmbiguousName as error:
        shown(str(error))
        promise(len(error.candidates) > 1, "unsure between fewer than two")
        return "ambiguous"
    except board_names.UnknownName as error:
        shown(str(error))
        return "near" if hits else "unknown"
    return "board"


CHOICES = {
    b"1": ImportChoices(where={"Sex": ("Persons",)}),
    b"2": ImportChoices(where={"code": ("QK1", "QE1")}, values=("value",)),
    b"3": ImportChoices(where={"\x1b[31m": ("\u202e",)}, board="\x1b[2J", period="\u202e"),
    b"4": ImportChoices(skip_unknown=True, sum_rows=True),
    b"5": ImportChoices(header_row=2, period="March 2025"),
}
"""What the first byte of a case says of the rows; any other byte says nothing."""


@cache
def _boards() -> BoardIndex:
    return index_boards(data())


@dataclass(frozen=True)
class _FileInMemory(SheetFile):
    """The bytes of a case, as a file."""

    raw: bytes = b""

    def open_bytes(self) -> BinaryIO:
        return io.BytesIO(self.raw)


def indicators(raw: bytes) -> str:
    """Any CSV gives questions or problems that can be shown, or indicators that read back from YAML as they were."""
    choices = CHOICES.get(raw[:1], ImportChoices())
    try:
        file = _FileInMemory(Path("a.csv"), "a.csv", ".csv", raw[1:])
        sheet = open_text(file, find_encoding(file))
        found = find_layout(sheet, choices, _boards())
        _shown_questions(found)
        if found.problems.count or found.questions or not found.layout:
            promise(found.problems.count or found.questions, "no layout, and nothing is said of it")
            return "questions" if found.questions else "problems"
        reading = read_indicators(sheet, found.layout, choices, _boards())
    except FileError as error:
        told_at(str(error), error.line or 1, raw[1:].decode("utf-8", "replace"))
        return "no CSV"
    promise(bool(reading.indicators) != bool(reading.problems.count), "neither indicators nor problems, or both")
    ids = [each.id for each in reading.indicators]
    promise(len(ids) == len(set(ids)), "two indicators have one id")
    examples = [left.example for left in reading.left_out.values()]
    for told in (*map(str, reading.problems.first), *reading.left_out, *examples, *reading.warnings, *reading.doubts):
        shown(told)
    records = [{"id": "a", "name": each.name, "unit": each.unit, "values": each.values} for each in reading.indicators]
    written = {"indicators": records}
    promise(
        not records or yaml_reader.read_yaml(yaml_writer.write_records(records))[0] == written,
        "what is written is not what is read",
    )
    return "indicators" if records else "problems"


def _shown_questions(found: FoundLayout) -> None:
    """What is asked can be shown, and each answer that is proposed is one."""
    for question in found.questions:
        shown(question.text)
        for answer in question.possible:
            for text in answer.examples:
                shown(text)
    for problem in found.problems.first:
        shown(str(problem))


def sheets(raw: bytes) -> str:
    """Any file gives rows whose lines go up, the same each time, or one sentence that can be shown."""
    with tempfile.TemporaryDirectory(prefix="icb-tui-fuzz-") as name:
        path = Path(name) / "t.csv"
        path.write_bytes(pack(raw))
        try:
            opened = workbook.open_sheets(path)
            promise(opened, "neither sheets nor a reason")
            for sheet in opened:
                for told in (*sheet.guesses, sheet.kind):
                    shown(told)
                rows = list(sheet.read_rows())
                lines = [row.line for row in rows]
                promise(lines == sorted(set(lines)) and all(line > 0 for line in lines), f"lines {lines}")
                promise(all(isinstance(cell, str) for row in rows for cell in row.cells), "a cell that is no text")
                promise(rows == list(sheet.read_rows()), "other rows the second time")
        except FileError as error:
            shown(str(error))
            promise(error.line is None or error.line > 0, f"line {error.line}")
            return "refused"
    return opened[0].kind


def findings(raw: bytes) -> str:
    """Any CSV gives findings that the data files can hold, or problems that can be shown, each with its line."""
    try:
        file = _FileInMemory(Path("a.csv"), "a.csv", ".csv", raw[1:])
        sheet = open_text(file, find_encoding(file))
        done = read_findings([sheet], data(), _boards(), id_prefix="a", replace=raw[:1] == b"1")
    except FileError as error:
        told_at(str(error), error.line or 1, raw[1:].decode("utf-8", "replace"))
        return "no findings"
    for problem in done.problems:
        shown(str(problem))
        promise(problem.line > 0, f"line {problem.line}")
    if done.problems:
        return "problems"
    promise(len(done.findings) + done.known == done.rows, "a row is neither a finding nor known")
    written = {"findings": [msgspec.to_builtins(finding) for finding in done.findings]}
    read = yaml_reader.read_yaml(yaml_writer.write_records(written["findings"], "findings"))[0]
    promise(
        not done.findings or msgspec.convert(read, OWN_DATA_FILES["assessments.yaml"]), "the loader would refuse it"
    )
    return "findings" if done.rows else "none yet"


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


EXPECTED = (events.Key, events.Paste, events.MouseEvent)

NO_KEYS = re.compile(
    r"(.*\+)?(caps_lock|scroll_lock|num_lock|(left|right)_(shift|control|alt|super|hyper|meta)|iso_level._shift"
    r"|decimal|divide|multiply|subtract|add|equal|separator|ctrl\+j)"
)
"""The names of keys that nothing may come as: locks and modifiers, keys of the keypad, and a line feed."""


def _is_promised(event: Any) -> bool:
    """Whether a key has its plain name, and types only its own character; a click is one of the left button."""
    if isinstance(event, (events.MouseDown, events.MouseUp)):
        return event.button == 1
    if isinstance(event, events.Paste):
        _check_paste(event.text)
    if not isinstance(event, events.Key):
        return isinstance(event, EXPECTED) or type(event).__module__ == "textual.messages"
    typed, name = event.character or "", event.key.rpartition("+")[2]
    types_sign = typed.isascii() and typed.isprintable() and typed != ""
    return not NO_KEYS.fullmatch(event.key) and (
        not types_sign or name in (typed, typed.lower(), name_character_key(typed))
    )


def _check_paste(text: str) -> None:
    """A paste is short, and a line takes it."""
    promise(len(text) <= MAX_PASTED, "a paste is too long")
    promise("\x1b" not in text, "a paste holds an escape")
    line = LineEdit().insert(text)
    shown(line.text)
    promise(len(line.text) <= MAX_CHARACTERS, "a line is too long")


def keys(raw: bytes) -> str:
    """Whatever a terminal sends, only keys, clicks and short pastes come of it, and a key after a silence is heard."""
    clock = _Clock()
    decoder, incoming, parser = codecs.getincrementaldecoder("utf-8")("replace"), InputFilter(clock), KeyParser()
    heard: list[Any] = []
    for silent in raw.split(SILENCE):
        for piece in silent.split(PIECE):
            if passed := incoming.filter_chunk(decoder.decode(piece)):
                heard += parser.feed(passed)
        clock.now += PASTE_TIMEOUT + 0.1
        parser._timeout_time = 0.0 if parser._timeout_time else None
        heard += parser.tick()
    last = list(parser.feed(incoming.filter_chunk(decoder.decode(b"q"))))
    promise(last and isinstance(last[-1], events.Key) and last[-1].key == "q", f"q is not heard, but {last}")
    for event in (*heard, *last):
        if not _is_promised(event):
            raise Broken(f"unasked, or not as it was typed: {event!r}")
    return "pasted" if any(isinstance(event, events.Paste) for event in heard) else "keys" if heard else "nothing"


def sql(raw: bytes) -> str:
    """Any query is answered within its clock and its memory, in its format, or refused before anything is printed."""
    text = raw.decode("utf-8", "replace") or "0"
    style = list(FORMATS)[ord(text[0]) % len(FORMATS)]
    ended = sql_queries.answer_apart(style, text[1:])
    fault = sql_queries.find_fault(style, ended)
    promise(not fault, f"{style}: {fault}")
    if ended.code == 2:
        return "stopped" if "was stopped after" in ended.stderr else "refused"
    return "no rows" if ended.code else "answered"


TARGETS: dict[str, Callable[[bytes], str]] = {
    "yaml": yaml,
    "folder": folder,
    "filter": filter,
    "finder": finder,
    "import": indicators,
    "sheets": sheets,
    "findings": findings,
    "keys": keys,
    "sql": sql,
}
