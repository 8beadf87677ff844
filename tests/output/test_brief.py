"""A brief: what it says and out of how many, its sources, the sheet of HTML and the page on the screen."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bundled_store import load_data, open_test_store
from command_line import run_on_test_store
from msgspec.structs import replace
from screen import press_keys

from icb_tui.domain.dataset import ALL_YEARS
from icb_tui.output import brief
from icb_tui.output.brief import Brief, gather_brief
from icb_tui.output.brief_html import make_brief_page
from icb_tui.output.brief_tables import make_brief_table, write_markdown
from icb_tui.output.formats import FORMATS
from icb_tui.output.html_pages.markup import write_document
from icb_tui.output.save import save_table
from icb_tui.text.cells import cell_width
from icb_tui.views.view_state import View

BOARDS = [icb.code for icb in load_data().icbs]


@cache
def gather_briefs(year: str = "2023/24") -> list[Brief]:
    return [gather_brief(open_test_store(), View(data=load_data(), year=year), icb) for icb in BOARDS]


def write_html(briefs: list[Brief]) -> str:
    return write_document(make_brief_page(briefs))


@cache
def _read_page() -> str:
    return write_html(gather_briefs())


# ---- what it says


def list_boards_before(code: str) -> set[str]:
    """The boards that a board took over from."""
    return {icb.code for icb in load_data().icbs if any(each.code == code for each in icb.successors)}


@pytest.mark.parametrize("year", load_data().years)
def test_every_finding_stands_on_the_sheet_or_is_counted(year: str) -> None:
    for each in gather_briefs(year):
        findings = {f.id for f in load_data().findings if f.icb == each.icb.code and f.year == year}
        details = [s.detail for section in each.sections[1:] for s in section.statements]
        before = {f.id for f in load_data().findings if f.icb in list_boards_before(each.icb.code) and f.year == year}
        findings |= before - {id for id in before if each.icb.opened <= dt.date(int(year[:4]) + 1, 3, 31)}
        named = {id for id in findings if any(f", {id}" in detail for detail in details)}
        assert len(named) == len(details)
        assert len(findings - named) == sum(section.left_out for section in each.sections)


def test_what_is_left_out_is_said_with_its_base() -> None:
    crowded = next(each for each in gather_briefs() if any(section.left_out for section in each.sections))
    section = next(section for section in crowded.sections if section.left_out)
    whole = len(section.statements) + section.left_out
    assert f"… {section.left_out} more of {whole}: icb-tui show" in write_markdown(crowded, 80)


def test_the_ratings_name_every_aim_and_the_rule() -> None:
    text = " ".join(run_on_test_store("brief", "c&p").split())
    assert "praise and concern make Mixed" in text
    assert "- **Leadership**: Mixed: praise (A020" in text and "**Health**: England-wide comment only." in text
    assert "A rating" not in text and "Never rated." in text


def test_a_later_oversight_step_stands_beside_the_rating_it_contradicts() -> None:
    text = " ".join(run_on_test_store("brief", "LSC").split())
    assert "- **Leadership**: † Later oversight step, 2024/25" in text


def test_the_indicators_say_which_they_are_and_out_of_how_many() -> None:
    text = " ".join(run_on_test_store("brief", "SUSX").split())
    told = re.search(r"(\d+) of (\d+) indicators with a value, newest period: the first of each aim", text)
    known = sum(s.newest.value is not None for s in open_test_store().list_series(icb="QNX").values())
    assert told and int(told[2]) == known
    assert int(told[1]) == len(next(b for b in gather_briefs() if b.icb.code == "QNX").indicators)
    assert re.search(r"(better|worse) than the median, [\d.]+; lowest [\d.]+, highest [\d.]+; rank \d+ of \d+", text)


def test_the_brief_of_a_board_without_findings() -> None:
    text = " ".join(run_on_test_store("brief", "S0E4D").split())
    assert "Thames Valley was not open in 2023/24. What follows was said of the boards before it: Frimley" in text
    assert "None: the board has no value. The briefs of the boards before it have theirs: FRIM and BOB." in text
    assert "A013" in text and "## Ratings" not in text


def test_the_same_data_gives_the_same_brief_and_the_foot_says_how_to_write_it_again() -> None:
    assert run_on_test_store("brief", "c&p") == run_on_test_store("brief", "c&p")
    foot = run_on_test_store("brief", "c&p").splitlines()[-1]
    assert foot.startswith("icb-tui brief QUE ·") and f"data {load_data().fingerprint}" in foot
    assert run_on_test_store("brief", "QUE") == run_on_test_store("brief", "c&p")
    earlier = run_on_test_store("brief", "c&p", "--year", "2022/23")
    assert earlier.splitlines()[-1].startswith("icb-tui brief QUE --year 2022/23 ·")


# ---- its sources


@pytest.mark.parametrize("year", load_data().years)
def test_every_number_leads_to_the_source_that_the_data_give(year: str) -> None:
    source_of = {f.id: load_data().source[f.source] for f in load_data().findings}
    for each in gather_briefs(year):
        lines = write_markdown(each, 10_000)
        listed = {int(line.split(".")[0]): place for place, line in enumerate(lines) if re.match(r"\d+\. ", line)}
        assert list(listed) == list(range(1, len(listed) + 1))
        for line in (line for line in lines if line.startswith("- ")):
            for number, paragraph in re.findall(r" \[(\d+)(?:, paragraph (\d+))?\]", line):
                place = listed[int(number)]
                if found := re.search(r", ([A-Z]\d+)\)", line):
                    source = source_of[found[1]]
                    assert source.publisher in lines[place].replace("\\", "")
                    assert not source.url or lines[place + 1].strip() == f"<{source.url}>"
                    assert f"{paragraph}" == f"{_paragraph_of(found[1]) or ''}"
        assert all("[" in line for line in lines if re.match(r"- [^*].*\)", line))


@cache
def _paragraph_of(id: str) -> int | None:
    return next(f.paragraph for f in load_data().findings if f.id == id)


def test_an_indicator_has_its_source_too() -> None:
    for each in gather_briefs():
        assert {e.source.text for e in each.indicators} == {e.indicator.source for e in each.indicators}
        assert {e.source for e in each.indicators} <= set(each.sources)


def test_a_source_that_two_statements_share_is_listed_once() -> None:
    for each in gather_briefs():
        assert len(set(each.sources)) == len(each.sources)


# ---- Markdown


@pytest.mark.parametrize("cells", [56, 76, 80, 96])
def test_no_line_but_a_heading_or_an_address_is_longer_than_asked_for(cells: int) -> None:
    for each in gather_briefs():
        long = [line for line in write_markdown(each, cells) if cell_width(line) > cells]
        assert [line for line in long if not line.startswith("# ") and "<http" not in line] == []


# ---- the sheet


class _Page(HTMLParser):
    """The headings, anchors, links, tables and pictures of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.texts[self.tags[-1][0]][-1] += data


