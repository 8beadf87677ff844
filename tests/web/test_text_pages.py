"""The plain pages: what the commands print, as HTML without script and as files, whatever an address says."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, quote, urljoin

import pytest
from aiohttp.test_utils import TestClient
from bundled_store import load_data, open_store_of, open_test_store
from command_line import run
from hypothesis import given, settings
from hypothesis import strategies as st
from web_session import enter, make_settings, serve_pages, wait_for
from yarl import URL

from icb_tui.domain.errors import UserError
from icb_tui.store.store import Store
from icb_tui.web import text_pages
from icb_tui.web.text_questions import TEXT_PAGES, answer_question, read_question

CASES = {
    "list?filter=midlands": ("list", "midlands"),
    "list?filter=1:strong&year=all": ("list", "1:strong", "--year", "all"),
    "list?as-at=2026-04-01&evidence=self": ("list", "--as-at", "2026-04-01", "--evidence", "self"),
    "show/LLR": ("show", "LLR"),
    "show/Essex?year=2023/24": ("show", "Essex", "--year", "2023/24"),
    "show/QUE?aim=1&evidence=assessed&evidence=cqc": (
        *("show", "QUE", "--aim", "1", "--evidence", "assessed", "--evidence", "cqc"),
    ),
    "compare/LLR,C%26W,Midlands": ("compare", "LLR", "C&W", "Midlands"),
    "compare/LLR,SUSX?differences=yes&sort=difference": ("compare", "LLR", "SUSX", "-d", "--sort", "difference"),
    "brief/LLR": ("brief", "LLR"),
    "brief/LLR,SUSX?year=all": ("brief", "LLR", "SUSX", "--year", "all"),
    "indicators?filter=south west&aim=4": ("indicators", "south west", "--aim", "4"),
    "map/3": ("map", "3"),
    "map/3?filter=3:leading": ("map", "3", "--filter", "3:leading"),
    "why/LLR/3": ("why", "LLR", "3"),
    "why/Essex/health": ("why", "Essex", "health"),
    "national?year=2022/23": ("national", "--year", "2022/23"),
    "similar/LLR": ("similar", "LLR"),
    "similar/LLR?number=2": ("similar", "LLR", "-n", "2"),
    "find?text=waiting list": ("find", "waiting list"),
    "find?text=waiting&year=2023/24": ("find", "waiting", "--year", "2023/24"),
    "coverage?filter=london": ("coverage", "london"),
}
"""Addresses of pages, and the command that prints the same."""

STYLES = {".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "text", ".tsv": "tsv", ".jsonl": "jsonl"}


def print_on_test_store(*arguments: str) -> str:
    """What a command prints, to the byte."""
    with mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()):
        return run(*arguments).stdout


def add_ending(address: str, ending: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}{ending}{mark}{query}"


class Answer:
    """What a browser is given."""

    def __init__(self, status: int, kind: str, headers: Any, text: str) -> None:
        self.status, self.kind, self.headers, self.text = status, kind, headers, text


async def fetch(client: TestClient[Any, Any], address: str) -> Answer:
    """Ask for an address as it is: what is encoded in it stays so."""
    encoded = URL(quote(address, safe="/?&=%:,+"), encoded=True)
    response = await client.get(encoded, allow_redirects=False)
    kind, text = response.content_type, (await response.read()).decode(errors="replace")
    return Answer(response.status, kind, response.headers, text)


def open_pages(*addresses: str) -> list[Answer]:
    """The answers to addresses below /text/, of somebody who may ask."""

    async def steps() -> list[Answer]:
        async with serve_pages() as client:
            await enter(client)
            return [await fetch(client, f"/text/{address}") for address in addresses]

    return wait_for(steps())


VOID = {"meta", "link", "input", "path"}


class Document(HTMLParser):
    """A page that was read strictly: every element ends where it must; its tags, texts and tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.open)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def list_attributes(self, tag: str, name: str) -> list[str]:
        return [attributes[name] or "" for each, attributes in self.tags if each == tag and name in attributes]


