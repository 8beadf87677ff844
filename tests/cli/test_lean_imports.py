"""What is left out when a library is loaded is not missed, and can be had afterwards."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from icb_tui.cli.lean_imports import import_lean_textual, load_asyncio, load_msgspec
load_msgspec()
load_asyncio()
with import_lean_textual():
    import textual.app
    from typing_extensions import Self, deprecated
left_out = "ssl", "textual.command", "textual.widgets._input", "platformdirs", "msgspec.inspect", "msgspec._json_schema"
print([name for name in left_out if name in sys.modules])
"""


def run_loaded(code: str) -> list[str]:
    """What a fresh interpreter prints that loaded the libraries so and goes on with this."""
    done = subprocess.run([sys.executable, "-c", LOADED + code], capture_output=True, text=True, check=True, timeout=60)
    first, *rest = done.stdout.splitlines()
    assert first == "[]"
    return rest


def test_what_was_left_out_can_be_imported_afterwards() -> None:
    code = """
import ssl, typing_extensions, platformdirs, textual.command
print(ssl.SSLContext.__module__, issubclass(textual.command.CommandPalette, textual.app.Screen))
print(typing_extensions.__file__ is not None, deprecated is typing_extensions.deprecated)
print(textual.app.user_downloads_path() == platformdirs.user_downloads_path())
"""
    assert run_loaded(code) == ["ssl True", "True True", "True"]


def test_a_function_that_was_left_out_loads_what_it_needs() -> None:
    code = """
print(textual.app.user_downloads_path().is_absolute(), "platformdirs" in sys.modules)
import msgspec
print(msgspec.json.schema(int), msgspec.inspect.type_info(int) == msgspec.inspect.IntType())
print(msgspec.toml.decode(b"a = 1"), msgspec.yaml.decode(b"a: 1"))
"""
    assert run_loaded(code) == ["True True", "{'type': 'integer'} True", "{'a': 1} {'a': 1}"]


def test_what_is_loaded_already_stays() -> None:
    code = (
        "import ssl, platformdirs, typing_extensions, textual.command as real\n" + LOADED + "print("
        "textual.app.CommandPalette is real.CommandPalette, typing_extensions.Self is Self, sys.modules['ssl'] is ssl)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "True True True"
