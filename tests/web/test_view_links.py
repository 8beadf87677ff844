"""Links to a view: the words of the command line in an address, checked as the command line checks them."""

from __future__ import annotations

import contextlib
from functools import cache
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import pytest
from bundled_store import open_test_store
from hypothesis import given, settings
from hypothesis import strategies as st
from web_session import accept_options, enter, make_settings, serve_pages, wait_for

from icb_tui.cli.arguments import read_settings
from icb_tui.cli.commands.serve import make_option_check
from icb_tui.cli.launch import find_start
from icb_tui.cli.main import icb_tui
from icb_tui.output.command_lines import list_view_options
from icb_tui.output.view_links import LINK_WORDS, write_link
from icb_tui.views.view_state import View
from icb_tui.web.view_links import MAX_VALUE, BadLink, OptionCheck, read_link

BASE = "http://127.0.0.1:8000/icbs/"

VALUES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=50).filter(
    str.isprintable
)

OPTIONS = st.dictionaries(st.sampled_from(LINK_WORDS), VALUES)


@cache
def make_check() -> OptionCheck:
    """The check that `icb-tui serve` makes, on the data of the tests."""
    check = make_option_check(icb_tui, read_settings(), [])

    def check_options(arguments: object) -> None:
        with mock.patch("icb_tui.store.cache.open_cached_store", return_value=open_test_store()):
            check(arguments)  # type: ignore[arg-type]

    return check_options


def read_address(link: str, check: OptionCheck = accept_options) -> tuple[str, ...]:
    return read_link(parse_qsl(urlsplit(link).query, keep_blank_values=True), check)


@given(OPTIONS)
def test_a_link_has_the_options_that_it_was_made_of(options: dict[str, str]) -> None:
    link = write_link(BASE, [word for name, value in options.items() for word in (f"--{name}", value)])
    assert link.isascii() and link.startswith(BASE)
    assert read_address(link) == tuple(f"--{name}={value}" for name, value in options.items())


@given(st.lists(st.tuples(st.sampled_from(LINK_WORDS) | st.text(max_size=12), st.text(max_size=30)), max_size=4))
def test_whatever_an_address_says_no_option_comes_of_it_that_a_link_may_not_have(query: list[tuple[str, str]]) -> None:
    allowed = tuple(f"--{name}=" for name in LINK_WORDS)
    if all(name in LINK_WORDS for name, _ in query):
        with contextlib.suppress(BadLink):
            assert all(argument.startswith(allowed) for argument in read_link(query, accept_options))
    else:
        with pytest.raises(BadLink, match="expected") as raised:
            read_link(query, accept_options)
        assert str(raised.value).isprintable()


@given(VALUES)
def test_a_value_that_looks_like_an_option_is_a_value(text: str) -> None:
    """The command line that a session is given has it in one argument."""
    for value in (text, f"--data={text}", f"-- {text}"):
        (argument,) = read_link([("filter", value)], accept_options)
        assert icb_tui.make_context("icb-tui", [argument]).params["wanted"] == value


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("data=/etc", "unknown word “data”"),
        ("set=mine", "unknown word “set”"),
        ("sql=select 1", "unknown word “sql”"),
        ("Filter=kent", "unknown word “Filter”"),
        ("debug=", "unknown word “debug”"),
        ("year=all&year=2023/24", "“year” is given twice"),
        (f"filter={'x' * (MAX_VALUE + 1)}", f"“filter” has {MAX_VALUE + 1} characters"),
        ("filter=a%00b", "“filter” has a control character: “a␀b”"),
        ("filter=a%1b[31mb", "“filter” has a control character: “a␛[31mb”"),
        ("filter=%E2%80%AEkent", "“filter” has a control character"),
        ("filter=nonsense", "filter: "),
        ("year=1999", "year: unknown year “1999”; expected one of"),
        ("aim=9", "aim: "),
        ("view=table", "Invalid value for '--view'"),
        ("sort=upwards", "Invalid value for '--sort'"),
        ("indicator=nope", "indicator: unknown indicator “nope”; expected one of"),
        ("open=nowhere", "nowhere"),
        ("open=north", "north"),
        ("compare=LLR", "expected 2 to 8 boards or regions"),
        ("as-at=yesterday", "not a valid date: yesterday; expected YYYY-MM-DD"),
        ("evidence=rumour", "rumour"),
    ],
)
def test_a_link_that_shows_nothing_says_what_was_expected(query: str, message: str) -> None:
    with pytest.raises(BadLink) as raised:
        read_address(f"{BASE}?{query}", make_check())
    assert message in str(raised.value)
    assert "icb-tui" not in str(raised.value)


@pytest.mark.parametrize(
    "query",
    [
        "filter=midlands 1:strong&year=2023/24&open=LLR",
        "compare=LLR,C%26W,Midlands&year=all",
        "view=map&aim=health&as-at=2026-04-01",
        "indicator=ae-4-hours&sort=worst&evidence=assessed&evidence=self",
        "filter=",
        "",
    ],
)
def test_a_link_may_ask_for_whatever_the_command_line_may(query: str) -> None:
    read_address(f"{BASE}?{query}", make_check())


YEARS, AIMS = ["2022/23", "2023/24", "all"], ["1", "3", "health"]


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "filter": st.sampled_from(
                ["kent", "midlands 1:strong", "not rated", "a&e<70", '"winter pressures"', "-london"]
            ),
            "year": st.sampled_from(YEARS),
            "aim": st.sampled_from(AIMS),
            "view": st.sampled_from(["matrix", "map", "indicators"]),
            "sort": st.sampled_from(["name", "rating", "worst", "region"]),
            "as-at": st.just("2026-04-01"),
            "evidence": st.sampled_from(["assessed", "self"]),
        },
    )
)
def test_the_link_to_a_view_opens_that_view(options: dict[str, str]) -> None:
    """Options → view → link → options → the same view."""

    def open_view(arguments: tuple[str, ...]) -> View:
        params = icb_tui.make_context("icb-tui", list(arguments)).params
        names = ("wanted", "year", "evidence", "as_at", "aim", "centre", "indicator", "sort")
        return find_start(read_settings(), open_test_store().data, **{name: params[name] for name in names}).view

    view = open_view(tuple(f"--{name}={value}" for name, value in options.items()))
    link = write_link(BASE, list_view_options(view))
    again = open_view(read_address(link, make_check()))
    for name in ("year", "filter", "as_at", "aim", "centre", "sort", "indicator"):
        assert getattr(again, name) == getattr(view, name), name


def test_a_bad_link_is_said_on_the_page_with_a_way_on() -> None:
    async def steps() -> None:
        async with serve_pages(make_settings(check=make_check())) as client:
            await enter(client)
            response = await client.get("/", params={"filter": "kent <script>alert(1)</script>"})
            text = await response.text()
            assert response.status == 400
            assert "This link shows no view" in text and "<script>" not in text and "&lt;script&gt;" in text
            assert '<a href="./">Start without this view</a>' in text
            assert (await client.get("/", params={"filter": "kent"})).status == 200

    wait_for(steps())
