"""Windows, as far as Linux can play it: this module is the program of a process of its own, which it changes for good.

What only POSIX has is gone. A file that is open is neither renamed, replaced nor deleted, nor is the folder that holds
it. Standard output is what Python makes it there. Python's own library and the packages were imported before, so they
still take Linux's ways: what they do on Windows, and what its console shows, only Windows can tell.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ctypes
import errno
import importlib
import io
import json
import os
import re
import shutil
import signal
import sys
import warnings
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

LIBRARIES = (
    *("aiohttp.web", "click", "duckdb", "msgspec", "pytest", "python_calamine", "rich.console", "textual.app"),
    *("textual.drivers.headless_driver", "textual.drivers.web_driver", "textual.pilot", "textual_serve.app_service"),
    *("textual_serve.download_manager", "xlrd", "xlsxwriter", "yaml"),
)
"""What chooses by platform as it is imported, and is imported first."""

POSIX_MODULES = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")

POSIX_FUNCTIONS = (
    *("chown", "ctermid", "fchdir", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getpgid"),
    *("getpgrp", "getsid", "getuid", "killpg", "link", "mkfifo", "mknod", "nice", "openpty", "setsid", "setuid"),
    *("statvfs", "sync", "tcgetpgrp", "ttyname", "uname", "wait3", "wait4"),
    *("O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"),
)
"""Windows has links of files; some of its file systems do not."""

WINDOWS_SIGNALS = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"}

POSIX_ALARMS = ("alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "siginterrupt", "sigwait")

CONSOLE_HOST, WINDOWS_TERMINAL = "ConsoleWindowClass", "PseudoConsoleWindow"
"""The class of the window of the old console, and of what stands for a window in any other."""

PSEUDO_TERMINAL = "/dev/ptmx"

Keys = Sequence[str]


def play_windows() -> None:
    """Take away what Windows lacks, and give what only Windows has."""
    for name in LIBRARIES:
        importlib.import_module(name)
    with contextlib.suppress(webbrowser.Error):
        webbrowser.get()
    for name in POSIX_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    signals = [name for name in vars(signal) if re.match("SIG[A-Z]", name) and name not in WINDOWS_SIGNALS]
    for module, names in ((os, POSIX_FUNCTIONS), (signal, POSIX_ALARMS), (signal, signals)):
        for name in names:
            delattr(module, name)
    asyncio.SelectorEventLoop.add_signal_handler = _refuse_handler  # type: ignore[method-assign,assignment]
    msvcrt = ModuleType("msvcrt")
    vars(msvcrt).update(LK_LOCK=1, locking=lambda number, mode, size: os.fstat(number))
    sys.modules["msvcrt"] = msvcrt
    vars(signal)["SIGBREAK"] = 21
    vars(sys)["getwindowsversion"] = lambda: SimpleNamespace(build=19045)
    for name in ("rename", "replace", "remove", "unlink"):
        vars(os)[name] = _keep_open_files(getattr(os, name), name)
    sys.platform = "win32"
    sys.modules.pop("platformdirs", None)
    sys.modules["ctypes"] = None  # type: ignore[assignment]
    importlib.import_module("platformdirs.windows")  # which cannot ask Windows, and asks LOCALAPPDATA
    sys.modules["ctypes"] = ctypes


def set_console(window: str) -> None:
    """Have the program find a window of this class."""
    user32 = SimpleNamespace(GetClassNameW=lambda _, buffer, size: setattr(buffer, "value", window))
    vars(ctypes)["windll"] = SimpleNamespace(user32=user32, kernel32=SimpleNamespace(GetConsoleWindow=lambda: 1))


def _open_console() -> None:
    """Have the files of the console open a pseudo terminal."""
    number = os.open(PSEUDO_TERMINAL, os.O_RDWR)
    open_file = os.open
    vars(os)["open"] = lambda path, *rest: os.dup(number) if path in ("CONIN$", "CONOUT$") else open_file(path, *rest)


def _refuse_handler(*_: object) -> None:
    raise NotImplementedError


def _keep_open_files(change: Callable[..., None], name: str) -> Callable[..., None]:
    """What renames or deletes a file, which Windows refuses for one that is open, and for a name that is taken."""

    def refuse_or_change(*paths: Any, **options: Any) -> None:
        if name == "rename" and os.path.lexists(paths[1]):
            raise FileExistsError(errno.EEXIST, "Cannot create a file when that file already exists", str(paths[1]))
        if any(map(_is_open, paths)):
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(paths[0]))
        change(*paths, **options)

    return refuse_or_change


def _is_open(path: Any) -> bool:
    """Whether this process has a file open, or a file in a folder."""
    whole = os.path.realpath(path)
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            if f"{os.readlink(f'/proc/self/fd/{number}')}/".startswith(f"{whole}/"):
                return True
    return False


class WindowsStream(io.TextIOWrapper):
    """Standard output as Python opens it on Windows: a pipe in the code page of Western Europe, or the console."""

    def __init__(self, *, is_console: bool = False, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), "utf-8" if is_console else "cp1252", "strict", newline="\r\n")
        self._is_console = is_console

    def isatty(self) -> bool:
        return self._is_console

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)

    def read_bytes(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined,no-any-return]


class ClosedPipe(WindowsStream):
    """A pipe that nobody reads any more, as Windows says it."""

    def write(self, text: str) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


def run_program(arguments: Sequence[str], out: WindowsStream, given: str = "") -> dict[str, Any]:
    """Run the program; return its exit code, the bytes that it printed (in base64), and what it said of them."""
    from icb_tui.__main__ import main

    sys.argv = ["icb-tui", *arguments]
    sys.stdin = WindowsStream(is_console=out.isatty(), content=given.encode())
    sys.stdout, sys.stderr = out, err = out, WindowsStream()
    code: Any = None
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__
    return {"code": code, "out": base64.b64encode(out.read_bytes()).decode(), "err": err.read_bytes().decode()}


def run_explorer(arguments: Sequence[str], keys: Keys, *, is_piped: bool) -> dict[str, Any]:
    """Run the explorer as the command line starts it, and press keys; return the screen after each as well.

    What `is_piped` has standard output in a pipe, and draws on the console: here a pseudo terminal.
    A key `replace:FILE:OLD:NEW` changes a file, and `signal:NUMBER` sends one.
    """
    from screen import do_action, read_screen, wait_until_settled
    from textual.app import App
    from textual.pilot import Pilot

    from icb_tui.tui.app import IcbApp

    screens: list[str] = []

    async def press(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, IcbApp)
        await wait_until_settled(pilot)
        for key in ("", *keys):
            kind, _, rest = key.partition(":")
            if kind == "replace":
                name, old, new = rest.split(":")
                Path(name).write_text(Path(name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
            elif kind == "signal":
                signal.raise_signal(int(rest))
            elif key:
                await do_action(pilot, key)
            await wait_until_settled(pilot)
            screens.append(read_screen(pilot.app) if pilot.app.is_running and not pilot.app._exit else "")

    def run(app: IcbApp, *, mouse: bool) -> None:
        App.run(app, headless=True, mouse=mouse, size=(120, 40), auto_pilot=press)

    IcbApp.run = run  # type: ignore[method-assign,assignment]
    if is_piped:
        _open_console()
    return {**run_program(arguments, WindowsStream(is_console=not is_piped)), "screens": screens}


def run_step(
    arguments: Sequence[str],
    *,
    given: str = "",
    keys: Keys = (),
    window: str = WINDOWS_TERMINAL,
    is_piped: bool = False,
    is_closed: bool = False,
) -> dict[str, Any]:
    """Run a command line with what it is given on standard input; with keys, the explorer."""
    set_console(window)
    if keys:
        return run_explorer(arguments, keys, is_piped=is_piped)
    return run_program(arguments, ClosedPipe() if is_closed else WindowsStream(), given)


if __name__ == "__main__":
    if sys.platform != "win32":
        play_windows()
    warnings.filterwarnings("error", category=EncodingWarning, module="icb_tui")
    asked = json.load(sys.stdin)
    for name in asked["modules"]:
        importlib.import_module(f"icb_tui.{name}")
    print(json.dumps([run_step(**step) for step in asked["steps"]]))
