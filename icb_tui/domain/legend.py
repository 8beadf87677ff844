"""The marks of a cell with their names and meanings: a line under the matrix for those that it shows, all in help."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from icb_tui.domain import cell_words, phrases
from icb_tui.domain.answers import Cell
from icb_tui.domain.dataset import Dataset
from icb_tui.text.cells import join_names
from icb_tui.text.spans import RATING_STYLE, Span


class GlossaryEntry(NamedTuple):
    """A mark or a word, and what it means; a word has no mark."""

    mark: Span
    name: str
    meaning: str


def list_marks(data: Dataset) -> list[GlossaryEntry]:
    """The marks of a cell with their words: why there is no rating, what stands behind one, then the ratings."""
    own = "From your data files."
    if data.own_folders:
        own = f"From your data files, in {join_names(list(data.own_folders), 9, 'and')}."
    later = "A later oversight step contradicts the rating. The rating does not change."
    unrated, never_rated = f"{phrases.MARK_UNRATED}3", f"{phrases.MARK_NEVER_RATED}3"
    return [
        *(GlossaryEntry(Span(each.glyph, "dim"), each.word, each.means) for each in cell_words.MISSING.values()),
        GlossaryEntry(Span(unrated, "dim"), "unrated findings", "3 findings, not rated."),
        GlossaryEntry(Span(never_rated, "dim"), "never rated", "3 findings, of types that are never rated."),
        GlossaryEntry(Span(phrases.MARK_LATER, "warn"), cell_words.MARK_MEANINGS[phrases.MARK_LATER], later),
        GlossaryEntry(Span(phrases.MARK_OWN, "dim"), cell_words.MARK_MEANINGS[phrases.MARK_OWN], own),
        *(GlossaryEntry(Span(each.mark, RATING_STYLE + each.id), each.name, each.meaning) for each in data.ratings),
    ]


BOARDS_BEFORE = GlossaryEntry(
    Span("S –", "dim"),
    "boards before it",
    "The board was not open yet. Each letter or sign is of a board before it. The board is unrated.",
)
"""The signs of the boards before a board, which begin as those of a cell of its own."""


def list_shown_marks(cells: Iterable[Cell], data: Dataset) -> list[str]:
    """Return each mark that is in some cells, with its name: “≈ England-wide only”."""
    return name_signs(find_signs(cells, data), data)


def find_signs(cells: Iterable[Cell], data: Dataset) -> frozenset[str]:
    """Return the first sign of each mark that is in some cells."""
    return frozenset(
        sign for cell in cells for sign in (cell_words.mark_cell(cell, data)[0], *cell_words.cell_marks(cell))
    )


def name_signs(signs: Collection[str], data: Dataset) -> list[str]:
    """Return the marks that begin with one of these signs, each with its name."""
    return [f"{each.mark.text} {each.name}" for each in list_marks(data) if each.mark.text[0] in signs]