def read_page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


def test_the_page_has_a_title_headings_in_order_and_a_sheet_for_each_board() -> None:
    page = read_page(_read_page())
    tags = [tag for tag, _ in page.tags]
    assert tags.count("article") == tags.count("h1") == len(BOARDS)
    assert page.texts["title"][0].startswith("Brief: Lancashire and South Cumbria")
    assert dict(page.tags)["html"]["lang"] == "en-GB"
    assert {tag for tag in tags if re.fullmatch("h[1-6]", tag)} == {"h1", "h2"}


def test_the_page_has_no_script_and_asks_for_nothing_outside() -> None:
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|javascript:| on[a-z]+=|\bsrc=", _read_page())


def test_every_link_inside_the_page_leads_to_one_source() -> None:
    page = read_page(_read_page())
    anchors = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(anchors) == len(set(anchors))
    links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
    assert {link[1:] for link in links if link.startswith("#")} == {a for a in anchors if a and "-" in a}


def test_tables_have_scopes_and_every_picture_a_text_of_the_same_facts() -> None:
    page = read_page(_read_page())
    assert all(attrs["scope"] in ("col", "row") for tag, attrs in page.tags if tag == "th")
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert pictures and all(attrs["role"] == "img" for attrs in pictures)
    told = [f"{e.indicator.name}: {e.describe()}" for each in gather_briefs() for e in each.indicators]
    assert page.texts["title"][1:] == told


def test_the_board_is_right_of_the_median_and_points_up_where_it_is_better() -> None:
    rows = re.findall(r'class="median" d="M([\d.]+) .*?class="(\w+)" transform="translate\(([\d.]+) ', _read_page())
    sides = [e.side for each in gather_briefs() for e in each.indicators]
    assert [side for _, side, _ in rows] == sides and {"better", "worse"} <= set(sides)
    for middle, side, here in rows:
        assert float(here) >= float(middle) if side == "better" else side != "worse" or float(here) <= float(middle)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_the_page_can_be_read_on_its_ground() -> None:
    schemes = [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in re.findall(r":root \{[^}]*\}", _read_page())]
    assert len(schemes) == 2
    for scheme in schemes:
        for name in ("text", "dim", "good", "bad"):
            one, other = sorted((luminance(scheme[name]), luminance(scheme["ground"])))
            assert (other + 0.05) / (one + 0.05) >= 4.5, name


