"""Help: the keys that work here, what the letters, marks and words mean, and the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from icb_tui import __version__
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.dataset import Dataset
from icb_tui.pages import evidence_list
from icb_tui.text.cells import cell_width, join_names, wrap
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, indent_line, make_line

NO_GRADE = "NHS England gives no grade: a rating is this tool's reading of its words."


class KeyHelp(NamedTuple):
    """A key as it is shown, and what it does."""

    key: str
    does: str


def write_help_page(keys: Sequence[KeyHelp], data: Dataset, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    lines = [make_line(Span("Keys here", "bright")), *_write_keys(keys, cells)]
    lines += [BLANK_LINE, make_line(Span("In a cell", "bright")), *_write_marks(data, cells)]
    lines += [BLANK_LINE, make_line(Span("Who speaks", "bright")), *_write_evidence_types(data, cells)]
    lines += [
        BLANK_LINE,
        make_line(Span("The rule", "bright")),
        *evidence_list.write_paragraph(cell_words.describe_rule(data), cells),
    ]
    lines += evidence_list.write_paragraph(f"{NO_GRADE} Never carried over years, never added up.", cells)
    lines += [BLANK_LINE, make_line(Span("The data", "bright"))]
    for text in (
        f"Bundled with icb-tui {__version__}; fingerprint {data.fingerprint}.",
        *phrases.describe_own_data(data),
    ):
        lines += evidence_list.write_paragraph(text, cells)
    return PageText([], lines, {})


def _write_keys(keys: Sequence[KeyHelp], cells: int) -> Iterator[Line]:
    size = max((cell_width(each.key) for each in keys), default=0) + 3
    for each in keys:
        first, *rest = wrap(each.does, cells - size - 2)
        yield make_line("  ", column_span(each.key, size, "key"), first)
        yield from (indent_line(size + 2, part) for part in rest)


def _write_marks(data: Dataset, cells: int) -> Iterator[Line]:
    for rating in data.ratings:
        yield from _write_entry(evidence_list.rating_span(rating), rating.name, rating.meaning, cells)
    yield from _write_entry(
        Span(phrases.MARK_LATER, "warn"), "Later", "A later step stands against the rating; it changes nothing.", cells
    )
    if data.own_folders:
        folders = join_names(list(data.own_folders), 9, "and")
        own = f"Findings were laid over the bundled ones, from {folders}."
        yield from _write_entry(Span(phrases.MARK_OWN, "dim"), "Laid over", own, cells)
    unrated = cell_words.NOT_RATED.capitalize()
    yield from _write_entry(
        Span(f"{phrases.MARK_UNRATED}3", "dim"), unrated, "Three findings, none of a kind that is rated.", cells
    )
    never_rated = "Three findings, of voices that are never rated, such as self-reports."
    yield from _write_entry(Span(f"{phrases.MARK_NEVER_RATED}3", "dim"), unrated, never_rated, cells)
    for words in (*cell_words.MISSING.values(), cell_words.UNMATCHED):
        yield from _write_entry(Span(words.glyph, "dim"), words.word.capitalize(), words.means, cells)


def _write_evidence_types(data: Dataset, cells: int) -> Iterator[Line]:
    for kind in data.kinds:
        rated = "Rated. " if kind.rated else ""
        yield from _write_entry(Span(""), kind.name, f"{kind.voice}. {rated}{kind.meaning}", cells)


def _write_entry(mark: Span, name: str, meaning: str, cells: int) -> Iterator[Line]:
    """A mark, its name and its meaning, which is wrapped under itself."""
    start, size = 2 + 5, 22
    first, *rest = wrap(meaning, max(cells - start - size, 20))
    gap = Span(" " * max(5 - cell_width(mark.text), 1))
    yield make_line("  ", mark, gap, column_span(name, size), Span(first, "dim"))
    yield from (indent_line(start + size, Span(part, "dim")) for part in rest)
