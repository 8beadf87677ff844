"""The stores that a wheel brings: without a cache, the first start reads no data file that was not changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bundled_store import load_data
from same_answers import check_same_answers

from icb_tui.data_files import bundled
from icb_tui.data_files.ascii_stand_ins import convert_to_ascii
from icb_tui.domain.dataset import Dataset
from icb_tui.store import cache
from icb_tui.store.cache_folder import DATABASE
from icb_tui.store.installed_store import FOLDER, write_installed_stores
from icb_tui.store.store import Store
from release.prepared_data import remove_chance


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled data with their prepared stores, as a wheel has them."""
    folder = tmp_path_factory.mktemp("made")
    for path in bundled.find_bundled_folder().glob("*.yaml"):
        shutil.copy(path, folder)
    with pytest.MonkeyPatch.context() as patch:
        install(folder, patch)
        write_installed_stores(folder / FOLDER, remove_chance)
    return folder


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("data_files.snapshot", "data_files.loader", "store.installed_store"):
        monkeypatch.setattr(f"icb_tui.{module}.find_bundled_folder", lambda: folder)


@pytest.fixture
def installed(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel of one's own, where nothing can be cached."""
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    install(folder, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    return folder


def refuse_to_read(**options: Any) -> Dataset:
    pytest.fail("the data files are read")


@pytest.mark.parametrize("ascii_only", [False, True])
def test_without_a_cache_no_data_file_is_read(
    ascii_only: bool, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in installed.rglob("*"):
        path.chmod(0o777)  # whoever installed it, it is trusted as the program is
    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", refuse_to_read)
    store, read = (
        cache.open_cached_store(ascii_only=ascii_only),
        Store(convert_to_ascii(load_data()) if ascii_only else load_data()),
    )
    check_same_answers(store, read)
    assert cache.load_cached_dataset().icbs == load_data().icbs
    store.close()


def test_changed_or_own_data_are_read(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "assessments.yaml").write_text("sources:\n  - {id: x, publisher: One}\n")
    assert cache.open_cached_store([tmp_path / "mine"]).data.source["x"].publisher == "One"
    text = (installed / "icbs.yaml").read_text()
    (installed / "icbs.yaml").write_text(text.replace("Leicester, Leicestershire and Rutland", "Anywhere"))
    assert "Anywhere" in cache.open_cached_store().data.icb["QK1"].name


@pytest.mark.parametrize("how", ["cut", "changed", "gone"])
def test_where_its_database_is_broken_the_answers_come_from_the_files(how: str, installed: Path) -> None:
    store = cache.open_cached_store()
    for path in (installed / FOLDER).glob(f"*/{DATABASE}"):
        content = path.read_bytes()
        if how == "gone":
            path.unlink()
        else:
            path.write_bytes(content[:50_000] if how == "cut" else content[:9_000] + b"\xff" * len(content[9_000:]))
    for each in (store, cache.open_cached_store()):
        assert [found.finding.id for found in each.list_evidence("QK1", year="2023/24", aim="leadership")] == ["A012"]
        each.close()
    assert len(list((installed / FOLDER).glob(f"*/{DATABASE}"))) == (0 if how == "gone" else 2)


def test_the_same_data_give_a_database_of_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name / DATABASE for name in ("one", "other")]
    for path in paths:
        path.parent.mkdir()
        with duckdb.connect(str(path)) as database:
            database.execute("create table t as from range(3)")
    assert paths[0].read_bytes() != paths[1].read_bytes()
    for path in paths:
        remove_chance(path)
        with duckdb.connect(str(path), read_only=True) as database:
            assert database.execute("select count(*) from t").fetchall() == [(3,)]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes(8) + b"DUCK" + bytes(8192))
    with pytest.raises(SystemExit, match="this version of DuckDB begins a file otherwise"):
        remove_chance(tmp_path / "x")
