"""The store against the oracle, on the bundled data and on small data of its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import groupby, pairwise, product
from typing import Literal
from unittest import mock

import duckdb
import pytest
from filter_terms import list_facet_values
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace
from naive_route import FINDINGS
from oracle import FACETS, Oracle, list_texts

from icb_tui.data_files import loader
from icb_tui.domain.answers import BoardMatch, Evidence
from icb_tui.domain.cell_words import explain_rating, explain_unrated_year, find_deciding_evidence
from icb_tui.domain.dataset import ALL_YEARS, Dataset
from icb_tui.domain.records import UNRATED, Aim, EvidenceType, Figure, Finding, Icb, Rating, Region, Source
from icb_tui.filters.terms import Facet, Filter, Term, make_filter
from icb_tui.store.queries import MATRIX_CELLS
from icb_tui.store.store import Store

DATA = loader.load_dataset()
STORE = Store(DATA)
SAID = replace(DATA.findings[0], icb="QWU", scope="icb")
"""A finding of one board, to put texts and figures into."""
ORACLE = Oracle(DATA)
YEAR = "2023/24"
FACET: dict[str, Facet] = {facet: facet for facet in FACETS}
LEVELS = ["strong", "stellar", "leading", "concern"]
HOSTILE = ["'; drop table finding; --", "' or '1'='1", '"', "%", "_", "\\", "\\%", "$year", "?", "*/", "\x00"]


# Filters of every kind


def list_phrases(data: Dataset) -> list[str]:
    """Each word of the findings, and each two that stand side by side, so that both one and many boards are met."""
    lines = [part.split() for finding in data.findings for part in list_texts(finding)]
    return sorted({" ".join(run) for words in lines for run in [*zip(words, strict=True), *pairwise(words)]})


def draw_terms(data: Dataset) -> st.SearchStrategy[Term]:
    """Every term of every facet, a facet as often as any other, a third of them negated."""
    values = list_facet_values(data)
    values["text"] = [text for each in list_phrases(data) for text in (each, each.upper())] + HOSTILE
    assert set(values) == set(FACETS)
    return st.one_of(
        [
            st.sampled_from([Term(facet, value, negated) for value in of_facet for negated in (False, False, True)])
            for facet, of_facet in values.items()
            if of_facet
        ]
    )


def draw_filters(data: Dataset) -> st.SearchStrategy[Filter]:
    return st.lists(draw_terms(data), max_size=6).map(make_filter)


def make_filter_of(*wanted: str) -> Filter:
    """A filter of `facet=value` texts, a minus before what is negated."""
    parted = [(text.startswith("-"), text.removeprefix("-").partition("=")) for text in wanted]
    return make_filter(Term(FACET[facet], value, negated) for negated, (facet, _, value) in parted)


def find_boards(store: Store, wanted: Filter, year: str = YEAR) -> list[str]:
    return [match.icb for match in store.match_boards(wanted, year) if not match.misses]


@settings(max_examples=60, deadline=None)
@given(wanted=draw_filters(DATA), year=st.sampled_from(DATA.year_choices))
@example(wanted=make_filter_of("rating=strong", "rating=unrated", "aim=inequalities"), year=YEAR)
@example(
    wanted=make_filter_of("cell=leadership:strong", "cell=leadership:unrated", "cell=inequalities:strong"), year=YEAR
)
@example(wanted=make_filter_of("evidence=annual-assessment", "-evidence=annual-assessment"), year=YEAR)
@example(wanted=make_filter_of("rating=strong", *(f"-evidence={kind}" for kind in DATA.kind)), year=YEAR)
def test_find_is_what_the_rules_say(wanted: Filter, year: str) -> None:
    assert STORE.match_boards(wanted, year) == ORACLE.find_boards(wanted, year)


@settings(max_examples=40, deadline=None)
@given(wanted=draw_filters(DATA), year=st.sampled_from(DATA.year_choices))
@example(wanted=make_filter_of("aim=leadership", "-rating=strong"), year=YEAR)
@example(wanted=make_filter_of("-rating=strong"), year=YEAR)
@example(wanted=make_filter_of("rating=unrated"), year=YEAR)
@example(wanted=make_filter_of("evidence=annual-assessment", "-evidence=annual-assessment"), year=YEAR)
def test_the_count_of_an_option_is_how_many_boards_it_alone_would_find(wanted: Filter, year: str) -> None:
    assert STORE.count_options(wanted, year) == ORACLE.count_options(wanted, year)


def test_options_without_a_filter_are_counted_on_the_open_boards() -> None:
    counts = STORE.count_options(Filter(), YEAR)
    assert sum(counts[Term("region", region)] for region in DATA.region) == 42
    assert counts[Term("status", "open")] + counts[Term("status", "closed")] == 42
    assert counts[Term("region", "Y60")] == 11


def test_facets_come_in_the_order_of_the_data() -> None:
    by_facet: dict[str, list[str]] = {}
    for term in STORE.count_options(Filter(), YEAR):
        by_facet.setdefault(term.facet, []).append(term.value)
    assert by_facet == {
        "region": list(DATA.region),
        "status": ["open", "closed"],
        "aim": list(DATA.aim),
        "rating": [*DATA.rating, UNRATED],
        "evidence": list(DATA.kind),
    }


def test_boards_are_found_in_the_order_of_the_data() -> None:
    everyone = [match.icb for match in STORE.match_boards(Filter(), YEAR)]
    assert everyone == [icb.code for icb in DATA.icbs if icb.opened.year == 2022]


def test_a_year_that_no_data_speaks_of_has_no_boards() -> None:
    assert STORE.match_boards(Filter(), "1999/00") == []


# A text is only text


def test_a_text_means_itself_and_nothing_to_the_database() -> None:
    said = [replace(SAID, id=f"X{n}", year=YEAR, summary=f"They said {text} aloud.") for n, text in enumerate(HOSTILE)]
    store = Store(replace(DATA, findings=(*DATA.findings, *said)))
    for text in HOSTILE:
        assert "QWU" in find_boards(store, make_filter_of(f"text=said {text} aloud"))
        assert "QWU" not in find_boards(store, make_filter_of(f"text=said {text}{text} aloud"))
    assert len(store.match_boards(Filter(), YEAR)) == 42


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; drop table finding; --"])
def test_a_wildcard_finds_only_where_it_is_written(text: str) -> None:
    says = {icb.code for icb in DATA.icbs if ORACLE.mentions(icb, YEAR, set(DATA.kind), text)}
    assert set(find_boards(STORE, make_filter_of(f"text={text}"))) == says
    assert len(says) < 42


def test_two_texts_may_stand_in_two_findings() -> None:
    one, two = [replace(DATA.findings[0], id=f"X{n}", icb="QWU", scope="icb", year=YEAR) for n in (1, 2)]
    findings = (replace(one, summary="Apples."), replace(two, summary="Pears."))
    store = Store(replace(DATA, findings=findings))
    assert find_boards(store, make_filter_of("text=apples", "text=PEARS")) == ["QWU"]
    assert find_boards(store, make_filter_of("text=apples pears")) == []


# The matrix


@pytest.mark.parametrize("year", DATA.year_choices)
@pytest.mark.parametrize("voices", [(), *((kind,) for kind in DATA.kind)], ids=lambda voices: "+".join(voices) or "all")
def test_every_cell_is_what_the_rules_say(year: str, voices: tuple[str, ...]) -> None:
    cells = {(icb.code, aim): ORACLE.make_cell(icb, aim, year, voices) for icb in DATA.icbs for aim in DATA.aim}
    assert STORE.year_cells(year, voices) == cells


def test_cells_come_in_the_order_of_the_boards_and_aims() -> None:
    assert list(STORE.year_cells(YEAR)) == [(icb, aim) for icb in DATA.icb for aim in DATA.aim]


def test_of_2023_24_28_cells_are_rated() -> None:
    levels = Counter(cell.rating for cell in STORE.year_cells("2023/24").values() if cell.rating)
    assert levels == {"leading": 1, "strong": 18, "progressing": 6, "mixed": 1, "concern": 2}


def test_a_self_report_alone_rates_nothing() -> None:
    cells = [cell for year in DATA.years for cell in STORE.year_cells(year, ["self-report"]).values()]
    assert any(cell.findings for cell in cells)
    assert {cell.rating for cell in cells} == {None}


# Evidence


def type_values(findings: Iterable[Finding]) -> list[str]:
    """The values of each finding with their types: 12 and 12.0 are not the same here."""
    return [repr(astuple(finding)) for finding in findings]


def test_every_finding_comes_back_exactly() -> None:
    everything = [evidence for icb in (None, *DATA.icb) for evidence in STORE.list_evidence(icb)]
    findings = type_values(evidence.finding for evidence in everything)
    assert sorted(findings) == sorted(type_values(DATA.findings))
    assert all(evidence.source == DATA.source[evidence.finding.source] for evidence in everything)
    assert all(evidence.kind == DATA.kind[evidence.finding.kind] for evidence in everything)


def test_a_finding_equals_the_one_that_was_read() -> None:
    stored = [each.finding for each in STORE.list_evidence("QWU")]
    assert {*stored} == {finding for finding in DATA.findings if finding.icb == "QWU"} and stored
    assert replace(stored[0], summary="Another") != stored[0]


def test_the_findings_of_a_board_and_year_lie_together() -> None:
    rows = STORE._database.query("select icb, year, place from finding order by rowid")
    together = [key for key, _ in groupby(rows, lambda row: row[:2])]
    assert len(together) == len({row[:2] for row in rows}) < len(rows)
    assert sorted(place for _, _, place in rows) == list(range(len(DATA.findings)))


FIGURES: list[int | float | str] = [12, -3, 0, 10**17, 12.5, 10.0, 1e300, "12", "12.5", "10.0", "1e5", "007", "null"]


def round_trip(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one board as they come back from a store, in their order."""
    numbered = [replace(finding, id=f"X{number}") for number, finding in enumerate(findings)]
    back = {
        each.finding.id: each.finding for each in Store(replace(DATA, findings=tuple(numbered))).list_evidence("QWU")
    }
    return [replace(back[finding.id], id=DATA.findings[0].id) for finding in numbered]


