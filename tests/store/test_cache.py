"""Prepared stores: the same answers as from the files while no file has changed; nothing of others is trusted."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bundled_store import load_data, open_test_store
from command_line import run
from kills import kill_at_each_step, refuse_changes
from msgspec.structs import replace
from package_tree import MODULES, list_imports
from same_answers import check_same_answers
from screen import read_screen, wait_until_settled

from icb_tui.data_files import loader, snapshot
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.problems import DataChanged
from icb_tui.domain.dataset import Dataset
from icb_tui.store import cache as store_cache
from icb_tui.store import cache_folder, installed_store, tables
from icb_tui.store.database import Database, PreparedFile, hash_file
from icb_tui.store.store import Store
from icb_tui.store.tables import open_in_memory, write_database
from icb_tui.store.user_sql.sql_guard import QueryRefused
from icb_tui.terminal.early.early_frame import EarlyStart
from icb_tui.terminal.early.frame_file import find_frame_file
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.user.settings import SettingsError, save_settings
from icb_tui.views.view_state import View

SOURCE = "sources:\n  - {id: x, publisher: One}\n"

WHOLE = ["answers", "facts", "store.duckdb"]
"""The files of a prepared store."""


@pytest.fixture(autouse=True)
def without_installed_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing came prepared with the program, as in a checkout: the tests run on a wheel too."""
    monkeypatch.setattr(installed_store, "FOLDER", "none")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "icb-tui"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the bundled data are prepared, to be copied."""
    folder = tmp_path_factory.mktemp("ready")
    prepare_into(folder)
    return folder


def prepare_into(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setattr(installed_store, "FOLDER", "none")
        store_cache.open_cached_store().close()


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every board, forty of the bundled findings and no indicator: prepared in half the time."""
    folder, whole = tmp_path_factory.mktemp("small"), find_bundled_folder()
    head, findings = (whole / "assessments.yaml").read_text(encoding="utf-8").split("\nfindings:\n")
    few = "".join(re.split(r"^(?=  - id:)", findings, flags=re.MULTILINE)[:40])
    shutil.copy(whole / "icbs.yaml", folder)
    (folder / "assessments.yaml").write_text(f"{head}\nfindings:\n{few}", encoding="utf-8")
    (folder / "indicators.yaml").write_text("indicators: []\n")
    return folder


