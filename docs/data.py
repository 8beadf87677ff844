"""Write docs/data.md from the schema of the files and of the store: `make docs`; a test holds that it is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import inspect

from icb_tui.data_files.json_schema import list_records, make_schema
from icb_tui.data_files.loader import load_dataset
from icb_tui.data_files.type_errors import describe_type
from icb_tui.domain.field_docs import FIELDS
from icb_tui.domain.records import FILES, Record
from icb_tui.store.store import Store
from icb_tui.store.table_docs import TABLE_DOCS
from icb_tui.text.cells import join_names

PAGE = Path(__file__).parent / "data.md"

EXAMPLES = {
    "The boards rated Concern on any aim, with their names": """
select i.short_name, m.year, m.aim, m.findings
from matrix m join icb i on i.code = m.icb
where m.rating = 'concern'
order by m.year, i.short_name
""",
    "How many boards of how many in being were rated on each aim and year": """
select m.year, a.short_name as aim, count(m.rating) as rated, count(*) as "of"
from matrix m join aim a on a.id = m.aim
where m.nothing is distinct from 'not-in-being'
group by all
order by m.year, any_value(a.place)
""",
    "Every statement on one board and aim, with its source": """
select f.year, k.name as voice, f.summary, s.publisher, s.url, f.paragraph
from finding f join kind k on k.id = f.kind join source s on s.id = f.source
where f.icb = 'QK1' and f.aim = 'inequalities'
order by f.year, k.place, f.place
""",
    "The newest value of a figure, from the best board on, beside the median": """
select s.place, i.short_name, s.value, s.median, s.period
from standing s join icb i on i.code = s.icb
where s.indicator = 'ae-4-hours'
  and s.nth = (select max(nth) from measure where indicator = 'ae-4-hours')
order by s.place, i.short_name
""",
    "What took over from each board that closed": """
select i.short_name as old, i.closed, n.short_name as new, i.s.percent
from (select *, unnest(successors) as s from icb) i join icb n on n.code = i.s.code
order by i.place
""",
}

INTRODUCTION = """\
# The data, and asking it in SQL

<!-- Written by `make docs` from icb_tui/model.py, icb_tui/meanings.py and icb_tui/store.sql. -->

## The data files

Three YAML files. `icb-tui check DIR` says all that is wrong in them, `icb-tui schema` prints their JSON Schema, and
`icb-tui schema --write DIR` writes it beside them. An editor with a YAML language server then completes and checks a
file that begins with

    # yaml-language-server: $schema=icbs.schema.json

A field in **bold** must be there.
"""

ASKING = """\
## Asking in SQL

`icb-tui sql "select …"` answers one SELECT in [DuckDB's SQL](https://duckdb.org/docs/stable/sql/introduction);
without one it reads standard input. `icb-tui sql --tables` lists what there is to ask, `--tables NAME` the columns.
`--format` is as everywhere: lists, structs and maps are JSON in text and CSV, dates are written 2022-07-01, and what is
not there is `NULL` in text, an empty cell in CSV and null in JSON.

It can only read these tables: no file, no network, no setting, no environment. A query is stopped after `--seconds`
(10), and gives at most `--limit` rows (100,000; it says where there are more). What it works with may take 1 GB of
memory, and all that it makes 3 GB (on Linux). It exits with 0 where there are rows, 1 where there are none, and 2
where the query is wrong or was stopped.

The rating rule is the table `rating_rule`, which the macro `verdict` applies; `matrix` has its result for every board,
aim and year. Rows have no order of their own: `order by place` gives that of the files.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [INTRODUCTION, *(line for name in FILES for line in _file(name)), ASKING, *_relations(), *_examples()]
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


def _examples() -> Iterator[str]:
    yield "## Examples\n"
    for told, sql in EXAMPLES.items():
        yield f"{told}:\n\n```sql{sql}```\n"


if __name__ == "__main__":
    PAGE.write_text(page())
