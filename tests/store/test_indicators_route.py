"""A second, naive route from the YAML to every indicator: value, median, place and trend, ties and gaps included.

What is expected comes from the files as plain dicts, with loops, `sorted` and `statistics.median`; the words are
written out here. Medians are taken of whole fractions, so that no rounding decides a digit.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import cycle, pairwise
from typing import Any, NamedTuple

import pytest
from bundled_store import load_data, open_test_store
from command_line import run_on_test_store
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace
from naive_route import read_data_file
from printed_text import join_words, read_columns, read_csv_rows
from screen import read_last_screen

from icb_tui.analysis import indicator_values
from icb_tui.analysis.board_groups import summarize_values
from icb_tui.domain.answers import Cell, IndicatorSeries
from icb_tui.domain.dataset import Dataset
from icb_tui.domain.records import Indicator
from icb_tui.pages.board import BoardPage, write_board_page
from icb_tui.pages.indicator import IndicatorPage, write_indicator_page
from icb_tui.store.store import Store
from icb_tui.text.spans import plain_lines

# The naive route.

Record = dict[str, Any]

INDICATORS: list[Record] = read_data_file("indicators.yaml")["indicators"]
BOARDS: list[Record] = read_data_file("icbs.yaml")["icbs"]
REGIONS: list[Record] = read_data_file("icbs.yaml")["regions"]
AIMS: list[Record] = read_data_file("assessments.yaml")["aims"]
CODES: list[str] = [board["code"] for board in BOARDS]
LABEL: dict[str, str] = {board["label"]: board["code"] for board in BOARDS}
MEASURED = sorted({code for indicator in INDICATORS for values in indicator["values"].values() for code in values})
"""The boards that have any figure at all."""

BETTER = {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}


class Position(NamedTuple):
    """Where a board stands in one period, as the file has it."""

    period: str
    value: float | None
    place: int | None
    rank: int | None
    tied: bool
    of: int
    median: float
    least: float
    most: float


@cache
def compute_median(values: tuple[float, ...]) -> float:
    """The median, taken exactly."""
    return float(statistics.median(Fraction(str(value)) for value in values))


def compute_position(indicator: Record, period: str, code: str) -> Position:
    """Count the boards that are strictly better (where neither way is: higher), and all that have the same value."""
    values: dict[str, float] = indicator["values"][period]
    value, among = values.get(code), sorted(values.values())
    rank, tied = None, False
    if value is not None:
        ahead = [v for v in among if (v < value if indicator["better"] == "lower" else v > value)]
        rank, tied = 1 + len(ahead), among.count(value) > 1
    place = None if indicator["better"] == "neither" else rank
    return Position(period, value, place, rank, tied, len(among), compute_median(tuple(among)), among[0], among[-1])


def list_positions(indicator: Record, code: str) -> list[Position]:
    """A board in every period, in the order of the file."""
    return [compute_position(indicator, period, code) for period in indicator["values"]]


@cache
def make_positions() -> dict[tuple[str, str], list[Position]]:
    """Every board's every figure."""
    return {(code, indicator["id"]): list_positions(indicator, code) for code in CODES for indicator in INDICATORS}


def list_indicators(aim: str) -> list[Record]:
    """The indicators that are tied to an aim."""
    return [indicator for indicator in INDICATORS if indicator["aim"] == aim]


def find_earlier(periods: Sequence[Position]) -> Position | None:
    """The last period before the newest in which the board has a value."""
    return next((each for each in periods[-2::-1] if each.value is not None), None)


# The words in which a figure is told.


def write_amount(value: float, indicator: Record) -> str:
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-indicator["decimals"]), ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", "−")


def write_newest(periods: Sequence[Position], indicator: Record) -> str:
    """The newest value or, where there is none, the period and the last value before it."""
    newest, before = periods[-1], find_earlier(periods)
    if newest.value is not None:
        return write_amount(newest.value, indicator)
    last = (
        f" ({write_amount(before.value, indicator)} in {before.period})" if before and before.value is not None else ""
    )
    return f"no value for {newest.period}{last}"


def write_with_unit(value: float, indicator: Record) -> str:
    unit: str = indicator["unit"]
    if unit[0] == "%":
        return write_amount(value, indicator) + unit
    return write_amount(value, indicator) + (f" ({unit})" if unit.split(",")[0] == "index" else f" {unit}")


def write_rank(each: Position, word: str = "rank ") -> str:
    if each.place is None:
        return ""
    return f"{'joint ' if each.tied else ''}{word}{each.place} of {each.of}"


