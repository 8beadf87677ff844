"""What the explorer's layout depends on: how wide and how tall the terminal is, as classes for the stylesheet."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.screen import Screen

MIN_WIDE_COLUMNS = 100
"""From this many columns on, the filters stand beside the matrix; below, `f` opens them as a drawer."""

MIN_ROOMY_COLUMNS, MIN_BROAD_COLUMNS = 132, 200
"""From so many columns on, the filters have room for the names of regions, and for those of evidence types."""

MIN_BESIDE_COLUMNS = 190
"""From this many columns on, the lower pane stands at the right of the centre, as high as the screen.

In fewer it would take the room that whole names of boards need.
"""

MIN_TALL_LINES = 56
"""From this many lines on, the lower pane has more of them: every board has its row as well."""


def set_size_classes(screen: Screen[Any], size: Size) -> None:
    """Give a screen the classes of a size."""
    screen.set_class(size.width < MIN_WIDE_COLUMNS, "-narrow")
    screen.set_class(size.width < 80, "-slim")
    screen.set_class(size.height < 24, "-low")
    screen.set_class(size.width >= MIN_ROOMY_COLUMNS, "-roomy")
    screen.set_class(size.width >= MIN_BROAD_COLUMNS, "-broad")
    screen.set_class(size.width >= MIN_BESIDE_COLUMNS, "-beside")
    screen.set_class(size.height >= MIN_TALL_LINES, "-tall")
