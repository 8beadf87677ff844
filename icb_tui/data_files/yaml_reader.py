"""One YAML text as plain Python, refusing what YAML lets slip: duplicate keys, `NO` as false, endless anchors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import yaml

from icb_tui.data_files.plain_yaml import PlainEntries, read_scalar
from icb_tui.data_files.problems import FileError
from icb_tui.data_files.progress import READING, report_progress
from icb_tui.domain.record_sections import KeyPath
from icb_tui.text.cells import clean

DuplicateKey = tuple[int, KeyPath, str]
"""Line (from 1), where in the document, what is wrong."""

MAX_DEPTH = 40

_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; expected fewer"

_BAD_KEY = "a list or a mapping is used as a key; expected text"

MAX_REPEATED = 1_000_000
"""How many characters all aliases together may stand for, where every value counts for ten more."""

VALUE_CHARACTERS = 10
"""For how many characters a value counts, beside those that it has."""

MAX_PLAIN_VALUES = 100_000
"""How many keys one mapping may have, and how many values one list that are no mappings: no record has as many."""

MAX_DUPLICATES = 10_000
"""How many duplicate keys are listed."""

EVENTS_BETWEEN_REPORTS = 20_000
"""How many events of the parser come between two reports of progress: about twenty milliseconds."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)

_NO_KEY: Any = object()
"""Stands in place of a key where the next value is one."""


def read_yaml(text: str) -> tuple[Any, list[DuplicateKey]]:
    """Return the document and the duplicate keys in it; raise FileError."""
    plain = PlainEntries(text)
    document = _read_around(plain) if plain.runs else None
    return read_with_parser(text) if document is None else (document, [])


def _read_around(plain: PlainEntries) -> Any:
    """The document of a text whose plain entries are read already; None where there is more to say of it."""
    document = _YamlDocument()
    try:
        _parse_events(document, plain.rest, plain.characters)
    except FileError:
        return None
    is_sound = not document.faults and not document.anchors and plain.put_back(document.root)
    return document.root if is_sound else None


def read_with_parser(text: str) -> tuple[Any, list[DuplicateKey]]:
    """Return the same, read by the parser alone; raise FileError."""
    document = _YamlDocument()
    _parse_events(document, text)
    return document.root, document.faults


def find_lines(text: str, paths: Iterable[KeyPath]) -> dict[KeyPath, int]:
    """Return the lines of paths in a readable text: of each, or of the nearest thing around it that is there."""
    wanted = list(paths)
    document = _YamlDocument({path[:end] for path in wanted for end in range(len(path) + 1)})
    _parse_events(document, text)
    return {path: _find_nearest_line(path, document.lines) for path in wanted}