@pytest.mark.parametrize("address", CASES)
def test_the_files_are_what_the_command_prints_to_the_byte(address: str) -> None:
    answers = open_pages(*(add_ending(address, ending) for ending in STYLES))
    for style, answer in zip(STYLES.values(), answers, strict=True):
        assert answer.status == 200
        assert answer.text == print_on_test_store(*CASES[address], "--format", style), style


def test_files_have_their_types_and_what_is_for_spreadsheets_has_a_name() -> None:
    csv, tsv, as_json, markdown, plain = open_pages(
        *(f"show/C%26W{ending}?year=2023/24" for ending in (".csv", ".tsv", ".json", ".md", ".txt"))
    )
    assert csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert csv.headers["Content-Disposition"] == "attachment; filename*=UTF-8''show-c-w-2023-24.csv"
    assert tsv.kind == "text/tab-separated-values" and "filename" in tsv.headers["Content-Disposition"]
    assert as_json.kind == "application/json" and json.loads(as_json.text)["code"] == "QWU"
    assert (markdown.kind, plain.kind) == ("text/markdown", "text/plain")
    assert "Content-Disposition" not in markdown.headers and markdown.headers["X-Content-Type-Options"] == "nosniff"


def test_a_parquet_file_is_one() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            response = await client.get("/text/list.parquet?filter=midlands")
            assert response.content_type == "application/vnd.apache.parquet"
            assert (await response.read())[:4] == b"PAR1"

    wait_for(steps())


