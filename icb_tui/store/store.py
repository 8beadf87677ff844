"""The questions that the program asks of the data, each answered by one statement of SQL or from memory."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from icb_tui.data_files.problems import DataError
from icb_tui.domain.answers import (
    AimCoverage,
    BoardMatch,
    Cell,
    CellEvidence,
    Evidence,
    EvidenceTypeCoverage,
    IndicatorPoint,
    IndicatorSeries,
    LaterStep,
)
from icb_tui.domain.dataset import Dataset, Year
from icb_tui.domain.records import UNRATED, Finding
from icb_tui.filters import matching
from icb_tui.filters.matching import FilterSubject
from icb_tui.filters.terms import Filter, Term
from icb_tui.store.database import Database, FirstAnswers, PreparedFile
from icb_tui.store.queries import (
    AIM_COVERAGE,
    BOARDS_MENTIONING,
    CELLS,
    COMPARED_CELLS,
    EVIDENCE,
    EVIDENCE_TYPE_COVERAGE,
    EVIDENCE_TYPES,
    FINDING_COUNT,
    FINDINGS_BY_WORDS,
    FINDINGS_MENTIONING,
    GLIMPSE,
    INDICATOR_SERIES,
    MATRIX_CELLS,
)

if TYPE_CHECKING:
    from icb_tui.store.sql_guard import QueryResult

_Answer = TypeVar("_Answer")

MAX_REMEMBERED = 64
"""How many answers are remembered of each question that is asked again and again; the one used longest ago goes."""


class Store:
    """The boards and what was said of them. Every answer is in the order of the data files unless it says otherwise.

    `voices` are the ids of the evidence types whose findings count; none given means all.
    """

    def __init__(self, data: Dataset, prepared: PreparedFile | None = None) -> None:
        """A store of these data, or of the prepared file that holds their findings."""
        self._use_database(Database(data, prepared))

    def _use_database(self, database: Database) -> None:
        """Answer from this database, with nothing remembered of another."""
        self._database, self.data = database, database.data
        self._remembered: dict[str, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)

    def _answer_once(self, question: Callable[..., _Answer], *arguments: Hashable) -> _Answer:
        """Return the answer to a question, asked only where it is not among those remembered.

        Each question has its own, so that many of one kind (a typed quotation) push out no other. No lru_cache: it
        would hold the store, and with it the open database, until a collection of garbage.
        """
        known = self._remembered[question.__name__]
        if arguments in known:
            known.move_to_end(arguments)
        else:
            known[arguments] = question(*arguments)
            if len(known) > MAX_REMEMBERED:
                known.popitem(last=False)
        answer: _Answer = known[arguments]
        return answer

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
        return FirstAnswers(
            year, list(self.year_cells(year).values()), self._answer_once(self._query_evidence_types, year)
        )

    def match_boards(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> list[BoardMatch]:
        """Return every board that is open in the year (or on a day), with the parts of the filter that it misses."""
        return matching.match_boards(wanted, self._list_filter_subjects(wanted, year, as_at))

    def count_options(self, wanted: Filter, year: str, as_at: dt.date | None = None) -> dict[Term, int]:
        """Return for each option of the filter how many boards choosing it alone would give."""
        return matching.count_options(wanted, self._list_filter_subjects(wanted, year, as_at), self.data)

    def _list_filter_subjects(self, wanted: Filter, year: str, as_at: dt.date | None) -> list[FilterSubject]:
        """The open boards, as the filter sees them; none in a year that is not in the data."""
        if year not in self.data.years:
            return []
        voices = wanted.counted_kinds(self.data.kind)
        cells, speaking = self.year_cells(year, voices), self._answer_once(self._query_evidence_types, year)
        texts = [*wanted.values_of("text"), *wanted.values_of("text", negated=True)]
        mentioning = {
            text: self._answer_once(self._query_boards_mentioning, text.casefold(), year, voices) for text in texts
        }
        return [
            FilterSubject(
                icb,
                {aim: cells[icb.code, aim].rating or UNRATED for aim in self.data.aim},
                speaking.get(icb.code, frozenset()),
                frozenset(text for text, icbs in mentioning.items() if icb.code in icbs),
            )
            for icb in self.data.icbs
            if Year(year).is_open(icb, as_at)
        ]

    def _query_evidence_types(self, year: str) -> dict[str, frozenset[str]]:
        """The evidence types with a finding on each board in the year, on any aim or on none."""
        if known := self._database.list_known_answers(year):
            return known.evidence_types
        return {icb: frozenset(kinds) for icb, kinds in self._database.query(EVIDENCE_TYPES, year=year)}

    def _query_boards_mentioning(self, folded_text: str, year: str, voices: tuple[str, ...]) -> frozenset[str]:
        """The boards with a finding in the year that mentions a text."""
        rows = self._database.query(BOARDS_MENTIONING, text=folded_text, year=year, voices=self._order_kinds(voices))
        return frozenset(icb for (icb,) in rows)

    def year_cells(self, year: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every board and aim in the year, by board and aim."""
        return self._answer_once(self._query_year_cells, year, tuple(self._order_kinds(voices)))

    def _query_year_cells(self, year: str, kinds: tuple[str, ...]) -> dict[tuple[str, str], Cell]:
        if len(kinds) == len(self.data.kind) and (known := self._database.list_known_answers(year)):
            return {(cell.icb, cell.aim): cell for cell in known.cells}
        return {(cell.icb, cell.aim): cell for cell in self._query_cells(kinds, year=year)}

    def board_cells(self, icb: str, voices: Iterable[str] = ()) -> dict[tuple[str, str], Cell]:
        """Return the cell of every aim and year of a board, by aim and year."""
        return {(cell.aim, cell.year): cell for cell in self._query_cells(self._order_kinds(voices), icb=icb)}

    def _query_cells(self, kinds: Sequence[str], *, year: str | None = None, icb: str | None = None) -> list[Cell]:
        """The cells of a year, or of a board in every year; those that count every evidence type stand in a table."""
        if len(kinds) == len(self.data.kind):
            rows = self._database.query(MATRIX_CELLS, year=year, icb=icb)
        else:
            rows = self._database.query(CELLS, year=year, icb=icb, voices=list(kinds))
        return [_make_cell(row) for row in rows]

    def count_by_aim(self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None) -> list[AimCoverage]:
        """Return how much is known of some boards (None: of all) on each aim, and on none, in each year."""
        return [
            AimCoverage(*row) for row in self._database.query(AIM_COVERAGE, icbs=icbs, voices=self._order_kinds(voices))
        ]

    def count_by_evidence_type(
        self, voices: Iterable[str] = (), icbs: Sequence[str] | None = None
    ) -> list[EvidenceTypeCoverage]:
        """Return how much each evidence type has in each year on some boards (None: on all), and without naming one."""
        return [
            EvidenceTypeCoverage(*row)
            for row in self._database.query(EVIDENCE_TYPE_COVERAGE, icbs=icbs, voices=self._order_kinds(voices))
        ]

    def list_evidence(
        self, icb: str | None = None, *, aim: str | None = None, year: str | None = None, voices: Iterable[str] = ()
    ) -> list[Evidence]:
        """Return the findings of a board (None: those that name no board that there is), with their sources.

        An aim or a year narrows it. Kinds come in the order of the data, within a kind the order of the findings.
        """
        rows = self._database.query(EVIDENCE, icb=icb, aim=aim, year=year, voices=self._order_kinds(voices))
        return self._decode_evidence(rows)

    def glimpse_evidence(self, icb: str | None, *, aim: str, year: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the first findings of a cell (None: England-wide), of each evidence type at most 20, rated first."""
        glimpses = dict(self._database.query(GLIMPSE, icb=icb or "", aim=aim, year=year))
        texts = [glimpses[kind] for kind in self._order_kinds(voices) if kind in glimpses]
        return [self._make_evidence(row) for text in texts for row in msgspec.json.decode(text)]

    def search_findings(self, text: str, *, year: str | None = None, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the findings that mention a text, in the order of the data."""
        return self._decode_evidence(
            self._database.query(FINDINGS_MENTIONING, text=text.casefold(), year=year, voices=self._order_kinds(voices))
        )

    def search_folded(self, folded_text: str, most: int) -> list[Evidence]:
        """Return the first findings among whose words, folded, a text is."""
        return self._decode_evidence(self._database.query(FINDINGS_BY_WORDS, text=folded_text, most=most))

    def count_findings(self, *, year: str | None = None, voices: Iterable[str] = ()) -> int:
        """Return how many findings there are."""
        return int(self._database.query(FINDING_COUNT, year=year, voices=self._order_kinds(voices))[0][0])

    def list_national(self, year: str, *, aim: str, voices: Iterable[str] = ()) -> list[Evidence]:
        """Return the England-wide findings on an aim in a year."""
        unnamed = self.list_evidence(None, aim=aim, year=year, voices=voices)
        return [e for e in unnamed if e.finding.scope == "national"]

    def list_series(self, *, icb: str | None = None, aim: str | None = None) -> dict[tuple[str, str], IndicatorSeries]:
        """Return by board and indicator the values in every period: of one board or of all, on one aim or on all."""
        tied = {indicator.id for indicator in self.data.indicators if aim in (None, indicator.aim)}
        return {
            key: each
            for key, each in self._answer_once(self._query_every_series).items()
            if icb in (None, key[0]) and key[1] in tied
        }

    def _query_every_series(self) -> dict[tuple[str, str], IndicatorSeries]:
        """Every series: indicators depend on neither year nor evidence type, so one question answers all."""
        rows = groupby(self._database.query(INDICATOR_SERIES), key=lambda row: row[:2])
        return {
            (icb, id): IndicatorSeries(id, icb, tuple(IndicatorPoint(*point[2:]) for point in points))
            for (icb, id), points in rows
        }

    def compare_boards(
        self, icbs: Sequence[str], year: str, voices: Iterable[str] = ()
    ) -> dict[tuple[str, str], CellEvidence]:
        """Return the cell of each of the boards and aims in the year with its evidence, by board and aim."""
        rows = self._database.query(COMPARED_CELLS, icbs=list(icbs), year=year, voices=self._order_kinds(voices))
        compared = {}
        for key, group in groupby(rows, key=lambda row: row[:2]):
            of_cell = list(group)
            findings = [(finding,) for *_, finding in of_cell if finding]
            compared[key] = CellEvidence(_make_cell(of_cell[0][:-1]), tuple(self._decode_evidence(findings)))
        return compared

    def run_user_query(self, sql: str, *, seconds: float, limit: int) -> QueryResult:
        """Return what one SELECT from outside gives: its first `limit` rows (0: all), within seconds of work.

        It reads only the tables of TABLE_DOCS, and its rows are in its own order. Raises QueryRefused.
        """
        from icb_tui.store import sql_guard
        from icb_tui.store.table_docs import TABLE_DOCS

        with self._database.connect().cursor() as connection:
            return sql_guard.run_query(connection, sql, TABLE_DOCS, seconds=seconds, limit=limit)

    def list_columns(self, relation: str) -> dict[str, str]:
        """Return the columns of one of the tables of TABLE_DOCS and their types."""
        from icb_tui.store.table_docs import TABLE_DOCS

        rows = self._database.query(f"describe from {TABLE_DOCS[relation].example_source}")
        return {name: kind for name, kind, *_ in rows}

    def _decode_evidence(self, rows: Iterable[Sequence[str]]) -> list[Evidence]:
        """Findings from the JSON of the database, each with its source and evidence type."""
        return [self._make_evidence(msgspec.json.decode(text)) for (text,) in rows]

    def _make_evidence(self, row: dict[str, Any]) -> Evidence:
        """A finding with its source, its kind, and the user's folder that it or its source comes from."""
        origin, _ = row.pop("origin") or self.data.find_origin("sources", row["source"]), row.pop("place")
        finding = msgspec.convert(row, Finding)
        source, kind = self.data.source[finding.source], self.data.kind[finding.kind]
        return Evidence(finding, source, kind, origin, self.data.name_reporter(kind, source))

    def _order_kinds(self, voices: Iterable[str]) -> list[str]:
        """The kinds whose findings count: the given ones, or where none is given all, in the order of the data."""
        wanted = set(voices)
        return [kind for kind in self.data.kind if not wanted or kind in wanted]


def _make_cell(row: Sequence[Any]) -> Cell:
    icb, aim, year, rating, findings, missing, scope, later, has_own_data = row
    return Cell(
        icb, aim, year, rating, findings, missing, scope, tuple(LaterStep(**step) for step in later), has_own_data
    )
