"""A world in which every free text is hostile, and what of it must not be in what is handed out."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import yaml
from markdown_it import MarkdownIt

from fuzz.hostile import ESCAPES, FORMULAS, MARKUP, UNSEEN, harm
from icb_tui.data_files import yaml_reader
from icb_tui.data_files.bundled import find_bundled_folder
from icb_tui.domain.records import FILES

FREE = set(
    "name short_name voice meaning publisher title author covers unit what value named summary aspect note words"
    " aliases local_authorities cluster_2025 basis".split()
)
"""The fields that hold a text of any kind, or a list of such texts."""

TEXTS = [text for text in (ESCAPES | UNSEEN | MARKUP).values() if "\udcff" not in text]
STARTS = list(FORMULAS.values())
FOLDER = "[b]\x1b]0;x\x07\u202e=1+1\udcff"
"""The name of a folder, of which one byte is no UTF-8."""


@cache
def make_files() -> dict[str, str]:
    """The bundled files with something hostile before and behind every free text of the first records."""
    return {
        name: _spoil_document(yaml_reader.read_yaml((find_bundled_folder() / name).read_text())[0]) for name in FILES
    }


def _spoil_document(document: dict[str, Any]) -> str:
    for section, records in document.items():
        for place, record in enumerate(records):
            if isinstance(record, dict):
                _spoil(record, place)
                _spoil_special(section, record, place)
    return str(yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False))


def _spoil(record: dict[str, Any], place: int) -> None:
    for key, value in record.items():
        if isinstance(value, dict):
            _spoil(value, place)
        elif key in FREE and isinstance(value, str):
            record[key] = f"{STARTS[place % len(STARTS)]}{value} {TEXTS[place % len(TEXTS)]}"
        elif key in FREE and isinstance(value, list):
            record[key] = [f"{STARTS[place % len(STARTS)]}{each} {TEXTS[place % len(TEXTS)]}" for each in value]


def _spoil_special(section: str, record: dict[str, Any], place: int) -> None:
    """What has a form of its own."""
    if section == "sources" and "url" in record:
        record["url"] = f"https://evil.example/{place}?[x](y)<script>|`*_\x1b[2J\u202e"
    for successor in record.get("successors", ()):
        _spoil(successor, place)
    if section == "icbs" and place < 3:
        record["label"] = ["=1+1", "[/]", "@\x1b[m"][place]
    if section == "indicators":
        record["values"] = {f"={period}|[red]\x1b[2J": row for period, row in record["values"].items()}
        record["source"] += " =1+1 [x](y)\u202e"
        record["values"][next(iter(record["values"]))]["QK1"] = -7.5


def write_hostile_folder(place: Path) -> Path:
    """Write the hostile world into a folder of a hostile name, and return it."""
    folder = place / FOLDER
    folder.mkdir()
    for name, text in make_files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# ---- what must not be in it

NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?")


def check_format(style: str, written: str | bytes) -> None:
    """What is handed out in a format is harmless there."""
    if isinstance(written, bytes):
        _check_parquet(written)
        return
    kept = {"tsv": "\t", "csv": "\r", "text": "", "markdown": ""}.get(style, "")
    text = written.translate(dict.fromkeys(map(ord, kept)))
    assert not harm(text), (style, ascii(harm(text)), ascii(text[:300]))
    if style in CHECKS:
        CHECKS[style](written)


def check_sheet(text: str, separator: str) -> None:
    """No cell, and no heading, is a formula; a negative number stays one."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    assert {len(row) for row in rows} <= {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) or NUMBER.fullmatch(
            cell
        )


def check_markdown(text: str) -> None:
    """No image, no HTML, no emphasis and no link comes of data, but for an address that is shown as it is."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    every = [each for token in tokens for each in (token, *(token.children or ()))]
    assert [each for each in every if each.type == "link_open" and each.markup != "autolink"] == []
    kinds = {each.type for each in every}
    assert not kinds & {"image", "html_block", "html_inline", "s_open", "em_open", "code_inline", "hr"}


TAGS = set("html head meta title body h1 h2 h3 h4 p ul li a pre div table caption thead tbody tr th td".split())
BRIEF_TAGS = TAGS | set("style article section ol strong span svg path text footer".split())
"""What a brief has beside the tags of any page."""

ATTRIBUTES = set(
    "lang charset name content aria-labelledby id class href rel scope role viewbox x y d text-anchor transform "
    "aria-label tabindex".split()
)


class _Tags(HTMLParser):
    """Every tag is one that the program writes itself, and leads nowhere but to a source on the web.

    A source is not told who came. A brief is printed: it shows the address.
    """

    def __init__(self, tags: set[str]) -> None:
        super().__init__()
        self.tags = tags
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags and {name for name, _ in attrs} <= ATTRIBUTES, (tag, attrs)
        self.address = dict(attrs).get("href") or ""
        if self.address and not self.address.startswith("#"):
            assert self.address.startswith(("https://", "http://")) and dict(attrs)["rel"] == "noopener noreferrer"

    def handle_data(self, data: str) -> None:
        assert "svg" not in self.tags or not self.address.startswith("http") or data == self.address
        self.address = ""

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def check_html(text: str) -> None:
    parser = _Tags(BRIEF_TAGS if "<title>Brief: " in text else TAGS)
    parser.feed(text)
    parser.close()


def _check_parquet(written: bytes) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(written)
        file.flush()
        rows = duckdb.connect().execute("from read_parquet($1)", [file.name]).fetchall()
    assert not [value for row in rows for value in _list_strings(row) if harm(value)]


def _list_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _list_strings(pair)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _list_strings(each)


CHECKS: dict[str, Callable[[str], Any]] = {
    "csv": lambda text: check_sheet(text, ","),
    "tsv": lambda text: check_sheet(text, "\t"),
    "markdown": check_markdown,
    "html": check_html,
    "json": json.loads,
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
}


# ---- one board and one finding made hostile

HOSTILE = {
    "summary": "[red]not red[/i] [x=1] \x1b]0;owned\x07 \x1b[2J back\x08space",
    "note": "\u202egnp.exe \u200bzero \u2066isolate שלום مرحبا",
    "aspect": "z\u0301\u0302\u0303\u0304\u0305\u0306algo e\u0301 漢字",
}
LONG = "[b]" + "Very long name " * 20


def write_hostile_board(tmp_path: Path) -> Path:
    """The bundled data with its first board's name, and the first rated finding of it, made hostile."""
    folder = Path(shutil.copytree(find_bundled_folder(), tmp_path / "hostile"))
    icbs, said = folder / "icbs.yaml", folder / "assessments.yaml"
    text = icbs.read_text().replace(
        "short_name: Lancashire and South Cumbria", f"short_name: {json.dumps('A' + LONG)}", 1
    )
    icbs.write_text(
        text.replace("name: NHS Lancashire and South Cumbria Integrated", f'name: "{LONG}"\n    # Integrated', 1)
    )
    start = said.read_text().index("id: A006")
    before, after = said.read_text()[:start], said.read_text()[start:]
    old = "summary: Among the ten ICBs whose system leadership NHS England rated highly."
    new = f"summary: {json.dumps(HOSTILE['summary'])}\n    note: {json.dumps(HOSTILE['note'])}"
    after = after.replace(old, new, 1).replace("aspect: leadership", f"aspect: {json.dumps(HOSTILE['aspect'])}", 1)
    said.write_text(before + after)
    return folder
