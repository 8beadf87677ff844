"""How a command ends: its exit code, and what it says on standard error. Imports next to nothing: every start waits."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys

from icb_tui import __version__

TYPE_CHECKING = False  # typing itself would take a fifth of the time that --version needs
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

NOTHING_MATCHED, USAGE, AMBIGUOUS, BAD_DATA, NO_TERMINAL, INTERNAL_ERROR, UNWRITABLE = 1, 2, 3, 4, 5, 70, 74

EXIT_CODES = {
    0: "The command has printed its answer.",
    NOTHING_MATCHED: "Nothing matches.",
    USAGE: "The command line or the query has a mistake. Standard error says which.",
    AMBIGUOUS: "A name fits several boards. Standard error lists them.",
    BAD_DATA: "The data or the settings have problems. Standard error lists them.",
    NO_TERMINAL: "The explorer needs a terminal, or a larger one.",
    INTERNAL_ERROR: "The program failed. Standard error says how to report it.",
    UNWRITABLE: "The output cannot be written, for example because the disk is full.",
    130: "Stopped by ctrl+c. In general, 128 + n: stopped by signal n.",
}
"""What the exit codes mean, which is part of what scripts build on."""

FULL_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says of a disk that is full, or gone."""


INTERRUPTED = "Query interrupted"
"""What DuckDB says where ctrl+c comes while it works."""


class CommandExit(Exception):
    """The end of a command that could not answer: its exit code, and the lines to say on standard error."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(*lines)
        self.code, self.lines = code, lines


class InternalError(Exception):
    """The end of a program that broke, where its exception is past: its traceback, without local values."""


def run_command(answer: Callable[[], object]) -> int:
    """Answer, and return the exit code; nothing that goes wrong prints a traceback unless --debug asks for it."""
    open_streams()
    try:
        answer()
        sys.stdout.flush()
    except CommandExit as stopped:
        print_error(*stopped.lines)
        return stopped.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        discard_output()  # the reader of the pipe has what it wanted (| head)
    except InternalError as broken:
        return report_internal_error(str(broken))
    except OSError as error:
        if _is_closed_pipe(error):
            discard_output()
            return 0
        if error.errno not in FULL_DISK_ERRORS:
            return report_internal_error(format_traceback())
        discard_output()
        print_error(f"icb-tui: the output cannot be written: {error.strerror}")
        return UNWRITABLE
    except Exception as error:
        return 130 if str(error) == INTERRUPTED else report_internal_error(format_traceback())
    return 0


def report_internal_error(crash: str) -> int:
    """Say in one line that the program broke, and how to report it; the traceback only with --debug."""
    debug = "--debug" in sys.argv
    if debug:
        print_error(*crash.splitlines())
    error = _find_error_line(crash)
    if error.startswith("MemoryError"):
        error = "MemoryError: there is not enough memory"
    how = "the lines above" if debug else "what --debug prints if it happens again"
    report = f"please give this line, and {how}, to whoever gave you icb-tui"
    print_error(f"icb-tui: internal error in version {__version__}: {error}; {report}")
    return INTERNAL_ERROR


def _find_error_line(crash: str) -> str:
    """The first line of what went wrong, in a traceback: what follows in DuckDB's errors is advice on its settings."""
    _, frame, behind = crash.strip().rpartition("\n  File ")
    lines = behind.splitlines()
    return next((line for line in lines[bool(frame) :] if line[:1].strip()), lines[0])


def open_streams() -> None:
    """Give what was closed before the start (>&-) somewhere to go, so that no file takes its number.

    What the encoding of an output does not have is written there as ASCII.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open until the end
    if sys.platform == "win32":
        _open_windows_streams()
    codecs.register_error("ascii-stand-in", _write_stand_in)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper) and output.encoding.lower() not in ("utf-8", "utf8"):
            output.reconfigure(errors="ascii-stand-in")


def _open_windows_streams() -> None:
    """Read and write UTF-8 and plain line ends where it is not the console that is read from or written to.

    Windows has an encoding of its own for files and pipes, and writes a carriage return before each end of a line.
    """
    own = None if "PYTHONIOENCODING" in os.environ else "utf-8"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            if stream is sys.stdin:  # PowerShell may begin what it hands on with a byte order mark
                stream.reconfigure(encoding=own and "utf-8-sig")
            else:
                stream.reconfigure(encoding=own, errors=stream.errors, newline="\n")


def _write_stand_in(error: UnicodeError) -> tuple[str, int]:
    """The ASCII for what cannot be encoded; raise what is no error of encoding."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from icb_tui.text.ascii import to_ascii

    return to_ascii(error.object[error.start : error.end]), error.end


def _is_closed_pipe(error: OSError) -> bool:
    """Whether an error says, as Windows does, that nobody reads the pipe any more that was written to."""
    return sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None


def discard_output(output: TextIO | None = None) -> None:
    """Let what was not written yet, on standard output, go nowhere, so that nothing is said of it on closing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (output or sys.stdout).fileno())


def print_error(*lines: str) -> None:
    """Say why on standard error, if anybody hears."""
    from icb_tui.text.cells import clean

    try:
        sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # closed, or full: what was asked for is the answer on standard output
        discard_output(sys.stderr)


def format_traceback() -> str:
    """Return the traceback of the exception that is being handled."""
    import traceback

    return traceback.format_exc()
