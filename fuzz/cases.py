"""Cases for the targets: pieces of the bundled data and of each language, put together anew by a seeded chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import Any

import yaml

from fuzz import hostile, sql_queries
from fuzz.folders import BETWEEN, LONG, MANY, STACK
from fuzz.sheet_seeds import MEMBER, NAME, make_seeds
from fuzz.targets import PIECE, SILENCE, data
from icb_tui.data_files import yaml_reader
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.domain.records import FILES
from icb_tui.importing.findings.columns import make_finding_row
from icb_tui.importing.findings.template import write_finding_csv
from icb_tui.store.user_sql.table_docs import TABLE_DOCS
from icb_tui.terminal.input_filter import PASTE_END, PASTE_START

CHANGES = (0, 1, 1, 1, 2, 2, 3, 6)
"""How many changes a case may have: one alone goes deepest."""
FEW_CHANGES = {"sql": (0, 0, 0, 1)}
"""The same for a target that refuses nearly all that is changed."""
MOST_TIMES = 400
"""How often a piece is repeated at most."""
LARGEST = 16_384
"""The most bytes of a case."""

NASTY = [
    *hostile.ALL.values(),
    *(
        "",
        " ",
        "\0",
        "\n",
        "\r\n",
        "\ufffd",
        "日本語",
        "ﷺ",
        "İ",
        "ß",
        "\u1e9e",
        "e\u0301",
        "\U0001f9d1\u200d\U0001f4bb",
    ),
    *("0", "-0", "1e309", "nan", "9" * 400, "NO", "~", "null", "2023/24"),
]


def case(target: str, seed: int, number: int) -> bytes:
    """Return one case of a target, always the same for the same numbers."""
    chance = random.Random(f"{target} {seed} {number}")
    seeds, pieces = SOURCES[target]()
    edges = EDGES.get(target, ())
    raw = chance.choice(seeds)
    for _ in range(chance.choice(FEW_CHANGES.get(target, CHANGES))):
        raw = (
            _with_edge(raw, edges, chance) if edges and chance.random() < 0.5 else _changed(raw, seeds, pieces, chance)
        )
    return raw[:LARGEST]


_VALUE = re.compile(rb"(?:(\w+): |[\[,-] ?)([^,:\[\]{}\n]+)(?=[,\]}\n])")
"""A value in a text of YAML, and its key, if it has one."""


def _with_edge(raw: bytes, edges: Sequence[bytes], chance: random.Random) -> bytes:
    """A case in which one value is another, at the edge of what may be there, or has one before it in its list.

    The key is chosen before the value: one that is there once is as likely as one that every record has.
    """
    spans: dict[bytes | None, list[tuple[int, int]]] = {}
    for found in _VALUE.finditer(raw):
        spans.setdefault(found[1], []).append(found.span(2))
    start, end = chance.choice(chance.choice([*spans.values()] or [[(0, 0)]]))
    edge = chance.choice(edges)
    return raw[:start] + (edge if chance.random() < 0.7 else edge + b", " + raw[start:end]) + raw[end:]


def _changed(raw: bytes, seeds: Sequence[bytes], pieces: Sequence[bytes], chance: random.Random) -> bytes:
    """A case with one thing put in, taken out, doubled, repeated, replaced or cut."""
    start = chance.randrange(len(raw) + 1)
    end = min(start + chance.randrange(24), len(raw))
    match chance.randrange(9):
        case 0 | 1 | 2:
            return raw[:start] + chance.choice(pieces) + raw[start:]
        case 3:
            return raw[:start] + chance.choice(pieces) + raw[end:]
        case 4:
            return raw[:start] + raw[end:]
        case 5:
            return raw[:end] + raw[start:end] * chance.choice((1, 1, 2, 40)) + raw[end:]
        case 6:
            return raw[:start] + bytes([chance.randrange(256)]) + raw[start + 1 :]
        case 7:
            other = chance.choice(seeds)
            return raw[:start] + other[chance.randrange(len(other) + 1) :]
        case _:
            return raw[:start] + chance.choice(pieces) * chance.choice((2, 3, MOST_TIMES)) + raw[start:]


Source = tuple[list[bytes], list[bytes]]


def _encoded(texts: Sequence[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


@cache
def _yaml() -> Source:
    """Some lines of the bundled files, and the marks of the language."""
    files = [(find_bundled_folder() / name).read_text().splitlines(keepends=True) for name in FILES]
    parts = ["".join(lines[start : start + 12]) for lines in files for start in range(0, len(lines), 40)]
    marks = [": ", "- ", "\n", "\n  ", "[", "]", "{", "}", "&a ", "*a", "!!int ", "!x ", "? ", "# ", "|\n", ">-\n", "'"]
    marks += ['"', "---\n", "...\n", "%YAML 1.2\n", "~", "012", "<<: ", ", ", "\t", "a: &a [*a]", "\\x1b", '"\\e"', "@"]
    return _encoded(parts), _encoded([*marks, *NASTY])


@cache
def _folders() -> Source:
    """A small world, cut out of the bundled data, as the three files of a folder."""
    document: dict[str, Any] = {}
    for name in FILES:
        document |= yaml_reader.read_yaml((find_bundled_folder() / name).read_text())[0]
    boards = [icb for icb in document["icbs"] if icb["region"] == "Y60"][:2]
    codes = {icb["code"] for icb in boards}
    findings = [f for f in document["findings"] if f.get("icb") in codes | {None}][:4]
    indicator = dict(document["indicators"][0])
    indicator["values"] = {
        period: {code: value for code, value in row.items() if code in codes}
        for period, row in islice(indicator["values"].items(), 2)
    }
    small = {
        **document,
        "regions": [region for region in document["regions"] if region["code"] == "Y60"],
        "icbs": [{key: value for key, value in icb.items() if key != "successors"} for icb in boards],
        "sources": [s for s in document["sources"] if s["id"] in {f["source"] for f in findings}],
        "findings": [{key: value for key, value in f.items() if key != "candidates"} for f in findings],
        "indicators": [indicator],
    }
    texts = [
        yaml.safe_dump({key: small[key] for key in kind.__struct_fields__}, sort_keys=False, default_flow_style=None)
        for kind in FILES.values()
    ]
    keys = {key for section in small.values() for record in section if isinstance(record, dict) for key in record}
    pieces = [*_yaml()[1], *_encoded([f"{key}: " for key in sorted(keys)]), *_encoded(sorted(codes)), BETWEEN, *GROWING]
    base = BETWEEN.join(_encoded(texts))
    repeated = FINDING.replace("source: x", f"source: {small['sources'][0]['id']}").encode()
    first = repeated.replace(b"H#", b"H").replace(b"*a", b"&a " + LONG)
    return [*[base] * 9, base.replace(b"findings:\n", b"findings:\n" + first + MANY + repeated)], pieces


BOARD = "- {code: Z#, gss_code: E9000#, name: Board #, short_name: B#, label: '#', region: %s, opened: 2022-07-01%s}\n"
FINDING = "- {id: H#, scope: national, year: 2023/24, kind: self-report, direction: neutral, source: x, summary: *a}\n"

GROWING = [
    *(MANY + line.encode() for line in (BOARD % ("Y60", ", tile: {column: 9, row: 9}"), BOARD % ("Y99", ""), FINDING)),
    *(MANY + line for line in (b"k#: 1\n", b"- a\n", b"a, ", b"*a, ", b"x#: &x# [*a, *a]\n")),
    b"&a " + LONG,
    LONG,
    STACK,
]
"""Small pieces that stand for large ones."""


def _edges() -> list[bytes]:
    """Values at the edge of what may stand somewhere, and beyond."""
    numbers = "0 1 -1 64 65 20000 1e15 1e22 -1e99 1e-99 -0.0 999999999999999999 9999999999 0.1 1e308 .inf nan".split()
    years = ["2021/22", "1900/01", "1999/00", "2099/00", "0001-01-01", "9999-12-31", "2022-07-01"]
    texts = ["ßßß", "½", "´", "é", "ﷺ", "\u0301", "'  '", "~", "[]", "{}", "true", "x" * 400, "a b", "&a x", "*a"]
    return [*_encoded([*numbers, *years, *texts]), *GROWING]


@cache
def _words() -> Source:
    """The words of the filter, alone and together."""
    from icb_tui.filters.language import list_completions

    words = [word for word, _ in list_completions("", data())] + [
        *(
            "midlands",
            "ney",
            "Y60",
            "3:strong",
            "-2:mixed",
            "mid unr",
            "not rated",
            "not",
            "-closed",
            '"mental health"',
        ),
        *("kent", "name:mid", "a&e<70", "rtt-within-18-weeks >= 60.5%", "-emissions=5"),
        *("not assessed", "-self", "north west", "concern 1:", "2"),
    ]
    marks = ["-", "--", "not ", '"', '""', ":", "3:", ":x", " ", "\t", "north", "zzz", "<", ">=", "name:"]
    return _encoded([*words, *(f"{one} {other}" for one, other in zip(words, words[3:], strict=False))]), _encoded(
        [*words, *marks, *NASTY]
    )


@cache
def _names() -> Source:
    """The names of everything that can be found."""
    known = data()
    names = [name for icb in known.icbs for name in (icb.name, icb.short_name, icb.label, icb.code, *icb.aliases)]
    names += [each.name for section in (known.regions, known.aims, known.indicators) for each in section]
    marks = ["&", " and ", "nhs ", " icb", "’", "'", ".", "-", ",", " ", "e", "surey"]
    return _encoded(names), _encoded([*names, *marks, *NASTY])


@cache
def _sheets() -> Source:
    """The bundled figures as tidy CSV, and as a download from Fingertips has them."""
    indicator = data().indicators[0]
    rows = [(period, *pair) for period, row in indicator.values.items() for pair in islice(row.items(), 3)]
    tidy = "code,period,value\n" + "".join(f"{code},{period},{value}\n" for period, code, value in rows)
    named = tidy.replace("code,", "board;unit;").replace(",", ";").replace("\n", "\r\n")
    head = "Indicator ID,Indicator Name,Area Code,Sex,Age,Category,Time period,Value,Time period Sortable\n"
    download = head + "".join(
        f'1,"{indicator.name}",{data().icb[code].gss_code},{sex},All,,{period},{value},{period[:4]}0000\n'
        for period, code, value in rows
        for sex in ("Persons", "Male")
    )
    tokens = ["QK1", "E54000015", "LLR", "2024", "1.5", "1,234", "12%", "*", "[c]", "code", "period", "value", "name"]
    tokens += [",", ";", "\t", '"', '""', "\n", "\r", "indicator", "unit", "- a: [", "#", "Sex", "Persons", "%"]
    tokens += ["nE54000027", "E06000016", "Leicester", "England", "01/02/2024", "Mar-25", "Period:", "2024/25", "#N/A"]
    titled = ",,,\n,Period:,March 2025,\n,,,Counts\n,Code,System,Total\n,-,-,3\n,QKS,NHS Kent and Medway ICB,1\n"
    wide = "Area,2021/22,2022/23\nNHS KENT & MEDWAY ICB,1.5,[c]\n91Q,2,3\nSource: a\n"
    dated = "ICB,Date,% seen,Rate,name\nQKS,13/02/2024,5%,1,Leicester\nQKS,14/02/2024,6%,2,Dorset\n"
    texts = (tidy, named, download, titled, wide, dated)
    starts = [where + text for where in "012345" for text in texts]
    return _encoded(["0", *starts]), _encoded([*tokens, *NASTY])


@cache
def _finding_rows() -> Source:
    """A few bundled findings under the headings of the template, and what stands in such rows."""
    chosen = data().findings[::60]
    written = write_finding_csv([make_finding_row(each, data().source[each.source]) for each in chosen]).decode()
    headings = written.partition("\n")[0] + "\n"
    row = "QK1,2023/24,1,Annual assessment,positive,Strong,It leads well.,NHS England\n"
    small = f"ICB,Year,Aim,Evidence type,Direction,Rating,Summary,Publisher\n{row}"
    tokens = ["QK1", "England-wide", "2023-24", "4", "self-report", "concern", "Strong", "S", "2025-01", "16 Jan 2025"]
    tokens += [",", '"', '""', "\n", ";", "'=", "unmatched", "https://a.b", "A041", "EXAMPLE", "hcl-2025", row]
    starts = [where + text for where in "01" for text in (written, headings, small)]
    return _encoded(["0", *starts]), _encoded([*tokens, *NASTY])


@cache
def _sheet_files() -> Source:
    """A small file of every kind that holds sheets, and what is written in them."""
    marks = ['<c r="', '"/>', "</c>", "<v>", "</v>", '<row r="', "<f>", "</f>", 't="e"', 't="s"', 'r="XFD1048576"']
    marks += [' table:number-rows-repeated="1048576"', ' table:number-columns-repeated="99999"', "<!DOCTYPE x>"]
    marks += ["<table:table-row>", "</table:table-row>", "<html>", "[", "{", '"', ",", ";", "\t", "\n", "\r", "&x;"]
    numbers = [
        b"\0",
        b"\xff\xff",
        b"\xff\xff\xff\x7f",
        b"\0\0\1\0",
        b"\xd0\xcf\x11\xe0",
        b"PK\3\4",
        b"PAR1",
        b"\x1f\x8b",
    ]
    return list(make_seeds().values()), [*_encoded([*marks, *NASTY]), *numbers, MEMBER, NAME]


def _kitty_keys() -> list[str]:
    """Keys as the kitty protocol sends them: locks, keypad, modifiers, other layouts; each with more than it has."""
    codes = [57358, 57360, 57376, 57400, 57410, 57414, 57417, 57427, 57441, 13, 27, 106, 0]
    places = ["1081::113", "1081:1049:113", "1089::99", "1086::106", "233:50:50", "107::118", "1093::91", "1081::7"]
    forms = ["\x1b[{}u", "\x1b[{};133u", "\x1b[{};;65u", "\x1b[{};2;1081:98u"]
    return [form.format(key) for key in (*codes, *places) for form in forms]


@cache
def _terminal() -> Source:
    """Keys, clicks, pastes and replies, in pieces and with silences between."""
    sent = [
        "q",
        "j",
        "é",
        "\x1b",
        "\x1b[A",
        "\x1bOA",
        "\x1b[5~",
        "\x1b[1;5A",
        "\x1bx",
        "\x1b[97;;97u",
        "\x1b[Z",
        "\x1b[3~",
    ]
    sent += [
        "\x1b[<0;10;5M",
        "\x1b[<64;10;5M",
        "\x1b[M !!",
        f"{PASTE_START}midlands\x07{PASTE_END}",
        "\x1b]11;rgb:1c/1c/1c\x07",
    ]
    sent += ["\x1bP1$r0m\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b[I", "\x1b[O", "\x1b[?62;22c", "\x1b[5;9R", "\x1b[55296u"]
    sent += ["\x1b[48;40;120;0;0t", "\x1b[?2026;2$y", "\x1b[?2048;2$y", "\x1b[1:2:3;4:5u", "\x1b[<-1;-1M"]
    marks = ["\x1b[", "\x1b]", "\x1bP", "\x1b[M", "\x1bO", "\x1b\\", "\x07", PASTE_START, PASTE_END, "\x1b[<", *";:9~u"]
    sent = [
        *sent * 3,
        *_kitty_keys(),
        *(f"\x1b[<{button};10;5{end}" for button in (1, 2, 16, 32, 66, 128, 129) for end in "Mm"),
    ]
    pieces = [PIECE, PIECE, SILENCE, b"\x80", b"\xc3", *_encoded([*sent, *marks, *NASTY])]
    return _encoded([*sent, "".join(sent)]), pieces


@cache
def _queries() -> Source:
    """Queries for every format, and their parts."""
    sql_queries.prepare()  # here, not in the time of the first case
    parts = [*sql_queries.VALUES, *sql_queries.SOURCES, *TABLE_DOCS, "select ", " from ", ", ", "(", ")", "[", "]", "'"]
    parts += ["range", "repeat", "1000000", "null", "::varchar", " || ", " order by 1 desc", " limit 3", "*", '"', "--"]
    parts += [" union all select ", " group by all", "with a as (", "sum(", "unnest(", "columns(*)", " where ", ";"]
    return _encoded(sql_queries.make_seeds()), _encoded([*parts, *NASTY])


EDGES = {"folder": _edges()}
"""What values become in the cases of a target."""

SOURCES: dict[str, Callable[[], Source]] = {
    "yaml": _yaml,
    "folder": _folders,
    "filter": _words,
    "finder": _names,
    "import": _sheets,
    "sheets": _sheet_files,
    "findings": _finding_rows,
    "keys": _terminal,
    "sql": _queries,
}
