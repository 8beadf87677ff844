"""Who may ask: the Host, the Origin, and the token, which a cookie stands for afterwards."""

from __future__ import annotations

import hashlib
import hmac
from typing import NamedTuple

from aiohttp import web
from yarl import URL

from icb_tui.web.addresses import ServedAddress, parse_origin


class Refused(Exception):
    """A request that is not answered; the message says why, in a sentence for whoever made it."""


NO_TOKEN = "This page opens with the whole address that icb-tui serve printed, with its token."  # noqa: S105

WRONG_TOKEN = "The token in this address is not valid. The server has another each time that it starts."  # noqa: S105

FROM_OUTSIDE = "You came here from another page"
"""Then a browser leaves out the cookie (SameSite=Strict): asked again from here, it sends it."""


class AccessRules(NamedTuple):
    """What a request needs: a Host and an Origin of ours, and the cookie that the token is exchanged for."""

    address: ServedAddress
    token: str

    @property
    def cookie_name(self) -> str:
        """The name of the cookie. Browsers keep those of all ports of a machine together, so the port is in it."""
        return f"icb-tui-{self.address.port}"

    @property
    def cookie_value(self) -> str:
        """What the cookie holds: it does not tell the token."""
        return hmac.new(self.token.encode(), b"icb-tui cookie", hashlib.sha256).hexdigest()

    def check_origin(self, request: web.Request) -> None:
        """Raise Refused for a request to another host, or from a page of another site.

        Only a WebSocket must name its origin: browsers let any page open one.
        """
        own = self.address.find_origin(request.headers.get("Host", ""))
        if own is None:
            raise Refused("This server does not have the name that you asked for.")
        origin = request.headers.get("Origin")
        if origin is None and request.headers.get("Upgrade", "").lower() != "websocket":
            return
        if parse_origin(origin or "") not in {own, parse_origin(self.address.base)}:
            raise Refused("A page of another site asked for this.")

    def check_cookie(self, request: web.Request) -> None:
        """Raise Refused for a request without the cookie."""
        if not _are_equal(request.cookies.get(self.cookie_name, ""), self.cookie_value):
            raise Refused(FROM_OUTSIDE if request.headers.get("Sec-Fetch-Site") == "cross-site" else NO_TOKEN)

    def exchange_token(self, request: web.Request) -> web.Response:
        """Return a redirection to the same address without the token, with the cookie; raise Refused."""
        if not _are_equal(request.query["token"], self.token):
            raise Refused(WRONG_TOKEN)
        where = request.rel_url.without_query_params("token")
        response = web.Response(status=303, headers={"Location": link_to_self(where)})
        response.set_cookie(
            self.cookie_name,
            self.cookie_value,
            path=self.address.path,
            httponly=True,
            samesite="Strict",
            secure=self.address.base.startswith("https:"),
        )
        return response


def link_to_self(url: URL) -> str:
    """Return a link from a page to itself: relative, for a proxy may have taken away the beginning of its path."""
    return f"./{url.raw_name}" + (f"?{url.raw_query_string}" if url.raw_query_string else "")


def _are_equal(given: str, expected: str) -> bool:
    """Compare in a time that does not tell how much is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
