"""Plain pages: what the commands print, as HTML that needs no script, and as files beside it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web

from icb_tui.domain.board_names import AmbiguousName, name_with_code
from icb_tui.domain.errors import UserError
from icb_tui.output.formats import ENDINGS, make_html_page, write_table
from icb_tui.output.view_links import write_link
from icb_tui.reports.report import Report
from icb_tui.store.store import Store
from icb_tui.web.downloads import name_attachment
from icb_tui.web.pages import HEADERS, PageLink, find_root, make_page
from icb_tui.web.text_links import TextLinks, write_address
from icb_tui.web.text_questions import TEXT_PAGES, TextQuestion, answer_question, read_question

FILE_TYPES = {
    ".txt": ("Text", "text/plain"),
    ".md": ("Markdown", "text/markdown"),
    ".csv": ("CSV", "text/csv"),
    ".tsv": ("TSV", "text/tab-separated-values"),
    ".json": ("JSON", "application/json"),
    ".jsonl": ("JSON Lines", "application/x-ndjson"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
}
"""What each file is called and what it is, by its ending."""

SAVED = {".csv", ".tsv", ".jsonl", ".parquet"}
"""The files that a browser saves and does not show."""

STATUS_OF = {"usage": 400, "no match": 404, "ambiguous": 400, "data": 503}
"""The status of an answer for each category of what whoever asks can mend: a script must not take one for a file."""

HEADINGS = {400: "This address has a mistake", 404: "Not found", 503: "Not now"}
"""What a page that says so is called."""

MAX_WAITING = 20
"""How many questions may wait for their turn; one more is told to come again."""

RETRY_SECONDS = "5"


class TextPages:
    """What answers requests for plain pages, from one store, whose theme is "" where the browser chooses.

    One question is answered at a time, in a thread of its own: neither the server's loop nor a session waits for it.
    """

    def __init__(self, store: Store, theme: str) -> None:
        self._store, self._theme, self._waiting = store, theme, 0
        self._worker = ThreadPoolExecutor(1, "plain-pages")

    async def stop(self, _: web.Application) -> None:
        """Answer nothing any more."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def answer_request(self, request: web.Request) -> web.Response:
        """Return a page or a file, or a page that says what is wrong with the address."""
        if self._waiting >= MAX_WAITING:
            response = self._make_message(request, 503, "Too many questions at once. Try again in a few seconds.")
            response.headers["Retry-After"] = RETRY_SECONDS
            return response
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, self._make_response, request)
        finally:
            self._waiting -= 1

    def _make_response(self, request: web.Request) -> web.Response:
        path = request.rel_url.raw_path.split("/")[2:]
        if not any(path):
            return self._make_index(request)
        try:
            question = read_question(path, request.query.items())
        except UserError as error:
            return self._make_refusal(request, error)
        try:
            report = answer_question(self._store, question)
        except AmbiguousName as error:
            return self._make_choice(request, question, error)
        except UserError as error:
            return self._make_refusal(request, error)
        return make_file(question, report) if question.ending else self._make_text_page(request, question, report)

    def _make_index(self, request: web.Request) -> web.Response:
        """The page that leads to all others, with forms that need no script."""
        data = self._store.data
        boards = sorted(data.icbs, key=lambda icb: icb.short_name)
        links = [(name, page.title) for name, page in TEXT_PAGES.items() if not page.path and "text" not in page.query]
        return self._make_page(
            request,
            "text_index.html",
            title="Plain text pages",
            boards=boards,
            aims=data.aims,
            years=data.years,
            links=links,
        )

    def _make_text_page(self, request: web.Request, question: TextQuestion, report: Report) -> web.Response:
        root = find_root(request)
        links = TextLinks(root, question, self._store.data)
        page = make_html_page(report.table, links.link_board)
        response = self._make_page(
            request,
            "text.html",
            title=page.title,
            notes=[note for note in report.notes if not page.title.startswith(note)],
            body=page.body,
            style=page.style,
            explorer=write_link(root, report.options),
            files=[PageLink(links.write_address(ending), name) for ending, (name, _) in FILE_TYPES.items()],
            pages=links.list_other_pages(report),
            question=question,
            action=f"{root}text/{question.write_path()}",
            words=(*TEXT_PAGES[question.page].query, *TEXT_PAGES[question.page].view_words),
            years=self._store.data.years,
        )
        if page.style:
            response.headers["Content-Security-Policy"] = write_style_policy(page.style)
        return response

    def _make_choice(self, request: web.Request, question: TextQuestion, error: AmbiguousName) -> web.Response:
        """The boards that a name may mean, each a link to the page that was asked for."""
        root, links = find_root(request), []
        for icb in error.candidates:
            chosen = question.replace_name(error.text, icb.code)
            links.append(PageLink(write_address(root, chosen, question.ending), name_with_code(icb)))
        values = {"title": "Several boards", "links": links}
        return self._make_message(request, STATUS_OF[error.category], f"{error}.", **values)

    def _make_refusal(self, request: web.Request, error: UserError) -> web.Response:
        return self._make_message(request, STATUS_OF[error.category], describe_error(error), details=error.details)

    def _make_message(self, request: web.Request, status: int, message: str, **values: object) -> web.Response:
        values = {"title": HEADINGS[status], "message": message, **values}
        return self._make_page(request, "text_message.html", status=status, **values)

    def _make_page(self, request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
        return make_page(request, template, status=status, theme=self._theme, **values)


def describe_error(error: UserError) -> str:
    """Return what is wrong as the command line says it; an address has no hyphens before its words."""
    return str(error).removeprefix("--")


def make_file(question: TextQuestion, report: Report) -> web.Response:
    """Return a report as a file, as the command prints it."""
    content = write_table(report.table, ENDINGS[question.ending])
    _, kind = FILE_TYPES[question.ending]
    headers = {"Content-Disposition": name_attachment(question.file_name)} if question.ending in SAVED else {}
    if isinstance(content, bytes):
        return web.Response(body=content, headers=headers, content_type=kind)
    return web.Response(text=content, headers=headers, charset="utf-8", content_type=kind)


def write_style_policy(style: str) -> str:
    """Return the Content-Security-Policy of a page that has a style of its own beside ours, known by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return HEADERS["Content-Security-Policy"].replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")
