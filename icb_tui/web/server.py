"""The server: its routes, who may ask for them, and its start and end."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from aiohttp import web

from icb_tui.store.store import Store
from icb_tui.text.cells import clean
from icb_tui.web.access import FROM_OUTSIDE, AccessRules, Refused, link_to_self
from icb_tui.web.addresses import ServedAddress, open_socket
from icb_tui.web.browser_messages import read_size
from icb_tui.web.downloads import send_download
from icb_tui.web.pages import (
    HEADERS,
    PageLink,
    make_message_page,
    make_page,
    make_static_response,
    write_explorer_policy,
)
from icb_tui.web.sessions import SessionLimits, Sessions, open_web_socket, say_end
from icb_tui.web.text_pages import TextPages
from icb_tui.web.view_links import BadLink, OptionCheck, read_link

RequestHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]

QUIET = logging.getLogger("icb_tui.web.http")
"""Where aiohttp tells of requests that are not HTTP, each with a traceback: anybody could fill a log with them."""

QUIET.disabled = True

THEMES = ("dark", "light")

RETRY_SECONDS = 2
"""When a page that found no room asks again. Whoever reloads the last session's page needs it: it was still open."""

OWN_WORDS = {"theme", "width", "height"}
"""What the page adds to the query of its WebSocket: the browser's wish and the size of the window."""

FREE = {"static"}
"""The routes that need no cookie: the pages that refuse a request load their look from there."""

FAILURE = "The server failed.", "Whoever runs it can read more in its terminal."


class ServerSettings(NamedTuple):
    """What a server is told: where to listen, its limits, and the options of its sessions, as arguments.

    `look` are those of every session, `view` those of a session whose address asks for no view. `check` says whether
    those of a link mean something. `store` answers the plain pages. `theme` is that of every session and page; "" for
    the browser's wish.
    """

    host: str
    port: int
    public: str
    token: str
    limits: SessionLimits
    look: tuple[str, ...]
    view: tuple[str, ...]
    check: OptionCheck
    store: Store
    theme: str = ""