def write_trend(periods: Sequence[Position], indicator: Record) -> str:
    """The newest value less the last one before it, and whether that way is better."""
    newest, before = periods[-1].value, find_earlier(periods)
    if newest is None or before is None or before.value is None:
        return ""
    change = float(Decimal(repr(newest)) - Decimal(repr(before.value)))
    size = write_amount(abs(change), indicator)
    if not re.search("[1-9]", size):
        return f"no change since {before.period}"
    good = {"higher": change > 0, "lower": change < 0}.get(indicator["better"])
    judged = {True: ", better", False: ", worse", None: ""}[good]
    return f"{'+' if change > 0 else '−'}{size} since {before.period}{judged}"


def write_sentence(periods: Sequence[Position], indicator: Record) -> str:
    """The whole of an indicator: value, unit, period, median, rank and trend, a sentence each."""
    newest = periods[-1]
    value = write_newest(periods, indicator)
    if newest.value is not None:
        value = f"{write_with_unit(newest.value, indicator)} in {newest.period}"
    median = f"median of {newest.of} board{'s' * (newest.of != 1)}: {write_amount(newest.median, indicator)}"
    placed = write_rank(newest) and f"{write_rank(newest)}, 1 = best"
    sentences = [part for part in (median, placed, write_trend(periods, indicator)) if part]
    return ". ".join([value, *(part[0].upper() + part[1:] for part in sentences)]) + "."


def write_short(each: Position, indicator: Record) -> str:
    """A value where there is room for a few cells."""
    return "no value" if each.value is None else write_amount(each.value, indicator)


def test_the_file_has_indicators_of_42_boards_with_ties_and_missing_values() -> None:
    assert len({indicator["id"] for indicator in INDICATORS}) == len(INDICATORS) and len(MEASURED) == 42
    points = [(key, each) for key, periods in make_positions().items() if key[0] in MEASURED for each in periods]
    missing = [(*key, each.period) for key, each in points if each.value is None]
    assert ("QUE", "no-longer-meeting-criteria", "2024/25") in missing
    assert any(each.tied for _, each in points)
    assert {indicator["better"] for indicator in INDICATORS} == set(BETTER)


# 1. What the store answers, and its words.


def list_points(series: IndicatorSeries) -> list[Position]:
    return [Position(**{name: getattr(point, name) for name in Position._fields}) for point in series.points]


@cache
def list_all_series() -> dict[tuple[str, str], IndicatorSeries]:
    return open_test_store().list_series()


def test_the_store_has_the_same_points_of_every_board_and_indicator() -> None:
    assert {key: list_points(series) for key, series in list_all_series().items()} == make_positions()
    assert all(key == (series.icb, series.indicator) for key, series in list_all_series().items())


def test_the_store_has_the_same_points_of_one_board_and_of_one_aim() -> None:
    for code in CODES[::5]:
        one = {key: list_points(series) for key, series in open_test_store().list_series(icb=code).items()}
        assert one == {key: periods for key, periods in make_positions().items() if key[0] == code}
    for aim in AIMS:
        ids = {indicator["id"] for indicator in list_indicators(aim["id"])}
        one = {key: list_points(series) for key, series in open_test_store().list_series(aim=aim["id"]).items()}
        assert one == {key: periods for key, periods in make_positions().items() if key[1] in ids}


def check_words(series: IndicatorSeries, periods: Sequence[Position], indicator: Record, record: Indicator) -> None:
    """Every way in which a series is put in words."""
    for point, each in zip(series.points, periods, strict=True):
        assert indicator_values.format_rank_with_direction(point) == (
            write_rank(each) and f"{write_rank(each)}, 1 = best"
        )
        if each.value is not None:
            assert indicator_values.format_value(each.value, record) == write_amount(each.value, indicator)
            assert indicator_values.format_with_unit(each.value, record) == write_with_unit(each.value, indicator)
        assert indicator_values.format_value(point.median, record) == write_amount(each.median, indicator)
    assert indicator_values.describe_value(series, record) == write_newest(periods, indicator)
    assert indicator_values.describe_change(series.newest, series.previous, record) == write_trend(periods, indicator)


def test_value_rank_and_trend_are_written_in_the_same_words() -> None:
    for indicator in INDICATORS:
        for code in CODES:
            key = code, indicator["id"]
            check_words(
                list_all_series()[key], make_positions()[key], indicator, load_data().indicator[indicator["id"]]
            )


