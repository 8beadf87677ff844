"""The private names of other packages: used in five modules, which say why, and in no other."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
import textual
from package_tree import MODULES

ALLOWED = {
    "tui.textual_internals",
    "terminal.textual_internals",
    "terminal.posix_internals",
    "store.duckdb_internals",
    "user.digest_internals",
}

TEXTUAL = Path(textual.__file__).parent
SOURCES = "app screen widget dom message_pump driver drivers/linux_driver _xterm_parser _parser binding keys"


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def textual_names() -> frozenset[str]:
    """The private names of Textual's classes: neither to use one nor to take one for oneself is safe."""
    names = set()
    for node in (node for source in SOURCES.split() for node in ast.walk(parse(TEXTUAL / f"{source}.py"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return frozenset(filter(is_private, names))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def private_imports(tree: ast.Module) -> set[str]:
    """What is imported from a private module of another package, or under a private name."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {f"{node.module}.{alias.name}" for node in imports for alias in node.names}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in names if any(map(is_private, name.split(".")))}


def names_of_classes(tree: ast.Module) -> set[str]:
    """Every attribute that is read or set, and every method that is defined."""
    nodes = list(ast.walk(tree))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) != "os"}
    return attributes | {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_there_are_private_names_to_look_for() -> None:
    assert {"_compositor_refresh", "_driver", "_keymap", "_merged_bindings", "_mounted_event"} <= textual_names()


@pytest.mark.parametrize("name", sorted(set(MODULES) - ALLOWED))
def test_a_module_uses_no_private_name_of_textual_nor_of_another_package(name: str) -> None:
    tree = parse(MODULES[name])
    assert private_imports(tree) == set()
    if name.startswith(("tui.", "terminal.", "cli.launch")):
        assert names_of_classes(tree) & textual_names() == set()
