"""Where a table says of which period its values are: in columns, in its headings, in a title above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from icb_tui.importing.choices import ImportChoices, PossibleAnswer, Question
from icb_tui.importing.columns.column_finder import USUAL_SHARE, ColumnFinder
from icb_tui.importing.columns.headers import PERIOD_HEADERS, find_columns, fold_header, says_period
from icb_tui.importing.import_problems import quote_cells
from icb_tui.importing.periods import find_date_order, find_month, is_period, is_quarter, name_period
from icb_tui.sheets.sheet import Sheet

DAY_FIRST, MONTH_FIRST = "(day/month/year)", "(month/day/year)"
"""What `--period` says of the order of dates, behind the header of their column or alone."""

_TITLE = re.compile(
    r"(?:reporting |time )?(?:period|month|date|year|quarter)(?: covered| ending| end)?\s*[:–-]?\s*(.*)", re.IGNORECASE
)

_MENTION = re.compile(
    r"(?:Q[1-4] )?(?<!\d)(?:19|20)\d\d[/-]\d\d(?!\d)|(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[ _-]?(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
"""A period inside a title or the name of a file."""


@dataclass(frozen=True)
class FoundPeriod:
    """Where the periods are: the fields of a Layout of the same names; or what must be asked, or is wrong.

    `measures` is column → what its values are of, as the header says beside the period.
    """

    period_columns: tuple[int, ...] = ()
    fixed_period: str = ""
    value_periods: Mapping[int, str] = field(default_factory=dict)
    measures: Mapping[int, str] = field(default_factory=dict)
    month_first: bool = False
    question: Question | None = None
    problem: str = ""


def find_period(sheet: Sheet, finder: ColumnFinder, choices: ImportChoices, values: Sequence[int]) -> FoundPeriod:
    """Return where the periods of a table are, of which these columns hold numbers."""
    wanted, order = _split_order(choices.period)
    found = _find_chosen(finder, wanted) if wanted else _find_unasked(finder, values)
    if found.period_columns or found.value_periods:
        return _order_dates(sheet, finder, found, order)
    return found if found.fixed_period or found.problem or found.question else _ask_period(sheet, finder)


def _split_order(period: str) -> tuple[str, str]:
    """What `--period` names, and the order of dates that it says."""
    text = period.strip()
    order = next((order for order in (DAY_FIRST, MONTH_FIRST) if text.endswith((order, order[1:-1]))), "")
    return (text.removesuffix(order).removesuffix(order[1:-1]).strip() if order else text), order


def _find_chosen(finder: ColumnFinder, wanted: str) -> FoundPeriod:
    """What the user names: a column, two of them, or a period."""
    headers = finder.table.headers
    columns = find_columns(wanted, headers)
    pair = [find_columns(part, headers) for part in wanted.split(" + ")]
    if columns or (len(pair) == 2 and all(pair)):
        return FoundPeriod((columns[0],) if columns else (pair[0][0], pair[1][0]))
    if is_period(wanted):
        return FoundPeriod(fixed_period=name_period([wanted]))
    listed = quote_cells([header for header in headers if header])
    return FoundPeriod(problem=f"no such column, and not a period; expected one of {listed}, or such as March 2025")


def _find_unasked(finder: ColumnFinder, values: Sequence[int]) -> FoundPeriod:
    columns = [place for place in _list_columns(finder) if place not in values or not finder.table.list_cells(place)]
    if columns:
        return _choose_column(finder, columns)
    read = {place: _split_heading(finder.table.headers[place]) for place in values}
    headings = {place: name_period([period]) for place, (period, _) in read.items() if period}
    measures = {place: measure for place, (period, measure) in read.items() if period}
    fixed = "" if headings else _find_title(finder)
    return FoundPeriod(value_periods=headings, measures=measures, fixed_period=fixed)


def _split_heading(header: str) -> tuple[str, str]:
    """The period that a header names, and the measure beside it: a heading merged over several may say either."""
    group, _, own = header.rpartition(": ")
    if is_period(header) or not group:
        return (header, "") if is_period(header) else ("", header)
    return (own, group) if is_period(own) else (group, own) if is_period(group) else ("", header)


def _list_columns(finder: ColumnFinder) -> list[int]:
    """The columns of periods, the best first."""
    headers = finder.table.headers
    known = {place: PERIOD_HEADERS.index(h) for place, h in enumerate(map(fold_header, headers)) if h in PERIOD_HEADERS}
    by_header = [place for place in known if _holds_periods(finder, place) or known[place] < 2]
    by_header.sort(key=lambda place: (-len(set(finder.table.list_cells(place))), known[place]))
    return by_header or [place for place in range(len(headers)) if _holds_periods(finder, place)]


def _holds_periods(finder: ColumnFinder, place: int) -> bool:
    """Whether most cells are periods; numbers alone are, where the header says so."""
    header, cells = finder.table.headers[place], finder.table.list_cells(place)
    telling = cells if says_period(header) else [cell for cell in cells if not cell.replace(",", "").isdecimal()]
    return bool(telling) and sum(map(is_period, telling)) >= USUAL_SHARE * len(cells)


def _choose_column(finder: ColumnFinder, columns: Sequence[int]) -> FoundPeriod:
    """The column of periods, with that of months or quarters where it holds years alone."""
    headers = finder.table.headers
    if PERIOD_HEADERS[0] in map(fold_header, headers) or finder.is_fingertips:
        return FoundPeriod((columns[0],))
    if part := [place for place in range(len(headers)) if _holds_parts(finder, place)]:
        years = [place for place in columns if all(re.match(r"\d{4}\b", c) for c in finder.table.list_cells(place))]
        return FoundPeriod((years[0], part[0])) if years else FoundPeriod((columns[0],))
    ends = [place for place in columns if not re.search("start|from|begin", headers[place], re.IGNORECASE)] or columns
    if len(ends) == 1 or all(fold_header(headers[place]) in PERIOD_HEADERS for place in ends):
        return FoundPeriod((ends[0],))
    text = f"Several columns hold periods: {quote_cells([headers[place] for place in ends])}"
    return FoundPeriod(question=Question("period", f"{text}.", finder.offer(ends), headers[ends[0]]))


def _holds_parts(finder: ColumnFinder, place: int) -> bool:
    """Whether a column holds months or quarters without their years."""
    if not says_period(finder.table.headers[place]):
        return False
    cells = finder.table.list_cells(place)
    return bool(cells) and (all(map(find_month, cells)) or all(map(is_quarter, cells)))


def _find_title(finder: ColumnFinder) -> str:
    """The period that a title such as “Period: March 2025” says."""
    for row in finder.table.titles:
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        for place, cell in enumerate(cells):
            found = _TITLE.fullmatch(cell)
            said = (found[1] or "".join(cells[place + 1 : place + 2])) if found else ""
            if said and is_period(said):
                return name_period([said])
    return ""


def _order_dates(sheet: Sheet, finder: ColumnFinder, found: FoundPeriod, order: str) -> FoundPeriod:
    """Find out which number of a date comes first: from all cells, as far as need be; where none shows it, ask."""
    place = found.period_columns[0] if found.period_columns else None
    texts = list(found.value_periods.values()) if place is None else finder.table.list_cells(place)
    first = find_date_order(texts)
    if first is None and place is not None and finder.table.is_cut:
        first = find_date_order(_list_all_cells(sheet, finder.table.header_line, place))
    if first is None and not order:
        return FoundPeriod(question=_ask_order(finder, place, texts))
    month_first = order == MONTH_FIRST if first is None else first == "month"
    headings = {at: name_period([text], month_first=month_first) for at, text in found.value_periods.items()}
    return replace(found, value_periods=headings, month_first=month_first)


def _list_all_cells(sheet: Sheet, header_line: int, place: int) -> set[str]:
    return {cells[place].strip() for line, cells in sheet.read_rows() if line > header_line and len(cells) > place}


def _ask_order(finder: ColumnFinder, place: int | None, texts: Sequence[str]) -> Question:
    header = finder.table.headers[place] if place is not None else ""
    examples = tuple(dict.fromkeys(texts))[:3]
    answers = [f"{header} {order}".strip() for order in (DAY_FIRST, MONTH_FIRST)]
    text = f"No day over 12 shows how dates such as {examples[0]} are written."
    return Question("period", text, tuple(PossibleAnswer(answer, examples) for answer in answers), answers[0])


def _ask_period(sheet: Sheet, finder: ColumnFinder) -> FoundPeriod:
    """Ask which column holds the periods, or which period all values are of; what a title mentions is proposed."""
    mentioned = next((period for period in _list_mentions(sheet, finder) if is_period(period)), "")
    text = "No column holds periods such as 2023/24 or March 2025: give a period, or a column."
    places = [place for place in range(len(finder.table.headers)) if finder.table.list_cells(place)]
    return FoundPeriod(question=Question("period", text, finder.offer(places), mentioned))


def _list_mentions(sheet: Sheet, finder: ColumnFinder) -> Iterator[str]:
    """The periods that titles, the name of the sheet and that of the file mention, the best first."""
    titles = [cell for row in finder.table.titles for cell in row.cells]
    for text in (*titles, sheet.sheet, PurePath(sheet.file).stem):
        for found in _MENTION.finditer(text[:1000]):
            yield " ".join(re.sub("[_-](?=[12][09]..$)", " ", found[0]).split())
