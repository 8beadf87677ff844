"""What was found in a sheet, as it is shown before anything is written."""

from __future__ import annotations

from wording import check_wording

from icb_tui.importing.choices import Layout, LeftOut
from icb_tui.importing.indicator_reader import SOME_VALUES
from icb_tui.importing.preview import describe_left_out, draw_preview
from icb_tui.sheets.sheet import Row, Sheet
from icb_tui.text.cells import cell_width

HEADERS = ("", "Code", "System", "Note", "Attendances", "Percentage in 4 hours or less (all)")


def make_sheet(*rows: tuple[str, ...]) -> Sheet:
    lines = [Row(place, list(cells)) for place, cells in enumerate(rows, 6)]
    return Sheet("ae.xlsx", "Systems", "Excel", lambda: iter(lines), line_word="row")


SHEET = make_sheet(
    HEADERS,
    ("", "-", "England", "", "30,100", "74.9%"),
    *[("", "QKS", "NHS Kent And Medway Integrated Care Board", "x", "10,400", "81.2%")] * 4,
)

LAYOUT = Layout(
    6, HEADERS, board_column=1, area_columns=(2,), value_columns=(5,), unused_columns=(3, 4), fixed_period="June 2026"
)


def test_the_first_rows_are_shown_with_what_each_column_is_taken_for() -> None:
    check_wording("\n".join(draw_preview(SHEET, LAYOUT, 120)))


def test_columns_that_are_used_come_first_where_there_is_no_room_for_all() -> None:
    lines = draw_preview(SHEET, LAYOUT, 60)
    assert all(cell_width(line) <= 60 for line in lines)
    assert "values" in lines[2] and "board" in lines[2] and "area" not in lines[2]
    assert "Not shown: 2 more columns" in lines


def test_each_column_of_periods_says_its_period() -> None:
    headers = ("ICB", "Year", "Month", "2023/24", "2024/25")
    layout = Layout(6, headers, 0, period_columns=(1, 2), value_periods={3: "2023/24", 4: "2024/25"})
    roles = draw_preview(make_sheet(headers, ("QKS", "2024", "1", "5", "6")), layout, 100)[2]
    assert roles.split("  ")[-2:] == ["values of 2023/24", "values of 2024/25"] and roles.count("period") == 2


def test_a_hostile_sheet_cannot_command_the_terminal() -> None:
    cells = ("\x1b[2J" * 50, "\n\t\r\x07", "日本" * 400, "QKS", "1")
    layout = Layout(6, cells, board_column=3, value_columns=(4,), fixed_period="\x1b]0;")
    lines = draw_preview(make_sheet(cells, cells, cells[:1]), layout, 80)
    assert not any(ord(c) < 32 for line in lines for c in line)
    assert all(cell_width(line) <= 80 for line in lines[1:])


def test_what_is_left_out_is_said_by_kind_with_an_example() -> None:
    kinds = {f"of kind {n}": LeftOut(n, f"row {n}\x1b") for n in range(1, 15)}
    lines = describe_left_out({SOME_VALUES: LeftOut(1, "QKS, 1"), **kinds})
    assert lines[0].startswith("Taken in part: 1 row in which") and lines[0].endswith("for example “QKS, 1”")
    assert lines[1:3] == [
        "Left out: 1 row of kind 1, for example “row 1␛”",
        "Left out: 2 rows of kind 2, for example “row 2␛”",
    ]
    assert lines[-1] == "… and rows of 3 more kinds"