def halve_last_digit(indicator: Record) -> Fraction:
    """Half of what the last digit of a figure counts: how far rounding may take it."""
    return Fraction(1, 2 * 10 ** indicator["decimals"])


def check_change(text: str, periods: Sequence[Position], indicator: Record) -> None:
    """The change that is told is the exact one, rounded."""
    newest, before = periods[-1].value, find_earlier(periods)
    assert newest is not None and before is not None
    number = text.split()[0].replace("−", "-").replace(",", "").replace("no", "0")
    assert abs(Fraction(number) - (Fraction(str(newest)) - Fraction(str(before.value)))) <= halve_last_digit(indicator)


def test_a_change_is_the_exact_one_rounded() -> None:
    changes = 0
    for indicator in INDICATORS:
        for code in CODES:
            key = code, indicator["id"]
            series, record = list_all_series()[key], load_data().indicator[indicator["id"]]
            if text := indicator_values.describe_change(series.newest, series.previous, record):
                check_change(text, make_positions()[key], indicator)
                changes += 1
    newest = [periods for periods in make_positions().values() if periods[-1].value is not None]
    assert changes == sum(find_earlier(periods) is not None for periods in newest) > 0


# 2. The page of every board.

WIDE, NARROW = 118, 78
HEADS = ("unit", "period", "median", "rank", "trend")
BLOCKS = "▁▂▃▄▅▆▇█"


def write_page(code: str, cells: int) -> list[str]:
    """The text of a board's page; its findings are read by another test."""
    history = {(aim, year): cell for (icb, aim, year), cell in make_every_cell().items() if icb == code}
    series = [series for (icb, _), series in list_all_series().items() if icb == code]
    facts = BoardPage(
        data=load_data(),
        icb=load_data().icb[code],
        year="2023/24",
        history=history,
        evidence=[],
        national=[],
        series=series,
    )
    return plain_lines(write_board_page(facts, cells).lines)


@cache
def make_every_cell() -> dict[tuple[str, str, str], Cell]:
    """Every cell of every board: quicker asked for by the year than by the board."""
    return {(*at, year): cell for year in load_data().years for at, cell in open_test_store().year_cells(year).items()}


def list_indicator_lines(lines: list[str]) -> dict[str, list[str]]:
    """The lines of the indicators below each aim's heading."""
    found: dict[str, list[str]] = {}
    here: list[str] | None = None
    aim = ""
    for line in lines:
        if heading := re.match(r"(\d) \S", line):
            aim = AIMS[int(heading[1]) - 1]["id"]
        here = found.setdefault(aim, []) if line.strip().startswith("Indicators ") else here if line else None
        if here is not None:
            here.append(line)
    return found


def write_number(indicators: Sequence[Record]) -> str:
    return f"{len(indicators)} indicator{'s' if len(indicators) > 1 else ''}"


def check_blocks(text: str, periods: Sequence[Position]) -> None:
    """Each block is the nearest of eight between the least and the most of the board's values and the medians."""
    if len(periods) == 1:
        assert text == ""
        return
    among = [Fraction(str(v)) for each in periods for v in (each.value, each.median) if v is not None]
    span = (max(among) - min(among)) or 1
    for each, block in zip(periods, text.ljust(len(periods)), strict=True):
        if each.value is None:
            assert block == " "
        else:
            exact = (Fraction(str(each.value)) - min(among)) / span * (len(BLOCKS) - 1)
            assert abs(BLOCKS.index(block) - exact) <= Fraction(1, 2)


def check_row(header: str, line: str, code: str, indicator: Record) -> None:
    """A line of the wide table: name, value, then a column each."""
    periods = make_positions()[code, indicator["id"]]
    newest, name = periods[-1], indicator["name"]
    shown = name if len(name) < 39 else name[:37] + "…"
    first = line[: header.index("unit")]
    assert join_words(first) == join_words(f"{shown} {write_short(newest, indicator)}")
    unit, period, median, placed, _ = read_columns(HEADS, header, line)
    assert unit == indicator["unit"] or (unit[-1] == "…" and indicator["unit"].startswith(unit[:-1]) and len(unit) > 15)
    assert (period, median, placed) == (
        newest.period,
        write_amount(newest.median, indicator),
        write_rank(newest, word=""),
    )
    check_blocks(line[header.index("trend") :], periods)


