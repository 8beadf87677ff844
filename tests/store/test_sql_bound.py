"""SQL is never made of data: where it stands in the code, what hostile values do to a query, and what a query hides."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args
from unittest import mock

import duckdb
import pytest
from bundled_store import load_data
from hypothesis import given, settings
from hypothesis import strategies as st
from package_tree import PACKAGE

from fuzz.hostile import ALL
from icb_tui.filters.terms import Facet, Filter, Term
from icb_tui.output.formats import FORMATS
from icb_tui.output.sql_tables import make_result_table
from icb_tui.store.store import Store
from icb_tui.store.user_sql.sql_guard import QueryRefused

MADE = {
    "store.list_columns": "names a relation of the fixed list",
    "store._query_year": "is given the text by the questions of the store, which are constants",
    "tables._create_record_table": "names tables and columns of the model",
    "tables._create_indicators": "names columns of the model",
    "tables._insert_rows": "names tables of the code, a ? for each column",
    "tables.create_tables": "reads schema.sql",
    "database.query": "is given the text by the questions of the store, which are constants",
    "sql_guard.run_query": "is the query of the person, checked first",
    "sql_guard._describe_columns": "the same query",
    "sql_guard._ask_for_texts": "the same query, quoted",
    "parquet._connect": "quotes the name of a file, the only one that the database may read",
    "parquet._fetch": "names the columns of the file, quoted",
    "for_programs.format_parquet": "names columns of a query, quoted, in a database of its own",
}
"""The functions that give DuckDB a text that is no constant, and why none of it is data."""

ASKING = {"execute", "executemany", "sql", "query", "_query_year"}


def list_queries(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """The functions of a module that ask DuckDB something, each with the text that it hands over."""
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    for function, node in ((each, node) for each in functions for node in ast.walk(each)):
        match node:
            case ast.Call(func=ast.Attribute(attr=called), args=[text, *_]) if called in ASKING:
                yield f"{path.stem}.{function.name}", text


def is_constant(text: ast.expr) -> bool:
    """Whether a text is written in the code, or is the sum of such texts or of constants of a module."""
    match text:
        case ast.BinOp(left=left, right=right):
            return is_constant(left) and is_constant(right)
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="queries"), attr=name):
            return name.isupper()
    return isinstance(text, ast.Constant)


def test_every_text_that_is_handed_to_duckdb_is_a_constant_or_known_to_hold_no_data() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if path.parent.name == "store" or "duckdb" in path.read_text()]
    found = {name for path in modules for name, text in list_queries(path) if not is_constant(text)}
    assert found == set(MADE)


def test_only_the_modules_of_the_store_know_duckdb() -> None:
    importing = {
        path.stem
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Import) and node.names[0].name == "duckdb")
        or (isinstance(node, ast.ImportFrom) and node.module == "duckdb")
    }
    assert importing == {"duckdb_internals", "sql_guard", "tables", "database", "for_programs", "parquet"}


# ---- hostile values in every question

QUOTES = st.one_of(
    st.sampled_from(["'", '"', "';--", "' or ''='", "$1", "$year", "?", "%", "\\'", ":", "a:b", "QK1", *ALL.values()]),
    st.text("'\"\\;-$?%:()[]{}", max_size=8),
).filter(lambda text: "\udcff" not in text)


@cache
def store() -> Store:
    return Store(load_data())


@settings(max_examples=8, deadline=None)
@given(st.lists(QUOTES, min_size=6, max_size=6), st.booleans())
def test_no_value_is_read_as_sql_in_any_question(values: list[str], negated: bool) -> None:
    asked, (one, two, *_) = store(), values
    facets: tuple[Facet, ...] = get_args(Facet)
    shapes = {"cell": f"{two}:{one}", "indicator": f"{two}<1"}
    terms = [Term(facet, shapes.get(facet, two), negated) for facet in facets]
    wanted = Filter(frozenset(terms))
    assert asked.match_boards(wanted, one) == []
    assert {match.icb for match in asked.match_boards(wanted, "2023/24")} <= set(load_data().icb)
    assert not any(asked.count_options(wanted, one).values())
    assert asked.year_cells("2023/24", values).keys() == asked.year_cells("2023/24").keys()
    assert asked.board_cells(one, values) == {} or one in load_data().icb
    assert asked.list_evidence(one, aim=two, year=two, voices=values) == []
    assert asked.glimpse_evidence(one, aim=two, year=two, voices=values) == []
    assert asked.list_national(one, aim=two, voices=values) == []
    assert all(said.finding.id for said in (*asked.search_findings(one), *asked.search_folded(one.casefold(), 3)))
    assert asked.compare_boards(values, one, values) == {}
    assert [known.spoken for known in asked.count_by_aim(values, values)] == [0] * len(
        asked.count_by_aim(values, values)
    )
    assert asked.count_by_evidence_type(values, values) == []
    assert asked.list_series(icb=one, aim=two) == {}
    assert asked.count_findings() == len(load_data().findings) and asked.count_findings(year=one) == 0


# ---- what a query hides

HIDDEN = """
select 1 order by {0}|select 1 limit (select length({0}))|select 1 where {0} is null|values ({0})|select ({0})::varchar
select count(*) filter (where {0} is null)|select row_number() over w from aim window w as (partition by {0})
select 1 from aim qualify row_number() over (order by {0}) = 1|select 1 group by {0}|select 1 having {0} is null
select [{0} for x in [1]]|select [x for x in [1] if {0} is null]|select {{'a': {0}}}|select map {{{0}: 1}}
select case when {0} is null then 1 end|select try({0})|select a.x from aim, lateral (select {0} as x) a
with c as materialized (select {0}) from c|select 1 from aim join kind on {0} is null
select columns(*) from (select {0})
with recursive r as (select {0} as a union all select a from r where false) from r
select 1 where exists (select {0})|select * replace ({0} as id) from aim|select list_reduce([1], lambda a, b: {0})
select 1 from aim where id in (select {0})|select (select {0})|select 1 union select {0}
from unnest([{0}])|from range(length({0}))|pivot (select {0} as a) on a in ('x')
select string_agg(id order by {0}) from aim|from aim select {0}|select distinct on ({0}) 1|describe select {0}
summarize select {0} as x|select 1 group by grouping sets (({0}))|from json_each({0})|from in_being({0}, null)
select 1 from aim positional join (select {0})|from cell([{0}])|select concat('a', {0})|select 1 between {0} and {0}
"""


@pytest.mark.parametrize(
    "asked", ["getenv('HOME')", "\"GetEnv\"('HOME')", "'HOME'.getenv()", "system.main.getenv('HOME')"]
)
def test_a_function_that_is_refused_is_refused_wherever_it_stands(asked: str) -> None:
    for place in HIDDEN.replace("\n", "|").strip("|").split("|"):
        with pytest.raises(QueryRefused, match="the function getenv is not allowed"):
            store().run_user_query(place.format(asked), seconds=5, limit=1)


@pytest.mark.parametrize(
    "source",
    [
        *("'/etc/pass*'", "['/etc/passwd']", "'file:///etc/passwd'", "'s3://a/b.parquet'", "'data.db'.t", '"a.csv"'),
        *("'/dev/stdin'", "'a.json'", "'a.xlsx'", '"/etc/passwd"', "main.'/etc/passwd'", "temp.x", "system.main.x"),
        *("read_xlsx('a')", "st_read('a')", "sqlite_scan('a', 'b')", "postgres_scan('a', 'b', 'c')", "index_scan('a')"),
        *("iceberg_scan('a')", "delta_scan('a')", "parquet_bloom_probe('a', 'b', 1)", "seq_scan('aim')"),
        *("sql_auto_complete('s')", "duckdb_functions()", "duckdb_memory()", "duckdb_databases()", "duckdb_views()"),
        *("pg_timezone_names()", "icu_calendar_names()", "repeat_row(1, num_rows := 2)", "checkpoint()", "summary(1)"),
        *("query_table(['aim'])", "query('from aim')", "json_execute_serialized_sql('x')", "pragma_version()"),
        *("read_csv(getenv('HOME'))", "(from glob('/*'))", "(select * from (from read_blob('/etc/passwd')))"),
    ],
)  # fmt: skip
def test_nothing_else_can_be_read_from(source: str) -> None:
    with pytest.raises(QueryRefused):
        store().run_user_query(f"from {source}", seconds=5, limit=1)


NAMES = ['a"b', "a'b", '"); drop table t; --', "a\\", "$1", "é\u202e", " "]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_a_query_gives_is_only_a_name_in_parquet(name: str, tmp_path: Path) -> None:
    quoted, key = name.replace('"', '""'), name.replace("'", "''")
    columns = (
        f"""{{'{key}': 1.5::decimal(3,1)}} as "{quoted}\"""",
        f"'{key}'::enum('{key}') as e",
        f"map {{'{key}': [1]}}",
    )
    query = f"select {', '.join(columns)}"
    (tmp_path / "t.parquet").write_bytes(
        bytes(FORMATS["parquet"](make_result_table(store().run_user_query(query, seconds=5, limit=1), None)))  # type: ignore[arg-type]
    )
    back = duckdb.connect().execute("from read_parquet($1)", [str(tmp_path / "t.parquet")])
    (row,) = back.fetchall()
    assert {key: float(value) for key, value in row[0].items()} == {name: 1.5}
    assert row[1:] == (name, {name: [1]})


