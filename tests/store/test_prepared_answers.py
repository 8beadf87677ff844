"""Prepared answers: the same as those of the database; what is damaged is never an answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bundled_store import load_data
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from screen import read_screen, wait_until_settled

from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.filters.language import parse_filter
from icb_tui.store.answer_file import AnswerFile, write_answers
from icb_tui.store.answer_preparation import list_prepared_answers
from icb_tui.store.database import FirstAnswers, PreparedFile
from icb_tui.store.store import Store
from icb_tui.tui.app import IcbApp
from icb_tui.tui.theme import Appearance
from icb_tui.views.view_state import View

CROWDED = ("QK1", "leadership", "2023/24", "self-report")
"""A board, aim, year and evidence type that has more findings than are prepared."""


@pytest.fixture(scope="module")
def data() -> Dataset:
    """The bundled data, with 30 findings of one evidence type in one cell, every third of them rated."""
    icb, aim, year, kind = CROWDED
    model = next(f for f in load_data().findings if f.icb and f.aim)
    more = tuple(
        replace(model, id=f"X{n}", icb=icb, aim=aim, year=year, kind=kind, rating=model.rating if n % 3 else None)
        for n in range(30)
    )
    return replace(load_data(), findings=(*load_data().findings, *more))


@pytest.fixture(scope="module")
def filled(data: Dataset) -> Iterator[Store]:
    """The store of the data in a database."""
    store = Store(data)
    yield store
    store.close()


def open_answers(store: Store, path: Path, first: FirstAnswers | None = None) -> Store:
    """A store with the answers of another, whose database must not be asked."""
    path.unlink(missing_ok=True)
    answers = AnswerFile(path, write_answers(path, list_prepared_answers(store)))
    return Store(store.data, PreparedFile(path.with_name("none"), b"", first, lambda: store.data, answers))


@pytest.fixture(scope="module")
def prepared(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of the same data that answers from prepared answers, and else from the same database."""
    path = tmp_path_factory.mktemp("answers") / "answers"
    store = open_answers(filled, path, filled.list_first_answers())
    store._database.connect = filled._database.connect  # type: ignore[method-assign]
    return store


boards = st.sampled_from([*load_data().icb, None, "nowhere"])
aims = st.sampled_from([*load_data().aim, ""])
years = st.sampled_from([*load_data().years, ALL_YEARS, "2010/11"])
kinds = st.one_of(st.just(()), st.lists(st.sampled_from([*load_data().kind]), unique=True))


@given(board=boards, aim=aims, year=years, voices=kinds)
def test_findings_cells_and_indicators_are_those_of_the_database(
    filled: Store, prepared: Store, board: str | None, aim: str, year: str, voices: list[str]
) -> None:
    def ask(store: Store) -> list[Any]:
        answers: list[Any] = [
            store.list_evidence(board, year=year, voices=voices),
            store.list_evidence(board, aim=aim, year=year, voices=voices),
            store.list_evidence(board, aim=aim, voices=voices),
            store.glimpse_evidence(board, aim=aim, year=year, voices=voices),
            store.list_national(year, aim=aim, voices=voices),
            list(store.year_cells(year, voices).items()),
            list(store.list_series(icb=board, year=year).items()),
            store.match_boards(parse_filter("a&e<70 -smoking>12", store.data), year, None, year),
        ]
        return [*answers, store.board_cells(board or "", voices), store._query_evidence_types(year)]

    assert ask(prepared) == ask(filled)


def test_a_crowded_cell_shows_its_first_findings_and_lists_all(filled: Store, prepared: Store) -> None:
    icb, aim, year, kind = CROWDED
    first = prepared.glimpse_evidence(icb, aim=aim, year=year, voices=[kind])
    assert first == filled.glimpse_evidence(icb, aim=aim, year=year, voices=[kind]) and len(first) == 20
    every = prepared.list_evidence(icb, aim=aim, year=year, voices=[kind])
    assert every == filled.list_evidence(icb, aim=aim, year=year, voices=[kind]) and len(every) >= 30


def test_one_bit_flipped_anywhere_is_noticed_and_the_database_answers(filled: Store, tmp_path: Path) -> None:
    path, chance, noticed = tmp_path / "answers", random.Random(5), 0
    store = open_answers(filled, path)
    whole, answers = path.read_bytes(), store._database.prepared
    assert answers and answers.answers
    for _ in range(12):
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        again = Store(filled.data, answers._replace(answers=AnswerFile(path, answers.answers._index)))
        again._database.connect = filled._database.connect  # type: ignore[method-assign]
        assert again.list_evidence("QK1") == filled.list_evidence("QK1")
        assert again.list_series() == filled.list_series()
        assert again.year_cells(ALL_YEARS) == filled.year_cells(ALL_YEARS)
        compared = parse_filter("a&e<70", filled.data), "2023/24"
        assert again.match_boards(*compared) == filled.match_boards(*compared)
        noticed += not path.exists()
    assert noticed > 5


def test_moving_filtering_the_map_and_a_page_ask_no_database_and_the_finder_opens_it(
    prepared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    connect = prepared._database.connect

    def count_and_connect() -> Any:
        opened.append("database")
        return connect()

    monkeypatch.setattr(prepared._database, "connect", count_and_connect)
    view = View(data=prepared.data, year=prepared.data.rated_year)
    app = IcbApp(prepared, Appearance("dark", prepared.data), view)
    looking = "j j l 2 m j m i j i f l o n d o n enter left_square_bracket right_square_bracket w enter escape".split()

    async def run_session() -> None:
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press(*looking)
            await wait_until_settled(pilot)
            assert "London" in read_screen(app) and opened == []
            await pilot.press("slash")
            for _ in range(200):
                await pilot.pause(0.01)
                if opened:
                    return

    asyncio.run(run_session())
    assert opened == ["database"] and not app.crash
