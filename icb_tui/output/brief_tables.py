"""Briefs as tables for commands and exports: lines of Markdown, and beside them a page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icb_tui.output.brief import Brief, BriefSource, Citation
from icb_tui.output.brief_html import make_brief_page
from icb_tui.output.formats import PAGE_WIDTH, Table, TablePart, escape_markdown
from icb_tui.output.rows import make_table, same_keys
from icb_tui.text.cells import wrap


def make_brief_table(briefs: Sequence[Brief], cells: int = PAGE_WIDTH) -> Table:
    """The brief of each board as Markdown, in lines of so many cells; in HTML they are sheets to be printed."""
    pages = ["\n".join(write_markdown(brief, cells)) for brief in briefs]
    objects = [{"code": brief.icb.code, "markdown": page} for brief, page in zip(briefs, pages, strict=True)]
    parts = [TablePart(markdown=page.split("\n")) for page in pages]
    table = make_table(parts, same_keys("code markdown"), objects)
    return table._replace(make_html=lambda _: make_brief_page(briefs))


def write_markdown(brief: Brief, cells: int) -> list[str]:
    """Return the brief in lines of at most `cells` cells; an address is never broken."""
    numbers = {source: number for number, source in enumerate(brief.sources, 1)}
    lines = [f"# {escape_markdown(brief.icb.short_name)} ({brief.icb.code})", "", *_wrap_markdown(brief.facts, cells)]
    lines += ["", *_wrap_markdown(brief.basis, cells)]
    for title, part in _list_parts(brief, numbers, cells):
        lines += ["", f"## {escape_markdown(title)}", "", *part]
    return [*lines, "", *_wrap_markdown(brief.foot, cells)]


def _list_parts(brief: Brief, numbers: dict[BriefSource, int], cells: int) -> Iterator[tuple[str, list[str]]]:
    """What stands under each heading."""
    for section in brief.sections:
        lines = [*_wrap_markdown(section.intro, cells), *([""] if section.statements else [])]
        for statement in section.statements:
            lead = f"**{escape_markdown(statement.lead)}**: " if statement.lead else ""
            cited = _write_citations(statement.citations, numbers)
            detail = f" ({statement.detail})" if statement.detail else ""
            lines += _write_item(f"{statement.text}{detail}", cells, lead, cited)
        yield section.title, [*lines, *filter(None, [section.left_out_note])]
    rows = [_wrap_markdown(brief.indicators_note, cells), [""] if brief.indicators else []]
    for each in brief.indicators:
        cited = _write_citations([Citation(each.source)], numbers)
        rows.append(_write_item(f"{each.indicator.name}: {each.describe()}", cells, after=cited))
    yield "Indicators", [line for row in rows for line in row]
    yield "Sources", [line for source, number in numbers.items() for line in _write_source(source, number, cells)]


def _write_citations(citations: Sequence[Citation], numbers: dict[BriefSource, int]) -> str:
    """The numbers of sources, each with the place there: “[1, paragraph 14] [3]”."""
    texts = ((str(numbers[source]), place) for source, place in citations)
    # No backslash is needed: no data can define what a bracket links to, for theirs are escaped.
    return "".join(f" [{', '.join(filter(None, parts))}]" for parts in texts)


def _write_source(source: BriefSource, number: int, cells: int) -> list[str]:
    """A source under its number, its address whole on a line of its own."""
    lines = _write_item(source.text, cells, mark=f"{number}. ")
    return [*lines, f"{' ' * len(f'{number}. ')}<{source.address}>"] if source.address else lines


def _write_item(text: str, cells: int, before: str = "", after: str = "", *, mark: str = "- ") -> list[str]:
    """An item of a list: a text, as it is, between what is Markdown already."""
    first, *rest = _wrap_markdown(text, cells - len(mark), before, after)
    return [f"{mark}{first}", *(f"{' ' * len(mark)}{part}" for part in rest)]


def _wrap_markdown(text: str, cells: int, before: str = "", after: str = "") -> list[str]:
    """Lines that Markdown shows as the text is; none is broken between a backslash and what it escapes."""
    lines = wrap(before + escape_markdown(text) + after, cells)
    for place, line in enumerate(lines[:-1]):
        if (len(line) - len(line.rstrip("\\"))) % 2:
            lines[place : place + 2] = [line[:-1], "\\" + lines[place + 1]]
    return lines
