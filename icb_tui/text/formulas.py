"""Cells that a spreadsheet would take for a formula: written harmless, and read back as they were."""

from __future__ import annotations

import re

from icb_tui.text.normal_forms import normalise

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that a spreadsheet takes for a formula, in any of its forms: some take wide ones too."""

_APOSTROPHES = re.compile("'*")


def escape_cell(text: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula: an apostrophe stands before it.

    One more apostrophe stands before a cell that looks escaped already, so that no two cells are written alike.
    """
    return f"'{text}" if _is_formula_after_apostrophes(text) else text


def unescape_cell(text: str) -> str:
    """Return a cell without the apostrophe that `escape_cell` put before it."""
    return text[1:] if text.startswith("'") and _is_formula_after_apostrophes(text) else text


def _is_formula_after_apostrophes(text: str) -> bool:
    end = len(_APOSTROPHES.match(text)[0])  # type: ignore[index]
    return normalise("NFKC", text[end : end + 1]).startswith(FORMULA_STARTS)
