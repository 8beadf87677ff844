"""Briefs as a page of HTML that prints on an A4 sheet each: no script, and nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from icb_tui.analysis import indicator_values
from icb_tui.analysis.telling_indicators import place_on_axis
from icb_tui.domain import phrases
from icb_tui.output.brief import Brief, BriefIndicator, BriefSection, BriefSource, Citation
from icb_tui.output.html_pages.markup import HtmlPage, join_lines

Anchors = Mapping[BriefSource, str]
"""The anchor of each source of a sheet, in the order of their numbers."""

INDICATOR_HEADS = ("Indicator", "Value", "Period", "Worst, median, best", "Median", "Rank, 1 = best", "Source")

AXIS_NOTE = (
    "Each line goes from the worst board to the best, with a stroke at the median. The mark is this board: it points up"
    " where it is better than the median, and down where it is worse. A diamond has no better side: its line goes from"
    " the lowest board to the highest."
)

AXIS_LEFT, AXIS_RIGHT, AXIS_WIDTH, AXIS_HEIGHT = 58, 204, 262, 20
"""Where the line of a picture begins and ends, and the size of the picture, in its own units."""

MARKS = {"better": "M0-6 6 5-6 5z", "worse": "M0 6 6-5-6-5z"}
"""The outlines of the board's mark on the two sides of the median: a triangle that points up or down."""

PLAIN_MARK = "M0-6 6 0 0 6-6 0z"
"""The outline of the mark where no side is better: a diamond."""


def make_brief_page(briefs: Sequence[Brief]) -> HtmlPage:
    """Return a page with a sheet for each brief."""
    names = ", ".join(brief.icb.short_name for brief in briefs)
    style = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
    return HtmlPage(f"Brief: {names}", join_lines(line for brief in briefs for line in _write_sheet(brief)), style)


def _write_sheet(brief: Brief) -> Iterator[str]:
    """The sheet of a board."""
    anchors = {source: f"{brief.icb.code}-{number}" for number, source in enumerate(brief.sources, 1)}
    yield f'<article aria-labelledby="{brief.icb.code}">'
    yield f'<h1 id="{brief.icb.code}">{escape(f"{brief.icb.short_name} ({brief.icb.code})")}</h1>'
    yield f"<p>{escape(brief.facts)}</p>"
    yield f"<p>{escape(brief.basis)}</p>"
    for section in brief.sections:
        yield from _write_section(section, anchors)
    yield from _write_indicators(brief, anchors)
    yield from ("<section>", "<h2>Sources</h2>", "<ol>")
    for source, anchor in anchors.items():
        address = escape(source.address)
        link = f' <a href="{address}" rel="noopener noreferrer">{address}</a>' if address else ""
        yield f'<li id="{anchor}">{escape(source.text)}{link}</li>'
    yield from ("</ol>", "</section>", f"<footer>{escape(brief.foot)}</footer>", "</article>")


def _write_section(section: BriefSection, anchors: Anchors) -> Iterator[str]:
    """A heading with its statements; the citations lead to the sources."""
    yield from ("<section>", f"<h2>{escape(section.title)}</h2>", f'<p class="dim">{escape(section.intro)}</p>')
    yield from ["<ul>"] if section.statements else []
    for statement in section.statements:
        lead = f"<strong>{escape(statement.lead)}</strong>: " if statement.lead else ""
        detail = f' <span class="dim">({escape(statement.detail)})</span>' if statement.detail else ""
        yield f"<li>{lead}{escape(statement.text)}{detail}{_write_citations(statement.citations, anchors)}</li>"
    yield from ["</ul>"] if section.statements else []
    if section.left_out_note:
        yield f'<p class="dim">{escape(section.left_out_note)}</p>'
    yield "</section>"


def _write_citations(citations: Sequence[Citation], anchors: Anchors) -> str:
    """Links to the sources by number, with the place there: “[1, paragraph 14]”."""
    numbers = {source: number for number, source in enumerate(anchors, 1)}
    return "".join(
        f' <a href="#{anchors[source]}">[{numbers[source]}{f", {place}" if place else ""}]</a>'
        for source, place in citations
    )


def _write_indicators(brief: Brief, anchors: Anchors) -> Iterator[str]:
    """A table of the indicators, with a picture in each row of where the board stands."""
    yield from ("<section>", "<h2>Indicators</h2>", f'<p class="dim">{escape(brief.indicators_note)}</p>')
    if brief.indicators:
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in INDICATOR_HEADS)
        yield from ("<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>")
        yield from (_write_row(each, anchors) for each in brief.indicators)
        yield from ("</tbody>", "</table>", f'<p class="dim">{escape(AXIS_NOTE)}</p>')
    yield "</section>"


def _write_row(each: BriefIndicator, anchors: Anchors) -> str:
    """A row of the table: an indicator, where the board stands, and the source."""
    point = each.series.newest
    rank = indicator_values.format_rank(point, named=False) or phrases.format_count(point.of, "board")
    cells = (
        f'<th scope="row">{escape(each.indicator.name)}</th>',
        f"<td>{escape(each.value)}</td>",
        f"<td>{escape(point.period)}</td>",
        f"<td>{_draw_axis(each)}</td>",
        f"<td>{escape(each.format(point.median))}</td>",
        f"<td>{escape(rank)}</td>",
        f"<td>{_write_citations([Citation(each.source)], anchors)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _draw_axis(each: BriefIndicator) -> str:
    """A picture of the lowest, median and highest board and of this one; the better side is always on the right."""
    point, middle = each.series.newest, AXIS_HEIGHT // 2

    def x_of(value: float) -> str:
        part = place_on_axis(value, point, each.indicator)
        return f"{AXIS_LEFT + part * (AXIS_RIGHT - AXIS_LEFT):.1f}"

    ends = [each.format(value) for value in (point.least, point.most)]
    left, right = reversed(ends) if each.indicator.better == "lower" else ends
    parts = (
        f"<title>{escape(f'{each.indicator.name}: {each.describe()}')}</title>",
        f'<text x="{AXIS_LEFT - 10}" y="{middle + 4}" text-anchor="end">{escape(left)}</text>',
        f'<path class="axis" d="M{AXIS_LEFT} {middle}H{AXIS_RIGHT}"/>',
        f'<path class="median" d="M{x_of(point.median)} {middle - 7}v14"/>',
        f'<path class="{each.side}" transform="translate({x_of(point.value or 0)} {middle})" '
        f'd="{MARKS.get(each.side, PLAIN_MARK)}"/>',
        f'<text x="{AXIS_RIGHT + 10}" y="{middle + 4}">{escape(right)}</text>',
    )
    return f'<svg role="img" viewBox="0 0 {AXIS_WIDTH} {AXIS_HEIGHT}">{"".join(parts)}</svg>'