def test_the_figure_of_a_finding_stays_the_number_or_the_text_it_was() -> None:
    values = [*FIGURES, "true", "nan", "over 150,000", "“£12m”", '"quoted"', " "]
    findings = [replace(SAID, figure=Figure(value, "patients", "seen")) for value in values]
    assert type_values(round_trip(findings)) == type_values(findings)


def test_a_text_of_a_finding_stays_the_text_it_was() -> None:
    texts = ["null", "None", "true", "12", '"', "[1]", "{}", "\\", "two\nlines", "漢 é ❤"]
    findings = [replace(SAID, summary=text, aspect=text, note=text, words=(text,)) for text in texts]
    assert round_trip(findings) == findings


@pytest.mark.parametrize("icb", [None, "QWO", "QHG", "QKS"])
def test_evidence_comes_in_the_order_of_the_kinds_then_from_the_newest_year_on(icb: str | None) -> None:
    ids = [
        finding.id
        for kind in DATA.kind
        for year in reversed(DATA.years)
        for finding in DATA.findings
        if (finding.icb, finding.kind, finding.year) == (icb, kind, year)
    ]
    assert [evidence.finding.id for evidence in STORE.list_evidence(icb)] == ids


@cache
def list_evidence(icb: str | None) -> list[Evidence]:
    """All that is said of a board, asked once."""
    return STORE.list_evidence(icb)


