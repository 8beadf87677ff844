"""Problems without number: the first hundred are said, the others counted, and none costs more than its look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import msgspec
import pytest
from command_line import run

from icb_tui.data_files import yaml_reader
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import (
    MAX_COUNTED_PROBLEMS,
    MAX_KEY_CHARACTERS,
    MAX_LISTED_PROBLEMS,
    MAX_MESSAGE_CHARACTERS,
    DataError,
    describe_problem_count,
)
from icb_tui.domain import validation
from icb_tui.domain.names import fold_name
from icb_tui.domain.record_sections import RecordSections
from icb_tui.domain.records import Icb

BOARD = """\
- {{code: {0}, gss_code: E9{1:07}, name: B {0}, short_name: B {0}, label: {0}, region: {2}, opened: 2022-07-01{3}}}
"""


def write_boards(folder: Path, count: int, region: str = "Y60", more: str = "") -> Path:
    """Write own data with so many boards, each on a line of its own from the second on."""
    boards = (BOARD.format(f"{number:X}".rjust(4, "Z"), number, region, more) for number in range(count))
    (folder / "icbs.yaml").write_text("icbs:\n" + "".join(boards))
    return folder


def read_problems(folder: Path) -> DataError:
    with pytest.raises(DataError) as raised:
        load_dataset(over=[folder])
    return raised.value


def test_the_first_hundred_problems_are_said_in_the_order_of_lines_and_the_others_are_counted(tmp_path: Path) -> None:
    error = read_problems(write_boards(tmp_path, 400, region="Y99"))
    *said, last = error.problems
    assert [problem.line for problem in said] == list(range(2, 2 + MAX_LISTED_PROBLEMS))
    assert (error.count, str(last)) == (400, "and 300 more problems")


def test_boards_on_one_tile_have_one_problem_each(tmp_path: Path) -> None:
    assert read_problems(write_boards(tmp_path, 300, more=", tile: {column: 60, row: 60}")).count == 299


def test_no_more_problems_are_looked_for_than_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def find_breaches(data: RecordSections) -> Iterator[validation.RuleBreach]:
        for place, _ in data["icbs"] * MAX_COUNTED_PROBLEMS:
            looked.append(place)
            yield ("icbs", place), "wrong"

    folder = write_boards(tmp_path, 1)
    monkeypatch.setattr(validation, "find_breaches", find_breaches)
    error = read_problems(folder)
    assert len(looked) <= MAX_COUNTED_PROBLEMS + 1
    assert (describe_problem_count(error.count), str(error.problems[-1])) == (
        "at least 10,000 problems",
        "and at least 9,900 more problems",
    )


def test_lines_are_looked_up_for_the_problems_that_are_said_alone(tmp_path: Path) -> None:
    with mock.patch.object(yaml_reader, "find_lines", wraps=yaml_reader.find_lines) as find_lines:
        read_problems(write_boards(tmp_path, 300, region="Y99"))
    assert [len(list(call.args[1])) for call in find_lines.call_args_list] == [MAX_LISTED_PROBLEMS]


def test_a_problem_repeats_no_more_of_a_file_than_people_read(tmp_path: Path) -> None:
    long = "x" * 5_000
    text = f"{long}: 1\nicbs: []\nregions:\n- {{code: Y60, name: {long}, aliases: [{long}]}}\n"
    (tmp_path / "icbs.yaml").write_text(text)
    for problem in read_problems(tmp_path).problems:
        assert len(problem.key) <= MAX_KEY_CHARACTERS and len(problem.message) <= MAX_MESSAGE_CHARACTERS


CHECKED: dict[str, Callable[[str], str]] = {
    "text": lambda printed: printed.splitlines()[-1],
    "json": lambda printed: json.loads(printed)[-1]["message"],
}


@pytest.mark.parametrize("style", CHECKED)
def test_check_says_how_many_more_there_are_in_every_format(tmp_path: Path, style: str) -> None:
    done = run("check", str(write_boards(tmp_path, 150, region="Y99")), "--format", style, code=4)
    assert CHECKED[style](done.stdout) == "and 50 more problems"
    assert "150 problems in" in done.stderr


def test_another_command_says_so_too(tmp_path: Path) -> None:
    done = run("list", "--data", str(write_boards(tmp_path, 150, region="Y99")), code=4)
    *problems, more, count = done.stderr.splitlines()
    assert (len(problems), more) == (MAX_LISTED_PROBLEMS, "and 50 more problems")
    assert count.startswith("icb-tui: 150 problems in the data")


def test_words_that_clash_are_looked_for_once_in_a_record() -> None:
    """A board whose every alias is taken: the place of each is known from one look at all of them."""
    aliases = [f"alias {number}" for number in range(200)]
    fields = {"gss_code": "E54000001", "region": "Y60", "opened": "2022-07-01", "aliases": aliases}
    boards = [
        msgspec.convert({"code": code, "name": code, "short_name": code, "label": code[:4], **fields}, Icb)
        for code in ("ZZ1", "ZZ2")
    ]
    with mock.patch("icb_tui.domain.validation.fold_name", wraps=fold_name) as folding:
        breaches = list(validation._check_board_names(RecordSections.from_records({"icbs": boards})))
    assert len(breaches) == len(aliases) and folding.call_count < 2 * len(aliases)


def test_boards_that_open_one_after_the_other_may_share_a_tile_and_one_that_overlaps_any_may_not() -> None:
    def make_board(code: str, opened: str, closed: str | None) -> Icb:
        names = dict.fromkeys(("name", "short_name"), code) | {"label": code[:4], "gss_code": "E54000001"}
        tile = {"column": 1, "row": 1}
        return msgspec.convert(
            {"code": code, **names, "region": "Y60", "opened": opened, "closed": closed, "tile": tile}, Icb
        )

    boards = [
        make_board("LONG", "2000-01-01", "2030-01-01"),
        make_board("SHORT", "2001-01-01", "2002-01-01"),
        make_board("INSID", "2010-01-01", "2011-01-01"),
        make_board("AFTER", "2030-01-02", None),
        make_board("FIRST", "1990-01-01", "1999-12-31"),
    ]
    breaches = list(validation._check_tiles(RecordSections.from_records({"icbs": boards})))
    assert sorted(path[1] for path, _ in breaches) == [1, 2]


def test_an_import_stops_at_more_problems_than_are_counted(tmp_path: Path) -> None:
    sheets = {
        "boards.csv": "code,period,value\n" + "".join(f"Z{number},2024,1\n" for number in range(12_000)),
        "values.csv": "code,period,value\n" + "".join(f"QK1,2024,v{number}\n" for number in range(12_000)),
        "findings.csv": "ICB,Year,Aim,Evidence type,Direction,Rating,Summary,Publisher\n" + "zz,,,,,,,\n" * 3_000,
    }
    figures = "--name F --unit % --aim 1 --better higher --source me".split()
    for name, text in sheets.items():
        (tmp_path / name).write_text(text)
        how = ["--findings"] if name == "findings.csv" else figures
        done = run("import", str(tmp_path / name), *how, code=4)
        more, count = done.stderr.splitlines()[-2:]
        assert more.startswith("and at least 9,98") and count.startswith("icb-tui: at least 10,00"), done.stderr