@pytest.mark.parametrize("address", ["", *CASES])
def test_a_page_is_well_formed_and_needs_neither_script_nor_another_machine(address: str) -> None:
    (answer,) = open_pages(address)
    page = Document(answer.text)
    assert answer.status == 200 and answer.kind == "text/html"
    assert answer.text.count('<html lang="en-GB"') == 1
    assert page.list_attributes("meta", "name") == ["viewport"]
    assert not {"script", "iframe", "img", "object"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    tags = [tag for tag, _ in page.tags]
    assert tags.count("main") == 1 and tags.count("h1") == (2 if address.startswith("brief/LLR,SUSX") else 1)
    loaded = page.list_attributes("link", "href")
    assert loaded and not [each for each in loaded if not each.startswith("../")]
    levels = [int(tag[1]) for tag, _ in page.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", CASES)
def test_every_heading_of_a_table_has_a_scope_and_every_row_one_heading(address: str) -> None:
    (answer,) = open_pages(address)
    page = Document(answer.text)
    scopes = [attributes.get("scope") for tag, attributes in page.tags if tag == "th"]
    assert set(scopes) <= {"col", "row"}
    tables, rows = (sum(tag == wanted for tag, _ in page.tags) for wanted in ("table", "tr"))
    assert scopes.count("row") == rows - tables
    if not address.startswith("brief"):
        assert answer.text.count("<table>\n<caption>") == tables
    if not address.startswith(("brief", "why", "national", "show/QUE?aim=1")):
        assert tables


@pytest.mark.parametrize("address", CASES)
def test_every_link_to_a_source_says_nothing_of_where_it_stands(address: str) -> None:
    (answer,) = open_pages(address)
    links = [attributes for tag, attributes in Document(answer.text).tags if tag == "a"]
    outside = [each for each in links if "://" in (each["href"] or "")]
    assert all(each.get("rel") == "noopener noreferrer" for each in outside)
    if address.startswith(("show", "why", "brief")):
        assert outside


@pytest.mark.parametrize("address", [each for each in CASES if each.startswith(("show", "why", "national"))])
def test_a_page_has_every_finding_of_the_command_with_its_source(address: str) -> None:
    (answer,) = open_pages(address)
    page = Document(answer.text)
    findings = list(find_findings(json.loads(print_on_test_store(*CASES[address], "--format", "json"))))
    assert findings
    for finding in findings:
        assert " ".join(finding["summary"].split()) in page.text and finding["id"] in page.text
        if "url" in finding["source"]:
            assert finding["source"]["url"] in page.list_attributes("a", "href")


def find_findings(value: Any) -> Any:
    """Every finding in what a command prints as JSON."""
    if isinstance(value, dict) and "summary" in value and "source" in value:
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from find_findings(each)


def test_a_rating_is_a_mark_and_a_word_and_none_is_a_word_too() -> None:
    (answer,) = open_pages("list?year=2023/24")
    page = Document(answer.text)
    words = {rating.id: f"{rating.mark} {rating.name}" for rating in load_data().ratings}
    boards = json.loads(print_on_test_store("list", "--year", "2023/24", "--format", "json"))
    for board in boards:
        assert board["short_name"] in page.text
    for rating, text in words.items():
        rated = sum(of == rating for board in boards for of in board["ratings"].values())
        assert answer.text.count(f"<td>{text}") == rated, text
    for missing, text in {"not-mentioned": "– no finding", "said-nationally": "≈ England-wide only"}.items():
        there = sum(why == missing for board in boards for why in board["nothing"].values())
        assert answer.text.count(f"<td>{text}") == there > 0, text


def test_a_board_has_the_values_of_its_indicators() -> None:
    (answer,) = open_pages("show/LLR")
    page = Document(answer.text)
    shown = json.loads(print_on_test_store("show", "LLR", "--format", "json"))["indicators"]
    assert len(shown) > 40
    for each in shown:
        assert load_data().indicator[each["indicator"]].name in page.text
        if each["place"]:
            assert f"{each['place']} of {each['of']}" in page.text


def test_a_new_board_shows_those_before_it() -> None:
    (answer,) = open_pages("show/Essex?year=2023/24")
    text = Document(answer.text).text
    assert "was not open in 2023/24" in text and "Taken over" in text and "Mid and South Essex" in text


def test_boards_lead_to_their_pages_in_the_same_year() -> None:
    list_page, map_page, show_page, similar, found = open_pages(
        *("list?filter=midlands&year=all", "map/3?year=2022/23", "show/Essex", "similar/LLR", "find?text=waiting")
    )
    assert '<a href="../text/show/QK1?year=all">' in list_page.text
    assert '<a href="../../text/show/QK1?year=2022/23">' in map_page.text
    assert '<a href="../../text/show/QH8">' in show_page.text
    assert '<a href="../../text/show/QK1">' in similar.text
    assert '<a href="../text/show/QUA">BC</a>' in found.text


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("show/LLR", {"brief/QK1": "A brief", "similar/QK1": "Similar boards", "compare/QK1%2CY60": "Midlands"}),
        ("show/LLR?year=all&aim=3", {"brief/QK1?year=all": "A brief", "compare/QK1%2CY60?year=all": "Compare with"}),
        ("why/LLR/3", {"show/QK1": "A board"}),
        ("brief/LLR", {"show/QK1": "A board"}),
        ("similar/LLR?number=1", {"show/QK1": "A board", "compare/QK1%2C": "Compare these boards"}),
        ("list?filter=leicester sussex", {}),
        ("list?filter=3:leading", {}),
        ("list?filter=south west&year=2023/24", {"compare/QOX%2C": "Compare these boards"}),
        ("compare/LLR,SUSX,England", {"show/QK1": "Leicester", "show/QNX": "Sussex", "brief/QK1%2CQNX": "Briefs"}),
        ("compare/Midlands,London", {}),
        ("brief/LLR,SUSX", {"show/QNX": "Sussex", "compare/QK1%2CQNX": "Compare these boards"}),
    ],
)
def test_a_page_leads_to_the_other_pages_about_its_boards(address: str, links: dict[str, str]) -> None:
    (answer,) = open_pages(address)
    _, _, after = answer.text.partition('aria-label="Other pages of these boards"')
    said = after.partition("</nav>")[0]
    assert bool(said) == bool(links)
    for link, label in links.items():
        assert re.search(f'<a href="[./]*/text/{re.escape(link)}[^"]*">[^<]*{label}', said), link


