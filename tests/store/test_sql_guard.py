"""`icb-tui sql`: what it prints, what is wrong with a query, and that none reaches beyond the tables."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from bundled_store import load_data
from click.testing import CliRunner
from docs_scripts import load_docs_script
from hypothesis import given, settings
from hypothesis import strategies as st

from icb_tui.cli.exit_codes import CommandExit
from icb_tui.cli.main import icb_tui
from icb_tui.domain.errors import OutputTooLarge
from icb_tui.output.formats import FORMATS
from icb_tui.output.sql_tables import make_result_table
from icb_tui.store.database import PreparedFile, hash_file
from icb_tui.store.store import Store
from icb_tui.store.tables import write_database
from icb_tui.store.user_sql.sql_guard import QueryRefused, QueryResult
from icb_tui.store.user_sql.table_docs import TABLE_DOCS
from icb_tui.text.cells import cell_width

ROOT = Path(__file__).parent.parent.parent


@cache
def open_store() -> Store:
    return Store(load_data())


def run_query(sql: str, *, seconds: float = 5, limit: int = 100) -> QueryResult:
    return open_store().run_user_query(sql, seconds=seconds, limit=limit)


def read_refusal(sql: str, *, seconds: float = 5) -> QueryRefused:
    with pytest.raises(QueryRefused) as caught:
        run_query(sql, seconds=seconds)
    return caught.value


def run_sql(*arguments: str, code: int = 0, stdin: str = "") -> tuple[str, str]:
    """Run the command on the store of these tests: what it prints, and what it says on standard error."""
    with mock.patch("icb_tui.cli.commands.sql.open_store", return_value=open_store()):
        done = CliRunner().invoke(icb_tui, ["sql", *arguments], input=stdin)
    stop = done.exception if isinstance(done.exception, CommandExit) else None
    assert (stop.code if stop else done.exit_code) == code, (done.output, done.exception)
    return done.stdout, "\n".join(stop.lines) if stop else done.stderr


# ---- what it prints

QUERY = """
select code, opened, closed, population[2022] as residents, [label, 'é'] as names, {'a': 1.50, 'b': null::date} as s,
       map {'k': true} as m, null as nothing, chr(27) || '[31m=' as e, round(aged_65_plus_percent, 1) as old
