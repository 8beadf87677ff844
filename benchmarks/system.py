"""What the kernel says of a process and of the machine (Linux)."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("icb-tui", "textual", "rich", "duckdb", "msgspec", "pyyaml", "click", "visidata", "pyte")


def memory(pid: int) -> dict[str, float]:
    """Return the proportional (PSS), the unshared (USS) and the anonymous memory of a process, in MiB.

    The first two change with what others do: 43 MiB of DuckDB's library are unshared while nobody else has it loaded.
    """
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kib = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE)}
    unshared = kib["Private_Clean"] + kib["Private_Dirty"]
    return {"pss_mib": kib["Pss"] / 1024, "uss_mib": unshared / 1024, "anonymous_mib": kib["Anonymous"] / 1024}


def cpu_ms(pid: int) -> float:
    """Return the processor time that a process has used so far, in ms."""
    return time.clock_gettime_ns(~pid << 3 | 2) / 1e6  # the kernel's number for a process's clock (clock_getcpuclockid)


def drop_from_memory(folders: Iterable[Path]) -> None:
    """Have the kernel forget what it holds in memory of the files in some folders.

    What a running process has mapped stays: of the interpreter itself, and of the C library.
    """
    os.sync()  # what is not written yet is not forgotten
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                file = os.open(path, os.O_RDONLY)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(file)


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*: (.+)$", info, re.MULTILINE)
    memory_kib = re.search(r"^MemTotal: +(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return {
        "processor": model[1] if model else platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory_kib[1]) / 1024**2:.0f} GiB" if memory_kib else "unknown",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def load() -> str:
    """Return how many processes wanted a processor in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def versions() -> dict[str, str]:
    """Return the versions of the libraries and programs that were measured."""
    return {name: version(name) for name in LIBRARIES}
