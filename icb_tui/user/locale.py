"""Which characters the terminal can show, as the locale says."""

from __future__ import annotations

import os
import sys


def read_locale() -> str:
    """Return what the environment says of the characters that the terminal shows; empty where it says nothing."""
    text = (os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return next((value for value in text if value), "").lower()


def locale_needs_ascii() -> bool:
    """Whether the locale says that the terminal shows no UTF-8; where it says nothing, it is taken to."""
    return bool(read_locale()) and not _is_utf8(read_locale())


def python_needs_ascii() -> bool:
    """Whether Python was told to write in an encoding that has not all characters, as PYTHONIOENCODING can tell it."""
    return not _is_utf8(getattr(sys.__stderr__, "encoding", "utf-8"))


def _is_utf8(encoding: str) -> bool:
    return "utf8" in encoding.lower().replace("-", "")


def locale_has_wide_glyphs() -> bool:
    """Whether it is a locale of China, Japan or Korea, where terminals show arrows and triangles two cells wide."""
    return read_locale().startswith(("zh", "ja", "ko"))


def choose_ascii(choice: bool | str) -> bool:
    """Whether to draw with ASCII only: as chosen, or (“auto”) as the locale and the encoding say."""
    return choice if isinstance(choice, bool) else locale_needs_ascii() or python_needs_ascii()
