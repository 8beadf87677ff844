"""Help: the keys that work here, what the marks and words mean, how a rating is made, and the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from icb_tui import __version__
from icb_tui.domain import cell_words, phrases
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.legend import BOARDS_BEFORE, GlossaryEntry, list_marks
from icb_tui.pages import evidence_list
from icb_tui.text.cells import cell_width, upper_first, wrap
from icb_tui.text.spans import BLANK_LINE, Line, PageText, Span, column_span, indent_line, make_line

NO_GRADE = "The assessments give no grade: a rating is our reading of their words."

FILTER_WORDS = {
    "midlands  ney  Y60": "of a region",
    "kent  surrey heart  name:mid": "with a word in their name that begins so; name: asks for it outright",
    "strong  concern  unrated": "with a rating on any aim; a board not open yet is unrated",
    "1  5  health": "with a rating on that aim",
    "3:strong": "with that rating on that aim",
    "a&e<70  18-weeks>=60.5": "by the value of an indicator: < <= > >= =",
    "open  closed": "open or closed today",
    "assessed  self": "all the same, but only such findings count",
    '"waiting list"': "with these words in a finding",
    "not midlands  -midlands": "without the word",
}
"""What can be typed in a filter, two spaces between examples, and which boards it finds; the README has the same."""

FILTER_RULES = (
    "All words must hold, in any order. Two regions, or two ratings, mean either.",
    "The beginning of a word is enough where it is clear: mid unr. A word that can mean two things, such as lead, is "
    "refused, with the words to type instead. A word that the program does not know is named, never dropped.",
    "An indicator is named by its id or any clear part of its name. Its newest value counts, or that of the chosen "
    "year. A board without a value is never found, not even with not. The answer says how many have no value.",
)

MARK_CELLS = 5
"""The cells of a mark before its name."""

MIN_MEANING_CELLS = 40
"""The fewest cells in which a meaning is read well beside its name; where there are fewer, it stands under the name."""


class KeyHelp(NamedTuple):
    """What a key does, as it is shown, and the heading under which it stands."""

    group: str
    does: str
    key: str


def write_help_page(keys: Sequence[KeyHelp], data: Dataset, cells: int) -> PageText:
    """Return the page at a width of `cells`."""
    parts = [
        *_write_keys(keys, cells),
        ("Marks", _write_entries(_list_all_marks(data), cells)),
        ("Words", _write_entries(list_words(data), cells)),
        ("A filter finds boards", _write_filters(cells)),
        ("How a rating is made", _write_rule(data, cells)),
        ("Evidence types", _write_entries(list_evidence_types(data), cells)),
        ("Data", _write_data(data, cells)),
    ]
    lines: list[Line] = []
    places = {}
    for heading, body in parts:
        lines += [BLANK_LINE] * bool(lines)
        places[heading] = len(lines)
        lines += [make_line(Span(heading, "bright")), *body]
    return PageText([], lines, places)


def _write_keys(keys: Sequence[KeyHelp], cells: int) -> Iterator[tuple[str, list[Line]]]:
    """The keys under the heading of each group."""
    size = max((cell_width(each.key) for each in keys), default=0) + 3
    for group, members in groupby(keys, attrgetter("group")):
        lines = []
        for each in members:
            first, *rest = wrap(each.does, cells - size - 2)
            lines.append(make_line("  ", column_span(each.key, size, "key"), first))
            lines += (indent_line(size + 2, part) for part in rest)
        yield group, lines


def _list_all_marks(data: Dataset) -> list[GlossaryEntry]:
    """The marks of the explorer, each name with a capital letter."""
    unmatched, marked = cell_words.UNMATCHED, "A board that you marked, to compare or to save."
    marks = [
        *list_marks(data),
        BOARDS_BEFORE,
        GlossaryEntry(Span(unmatched.glyph, "dim"), unmatched.word, unmatched.means),
        GlossaryEntry(Span("●", "key"), "marked", marked),
    ]
    return [each._replace(name=upper_first(each.name)) for each in marks]


def list_words(data: Dataset) -> list[GlossaryEntry]:
    """Return the words that the screens use."""
    aims = ", ".join(data.number_and_name(aim.id) for aim in data.aims)
    meanings = {
        "ICB": "Integrated care board: the NHS body that plans health services for an area. Also called a board.",
        "Aim": f"A subject on which boards are assessed. There are {len(data.aims)}: {aims}.",
        "Finding": "One statement from a source about a board or about England, with its year.",
        "Evidence type": "Who makes a statement, and in what kind of document.",
        "Evidence that counts": "The evidence types that ratings and counts use: all, until you choose some.",
        "Rating": f"{NO_GRADE} A rating is for one year. Ratings are never added up.",
        "All years": "The step after the newest year. Each cell has its newest rating, with the year of it.",
        "Newest period": "The newest values of each indicator. In a chosen year: the newest that end in it or before.",
        "Filter": "The number beside an option is how many boards are shown with it chosen.",
        "Rated on": "A filter: boards with a rating on that aim.",
        "Indicator": "A published number for each board, with its unit, period and source.",
        "Rank": "The position among the boards with a value: rank 12 of 42, 1 = best.",
        "Median": "The middle value: as many boards lie above it as below it.",
        "Coverage": "What is known, and where the gaps are.",
        "Today's boards": "The boards that are open now. Boards have merged, so a year can have others.",
        "Board set": "Boards that you saved under a name.",
    }
    return [GlossaryEntry(Span(""), name, meaning) for name, meaning in meanings.items()]


def list_evidence_types(data: Dataset) -> list[GlossaryEntry]:
    """Return each type with its speaker, whether it is rated, and what it is."""
    return [
        GlossaryEntry(
            Span(""),
            kind.name,
            f"{upper_first(kind.voice)}. {'Rated' if kind.rated else 'Never rated'}. {kind.meaning}",
        )
        for kind in data.kinds
    ]


def _write_rule(data: Dataset, cells: int) -> list[Line]:
    """The rule, a sentence a line."""
    sentences = cell_words.describe_rule(data).removesuffix(".").split(". ")
    return [line for sentence in sentences for line in evidence_list.write_indented(f"{sentence}.", 2, cells)]


def _write_filters(cells: int) -> Iterator[Line]:
    """What can be typed in a filter, and the rules."""
    yield from _write_entries(
        [GlossaryEntry(Span(""), word, f"{finds}.") for word, finds in FILTER_WORDS.items()], cells
    )
    for rule in FILTER_RULES:
        yield from evidence_list.write_indented(rule, 2, cells)


def _write_data(data: Dataset, cells: int) -> list[Line]:
    """The version of the program and of the data, and the user's own data."""
    version = f"icb-tui {__version__} with its data, fingerprint {data.fingerprint}."
    texts = (version, *phrases.describe_own_data(data))
    return [line for text in texts for line in evidence_list.write_indented(text, 2, cells)]


def _write_entries(entries: Sequence[GlossaryEntry], cells: int) -> Iterator[Line]:
    """Each meaning beside its name, and wrapped under itself; under its name where there is little room."""
    start = 2 + (MARK_CELLS if any(each.mark.text for each in entries) else 0)
    name_cells = max(cell_width(each.name) for each in entries) + 2
    beside = cells - start - name_cells >= MIN_MEANING_CELLS
    indent = start + (name_cells if beside else 2)
    for each in entries:
        parts = wrap(each.meaning, max(cells - indent, 20))
        lead = (Span("  "), column_span(each.mark.text, start - 2, each.mark.style))
        if beside:
            yield make_line(*lead, column_span(each.name, name_cells), Span(parts.pop(0), "dim"))
        else:
            yield make_line(*lead, each.name)
        yield from (indent_line(indent, Span(part, "dim")) for part in parts)