class WebServer:
    """What answers requests."""

    def __init__(self, settings: ServerSettings, address: ServedAddress) -> None:
        self._settings, self._address = settings, address
        self._rules = AccessRules(address, settings.token)
        self.sessions = Sessions(settings.limits, address.base)
        self._text_pages = TextPages(settings.store, settings.theme if settings.theme in THEMES else "")

    def make_app(self) -> web.Application:
        """Return the application with its routes."""
        app = web.Application(middlewares=[self._answer], client_max_size=1024)
        app.router.add_get("/", self._show_explorer, name="explorer")
        app.router.add_get("/ws", self._open_session, name="session", allow_head=False)
        app.router.add_get("/download/{key}", self._download, name="download", allow_head=False)
        app.router.add_get("/static/{name}", _send_static, name="static")
        for path in ("/text", "/text/{path:.*}"):
            app.router.add_get(path, self._text_pages.answer_request)
        app.on_cleanup.append(self._text_pages.stop)
        app.on_response_prepare.append(_add_headers)
        return app

    @web.middleware
    async def _answer(self, request: web.Request, handler: RequestHandler) -> web.StreamResponse:
        """Answer a request of somebody who may ask; say in a page what is wrong with any other."""
        try:
            self._rules.check_origin(request)
            if "token" in request.query:
                return self._rules.exchange_token(request)
            if request.match_info.route.name not in FREE:
                self._rules.check_cookie(request)
            return await handler(request)
        except Refused as refused:
            if str(refused) == FROM_OUTSIDE:
                again = PageLink(link_to_self(request.rel_url), "Open the page")
                return make_message_page(request, 403, FROM_OUTSIDE, link=again)
            return make_message_page(request, 403, "Not allowed", str(refused))
        except BadLink as wrong:
            heading, without = "This link shows no view", PageLink("./", "Start without this view")
            return make_message_page(request, 400, heading, str(wrong), details=wrong.details, link=without)
        except web.HTTPError as error:
            return make_message_page(request, error.status, error.reason)
        except Exception as error:
            report_failure(error)
            return make_message_page(request, 500, *FAILURE)

    async def _show_explorer(self, request: web.Request) -> web.Response:
        """The page with the terminal; that there is no room, or that the link is wrong, is said before it opens."""
        await self._read_options(request)
        if refusal := self.sessions.refusal:
            heading, again = "All sessions are in use", "This page tries again every few seconds."
            meanwhile = PageLink("./text/", "Plain text pages")
            return make_message_page(request, 503, heading, refusal, again, link=meanwhile, refresh=RETRY_SECONDS)
        theme = self._settings.theme
        response = make_page(request, "explorer.html", theme=theme if theme in THEMES else "")
        origin = self._address.find_origin(request.headers["Host"])
        response.headers["Content-Security-Policy"] = write_explorer_policy(str(origin).replace("http", "ws", 1))
        return response

    async def _open_session(self, request: web.Request) -> web.WebSocketResponse:
        """A session of the explorer, from the WebSocket's opening to its end."""
        socket = open_web_socket()
        await socket.prepare(request)
        try:
            reason = await self._run_session(request, socket)
        except Exception as error:  # the WebSocket is open: a page cannot tell of it any more
            report_failure(error)
            reason = " ".join(FAILURE)
        await say_end(socket, reason)
        if request.transport:
            request.transport.abort()  # what was not taken until now never will be
        return socket

    async def _run_session(self, request: web.Request, socket: web.WebSocketResponse) -> str:
        try:
            options = await self._read_options(request)
        except BadLink as wrong:
            return "\n".join((str(wrong), *wrong.details))
        theme = request.query.get("theme", "")
        size = read_size(request.query.get("width", ""), request.query.get("height", ""))
        arguments = [*self._settings.look, *(options or self._settings.view)]
        return await self.sessions.run_session(socket, arguments, theme if theme in THEMES else "", size)

    async def _read_options(self, request: web.Request) -> tuple[str, ...]:
        """The options of the view that the address asks for; raise BadLink. The check reads files."""
        own = OWN_WORDS if request.match_info.route.name == "session" else set()
        query = [(name, value) for name, value in request.query.items() if name not in own]
        return await asyncio.to_thread(read_link, query, self._settings.check) if query else ()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file that a session exports."""
        return await send_download(request, self.sessions.downloads)


def report_failure(error: Exception) -> None:
    """Say on standard error that something broke, in one line; the traceback only with --debug."""
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    print(clean(f"icb-tui: serve: internal error: {type(error).__name__}: {error}"), file=sys.stderr)


async def _send_static(request: web.Request) -> web.Response:
    return make_static_response(request)


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Server", None)  # which would tell the versions of Python and aiohttp


def run_server(settings: ServerSettings, announce: Callable[[str], None]) -> None:
    """Serve until a signal says to end; return when every session's process is gone.

    `announce` is given the address with the token once it answers. Raise BadAddress where nothing can listen there.
    """
    asyncio.run(_serve(settings, announce))


async def _serve(settings: ServerSettings, announce: Callable[[str], None]) -> None:
    ending = listen_for_signals()
    with open_socket(settings.host, settings.port) as listening:
        address = ServedAddress(settings.host, listening.getsockname()[1], settings.public)
        server = WebServer(settings, address)
        runner = web.AppRunner(server.make_app(), access_log=None, logger=QUIET, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            announce(f"{address.base}?token={settings.token}")
            await ending.wait()
        finally:  # in this order: a page that asks now is told that the server has ended
            await server.sessions.end_all()
            await runner.cleanup()


def listen_for_signals() -> asyncio.Event:
    """Return an event that is set when a signal says to end."""
    ending, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        signals.append(signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, ending.set)
    return ending
