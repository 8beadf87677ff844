"""Write the prepared stores that a wheel brings: `python -m release.prepared_data FOLDER`.

The same data give the same bytes. A DuckDB file is read by every later version of DuckDB, on every system.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from icb_tui.store.installed_store import write_installed_stores

HEADER, NUMBERS = struct.Struct("<Q4088s"), struct.Struct("<511Q")
"""The beginning of a DuckDB file: a checksum, and what it is of, which is read as 511 numbers."""

MAGIC, IDENTIFIER = slice(0, 4), slice(116, 132)
"""Where in what follows the checksum the file says that it is DuckDB's, and where it has 16 bytes of chance."""

SEED, FACTOR = 5381, 0xBF58476D1CE4E5B9
"""How DuckDB makes the checksum: each number times the factor, and all of them combined bit by bit with the seed."""


def remove_chance(database: Path) -> None:
    """Put zeros for the identifier that DuckDB draws for each file: only encryption uses it."""
    with database.open("r+b") as file:
        checksum, content = HEADER.unpack(file.read(HEADER.size))
        if content[MAGIC] != b"DUCK" or make_checksum(content) != checksum:
            sys.exit(f"{database}: this version of DuckDB begins a file otherwise; see {Path(__file__).name}")
        same = content[: IDENTIFIER.start] + bytes(16) + content[IDENTIFIER.stop :]
        file.seek(0)
        file.write(HEADER.pack(make_checksum(same), same))


def make_checksum(content: bytes) -> int:
    """Return the checksum of what follows it in the header."""
    checksum = SEED
    for number in NUMBERS.unpack(content):
        checksum ^= number * FACTOR % (1 << 64)
    return checksum


if __name__ == "__main__":
    write_installed_stores(Path(sys.argv[1]), remove_chance)
