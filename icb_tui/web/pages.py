"""Pages: what the server answers beside sessions, the files of the page, and the headers of every answer."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

FOLDER = Path(__file__).parent

STATIC = {
    "page.css": "text/css",
    "text.css": "text/css",
    "page.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "textual.js": "text/javascript",
    "xterm.css": "text/css",
}
"""The files that the pages load, and what each is: these and no others."""

FOREIGN_FILES = {"textual.js": "js/textual.js", "xterm.css": "css/xterm.css"}
"""Those of textual-serve: xterm.js, which draws the terminal, with what connects it to a WebSocket."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
"""What every answer says to the browser, where it does not say otherwise: a page loads nothing but its look."""


def write_explorer_policy(socket_origin: str) -> str:
    """Return the Content-Security-Policy of the page with the terminal, whose WebSocket has this origin.

    xterm.js writes style sheets into the page. Scripts are ours alone, and none stands in the page. Older browsers
    do not count a WebSocket of the same host as 'self'.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
        f"connect-src 'self' {socket_origin}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@cache
def _load_templates() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True)


def find_root(request: web.Request) -> str:
    """Return the way from a page up to the explorer: addresses are relative, for a proxy may serve us under a path."""
    return "../" * (request.rel_url.raw_path.count("/") - 1) or "./"


def make_page(request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
    """Return a page of a template; each value is escaped."""
    text = _load_templates().get_template(template).render(root=find_root(request), **values)
    return web.Response(text=text, status=status, content_type="text/html")


class PageLink(NamedTuple):
    """A link to what works."""

    address: str
    label: str


def make_message_page(
    request: web.Request,
    status: int,
    heading: str,
    *lines: str,
    details: Sequence[str] = (),
    link: PageLink | None = None,
    refresh: int = 0,
) -> web.Response:
    """Return a short page that says what is wrong.

    `details` are lines that keep their columns. With `refresh` the browser asks again after so many seconds.
    """
    values = {"heading": heading, "lines": lines, "details": details, "link": link, "refresh": refresh}
    return make_page(request, "message.html", status=status, **values)


def make_static_response(request: web.Request) -> web.Response:
    """Return a file of the pages; raise HTTPNotFound for any other name."""
    name = request.match_info["name"]
    if name not in STATIC:
        raise web.HTTPNotFound
    body, packed, tag = read_static(name)
    # A browser asks each time whether it is still the same: after an upgrade no old script meets a new page.
    headers = {"Cache-Control": "no-cache", "ETag": f'"{tag}"', "Vary": "Accept-Encoding"}
    if any(each.value == tag for each in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return web.Response(body=packed, headers=headers | {"Content-Encoding": "gzip"}, content_type=STATIC[name])
    return web.Response(body=body, headers=headers, content_type=STATIC[name])


@cache
def read_static(name: str) -> tuple[bytes, bytes, str]:
    """Return a file, the same compressed, and its tag."""
    foreign = FOREIGN_FILES.get(name)
    body = files("textual_serve").joinpath("static", foreign).read_bytes() if foreign else _read_own(name)
    return body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:20]


def _read_own(name: str) -> bytes:
    return (FOLDER / "static" / name).read_bytes()
