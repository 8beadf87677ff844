"""A folder of another user with mode 700, as the system says it to who may not look into it: the tests run as root."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def lock_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse everything inside a folder to this process."""
    for module, name in ((os, "stat"), (os, "lstat"), (os, "open"), (os, "mkdir"), (io, "open"), (builtins, "open")):
        monkeypatch.setattr(module, name, _refuse_inside(folder, getattr(module, name)))
    monkeypatch.setattr(os, "listdir", _refuse_inside(folder, os.listdir, itself=True))
    monkeypatch.setattr(os, "scandir", _refuse_inside(folder, os.scandir, itself=True))


def _refuse_inside(folder: Path, call: Callable[..., Any], *, itself: bool = False) -> Callable[..., Any]:
    def refusing(path: Any = ".", *arguments: Any, **options: Any) -> Any:
        if not isinstance(path, int):
            place = Path(os.path.abspath(os.fsdecode(path)))
            if folder in place.parents or (itself and place == folder):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return call(path, *arguments, **options)

    return refusing
