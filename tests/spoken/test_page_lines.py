"""Pages as lines that are read one by one."""

from __future__ import annotations

from bundled_store import load_data

from icb_tui.output.formats import Table, TablePart
from icb_tui.output.html_pages.markup import (
    HtmlPage,
    Paragraph,
    SourceLink,
    join_lines,
    write_heading,
    write_list,
    write_table,
)
from icb_tui.spoken.page_lines import SpokenLine, list_table_lines, list_text_lines


def list_lines(*lines: str) -> list[SpokenLine]:
    page = HtmlPage("", join_lines(lines))
    return list_table_lines(Table([], (), [], [], make_html=lambda _: page), load_data())


def test_a_row_of_a_table_is_a_sentence_with_the_headings_of_its_columns() -> None:
    rows = [["1 Leadership", "≈ England-wide only", "S △ Strong"], ["2 Health", "", "– no finding"]]
    assert [line.said for line in list_lines(*write_table(("Aim", "2022/23", "2023/24"), rows, "Ratings"))] == [
        "1 Leadership. 2022/23: England-wide only; 2023/24: Strong.",
        "2 Health. 2023/24: no finding.",
    ]


def test_headings_say_their_level_and_items_keep_the_address_of_their_source() -> None:
    cited: Paragraph = [
        "A012: <Rated> highly & well. ",
        SourceLink("Leader, 2025", "https://example.org/?a=1&b=2"),
        ", page 4",
    ]
    heading, item, other = list_lines(write_heading(3, "Finance news · press"), *write_list([cited, "no source"]))
    assert heading.said == "Heading 3: Finance news, press"
    assert item == SpokenLine("A012: <Rated> highly & well. Leader, 2025, page 4", 0, "https://example.org/?a=1&b=2")
    assert other == SpokenLine("no source")


def test_a_table_without_a_page_of_its_own_is_read_from_its_parts() -> None:
    part = TablePart("Boards", ["One note"], ["a  line", ""], (), ("code", "name"), [["QK1", "Leicester ┃ and"]])
    lines = list_table_lines(Table([TablePart("All"), part], (), [], []), load_data())
    assert [line.said for line in lines] == [
        "Heading 2: Boards",
        "One note",
        "a, line",
        "QK1. name: Leicester and.",
    ]


def test_lines_of_markdown_that_begin_so_are_headings() -> None:
    assert [line.said for line in list_text_lines(["## Leadership", "", "#hashtag", "  text   more"])] == [
        "Heading 2: Leadership",
        "#hashtag",
        "text, more",
    ]