def test_every_link_of_a_page_to_another_of_ours_leads_there() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            for start in (
                "/text",
                "/text/show/C%26W?year=2023/24",
                "/text/compare/LLR,SUSX,Midlands",
                "/text/compare/LLR,Midlands",
                "/text/brief/LLR",
                "/text/brief/LLR,SUSX",
                "/text/similar/LLR",
            ):
                page = Document((await fetch(client, start)).text)
                for link in {each for each in page.list_attributes("a", "href") if "text/" in each}:
                    assert (await fetch(client, urljoin(start, link))).status == 200, link

    wait_for(steps())


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("list?filter=midlands 1:strong&year=2023/24", "../?filter=midlands%201:strong&year=2023/24"),
        ("show/LLR", "../../?open=QK1"),
        ("show/LLR?year=all", "../../?open=QK1&year=all"),
        ("compare/LLR,SUSX", "../../?compare=QK1,QNX"),
        ("map/3?year=2023/24", "../../?year=2023/24&aim=3&view=map"),
        ("indicators?aim=3", "../?aim=3&view=indicators"),
        ("why/LLR/3", "../../../?open=QK1&aim=3"),
        ("brief/LLR,SUSX", "../../?compare=QK1,QNX"),
    ],
)
def test_a_page_leads_back_to_the_same_view_of_the_explorer(address: str, link: str) -> None:
    (answer,) = open_pages(address)
    assert link in Document(answer.text).list_attributes("a", "href")


def test_the_links_of_a_page_to_its_files_lead_there() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            for start in ("show?icb=C%26W&year=2023/24", "find?text=waiting list", "compare/LLR,SUSX/"):
                address = f"/text/{start}"
                page = Document((await fetch(client, address)).text)
                (file,) = [each for each in page.list_attributes("a", "href") if ".csv" in each]
                answer = await fetch(client, urljoin(address, file))
                assert (answer.status, answer.kind) == (200, "text/csv"), start

    wait_for(steps())


def test_the_forms_work_without_script() -> None:
    index, listed, shown = open_pages("", "list?filter=&year=", "show?icb=QK1&year=")
    forms = Document(index.text).list_attributes("form", "action")
    assert forms == ["../text/list", "../text/show", "../text/compare", "../text/find"]
    labels = Document(index.text).list_attributes("label", "for")
    fields = [a["id"] for tag, a in Document(index.text).tags if tag in ("input", "select")]
    assert labels == fields
    assert listed.status == shown.status == 200 and "(QK1)" in shown.text


def test_a_form_keeps_what_was_asked_for() -> None:
    (answer,) = open_pages("list?filter=midlands&year=2023/24&evidence=self&as-at=2026-04-01")
    assert 'name="filter" value="midlands"' in answer.text and "<option selected>2023/24</option>" in answer.text
    assert 'name="evidence" value="self"' in answer.text and 'name="as-at" value="2026-04-01"' in answer.text


@pytest.mark.parametrize(
    ("address", "status", "command", "code"),
    [
        ("list?filter=xyzzy", 400, ("list", "xyzzy"), 2),
        ("list?year=1999", 400, ("list", "--year", "1999"), 2),
        ("list?as-at=soon", 400, ("list", "--as-at", "soon"), 2),
        ("list?evidence=xyz", 400, ("list", "--evidence", "xyz"), 2),
        ("show/nowhere", 404, ("show", "nowhere"), 1),
        ("why/LLR/9", 400, ("why", "LLR", "9"), 2),
        ("map/xyz", 400, ("map", "xyz"), 2),
        ("compare/LLR", 400, ("compare", "LLR"), 2),
        ("show/suss", 400, ("show", "suss"), 3),
        ("brief/LLR,yorkshire and humber", 400, ("brief", "LLR", "yorkshire and humber"), 3),
    ],
)
def test_wrong_words_are_told_as_on_the_command_line(
    address: str, status: int, command: tuple[str, ...], code: int
) -> None:
    said = run(*command, code=code).stderr.splitlines()
    for ending in ("", ".csv"):
        (answer,) = open_pages(add_ending(address, ending))
        page = Document(answer.text)
        assert answer.status == status
        assert said[0].removeprefix("icb-tui: ").removeprefix("--") in page.text
        assert all(line.strip() in page.text for line in said[1:])