def test_the_wide_page_of_every_board_has_every_value_median_and_place() -> None:
    for code in CODES:
        sections = list_indicator_lines(write_page(code, WIDE))
        assert set(sections) == {indicator["aim"] for indicator in INDICATORS}
        for aim, (title, header, *lines) in sections.items():
            assert join_words(title) == f"Indicators {write_number(list_indicators(aim))}, newest period"
            for line, indicator in zip(lines, list_indicators(aim), strict=True):
                check_row(header, line, code, indicator)


def remove_blocks(text: str) -> str:
    return join_words(re.sub(f"[{BLOCKS}]", "", text))


def test_the_narrow_page_of_every_board_tells_every_value_median_place_and_trend() -> None:
    for code in CODES:
        for aim, lines in list_indicator_lines(write_page(code, NARROW)).items():
            assert all(len(line) <= NARROW for line in lines)
            told_of = [
                f"{i['name']} {write_sentence(make_positions()[code, i['id']], i)}" for i in list_indicators(aim)
            ]
            naive = join_words(" ".join([f"Indicators {write_number(list_indicators(aim))}, newest period", *told_of]))
            assert remove_blocks(" ".join(lines)) == naive, code


def test_the_page_on_screen_is_the_one_with_the_indicators() -> None:
    lines = [line[2:] for line in read_last_screen("0", opened="QUE", size=(WIDE + 4, 200)).splitlines()]
    assert {aim: [join_words(line) for line in part] for aim, part in list_indicator_lines(lines).items()} == {
        aim: [join_words(line) for line in part] for aim, part in list_indicator_lines(write_page("QUE", WIDE)).items()
    }


# 3. The command, in the formats that it exports.


KEYS = ("period", "value", "unit", "median", "place", "of")


def make_export(code: str, indicator: Record) -> tuple[Any, ...]:
    """What a program reads of a board's newest figure."""
    newest = make_positions()[code, indicator["id"]][-1]
    return newest.period, newest.value, indicator["unit"], newest.median, newest.place, newest.of


def make_exports() -> dict[tuple[str, str], tuple[Any, ...]]:
    return {(i["id"], code): make_export(code, i) for i in INDICATORS for code in MEASURED}


def test_the_json_has_every_value_and_null_where_there_is_none() -> None:
    rows = json.loads(run_on_test_store("indicators", "--format", "json"))
    assert len(rows) == len(INDICATORS) * 42
    assert {(row["indicator"], row["code"]): tuple(row[key] for key in KEYS) for row in rows} == make_exports()


def test_the_csv_has_every_value_and_says_where_there_is_none() -> None:
    rows = read_csv_rows(run_on_test_store("indicators", "--format", "csv"))
    assert len(rows) == len(INDICATORS) * 42
    assert {(row["indicator"], row["code"]): tuple(row[key] for key in KEYS) for row in rows} == {
        key: write_cells(*newest) for key, newest in make_exports().items()
    }


def write_cells(
    period: str, value: float | None, unit: str, median: float, place: int | None, of: int
) -> tuple[str, str, str, str, str, str]:
    """A figure in a spreadsheet, to every decimal of the file."""
    number = "no value" if value is None else str(float(value))
    return period, number, unit, str(median), "none" if place is None else str(place), str(of)


def test_the_text_has_every_value_under_its_number_and_every_median_above() -> None:
    parts = run_on_test_store("indicators").split("\n\n")
    titles = [aim for aim in AIMS if list_indicators(aim["id"])]
    assert len(parts) == 2 * len(titles)
    for aim, above, below in zip(titles, parts[::2], parts[1::2], strict=True):
        title, *notes = above.splitlines()
        assert title == f"{aim['name']} · newest period"
        assert notes == [
            write_note(number, indicator) for number, indicator in enumerate(list_indicators(aim["id"]), 1)
        ]
        check_table(below.splitlines(), list_indicators(aim["id"]))


def write_note(number: int, indicator: Record) -> str:
    newest = make_positions()["QUE", indicator["id"]][-1]
    median = f"median of {newest.of} boards {write_amount(newest.median, indicator)}"
    parts = indicator["unit"], newest.period, median, BETTER[indicator["better"]]
    return f"{number}. {indicator['name']}: {'; '.join(parts)}"


def check_table(table: list[str], indicators: Sequence[Record]) -> None:
    header, *lines = table
    numbers = [str(number) for number in range(1, len(indicators) + 1)]
    assert header.split() == ["code", "label", "ICB", *numbers]
    assert {line.split()[0]: read_columns(numbers, header, line) for line in lines} == {
        code: [write_short(make_positions()[code, indicator["id"]][-1], indicator) for indicator in indicators]
        for code in MEASURED
    }


