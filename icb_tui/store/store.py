"""The questions that the program asks of the data, each answered by one statement of SQL or from memory."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from icb_tui.analysis.indicator_periods import cut_series
from icb_tui.data_files.problems import DataError
from icb_tui.data_files.snapshot import Snapshot
from icb_tui.domain.answers import (
    AimCoverage,
    BoardMatch,
    Cell,
    CellEvidence,
    Evidence,
    EvidenceTypeCoverage,
    SeriesByKey,
)
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import UNRATED
from icb_tui.filters import matching
from icb_tui.filters.conditions import list_board_facts, list_compared_periods
from icb_tui.filters.terms import Filter, Term
from icb_tui.store import queries
from icb_tui.store.answer_memory import AnswerMemory
from icb_tui.store.database import Database, FirstAnswers, PreparedFile, YearAnswers
from icb_tui.store.prepared_answers import PreparedAnswers
from icb_tui.store.rows import combine_cells, decode_evidence, decode_lists, make_cells, make_evidence, make_series

if TYPE_CHECKING:
    from icb_tui.store.user_sql.sql_guard import QueryResult


class Store:
    """The boards and what was said of them. Every answer is in the order of the data files unless it says otherwise.

    `voices` are the ids of the evidence types whose findings count; none given means all. A `year` is one of the data,
    or ALL_YEARS.
    """

    snapshot: Snapshot | None = None
    """The data files as they were read, where that is known."""

    def __init__(self, data: Dataset, prepared: PreparedFile | None = None) -> None:
        """A store of these data, or of the prepared file that holds their findings."""
        self._use_database(Database(data, prepared))

    def _use_database(self, database: Database) -> None:
        """Answer from this database, with nothing remembered of another."""
        self._database, self.data = database, database.data
        self._prepared = PreparedAnswers(database)
        self._answer_once = AnswerMemory().answer_once

    def open_ahead(self) -> None:
        """Open the database ahead of the first question, which waits for it if it is asked meanwhile.

        Nothing is asked here: a connection refuses a question while it is busy with another thread's. Raises DataError
        where the data must be read anew; whatever else goes wrong, the first question meets it again and reports it.
        """
        try:
            self._database.connect()
        except DataError:
            raise
        except Exception:  # noqa: S110
            pass

    def replace_with(self, other: Store) -> None:
        """Answer from the data of another store from now on."""
        self.close()
        self._use_database(other._database)

    def close(self) -> None:
        """Close the database; the next question opens it again."""
        self._database.close()

    def list_first_answers(self) -> FirstAnswers:
        """Return the answers to what the explorer asks first."""
        year = self.data.rated_year
        return FirstAnswers(year, self.answer_year(year), self._database.list_finding_counts())

    def answer_year(self, year: str) -> YearAnswers:
        """Return the cells of a year, of every evidence type, and the evidence types in it."""
        types = {icb: sorted(kinds) for icb, kinds in sorted(self._query_evidence_types(year).items())}
        return YearAnswers(list(self.year_cells(year).values()), types)

    def match_boards(
        self, wanted: Filter, year: str, as_at: dt.date | None = None, indicator_year: str = ALL_YEARS
    ) -> list[BoardMatch]:
        """Return every board that is open in the year (or on a day), with the parts of the filter that it misses."""
        return self._answer_once(self._match_boards, wanted, year, as_at, indicator_year)

    def _match_boards(self, wanted: Filter, *when: Any) -> list[BoardMatch]:
        return matching.match_boards(wanted, self._list_subjects(wanted, *when))

    def count_options(
        self, wanted: Filter, year: str, as_at: dt.date | None = None, indicator_year: str = ALL_YEARS
    ) -> dict[Term, int]:
        """Return for each option of the filter how many boards choosing it alone would give."""
        return self._answer_once(self._count_options, wanted, year, as_at, indicator_year)

    def _count_options(self, wanted: Filter, *when: Any) -> dict[Term, int]:
        return matching.count_options(wanted, self._list_subjects(wanted, *when), self.data)

    def _list_subjects(
        self, wanted: Filter, year: str, as_at: dt.date | None, indicator_year: str
    ) -> list[matching.FilterSubject]:
        """The open boards, as the filter sees them; none in a year that is not in the data."""
        if not self.data.list_years(year):
            return []
        voices = wanted.counted_kinds(self.data.kind)
        cells, speaking = self.year_cells(year, voices), self._answer_once(self._query_evidence_types, year)
        periods = list_compared_periods(wanted, self.data, indicator_year)
        facts = list_board_facts(
            wanted, self.data, {id: self._answer_once(self._query_values, id, period) for id, period in periods.items()}
        )
        mentioning = {
            text: self._answer_once(self._query_boards_mentioning, text.casefold(), year, voices)
            for text in wanted.values_of("text", negated=None)
        }
        return [
            matching.FilterSubject(
                icb,
                {aim: cells[icb.code, aim].rating or UNRATED for aim in self.data.aim},
                speaking.get(icb.code, frozenset()),
                frozenset(text for text, icbs in mentioning.items() if icb.code in icbs),
                *facts[icb.code],
            )
            for icb in self.data.list_open_boards(year, as_at)
        ]

    def _query_values(self, indicator: str, period: str | None) -> Mapping[str, float]:
        """The values of an indicator in a period (None: in none), by board."""
        if (known := self._prepared.find_values(indicator)) is not None:
            return known.get(period or "", {})
        return dict(self._database.query(queries.INDICATOR_VALUES, indicator=indicator, period=period))

    def _query_evidence_types(self, year: str) -> dict[str, frozenset[str]]:
        """The evidence types with a finding on each board in the year, on any aim or on none."""
        if known := self._prepared.find_year(year):
            return {icb: frozenset(kinds) for icb, kinds in known.evidence_types.items()}
        return {icb: frozenset(kinds) for icb, kinds in self._query_year(queries.EVIDENCE_TYPES, year)}

    def _query_year(self, sql: str, year: str | None, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement on a year; of all years where it is ALL_YEARS or None."""
        return self._database.query(sql, year=None if year == ALL_YEARS else year, **parameters)

    def _query_boards_mentioning(self, folded_text: str, year: str, voices: tuple[str, ...]) -> frozenset[str]:
        """The boards with a finding in the year that mentions a text."""
        rows = self._query_year(queries.BOARDS_MENTIONING, year, text=folded_text, voices=self._order_kinds(voices))
        return frozenset(icb for (icb,) in rows)

    def year_cells(self, year: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every board and aim in the year, by board and aim."""
        return self._answer_once(self._query_year_cells, year, tuple(self._order_kinds(voices)))

    def _query_year_cells(self, year: str, kinds: tuple[str, ...]) -> dict[tuple[str, str], Cell]:
        if len(kinds) == len(self.data.kind) and (known := self._prepared.find_year(year)):
            return {(cell.icb, cell.aim): cell for cell in known.cells}
        cells = self._query_cells(kinds, year=year)
        return {(cell.icb, cell.aim): cell for cell in (combine_cells(cells) if year == ALL_YEARS else cells)}

    def count_findings_by_year(self, voices: Iterable[str] = ()) -> dict[tuple[str, str], dict[str, int]]:
        """Return by board and aim how many findings each year has that has any."""
        return self._answer_once(self._database.count_findings, tuple(voices))

    def board_cells(self, icb: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every aim and year of a board, and of all years, by aim and year."""
        kinds = self._order_kinds(voices)
        cells = self._prepared.find_board_cells(icb) if len(kinds) == len(self.data.kind) else None
        if cells is None:
            cells = self._query_cells(kinds, icb=icb)
            cells += combine_cells(cells)
        return {(cell.aim, cell.year): cell for cell in cells}

    def _query_cells(self, kinds: Sequence[str], *, year: str | None = None, icb: str | None = None) -> list[Cell]:
        """The cells of a year, or of every year; those that count every evidence type stand in a table."""
        if len(kinds) == len(self.data.kind):
            rows = self._query_year(queries.MATRIX_CELLS, year, icb=icb)
        else:
            rows = self._query_year(queries.CELLS, year, icb=icb, voices=list(kinds))
        return make_cells(rows)

    def count_by_aim(self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None) -> list[AimCoverage]:
        """Return how much is known of some boards (None: of all) on each aim, and on none, in each year."""
        return [
            AimCoverage(*row)
            for row in self._database.query(queries.AIM_COVERAGE, icbs=icbs, voices=self._order_kinds(voices))
        ]

    def count_by_evidence_type(
        self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None
    ) -> list[EvidenceTypeCoverage]:
        """Return how much each evidence type has in each year on some boards (None: on all), and without naming one."""
        return [
            EvidenceTypeCoverage(*row)
            for row in self._database.query(queries.EVIDENCE_TYPE_COVERAGE, icbs=icbs, voices=self._order_kinds(voices))
        ]

    def list_evidence(
        self, icb: str | None = None, *, aim: str | None = None, year: str | None = None, voices: Iterable[str] = ()
    ) -> list[Evidence]:
        """Return the findings of a board (None: those that name no board that there is), with their sources.

        An aim or a year narrows it. Kinds come in the order of the data, within a kind the newest year first.
        """
        kinds = self._order_kinds(voices)
        if (known := self._prepared.find_findings(icb, aim, year, kinds)) is not None:
            return make_evidence(known, self.data)
        return decode_evidence(self._query_year(queries.EVIDENCE, year, icb=icb, aim=aim, voices=kinds), self.data)

    def glimpse_evidence(self, icb: str | None, *, aim: str, year: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the first findings of a cell (None: England-wide), of each evidence type at most 20, rated first."""
        kinds = self._order_kinds(voices)
        if (known := self._prepared.find_first_findings(icb, aim, year, kinds)) is not None:
            return make_evidence(known, self.data)
        glimpses = self._query_year(queries.GLIMPSE, year, icb=icb or "", aim=aim)
        texts = [text for kind in kinds for of_kind, text in glimpses if of_kind == kind]
        return decode_lists(texts, self.data)

    def list_first_findings(self) -> list[tuple[Any, ...]]:
        """Return board, aim, year (None: none), evidence type, whether these are all, and the findings as JSON."""
        return self._database.query(queries.FIRST_FINDINGS)

    def search_findings(self, text: str, *, year: str | None = None, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the findings that mention a text, in the order of the data."""
        kinds = self._order_kinds(voices)
        return decode_evidence(
            self._query_year(queries.FINDINGS_MENTIONING, year, text=text.casefold(), voices=kinds), self.data
        )

    def search_folded(self, folded_text: str, most: int) -> list[Evidence]:
        """Return the first findings that have each word of a folded text, those with the whole text first."""
        return decode_evidence(self._database.query(queries.FINDINGS_BY_WORDS, text=folded_text, most=most), self.data)

    def count_findings(self, *, year: str | None = None, voices: Iterable[str] = ()) -> int:
        """Return how many findings there are."""
        return int(self._query_year(queries.FINDING_COUNT, year, voices=self._order_kinds(voices))[0][0])

    def list_national(self, year: str, *, aim: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the England-wide findings on an aim in a year."""
        unnamed = self.list_evidence(None, aim=aim, year=year, voices=voices)
        return [e for e in unnamed if e.finding.scope == "national"]

    def list_series(self, *, icb: str | None = None, aim: str | None = None, year: str = ALL_YEARS) -> SeriesByKey:
        """Return by board and indicator the values in every period: of one board or of all, on one aim or on all.

        The periods are those up to the one that counts for the year; an indicator that has none is left out.
        """
        tied = {indicator.id for indicator in self.data.indicators if aim in (None, indicator.aim)}
        series = self._answer_once(self._list_series_to, icb, year)
        return {key: each for key, each in series.items() if key[1] in tied}

    def _list_series_to(self, icb: str | None, year: str) -> SeriesByKey:
        return cut_series(self._answer_once(self._query_series, icb), self.data.indicators, year)

    def _query_series(self, icb: str | None) -> SeriesByKey:
        """Every series of a board, or of all boards: one question answers all years and evidence types."""
        if (known := self._prepared.find_series(icb)) is not None:
            return known
        found = make_series(self._database.query(queries.INDICATOR_SERIES, icb=icb))
        keys = ((code, id) for code in self.data.icb for id in self.data.indicator)
        return {key: found[key] for key in keys if key in found}

    def compare_boards(
        self, icbs: Sequence[str], year: str, voices: Iterable[str] = ()
    ) -> dict[tuple[str, str], CellEvidence]:
        """Return the cell of each of the boards and aims in the year with its evidence, by board and aim."""
        cells, found = self.year_cells(year, voices), defaultdict[tuple[str | None, str | None], list[Evidence]](list)
        for each in (each for icb in icbs for each in self.list_evidence(icb, year=year, voices=voices)):
            found[each.finding.icb, each.finding.aim].append(each)
        keys = [(icb, aim) for icb in icbs for aim in self.data.aim if (icb, aim) in cells]
        return {key: CellEvidence(cells[key], tuple(found[key])) for key in keys}

    def run_user_query(self, sql: str, *, seconds: float, limit: int) -> QueryResult:
        """Return what one SELECT from outside gives: its first `limit` rows (0: all), within seconds of work.

        It reads only the tables of TABLE_DOCS, and its rows are in its own order. Raises QueryRefused.
        """
        from icb_tui.store.user_sql import sql_guard
        from icb_tui.store.user_sql.table_docs import TABLE_DOCS

        question = partial(sql_guard.run_query, sql=sql, names=TABLE_DOCS, seconds=seconds, limit=limit)
        return self._database.ask_apart(question)

    def list_columns(self, relation: str) -> dict[str, str]:
        """Return the columns of one of the tables of TABLE_DOCS and their types."""
        from icb_tui.store.user_sql.table_docs import TABLE_DOCS

        rows = self._database.query(f"describe from {TABLE_DOCS[relation].example_source}")
        return {name: kind for name, kind, *_ in rows}

    def _order_kinds(self, voices: Iterable[str]) -> list[str]:
        """The kinds whose findings count: the given ones, or where none is given all, in the order of the data."""
        wanted = set(voices)
        return [kind for kind in self.data.kind if not wanted or kind in wanted]
