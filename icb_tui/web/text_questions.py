"""What the address of a plain page asks for: the same as a command, answered by the same report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode

from icb_tui.domain.errors import UserError
from icb_tui.output.formats import ENDINGS
from icb_tui.output.save import make_file_stem
from icb_tui.reports.boards import report_board, report_boards, report_indicators, report_map
from icb_tui.reports.briefs import report_briefs
from icb_tui.reports.comparisons import report_comparison, report_similar
from icb_tui.reports.evidence import report_coverage, report_mentions, report_national, report_rating
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.text.cells import clean
from icb_tui.views.view_state import View
from icb_tui.views.view_words import make_start_view
from icb_tui.web.view_links import MAX_VALUE, BadLink, collect_words

Words = Mapping[str, Sequence[str]]
"""The values of each word of an address; those that are empty are left out."""

MAX_NAMED_BOARDS = 60
"""How many boards an address may name: more than there ever were."""


class UnknownPage(UserError):
    """An address that no plain page has."""

    category = "no match"


VIEW_WORDS = ("year", "evidence", "as-at")
"""The words that nearly every page understands."""


class TextPage(NamedTuple):
    """A plain page: what it is called, and the words of its address.

    `path` are the words that stand in the path, in their order, and `query` those behind the question mark, with the
    `view_words` that most pages share. A word of the path may stand in the query, as a form has it.
    """

    title: str
    path: tuple[str, ...]
    query: tuple[str, ...]
    report: Callable[[Store, View, Words], Report]
    view_words: tuple[str, ...] = VIEW_WORDS


PAGE_ENDINGS = tuple(ending for ending in ENDINGS if ending != ".html")
"""What a plain page is also served as, by the ending of its address."""


class TextQuestion(NamedTuple):
    """A plain page that is asked for, with its words, and the ending of a file; empty for the page."""

    page: str
    words: Words
    ending: str = ""

    def get_word(self, word: str, otherwise: str = "") -> str:
        """The first value of a word."""
        return next(iter(self.words.get(word, ())), otherwise)

    def write_path(self, ending: str = "") -> str:
        """Return the path of the page below /text/, with the ending of a file."""
        values = [self.get_word(word) for word in TEXT_PAGES[self.page].path]
        return "/".join(quote(part, safe="") for part in (self.page, *filter(None, values))) + ending

    def write_query(self, *names: str) -> str:
        """Return the query with the words of these names, after a question mark; of all that are not in the path."""
        path = TEXT_PAGES[self.page].path
        pairs = [
            (name, value)
            for name, values in self.words.items()
            if name not in path and (not names or name in names)
            for value in values
        ]
        return f"?{urlencode(pairs, quote_via=quote, safe='/:,')}" if pairs else ""

    def replace_name(self, name: str, code: str) -> TextQuestion:
        """Return the same question with the code of a board in the place of a name."""
        words = {
            word: [",".join(code if part == name else part for part in value.split(",")) for value in values]
            for word, values in self.words.items()
        }
        return self._replace(words=words)

    @property
    def file_name(self) -> str:
        """The name of the file that a browser saves."""
        return (
            f"{make_file_stem(self.page, *(value for values in self.words.values() for value in values))}{self.ending}"
        )


def read_question(path: Sequence[str], query: Iterable[tuple[str, str]]) -> TextQuestion:
    """Return what an address asks for; raise UnknownPage or BadLink.

    `path` is what stands between the slashes after /text/, not yet decoded; `query` is decoded.
    """
    parts = [unquote(part) for part in path if part]
    stem, dot, last = parts[-1].rpartition(".") if parts else ("", "", "")
    ending = f"{dot}{last}" if stem and f"{dot}{last}" in PAGE_ENDINGS else ""
    name, *values = [*parts[:-1], parts[-1].removesuffix(ending)] if parts else [""]
    page = TEXT_PAGES.get(name)
    if page is None or len(values) > len(page.path):
        unknown = "/".join(parts)
        shown = clean(unknown[:40]) + "…" * (len(unknown) > 40)
        raise UnknownPage(f"unknown page “{shown}”; expected one of {', '.join(TEXT_PAGES)}")
    words = collect_words([*zip(page.path, values, strict=False), *query], (*page.path, *page.query, *page.view_words))
    return TextQuestion(name, {word: kept for word, each in words.items() if (kept := [*filter(None, each)])}, ending)


def answer_question(store: Store, question: TextQuestion) -> Report:
    """Return what a page tells; raise UserError for words that mean nothing."""
    page, words = TEXT_PAGES[question.page], question.words
    for word in (*page.path, *page.query):
        if word in EXPECTED and word not in words:
            raise BadLink(f"no “{word}” in the address; expected {EXPECTED[word]}")
    wanted = {name: words[name][0] for name in ("year", *page.query) if name in words}
    view = make_start_view(
        store.data,
        wanted=wanted.get("filter"),
        year=wanted.get("year"),
        aim=wanted.get("aim"),
        evidence=words.get("evidence", ()),
        as_at=words["as-at"][0] if "as-at" in words else None,
    )
    return page.report(store, view, {**DEFAULTS, **words})


DEFAULTS: Words = {"aim": ["1"], "sort": ["aim"], "number": ["5"], "differences": [""]}

EXPECTED = {
    "icb": "a board, as in text/show/LLR",
    "icbs": "boards with commas between them, as in text/compare/LLR,SUSX",
    "text": "a text, as in text/find?text=waiting",
}


def _split_names(words: Words) -> list[str]:
    """The names of an address; raise BadLink for too many."""
    names = [name for name in words["icbs"][0].split(",") if name.strip()]
    if len(names) > MAX_NAMED_BOARDS:
        raise BadLink(f"{len(names)} boards in the address; expected at most {MAX_NAMED_BOARDS}")
    return names


def _report_comparison(store: Store, view: View, words: Words) -> Report:
    order = words["sort"][0]
    if order not in ("aim", "difference"):
        raise BadLink(f"unknown sort “{order}” in the address; expected aim or difference")
    return report_comparison(
        store,
        view,
        _split_names(words),
        only_differences=bool(words["differences"][0]),
        order="difference" if order == "difference" else "aim",
    )


def _report_similar(store: Store, view: View, words: Words) -> Report:
    number = words["number"][0]
    if not (number.isascii() and number.isdigit() and 0 < int(number) < MAX_VALUE):
        raise BadLink(f"not a valid number “{number}” in the address; expected 1 or more")
    return report_similar(store, view, words["icb"][0], int(number))


def _report_mentions(store: Store, view: View, words: Words) -> Report:
    return report_mentions(store, view, words["text"][0], year=view.year if "year" in words else None)


TEXT_PAGES: dict[str, TextPage] = {
    "list": TextPage("Boards", (), ("filter",), lambda store, view, _: report_boards(store, view)),
    "show": TextPage(
        "A board", ("icb",), ("aim",), lambda store, view, words: report_board(store, view, words["icb"][0])
    ),
    "compare": TextPage("Compare", ("icbs",), ("differences", "sort"), _report_comparison),
    "brief": TextPage(
        "A brief", ("icbs",), (), lambda store, view, words: report_briefs(store, view, _split_names(words))
    ),
    "indicators": TextPage(
        "Indicators",
        (),
        ("filter", "aim", "indicator"),
        lambda store, view, words: report_indicators(store, view, words.get("indicator", ())),
    ),
    "map": TextPage("Map", ("aim",), ("filter",), lambda store, view, words: report_map(store, view, words["aim"][0])),
    "why": TextPage(
        "Why a rating",
        ("icb", "aim"),
        (),
        lambda store, view, words: report_rating(store, view, words["icb"][0], words["aim"][0]),
    ),
    "similar": TextPage("Similar boards", ("icb",), ("number",), _report_similar, view_words=()),
    "find": TextPage("Find", (), ("text",), _report_mentions),
    "national": TextPage("England-wide and unmatched", (), (), lambda store, view, _: report_national(store, view)),
    "coverage": TextPage("Coverage and gaps", (), ("filter",), lambda store, view, _: report_coverage(store, view)),
}
"""The plain pages, by the command that prints the same."""