def test_a_region_and_an_aim_narrow_the_rows_and_not_the_median_or_the_place() -> None:
    rows = json.loads(run_on_test_store("indicators", "east of england", "--aim", "4", "--format", "json"))
    codes = [board["code"] for board in BOARDS if board["region"] == "Y61" and board["code"] in MEASURED]
    assert {(row["indicator"], row["code"]): tuple(row[key] for key in KEYS) for row in rows} == {
        (i["id"], code): make_export(code, i) for i in list_indicators("productivity") for code in codes
    }


# 4. The indicators on screen.

SIZE = (640, 60)
"""A terminal with room for every board in being and every indicator of any aim."""


PANE_CELLS = 84
"""The most cells of the pane beside the indicators, which has numbers of its own."""


def read_rows(screen: str) -> dict[str, list[str]]:
    """The values in the row of each board, with the sign of their side of the median."""
    text = "\n".join(line[: SIZE[0] - PANE_CELLS].rstrip() for line in screen.splitlines())
    rows = re.findall(r" ([A-Z&]{2,4}) +((?:−?[\d,]+(?:\.\d+)?|none)[-+ ].*)$", text, re.MULTILINE)
    return {LABEL[label]: re.findall(r"−?[\d,]+(?:\.\d+)?[-+]?|none", rest) for label, rest in rows}


def write_with_sign(each: Position, indicator: Record) -> str:
    """A value with a + where it is better than the median, and a - where it is worse."""
    if each.value is None:
        return "none"
    is_off = each.value != each.median and indicator["better"] != "neither"
    is_better = (each.value > each.median) == (indicator["better"] == "higher")
    return write_amount(each.value, indicator) + ("+" if is_better else "-") * is_off


def test_the_view_of_each_aim_shows_every_value() -> None:
    for number, aim in enumerate(AIMS, 1):
        # A screen that `press` takes between two keys may be half painted; `last` waits until all is done.
        text, indicators = read_last_screen(str(number), "i", size=SIZE), list_indicators(aim["id"])
        if not indicators:
            assert f"No indicators for {aim['short_name']}." in text
            continue
        assert read_rows(text) == {
            code: [write_with_sign(make_positions()[code, indicator["id"]][-1], indicator) for indicator in indicators]
            for code in MEASURED
        }
        periods = [make_positions()["QUE", indicator["id"]][-1].period for indicator in indicators]
        heads = next(line for line in text.splitlines() if re.search(r" ICB ↓  .*\d{4}", line))
        assert re.findall(r" ((?:[A-Z][a-z]{2} )?\d{4}(?:[/-]\d\d)?(?: Q\d)?)(?: ↓)?(?=  |$)", heads) == periods


# 5. The page of one indicator.


def sample_indicators() -> Iterator[tuple[Record, str]]:
    """Every indicator with some boards, each board in its turn, and a missing value."""
    turns = cycle(CODES)
    for indicator in INDICATORS:
        yield from ((indicator, next(turns)) for _ in range(9))
    yield next(i for i in INDICATORS if i["id"] == "no-longer-meeting-criteria"), "QUE"


def check_page(lines: list[str], indicator: Record, code: str, label: str, periods: Sequence[Position]) -> None:
    """The sentence, a row for each period, and the distribution of the newest one."""
    assert write_sentence(periods, indicator) in join_words(" ".join(lines))
    heads = ("period", "value", "median", "rank", "lowest", "highest")
    top = next(number for number, line in enumerate(lines) if tuple(line.split()) == heads)
    rows = [read_columns(heads, lines[top], line) for line in lines[top + 1 : top + 1 + len(periods)]]
    assert [row[:4] for row in reversed(rows)] == [
        [p.period, write_short(p, indicator), write_amount(p.median, indicator), f"{p.place or '–'} of {p.of}"]
        for p in periods
    ]
    for row, values in zip(reversed(rows), indicator["values"].values(), strict=True):
        ends = [write_amount(end, indicator) for end in (min(values.values()), max(values.values()))]
        assert [cell.split(" ")[0] for cell in row[4:]] == ends
    check_steps(lines, indicator, label, periods[-1])


class DistributionStep(NamedTuple):
    """A line of a distribution."""

    low: str
    high: str
    boards: int
    marks: list[str]


def read_steps(lines: list[str]) -> list[DistributionStep]:
    found = [re.match(r" *(−?[\d.,]+) to +(−?[\d.,]+) +(\d+) *█*(?: +◂ (.+))?$", line) for line in lines]
    return [DistributionStep(f[1], f[2], int(f[3]), f[4].split(", ") if f[4] else []) for f in found if f]