@pytest.mark.parametrize("aim", [None, *DATA.aim])
@pytest.mark.parametrize("year", [None, *DATA.years])
@pytest.mark.parametrize("voices", [(), ("annual-assessment",), ("oversight", "self-report")])
def test_aim_year_and_evidence_type_narrow_the_evidence(
    aim: str | None, year: str | None, voices: tuple[str, ...]
) -> None:
    for icb in (None, "QWO", "QT1"):
        wanted = [
            finding.id
            for finding in (evidence.finding for evidence in list_evidence(icb))
            if aim in (None, finding.aim) and year in (None, finding.year) and (not voices or finding.kind in voices)
        ]
        narrowed = STORE.list_evidence(icb, aim=aim, year=year, voices=voices)
        assert [evidence.finding.id for evidence in narrowed] == wanted


def test_evidence_of_no_board_is_england_wide_or_unmatched() -> None:
    scopes = Counter(evidence.finding.scope for evidence in STORE.list_evidence(None))
    assert scopes == Counter(finding["scope"] for finding in FINDINGS if "icb" not in finding)
    assert scopes["unresolved"] == 1


# Comparison


def test_coventry_and_warwickshire_beside_sussex() -> None:
    cells = STORE.compare_boards(["QWU", "QNX"], "2023/24")
    assert {aim: tuple(cells[icb, aim].cell.rating for icb in ("QWU", "QNX")) for aim in DATA.aim} == {
        "leadership": ("strong", "strong"),
        "population-health": ("progressing", "progressing"),
        "inequalities": ("strong", "strong"),
        "productivity": (None, None),
        "social-economic": (None, None),
    }
    assert {cells[icb, "productivity"].cell.missing for icb in ("QWU", "QNX")} == {None}
    assert {cells[icb, "social-economic"].cell.missing for icb in ("QWU", "QNX")} == {"not-mentioned"}


