"""A file of answers, each under a key of its own: one is read when it is asked for, and none stays in memory."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from icb_tui.data_files.files import open_at_once
from icb_tui.user.digest_internals import blake2b

DIGEST_BYTES = 8
"""How many bytes before each block tell whether it is still what was written."""


class Block(NamedTuple):
    """Where a block is in the file, in bytes, with what tells whether it is whole."""

    start: int
    size: int


Index = dict[str, Block]


class AnswerFile:
    """The answers of a file; `index` is what `write_answers` returned."""

    def __init__(self, path: Path, index: Block) -> None:
        self.path, self._index = path, index
        self._blocks: Index | None = None

    def read_answers(self, keys: Iterable[str]) -> list[bytes]:
        """Return the answers of those keys that have one; raise OSError where the file is not what was written."""
        with open_at_once(self.path) as file:
            if self._blocks is None:
                self._blocks = msgspec.msgpack.decode(_read_block(file, self._index), type=Index)
            return [_read_block(file, self._blocks[key]) for key in keys if key in self._blocks]


def write_answers(path: Path, answers: Iterable[tuple[str, bytes]]) -> Block:
    """Write a file of answers by their keys, and return where its index is: at its end. Raises OSError."""
    blocks: Index = {}
    with path.open("xb") as file:
        for key, answer in answers:
            blocks[key] = _write_block(file, answer)
        return _write_block(file, msgspec.msgpack.encode(blocks))


def _write_block(file: BinaryIO, content: bytes) -> Block:
    start = file.tell()
    return Block(start, file.write(_digest(content) + content))


def _read_block(file: BinaryIO, block: Block) -> bytes:
    file.seek(block.start)
    found = file.read(block.size)
    digest, content = found[:DIGEST_BYTES], found[DIGEST_BYTES:]
    if digest != _digest(content):
        raise OSError(errno.EIO, "a block is not what was written")
    return content


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=DIGEST_BYTES).digest()
