"""Links of a plain page: to its files, to the boards it names, and to other pages about the same boards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icb_tui.domain.dataset import Dataset
from icb_tui.reports.report import Report
from icb_tui.views.view_state import MAX_COMPARED, MIN_COMPARED
from icb_tui.web.pages import PageLink
from icb_tui.web.text_questions import TEXT_PAGES, TextQuestion


class TextLinks(NamedTuple):
    """What makes the links of a page: `root` is the way up to the explorer."""

    root: str
    question: TextQuestion
    data: Dataset

    def write_address(self, ending: str = "") -> str:
        """Return the address of the page, or of a file of it."""
        return write_address(self.root, self.question, ending)

    def link_board(self, code: str) -> str:
        """Return the address of a board's page, in the year and with the evidence types of this one."""
        return write_address(self.root, self._ask("show", "icb", [code]))

    def list_other_pages(self, report: Report) -> list[PageLink]:
        """Return links to the other pages about the boards of a report."""
        options = dict(zip(report.options[::2], report.options[1::2], strict=True))
        found = [each["code"] for each in report.table.objects] if self.question.page in ("list", "similar") else []
        pages = [*self._list_board_pages(options.get("--open", ""))]
        if MIN_COMPARED <= len(found) <= MAX_COMPARED:
            pages.append(self._link("Compare these boards", "compare", "icbs", found))
        return [*pages, *self._list_compared(options.get("--compare", ""))]

    def _list_board_pages(self, code: str) -> Iterable[PageLink]:
        """The pages about a board, but for this one."""
        if not code:
            return
        region = self.data.region[self.data.icb[code].region]
        for name, word in {"show": "icb", "brief": "icbs", "similar": "icb"}.items():
            if name != self.question.page:
                yield self._link(TEXT_PAGES[name].title, name, word, [code])
        yield self._link(f"Compare with {region.name}", "compare", "icbs", [code, region.code])

    def _list_compared(self, compared: str) -> Iterable[PageLink]:
        """The pages of boards that stand beside each other, and the other page that has them all."""
        sides = compared.split(",") if compared else []
        icbs = [code for code in sides if code in self.data.icb]
        for code in icbs:
            yield PageLink(self.link_board(code), self.data.icb[code].short_name)
        if icbs and self.question.page == "brief":
            yield self._link("Compare these boards", "compare", "icbs", icbs)
        elif icbs:
            label = "Briefs of these boards" if len(icbs) > 1 else TEXT_PAGES["brief"].title
            yield self._link(label, "brief", "icbs", icbs)

    def _link(self, label: str, page: str, word: str, boards: Sequence[str]) -> PageLink:
        return PageLink(write_address(self.root, self._ask(page, word, boards)), label)

    def _ask(self, page: str, word: str, boards: Sequence[str]) -> TextQuestion:
        """The question for a page of boards, in the view of this one as far as the page has one."""
        shared = {
            name: self.question.words[name] for name in TEXT_PAGES[page].view_words if name in self.question.words
        }
        return TextQuestion(page, {word: [",".join(boards)], **shared})


def write_address(root: str, question: TextQuestion, ending: str = "") -> str:
    """Return the address of a page, or of a file of it."""
    return f"{root}text/{question.write_path(ending)}{question.write_query()}"