def check_steps(lines: list[str], indicator: Record, label: str, newest: Position) -> None:
    """All boards with a value are counted once, and nobody out of place; the board and the median are marked once."""
    steps = read_steps(lines)
    values = [Fraction(str(value)) for value in indicator["values"][newest.period].values()]
    assert f"{newest.of} board{'s' * (newest.of != 1)} with a value" in join_words(" ".join(lines))
    assert sum(step.boards for step in steps) == newest.of
    size = (max(values) - min(values)) / len(steps)
    edges = [min(values) + size * number for number in range(len(steps) + 1)]
    for number, edge in list(enumerate(edges))[1:-1]:
        # A value on the very edge may be in either step.
        so_far = sum(step.boards for step in steps[:number])
        assert sum(value < edge for value in values) <= so_far <= sum(value <= edge for value in values)
    for mark, value in ((label, newest.value), ("median", newest.median)):
        marked = [number for number, step in enumerate(steps) if mark in step.marks]
        assert len(marked) == (value is not None)
        assert all(edges[n] <= Fraction(str(value)) <= edges[n + 1] for n in marked)
    # Where all have the same value, the one step has no width to be told.
    for step, ends in zip(steps, pairwise(edges), strict=True) if size else ():
        check_ends(step, ends, indicator)


def check_ends(step: DistributionStep, ends: tuple[Fraction, Fraction], indicator: Record) -> None:
    """The ends of a step are written as they are, rounded."""
    for written, end in zip((step.low, step.high), ends, strict=True):
        assert abs(Fraction(written.replace(",", "").replace("−", "-")) - end) <= halve_last_digit(indicator)


def select_series(series: dict[tuple[str, str], IndicatorSeries], indicator: str) -> dict[str, IndicatorSeries]:
    return {code: each for (code, key), each in series.items() if key == indicator}


def test_the_page_of_an_indicator_tells_every_period_and_counts_every_board_once() -> None:
    among = {i["id"]: select_series(list_all_series(), i["id"]) for i in INDICATORS}
    for number, (indicator, code) in enumerate(sample_indicators()):
        key = indicator["id"]
        page = IndicatorPage(load_data(), load_data().indicator[key], code, among[key])
        lines = plain_lines(write_indicator_page(page, (118, 78)[number % 2]).lines)
        check_page(lines, indicator, code, load_data().icb[code].label, make_positions()[code, key])


# 6. Medians of some boards.


def compute_newest_median(indicator: Record, codes: Iterable[str]) -> tuple[float | None, int]:
    """The median in the newest period of those of the boards that have a value, and how many have."""
    newest = list(indicator["values"].values())[-1]
    values = [newest[code] for code in codes if code in newest]
    return (compute_median(tuple(values)) if values else None), len(values)


def list_groups() -> dict[str, list[str]]:
    """The boards of each region, and of England."""
    regions = {r["name"]: [b["code"] for b in BOARDS if b["region"] == r["code"]] for r in REGIONS}
    return {**regions, "England": CODES}


def test_the_median_and_the_ends_of_each_region_are_the_same() -> None:
    for codes in [*list_groups().values(), ["QUE"], ["QUE", "QH8"], ["S0E4D"]]:
        for indicator in INDICATORS:
            newest = list(indicator["values"].values())[-1]
            known = [newest[code] for code in codes if code in newest]
            told = summarize_values(newest.get(code) for code in codes)
            assert (told.median, told.of) == compute_newest_median(indicator, codes)
            assert (told.least, told.most) == ((min(known), max(known)) if known else (None, None))


@pytest.mark.parametrize("name", list_groups())
def test_a_comparison_has_the_same_medians_beside_the_boards(name: str) -> None:
    compared = json.loads(run_on_test_store("compare", "QUE", "QNX", name, "--format", "json"))
    (group,) = compared["groups"]
    naive = {i["id"]: compute_newest_median(i, list_groups()[name]) for i in INDICATORS}
    assert {key: (told["median"], told["of"]) for key, told in group["medians"].items()} == naive
    rows = compared["indicators"]
    assert {(row["indicator"], row["code"]): tuple(row[key] for key in KEYS) for row in rows} == {
        (i["id"], code): make_export(code, i) for i in INDICATORS for code in ("QUE", "QNX")
    }


# 7. A missing value: it is told wherever it would stand, and the one before it.

MISSING = "no value for 2024/25 (32.5 in 2023/24)"


