"""A small table with everything that an export must escape."""

from __future__ import annotations

from icb_tui.output.formats import Table, TablePart

ROWS = [("a|b", 1, 2.5, "=1+1", None), ("<i>\u00e9", -2, 3.0, "x\ty", "-3")]
TABLE = Table(
    parts=[
        TablePart(title="# T", notes=["one *note*"], heads=("name", "n"), lines=[("a|b", "1"), ("<i>\u00e9", "-2")])
    ],
    columns=("name", "n", "value", "formula", "empty"),
    rows=ROWS,
    objects=[{"name": row[0], "n": row[1]} for row in ROWS],
)