def _find_nearest_line(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    return next((lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in lines), 1)


def _parse_events(document: _YamlDocument, text: str, read_before: int = 0) -> None:
    """Hand a document its events, until it has what it wants of them; raise FileError.

    `read_before` is how many characters of the file are no part of the text.
    """
    try:
        events = iter(_LOADER(text).get_event, None)
        while last := document.handle_events(islice(events, EVENTS_BETWEEN_REPORTS)):
            index = last.end_mark.index if last.end_mark else 0
            report_progress(READING, read_before + index, read_before + len(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        # Newer parsers refuse deep nesting themselves, in other words.
        message = _TOO_DEEP if "nesting depth" in reason else f"invalid YAML: {clean(reason)}"
        raise FileError(message, mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as error:
        # The position counts bytes, for the parser reads UTF-8.
        line = text.encode()[: error.position].count(b"\n") + 1
        character = error.character if isinstance(error.character, int) else ord(error.character)
        raise FileError(f"a character that YAML does not allow: U+{character:04X}", line) from None


class _Frame:
    """A mapping or a list that is being filled; in a mapping `key` waits for its value.

    `room` is how many more keys a mapping may have, or plain values a list.
    """

    __slots__ = ("anchor", "held", "is_mapping", "key", "room", "size")

    def __init__(self, held: dict[Any, Any] | list[Any], anchor: str | None = None) -> None:
        self.held: Any = held
        self.anchor, self.is_mapping = anchor, isinstance(held, dict)
        self.key: Any = _NO_KEY
        self.size, self.room = VALUE_CHARACTERS, MAX_PLAIN_VALUES


class _YamlDocument:
    """Builds plain Python from parser events with a stack of its own, so no nesting can exhaust Python's or C's.

    `lines` has the line of each path that is `wanted`, once it is met. A file has millions of events: what is rarely
    asked, such as where in the document something is, is worked out when it is.
    """

    def __init__(self, wanted: set[KeyPath] | None = None) -> None:
        self.faults: list[DuplicateKey] = []
        self.wanted, self.lines = wanted, dict[KeyPath, int]()
        self.has_all_lines = wanted is not None and not wanted
        self.frame = _Frame([])
        self.stack = [self.frame]
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.repeated = 0
        self.documents = 0
        self._handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._take_scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.MappingEndEvent: self._close_collection,
            yaml.SequenceStartEvent: self._open_list,
            yaml.SequenceEndEvent: self._close_collection,
            yaml.AliasEvent: self._repeat_anchor,
            yaml.DocumentStartEvent: self._count_document,
        }

    @property
    def root(self) -> Any:
        """The value of the whole document; None where there is none."""
        return next(iter(self.stack[0].held), None)

    def handle_events(self, events: Iterable[yaml.Event]) -> yaml.Event | None:
        """Take the next events; return the last, or None where no more are wanted or there. Raises FileError."""
        find_handler, event = self._handlers.get, None
        for event in events:
            if handle := find_handler(type(event)):
                handle(event)
                if self.has_all_lines:
                    return None
        return event

    def _count_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise FileError("a second document (---); expected one", _line_number(event))

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        text, frame = event.value, self.frame
        value = clean(text.rstrip("\n")) if event.style else read_scalar(text)
        if self.wanted is not None or event.anchor or event.tag is not None:
            self._note_scalar(event, value)
        if frame.key is _NO_KEY:
            self._put_value(value, len(text) + VALUE_CHARACTERS, event)
        else:  # the same in fewer steps: half of all events
            frame.held[frame.key] = value
            frame.key = _NO_KEY
            frame.size += len(text) + VALUE_CHARACTERS

    def _note_scalar(self, event: yaml.ScalarEvent, value: Any) -> None:
        """Note what few scalars have; raise FileError for a tag."""
        self._refuse_tag(event)
        if self.wanted is not None:
            self._mark_line(event, value)
        if event.anchor:
            self.anchors[event.anchor] = (value, len(event.value) + VALUE_CHARACTERS)

    def _open_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open_collection({}, event)

    def _open_list(self, event: yaml.SequenceStartEvent) -> None:
        self._open_collection([], event)

    def _open_collection(self, held: dict[Any, Any] | list[Any], event: yaml.CollectionStartEvent) -> None:
        self._refuse_tag(event)
        if len(self.stack) > MAX_DEPTH:
            raise FileError(_TOO_DEEP, _line_number(event))
        if self.frame.is_mapping and self.frame.key is _NO_KEY:
            raise FileError(_BAD_KEY, _line_number(event))
        if self.wanted is not None:
            self._mark_line(event)
        self.frame = _Frame(held, event.anchor)
        self.stack.append(self.frame)

    def _close_collection(self, event: yaml.Event) -> None:
        frame = self.stack.pop()
        self.frame = self.stack[-1]
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.held, frame.size)
        self._put_value(frame.held, frame.size, event)

    def _repeat_anchor(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self.anchors:
            raise FileError(
                f"unknown anchor *{clean(event.anchor or '')}; expected one that is complete before it",
                _line_number(event),
            )
        value, size = self.anchors[event.anchor]
        self.repeated += size
        if self.repeated > MAX_REPEATED:
            message = "anchors are repeated too often, or stand for too much text; expected the values written out"
            raise FileError(message, _line_number(event))
        if self.wanted is not None:
            self._mark_line(event, value)
        self._put_value(value, size, event)

    def _mark_line(self, event: yaml.Event, key: Any = None) -> None:
        """Note the line of the value that comes next (or of the key that has just come), if it is wanted."""
        if (path := self._find_path(key)) in (self.wanted or ()):
            self.lines.setdefault(path, _line_number(event))
            self.has_all_lines = len(self.lines) == len(self.wanted or ())

    def _put_value(self, value: Any, size: int, event: yaml.Event) -> None:
        """Put a finished value where it belongs: a key's value, a key, a list."""
        frame = self.frame
        frame.size += size
        if frame.key is not _NO_KEY:
            frame.held[frame.key] = value
            frame.key = _NO_KEY
        elif frame.is_mapping:
            self._put_key(frame, value, event)
        else:
            frame.held.append(value)
            if type(value) is not dict:
                _count_plain_value(frame, event)

    def _put_key(self, frame: _Frame, key: Any, event: yaml.Event) -> None:
        _count_plain_value(frame, event)
        if type(key) is not str and not isinstance(key, (int, float, type(None))):
            raise FileError(_BAD_KEY, _line_number(event))
        if key in frame.held and len(self.faults) < MAX_DUPLICATES:
            self.faults.append((_line_number(event), self._find_path(key), "duplicate key; expected each key once"))
        frame.key = key

    def _find_path(self, key: Any = None) -> KeyPath:
        """The path of the value that comes next (or of the key that has just come)."""
        steps = [frame.key if frame.is_mapping else len(frame.held) for frame in self.stack[1:]]
        if steps and steps[-1] is _NO_KEY:
            steps[-1] = key
        return tuple(step if isinstance(step, int) else str(step) for step in steps)

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None and event.tag != "!":
            raise FileError(f"the tag {clean(event.tag)} is not supported; remove the tag", _line_number(event))


def _count_plain_value(frame: _Frame, event: yaml.Event) -> None:
    frame.room -= 1
    if frame.room < 0:
        what = "keys in one mapping" if frame.is_mapping else "plain values in one list"
        raise FileError(f"more than {MAX_PLAIN_VALUES:,} {what}; expected fewer", _line_number(event))


def _line_number(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def format_path(path: KeyPath) -> str:
    """Return a path as people write it: findings[3].figure.value."""
    return "".join(_format_steps(path)).lstrip(".")


def _format_steps(path: KeyPath) -> Iterator[str]:
    for step in path:
        yield f"[{step}]" if isinstance(step, int) else f".{step}"