def test_a_sheet_is_never_longer_than_was_measured_on_paper() -> None:
    for year in (*load_data().years, ALL_YEARS):
        for each in gather_briefs(year):
            assert brief._count_lines(each) <= brief.MOST_SHEET_LINES, (each.icb.label, year)


def test_of_all_years_each_evidence_type_is_one_section_and_each_finding_has_its_year() -> None:
    for each in gather_briefs(ALL_YEARS):
        titles = [section.title for section in each.sections]
        assert len({*titles}) == len(titles) and each.basis == "All years, all evidence."
        findings = [s for section in each.sections if section.title != "Ratings" for s in section.statements]
        assert all(re.search(r", 20\d\d/\d\d, [A-Z]\d", statement.detail) for statement in findings)


def test_more_findings_than_any_sheet_holds_are_cut_and_counted() -> None:
    each = gather_briefs()[0]
    section = replace(each.sections[1], statements=each.sections[1].statements * 5000)
    fitted = brief._fit_sheet(replace(each, sections=(each.sections[0], section)))
    assert brief._count_lines(fitted) <= brief.SHEET_LINES
    (shown,) = fitted.sections[1:]
    assert len(shown.statements) + shown.left_out == len(section.statements)


ATTACKS = (
    "<script>alert(1)</script>",
    '"onload="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "\x1b[31m\x00",
    "]]>--><!--",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_name_a_summary_or_an_address_becomes_a_tag(attack: str) -> None:
    each = gather_briefs()[0]
    source = brief.BriefSource(attack, brief._encode_address(f"https://example.org/{attack}"))
    statement = brief.Statement(attack, (brief.Citation(source, "paragraph 1"),), attack, attack)
    harmed = replace(
        each,
        icb=replace(each.icb, name=attack, short_name=attack),
        facts=attack,
        sections=(brief.BriefSection(attack, attack, (statement,)),),
        indicators=tuple(e._replace(indicator=replace(e.indicator, name=attack, unit=attack)) for e in each.indicators),
        foot=attack,
    )
    calm = replace(harmed, indicators=each.indicators)
    page, tags = read_page(write_html([harmed])), {"script", "img"}
    assert not tags & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in read_page(write_html([calm])).tags]
    assert attack in page.texts["h1"][0] and attack in page.texts["title"][0]


def test_the_html_of_several_boards_is_one_page() -> None:
    page = str(FORMATS["html"](make_brief_table(gather_briefs()[:2])))
    assert page.count("<article") == 2 and page.count("<!doctype html>") == 1 and "break-before: page" in page


def test_an_export_that_ends_in_html_is_the_sheet(tmp_path: Path) -> None:
    path = save_table(make_brief_table(gather_briefs()[:1]), str(tmp_path / "brief.html"))
    assert path.read_text(encoding="utf-8") == write_html(gather_briefs()[:1])


# ---- on the screen


def test_b_shows_the_brief_and_equals_the_text_twin() -> None:
    screens = press_keys("b", "escape", "=", "y", "c", size=(100, 60))
    assert "# Bath and North East Somerset" in screens[1]
    assert ": 42 of 42 boards, 22 rated." in screens[3]
    assert "Sent to the terminal's clipboard: these lines." in screens[5]


@pytest.mark.parametrize("size", [(80, 200), (60, 200)])
def test_the_brief_is_wrapped_once(size: tuple[int, int]) -> None:
    """Wrapped again, a line of it would leave a word behind and lose its indent."""
    screen = press_keys("b", size=size)[-1]
    qox = next(each for each in gather_briefs() if each.icb.code == "QOX")
    shown = [line.strip() for line in screen.splitlines()]
    for line in write_markdown(qox, size[0] - 4):
        assert line.startswith("# ") or "<http" in line or line.strip() in shown, line


def test_what_is_copied_is_what_the_command_prints() -> None:
    table = make_brief_table([each for each in gather_briefs() if each.icb.code == "QUE"])
    assert FORMATS["text"](table) == run_on_test_store("brief", "c&p")