from icb where code = 'QF7'
"""


def format_result(style: str) -> str | bytes:
    return FORMATS[style](make_result_table(run_query(QUERY), None))


def test_golden_bytes_of_each_format() -> None:
    assert format_result("text") == (
        "code  opened      closed  residents  names       s                    m           nothing  e       o"
        "ld\n"
        'QF7   2022-07-01  NULL    1392826    ["SY","é"]  {"a":1.50,"b":null}  {"k":true}  NULL     ␛[31m=  1'
        "8.6\n"
    )
    assert format_result("markdown") == (
        "| code | opened | closed | residents | names | s | m | nothing | e | old |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        '| QF7 | 2022-07-01 | NULL | 1392826 | \\["SY","é"\\] | {"a":1.50,"b":null} | {"k":true} | NULL | ␛\\[31'
        "m= | 18.6 |\n"
    )
    assert format_result("csv") == (
        "code,opened,closed,residents,names,s,m,nothing,e,old\r\n"
        'QF7,2022-07-01,,1392826,"[""SY"",""é""]","{""a"":1.50,""b"":null}","{""k"":true}",,␛[31m=,18.6\r\n'
    )
    assert format_result("tsv") == (
        "code\topened\tclosed\tresidents\tnames\ts\tm\tnothing\te\told\n"
        'QF7\t2022-07-01\t\t1392826\t"[""SY"",""é""]"\t"{""a"":1.50,""b"":null}"\t"{""k"":true}"\t\t␛[31m=\t18.6\n'
    )
    assert format_result("jsonl") == (
        '{"code":"QF7","opened":"2022-07-01","closed":null,"residents":1392826,"names":["SY","é"],"s":{"a":1.'
        '50,"b":null},"m":{"k":true},"nothing":null,"e":"\\u001b[31m=","old":18.6}\n'
    )
    assert json.loads(format_result("json")) == [json.loads(format_result("jsonl"))]
    assert "<td>NULL</td><td>␛[31m=</td>" in str(format_result("html"))


def test_parquet_keeps_the_types_of_the_columns(tmp_path: Path) -> None:
    written = format_result("parquet")
    assert isinstance(written, bytes)
    path = tmp_path / "t.parquet"
    path.write_bytes(written)
    back = duckdb.connect().execute("from read_parquet($1)", [str(path)])
    kinds = [str(kind).lower().replace('"', "") for _, kind, *_ in back.description or []]
    assert kinds == [
        *("varchar", "date", "date", "bigint", "varchar[]", "struct(a decimal(3,2), b date)"),
        *("map(varchar, boolean)", "varchar", "varchar", "double"),
    ]
    assert [tuple(map(str, row)) for row in back.fetchall()] == [tuple(map(str, row)) for row in run_query(QUERY).rows]


def test_a_table_fits_the_terminal_and_says_what_it_cut() -> None:
    table = make_result_table(run_query("select id, year, summary from finding limit 20"), 60)
    lines = str(FORMATS["text"](table)).splitlines()
    assert len(lines) == 21 and max(map(cell_width, lines)) <= 60
    assert sum(line.endswith("…") for line in lines) > 15


def test_too_many_columns_are_printed_as_lines() -> None:
    table = make_result_table(run_query("select * from finding where id = 'A041'"), 60)
    lines = str(FORMATS["text"](table)).splitlines()
    assert max(map(cell_width, lines)) <= 60
    assert [line.split()[0] for line in lines if line[:1] != " "] == list(table.columns)
    assert (
        " ".join(" ".join(line[len("candidates  ") :] for line in lines).split()).count(
            next(f.summary for f in load_data().findings if f.id == "A041")
        )
        == 1
    )


def test_columns_of_one_name_get_names_of_their_own() -> None:
    assert run_query("select 1 as a, 2 as a, 3 as a_2").columns == ("a", "a_2", "a_2_2")


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("9223372036854775808::hugeint", 2**63),
        ("-1.50::decimal(4,2)", -1.5),
        ("'nan'::double", "nan"),
        ("'x'::blob", "78"),
        ("""'{"a": [1]}'::json""", {"a": [1]}),
        ("timestamp '2024-01-02 03:04:05'", "2024-01-02T03:04:05"),
        ("interval 2 days", "2 days"),
        ("age(date '2026-04-01', date '2022-07-01')", "3 years 9 months"),
        ("[interval 1 month]", "[1 month]"),
        ("union_value(a := interval 1 month)", "1 month"),
        ("{'INTERVAL': 'TIME ZONE'::enum('TIME ZONE')}", {"INTERVAL": "TIME ZONE"}),
        ("to_json('nan'::double)", "NaN"),
        ("map {'key': 'ab', 'value': 'cd'}", {"key": "ab", "value": "cd"}),
        ("map {[1]: 'a list'}", {"[1]": "a list"}),
        ("map {date '2026-04-01': 6}", {"2026-04-01": 6}),
        ("struct_pack()", {}),
        ("array_value(1, 2)", [1, 2]),
    ],
)
def test_values_are_json_values(sql: str, value: object) -> None:
    assert json.loads(str(FORMATS["json"](make_result_table(run_query(f"select {sql} as v"), None)))) == [{"v": value}]


@pytest.mark.parametrize("number", ["-1.5", "-0.25", "-99999999999999999999", "7.50"])
def test_an_exact_number_is_no_text_in_csv(number: str) -> None:
    table = make_result_table(run_query(f"select {number} as v, '{number}' as t"), None)
    text = f"'{number}" if number.startswith("-") else number
    assert str(FORMATS["csv"](table)).splitlines()[1] == f"{number},{text}"


@pytest.mark.parametrize(
    "value",
    ["timestamptz '{}'", "[timetz '10:00:00+01']", "{{'at': timestamptz '{}', 'n': 1}}", "map {{timestamptz '{}': 1}}"],
)
def test_a_time_with_its_zone_is_the_text_of_duckdb(value: str) -> None:
    asked = value.format("2024-01-02 03:04:05+00")
    (shown, expected), *_ = run_query(f"select {asked}, ({asked})::varchar").rows
    assert shown == expected and re.search(r"\d\d:\d\d:\d\d[+-]\d\d", shown)


def test_intervals_are_those_of_duckdb_in_any_query() -> None:
    assert run_query("select 1, interval '1 month'; -- that's all").rows == [(1, "1 month")]
    assert run_query("with a as (select interval 1 year v) select v from a order by v").rows == [("1 year",)]


def test_an_empty_struct_is_text_in_parquet() -> None:
    assert run_query("select struct_pack() as v").rows == [({},)]
    assert FORMATS["parquet"](make_result_table(run_query("select struct_pack() as v, 1 as n"), None))


def test_rows_are_counted_and_a_cut_is_reported() -> None:
    out, said = run_sql("from aim order by place", "--limit", "2", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["leadership", "population-health"]
    assert said == "2 rows; there are more: use --limit 20, or --limit 0 for all\n"
    assert run_sql("select id from aim", "--limit", "0")[1] == "5 rows\n"
    assert run_sql("select id from aim", "--limit", "5")[1] == "5 rows\n"


def test_no_row_exits_1() -> None:
    assert run_sql("select id from aim where id = 'x'", code=1)[0] == ""


@pytest.mark.parametrize("argument", [["-"], []])
def test_a_query_may_come_from_standard_input(argument: list[str]) -> None:
    assert run_sql(*argument, stdin="select count(*) as n\nfrom icb;\n")[0] == "n\n48\n"


def test_what_there_is_to_ask_is_listed() -> None:
    out, _ = run_sql("--tables")
    assert [line.split("  ")[0].split("(")[0] for line in out.splitlines()[1:]] == list(TABLE_DOCS)
    out, _ = run_sql("--tables", "measure", "--format", "csv")
    assert out.splitlines()[1] == "indicator,varchar,The id of the indicator"
    assert "unknown table “x”; expected one of region, icb" in run_sql("--tables", "x", code=2)[1]


# ---- what is wrong with a query


@pytest.mark.parametrize(
    ("sql", "said", "place"),
    [
        ("select foo\nfrom aim", "foo", ("LINE 1: select foo", "               ^")),
        ("select id,\n  foo from aim", "foo", ("LINE 2:   foo from aim", "          ^")),
        ("select id, é from aim", "é", ("LINE 1: select id, é from aim", "                   ^")),
        ("select 1 +", "syntax error", ("LINE 1: select 1 +", "                 ^")),
        ("select 1 from\n\tnowhere", "nowhere", ()),
        ("", "expected one SELECT, found 0 statements", ()),
        ("-- nothing", "expected one SELECT, found 0 statements", ()),
        ("select 1; select 2", "expected one SELECT, found 2 statements", ()),
        ("drop table aim", "expected one SELECT; the data can only be read", ()),
        ("select $1", "parameter", ()),
        ("select " + "(" * 5000 + "1" + ")" * 5000, "depth", ()),
        ("x" * 1_000_001, "expected at most 1,000,000", ()),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_place(sql: str, said: str, place: tuple[str, ...]) -> None:
    refused = read_refusal(sql)
    assert said in str(refused) and "Error" not in str(refused) and "\n" not in str(refused)
    if place:
        assert refused.details[0] == place[0] and set(refused.details[1]) == {" ", "^"}


def test_a_bad_query_exits_2_with_a_pointer() -> None:
    assert run_sql("select foo from kind", code=2)[1].splitlines()[1] == "LINE 1: select foo from kind"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40) | st.text("select from aim(),;'\"*1 \n\0-", max_size=40))
def test_any_text_is_answered_or_refused_in_one_line(sql: str) -> None:
    told = ["rows"]
    try:
        run_query(sql, limit=5)
    except QueryRefused as refused:
        told = str(refused).strip().splitlines()
    assert len(told) == 1


# ---- what a query cannot do

READS_A_FILE = [
    f"select * from {reader}('/etc/passwd')"
    for reader in (
        *("read_text", "read_blob", "read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_json_objects"),
        *("read_ndjson", "read_ndjson_objects", "read_parquet", "parquet_scan", "parquet_metadata", "parquet_schema"),
        *("sniff_csv", "glob", "read_duckdb", "parquet_kv_metadata", "parquet_file_metadata"),
    )
]
ATTACKS = [
    *READS_A_FILE,
    "from '/etc/passwd'",
    "from 'x.csv'",
    "from 'https://example.org/x.parquet'",
    'select * from "/etc/passwd"',
    "with a as (from read_text('/etc/passwd')) from a",
    "select (select content from read_text('/etc/passwd'))",
    "select 1 where exists (from glob('/*'))",
    "select 1 from aim left join read_text('/etc/passwd') on true",
    "select 1 union all from (values (1)), glob('/*')",
    "describe from read_csv('/etc/passwd')",
    "summarize from 'x.csv'",
    "pivot (from read_text('/etc/passwd')) on size in (1)",
    "copy aim to '/tmp/x.csv'",
    "copy (select 1) to '/dev/stdout'",
    "copy aim from '/etc/passwd'",
    "export database '/tmp/x'",
    "import database '/tmp/x'",
    "attach '/tmp/x.db'",
    "attach ':memory:' as other",
    "detach memory",
    "use memory",
    "install httpfs",
    "load httpfs",
    "load '/tmp/x.duckdb_extension'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "set variable x = 1",
    "reset memory_limit",
    "pragma memory_limit = '100GB'",
    "pragma enable_profiling",
    "pragma database_list",
    "call pragma_database_size()",
    "call enable_logging()",
    "checkpoint",
    "vacuum",
    "analyze",
    "begin",
    "commit",
    "rollback",
    "prepare x as select 1",
    "execute x",
    "create table x (a int)",
    "create temp table x as select 1",
    "create view x as select 1",
    "create macro x() as 1",
    "create secret x (type s3)",
    "insert into aim (id) values ('x')",
    "update aim set id = 'x'",
    "delete from finding",
    "drop table finding",
    "truncate finding",
    "alter table aim add column x int",
    "comment on table aim is 'x'",
    "with x as (insert into aim (id) values ('x') returning *) from x",
    "explain analyze delete from finding",
    "select 1; drop table finding",
    "select 1 /* ; */; delete from finding --",
    "select 1; -- nothing\nset memory_limit = '9GB'",
    "select getenv('HOME')",
    "select main.getenv('HOME')",
    "select 'HOME'.getenv()",
    "select list_transform(['HOME'], lambda x: getenv(x))",
    "select current_setting('secret_directory')",
    "select getvariable('x')",
    "select current_query()",
    "select sleep_ms(100000)",
    "select write_log('x')",
    "select nextval('x')",
    "select json_serialize_plan('select 1')",
    "from query('select 1')",
    "from query('from read_text(''/etc/passwd'')')",
    "from query_table('aim')",
    "from query_table(['/etc/passwd'])",
    "from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    "from duckdb_secrets()",
    "from duckdb_settings()",
    "from duckdb_extensions()",
    "from duckdb_temporary_files()",
    "from duckdb_logs",
    "from pg_settings",
    "from pg_catalog.pg_settings",
    "from information_schema.tables",
    "from system.information_schema.tables",
    "from sqlite_master",
    "from pg_settings, (with pg_settings as (select 1) from pg_settings)",
    "from pragma_database_list",
    "from pragma_storage_info('aim')",
    "from pragma_user_agent()",
    "from which_secret('a', 's3')",
    "from test_all_types()",
    "from arrow_scan(1, 2, 3)",
    "from pandas_scan(1)",
    "from enable_logging()",
    "from force_checkpoint()",
    "from truncate_duckdb_logs()",
    "show databases",
    "show all tables",
    "show settings",
    "from frame",
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_nothing_but_the_tables_can_be_reached(sql: str) -> None:
    frame = [1, 2, 3]  # What DuckDB could take for a table: a name of the Python code around it.
    assert str(read_refusal(sql)) and frame


def test_the_store_is_as_it_was_after_all_attacks() -> None:
    assert run_query("select count(*) from finding").rows == [(len(load_data().findings),)]
    assert run_query("select count(*) from aim").rows == [(len(load_data().aims),)]


@pytest.mark.parametrize(
    "sql", ["from read_text('/etc/passwd')", "from glob('/*')", "copy aim to '/tmp/icb-tui-x.csv'"]
)
def test_the_database_itself_refuses_what_the_check_would_let_through(sql: str) -> None:
    with mock.patch("icb_tui.store.user_sql.sql_guard.check_query"):
        assert "disabled by configuration" in str(read_refusal(sql))


def test_the_transaction_refuses_changes_that_the_check_would_let_through() -> None:
    with mock.patch("icb_tui.store.user_sql.sql_guard.check_query"):
        assert "read-only" in str(read_refusal("delete from finding"))
        assert "locked" in str(read_refusal("set memory_limit = '9GB'"))


def test_a_prepared_file_is_held_as_fast(tmp_path: Path) -> None:
    write_database(load_data(), tmp_path / "x.duckdb")
    digest, answers = hash_file(tmp_path / "x.duckdb"), open_store().list_first_answers()
    kept = Store(load_data(), PreparedFile(tmp_path / "x.duckdb", digest, answers, load_data))
    assert kept.run_user_query("select count(*) from matrix", seconds=5, limit=1).rows[0][0] > 0
    with mock.patch("icb_tui.store.user_sql.sql_guard.check_query"):
        for sql in ("from glob('/*')", "delete from finding", "set temp_directory = '/tmp'", "attach '/tmp/x.db'"):
            with pytest.raises(QueryRefused, match=r"disabled by configuration|read-only|locked"):
                kept.run_user_query(sql, seconds=5, limit=1)
    kept.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x.duckdb"]


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive r as (select 1 as a union all select a + 1 from r) select sum(a) from r",
        "select sum(a.range * b.range) from range(10000000) a, range(10000000) b",
        "select count(*) from finding a, finding b, finding c, finding d, finding e",
    ],
)
def test_a_query_that_never_ends_is_stopped(sql: str) -> None:
    began = time.monotonic()
    assert str(read_refusal(sql, seconds=0.2)).startswith("the query was stopped after 0.2 seconds; ask for less")
    assert time.monotonic() - began < 5


def test_a_trillion_rows_are_cut_at_the_limit() -> None:
    answer = run_query("from range(1000000000000)", limit=3000)
    assert (len(answer.rows), answer.truncated) == (3000, True)


def test_too_much_memory_is_an_error_in_a_sentence() -> None:
    said = str(read_refusal("select string_agg(repeat('x', 100000), '') from range(100000)", seconds=30))
    assert said == "the query needs more memory than it may take; ask for less"


@pytest.mark.parametrize("value", ["repeat('x', 50)", "[{'a': repeat('x', 50)}]", "map {repeat('x', 50): 1}"])
def test_an_answer_that_is_too_large_is_refused(value: str) -> None:
    with mock.patch("icb_tui.store.user_sql.sql_guard.MOST_CHARACTERS", 10_000), pytest.raises(OutputTooLarge):
        run_query(f"select {value} from range(300)", limit=0)
    assert len(run_query(f"select {value} from range(300)", limit=0).rows) == 300
    with mock.patch("icb_tui.store.user_sql.sql_guard.LONGEST_ROW", 40):
        assert "a row is longer than 10 MB; ask for parts of its texts" in str(read_refusal(f"select {value}"))


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "parquet"])
def test_output_that_is_too_large_is_refused_before_any_of_it_is_printed(style: str) -> None:
    with mock.patch("icb_tui.output.formats.table.MOST_CHARACTERS", 100):
        out, said = run_sql("from icb", "--format", style, code=2)
    assert out == "" and said.startswith("icb-tui: sql: the output is larger than 100 MB; ask for it in parts")


DEEP = 100_000
"""Deeper than any Python reads: 3.13 goes ten times as deep as 3.11."""


@pytest.mark.parametrize("text", ["[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP])
def test_an_answer_that_is_nested_too_deeply_is_refused(text: str) -> None:
    for style in ("text", "json", "parquet"):
        _, said = run_sql(f"select '{text}'::json as v", "--format", style, code=2)
        assert said == "icb-tui: sql: the answer is nested too deeply; expected a simpler one"


@pytest.mark.parametrize("where", ["cli.commands.sql.write_for_output", "output.sql_tables.make_result_table"])
def test_memory_and_clock_hold_while_the_answer_is_made_text(where: str) -> None:
    clocks: list[threading.Thread] = []

    def run_out_of_memory(*_: object) -> None:
        clocks.extend(each for each in threading.enumerate() if isinstance(each, threading.Timer))
        raise MemoryError

    with mock.patch(f"icb_tui.{where}", run_out_of_memory):
        out, said = run_sql("from aim", code=2)
    assert (out, said) == ("", "icb-tui: sql: the query needs more memory than it may take; ask for less")
    assert clocks and not [each for each in clocks if each in threading.enumerate() and not each.finished.is_set()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select levenshtein(repeat('a', 300000), repeat('b', 300000))", "the query was stopped after 0.1 seconds"),
        ("select repeat('x', 4000000000)", "the query needs more memory than it may take"),
    ],
)
def test_what_duckdb_does_not_look_up_from_is_ended_with_the_process(sql: str, said: str) -> None:
    command = [sys.executable, "-m", "icb_tui", "sql", sql, "--seconds", "0.1" if "stopped" in said else "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"icb-tui: sql: {said}") and done.stderr.count("\n") == 1


# ---- its documentation


def test_the_page_of_the_data_is_that_of_the_program() -> None:
    """`make docs` writes it anew."""
    assert load_docs_script("data").page() == (ROOT / "docs" / "data.md").read_text()


@pytest.mark.parametrize("place", range(5))
def test_each_example_of_the_page_gives_rows(place: int) -> None:
    assert run_query(list(load_docs_script("data").EXAMPLES.values())[place]).rows


@pytest.mark.parametrize("name", TABLE_DOCS)
def test_what_a_table_is_fits_a_narrow_terminal(name: str) -> None:
    width = max(len(doc.call or key) for key, doc in TABLE_DOCS.items())
    assert width + 2 + len(TABLE_DOCS[name].about) <= 80


@pytest.mark.parametrize("name", TABLE_DOCS)
def test_the_example_of_each_table_reads_it_and_gives_rows(name: str) -> None:
    example = TABLE_DOCS[name].example
    assert run_query(example).rows
    assert re.search(rf"\b(from|join) {name}\b", example)
    assert "\n".join(f"    {line}" for line in example.strip().splitlines()) in (ROOT / "docs" / "data.md").read_text()


@pytest.mark.parametrize("name", TABLE_DOCS)
def test_every_column_has_its_meaning_and_no_other_has(name: str) -> None:
    columns = open_store().list_columns(name)
    assert all(TABLE_DOCS[name].describe_column(column) for column in columns)
    assert set(TABLE_DOCS[name].columns) <= set(columns)


def test_every_table_of_the_store_is_listed() -> None:
    there = (
        open_store()
        ._database.connect()
        .execute("""
        select table_name from duckdb_tables() where not internal
        union all select view_name from duckdb_views() where not internal
        union all select function_name from duckdb_functions() where not internal and function_type = 'table_macro'
    """)
    )
    assert {name for (name,) in there.fetchall()} == set(TABLE_DOCS)
