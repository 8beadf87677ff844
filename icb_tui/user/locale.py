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


def console_needs_ascii() -> bool:
    """Whether this is the window of Windows' own console, whose fonts lack signs that Windows Terminal has.

    Told by the class of the window: WT_SESSION is missing where Windows Terminal opens by itself as a program starts.
    """
    kind = ""
    if sys.platform == "win32":
        import ctypes

        name = ctypes.create_unicode_buffer(64)
        ctypes.windll.user32.GetClassNameW(ctypes.windll.kernel32.GetConsoleWindow(), name, len(name))
        kind = name.value
    return kind == "ConsoleWindowClass"


def _is_utf8(encoding: str) -> bool:
    return "utf8" in encoding.lower().replace("-", "")


def locale_has_wide_glyphs() -> bool:
    """Whether it is a locale of China, Japan or Korea, where terminals show arrows and triangles two cells wide."""
    return read_locale().startswith(("zh", "ja", "ko"))


def choose_ascii(choice: bool | str) -> bool:
    """Whether to draw with ASCII only: as chosen, or (“auto”) as the locale, the encoding and the console say."""
    if isinstance(choice, bool):
        return choice
    return locale_needs_ascii() or python_needs_ascii() or console_needs_ascii()
