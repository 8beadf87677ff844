"""A link to a view: the words of the command line, as the query of an address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

LINK_WORDS = ("filter", "year", "evidence", "as-at", "aim", "view", "indicator", "sort", "open", "compare")
"""The options that a link may have. The folders and saved sets of whoever serves the page are not among them."""


def write_link(address: str, options: Sequence[str]) -> str:
    """Return the link that shows what options show, each a name such as --year followed by its value.

    `address` is that of the server, such as http://127.0.0.1:8000/.
    """
    names = [option.removeprefix("--") for option in options[::2]]
    query = urlencode(list(zip(names, options[1::2], strict=True)), quote_via=quote, safe="/:,")
    return f"{address}?{query}" if query else address