def find_missing_value() -> tuple[Record, list[Position]]:
    indicator = next(i for i in INDICATORS if i["id"] == "no-longer-meeting-criteria")
    return indicator, make_positions()["QUE", indicator["id"]]


def test_the_missing_value_is_missing_in_the_file() -> None:
    indicator, periods = find_missing_value()
    newest, before = periods[-1], periods[-2]
    assert (newest.period, newest.value, newest.place, newest.of) == ("2024/25", None, None, 41)
    assert (before.period, write_amount(before.value or 0, indicator)) == ("2023/24", "32.5")
    assert write_trend(periods, indicator) == ""
    assert (
        write_sentence(periods, indicator)
        == f"{MISSING}. Median of 41 boards: {write_amount(newest.median, indicator)}."
    )


def test_the_missing_value_is_named_in_every_format_and_never_a_number() -> None:
    asked_for = ("indicators", "east of england", "--aim", "4", "--format")
    rows = {style: run_on_test_store(*asked_for, style) for style in ("json", "csv", "text", "markdown")}
    one = ("no-longer-meeting-criteria", "QUE")
    (row,) = [row for row in json.loads(rows["json"]) if (row["indicator"], row["code"]) == one]
    assert (row["value"], row["place"], row["of"], row["period"]) == (None, None, 41, "2024/25")
    (cells,) = [row for row in read_csv_rows(rows["csv"]) if (row["indicator"], row["code"]) == one]
    assert (cells["value"], cells["place"], cells["of"]) == ("no value", "none", "41")
    for style in ("text", "markdown"):
        (line,) = [line for line in rows[style].splitlines() if "QUE" in line]
        assert line.count("no value") == 1
    assert f"{MISSING}" in join_words(run_on_test_store("compare", "QUE", "QNX"))


def test_the_missing_value_is_named_on_each_screen() -> None:
    column = [indicator["id"] for indicator in list_indicators("productivity")].index("no-longer-meeting-criteria")
    keys = ["4", "i", *["right"] * column, *["down"] * 6]
    view, page = read_last_screen(*keys, size=(120, 60)), read_last_screen(*keys, "enter", size=(120, 60))
    assert re.search(r"Cambridgeshire [^\n]* none ", view)
    assert "C&P · Patients in hospital who no longer need to be" in view
    assert f"{MISSING}. Median of 41 boards: 36.8." in join_words(view)
    assert f"{MISSING}. Median of 41 boards: 36.8." in join_words(page)
    assert re.search(r"2024/25 +no value +36\.8 +– of 41 ", page)
    assert "2024/25, 41 boards with a value" in page and "◂ median" in page and "◂ C&P" not in page
    compared = join_words(read_last_screen("i", compared=("QUE", "QNX"), size=(120, 500)))
    assert re.search("Patients in hospital who .* 2024/25 +no value +[0-9.]+", compared)
    assert "need to be: per day per 100,000 residents, 2024/25, median of 41 boards 36.8." in compared


# 8. Small data with ties and gaps.

FEW = CODES[:5]
VALUES = st.one_of(st.integers(-3, 3), st.integers(-250_000, 250_000)).map(lambda number: number / 100)


@st.composite
def draw_indicator(draw: st.DrawFn) -> Record:
    """An indicator as a file could have it: few values, so that many are tied, and boards that are left out."""
    periods = draw(st.integers(1, 4))
    values = [draw(st.dictionaries(st.sampled_from(FEW), VALUES, min_size=1)) for _ in range(periods)]
    return {
        "id": "made-up",
        "name": "Made up",
        "aim": AIMS[draw(st.integers(0, len(AIMS) - 1))]["id"],
        "unit": draw(st.sampled_from(["% of all", "index, England = 1", "per head"])),
        "decimals": draw(st.integers(0, 2)),
        "better": draw(st.sampled_from(list(BETTER))),
        "source": "Nobody",
        "values": {str(2020 + place): each for place, each in enumerate(values)},
    }


def make_small_data(*indicators: Record) -> Dataset:
    """The first boards of the data, with these indicators and nothing said of them."""
    made = convert(indicators, tuple[Indicator, ...])
    return replace(load_data(), icbs=load_data().icbs[: len(FEW)], findings=(), indicators=made)


