"""Own data laid over the bundled ones: replaced by id, never half, marked wherever they are shown."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from itertools import product
from pathlib import Path
from unittest import mock

import pytest
from bundled_store import load_data
from command_line import run
from screen import press_and_look, read_last_screen
from wording import check_wording

from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import DataError
from icb_tui.store.store import Store

MINE = """\
years: [2026/27]
sources:
  - {id: mine, publisher: Our own reading, title: Notes of the board meeting, published: 2026-10-01}
findings:
  - {id: M1, icb: QK1, year: 2023/24, aim: productivity, kind: annual-assessment, direction: positive, rating: strong,
     words: [good], summary: A good year for productivity., source: mine, paragraph: 3}
  - {id: M2, icb: D7T5G, year: 2026/27, aim: inequalities, kind: self-report, direction: neutral,
     summary: A new board writes its plan., source: mine}
"""

FIGURES = """\
indicators:
  - {id: my-waits, name: Our own waits, aim: population-health, unit: days, decimals: 1, better: lower,
     source: Own count, values: {"2025": {QK1: 3.5, QUE: 4.25}}}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of own data with some of the files, and some of their sections."""
    folder = tmp_path / "my-data"
    folder.mkdir()
    (folder / "assessments.yaml").write_text(MINE)
    (folder / "indicators.yaml").write_text(FIGURES)
    return folder


def write_own_data(tmp_path: Path, name: str, text: str, file: str = "assessments.yaml") -> Path:
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(text)
    return folder


def list_problems(*folders: Path) -> list[str]:
    """The place of each problem: file, line and key; the whole messages are in tests/wording/."""
    with pytest.raises(DataError) as raised:
        load_dataset(over=folders)
    check_wording(str(raised.value))
    return [f"{problem.file}:{problem.line}: {problem.key}" for problem in raised.value.problems]


def test_new_records_come_after_the_bundled_ones_and_nothing_else_changes(mine: Path) -> None:
    whole = load_dataset(over=[mine])
    assert [f.id for f in whole.findings[-2:]] == ["M1", "M2"]
    assert whole.findings[:-2] == load_data().findings
    assert whole.indicators[:-1] == load_data().indicators and whole.icbs == load_data().icbs
    assert whole.years == (*load_data().years, "2026/27")
    assert whole.origins == {
        "years": {"2026/27": "my-data"},
        "sources": {"mine": "my-data"},
        "findings": {"M1": "my-data", "M2": "my-data"},
        "indicators": {"my-waits": "my-data"},
    }


def test_a_record_takes_the_place_of_that_of_the_same_id(tmp_path: Path) -> None:
    folder = write_own_data(
        tmp_path,
        "other",
        "findings:\n  - {id: A006, icb: QK1, year: 2022/23, kind: context, direction: neutral,"
        " summary: Replaced whole., source: healthcare-leader-2025}\n",
    )
    source = load_data().sources[0].id
    (folder / "assessments.yaml").write_text(
        (folder / "assessments.yaml").read_text().replace("healthcare-leader-2025", source)
    )
    before, after = load_data().findings, load_dataset(over=[folder]).findings
    place = [f.id for f in before].index("A006")
    assert len(after) == len(before)
    assert after[place].summary == "Replaced whole." and after[place].aim is None
    assert [f.id for f in after] == [f.id for f in before]


def test_the_last_folder_wins_and_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = write_own_data(tmp_path / "a", "same", "sources:\n  - {id: x, publisher: One}\n  - {id: y, publisher: One}\n")
    two = write_own_data(tmp_path / "b", "same", "sources:\n  - {id: x, publisher: Two}\n")
    whole = load_dataset(over=[one, two])
    assert whole.source["x"].publisher == "Two" and whole.source["y"].publisher == "One"
    assert whole.origins["sources"] == {"x": str(two), "y": str(one)}


def test_the_bundled_data_as_own_data_change_nothing_but_their_origin() -> None:
    whole, plain = load_dataset(over=[find_bundled_folder()]), load_data()
    assert all(getattr(whole, section) == getattr(plain, section) for section in plain.origins or ("findings", "icbs"))
    assert len(whole.origins["findings"]) == len(plain.findings)


def test_every_problem_names_the_file_that_has_it(tmp_path: Path) -> None:
    folder = write_own_data(
        tmp_path,
        "broken",
        "findings:\n"
        "  - {id: X1, icb: QK1, year: 2023/24, aim: nonsense, kind: context, direction: neutral, summary: S.,"
        " source: no}\n"
        "  - {id: X1, icb: QK1, year: 1999/00, kind: context, direction: neutral, summary: S., source: no}\n",
    )
    told = list_problems(folder)
    where = f"{folder / 'assessments.yaml'}"
    assert [line.split(": ")[0] for line in told] == [f"{where}:2"] * 2 + [f"{where}:3"] * 3
    assert f"{where}:2: findings[0].aim" == told[0] and f"{where}:3: findings[1].id" in told


def test_an_own_record_that_breaks_a_bundled_one_is_one_problem_in_its_own_file(tmp_path: Path) -> None:
    """A level of the wrong role would leave two levels for concern."""
    rating = load_data().ratings[0]
    folder = write_own_data(
        tmp_path,
        "levels",
        f"ratings:\n  - {{id: {rating.id}, name: {rating.name}, letter: {rating.letter}, symbol: '{rating.symbol}',"
        f" ascii: '{rating.ascii}', dark: '{rating.dark}', light: '{rating.light}', role: concern, rank: {rating.rank},"
        " meaning: Turned round.}\n",
    )
    assert f"{folder / 'assessments.yaml'}:1: ratings" in list_problems(folder)


def test_a_folder_without_data_files_or_that_is_none_is_one_line(tmp_path: Path) -> None:
    assert list_problems(tmp_path) == [f"{tmp_path}:1: "]
    assert list_problems(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}:1: "]
    (tmp_path / "assessments.yaml").write_text("")
    assert list_problems(tmp_path)[0].startswith(f"{tmp_path / 'assessments.yaml'}:1: ")


def test_a_folder_that_leads_nowhere_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert list_problems(tmp_path / "loop") == [f"{tmp_path / 'loop'}:1: "]
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert list_problems(Path("x")) == ["x:1: "]
    for folder in (Path("x"), tmp_path / "loop"):
        assert "not a folder of data files" in run("list", "--data", str(folder), code=4).stderr


def test_never_half_one_broken_folder_keeps_all_out(mine: Path, tmp_path: Path) -> None:
    broken = write_own_data(tmp_path, "broken", "findings: 3\n")
    assert list_problems(mine, broken)[0].endswith(": findings")
    done = run("list", "--data", str(mine), "--data", str(broken), code=4)
    assert done.stdout == "" and " 1 problem " in done.stderr


def test_the_commands_name_and_mark_own_data(mine: Path) -> None:
    done = run("why", "llr", "4", "--data", str(mine))
    assert "my-data" in done.stderr and "my-data" in done.stdout and "(M1" in done.stdout
    check_wording(done.stderr + done.stdout)
    (told,) = json.loads(run("why", "llr", "4", "--data", str(mine), "--format", "json").stdout)
    origins = {finding["id"]: finding["origin"] for finding in told["findings"]}
    assert origins.pop("M1") == "my-data" and set(origins.values()) == {"bundled"}
    rows = list(csv.DictReader(io.StringIO(run("list", "--data", str(mine), "--format", "csv").stdout)))
    assert {row["code"]: row["laid_over"] for row in rows if row["laid_over"] != "none"} == {"QK1": "productivity"}
    assert "2 findings" not in run("list").stderr
    found = list(csv.DictReader(io.StringIO(run("find", "year", "--data", str(mine), "--format", "csv").stdout)))
    assert {row["id"]: row["origin"] for row in found}["M1"] == "my-data"
    assert {row["origin"] for row in found if not row["id"].startswith("M")} == {"bundled"}


def test_the_environment_names_folders_too_and_options_come_after(mine: Path, tmp_path: Path) -> None:
    other = write_own_data(tmp_path, "other", "sources:\n  - {id: mine, publisher: Another}\n")
    done = run("show", "llr", "--aim", "4", "--data", str(other), ICB_TUI_DATA=str(mine))
    assert "Another, " in done.stdout and "other" in done.stderr
    check_wording(done.stderr)
    sources = str(len(load_data().sources) + 1)
    assert run("check", str(mine)).stdout.splitlines()[6].split()[:3] == ["sources", sources, "1"]


def test_a_year_of_ones_own_and_a_thousand_findings_need_no_code(tmp_path: Path) -> None:
    boards = [icb.code for icb in load_data().icbs if icb.closed is None]
    aims = list(load_data().aim)
    findings = "".join(
        f"  - {{id: N{n}, icb: {boards[n % len(boards)]}, year: 2027/28, aim: {aims[n % len(aims)]},"
        f" kind: annual-assessment, direction: positive, rating: strong, summary: Finding {n}., source: mine}}\n"
        for n in range(1000)
    )
    folder = write_own_data(
        tmp_path, "many", f"years: [2027/28]\nsources:\n  - {{id: mine, publisher: Us}}\nfindings:\n{findings}"
    )
    done = run("list", "strong", "--data", str(folder), "--format", "json")
    rows = json.loads(done.stdout)
    assert {row["year"] for row in rows} == {"2027/28"} and len(rows) == len(boards)
    assert sum(sum(row["findings"].values()) for row in rows) == 1000
    assert "1,000 findings" in done.stderr
    assert "42 of 42" in run("list", "--data", str(folder), "--year", "2023/24").stderr


EARLY = {
    "coverage": r"Leadership +0 on +0 of 0 (.|\n)*Leadership +0 of 0 ",
    "list": r"ICBs, 2021/22: 0 of 0",
    "map": r"0 of 0 boards",
    "indicators": r"ICBs, 2021/22: 0 of 0",
    "national": r"2021/22 · none England-wide",
    "show QE1": r"1 Leadership +/ ",
    "why QE1 1": r"Not open in 2021/22",
    "compare QE1 QHM": r"not open in 2021/22",
    "compare midlands london": r"2021/22",
    "brief QE1": r"2021/22",
    "find kent": r"0 of 0",
}
"""What each command says in a year in which no board was open."""


def test_every_command_answers_in_a_year_before_any_board(tmp_path: Path) -> None:
    store = Store(load_dataset(over=[write_own_data(tmp_path, "early", "years: [2021/22]\n")]))
    with mock.patch("icb_tui.store.cache.open_cached_store", return_value=store):
        for style, (command, expected) in product(["text", "json", "html"], EARLY.items()):
            found = command.split()[0] in ("coverage", "show", "why", "compare", "brief")
            done = run(*command.split(), "--year", "2021/22", "--format", style, code=1 - found)
            assert style != "text" or re.search(expected, done.stdout + done.stderr), (command, done)


def test_every_page_opens_in_a_year_before_any_board(tmp_path: Path) -> None:
    data = load_dataset(over=[write_own_data(tmp_path, "early", "years: [2021/22]\n")])
    pages = ["v", "look", "escape", "m", "look", "i", "look", "i", "m", "n", "look", "escape", "space", "c", "enter"]
    coverage, tiles, values, national, text, today = press_and_look(
        *pages, "equals_sign", "look", "escape", "a", "v", "escape", "look", dataset=data, year="2021/22"
    )
    assert re.search(r"Leadership +0 on +0 of 0 ", coverage)
    assert "0 of 0" in tiles and "0 of 0" in values and "0 England-wide" in national
    assert "no board" in text.lower() and "36 of 36" in today


def test_every_screen_names_the_folder_and_marks_its_findings(mine: Path) -> None:
    whole = load_dataset(over=[mine])
    for keys in (("enter",), ("n",), ("space", "space", "k", "c")):
        assert "+ my-data" in read_last_screen(*keys, dataset=whole).splitlines()[0]
    screen = read_last_screen("4", "s", "g", dataset=whole)
    assert "S △†+" in screen and screen.count("my-data") == 2
    assert (
        "Our own waits +" in " ".join(read_last_screen("2", "i", dataset=whole, size=(200, 40)).split())
        or "Our own" in screen
    )
    twin = " ".join(read_last_screen("equals_sign", dataset=whole).split())
    assert re.search("my-data: 2 findings, 1 indicator, 1 source, 1 year", twin)
    assert "+" not in read_last_screen("4", "s").splitlines()[5]


def test_an_overlay_may_be_a_copy_of_everything(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(find_bundled_folder(), tmp_path / "copy"))
    assert run("check", str(folder)).stderr == f"icb-tui: no problems in {folder}\n"


def test_the_page_of_a_source_stands_wherever_its_paragraph_does(mine: Path) -> None:
    (mine / "assessments.yaml").write_text(MINE.replace("paragraph: 3", "page: 12, paragraph: 3"))
    for command in ("show QK1", "why QK1 4"):
        printed = run(*command.split(), "--data", str(mine), "--year", "2023/24").stdout
        assert "page 12, paragraph 3" in " ".join(printed.split()), command