@pytest.fixture
def small(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few findings in the place of the bundled data, for what does not depend on how many there are."""
    load_data()  # which is remembered for other tests
    monkeypatch.setattr(loader, "find_bundled_folder", lambda: small_folder)
    monkeypatch.setattr(snapshot, "find_bundled_folder", lambda: small_folder)


@pytest.fixture
def small_ready(small: None, small_folder: Path) -> Path:
    """A cache in which those few are prepared, by the first test that asks for it, to be copied."""
    folder = small_folder / "ready"
    if not folder.exists():
        prepare_into(folder)
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
        return load_dataset(**options)

    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", counted)
    return times


def count_stores(cache: Path) -> int:
    """How many prepared stores there are, each whole, and nothing beside them."""
    stores = list(cache.iterdir()) if cache.exists() else []
    assert all(sorted(path.name for path in store.iterdir()) == WHOLE for store in stores)
    return len(stores)


def count_prepared(cache: Path) -> int:
    """How many stores there are, each whole, beside what is being made."""
    return sum(sorted(path.name for path in store.iterdir()) == WHOLE for store in cache.glob("[0-9a-f]*"))


def is_prepared(store: Store) -> bool:
    return store._database.prepared is not None


def test_the_second_time_gives_the_same_answers_without_reading_the_files(cache: Path, reads: list[object]) -> None:
    first, second, read = store_cache.open_cached_store(), store_cache.open_cached_store(), Store(load_dataset())
    assert len(reads) == 1 and is_prepared(first) and is_prepared(second)
    for each in (first, second):
        check_same_answers(each, read)
        each.close()


def test_looking_at_boards_loads_no_duckdb(ready: Path, cache: Path) -> None:
    shutil.copytree(ready, cache.parent)
    code = (
        "import sys; from icb_tui.store import cache; from icb_tui.filters.terms import Filter\n"
        "from icb_tui.filters.language import parse_filter\n"
        "s = cache.open_cached_store(); y = s.data.rated_year\n"
        "for y in (y, s.data.years[0], 'all years'):\n"
        "    s.match_boards(parse_filter('a&e<70', s.data), y, None, y)\n"
        "    s.match_boards(Filter(), y); s.count_options(Filter(), y); s.year_cells(y); s.list_series(year=y)\n"
        "    s.glimpse_evidence('QK1', aim='leadership', year=y); s.list_national(y, aim='leadership')\n"
        "    s.board_cells('QK1'); s.list_evidence('QK1', year=y); s.compare_boards(['QK1', 'QHG'], y)\n"
        "print('_duckdb' in sys.modules, 'yaml' in sys.modules)\n"
        "s.year_cells(y, ['self-report']); print('_duckdb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "False", "True"]


@pytest.mark.usefixtures("small")
def test_a_changed_file_is_read_again(cache: Path, mine: Path, reads: list[object]) -> None:
    assert store_cache.open_cached_store([mine]).data.source["x"].publisher == "One"
    assert store_cache.open_cached_store([mine]).data.source["x"].publisher == "One" and len(reads) == 1
    (mine / "assessments.yaml").write_text(SOURCE.replace("One", "Two"))
    assert store_cache.open_cached_store([mine]).data.source["x"].publisher == "Two" and len(reads) == 2
    (mine / "assessments.yaml").write_text(SOURCE)
    assert store_cache.open_cached_store([mine]).data.source["x"].publisher == "One" and len(reads) == 2
    (mine / "indicators.yaml").write_text("indicators: []\n")
    store_cache.open_cached_store([mine])
    assert len(reads) == 3


@pytest.mark.usefixtures("small")
def test_what_is_saved_while_the_files_are_read_and_put_back_is_no_part_of_what_is_prepared(
    cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_while_saving(**options: Any) -> Dataset:
        (mine / "assessments.yaml").write_text(SOURCE.replace("One", "Two"))
        (mine / "indicators.yaml").write_text("indicators: nothing\n")
        read = load_dataset(**options)
        (mine / "assessments.yaml").write_text(SOURCE)
        (mine / "indicators.yaml").unlink()
        return read

    with monkeypatch.context() as patch:
        patch.setattr("icb_tui.data_files.loader.load_dataset", read_while_saving)
        assert store_cache.open_cached_store([mine]).data.source["x"].publisher == "One"
    assert is_prepared(second := store_cache.open_cached_store([mine]))
    assert second.data.source["x"].publisher == "One"


@pytest.mark.usefixtures("small")
def test_a_large_file_is_known_by_its_times_once_it_has_settled(
    cache: Path, mine: Path, reads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "MAX_HASHED_BYTES", 10)
    assert not is_prepared(store_cache.open_cached_store([mine]))
    assert count_stores(cache) == 0
    monkeypatch.setattr(snapshot, "SETTLED_SECONDS", -1.0)
    store_cache.open_cached_store([mine])
    store_cache.open_cached_store([mine])
    assert len(reads) == 2 and count_stores(cache) == 1
    os.utime(mine / "assessments.yaml")
    store_cache.open_cached_store([mine])
    assert len(reads) == 3


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("facts", "changed"),
        ("facts", "empty"),
        ("facts", "open to all"),
        ("facts", "pipe"),
        ("answers", "cut"),
        ("answers", "changed"),
        ("answers", "gone"),
        ("answers", "open to all"),
        ("answers", "pipe"),
        ("store.duckdb", "cut"),
        ("store.duckdb", "changed"),
        ("store.duckdb", "gone"),
        ("store.duckdb", "folder"),
    ],
)
@pytest.mark.usefixtures("small")
def test_what_is_not_whole_or_may_be_anothers_is_made_anew(small_ready: Path, cache: Path, name: str, how: str) -> None:
    shutil.copytree(small_ready, cache.parent)
    assert is_prepared(store_cache.open_cached_store())
    (path,) = cache.glob(f"*/{name}")
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
        case "pipe":
            path.unlink()
            os.mkfifo(path)
        case "open to all":
            path.chmod(0o666)
    store = store_cache.open_cached_store()
    assert [e.finding.id for e in store.list_evidence("QK1", year="2023/24", aim="leadership")] == ["A012"]
    store.close()


@pytest.mark.usefixtures("small")
def test_a_cache_that_others_can_write_to_is_not_used(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert not is_prepared(store_cache.open_cached_store()) and count_stores(cache) == 0
    cache.chmod(0o700)
    store_cache.open_cached_store()
    assert is_prepared(store_cache.open_cached_store())


@pytest.mark.usefixtures("small")
def test_a_full_disk_only_costs_the_next_start_its_speed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(data: Dataset, path: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr("icb_tui.store.tables.write_database", full)
    assert not is_prepared(store_cache.open_cached_store()) and count_stores(cache) == 0


def test_without_a_cache_folder_everything_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        assert "2 of 42" in run("list", "concern", XDG_CACHE_HOME=str(place)).stderr


@pytest.mark.usefixtures("small")
def test_only_the_stores_used_last_are_kept(cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "MAX_KEPT", 2)
    for name in ("One", "Two", "Three"):
        (mine / "assessments.yaml").write_text(SOURCE.replace("One", name))
        store_cache.open_cached_store([mine])
    assert count_stores(cache) == 2


def test_many_at_once_prepare_the_same_and_all_are_answered(cache: Path, mine: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from icb_tui.store import cache\n"
        "s = cache.open_cached_store([Path(sys.argv[1])])\n"
        "print(len(s.list_evidence('QK1')), s.count_findings())"
    )
    command = [sys.executable, "-c", code, str(mine)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: subprocess.run(command, capture_output=True, timeout=60), range(4)))
    expected = f"{len(Store(load_dataset()).list_evidence('QK1'))} {len(load_dataset().findings)}"
    assert [each.stdout.decode().strip() for each in done] == [expected] * 4
    assert count_stores(cache) == 1


@pytest.mark.usefixtures("small")
def test_in_ascii_it_is_prepared_apart(cache: Path, reads: list[object]) -> None:
    plain, marked = store_cache.open_cached_store(ascii_only=True), store_cache.open_cached_store()
    assert len(reads) == 2
    assert plain.data.ratings[0].symbol.isascii() and not marked.data.ratings[0].symbol.isascii()
    again = store_cache.open_cached_store(ascii_only=True)
    said = plain.list_evidence("QK1")
    plain.close()
    assert len(reads) == 2 and again.list_evidence("QK1") == said


# ---- the folder of the cache


def test_a_prepared_store_is_used_where_nothing_can_be_written(ready: Path, cache: Path, reads: list[object]) -> None:
    shutil.copytree(ready, cache.parent)
    with refuse_changes(OSError(errno.EROFS, "Read-only file system")) as calls:
        store = store_cache.open_cached_store()
        assert is_prepared(store) and store.count_findings() and reads == [] and "utime" in calls
    store.close()


def give_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder another user's, or, where only root could, make this user another."""
    if os.geteuid() == 0:
        os.chown(path, 12345, -1, follow_symlinks=False)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)


