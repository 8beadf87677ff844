"""Write docs/data.md from the schema of the files and of the store: `make docs`; a test holds that it is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import inspect

from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.type_errors import describe_type
from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.json_schema import list_records, make_schema
from icb_tui.domain.records import FILES, Record
from icb_tui.store.store import Store
from icb_tui.store.user_sql.table_docs import TABLE_DOCS
from icb_tui.text.cells import join_names

PAGE = Path(__file__).parent / "data.md"

EXAMPLES = {
    "The boards rated Concern on any aim, with their names": """
select i.short_name, m.year, m.aim, m.findings
from matrix m join icb i on i.code = m.icb
where m.rating = 'concern'
order by m.year, i.short_name
""",
    "How many of the open boards have a rating, for each aim and year": """
select m.year, a.short_name as aim, count(m.rating) as rated, count(*) as "of"
from matrix m join aim a on a.id = m.aim
where m.nothing is distinct from 'not-in-being'
group by all
order by m.year, any_value(a.place)
""",
    "Every finding on one board and aim, with its source": """
select f.year, k.name as evidence_type, f.summary, s.publisher, s.url, f.paragraph
from finding f join kind k on k.id = f.kind join source s on s.id = f.source
where f.icb = 'QK1' and f.aim = 'inequalities'
order by f.year, k.place, f.place
""",
    "The newest value of an indicator, from the best board to the last, with the median": """
select s.place as rank, i.short_name, s.value, s.median, s.period
from standing s join icb i on i.code = s.icb
where s.indicator = 'ae-4-hours'
  and s.nth = (select max(nth) from measure where indicator = 'ae-4-hours')
order by s.place, i.short_name
""",
    "The successors of each board that closed": """
select i.short_name as old, i.closed, n.short_name as new, i.s.percent
from (select *, unnest(successors) as s from icb) i join icb n on n.code = i.s.code
order by i.place
""",
}

INTRODUCTION = """\
# The data: files, tables and SQL

<!-- Written by `make docs` from icb_tui/domain/field_docs.py and icb_tui/store/user_sql/table_docs.py. -->

## The data files

The data are in three YAML files. Your own data, in a folder such as `my-data`, have the same form. To list every
problem in your files, run:

    icb-tui check my-data

Indicators need not be typed: `icb-tui import` makes them of a spreadsheet or a download ([import.md](import.md)).

An editor can complete and check the files with their JSON Schema. To print the schema, or to write it to your folder:

    icb-tui schema icbs.yaml
    icb-tui schema --write my-data

An editor with a YAML language server then uses the schema for a file that begins with:

    # yaml-language-server: $schema=icbs.schema.json

A field in **bold** is required.
"""

MERGERS = """\
## Boards that closed and opened

A board can close and go to several boards (`successors`). What was said of the old boards is shown for the new board in
the years before it opened, under their own names. Nothing is averaged, and the new board itself has no rating: a filter
such as `unrated` finds it. In JSON the list `predecessors` has an object for each of the old boards:

| field | is |
| --- | --- |
| `code`, `short_name` | the old board |
| `percent` | how much of the old board the new one took over: 100 is all of it, null is not known |
| `basis` | what `percent` is of, if not of the residents |
| `percent_of_new` | its share of the new board's residents, worked out from `population`; null if not known |
| `ratings`, `findings`, `nothing` | by aim, as for the new board |
| `aims`, `whole`, `indicators` | in `show`: all evidence and indicators; `indicators` also in `compare` |

In `compare` the field `predecessors` has such a list for each board, and only boards that were not open yet have any.
In the CSV of `list` the column `predecessors` has their codes. In the CSV of `show`, `why` and `compare` each row about
an old board has the code of the new one in the column `predecessor_of`.
"""

ASKING = """\
## Queries in SQL

The command `icb-tui sql` answers one SELECT in [DuckDB's SQL](https://duckdb.org/docs/stable/sql/introduction). The
query is an argument, or comes from standard input:

    icb-tui sql "select code, short_name from icb where region = 'Y60'"
    echo "select count(*) as findings from finding" | icb-tui sql --format csv

To list the tables, or the columns of one table:

    icb-tui sql --tables
    icb-tui sql --tables finding

The option `--format` works as for every command. Lists, structs and maps are JSON in text and CSV. Dates are written
2022-07-01. A missing value is `NULL` in text, an empty cell in CSV and null in JSON.

A query can only read these tables. It cannot read a file, the network, a setting or the environment. The option
`--seconds` (10) limits its time, and `--limit` (100,000) its rows. A note says if there are more rows. A query may use
1 GB of memory, and its answer 3 GB (on Linux). The exit code is 0 if there are rows, 1 if there are none, and 2 if the
query is wrong or was stopped.

The rule of the ratings is the table `rating_rule`. The macro `verdict` applies the rule, and the table `matrix` has the
result for every board, aim and year. Rows have no fixed order: `order by place` gives the order of the files.

## Tables
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [INTRODUCTION, *(line for name in FILES for line in _file(name)), MERGERS, ASKING, *_relations(), *_examples()]
    )


def _file(name: str) -> Iterator[str]:
    definitions = make_schema(name)["$defs"]
    for place, record in enumerate(list_records(name)):
        if place == 0:
            yield f"### `{name}`\n"
        else:
            about = str(definitions[record.__name__]["description"]).split("\n")[0]
            yield f"**{record.__name__}**: {about}\n"
        yield from _fields(record, definitions[record.__name__], sections=place == 0)
        yield ""


def _fields(record: type[Record], definition: dict[str, Any], *, sections: bool) -> Iterator[str]:
    yield "| section | holds | meaning |" if sections else "| field | is | meaning |"
    yield "| --- | --- | --- |"
    asked = inspect.type_info(record)
    assert isinstance(asked, inspect.StructType)
    types = {field.name: field.type for field in asked.fields}
    for name, meaning in FIELDS[record].items():
        shown = f"**`{name}`**" if name in definition.get("required", []) else f"`{name}`"
        yield f"| {shown} | {_holds(types[name])} | {meaning} |"


def _holds(info: inspect.Type) -> str:
    """What a field holds, in words, with what its entries are."""
    match info:
        case inspect.Metadata(type=inspect.VarTupleType()):
            return _holds(info.type)
        case inspect.VarTupleType():
            of = _holds(info.item_type)
            most = f" of at most {info.max_length}" if info.max_length else ""
            return f"a list{most}, each {of}"
        case inspect.DictType():
            return f"a mapping from {_holds(info.key_type)} to {_holds(info.value_type)}"
        case inspect.UnionType():
            return join_names([_holds(part) for part in info.types if not isinstance(part, inspect.NoneType)])
        case inspect.StructType():
            return info.cls.__name__
        case inspect.LiteralType():
            return join_names([f"`{value}`" for value in info.values])
    return describe_type(info)


def _relations() -> Iterator[str]:
    store = Store(load_dataset())
    for name, relation in TABLE_DOCS.items():
        yield f"**`{relation.call or name}`**: {relation.about}\n"
        yield "| column | type | meaning |"
        yield "| --- | --- | --- |"
        for column, kind in store.list_columns(name).items():
            yield f"| `{column}` | `{kind.lower()}` | {relation.describe_column(column)} |"
        yield ""
        yield from ("Example:", "", *(f"    {line}" for line in relation.example.strip().splitlines()), "")


def _examples() -> Iterator[str]:
    yield "## Examples\n"
    for told, sql in EXAMPLES.items():
        yield f"{told}:\n\n```sql{sql}```\n"


if __name__ == "__main__":
    PAGE.write_text(page())