@pytest.mark.parametrize(
    ("icbs", "voices"),
    [
        (["QWU", "QNX"], ()),
        (["QT1", "QWO", "S1Y5D"], ("annual-assessment",)),
        (["QT1", "S1Y5D"], ("self-report", "oversight")),
    ],
)
def test_a_comparison_has_the_cells_and_the_evidence_of_its_boards(icbs: list[str], voices: tuple[str, ...]) -> None:
    for year in DATA.year_choices:
        cells, matrix = STORE.compare_boards(icbs, year, voices), STORE.year_cells(year, voices)
        for (icb, aim), compared in cells.items():
            assert compared.cell == matrix[icb, aim]
            assert list(compared.evidence) == STORE.list_evidence(icb, aim=aim, year=year, voices=voices)


@pytest.mark.parametrize("icbs", [["QWU", "QNX"], ["QNX", "QWU"], ["QWO", "QE1", "QT1"]])
def test_a_comparison_keeps_the_given_order_of_boards_and_the_aims_in_theirs(icbs: list[str]) -> None:
    assert list(STORE.compare_boards(icbs, YEAR)) == [(icb, aim) for icb in icbs for aim in DATA.aim]


# Locked down


@pytest.mark.parametrize(
    "statement",
    [
        "from read_text('/etc/passwd')",
        "from read_blob('/etc/passwd')",
        "from read_csv('/etc/passwd')",
        "from read_json('/etc/passwd')",
        "from read_parquet('/etc/passwd')",
        "from glob('/*')",
        "copy finding to '{folder}/out.csv'",
        "copy finding from '/etc/passwd'",
        "export database '{folder}/out'",
        "import database '{folder}/out'",
        "attach '{folder}/out.db'",
        "install httpfs",
        "install spatial from community",
        "load httpfs",
        "load spatial",
        "load '{folder}/evil.duckdb_extension'",
        "from 'https://example.org/a.csv'",
        "from read_csv('https://example.org/a.csv')",
        "from read_text('s3://bucket/a')",
        "set threads = 4",
        "set memory_limit = '2GB'",
        "set lock_configuration = false",
        "set enable_external_access = true",
        "set autoload_known_extensions = true",
        "set custom_extension_repository = 'https://example.org'",
        "set temp_directory = '{folder}'",
        "pragma threads = 4",
        "reset threads",
        "reset memory_limit",
        "reset lock_configuration",
    ],
)
def test_the_database_reaches_nothing_outside_itself(statement: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("outside")
    with pytest.raises(duckdb.Error, match="configuration"):  # refused by ours, not for want of a file
        STORE._database.connect().execute(statement.format(folder=folder)).fetchall()
    assert list(folder.iterdir()) == []


def test_the_database_has_one_thread_and_is_locked() -> None:
    locked = "select current_setting('threads'), current_setting('lock_configuration')"
    assert STORE._database.connect().execute(locked).fetchall() == [(1, True)]


# Small data of its own: new levels, aims, years and kinds need no code


def make_level(name: str, letter: str, role: Literal["credit", "mixed", "concern"], rank: int) -> Rating:
    return Rating(name, name.title(), letter, letter, letter, "#FFFFFF", "#000000", role, rank, meaning=name)


def make_evidence_type(name: str, *, rated: bool) -> EvidenceType:
    return EvidenceType(id=name, name=name.title(), voice=name.title(), rated=rated, meaning=name)


def make_board(code: str, opened: dt.date, closed: dt.date | None = None) -> Icb:
    return Icb(
        code=code,
        gss_code="E54000001",
        name=code,
        short_name=code,
        label=code[:4],
        region="R01",
        opened=opened,
        closed=closed,
    )


TINY = Dataset(
    regions=(Region("R01", "E40000001", "Region One"),),
    icbs=(
        make_board("OLD", dt.date(2022, 7, 1), dt.date(2026, 3, 31)),
        make_board("NEW", dt.date(2026, 4, 1)),
        make_board("ALL", dt.date(2022, 7, 1)),
    ),
    years=("2025/26", "2026/27", "2027/28"),
    aims=(Aim("leadership", "Leadership", "Lead", False), Aim("joy", "Joy at work", "Joy", True)),
    ratings=(
        make_level("strong", "S", "credit", 4),
        make_level("stellar", "X", "credit", 9),
        make_level("leading", "L", "credit", 5),
        make_level("mixed", "M", "mixed", 2),
        make_level("concern", "C", "concern", 1),
    ),
    kinds=(
        make_evidence_type("assessed", rated=True),
        make_evidence_type("peer", rated=True),
        make_evidence_type("chatter", rated=False),
        make_evidence_type("silent", rated=True),
    ),
    sources=(Source("paper", "A paper"),),
    findings=(),
    indicators=(),
)


def make_store(*said: str, year: str = "2026/27") -> Store:
    """A store of findings written as `board aim kind level`, each `-` for none."""
    return Store(replace(TINY, findings=tuple(_make_finding(n, text, year) for n, text in enumerate(said))))


def _make_finding(place: int, text: str, year: str) -> Finding:
    icb, aim, kind, rating = (None if word == "-" else word for word in text.split())
    return Finding(
        id=f"X{place}",
        icb=icb,
        scope="icb" if icb else "national",
        year=year,
        aim=aim,
        kind=kind or "",
        rating=rating,
        direction="concern" if rating == "concern" else "positive",
        summary=text,
        source="paper",
    )


def get_joy_rating(store: Store, *voices: str, icb: str = "ALL") -> str | None:
    return store.year_cells("2026/27", voices)[icb, "joy"].rating


def test_only_concern_is_concern() -> None:
    assert get_joy_rating(make_store("ALL joy assessed concern", "ALL joy peer concern")) == "concern"


def test_any_credit_and_any_concern_is_mixed() -> None:
    assert get_joy_rating(make_store("ALL joy assessed stellar", "ALL joy peer concern")) == "mixed"


def test_only_credit_is_the_highest_level_credited() -> None:
    assert (
        get_joy_rating(make_store("ALL joy assessed strong", "ALL joy assessed leading", "ALL joy peer strong"))
        == "leading"
    )


def test_a_new_level_ranks_where_the_data_puts_it() -> None:
    store = make_store("ALL joy assessed leading", "ALL joy assessed stellar", "ALL joy assessed strong")
    assert get_joy_rating(store) == "stellar"
    assert find_boards(store, make_filter_of("rating=stellar"), "2026/27") == ["ALL"]
    assert find_boards(store, make_filter_of("rating=leading"), "2026/27") == []
    assert store.count_options(Filter(), "2026/27")[Term("rating", "stellar")] == 1


def test_an_unrated_kind_changes_no_rating() -> None:
    store = make_store("ALL joy assessed strong", "ALL joy chatter -")
    assert get_joy_rating(store) == "strong"
    assert get_joy_rating(store, "chatter") is None
    assert store.year_cells("2026/27")["ALL", "joy"].findings == 2


def test_a_single_evidence_type_changes_the_rating() -> None:
    store = make_store("ALL joy assessed leading", "ALL joy peer concern")
    heard: list[tuple[str, ...]] = [(), ("assessed",), ("peer",), ("assessed", "peer"), ("silent",)]
    assert [get_joy_rating(store, *voices) for voices in heard] == ["mixed", "leading", "concern", "mixed", None]


def test_an_evidence_type_decides_what_a_filter_finds() -> None:
    store = make_store("ALL joy assessed leading", "ALL joy peer concern", "NEW joy peer leading")
    assert find_boards(store, make_filter_of("rating=mixed"), "2026/27") == ["ALL"]
    assert find_boards(store, make_filter_of("rating=leading"), "2026/27") == ["NEW"]
    assert find_boards(store, make_filter_of("rating=leading", "evidence=assessed"), "2026/27") == ["ALL"]
    assert find_boards(store, make_filter_of("rating=leading", "-evidence=peer"), "2026/27") == ["ALL"]
    assert find_boards(store, make_filter_of("rating=concern", "-evidence=assessed"), "2026/27") == ["ALL"]
    assert find_boards(store, make_filter_of("text=leading", "evidence=assessed"), "2026/27") == ["ALL"]


def test_where_every_evidence_type_is_excluded_nothing_counts() -> None:
    store = make_store("ALL joy assessed leading")
    assert find_boards(store, make_filter_of("rating=leading"), "2026/27") == ["ALL"]
    assert (
        find_boards(store, make_filter_of("rating=leading", "evidence=assessed", "-evidence=assessed"), "2026/27") == []
    )
    assert (
        find_boards(store, make_filter_of("rating=leading", *(f"-evidence={kind}" for kind in TINY.kind)), "2026/27")
        == []
    )


def test_aims_and_years_never_share_a_rating() -> None:
    store = make_store("ALL joy assessed leading", "ALL leadership assessed concern")
    assert get_joy_rating(store) == "leading"
    assert store.year_cells("2027/28")["ALL", "joy"].rating is None


def test_a_finding_without_an_aim_is_in_no_cell_but_is_searched() -> None:
    store = make_store("ALL - assessed -")
    assert {cell.findings for cell in store.year_cells("2026/27").values()} == {0}
    assert find_boards(store, make_filter_of("text=assessed"), "2026/27") == ["ALL"]


def test_a_board_is_open_from_its_first_to_its_last_year() -> None:
    store = make_store()
    assert find_boards(store, Filter(), "2025/26") == ["OLD", "ALL"]
    assert find_boards(store, Filter(), "2026/27") == ["NEW", "ALL"]
    assert store.year_cells("2025/26")["NEW", "joy"].missing == "not-in-being"
    assert store.year_cells("2026/27")["OLD", "joy"].missing == "not-in-being"
    assert store.year_cells("2025/26")["OLD", "joy"].missing == "not-mentioned"


@pytest.mark.parametrize(
    ("opened", "closed", "there"),
    [
        (dt.date(2026, 3, 31), None, True),
        (dt.date(2026, 4, 1), None, False),
        (dt.date(2022, 7, 1), dt.date(2025, 3, 31), False),
        (dt.date(2022, 7, 1), dt.date(2025, 4, 1), True),
    ],
)
def test_one_day_in_the_year_is_enough(opened: dt.date, closed: dt.date | None, there: bool) -> None:
    store = Store(replace(TINY, icbs=(make_board("ONE", opened, closed),)))
    assert find_boards(store, Filter(), "2025/26") == (["ONE"] if there else [])
    assert store.year_cells("2025/26")["ONE", "joy"].missing == ("not-mentioned" if there else "not-in-being")


def test_england_wide_only_is_of_one_aim_year_and_evidence_type() -> None:
    store = make_store("- joy peer -", "- - assessed -")
    cells = store.year_cells("2026/27")
    assert {icb: cells[icb, "joy"].missing for icb in TINY.icb} == {
        "OLD": "not-in-being",
        "NEW": "said-nationally",
        "ALL": "said-nationally",
    }
    assert cells["ALL", "leadership"].missing == "not-mentioned"
    assert store.year_cells("2027/28")["ALL", "joy"].missing == "not-mentioned"
    assert store.year_cells("2026/27", ["peer"])["ALL", "joy"].missing == "said-nationally"
    assert store.year_cells("2026/27", ["assessed"])["ALL", "joy"].missing == "not-mentioned"


def test_a_cell_with_a_finding_is_never_missing() -> None:
    cells = make_store("- joy peer -", "ALL joy chatter -", "OLD joy chatter -").year_cells("2026/27")
    assert cells["ALL", "joy"].missing is None
    assert cells["OLD", "joy"].missing is None


def test_an_unmatched_name_is_not_england_wide() -> None:
    tray = replace(_make_finding(1, "- joy peer -", "2026/27"), scope="unresolved", candidates=("ALL",))
    store = Store(replace(TINY, findings=(tray,)))
    assert store.year_cells("2026/27")["ALL", "joy"].missing == "not-mentioned"
    assert [evidence.finding for evidence in store.list_evidence(None)] == [tray]
    assert store.list_evidence("ALL") == []


def test_every_way_to_credit_and_concern_is_rated_by_the_rule() -> None:
    ways = list(product(["", "assessed", "peer", "chatter"], repeat=4))
    boards = {f"B{place:03}": dict(zip(LEVELS, kinds, strict=True)) for place, kinds in enumerate(ways)}
    said = [f"{code} joy {kind} {level}" for code, way in boards.items() for level, kind in way.items() if kind]
    findings = tuple(_make_finding(place, text, "2026/27") for place, text in enumerate(said))
    data = replace(TINY, icbs=tuple(make_board(code, dt.date(2026, 4, 1)) for code in boards), findings=findings)
    store, oracle = Store(data), Oracle(data)
    for voices in ((), ("assessed",), ("peer",), ("assessed", "peer"), ("chatter", "silent")):
        cells = store.year_cells("2026/27", voices)
        assert cells == {
            (icb.code, aim): oracle.make_cell(icb, aim, "2026/27", voices) for icb in data.icbs for aim in data.aim
        }


# All years


@st.composite
def draw_findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    """Some findings of several years on few boards and aims, rated and not."""
    words = st.tuples(
        st.sampled_from(["OLD", "NEW", "ALL", "-"]),
        st.sampled_from(["joy", "leadership"]),
        st.sampled_from(["assessed", "peer", "chatter"]),
        st.sampled_from([*LEVELS, "-"]),
        st.sampled_from(TINY.years),
    )
    drawn = draw(st.lists(words, max_size=12))
    return tuple(
        _make_finding(place, f"{icb} {aim} {kind} {'-' if icb == '-' else level}", year)
        for place, (icb, aim, kind, level, year) in enumerate(drawn)
    )


@settings(max_examples=25, deadline=None)
@given(findings=draw_findings(), wanted=draw_filters(TINY))
def test_all_years_of_made_up_findings_are_what_the_rules_say(findings: tuple[Finding, ...], wanted: Filter) -> None:
    data = replace(TINY, findings=findings)
    store, oracle = Store(data), Oracle(data)
    for voices in ((), ("assessed",), ("chatter",)):
        naive = {(i.code, aim): oracle.make_cell(i, aim, ALL_YEARS, voices) for i in data.icbs for aim in data.aim}
        assert store.year_cells(ALL_YEARS, voices) == naive
        for icb in data.icb:
            history = store.board_cells(icb, voices)
            assert {aim: history[aim, ALL_YEARS] for aim in data.aim} == {aim: naive[icb, aim] for aim in data.aim}
    assert store.match_boards(wanted, ALL_YEARS) == oracle.find_boards(wanted, ALL_YEARS)
    assert store.count_options(wanted, ALL_YEARS) == oracle.count_options(wanted, ALL_YEARS)


def test_the_newest_rating_stands_with_its_year_and_the_findings_of_every_year() -> None:
    said = [("assessed leading", "2025/26"), ("assessed concern", "2026/27"), ("chatter -", "2027/28")]
    findings = tuple(_make_finding(n, f"ALL joy {words}", year) for n, (words, year) in enumerate(said))
    store = Store(replace(TINY, findings=findings))
    cell = store.year_cells(ALL_YEARS)["ALL", "joy"]
    assert (cell.rating, cell.rating_year, cell.findings, cell.missing) == ("concern", "2026/27", 3, None)
    evidence = store.list_evidence("ALL", aim="joy", year=ALL_YEARS)
    assert [e.finding.id for e in find_deciding_evidence(cell, evidence, store.data)] == ["X1"]
    assert explain_rating(cell, evidence, store.data).startswith("Concern (2026/27): only concern (X1")


def test_a_year_without_a_rating_says_why_from_what_the_data_hold() -> None:
    every = list(DATA.kind)
    assert explain_unrated_year(DATA, "2024/25", every) == (
        "No board's annual assessment of 2024/25 is in the data. Other findings: 119."
    )
    assert explain_unrated_year(DATA, "2024/25", ["annual-assessment"]).endswith("is in the data.")
    assert explain_unrated_year(DATA, "2024/25", ["self-report"]) == ""
    unrated = replace(TINY, board_findings={"2026/27": {"assessed": 2, "chatter": 1}})
    assert explain_unrated_year(unrated, "2026/27", ["assessed", "chatter"]) == (
        "No board's assessed of 2026/27 has a rating."
    )
    assert explain_unrated_year(TINY, ALL_YEARS, ["peer"]) == "No board's peer is in the data."


# Nothing at all


def test_without_findings_every_board_is_there_and_none_is_rated() -> None:
    store = Store(replace(DATA, findings=()))
    assert store.match_boards(Filter(), YEAR) == [BoardMatch(match.icb) for match in STORE.match_boards(Filter(), YEAR)]
    assert {cell.missing for cell in store.year_cells(YEAR).values()} == {"not-mentioned", "not-in-being"}
    assert store.count_options(Filter(), YEAR)[Term("rating", UNRATED)] == 42
    assert store.list_evidence("QWU") == store.list_evidence(None) == []
    assert find_boards(store, make_filter_of("text=the")) == []
    assert {compared.evidence for compared in store.compare_boards(["QWU"], YEAR).values()} == {()}


def test_without_indicators_the_rest_is_the_same() -> None:
    store = Store(replace(DATA, indicators=()))
    assert store.year_cells(YEAR) == STORE.year_cells(YEAR)
    assert store.list_evidence("QWU") == STORE.list_evidence("QWU")


def test_a_year_in_which_no_board_is_open_counts_none() -> None:
    store = Store(replace(DATA, years=("2021/22", *DATA.years)))
    counted = [each for each in store.count_by_aim() if each.year == "2021/22"]
    assert [each.aim for each in counted] == [*DATA.aim, None]
    assert {(each.base, each.rated, each.spoken, each.findings) for each in counted} == {(0, 0, 0, 0)}


def test_without_boards_nothing_is_found() -> None:
    store = Store(replace(DATA, icbs=(), findings=(), indicators=()))
    assert store.match_boards(Filter(), YEAR) == []
    assert store.year_cells(YEAR) == {}
    assert store.compare_boards(["QWU"], YEAR) == {}
    assert set(store.count_options(Filter(), YEAR).values()) == {0}


def test_many_texts_push_no_cells_out_of_memory() -> None:
    store = Store(DATA)
    query = store._database.query
    with mock.patch.object(store._database, "query", side_effect=query) as asked:
        store.year_cells(DATA.rated_year)
        for number in range(100):
            store.match_boards(make_filter([Term("text", f"word {number}")]), DATA.rated_year)
        store.year_cells(DATA.rated_year)
    assert [call.args[0] for call in asked.call_args_list].count(MATRIX_CELLS) == 1


def test_a_filter_that_was_asked_before_is_answered_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    store, wanted = Store(DATA), make_filter([Term("region", "Y60")])
    answers = store.match_boards(wanted, YEAR), store.count_options(wanted, YEAR)
    monkeypatch.setattr(store, "_list_subjects", None)
    assert (store.match_boards(wanted, YEAR), store.count_options(wanted, YEAR)) == answers
    store.replace_with(Store(DATA))
    with pytest.raises(TypeError):
        store.match_boards(wanted, YEAR)
