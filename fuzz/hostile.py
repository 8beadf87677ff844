"""Texts that want to do harm where they are shown, and how harm is seen."""

from __future__ import annotations

import re

ESCAPES = {
    "colour": "\x1b[31mred\x1b[0m",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link": "\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "report": '\x1bP$q"p\x1b\\',
    "c1": "\x9b31mred\x9d0;owned\x9c",
    "bell": "a\x07b\x08c\x7f",
    "lines": "a\r\nb\rc\vd\fe\x85f\u2028g\u2029h",
}
"""What a terminal would obey: CSI, OSC, DCS, their one-character forms, and what moves the cursor."""

UNSEEN = {
    "override": "\u202egnp.exe\u202c",
    "isolate": "\u2066a\u2067b\u2068c\u2069",
    "marks": "\u200e\u200f\u061c",
    "zero width": "ze\u200bro\u200c\u200d\u2060\ufeff",
    "selectors": "a\ufe0fb\ufe0ec\U000e0100",
    "tags": "a\U000e0041\U000e007f",
    "stacked": "z" + "\u0301" * 12,
    "surrogate": "a\udcffb",
}
"""What changes how a text is read, without being seen."""

MARKUP = {
    "rich": "[red]x[/red] [/] [bold",
    "keyed": "[x=1] [@click=app.quit]x[/]",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt; \"'",
    "markdown": "[x](https://evil.example/) ![x](y) `a` *b* _c_ ~~d~~ # e | f",
    "fence": "``` ~~~ ````",
    "shell": "$(touch owned) `touch owned`; 'a' \"b\" \\",
    "sql": "'; drop table finding; -- \" $1 %s {0}",
}
"""What somebody else's language would take for more than text."""

FORMULAS = {
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "program": "=cmd|' /C calc'!A0",
    "wide": "\uff1d1+1",
}
"""What a spreadsheet would reckon with."""

ALL = ESCAPES | UNSEEN | MARKUP | FORMULAS

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def harm(text: str) -> str:
    """Return the characters of a text that must never reach a terminal; ends of lines are none of them."""
    return "".join(_HARMFUL.findall(text))
