"""What is private of DuckDB: the module that its package `duckdb` hands on.

The package adds what the store does not use (`sql` and other relations), and loads half of the standard library for it.
That takes as long as loading DuckDB itself, and 8 MiB in each session.
"""

from __future__ import annotations

try:
    import _duckdb as duckdb
except ImportError:  # another version may keep it elsewhere
    import duckdb  # type: ignore[no-redef]

__all__ = ["duckdb"]