@pytest.mark.parametrize(
    "sql",
    [
        "select range(10000000000)",
        "with recursive r as (select 'x' as a union all select a || a from r) select max(length(a)) from r",
        "select sum(x) from generate_series(1, 1000000000000) t(x)",
        "select bar(1, 0, 1, 1000000000)",
    ],
)
def test_what_grows_without_end_is_refused(sql: str) -> None:
    with pytest.raises(
        QueryRefused, match=r"^(the query was stopped after|the query needs more memory|Lists larger|Max bar width)"
    ):
        store().run_user_query(sql, seconds=0.3, limit=1)


@pytest.mark.parametrize("sql", ["select [x for x in range(1000000000)]", "select lpad('x', 2000000000, 'y')"])
def test_a_value_that_duckdb_does_not_measure_is_held_by_the_process(sql: str) -> None:
    command = [sys.executable, "-m", "icb_tui", "sql", sql, "--seconds", "0.5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_query_that_is_no_utf_8_is_refused_in_a_sentence() -> None:
    with pytest.raises(QueryRefused, match="the query is not UTF-8"):
        store().run_user_query("select '\udcff'", seconds=1, limit=1)


def test_the_python_around_a_query_is_no_table() -> None:
    finding_ = aim_ = [{"a": 1}]
    with mock.patch("icb_tui.store.user_sql.sql_guard.check_query"):
        for name in ("finding_", "aim_", "json", "data"):
            with pytest.raises(QueryRefused):
                store().run_user_query(f"from {name}", seconds=1, limit=1)
    assert json.dumps([finding_, aim_])
