"""A process that is killed in the middle of a write, played in this one: from some call on, no file is changed."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

CHANGES = (*("mkdir", "open", "rename", "replace", "link", "unlink", "rmdir", "chmod", "fsync", "utime"),)
"""The functions of `os` that change files, or may; `io.open` is one too."""


class Killed(BaseException):
    """The end of the process: only the system closes its files, and releases its locks."""


@contextmanager
def refuse_changes(error: BaseException, after: int = 0) -> Iterator[list[str]]:
    """Raise an error in place of every change of a file, after so many that are made; yield the names of all calls."""
    calls: list[str] = []

    def refuse(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name == "open" and _only_reads(*arguments):
                return function(*arguments, **options)
            calls.append(name)
            if len(calls) > after:
                raise error
            result = function(*arguments, **options)
            if isinstance(result, io.IOBase):  # a file that is open now, and empty
                calls.append("write")
                if len(calls) > after:
                    result.close()
                    raise error
            return result

        return call

    changed: dict[str, Any] = {name: refuse(name, getattr(os, name)) for name in CHANGES}
    with mock.patch.multiple(os, **changed), mock.patch.object(io, "open", refuse("open", io.open)):
        yield calls


def _only_reads(path: object, mode: str | int = "r", *_: object) -> bool:
    """Whether a file is opened only to be read, by `os.open` or by `io.open`."""
    return not mode & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(mode, int) else not set(mode) & set("wax+")


def kill_at_each_step(write: Callable[[], object]) -> Iterator[int]:
    """Do something again and again, killed one step later each time, and yield after each; end when it is done."""
    for step in range(1_000):
        try:
            with refuse_changes(Killed(), step):
                write()
        except Killed:
            yield step
        else:
            return
