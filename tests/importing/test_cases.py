"""Files as analysts have them, through the real command line: the right value of each, or what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import CommandResult, run

from icb_tui.data_files.loader import load_dataset

CASES = Path(__file__).parent / "cases"

Values = dict[str, dict[str, float]]


class ImportCase(NamedTuple):
    """A file with the options that it needs, the values that are right, and what must be said of it."""

    file: str
    options: tuple[str, ...]
    values: dict[str, Values]
    notes: tuple[str, ...] = ()


NAMED = ("--name", "N")

DESCRIBED = (*NAMED, "--unit", "U")

RATE = {"2018/19": {"QRV": 16.0}, "2022/23": {"QRV": 13.0, "QKS": 14.0}}

CASES_OF_INDICATORS = [
    ImportCase(
        "01-fingertips-n-codes.csv",
        ("--unit", "U"),
        {"invented-rate": RATE},
        ("1 row of England", "1 row of sub-ICB locations"),
    ),
    ImportCase(
        "03-own-headers.csv",
        (*DESCRIBED, "--value", "pct_attendance_over_4hours"),
        {"n": {"April 2022": {"QKS": 0.28, "QK1": 0.06}}},
    ),
    ImportCase(
        "04-two-value-columns.csv",
        (*DESCRIBED, "--value", "% within 18 weeks"),
        {"n": {"2026-03": {"QR1": 74.3, "QKS": 64.9}}},
    ),
    ImportCase(
        "04-two-value-columns.csv",
        ("--value", "% within 18 weeks", "--value", "Total number of incomplete pathways", "--unit", "pathways"),
        {
            "within-18-weeks": {"2026-03": {"QR1": 74.3, "QKS": 64.9}},
            "total-number-of-incomplete-pathways": {"2026-03": {"QR1": 74120.0, "QKS": 201000.0}},
        },
    ),
    ImportCase(
        "05-nhs-england-sheet.csv",
        (*DESCRIBED, "--value", "Percentage in 4 hours or less (all)"),
        {"n": {"March 2025": {"QKS": 81.8, "QK1": 75.3}}},
    ),
    ImportCase(
        "05-nhs-england-sheet.csv",
        (*DESCRIBED, "--value", "Percentage in 4 hours or less (all)", "--period", "2025-03"),
        {"n": {"2025-03": {"QKS": 81.8, "QK1": 75.3}}},
    ),
    ImportCase(
        "06-england-region-footnotes.csv",
        NAMED,
        {"n": {"2022": {"QKS": 82.0}}},
        ("1 row of England", "1 row of regions", "1 row of an area that the file does not know", "2 rows of notes"),
    ),
    ImportCase(
        "08-practices-to-sum.csv",
        (*DESCRIBED, "--sum", "--value", "Open Practices"),
        {"n": {"01FEB2023": {"QHM": 56.0, "QKS": 180.0}}},
    ),
    ImportCase(
        "09-year-and-month.csv",
        DESCRIBED,
        {"n": {"Apr 2020": {"QKS": 100.0}, "May 2020": {"QKS": 110.0}, "Apr 2021": {"QKS": 120.0}}},
    ),
    ImportCase(
        "10-day-first-newest-first.csv",
        DESCRIBED,
        {"n": {"31/07/2024": {"QKS": 7.0}, "31/08/2024": {"QKS": 8.0}, "30/09/2024": {"QKS": 9.0}}},
    ),
    ImportCase(
        "11-ids-that-clash.csv",
        ("--unit", "U"),
        {
            "proportion-of-available-beds-that-are-occupied-overnight": {"2023": {"QKS": 0.91}},
            "proportion-of-available-beds-that-are-occupied-general-day": {"2023": {"QKS": 0.8}},
            "smoking-2": {"2023": {"QKS": 98.7}},
        },
        ("“smoking” is taken by the bundled data",),
    ),
    ImportCase(
        "12-measures.csv",
        (*DESCRIBED, "--where", "MEASURE_ID=M1"),
        {"n": {"30/09/2024": {"QKS": 100.0}}},
        ("1 row without a value", "1 row of England"),
    ),
    ImportCase(
        "13-names.csv", DESCRIBED, {"n": {"2024": {"QKS": 1.0, "QNC": 2.0, "QRV": 3.0, "QYG": 4.0, "QRL": 5.0}}}
    ),
    ImportCase("14-windows-1252.csv", DESCRIBED, {"n": {"2024": {"QKS": 1.0}}}, ("Windows-1252",)),
    ImportCase("15-records.json", DESCRIBED, {"n": {"2024": {"QKS": 1.5}}}),
    ImportCase("16-table.parquet", DESCRIBED, {"n": {"2024": {"QKS": 1.5}}}),
    ImportCase(
        "17-periods-as-columns.csv",
        DESCRIBED,
        {
            "n": {
                "2021/22": {"QKS": 1.5, "QK1": 2.5},
                "2022/23": {"QKS": 1.6},
                "2023/24": {"QKS": 1.7, "QK1": 2.7},
            }
        },
    ),
    ImportCase(
        "18-fractions-called-percent.csv",
        (*NAMED, "--unit", "% of pathways"),
        {"n": {"2024": {"QKS": 0.745, "QK1": 0.62}}},
        ("between 0 and 1",),
    ),
    ImportCase("19-fingertipsR.csv", ("--unit", "U"), {"invented-rate": {"2022/23": {"QKS": 14.0}}}),
]


def import_case(file: str, folder: Path, *options: str, code: int = 0) -> CommandResult:
    return run("import", str(CASES / file), "--source", "S", "--aim", "4", "--to", str(folder), *options, code=code)


def read_own_values(folder: Path) -> dict[str, Values]:
    """The values of every indicator of a folder, as the explorer reads them."""
    data = load_dataset(over=[folder])
    return {
        indicator.id: indicator.values
        for indicator in data.indicators
        if data.find_origin("indicators", indicator.id) == folder.name
    }


@pytest.mark.parametrize("case", CASES_OF_INDICATORS, ids=lambda case: f"{case.file} {case.options[-1]}")
def test_a_file_gives_the_right_values(case: ImportCase, tmp_path: Path) -> None:
    done = import_case(case.file, tmp_path / "own", *case.options)
    found = read_own_values(tmp_path / "own")
    assert found == case.values
    assert [list(values) for values in found.values()] == [list(values) for values in case.values.values()]
    assert [note for note in case.notes if note not in done.stderr] == [], done.stderr


def test_the_bundled_indicator_of_the_same_name_stays(tmp_path: Path) -> None:
    import_case("11-ids-that-clash.csv", tmp_path / "own", "--unit", "U", "--replace")
    bundled = load_dataset().indicator["smoking"]
    assert load_dataset(over=[tmp_path / "own"]).indicator["smoking"] == bundled


def test_local_authorities_are_never_taken_for_boards(tmp_path: Path) -> None:
    for options in ((), ("--skip-unknown",)):
        done = import_case("02-local-authorities-by-name.csv", tmp_path / "own", *DESCRIBED, *options, code=4)
        assert "local authorities" in done.stderr
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("option", [(), ("--add",), ("--replace",)])
def test_a_second_month_joins_the_first(option: tuple[str, ...], tmp_path: Path) -> None:
    for file in ("07a-march.csv", "07b-june.csv"):
        import_case(file, tmp_path / "own", *DESCRIBED, *option)
    assert read_own_values(tmp_path / "own") == {"n": {"March 2025": {"QKS": 81.8}, "June 2025": {"QKS": 82.5}}}
    assert list(read_own_values(tmp_path / "own")["n"]) == ["March 2025", "June 2025"]


def test_rows_of_one_board_are_never_added_up_unasked(tmp_path: Path) -> None:
    done = import_case("08-practices-to-sum.csv", tmp_path / "own", *DESCRIBED, "--value", "Open Practices", code=4)
    assert "--sum" in done.stderr


def test_a_wrong_value_of_where_lists_those_there_are(tmp_path: Path) -> None:
    done = import_case("12-measures.csv", tmp_path / "own", *DESCRIBED, "--where", "MEASURE_ID=M9", code=4)
    assert "M1" in done.stderr and "M1b" in done.stderr


def test_two_values_of_one_column_mean_either(tmp_path: Path) -> None:
    wanted = ("--where", "MEASURE_ID=M1", "--where", "measure_id=M1b", "--unit", "U")
    import_case("12-measures.csv", tmp_path / "own", *wanted)
    values = read_own_values(tmp_path / "own").values()
    assert list(values) == [{"30/09/2024": {"QKS": 100.0}}, {"30/09/2024": {"QKS": 10.5}}]