def test_a_name_that_fits_several_boards_leads_to_each() -> None:
    shown, compared, filed = open_pages("show/suss?year=2023/24", "compare/LLR,suss", "show/suss.csv")
    assert '<a href="../../text/show/QNX?year=2023/24">Sussex (QNX)</a>' in shown.text
    assert '<a href="../../text/compare/LLR%2CS9B9J">Surrey and Sussex (S9B9J)</a>' in compared.text
    assert '<a href="../../text/show/QNX.csv">' in filed.text


def test_a_name_that_fits_others_too_says_so() -> None:
    (answer,) = open_pages("show/sussex")
    assert "“sussex” is Sussex (QNX). The name also matches Surrey and Sussex (S9B9J)." in Document(answer.text).text


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("nowhere", 404, "unknown page “nowhere”; expected one of list, show"),
        ("list/LLR", 404, "unknown page “list/LLR”"),
        ("show/a/b", 404, "unknown page"),
        ("../text_pages.py", 404, ""),
        ("%2e%2e/%2e%2e/etc/passwd", 404, ""),
        ("show", 400, "no “icb” in the address; expected a board, as in text/show/LLR"),
        ("find", 400, "no “text” in the address"),
        ("show/LLR?data=/etc", 400, "unknown word “data” in the address"),
        ("show/LLR?icb=QNX", 400, "“icb” is given twice"),
        ("list?filter=" + 1001 * "a", 400, "“filter” has 1001 characters; expected at most 1000"),
        ("show/" + 1001 * "a", 400, "has 1001 characters"),
        ("show/a%00b", 400, "has a control character"),
        ("show/a%1b[31m", 400, "has a control character"),
        ("similar/LLR?number=0", 400, "not a valid number “0”"),
        ("compare/LLR,SUSX?sort=name", 400, "unknown sort “name”"),
        ("brief/" + 61 * "LLR,", 400, "61 boards in the address"),
    ],
)
def test_what_no_page_has_is_said_in_a_sentence(address: str, status: int, message: str) -> None:
    (answer,) = open_pages(address)
    assert answer.status == status
    assert message in Document(answer.text).text
    assert "Traceback" not in answer.text


def test_who_has_no_cookie_is_given_no_page_and_no_file() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            for address in ("/text", "/text/", "/text/show/LLR", "/text/show/LLR.csv", "/text/nowhere"):
                answer = await fetch(client, address)
                assert (answer.status, "Leicester" in answer.text) == (403, False), address

    wait_for(steps())


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "../../etc/passwd", "..", ".", "'", "{{7*7}}"]
    ),
    st.sampled_from(["LLR", "midlands", "1:strong", "sussex", "QK1,QNX", "3", "all", "a&e<70", "%00", "%ff", "\ud7ff"]),
)

HOSTILE_WORDS = st.sampled_from(
    [*"year evidence as-at filter aim icb icbs text number sort differences token width".split(), "<b>", "", "data"]
)


def list_known_tags() -> set[str]:
    answers = open_pages("", "list", "show/LLR", "brief/LLR", "map/1", "why/LLR/1", "list?filter=xyzzy")
    return {tag for answer in answers for tag, _ in Document(answer.text).tags}


@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(st.one_of(st.sampled_from(sorted(TEXT_PAGES)), HOSTILE), max_size=4),
    query=st.lists(st.tuples(HOSTILE_WORDS, HOSTILE), max_size=4),
    ending=st.sampled_from(["", ".csv", ".json", ".html", ".exe"]),
)
def test_whatever_an_address_says_the_answer_is_a_report_or_a_sentence(
    parts: list[str], query: list[tuple[str, str]], ending: str
) -> None:
    path = [quote(part, safe="") for part in parts]
    path[-1:] = [f"{path[-1]}{ending}"] if path else []
    wrong: list[UserError] = []
    try:
        question = read_question(path, query)
        report = answer_question(open_test_store(), question)
    except UserError as error:
        wrong.append(error)
    for each in wrong:
        assert str(each) and all(line.isprintable() for line in (str(each), *each.details))
    if not wrong:
        assert report.table.columns
        again = read_question(
            question.write_path(".csv").split("/"), parse_qsl(question.write_query().removeprefix("?"))
        )
        assert again == question._replace(ending=".csv")