def describe_in_config() -> str:
    (row,) = [row for row in json.loads(run("config", "--format", "json").stdout) if row["setting"] == "cache"]
    return f"{row['value']}: {row['source']}"


def test_a_link_of_ones_own_leads_to_the_cache_and_config_says_what_it_holds(
    ready: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", lambda **options: load_data())
    scratch = tmp_path / "scratch"
    cache.parent.mkdir()
    cache.symlink_to(scratch)
    assert describe_in_config() == f"{cache}: not used: it leads to {scratch}, which is not there"
    assert not is_prepared(store_cache.open_cached_store()) and not scratch.exists()
    scratch.mkdir(mode=0o700)
    assert describe_in_config() == f"{cache}: used: nothing prepared yet"
    shutil.copytree(ready / "icb-tui", scratch, dirs_exist_ok=True)
    assert is_prepared(store_cache.open_cached_store())
    size = sum(path.stat().st_size for name in WHOLE for path in scratch.rglob(name))
    assert describe_in_config() == f"{cache}: used: prepared data, {size / 1e6:.1f} MB"
    scratch.chmod(0o770)
    assert not is_prepared(store_cache.open_cached_store())
    assert describe_in_config() == f"{cache}: not used: other users can write in {scratch}; run chmod go-w on it"


def test_config_says_what_of_the_cache_cannot_be_written(
    ready: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert describe_in_config() == f"{cache}: not used: nothing can be written in {cache.parent.parent}"
    cache.mkdir(parents=True)
    assert describe_in_config() == f"{cache}: not used: nothing can be written in {cache}"
    shutil.copytree(ready / "icb-tui", cache, dirs_exist_ok=True)
    assert describe_in_config().startswith(f"{cache}: used, read-only: prepared data, ")


def test_a_start_removes_what_killed_ones_left_in_the_users_own_folders(
    cache: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    homes = [mine, *(tmp_path / variable / "icb-tui" for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"))]
    left = [cache / ".making-abcdefgh", *(home / ".icb-tui-abcdefgh" for home in homes)]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / "part").touch()
    cache.chmod(0o700)
    assert cache_folder.find_usable_folder() == cache
    monkeypatch.setattr(store_cache, "open_cached_store", lambda *_, **options: open_test_store())
    run("list", "concern", "--data", str(mine))
    assert [folder for folder in left if folder.exists()] == []


def test_a_link_of_anothers_is_not_followed(
    ready: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ready / "icb-tui", tmp_path / "mine", copy_function=shutil.copy2)
    cache.parent.mkdir()
    cache.symlink_to(tmp_path / "mine")
    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", lambda **options: load_data())
    give_away(cache, monkeypatch)
    assert not is_prepared(store_cache.open_cached_store())
    assert describe_in_config().endswith(f"not used: {tmp_path / 'mine'} belongs to another user")


def test_nothing_is_made_in_the_home_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "alice"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    give_away(home, monkeypatch)
    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", lambda **options: load_data())
    assert not is_prepared(store_cache.open_cached_store())
    assert describe_in_config() == f"{home}/.cache/icb-tui: not used: {home} belongs to another user"
    said = run("sets", "--keep", "mine", "LLR", code=2).stderr
    assert f"sets are not saved: {home} belongs to another user; set XDG_DATA_HOME to a folder of your own" in said
    with pytest.raises(SettingsError, match=r"settings are not saved: .* set XDG_CONFIG_HOME to a folder of your own"):
        save_settings(home / ".config" / "icb-tui" / "config.toml", {"theme": "light"})
    monkeypatch.setattr(EarlyStart, "_place", find_frame_file([], (80, 24)))
    EarlyStart._write_frame("a frame")
    assert list(home.iterdir()) == []


def test_whatever_kills_a_first_start_leaves_a_whole_store_or_none_and_the_next_start_removes_the_rest(
    ready: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, reads: list[object]
) -> None:
    (prepared,) = (ready / "icb-tui").iterdir()
    monkeypatch.setattr(
        store_cache,
        "write_prepared_files",
        lambda data, folder, read_again: shutil.copytree(prepared, folder, dirs_exist_ok=True),
    )
    monkeypatch.setattr("icb_tui.data_files.loader.load_dataset", lambda **options: load_data())
    left = 0
    for step in kill_at_each_step(store_cache.open_cached_store):
        left += any(path.name.startswith(".making-") for path in cache.glob("*"))
        stores = list(cache.glob("[0-9a-f]*"))
        if stores:
            assert count_prepared(cache) == 1
        if step % 2:
            cache_folder.find_usable_folder()
            assert count_stores(cache) == len(stores)
        shutil.rmtree(cache, ignore_errors=True)
    assert left > 5 and count_stores(cache) == 1 and is_prepared(store_cache.open_cached_store())


# ---- what a prepared store depends on


def test_its_name_changes_with_every_module_that_decides_what_is_stored() -> None:
    waiting, found = ["data_files.loader", "store.tables", "store.store"], set[str]()
    while waiting:
        found.add(name := waiting.pop())
        waiting += list_imports(MODULES[name]) - found
    assert {name.split(".")[0] for name in found} == set(store_cache.FOLDERS)
    for library in store_cache.LIBRARIES:
        assert any(f"import {library}" in MODULES[name].read_text() for name in found)


@pytest.mark.usefixtures("small")
def test_its_name_changes_with_the_program_and_with_what_a_folder_is_called(
    cache: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(mine, tmp_path / "yours")
    link = tmp_path / "link"
    link.symlink_to(mine)
    assert store_cache.open_cached_store([link]).data.own_folders == {"mine": {"sources": 1}}
    link.unlink()
    link.symlink_to(tmp_path / "yours")
    assert store_cache.open_cached_store([link]).data.own_folders == {"yours": {"sources": 1}}
    assert count_stores(cache) == 2
    monkeypatch.setattr(store_cache, "__version__", "0.0")
    store_cache.open_cached_store([link])
    assert count_stores(cache) == 3


# ---- a bit that changed on the disk


def test_one_bit_flipped_anywhere_in_a_prepared_store_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = replace(load_data(), findings=load_data().findings[:40], indicators=())
    path, in_memory, chance = tmp_path / "store.duckdb", open_in_memory(data), random.Random(9)
    write_database(data, path)
    whole, digest = path.read_bytes(), hash_file(path)
    monkeypatch.setattr("icb_tui.store.tables.open_in_memory", lambda data: in_memory.cursor())
    questions = [
        f'from "{table}" order by all'
        for (table,) in in_memory.execute("select table_name from duckdb_tables()").fetchall()
    ]
    answers, mended = [in_memory.execute(question).fetchall() for question in questions], 0
    for _ in range(12):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        database = Database(data, PreparedFile(path, digest, None, lambda: data))
        assert [database.query(question) for question in questions] == answers
        mended += not path.exists()
        database.close()
    assert mended > 5


def test_what_is_broken_is_read_anew_for_each_command_and_prepared_again(ready: Path, cache: Path) -> None:
    for command, name in (
        (("show", "QK1"), "answers"),
        (("show", "QK1", "--evidence", "self"), "store.duckdb"),
        (("sql", "select count(summary) from finding"), "store.duckdb"),
    ):
        shutil.rmtree(cache.parent, ignore_errors=True)
        shutil.copytree(ready, cache.parent)
        (path,) = cache.glob(f"*/{name}")
        whole = run(*command)
        content = bytearray(path.read_bytes())
        for place in range(50_000, len(content), 20_000):
            content[place] ^= 1
        path.write_bytes(content)
        assert run(*command) == whole and not path.exists()
        store_cache.open_cached_store()
        assert count_stores(cache) == 1


def test_a_query_that_is_wrong_leaves_a_prepared_store_as_it_is(ready: Path, cache: Path) -> None:
    shutil.copytree(ready, cache.parent)
    store = store_cache.open_cached_store()
    with pytest.raises(QueryRefused, match="nothing"):
        store.run_user_query("select nothing from icb", seconds=10, limit=1)
    assert count_stores(cache) == 1 and store.count_findings()
    store.close()


# ---- the prepared file is gone before the first question


def lose_prepared_file(store: Store, mine: Path) -> None:
    """Delete the prepared store, and save a finding of a source that was not there before."""
    assert store._database.prepared
    for name in WHOLE:
        (store._database.prepared.path.parent / name).unlink()
    (mine / "assessments.yaml").write_text(
        "sources:\n  - {id: new, publisher: New}\nfindings:\n  - {id: N1, icb: QK1, year: 2022/23, aim: leadership,"
        " kind: self-report, direction: neutral, summary: New., source: new}\n"
    )


@pytest.mark.usefixtures("small")
def test_a_store_never_mixes_the_data_it_has_read_with_changed_files(cache: Path, mine: Path) -> None:
    store_cache.open_cached_store([mine]).close()
    store = store_cache.open_cached_store([mine])
    lose_prepared_file(store, mine)
    with pytest.raises(DataChanged, match="the data files have changed since they were read"):
        store.list_evidence("QK1", year="2022/23")
    assert "new" not in store.data.source
    (mine / "assessments.yaml").write_text(SOURCE)
    assert store.list_evidence("QK1", year="2022/23") == Store(load_dataset()).list_evidence("QK1", year="2022/23")


@pytest.mark.usefixtures("small")
def test_a_command_whose_data_change_meanwhile_says_so_and_exits_4(
    cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = store_cache.open_cached_store

    def open_and_lose(*arguments: Any, **options: Any) -> Store:
        opened(*arguments, **options).close()
        store = opened(*arguments, **options)
        lose_prepared_file(store, mine)
        return store

    monkeypatch.setattr(store_cache, "open_cached_store", open_and_lose)
    said = run("show", "QK1", "--data", str(mine), code=4).stderr
    assert said.splitlines()[-1] == "icb-tui: the data files have changed since they were read; run icb-tui again"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("first", ["key", "palette", "finder"])
def test_the_explorer_reads_changed_data_anew_as_a_whole(first: str, cache: Path, mine: Path) -> None:
    reread = partial(store_cache.open_cached_store, [mine])
    reread().close()
    store = reread()
    lose_prepared_file(store, mine)
    view = View(data=store.data, year=store.data.rated_year)
    app = IcbApp(store, Appearance("dark", store.data), view, reread=reread)

    async def run_session() -> str:
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until_settled(pilot)
            if first == "key":
                await pilot.press("left_square_bracket")
            elif first == "palette":
                await pilot.press("ctrl+p", *"2022", "enter")
            else:  # which opens the database in a thread
                await pilot.press("slash")
            for _ in range(100):
                await wait_until_settled(pilot)
                if "Reloaded." in read_screen(app):
                    return read_screen(app)
                await pilot.pause(0.02)
            return read_screen(app)

    assert "Reloaded. " in asyncio.run(run_session()) and not app.crash
    assert "new" in app.browser.store.data.source and "new" in app.browser.current_view.data.source


@pytest.mark.parametrize(("many", "block"), [(100, 262_144), (100_000, 65_536)])
def test_many_findings_are_stored_in_parts_and_large_blocks_and_are_the_same(
    many: int, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def list_rows(database: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
        return {name: database.execute(f"from {name}").fetchall() for name in ("finding", "words", "glimpse", "matrix")}

    expected = list_rows(open_in_memory(load_data()))
    monkeypatch.setattr(tables, "MANY_FINDINGS", many)
    monkeypatch.setattr(tables, "ROWS_PER_INSERT", 100)
    write_database(load_data(), tmp_path / "store.duckdb")
    with duckdb.connect(tmp_path / "store.duckdb", read_only=True) as database:
        assert list_rows(database) == expected
        assert database.execute("select block_size from pragma_database_size()").fetchall() == [(block,)]
