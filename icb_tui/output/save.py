"""A table saved in a file: the name that was typed, the format that its ending asks for, and what can go wrong."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from icb_tui.analysis.indicator_periods import describe_period_choice
from icb_tui.data_files.files import refuse_reserved_name, write_file
from icb_tui.data_files.temporary_folder import TemporaryFolderError
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.errors import OutputTooLarge
from icb_tui.filters.language import format_filter
from icb_tui.output.formats import BOM_FORMATS, ENDINGS, Table, write_table
from icb_tui.text.cells import join_names
from icb_tui.views.view_state import View

LONGEST_STEM = 60


class SaveError(Exception):
    """Nothing is written; the message says why."""


def make_file_stem(*words: str) -> str:
    """Return words as the stem of a file name that needs no quoting anywhere: “icbs-2023-24-midlands”."""
    stem = "-".join(part for word in words for part in re.findall("[a-z0-9]+", word.lower()))
    return stem[:LONGEST_STEM].rstrip("-")


def list_view_name_words(view: View) -> tuple[str, ...]:
    """Return the words of the name of a file with what the explorer shows: what it is, its year and its filter."""
    figures = f"figures {view.indicators_aim}"
    when = describe_period_choice(view.indicator_year, short=True) if view.shows_indicators else view.year
    what = {"matrix": "icbs", "map": view.indicator or f"map {view.map_aim}", "indicators": figures}[view.centre]
    return what, when, format_filter(view.filter, view.data)


def list_file_name_labels(icbs: Iterable[str], data: Dataset) -> list[str]:
    """Return the labels of boards as they stand in the name of a file: “C&P” is one word there."""
    return [data.icb[icb].label.replace("&", "") for icb in icbs]


def save_table(table: Table, name: str, *, replace: bool = False, ascii_only: bool = False) -> Path:
    """Write a table to a file, whole or not at all, and return where: links are followed, `~` is the user's folder.

    Without `replace` a file that is there is left alone: FileExistsError. All else that fails is SaveError.
    """
    style, bom = _read_ending(name)
    path = _resolve_path(name)
    try:
        write_file(path, _encode_table(table, style, bom=bom, ascii_only=ascii_only), replace=replace)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "is there already", str(path)) from None
    except OSError as error:
        raise SaveError(_explain_error(error, path)) from None
    return path


def make_download(table: Table, name: str, *, ascii_only: bool = False) -> tuple[str, bytes]:
    """Return the name of a file for a browser to save, and its bytes; raise SaveError."""
    (style, bom), name = _read_ending(name), name.strip()
    if set(name) & set("/\\"):
        raise SaveError(f"“{name}” names a folder; expected the name of a file. The browser chooses the folder.")
    try:
        return name, _encode_table(table, style, bom=bom, ascii_only=ascii_only)
    except OSError as error:
        raise SaveError(f"File not made: {error.strerror}.") from None


def _encode_table(table: Table, style: str, *, bom: bool, ascii_only: bool) -> bytes:
    try:
        content = write_table(table, style, ascii_only=ascii_only, bom=bom)
    except OutputTooLarge as error:
        raise SaveError(f"File not made: {error}.") from None
    return content.encode() if isinstance(content, str) else content


def _read_ending(name: str) -> tuple[str, bool]:
    """The format that the ending of a name asks for, and whether a byte order mark: `.excel.csv` asks for one."""
    stem, ending = os.path.splitext(name.strip().lower())
    if ending not in ENDINGS:
        fault = f"Unknown ending “{ending}”" if ending else f"No ending in the name “{name.strip()}”"
        raise SaveError(f"{fault}; expected {join_names(list(ENDINGS), 99)}.")
    style = ENDINGS[ending]
    return style, style in BOM_FORMATS and stem.endswith(".excel")


def _resolve_path(name: str) -> Path:
    """The path that a name means: in a folder that is there, and nothing but an ordinary file may have it."""
    path = Path(name.strip())
    try:
        refuse_reserved_name(path)
        path = Path(os.path.realpath(path.expanduser()))
        if not stat.S_ISDIR(path.parent.stat().st_mode):
            raise SaveError(f"Not a folder: {path.parent}; expected a folder for the file.")
        if path.is_dir():
            raise SaveError(f"This is a folder: {path}; expected the name of a file.")
        if path.exists() and not path.is_file():
            raise SaveError(f"Not an ordinary file: {path}; expected another name.")
    except OSError as error:
        raise SaveError(_explain_error(error, path)) from None
    except (RuntimeError, ValueError):
        raise SaveError(f"Not a valid path: {path}; expected the name of a file.") from None
    return path


def _explain_error(error: OSError, path: Path) -> str:
    """Why a file could not be written, in a sentence."""
    if isinstance(error, TemporaryFolderError):
        return f"File not saved: {error.strerror}."
    match error.errno:
        case errno.EACCES if sys.platform == "win32" and path.exists():
            reason = f"another program has {path} open, or you have no permission to write there"
        case errno.EACCES | errno.EPERM:
            reason = f"no permission to write in {path.parent}"
        case errno.EROFS:
            reason = f"{path.parent} is read-only"
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            reason = f"no space left in {path.parent}"
        case errno.ENAMETOOLONG:
            reason = f"the name is too long ({len(path.name)} characters)"
        case errno.ENOENT | errno.ENOTDIR if not path.parent.is_dir():
            reason = f"the folder {path.parent} does not exist"
        case errno.ENOENT:
            reason = f"no file can be created in {path.parent}"
        case _:
            reason = error.strerror or str(error)
    return f"File not saved: {reason}."