@settings(max_examples=12, deadline=None)
@given(st.lists(draw_indicator(), min_size=1, max_size=3))
def test_made_up_indicators_are_written_the_same(made: list[Record]) -> None:
    made = [{**indicator, "id": f"made-up-{place}"} for place, indicator in enumerate(made)]
    few = make_small_data(*made)
    small_store = Store(few)
    series = small_store.list_series()
    small_store.close()
    assert set(series) == {(code, indicator["id"]) for code in FEW for indicator in made}
    for indicator in made:
        told = summarize_values(series[code, indicator["id"]].newest.value for code in FEW[1:4])
        assert (told.median, told.of) == compute_newest_median(indicator, FEW[1:4])
        check_made_up(indicator, few, series)


def check_made_up(indicator: Record, few: Dataset, series: dict[tuple[str, str], IndicatorSeries]) -> None:
    """Points, words and the page of an indicator for every board."""
    key, record = indicator["id"], few.indicator[indicator["id"]]
    for code in FEW:
        periods = list_positions(indicator, code)
        assert list_points(series[code, key]) == periods
        check_words(series[code, key], periods, indicator, record)
        page = IndicatorPage(few, record, code, select_series(series, key))
        check_page(plain_lines(write_indicator_page(page, WIDE).lines), indicator, code, few.icb[code].label, periods)


# 9. The period that counts for a year.

YEARS = read_data_file("assessments.yaml")["years"]
MONTHS = {"Mar": 3, "Sep": 9}
QUARTERS = {"Q1": 6, "Q2": 9, "Q3": 12, "Q4": 15}


def find_last_month(period: str) -> int:
    """The last month of a period as the bundled file writes it, counted from the year 0."""
    head, _, tail = period.partition(" ")
    if head in MONTHS:
        return int(tail) * 12 + MONTHS[head]
    year = int(head[:4]) * 12
    if "/" in head:
        return year + (QUARTERS[tail] if tail else 15)
    return (int(head[:2] + head[5:]) if "-" in head else int(head)) * 12 + 12


def list_counting(indicator: Record, code: str, year: str) -> list[Position]:
    """A board in the periods up to the one that counts for a year: those that end by March of the next."""
    last = int(year[:4]) * 12 + 15
    return [each for each in list_positions(indicator, code) if find_last_month(each.period) <= last]


@pytest.mark.parametrize("year", YEARS)
def test_the_store_has_the_same_points_up_to_each_year(year: str) -> None:
    naive = {(code, i["id"]): list_counting(i, code, year) for code in ("QUE", "QH8", "QE1") for i in INDICATORS}
    for code in ("QUE", "QH8", "QE1"):
        series = open_test_store().list_series(icb=code, year=year)
        assert {key: list_points(each) for key, each in series.items()} == {
            key: points for key, points in naive.items() if points and key[0] == code
        }


@pytest.mark.parametrize("year", YEARS)
def test_the_commands_print_the_period_of_the_year(year: str) -> None:
    codes = [board["code"] for board in BOARDS if board["region"] == "Y61" and "successors" in board]
    dated = {i["id"]: list_counting(i, codes[0], year)[-1:] for i in INDICATORS}
    rows = json.loads(run_on_test_store("indicators", "east of england", "--year", year, "--format", "json"))
    told = {(row["indicator"], row["code"]): (row["period"], row["value"], row["place"]) for row in rows}
    for indicator in INDICATORS:
        for code in codes:
            newest = list_counting(indicator, code, year)[-1:]
            wanted = (newest[0].period, newest[0].value, newest[0].place) if newest else None
            assert told.get((indicator["id"], code)) == wanted
    compared = json.loads(run_on_test_store("compare", "C&P", "England", "--year", year, "--format", "json"))
    assert {row["indicator"]: row["period"] for row in compared["indicators"]} == {
        id: newest[0].period for id, newest in dated.items() if newest
    }
    (group,) = compared["groups"]
    for indicator in INDICATORS:
        if newest := dated[indicator["id"]]:
            values = tuple(indicator["values"][newest[0].period].values())
            ends = {"least": min(values), "most": max(values)}
            assert group["medians"][indicator["id"]] == {"median": compute_median(values), "of": len(values), **ends}
    (shown,) = [json.loads(run_on_test_store("show", "C&P", "--year", year, "--format", "json"))]
    assert {row["indicator"]: row["period"] for row in shown["indicators"]} == {
        id: newest[0].period for id, newest in dated.items() if newest
    }


def test_all_years_and_no_year_give_the_newest_period() -> None:
    newest = json.loads(run_on_test_store("indicators", "--format", "json"))
    every = json.loads(run_on_test_store("indicators", "--year", "all", "--format", "json"))
    assert newest == every
