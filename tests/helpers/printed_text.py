"""Reading what is printed: words, columns and the rows of a CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence


def join_words(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def read_columns(heads: Sequence[str], header: str, line: str) -> list[str]:
    """What a reader finds in a line under each of the headings, in its columns."""
    starts = [
        [found.start() for found in re.finditer(rf"(?<!\w){re.escape(head)}(?!\w)", header)][-1] for head in heads
    ]
    return [join_words(line[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def read_csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