@settings(max_examples=4, deadline=None)
@given(
    asked=st.lists(
        st.tuples(st.sampled_from([*TEXT_PAGES, "nowhere"]), HOSTILE, HOSTILE_WORDS, HOSTILE), min_size=25, max_size=25
    )
)
def test_whatever_an_address_says_the_page_is_ours_and_escaped(asked: list[tuple[str, str, str, str]]) -> None:
    known = list_known_tags()
    addresses = [f"{name}/{quote(part, safe='')}?{quote(word)}={quote(value)}" for name, part, word, value in asked]
    for address, answer in zip(addresses, open_pages(*addresses), strict=True):
        assert answer.status in (200, 400, 403, 404), address
        page = Document(answer.text)
        assert {tag for tag, _ in page.tags} <= known, address
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")], address


def test_what_the_data_say_is_escaped() -> None:
    from msgspec.structs import replace

    data = load_data()
    harm = "<script>alert('x')</script>\"'&"
    findings = tuple(replace(each, summary=harm, note=harm) for each in data.findings)
    boards = tuple(replace(each, short_name=f"{harm} {each.code}") for each in data.icbs)
    sources = tuple(replace(each, title=harm, url='https://example.org/"><script>') for each in data.sources)
    store = open_store_of(replace(data, findings=findings, icbs=boards, sources=sources))

    async def steps() -> None:
        async with serve_pages(make_settings(store=store)) as client:
            await enter(client)
            for address in ("", "list", "show/QK1", "why/QK1/1", "brief/QK1", "national", "map/1", "compare/QK1,QNX"):
                answer = await fetch(client, f"/text/{address}")
                assert answer.status == 200
                assert "<script" not in answer.text, address
                assert "script" not in {tag for tag, _ in Document(answer.text).tags}

    wait_for(steps())


def test_a_page_of_a_brief_may_have_its_style_and_no_other() -> None:
    brief, show = open_pages("brief/LLR", "show/LLR")
    assert "style-src 'self' 'sha256-" in brief.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in brief.headers["Content-Security-Policy"]
    assert "sha256" not in show.headers["Content-Security-Policy"] and "<style" not in show.text


class SlowStore(Store):
    """A store that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__(load_data())
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def match_boards(self, *arguments: Any, **named: Any) -> Any:
        self.asked.set()
        assert self.may_answer.wait(30)
        return super().match_boards(*arguments, **named)


def test_a_slow_question_keeps_nobody_else_waiting_and_too_many_are_told_to_come_again() -> None:
    store = SlowStore()

    async def steps() -> None:
        async with serve_pages(make_settings(store=store)) as client:
            await enter(client)
            slow = [asyncio.create_task(fetch(client, "/text/list")) for _ in range(text_pages.MAX_WAITING)]
            assert await asyncio.to_thread(store.asked.wait, 30)
            while (refused := await fetch(client, "/text/national")).status != 503:
                await asyncio.sleep(0)
            assert refused.headers["Retry-After"] and "Try again" in refused.text
            assert (await fetch(client, "/")).status == 200
            store.may_answer.set()
            assert [answer.status for answer in await asyncio.gather(*slow)] == [200] * len(slow)
            assert (await fetch(client, "/text/national")).status == 200

    wait_for(steps())


def test_the_theme_of_the_server_is_that_of_its_pages() -> None:
    async def steps() -> None:
        async with serve_pages(make_settings(theme="light")) as client:
            await enter(client)
            assert '<html lang="en-GB" data-theme="light">' in (await fetch(client, "/text/list")).text

    wait_for(steps())
