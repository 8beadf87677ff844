"""Prepared stores: the same answers as from the files while no file has changed; nothing of others is trusted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_cli import run

from icb_tui import prepared
from icb_tui.filling import Unwritable
from icb_tui.model import Dataset, Filter, Term, filter_of
from icb_tui.seed import load
from icb_tui.store import Store

SOURCE = "sources:\n  - {id: x, publisher: One}\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "icb-tui"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the bundled data are prepared, to be copied."""
    folder = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        prepared.opened().close()
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "assessments.yaml").write_text(SOURCE)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with each time that the files are read."""
    times: list[object] = []

    def counted(**options: Any) -> Dataset:
        times.append(options)
        return load(**options)

    monkeypatch.setattr("icb_tui.seed.load", counted)
    return times


def kept(cache: Path) -> list[str]:
    return sorted(path.suffix for path in cache.iterdir())


def is_prepared(store: Store) -> bool:
    return store._prepared is not None


def test_the_second_time_gives_the_same_answers_without_reading_the_files(cache: Path, reads: list[object]) -> None:
    first, second, read = prepared.opened(), prepared.opened(), Store(load())
    assert len(reads) == 1 and is_prepared(first) and is_prepared(second)
    for each in (first, second):
        same_answers(each, read)
        each.close()


def same_answers(second: Store, first: Store) -> None:
    year, other = first.data.rated_year, first.data.years[0]
    strong = filter_of([Term("cell", "leadership:strong")])
    for wanted, when in ((Filter(), year), (strong, year), (Filter(), other)):
        assert second.find(wanted, when) == first.find(wanted, when)
        assert second.facets(wanted, when) == first.facets(wanted, when)
        assert second.matrix(when) == first.matrix(when)
        assert second.matrix(when, ["self-report"]) == first.matrix(when, ["self-report"])
    assert second.evidence("QK1") == first.evidence("QK1")
    assert second.series() == first.series()
    assert second.mentions("waiting", 30) == first.mentions("waiting", 30)
    assert second.data.fingerprint == first.data.fingerprint and second.data.icbs == first.data.icbs
    assert second.data.findings == ()


def test_the_first_screen_is_known_before_duckdb_is_loaded(cache: Path) -> None:
    prepared.opened()
    code = (
        "import sys; from icb_tui import prepared; from icb_tui.model import Filter\n"
        "s = prepared.opened(); y = s.data.rated_year; s.find(Filter(), y); s.facets(Filter(), y); s.matrix(y)\n"
        "print('duckdb' in sys.modules, 'yaml' in sys.modules)\n"
        "s.matrix(y, ['self-report']); print('duckdb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]


def test_a_changed_file_is_read_again(cache: Path, mine: Path, reads: list[object]) -> None:
    assert prepared.opened([mine]).data.source["x"].publisher == "One"
    assert prepared.opened([mine]).data.source["x"].publisher == "One" and len(reads) == 1
    (mine / "assessments.yaml").write_text(SOURCE.replace("One", "Two"))
    assert prepared.opened([mine]).data.source["x"].publisher == "Two" and len(reads) == 2
    (mine / "assessments.yaml").write_text(SOURCE)
    assert prepared.opened([mine]).data.source["x"].publisher == "One" and len(reads) == 2
    (mine / "indicators.yaml").write_text("indicators: []\n")
    prepared.opened([mine])
    assert len(reads) == 3


def test_a_large_file_is_known_by_its_times_once_it_has_settled(
    cache: Path, mine: Path, reads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "SMALL", 10)
    assert not is_prepared(prepared.opened([mine]))
    assert not cache.exists() or kept(cache) == []
    monkeypatch.setattr(prepared, "SETTLED", -1.0)
    prepared.opened([mine])
    prepared.opened([mine])
    assert len(reads) == 2 and kept(cache) == [".duckdb", ".facts"]
    os.utime(mine / "assessments.yaml")
    prepared.opened([mine])
    assert len(reads) == 3


@pytest.mark.parametrize(
    ("ending", "how"),
    [
        (".facts", "changed"),
        (".facts", "empty"),
        (".facts", "open to all"),
        (".duckdb", "cut"),
        (".duckdb", "changed"),
        (".duckdb", "gone"),
        (".duckdb", "folder"),
    ],
)
def test_what_is_not_whole_or_may_be_anothers_is_made_anew(ready: Path, cache: Path, ending: str, how: str) -> None:
    shutil.copytree(ready, cache.parent)
    assert is_prepared(prepared.opened())
    (path,) = cache.glob(f"*{ending}")
    content = path.read_bytes()
    match how:
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "changed":
            path.write_bytes(content[:2000] + b"\xff" * 3000 + content[5000:])
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "folder":
            path.unlink()
            path.mkdir()
        case "open to all":
            path.chmod(0o666)
    store = prepared.opened()
    assert [e.finding.id for e in store.evidence("QK1", year="2023/24", aim="leadership")] == ["A012"]
    store.close()


def test_a_cache_that_others_can_write_to_is_not_used(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert not is_prepared(prepared.opened()) and kept(cache) == []
    cache.chmod(0o700)
    prepared.opened()
    assert is_prepared(prepared.opened())


def test_a_full_disk_only_costs_the_next_start_its_speed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(data: Dataset, path: Path) -> None:
        raise Unwritable("no room")

    monkeypatch.setattr("icb_tui.filling.prepare", full)
    assert not is_prepared(prepared.opened()) and kept(cache) == []


def test_without_a_cache_folder_everything_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        assert "2 of 42" in run("list", "concern", XDG_CACHE_HOME=str(place)).stderr


def test_only_the_stores_used_last_are_kept(cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "KEPT", 2)
    for name in ("One", "Two", "Three"):
        (mine / "assessments.yaml").write_text(SOURCE.replace("One", name))
        prepared.opened([mine])
    assert kept(cache) == [".duckdb", ".duckdb", ".facts", ".facts"]


def test_many_at_once_prepare_the_same_and_all_are_answered(cache: Path) -> None:
    code = "from icb_tui import prepared; s = prepared.opened(); print(len(s.evidence('QK1')), s.count())"
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: subprocess.run([sys.executable, "-c", code], capture_output=True), range(4)))
    expected = f"{len(Store(load()).evidence('QK1'))} {len(load().findings)}"
    assert [each.stdout.decode().strip() for each in done] == [expected] * 4
    assert kept(cache) == [".duckdb", ".facts"]


def test_in_ascii_it_is_prepared_apart(cache: Path, reads: list[object]) -> None:
    plain, marked = prepared.opened(ascii_only=True), prepared.opened()
    assert len(reads) == 2
    assert plain.data.ratings[0].symbol.isascii() and not marked.data.ratings[0].symbol.isascii()
    again = prepared.opened(ascii_only=True)
    said = plain.evidence("QK1")
    plain.close()
    assert len(reads) == 2 and again.evidence("QK1") == said
